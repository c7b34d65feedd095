//! The presets as pictures to choose from.

use super::super::html::Html;
use super::super::notice::Notice;
use super::super::opening::open_new;
use super::super::scenarios::PALETTE;
use super::super::words::words;
use super::{Bench, dialog};
use crate::engine::{Quantity, expected};
use crate::scenario::{Study, presets};
use leptos::prelude::Set;

/// Width and height of a picture, in its own units.
const SIZE: (f64, f64) = (240.0, 96.0);

/// One card a preset.
pub fn cards() -> Html {
    let mut cards = Vec::new();
    for preset in &presets::ALL {
        let button = [("type", "button"), ("data-do", "preset"), ("data-of", preset.name)];
        let button = Html::of_text("button", &button, &words().preset_title(preset.name));
        let about = Html::of_text("p", &[("class", "help")], &words().preset_about(preset.name));
        let inside = [picture(&(preset.study)()), Html::tag("h3", &[], &[button]), about];
        cards.push(Html::tag("article", &[("class", "preset")], &inside));
    }
    Html::list(vec![
        Html::of_text("p", &[("class", "help")], &words().presets_about()),
        Html::tag("div", &[("class", "presets")], &cards),
    ])
}

/// Opens the preset of this name.
pub fn open(bench: Bench, name: &str) {
    if let Some(preset) = presets::find(name) {
        dialog::close();
        open_new(bench.app, (preset.study)());
        bench.app.notice.set(Some(Notice::new(words().preset_about(name))));
    }
}

/// The expected MRR of each scenario.
fn picture(study: &Study) -> Html {
    let Ok(checked) = study.check() else { return Html::default() };
    let mut paths = Vec::new();
    let mut top = f64::MIN_POSITIVE;
    for scenario in checked.scenarios() {
        let path = expected(scenario, checked.horizon_months())[Quantity::Mrr].clone();
        top = path.iter().copied().fold(top, f64::max);
        paths.push(path);
    }
    let mut lines = Vec::new();
    for (path, scenario) in paths.iter().zip(&study.scenarios) {
        let class = ["series-", &(scenario.color % PALETTE).to_string()].concat();
        lines.push(Html::tag("path", &[("class", &class), ("d", &outline(path, top))], &[]));
    }
    let (width, height) = SIZE;
    let view_box = ["0 0 ", &width.to_string(), " ", &height.to_string()].concat();
    Html::tag("svg", &[("class", "preset-picture"), ("viewBox", &view_box), ("aria-hidden", "true")], &lines)
}

/// The values from left to right, 0 at the foot and `top` at the head of the picture.
fn outline(values: &[f64], top: f64) -> String {
    let (width, height) = SIZE;
    let last = values.len().saturating_sub(1).max(1) as f64;
    // To a tenth: what lies between is not seen.
    let tenth = |length: f64| ((10.0 * length).round() / 10.0).to_string();
    let mut out = String::new();
    for (at, value) in values.iter().enumerate() {
        out.push(if at == 0 { 'M' } else { 'L' });
        out += &tenth(width * at as f64 / last);
        out.push(' ');
        out += &tenth(height * (1.0 - value / top));
    }
    out
}
