//! Plans as a table: what a plan has of its own, and the scenario's where a cell is empty.

use super::super::charts::focus;
use super::super::context::context;
use super::super::el::{button, el, unseen};
use super::super::field::{Field, id_of, problems_below};
use super::super::live::{Derived, derived, memo};
use super::super::words::words;
use super::about::about;
use super::cell::{cell, shown};
use super::of_scenario;
use holdfast_scenario::input::PLANS_MAX;
use holdfast_scenario::{ErrorKind, FieldPath, Key, Plan, Scenario, Section, Survival, Unit};
use holdfast_text::{args, format_number, parse_estimate, parse_number};
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
    Key::PER_PLAN.iter().position(|&known| known == key).unwrap_or(0)
}

impl Column {
    /// Those that a survival curve uses.
    fn all(survival: Survival) -> Vec<Self> {
        let is_used = |key: &Key| *key == Key::Price || survival.inputs().contains(key);
        let own = Key::PER_PLAN.into_iter().filter(is_used).map(Self::Own);
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

    /// The unit as short as a head of a column must be.
    fn unit_sign(self, currency: &str) -> String {
        match self.unit() {
            unit if unit.is_share() => words().unit_share(),
            unit if unit.is_money() => words().unit_money(currency),
            _ => String::new(),
        }
    }

    fn show(self, plan: &Plan) -> String {
        match self {
            Self::Name => plan.name.clone(),
            Self::Share => format_number(plan.share, Unit::Share),
            Self::Own(key) => plan.own[slot(key)].map(|own| words().estimate(own, self.unit())).unwrap_or_default(),
        }
    }

    fn take(self, plan: &mut Plan, typed: &str) -> Result<(), ErrorKind> {
        match self {
            Self::Name => plan.name = typed.into(),
            Self::Share => plan.share = parse_number(typed, Unit::Share)?,
            Self::Own(key) => {
                let read = || parse_estimate(typed, self.unit());
                plan.own[slot(key)] = (!typed.trim().is_empty()).then(read).transpose()?;
            }
        }
        Ok(())
    }
}

/// The table, how the shares sum, and how to have more plans or fewer.
pub fn plans(index: usize) -> AnyView {
    let app = context().app;
    let list = FieldPath::scenario_field(index, "plans");
    let count = memo(move |_| of_scenario(app, index, |scenario| scenario.plans.len()));
    let survival = memo(move |_| of_scenario(app, index, |scenario| scenario.survival as usize));
    let currency = memo(move |_| app.study.with(|study| study.currency.clone()));
    let change = move |change: &dyn Fn(&mut Scenario)| {
        app.rearrange(&FieldPath::scenario_field(index, "plans"), |study| {
            study.scenarios.get_mut(index).into_iter().for_each(change)
        });
    };
    let row = move |at: usize| {
        let remove = button("button.quiet.remove", "", move |_| change(&|scenario| scenario.remove_plan(at)))
            .el(el("span").attr("aria-hidden", "true").text("×"))
            .child(unseen(words().plans_remove(&(at + 1).to_string())));
        let columns = Column::all(Survival::ALL[survival.get()]);
        el("tr").children(columns.into_iter().map(|column| field(index, at, column))).el(el("td").el(remove)).view()
    };
    let table = move || {
        let head = |column: Column| {
            let unit = el("span.unit").text(column.unit_sign(&currency.get()));
            el("th").attr("scope", "col").text(column.label()).el(unit).view()
        };
        let heads = Column::all(Survival::ALL[survival.get()]).into_iter().map(head);
        let head = el("thead").el(el("tr").children(heads).el(el("td")));
        let body = el("tbody").children((0..count.get()).map(row));
        (count.get() > 0).then(|| el("div.scroll").el(el("table.plans").el(head).el(body)).view())
    };
    let sum = move || of_scenario(app, index, |scenario| scenario.plans.iter().map(|plan| plan.share).sum::<f64>());
    let is_off = memo(move |_| count.get() > 0 && (sum() - 1.0).abs() > 1e-6);
    let balance = move || button("button", words().plans_balance(), move |_| change(&Scenario::balance_plans)).view();
    // Below the table, where there is room; the field says it to who does not see it.
    let problems = problems_below(app, list.clone());
    let told = move || problems.get().into_iter().map(|line| el("p.problem").text(line).view()).collect();
    let add = move |_| {
        let at = count.get_untracked();
        change(&|scenario| scenario.add_plan(&words().plans_new(&(at + 1).to_string())));
        let name = id_of(&list.entry(at).child("name"));
        request_animation_frame(move || focus(&name));
    };
    let note = derived(move || match count.get() {
        0 => words().plans_none(),
        _ => words().plans_sum(&words().locale().amount(sum(), Unit::Share)),
    });
    let help = Derived::fixed(words().plans_help());
    let [head, help] = about(index, Section::Plans, words().plans_title(), help, note, None);
    let actions = el("div.about-actions")
        .el(button("button", words().plans_more(), add).when("disabled", move || count.get() >= PLANS_MAX))
        .shows(move || is_off.get().then(balance));
    el("div.input.has-title-above")
        .attr("data-input", "plans")
        .child(head)
        .shows(table)
        .lists(told)
        .el(actions)
        .child(help)
        .view()
}

fn field(index: usize, at: usize, column: Column) -> AnyView {
    let place = FieldPath::scenario_field(index, "plans").entry(at).child(column.name());
    let label = words().plans_cell(args::PlansCell { name: &column.label(), number: &(at + 1).to_string() });
    let show = move |scenario: &Scenario| scenario.plans.get(at).map(|plan| column.show(plan)).unwrap_or_default();
    let take = move |scenario: &mut Scenario, typed: &str| match scenario.plans.get_mut(at) {
        Some(plan) => Ok(column.take(plan, typed)?),
        None => Ok(()),
    };
    // What the scenario has, where the plan has nothing of its own.
    let placeholder = match column {
        Column::Own(key) => {
            // Of a range as short as it can be: the column is narrow.
            let show = move |scenario: &Scenario| {
                let ends = scenario.inputs[key].ends().map(|(_, value)| format_number(value, column.unit()));
                ends.collect::<Vec<_>>().join("–")
            };
            Some(shown(index, Box::new(show)))
        }
        _ => None,
    };
    let field = cell(index, place, label, Box::new(show), Box::new(take));
    el("td").child(Field { hides_label: true, placeholder, ..field }.view()).view()
}
