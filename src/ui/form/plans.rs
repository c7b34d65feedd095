//! Plans as a table: what a plan has of its own, and the scenario's where a cell is empty.

use super::super::charts::focus;
use super::super::field::{id_of, problem_at, problems_below};
use super::super::model::App;
use super::super::words::words;
use super::about::about;
use super::cell::Cell;
use super::curve::keys_of;
use super::of_scenario;
use crate::scenario::input::PLANS_MAX;
use crate::scenario::{Fault, Key, Part, Place, Plan, Scenario, Unit};
use crate::text::{args, read_estimate, read_number, show_number};
use leptos::prelude::*;

/// A column of the table.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    Name,
    Share,
    Own(Key),
}

/// Where a plan keeps its own estimate of an input.
fn slot(key: Key) -> usize {
    Key::OF_PLANS.iter().position(|&known| known == key).unwrap_or(0)
}

impl Column {
    /// Those that a scenario's curve uses.
    fn all(scenario: &Scenario) -> Vec<Self> {
        let is_used = |key: &Key| *key == Key::Price || keys_of(scenario.survival).contains(key);
        let own = Key::OF_PLANS.into_iter().filter(is_used).map(Self::Own);
        [Self::Name, Self::Share].into_iter().chain(own).collect()
    }

    fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Share => "share",
            Self::Own(key) => key.input().name,
        }
    }

    fn label(self) -> String {
        match self {
            Self::Name => words().plans_name(),
            Self::Share => words().plans_share(),
            Self::Own(key) => words().input_label(key.input()),
        }
    }

    fn unit(self) -> Unit {
        match self {
            Self::Name => Unit::Plain,
            Self::Share => Unit::Share,
            Self::Own(key) => key.input().unit,
        }
    }

    fn show(self, plan: &Plan) -> String {
        match self {
            Self::Name => plan.name.clone(),
            Self::Share => show_number(plan.share, Unit::Share),
            Self::Own(key) => plan.own[slot(key)].map(|own| words().estimate(own, self.unit())).unwrap_or_default(),
        }
    }

    fn take(self, plan: &mut Plan, typed: &str) -> Result<(), Fault> {
        match self {
            Self::Name => plan.name = typed.into(),
            Self::Share => plan.share = read_number(typed, Unit::Share).ok_or(Fault::NotFinite)?,
            Self::Own(key) => {
                let read = || read_estimate(typed, self.unit()).ok_or(Fault::NotFinite);
                plan.own[slot(key)] = (!typed.trim().is_empty()).then(read).transpose()?;
            }
        }
        Ok(())
    }
}

/// The table, how the shares sum, and how to have more plans or fewer.
pub fn plans(index: usize) -> AnyView {
    let app = expect_context::<App>();
    let list = Place::of_scenario(index, "plans");
    let count = Memo::new(move |_| of_scenario(app, index, |scenario| scenario.plans.len()));
    let columns = Memo::new(move |_| of_scenario(app, index, Column::all));
    let currency = Memo::new(move |_| app.study.with(|study| study.currency.clone()));
    let change = move |change: &dyn Fn(&mut Scenario)| {
        app.rearrange(|study| study.scenarios.get_mut(index).into_iter().for_each(change));
    };
    let row = {
        let list = list.clone();
        move |at: usize| {
            let remove = move |_| change(&|scenario| scenario.remove_plan(at));
            let place = list.entry(at);
            let cells: Vec<AnyView> = columns.get().into_iter().map(|column| cell(index, &place, at, column)).collect();
            view! {
                <tr>
                    {cells}
                    <td>
                        <button type="button" class="quiet remove" on:click=remove>
                            <span aria-hidden="true">"×"</span>
                            <span class="visually-hidden">{words().plans_remove(&(at + 1).to_string())}</span>
                        </button>
                    </td>
                </tr>
            }
            .into_any()
        }
    };
    let table = move || {
        let head = |column: Column| {
            let unit = words().unit(column.unit(), &currency.get());
            view! { <th scope="col">{column.label()}<span class="unit">{unit}</span></th> }.into_any()
        };
        (count.get() > 0).then(|| {
            let heads: Vec<AnyView> = columns.get().into_iter().map(head).collect();
            let rows: Vec<AnyView> = (0..count.get()).map(&row).collect();
            view! {
                <div class="scroll">
                    <table class="plans">
                        <thead><tr>{heads}<td></td></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        })
    };
    // Below the table, where there is room; the field says it to who does not see it.
    let problems = problems_below(app, list.clone());
    let told = move || {
        let line = |line| view! { <p class="problem">{line}</p> }.into_any();
        problems.get().into_iter().map(line).collect::<Vec<AnyView>>()
    };
    let is_off = problem_at(app, list.clone());
    let balance = move || {
        let balance = move |_| change(&Scenario::balance_plans);
        let button = || view! { <button type="button" on:click=balance>{words().plans_balance()}</button> }.into_any();
        (count.get() > 0 && is_off.get().is_some()).then(button)
    };
    let add = move |_| {
        let at = count.get_untracked();
        change(&|scenario| scenario.add_plan(&words().plans_new(&(at + 1).to_string())));
        let name = id_of(&list.entry(at).then("name"));
        request_animation_frame(move || focus(&name));
    };
    let is_full = move || count.get() >= PLANS_MAX;
    let help = Signal::stored(words().plans_help());
    let [head, help] = about(index, Part::Plans, words().plans_title(), help, [().into_any(), ().into_any()]);
    view! {
        <div class="input" data-input="plans">
            {head}
            {table}
            {move || told()}
            <div class="about-actions">
                <button type="button" on:click=add disabled=is_full>{words().plans_more()}</button>
                {move || balance()}
            </div>
            {help}
        </div>
    }
    .into_any()
}

fn cell(index: usize, place: &Place, at: usize, column: Column) -> AnyView {
    let number = (at + 1).to_string();
    let show = move |scenario: &Scenario| scenario.plans.get(at).map(|plan| column.show(plan)).unwrap_or_default();
    let take = move |scenario: &mut Scenario, typed: &str| match scenario.plans.get_mut(at) {
        Some(plan) => Ok(column.take(plan, typed)?),
        None => Ok(()),
    };
    // What the scenario has, where the plan has nothing of its own.
    let placeholder = move |scenario: &Scenario| match column {
        Column::Own(key) => words().estimate(scenario.inputs[key], column.unit()),
        _ => String::new(),
    };
    let cell = Cell {
        index,
        place: place.then(column.name()),
        label: words().plans_cell(args::PlansCell { name: &column.label(), number: &number }),
        hides_label: true,
        unit: None,
        show: Box::new(show),
        take: Box::new(take),
        placeholder: Some(Box::new(placeholder)),
        help: None,
    };
    view! { <td>{cell.view()}</td> }.into_any()
}
