//! The presets as pictures to choose from.

use super::bench::Bench;
use super::notice::Notice;
use super::opening::open_new;
use super::scenarios::PALETTE;
use super::words::words;
use crate::engine::{Quantity, expected};
use crate::scenario::Study;
use crate::scenario::presets::{self, Preset};
use leptos::prelude::*;
use std::fmt::Write as _;

/// Width and height of a picture, in its own units.
const SIZE: (f64, f64) = (240.0, 96.0);

/// One card a preset.
pub fn contents(bench: Bench) -> AnyView {
    let card = |preset: &'static Preset| {
        let open = move |_| {
            bench.dialog.set(None);
            open_new(bench.app, (preset.study)());
            bench.app.notice.set(Some(Notice::new(words().preset_about(preset.name))));
        };
        view! {
            <article class="preset">
                {picture(&(preset.study)())}
                <h3><button type="button" on:click=open>{words().preset_title(preset.name)}</button></h3>
                <p class="help">{words().preset_about(preset.name)}</p>
            </article>
        }
    };
    view! {
        <p class="help">{words().presets_about()}</p>
        <div class="presets">{presets::ALL.iter().map(card).collect_view()}</div>
    }
    .into_any()
}

/// The expected MRR of each scenario.
fn picture(study: &Study) -> Option<AnyView> {
    let checked = study.check().ok()?;
    let months = checked.horizon_months();
    let paths: Vec<Vec<f64>> =
        checked.scenarios().iter().map(|scenario| expected(scenario, months)[Quantity::Mrr].clone()).collect();
    let top = paths.iter().flatten().copied().fold(0.0, f64::max);
    let line = |(path, scenario): (&Vec<f64>, &crate::scenario::Scenario)| {
        let class = "series-".to_string() + &(scenario.color % PALETTE).to_string();
        view! { <path class=class d=outline(path, top)></path> }
    };
    let lines = paths.iter().zip(&study.scenarios).map(line).collect_view();
    Some(view! { <svg class="preset-picture" viewBox="0 0 240 96" aria-hidden="true">{lines}</svg> }.into_any())
}

/// The values from left to right, 0 at the foot and `top` at the head of the picture.
fn outline(values: &[f64], top: f64) -> String {
    let (width, height) = SIZE;
    let last = values.len().saturating_sub(1).max(1) as f64;
    let mut out = String::new();
    for (at, value) in values.iter().enumerate() {
        let (x, y) = (width * at as f64 / last, height * (1.0 - value / top.max(f64::MIN_POSITIVE)));
        let _ = write!(out, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
    }
    out
}
