//! The presentation: large type for a room, and few controls.

use super::super::charts::{focus, look, tab_id};
use super::super::embed;
use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::listen::{by_id, listen, set_property, whenever};
use super::super::scenarios::swatch;
use super::super::view::View;
use super::super::words::words;
use super::{Bench, header};
use holdfast_scenario::{End, Estimate, FieldPath, Key, Study, parse_decimal};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Id of the strip of controls.
const STRIP: &str = "strip";

/// Begins it, over the whole screen where the browser grants that.
pub fn enter(view: View) {
    set(view, true);
    if let Some(root) = document().document_element()
        && let Ok(request) = js_sys::Reflect::get(&root, &"requestFullscreen".into())
        && let Ok(request) = request.dyn_into::<js_sys::Function>()
        && let Ok(asked) = request.call0(&root)
    {
        // The binding would leave a refusal to the console.
        spawn_local(async move { drop(JsFuture::from(asked.unchecked_into::<js_sys::Promise>()).await) });
    }
}

/// Ends it.
pub fn leave(view: View) {
    if !view.is_presenting.get_untracked() || embed::is_on() {
        return;
    }
    set(view, false);
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
    focus(header::VIEW);
}

/// The attribute first: the charts read their type with the change.
fn set(view: View, is_on: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force("data-present", is_on);
    }
    view.is_presenting.set(is_on);
}

/// Keeps the strip up with the study: what is in it is made anew when scenarios or the input change, and only numbers
/// and sliders move otherwise, one of which may be held.
pub fn follow(bench: Bench) {
    let mut before = String::new();
    whenever(move || {
        let Some(strip) = by_id(STRIP).filter(|_| bench.view.is_presenting.get()) else {
            before.clear();
            return;
        };
        let Some((key, html)) = bench.app.study.with(|study| controls(bench, study)) else { return };
        let html = html.into_string();
        if html != before {
            strip.set_inner_html(&html);
        }
        if before.is_empty() && !embed::is_on() {
            // Where keys go from chart to chart, and Space does no harm.
            focus(&tab_id(bench.view.tab.get_untracked()));
        }
        let input = key.input();
        embed::follow(bench.app);
        bench.app.study.with(|study| {
            for (index, scenario) in study.scenarios.iter().enumerate() {
                let value = exact(scenario.inputs[key]).unwrap_or_default();
                let (slider, number) = ids(index);
                let told = words().locale().amount(value, input.unit);
                if let Some(slider) = by_id(&slider) {
                    set_property(&slider, "value", &input.slider_position(value).to_string().into());
                    set_property(&slider, "ariaValueText", &told.as_str().into());
                }
                if let Some(number) = by_id(&number) {
                    set_property(&number, "textContent", &told.into());
                }
            }
        });
        before = html;
    });
    // Escape that ends the full screen never reaches the page as a key.
    listen("fullscreenchange", move |_| {
        if document().fullscreen_element().is_none() {
            leave(bench.view);
        }
    });
}

fn ids(index: usize) -> (String, String) {
    let number = index.to_string();
    ("present-slider-".to_string() + &number, "present-number-".to_string() + &number)
}

fn exact(estimate: Estimate) -> Option<f64> {
    estimate.end(End::Exact)
}

/// One slider moves one number: inputs that are a range somewhere are not among them.
fn is_exact(study: &Study, key: Key) -> bool {
    study.scenarios.iter().all(|scenario| exact(scenario.inputs[key]).is_some())
}

/// The chosen input where it can be moved, else the first that can.
fn moved(study: &Study, chosen: Key) -> Option<Key> {
    let all = Key::ALL.iter().copied();
    std::iter::once(chosen).chain(all).find(|&key| is_exact(study, key))
}

/// A choice of the input, a slider for each scenario, and the way out; and the input that is chosen.
fn controls(bench: Bench, study: &Study) -> Option<(Key, Html)> {
    let key = moved(study, bench.moved.get())?;
    let input = key.input();
    let mut options = Html::default();
    for own in Key::ALL.iter().copied().filter(|own| is_exact(study, *own)) {
        options.add(
            "<option value={} {}>{}</option>",
            &[
                Text(own.input().name),
                Text(if own == key { "selected" } else { "" }),
                Text(&words().input_label(own.input())),
            ],
        );
    }
    let most = input.slider_steps().to_string();
    let mut sliders = Html::default();
    for (index, scenario) in study.scenarios.iter().enumerate() {
        let ((slider, number), of) = (ids(index), index.to_string());
        sliders.add(
            "<label class=strip-slider><span class=strip-name>{}{}</span><strong id={}></strong>\
            <input type=range id={} data-set=present-slide data-of=\"{}\" min=0 max={}></label>",
            &[Own(swatch(look(scenario))), Text(&scenario.name), Text(&number), Text(&slider), Text(&of), Text(&most)],
        );
    }
    let html = Html::fill(
        "<select data-set=present-input aria-label=\"{}\">{}</select><div class=strip-sliders>{}</div>\
        {}",
        &[Text(&words().present_input()), Own(options), Own(sliders), Own(way_out())],
    );
    Some((key, html))
}

fn way_out() -> Html {
    if embed::is_on() {
        return embed::out();
    }
    let (title, label) = (words().command_leave(), words().present_leave());
    Html::fill("<button type=button data-do=leave title=\"{}\">{}</button>", &[Text(&title), Text(&label)])
}

/// Chooses the input of this name.
pub fn choose(bench: Bench, name: &str) {
    if let Some(key) = Key::from_name(name.trim()) {
        bench.moved.set(key);
    }
}

/// Moves the chosen input of a scenario: its index, and the slider's position.
pub fn slide(bench: Bench, with: &str) {
    let parts =
        with.split_once(' ').and_then(|(index, position)| Some((index.parse().ok()?, parse_decimal(position)?)));
    let key = bench.app.study.with_untracked(|study| moved(study, bench.moved.get_untracked()));
    if let (Some((index, position)), Some(key)) = (parts, key) {
        let (value, place) = (key.input().slider_value(position), FieldPath::input(index, key, End::Exact));
        bench.app.typed.update(|typed| typed.remove(&place));
        bench.app.edit_scenario(index, &place, |scenario| scenario.inputs[key] = Estimate::Exact(value));
    }
}
