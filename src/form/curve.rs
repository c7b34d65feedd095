//! The survival curve of a scenario: which one, a picture of it to pull, and the inputs that it uses. Those of the other
//! curves are hidden.

use super::super::context::context;
use super::super::el::{button, el};
use super::super::field::{Choice, forget};
use super::super::live::{Derived, derived, memo};
use super::super::model::App;
use super::super::words::words;
use super::about::{about, help_id};
use super::numbers::{List, numbers};
use super::of_scenario;
use super::plotlet::{Handle, Picture, Pull, area_below, bars, plotlet};
use super::row::input_row;
use holdfast_scenario::{FieldPath, Key, Section, Survival, Unit, ValidationError};
use leptos::prelude::*;

/// How many months the picture shows.
const AGES: usize = 36;
const TABLE: List = List {
    key: "retention",
    unit: Unit::SharePerMonth,
    get: |scenario| &scenario.retention,
    get_mut: |scenario| &mut scenario.retention,
};

/// The choice, and below it what the chosen curve uses.
pub fn curve(index: usize) -> AnyView {
    let app = context().app;
    let place = FieldPath::scenario_field(index, "survival");
    let chosen = memo(move |_| of_scenario(app, index, |scenario| scenario.survival as usize));
    let curve = move || Survival::ALL[chosen.get()];
    let choose = Callback::new(move |chosen: usize| {
        app.edit_scenario(index, &FieldPath::scenario_field(index, "survival"), |scenario| {
            scenario.survival = Survival::ALL.get(chosen).copied().unwrap_or_default();
            // A table needs a row: the one that says the same as the churn before.
            if scenario.survival == Survival::Table && scenario.retention.is_empty() {
                scenario.retention = vec![1.0 - scenario.inputs[Key::Churn].median(Key::Churn.input())];
            }
        });
        app.seal();
    });
    // A hidden field must not keep a problem that nobody can see.
    let row = move |key: Key| {
        let is_shown = memo(move |_| {
            let is_here = |problem: &ValidationError| Section::Input(key).contains(index, &problem.path);
            curve().inputs().contains(&key) || app.problems.with(|problems| problems.iter().any(is_here))
        });
        el("div").shows(move || is_shown.get().then(|| input_row(index, key))).view()
    };
    let picture = memo(move |_| picture(app, index));
    let pull = Callback::new(move |(hand, pull)| {
        let names = Survival::INPUTS.iter().map(|key| key.input().name).chain([TABLE.key]);
        names.for_each(|name| forget(app, &FieldPath::scenario_field(index, name)));
        app.edit_scenario(index, &FieldPath::scenario_field(index, "survival"), |scenario| match pull {
            Pull::To(share) => scenario.drag_curve(hand, share),
            Pull::By(steps) => scenario.nudge_curve(hand, steps),
        });
    });
    let drawing = move || plotlet("curve", words().curve_chart(), picture, curve() == Survival::Table, pull);
    let part = Section::Survival;
    let label = words().survival_label();
    let help = derived(move || words().survival_help(curve()) + " " + &words().plotlet_help());
    let [head, help] = about(index, part, label.clone(), help, Derived::fixed(String::new()), None);
    let choice = Choice {
        place,
        label,
        options: vec![(String::new(), Survival::ALL.map(|curve| words().survival(curve)).into())],
        chosen,
        choose,
        hides_label: true,
        help: help_id(index, part),
    };
    let choice = el("div.input").attr("data-input", "survival").child(head).child(choice.view());
    el("div")
        .el(choice.shows(move || Some(drawing())).child(help))
        .children(Survival::INPUTS.map(row))
        .shows(move || (curve() == Survival::Table).then(|| table(app, index)))
        .view()
}

fn picture(app: App, index: usize) -> Picture {
    of_scenario(app, index, |scenario| {
        let is_table = scenario.survival == Survival::Table;
        let hands = scenario.curve_handles();
        let handle = |(hand, &age): (usize, &usize)| {
            let y = scenario.curve_handle_value(hand);
            let (x, label) = if is_table {
                ((hand as f64 + 0.5) / hands.len() as f64, words().place_retention(&age.to_string()))
            } else {
                (age as f64 / AGES as f64, words().curve_hand(age as f64))
            };
            let share = words().locale().short(y, Unit::Share, "");
            Handle { x, y, label, text: words().curve_left(&share) }
        };
        let handles: Vec<Handle> = hands.iter().enumerate().map(handle).collect();
        let heights: Vec<f64> = handles.iter().map(|handle| handle.y).collect();
        let month = |at: usize| (at as f64 / AGES as f64, words().locale().number(at as f64));
        Picture {
            shape: if is_table { bars(&heights) } else { area_below(&scenario.survival_curve(AGES)) },
            line: String::new(),
            marks: match is_table {
                true => handles.iter().zip(1..).map(|(handle, row)| (handle.x, row.to_string())).collect(),
                false => (0..=AGES).step_by(12).map(month).collect(),
            },
            handles,
            scale: 1.0,
            top: words().locale().amount(1.0, Unit::Share),
        }
    })
}

/// The rows of a table as a line of numbers, and how to have more or fewer.
fn table(app: App, index: usize) -> AnyView {
    let label = words().retention_label();
    let set = move |change: fn(&mut Vec<f64>)| {
        app.edit_scenario(index, &FieldPath::scenario_field(index, TABLE.key), |scenario| {
            change(&mut scenario.retention)
        });
        app.seal();
    };
    let more = move |_| set(|rows| rows.push(rows.last().copied().unwrap_or(1.0)));
    let fewer = move |_| set(|rows| rows.truncate(rows.len().saturating_sub(1)));
    let is_least = memo(move |_| of_scenario(app, index, |scenario| scenario.retention.len() < 2));
    let id = "retention-help";
    let head = el("div.input-head").el(el("span.input-name").attr("aria-hidden", "true").text(label.as_str()));
    let rows = el("div.about-actions").el(button("button", words().retention_more(), more)).el(button(
        "button",
        words().retention_fewer(),
        fewer,
    )
    .when("disabled", move || is_least.get()));
    el("div.input")
        .attr("data-input", "retention")
        .el(head)
        .child(numbers(index, TABLE, label, id.into()).view())
        .el(el("p.help").attr("id", id).text(words().retention_help()))
        .el(rows)
        .view()
}
