//! The events of the scenarios as markers on the time axis, which can be dragged to another month.

use super::super::el::el;
use super::super::live::{Live, memo};
use super::super::model::App;
use super::super::scenarios::PALETTE;
use super::super::words::words;
use super::paper::Figuring;
use super::plot::Drawn;
use holdfast_scenario::{Event, FieldPath};
use holdfast_text::args;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

/// Which event: the scenario's index, the event's, and the scenario's colour.
type Which = (usize, usize, u64);

/// The markers, over a plot of months.
pub fn markers(app: App, drawn: Live<Drawn>) -> AnyView {
    // Made anew when events come or go, not while one is dragged.
    let all = memo(move |_| {
        app.study.with(|study| {
            let shown = study.scenarios.iter().enumerate().filter(|(_, scenario)| !scenario.hidden);
            let of = |(index, scenario): (usize, &_)| {
                let scenario: &holdfast_scenario::Scenario = scenario;
                (0..scenario.events.len()).map(|event| (index, event, scenario.color)).collect::<Vec<Which>>()
            };
            shown.flat_map(of).collect::<Vec<Which>>()
        })
    });
    el("div.markers").lists(move || all.get().into_iter().map(|which| marker(app, which, drawn)).collect()).view()
}

/// The event, unless it has gone.
fn with_event<T>(app: App, (index, event, _): Which, read: impl FnOnce(&Event) -> T) -> Option<T> {
    app.study.with(|study| study.scenarios.get(index).and_then(|scenario| scenario.events.get(event)).map(read))
}

fn marker(app: App, which: Which, drawn: Live<Drawn>) -> AnyView {
    let (index, at, color) = which;
    let month = move || with_event(app, which, |event| event.from_month).unwrap_or(1);
    let last = move || app.study.with(|study| study.horizon_months);
    let place = FieldPath::scenario_field(index, "events").entry(at).child("from_month");
    let move_to = Callback::new(move |to: u64| {
        let until = untrack(|| with_event(app, which, |event| event.until_month)).flatten();
        let to = to.clamp(1, untrack(last).min(until.unwrap_or(u64::MAX)).max(1));
        if to != untrack(month) {
            app.edit_scenario(index, &place, |scenario| {
                if let Some(event) = scenario.events.get_mut(at) {
                    event.from_month = to;
                }
            });
        }
    });
    let on_down = move |event: PointerEvent| {
        let marker: HtmlElement = event_target(&event);
        // Without it the pointer would be lost as soon as it is quicker than the marker.
        let _ = marker.set_pointer_capture(event.pointer_id());
        let _ = marker.focus();
        event.prevent_default();
    };
    let on_move = move |event: PointerEvent| {
        let marker: HtmlElement = event_target(&event);
        let Some(plot) = marker.parent_element().filter(|_| marker.has_pointer_capture(event.pointer_id())) else {
            return;
        };
        let Drawn { size, frame } = drawn.get_untracked();
        let x = f64::from(event.client_x()) - plot.get_bounding_client_rect().left();
        move_to.run(frame.column_at(x * size.units()) as u64);
    };
    let on_key = move |event: KeyboardEvent| {
        let now = untrack(month);
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => now + 1,
            "PageDown" => now.saturating_sub(12),
            "PageUp" => now + 12,
            "Home" => 1,
            "End" => u64::MAX,
            _ => return,
        };
        event.prevent_default();
        move_to.run(to);
    };
    let label = move || {
        let input = with_event(app, which, |event| words().input_label(event.input.input())).unwrap_or_default();
        let scenario = app.study.with(|study| study.scenarios.get(index).map(|scenario| scenario.name.clone()));
        words().marker_label(args::MarkerLabel { scenario: &scenario.unwrap_or_default(), input: &input })
    };
    // An event after the horizon has no place on the axis.
    let is_away = move || month() > last();
    let left = move || {
        let drawn = drawn.get();
        format!("{}px", drawn.css(drawn.frame.x(month() as usize)))
    };
    let top = move || {
        let drawn = drawn.get();
        format!("{}px", drawn.css(drawn.frame.bottom))
    };
    let seal = move |_: web_sys::Event| app.seal();
    el("div")
        .attr("class", ["marker series-", &(color % PALETTE).to_string()].concat())
        .attr("role", "slider")
        .attr("tabindex", "0")
        .class("is-away", is_away)
        .style("left", left)
        .style("top", top)
        .live("aria-label", move || Some(label()))
        .live("title", move || Some(label()))
        .attr("aria-valuemin", "1")
        .live("aria-valuemax", move || Some(last().to_string()))
        .live("aria-valuenow", move || Some(month().to_string()))
        .live("aria-valuetext", move || Some(Figuring::of(app).month(month() as usize)))
        .on("pointerdown", on_down)
        .on("pointermove", on_move)
        .on("pointerup", seal)
        .on("keydown", on_key)
        .on("blur", seal)
        .view()
}
