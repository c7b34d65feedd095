//! A small chart whose places can be pulled up and down, by pointer and by keyboard.

use super::super::charts::focus;
use super::super::context::context;
use super::super::el::el;
use super::super::html::{Html, Part::Text};
use super::super::live::{Derived, Live, memo};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, PointerEvent};

/// What is drawn, in a box of 100 by 100 with the origin at the top left, as the data of SVG paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The curve, or the bars.
    pub shape: String,
    /// A line to compare with, from edge to edge.
    pub line: String,
    pub handles: Vec<Handle>,
    /// What stands below, with its place from left to right.
    pub marks: Vec<(f64, String)>,
    /// What the upper edge is, and in words.
    pub scale: f64,
    pub top: String,
}

/// A place that can be pulled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handle {
    /// From the left and from the bottom, 0 to 1.
    pub x: f64,
    pub y: f64,
    pub label: String,
    /// Its value in words.
    pub text: String,
}

/// Where a handle is to go.
#[derive(Clone, Copy, Debug)]
pub enum Pull {
    /// To this height, 0 to 1.
    To(f64),
    /// So many steps up.
    By(f64),
}

/// The chart. With `paints` the pointer pulls whatever it passes over, as a brush would.
pub fn plotlet(
    id: &'static str,
    label: String,
    picture: Derived<Picture>,
    paints: bool,
    pull: Callback<(usize, Pull)>,
) -> AnyView {
    let app = context().app;
    let handle_id = move |at: usize| [id, "-handle-", &at.to_string()].concat();
    // Which handle the keyboard reaches, and which one the pointer holds.
    let current = Live::new(0usize);
    let held = Live::new(None::<usize>);
    let count = memo(move |_| picture.with(|picture| picture.handles.len()));

    let nearest = move |x: f64| {
        picture.with_untracked(|picture| {
            let distance = |at: &usize| (picture.handles[*at].x - x).abs();
            (0..picture.handles.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
        })
    };
    let on_down = move |event: PointerEvent| {
        let is_handle = event.target().is_some_and(|target| target.unchecked_into::<Element>().has_attribute("role"));
        // A finger beside the handles scrolls the page.
        let (true, Some((area, x, y))) = (is_handle || event.pointer_type() == "mouse", share_of(&event)) else {
            return;
        };
        let Some(at) = nearest(x) else { return };
        event.prevent_default();
        let _ = area.set_pointer_capture(event.pointer_id());
        held.set(Some(at));
        current.set(at);
        focus(&handle_id(at));
        if !is_handle {
            pull.run((at, Pull::To(y)));
        }
    };
    let on_move = move |event: PointerEvent| {
        let (Some(at), Some((_, x, y))) = (held.get_untracked(), share_of(&event)) else { return };
        pull.run((if paints { nearest(x).unwrap_or(at) } else { at }, Pull::To(y)));
    };
    let on_end = move |_: Event| {
        held.set(None);
        app.seal();
    };
    let on_key = move |event: KeyboardEvent| {
        let (at, count) = (current.get_untracked(), count.get_untracked());
        let go = |to: usize| {
            let to = to.min(count.saturating_sub(1));
            current.set(to);
            focus(&handle_id(to));
        };
        let by = match event.key().as_str() {
            "ArrowLeft" if count > 1 => return go(at.saturating_sub(1)),
            "ArrowRight" if count > 1 => return go(at + 1),
            "ArrowUp" | "ArrowRight" => Pull::By(1.0),
            "ArrowDown" | "ArrowLeft" => Pull::By(-1.0),
            "PageUp" => Pull::By(10.0),
            "PageDown" => Pull::By(-10.0),
            "Home" => Pull::To(0.0),
            "End" => Pull::To(1.0),
            _ => return,
        };
        event.prevent_default();
        pull.run((at, by));
    };

    let handle = move |at: usize| {
        let of = move |read: fn(&Handle) -> String| {
            move || picture.with(|picture| picture.handles.get(at).map(read).unwrap_or_default())
        };
        let attribute = move |read: fn(&Handle) -> String| move || Some(of(read)());
        let is_current = move || current.get().min(count.get().saturating_sub(1)) == at;
        el("span.handle")
            .attr("role", "slider")
            .attr("id", handle_id(at))
            .attr("aria-orientation", "vertical")
            .live("aria-valuenow", attribute(|handle| (100.0 * handle.y).round().to_string()))
            .live("aria-label", attribute(|handle| handle.label.clone()))
            .live("aria-valuetext", attribute(|handle| handle.text.clone()))
            .live("tabindex", move || Some(if is_current() { "0" } else { "-1" }.into()))
            .style("left", of(|handle| percent(handle.x)))
            .style("bottom", of(|handle| percent(handle.y)))
            .on("focus", move |_: Event| current.set(at))
            .view()
    };
    let mark = |(x, text): &(f64, String)| {
        let left = percent(*x);
        el("span").style("left", move || left.clone()).text(text.as_str()).view()
    };
    let drawing = move || {
        picture.with(|picture| {
            Html::fill(
                "<svg viewBox=\"0 0 100 100\" preserveAspectRatio=none aria-hidden=true><path class=shape d=\"{}\" />\
                 <path class=line d=\"{}\" /></svg>",
                &[Text(&picture.shape), Text(&picture.line)],
            )
        })
    };
    let area = el("div.plotlet-area")
        .on("pointerdown", on_down)
        .on("pointermove", on_move)
        .on("pointerup", on_end)
        .on("pointercancel", on_end)
        .el(el("span").markup(drawing))
        .lists(move || (0..count.get()).map(handle).collect());
    let marks = el("div.plotlet-marks")
        .attr("aria-hidden", "true")
        .lists(move || picture.with(|picture| picture.marks.iter().map(mark).collect()));
    let top = el("span.plotlet-top").attr("aria-hidden", "true");
    el("div.plotlet")
        .attr("role", "group")
        .attr("aria-label", label)
        .attr("dir", "ltr")
        .on("keydown", on_key)
        .on("focusout", move |_: Event| app.seal())
        .el(top.says(move || picture.with(|picture| picture.top.clone())))
        .el(area)
        .el(marks)
        .view()
}

/// The chart's area, and where on it the pointer is, from the left and from the bottom, 0 to 1.
fn share_of(event: &PointerEvent) -> Option<(Element, f64, f64)> {
    let area: Element = event.current_target()?.unchecked_into();
    let rect = area.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
    Some((area, x / rect.width(), (1.0 - y / rect.height()).clamp(0.0, 1.0)))
}

fn percent(share: f64) -> String {
    ((1000.0 * share).round() / 10.0).to_string() + "%"
}

/// With no more than two decimals.
fn fine(value: f64) -> String {
    ((100.0 * value).round() / 100.0).to_string()
}

/// Bars of these heights, 0 to 1, side by side.
pub fn bars(heights: &[f64]) -> String {
    let width = 100.0 / heights.len().max(1) as f64;
    let bar = |(at, height): (usize, &f64)| {
        let (left, up) = ((at as f64 + 0.1) * width, 100.0 * height.clamp(0.0, 1.0));
        ["M", &fine(left), ",100v-", &fine(up), "h", &fine(0.8 * width), "v", &fine(up), "z"].concat()
    };
    heights.iter().enumerate().map(bar).collect()
}

/// The area below a line through places of these heights, 0 to 1, from edge to edge.
pub fn area_below(heights: &[f64]) -> String {
    let last = heights.len().saturating_sub(1).max(1) as f64;
    let point = |(at, height): (usize, &f64)| {
        ["L", &fine(100.0 * at as f64 / last), ",", &fine(100.0 * (1.0 - height))].concat()
    };
    "M0,100".to_string() + &heights.iter().enumerate().map(point).collect::<String>() + "L100,100z"
}
