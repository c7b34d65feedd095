//! The yearly course of trials: twelve bars to pull, and the same as a line of numbers.

use super::super::context::context;
use super::super::el::{button, el};
use super::super::field::Field;
use super::super::live::{Derived, memo};
use super::super::locale::month_name;
use super::super::words::words;
use super::about::{about, help_id};
use super::numbers::{List, numbers};
use super::of_scenario;
use super::plotlet::{Handle, Picture, Pull, bars, plotlet};
use holdfast_scenario::input::SEASON_BOUNDS;
use holdfast_scenario::{FieldPath, Section, Unit};
use leptos::prelude::*;

const LIST: List = List {
    key: "seasonality",
    unit: Unit::Ratio,
    get: |scenario| &scenario.seasonality,
    get_mut: |scenario| &mut scenario.seasonality,
};
/// Steps of a bar to the whole: a twentieth is no binary number.
const STEPS: f64 = 20.0;

/// The bars, the line, and how to make every month alike.
pub fn seasonality(index: usize) -> AnyView {
    let app = context().app;
    let months: Vec<[String; 2]> = (0..12).map(|at| ["long", "narrow"].map(|style| month_name(at, style))).collect();
    let picture = memo(move |before: Option<&Picture>| {
        let factors = of_scenario(app, index, |scenario| whole_year(&scenario.seasonality));
        let most = factors.iter().copied().fold(1.5, f64::max);
        let scale = [2.0, 3.0, 5.0].into_iter().find(|scale| *scale >= most).unwrap_or(SEASON_BOUNDS.1);
        // It may grow, but does not shrink under a hand.
        let scale = before.map_or(scale, |before| before.scale.max(scale));
        let factor = |factor: f64| words().seasonality_factor(&words().locale().number(factor));
        let heights: Vec<f64> = factors.iter().map(|factor| (factor / scale).clamp(0.0, 1.0)).collect();
        let middle = |at: usize| (at as f64 + 0.5) / 12.0;
        let handle = |at: usize| {
            let (label, text) = (months[at][0].clone(), factor(factors[at]));
            Handle { x: middle(at), y: heights[at], label, text }
        };
        Picture {
            shape: bars(&heights),
            line: ["M0,", &(100.0 * (1.0 - 1.0 / scale)).round().to_string(), "H100"].concat(),
            handles: (0..12).map(handle).collect(),
            marks: (0..12).map(|at| (middle(at), months[at][1].clone())).collect(),
            scale,
            top: factor(scale),
        }
    });
    let set = move |change: &dyn Fn(&mut Vec<f64>)| {
        app.edit_scenario(index, &FieldPath::scenario_field(index, LIST.key), |scenario| {
            let mut year = whole_year(&scenario.seasonality);
            change(&mut year);
            let is_even = year.iter().all(|factor| *factor == 1.0);
            scenario.seasonality = if is_even { Vec::new() } else { year };
        });
    };
    let pull = Callback::new(move |(at, pull): (usize, Pull)| {
        let scale = picture.with_untracked(|picture| picture.scale);
        set(&|year| {
            let steps = match pull {
                Pull::To(share) => share * scale * STEPS,
                Pull::By(steps) => year[at] * STEPS + steps,
            };
            year[at] = steps.round().clamp(SEASON_BOUNDS.0 * STEPS, SEASON_BOUNDS.1 * STEPS) / STEPS;
        });
    });
    let reset = move |_| {
        set(&|year| year.fill(1.0));
        app.seal();
    };
    let is_even = memo(move |_| of_scenario(app, index, |scenario| scenario.seasonality.is_empty()));
    let part = Section::Seasonality;
    let label = words().seasonality_label();
    let help = Derived::fixed(words().seasonality_help() + " " + &words().plotlet_help());
    let [head, help] = about(index, part, label.clone(), help, Derived::fixed(String::new()), None);
    let line = Field {
        placeholder: Some(Derived::fixed(words().seasonality_even())),
        ..numbers(index, LIST, label, help_id(index, part))
    };
    el("div.input")
        .attr("data-input", "seasonality")
        .child(head)
        .child(plotlet("seasonality", words().seasonality_chart(), picture, true, pull))
        .child(line.view())
        .el(button("button.quiet", words().seasonality_even(), reset).when("disabled", move || is_even.get()))
        .child(help)
        .view()
}

/// Twelve factors, whatever is typed so far.
fn whole_year(factors: &[f64]) -> Vec<f64> {
    let mut year: Vec<f64> = factors.iter().copied().take(12).collect();
    year.resize(12, 1.0);
    year
}
