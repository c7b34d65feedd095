//! The presets as pictures to choose from.

use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::opening::{about_preset, open_new};
use super::super::scenarios::PALETTE;
use super::super::words::words;
use super::{Bench, dialog};
use holdfast_engine::{Quantity, expected};
use holdfast_scenario::{Study, presets};

/// Width and height of a picture, in its own units.
const SIZE: (f64, f64) = (240.0, 96.0);

/// One card a preset.
pub fn cards() -> Html {
    let mut cards = Html::default();
    for preset in &presets::ALL {
        cards.add(
            "<article class=preset>{}<h3><button type=button data-do=preset data-of=\"{}\">{}</button></h3>\
            <p class=help>{}</p></article>",
            &[
                Own(picture(&(preset.study)())),
                Text(preset.name),
                Text(&words().preset_title(preset.name)),
                Text(&words().preset_about(preset.name)),
            ],
        );
    }
    Html::fill("<p class=help>{}</p><div class=presets>{}</div>", &[Text(&words().presets_about()), Own(cards)])
}

/// Opens the preset of this name.
pub fn open(bench: Bench, name: &str) {
    if let Some(preset) = presets::find(name) {
        dialog::close();
        open_new(bench.app, (preset.study)());
        bench.app.notice.set(Some(about_preset(name)));
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
    let mut lines = Html::default();
    for (path, scenario) in paths.iter().zip(&study.scenarios) {
        let color = (scenario.color % PALETTE).to_string();
        let line = [Text(&color), Text(scenario.line.name()), Text(&outline(path, top))];
        lines.add("<path class=\"series-{} {}\" d=\"{}\"/>", &line);
    }
    let (width, height) = SIZE;
    Html::fill(
        "<svg class=preset-picture viewBox=\"0 0 {} {}\" aria-hidden=true>{}</svg>",
        &[Text(&width.to_string()), Text(&height.to_string()), Own(lines)],
    )
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
