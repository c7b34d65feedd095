//! The survival curve of a scenario: which one, a picture of it to pull, and the inputs that it uses. Those of the other
//! curves are hidden.

use super::super::field::Choice;
use super::super::model::App;
use super::super::words::words;
use super::about::{about, help_id};
use super::numbers::{List, numbers};
use super::of_scenario;
use super::plotlet::{Handle, Picture, Pull, area_below, bars, plotlet};
use super::row::input_row;
use crate::scenario::{Estimate, Key, Part, Place, Survival, Unit};
use leptos::prelude::*;

/// Inputs that some curve uses and some other does not.
pub const KEYS: [Key; 5] = [Key::Churn, Key::EarlyChurn, Key::EarlyMonths, Key::SbgAlpha, Key::SbgBeta];
/// How many months the picture shows.
const AGES: usize = 36;
const TABLE: List = List {
    key: "retention",
    unit: Unit::SharePerMonth,
    get: |scenario| &scenario.retention,
    get_mut: |scenario| &mut scenario.retention,
};

/// The inputs of a curve, in the order of the form.
pub fn keys_of(curve: Survival) -> &'static [Key] {
    match curve {
        Survival::Constant => &[Key::Churn],
        Survival::Onboarding => &[Key::Churn, Key::EarlyChurn, Key::EarlyMonths],
        Survival::ShiftedBetaGeometric => &[Key::SbgAlpha, Key::SbgBeta],
        Survival::Table => &[],
    }
}

/// The choice, and below it what the chosen curve uses.
pub fn curve(index: usize) -> AnyView {
    let app = expect_context::<App>();
    let curve = Memo::new(move |_| of_scenario(app, index, |scenario| scenario.survival));
    let place = Place::of_scenario(index, "survival");
    let choose = Callback::new(move |chosen: String| {
        let chosen = Survival::ALL.into_iter().find(|curve| curve.name() == chosen).unwrap_or_default();
        app.edit_scenario(index, &Place::of_scenario(index, "survival"), |scenario| {
            scenario.survival = chosen;
            // A table needs a row: the one that says the same as the churn before.
            if chosen == Survival::Table && scenario.retention.is_empty() {
                let churn = match scenario.inputs[Key::Churn] {
                    Estimate::Exact(churn) => churn,
                    Estimate::Range { .. } => Key::Churn.input().default,
                };
                scenario.retention = vec![1.0 - churn];
            }
        });
        app.seal();
    });
    let options = Survival::ALL.map(|curve| (curve.name().to_string(), words().survival(curve))).to_vec();
    let value = Signal::derive(move || curve.get().name().to_string());
    // A hidden field must not keep a problem that nobody can see.
    let row = move |key: Key| {
        let is_shown = Memo::new(move |_| {
            let is_here = || {
                app.problems.with(|problems| problems.iter().any(|problem| Part::Input(key).has(index, &problem.place)))
            };
            keys_of(curve.get()).contains(&key) || is_here()
        });
        (move || is_shown.get().then(|| input_row(index, key))).into_any()
    };
    let picture = Memo::new(move |_| picture(app, index));
    let pull = Callback::new(move |(hand, pull)| {
        app.edit_scenario(index, &Place::of_scenario(index, "survival"), |scenario| match pull {
            Pull::To(share) => scenario.pull_curve(hand, share),
            Pull::By(steps) => scenario.nudge_curve(hand, steps),
        });
    });
    let drawing = move || plotlet("curve", words().curve_chart(), picture, curve.get() == Survival::Table, pull);
    let table = move || (curve.get() == Survival::Table).then(|| table(app, index));
    let part = Part::Survival;
    let label = words().survival_label();
    let help = move || words().survival_help(curve.get()) + " " + &words().plotlet_help();
    let [head, help] = about(index, part, label.clone(), Signal::derive(help), [().into_any(), ().into_any()]);
    view! {
        <div class="input" data-input="survival">
            {head}
            <Choice place label options=vec![(String::new(), options)] value choose help=Some(help_id(index, part))/>
            {drawing}
            {help}
        </div>
        {Vec::from(KEYS.map(row))}
        {move || table()}
    }
    .into_any()
}

fn picture(app: App, index: usize) -> Picture {
    of_scenario(app, index, |scenario| {
        let is_table = scenario.survival == Survival::Table;
        let hands = scenario.curve_hands();
        let handle = |(hand, &age): (usize, &usize)| {
            let y = scenario.curve_at(hand);
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
            top: words().locale().amount(1.0, Unit::Share),
        }
    })
}

/// The rows of a table as a line of numbers, and how to have more or fewer.
fn table(app: App, index: usize) -> AnyView {
    let label = words().retention_label();
    let set = move |change: fn(&mut Vec<f64>)| {
        app.edit_scenario(index, &Place::of_scenario(index, TABLE.key), |scenario| change(&mut scenario.retention));
        app.seal();
    };
    let more = move |_| set(|rows| rows.push(rows.last().copied().unwrap_or(1.0)));
    let fewer = move |_| set(|rows| rows.truncate(rows.len().saturating_sub(1)));
    let count = Memo::new(move |_| of_scenario(app, index, |scenario| scenario.retention.len()));
    let is_least = move || count.get() < 2;
    view! {
        <div class="input" data-input="retention">
            <div class="input-head"><span class="input-name" aria-hidden="true">{label.clone()}</span></div>
            {numbers(index, TABLE, label, "retention-help".into())}
            <p class="help" id="retention-help">{words().retention_help()}</p>
            <div class="about-actions">
                <button type="button" on:click=more>{words().retention_more()}</button>
                <button type="button" on:click=fewer disabled=is_least>{words().retention_fewer()}</button>
            </div>
        </div>
    }
    .into_any()
}
