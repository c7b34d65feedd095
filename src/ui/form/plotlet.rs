//! A small chart whose places can be pulled up and down, by pointer and by keyboard.

use super::super::charts::focus;
use super::super::model::App;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
    /// What the upper edge is.
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
    picture: Memo<Picture>,
    paints: bool,
    pull: Callback<(usize, Pull)>,
) -> AnyView {
    let app = expect_context::<App>();
    let area = NodeRef::<html::Div>::new();
    let handle_id = move |at: usize| [id, "-handle-", &at.to_string()].concat();
    // Which handle the keyboard reaches, and which one the pointer holds.
    let current = RwSignal::new(0usize);
    let held = StoredValue::new(None::<usize>);
    let count = Memo::new(move |_| picture.with(|picture| picture.handles.len()));

    let share_of = move |event: &web_sys::PointerEvent| {
        let rect = area.get_untracked()?.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        Some((x / rect.width(), (1.0 - y / rect.height()).clamp(0.0, 1.0)))
    };
    let nearest = move |x: f64| {
        picture.with_untracked(|picture| {
            let distance = |at: &usize| (picture.handles[*at].x - x).abs();
            (0..picture.handles.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
        })
    };
    let on_down = move |event: web_sys::PointerEvent| {
        let is_handle = event.target().map(|target| target.unchecked_into::<web_sys::Element>());
        let is_handle = is_handle.is_some_and(|element| element.has_attribute("role"));
        // A finger beside the handles scrolls the page.
        let (true, Some(element)) = (is_handle || event.pointer_type() == "mouse", area.get_untracked()) else {
            return;
        };
        let Some((at, y)) = share_of(&event).and_then(|(x, y)| Some((nearest(x)?, y))) else { return };
        event.prevent_default();
        let _ = element.set_pointer_capture(event.pointer_id());
        held.set_value(Some(at));
        current.set(at);
        focus(&handle_id(at));
        if !is_handle {
            pull.run((at, Pull::To(y)));
        }
    };
    let on_move = move |event: web_sys::PointerEvent| {
        let (Some(at), Some((x, y))) = (held.get_value(), share_of(&event)) else { return };
        pull.run((if paints { nearest(x).unwrap_or(at) } else { at }, Pull::To(y)));
    };
    let on_end = move |_| {
        held.set_value(None);
        app.seal();
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let (at, count) = (current.get_untracked(), count.get_untracked());
        let go = |to: usize| {
            let to = to.min(count.saturating_sub(1));
            current.set(to);
            focus(&handle_id(to));
        };
        match event.key().as_str() {
            "ArrowLeft" if count > 1 => go(at.saturating_sub(1)),
            "ArrowRight" if count > 1 => go(at + 1),
            "ArrowUp" | "ArrowRight" => pull.run((at, Pull::By(1.0))),
            "ArrowDown" | "ArrowLeft" => pull.run((at, Pull::By(-1.0))),
            "PageUp" => pull.run((at, Pull::By(10.0))),
            "PageDown" => pull.run((at, Pull::By(-10.0))),
            "Home" => pull.run((at, Pull::To(0.0))),
            "End" => pull.run((at, Pull::To(1.0))),
            _ => return,
        }
        event.prevent_default();
    };

    let handle = move |at: usize| {
        let of = move |read: fn(&Handle) -> String| {
            picture.with(|picture| picture.handles.get(at).map(read).unwrap_or_default())
        };
        view! {
            <span
                class="handle" role="slider" id=handle_id(at) aria-orientation="vertical"
                aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=move || of(|handle| (100.0 * handle.y).round().to_string())
                aria-label=move || of(|handle| handle.label.clone())
                aria-valuetext=move || of(|handle| handle.text.clone())
                tabindex=move || if current.get().min(count.get().saturating_sub(1)) == at { "0" } else { "-1" }
                style:left=move || of(|handle| percent(handle.x)) style:bottom=move || of(|handle| percent(handle.y))
                on:focus=move |_| current.set(at)
            ></span>
        }
        .into_any()
    };
    let handles = move || (0..count.get()).map(handle).collect::<Vec<AnyView>>();
    let marks = Memo::new(move |_| picture.with(|picture| picture.marks.clone()));
    let mark = |(x, text): (f64, String)| view! { <span style:left=percent(x)>{text}</span> }.into_any();
    let marks = move || marks.get().into_iter().map(mark).collect::<Vec<AnyView>>();
    view! {
        <div class="plotlet" role="group" aria-label=label dir="ltr" on:keydown=on_key on:focusout=move |_| app.seal()>
            <span class="plotlet-top" aria-hidden="true">{move || picture.with(|picture| picture.top.clone())}</span>
            <div
                class="plotlet-area" node_ref=area on:pointerdown=on_down on:pointermove=on_move on:pointerup=on_end
                on:pointercancel=on_end
            >
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                    <path class="plotlet-shape" d=move || picture.with(|picture| picture.shape.clone())></path>
                    <path class="plotlet-line" d=move || picture.with(|picture| picture.line.clone())></path>
                </svg>
                {handles}
            </div>
            <div class="plotlet-marks" aria-hidden="true">{marks}</div>
        </div>
    }
    .into_any()
}

fn percent(share: f64) -> String {
    ((1000.0 * share).round() / 10.0).to_string() + "%"
}

/// Bars of these heights, 0 to 1, side by side.
pub fn bars(heights: &[f64]) -> String {
    let width = 100.0 / heights.len().max(1) as f64;
    let bar = |(at, height): (usize, &f64)| {
        let (left, up) = ((at as f64 + 0.1) * width, 100.0 * height.clamp(0.0, 1.0));
        format!("M{left:.2},100v-{up:.1}h{:.2}v{up:.1}z", 0.8 * width)
    };
    heights.iter().enumerate().map(bar).collect()
}

/// The area below a line through places of these heights, 0 to 1, from edge to edge.
pub fn area_below(heights: &[f64]) -> String {
    let last = heights.len().saturating_sub(1).max(1) as f64;
    let point = |(at, height): (usize, &f64)| format!("L{:.2},{:.1}", 100.0 * at as f64 / last, 100.0 * (1.0 - height));
    "M0,100".to_string() + &heights.iter().enumerate().map(point).collect::<String>() + "L100,100z"
}
