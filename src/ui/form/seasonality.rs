//! The yearly course of trials: twelve bars to pull, and the same as a line of numbers.

use super::super::locale::month_name;
use super::super::model::App;
use super::super::words::words;
use super::about::{about, help_id};
use super::numbers::{List, numbers};
use super::of_scenario;
use super::plotlet::{Handle, Picture, Pull, bars, plotlet};
use crate::scenario::{Part, Place, Unit};
use leptos::prelude::*;

const LIST: List = List {
    key: "seasonality",
    unit: Unit::Ratio,
    get: |scenario| &scenario.seasonality,
    get_mut: |scenario| &mut scenario.seasonality,
};
/// A step of a bar, and what pulling it comes to.
const STEP: f64 = 0.05;

/// The bars, the line, and how to make every month alike.
pub fn seasonality(index: usize) -> AnyView {
    let app = expect_context::<App>();
    let factors = Memo::new(move |_| of_scenario(app, index, |scenario| whole_year(&scenario.seasonality)));
    // It may grow, but does not shrink under a hand.
    let top = Memo::new(move |before: Option<&f64>| {
        let most = factors.with(|factors| factors.iter().copied().fold(1.5, f64::max));
        [2.0, 3.0, 5.0, 10.0].into_iter().find(|top| *top >= most).unwrap_or(10.0).max(*before.unwrap_or(&0.0))
    });
    let picture = Memo::new(move |_| {
        let (factors, top) = (factors.get(), top.get());
        let heights: Vec<f64> = factors.iter().map(|factor| (factor / top).clamp(0.0, 1.0)).collect();
        let handle = |(at, &y): (usize, &f64)| Handle {
            x: (at as f64 + 0.5) / 12.0,
            y,
            label: month_name(at, "long"),
            text: words().seasonality_factor(&words().locale().number(factors[at])),
        };
        let even = 100.0 * (1.0 - 1.0 / top);
        Picture {
            shape: bars(&heights),
            line: format!("M0,{even:.1}H100"),
            handles: heights.iter().enumerate().map(handle).collect(),
            marks: (0..12).map(|at| ((at as f64 + 0.5) / 12.0, month_name(at, "narrow"))).collect(),
            top: words().seasonality_factor(&words().locale().number(top)),
        }
    });
    let set = move |change: &dyn Fn(&mut Vec<f64>)| {
        app.edit_scenario(index, &Place::of_scenario(index, LIST.key), |scenario| {
            let mut year = whole_year(&scenario.seasonality);
            change(&mut year);
            let is_even = year.iter().all(|factor| *factor == 1.0);
            scenario.seasonality = if is_even { Vec::new() } else { year };
        });
    };
    let pull = Callback::new(move |(at, pull): (usize, Pull)| {
        let top = top.get_untracked();
        set(&|year| {
            let factor = match pull {
                Pull::To(share) => share * top,
                Pull::By(steps) => year[at] + STEP * steps,
            };
            // Twenty to one, since a twentieth is no binary number.
            year[at] = ((factor / STEP).round() / 20.0).clamp(0.0, 10.0);
        });
    });
    let reset = move |_| {
        set(&|year| year.fill(1.0));
        app.seal();
    };
    let is_even = Memo::new(move |_| factors.with(|factors| factors.iter().all(|factor| *factor == 1.0)));
    let part = Part::Seasonality;
    let label = words().seasonality_label();
    let help = Signal::stored(words().seasonality_help() + " " + &words().plotlet_help());
    let [head, help] = about(index, part, label.clone(), help, [().into_any(), ().into_any()]);
    view! {
        <div class="input" data-input="seasonality">
            {head}
            {plotlet("seasonality", words().seasonality_chart(), picture, true, pull)}
            {numbers(index, LIST, label, help_id(index, part))}
            <button type="button" class="quiet" on:click=reset disabled=move || is_even.get()>{words().seasonality_even()}</button>
            {help}
        </div>
    }
    .into_any()
}

/// Twelve factors, whatever is typed so far.
fn whole_year(factors: &[f64]) -> Vec<f64> {
    let mut year: Vec<f64> = factors.iter().copied().take(12).collect();
    year.resize(12, 1.0);
    year
}
