//! A button with a menu below it. The browser opens and closes it: by the button, by Escape, by a click elsewhere.

use super::bench::Bench;
use super::commands::Command;
use super::shortcuts::written;
use super::words::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

/// Windows narrower than this, in CSS pixels, have a menu from side to side.
const NARROW: f64 = 480.0;

/// The button and its menu, whose id is its own.
#[component]
pub fn Menu(id: &'static str, label: String, children: Children) -> impl IntoView {
    view! {
        <button type="button" class="menu-button" id=button_id(id) popovertarget=id>{label}</button>
        <div class="menu" id=id popover="auto" on:beforetoggle=place on:keydown=walk>{children()}</div>
    }
    .into_any()
}

/// The id of a menu's button.
pub fn button_id(menu: &str) -> String {
    menu.to_string() + "-button"
}

/// A command as an entry.
pub fn entry(bench: Bench, command: &'static Command) -> AnyView {
    let run = move |event: web_sys::MouseEvent| {
        // First, so that the focus goes back to the button and a dialog finds it there.
        close(&event);
        (command.run)(bench, "");
    };
    let keys = (!command.keys.is_empty()).then(|| view! { <kbd aria-hidden="true">{written(command)}</kbd> });
    view! { <button type="button" class="menu-entry" on:click=run>{(command.label)(words())}{keys}</button> }.into_any()
}

/// Closes the menu that the event comes from.
fn close(event: &Event) {
    let menu = event_target::<HtmlElement>(event).closest("[popover]").ok().flatten();
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) {
        let _ = menu.hide_popover();
    }
}

/// Below its button, and within the window.
fn place(event: Event) {
    let menu = event_target::<HtmlElement>(&event);
    let Some(button) = menu.previous_element_sibling() else { return };
    let (rect, width) = (button.get_bounding_client_rect(), document().body().map_or(0, |body| body.client_width()));
    let (width, edge) = (f64::from(width), 8.0);
    let (left, right) = match 0.5 * (rect.left() + rect.right()) {
        _ if width < NARROW => (Some(edge), Some(edge)),
        middle if middle < 0.5 * width => (Some(rect.left()), None),
        _ => (None, Some(width - rect.right())),
    };
    let pixels = |length: Option<f64>| length.map_or("auto".into(), |length| length.max(edge).to_string() + "px");
    for (name, value) in [("top", pixels(Some(rect.bottom() + 4.0))), ("left", pixels(left)), ("right", pixels(right))]
    {
        let _ = menu.style().set_property(name, &value);
    }
}

/// The arrow keys go from entry to entry.
fn walk(event: KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let target = event_target::<HtmlElement>(&event);
    let menu = target.closest("[popover]").ok().flatten();
    let Some(entries) = menu.and_then(|menu| menu.query_selector_all("a, button, input").ok()) else { return };
    let entries: Vec<HtmlElement> =
        (0..entries.length()).filter_map(|at| entries.get(at)?.dyn_into::<HtmlElement>().ok()).collect();
    let count = entries.len() as isize;
    // From the menu itself down to the first entry, or up to the last.
    let at = entries.iter().position(|entry| *entry == target).map_or(if step > 0 { -1 } else { 0 }, |at| at as isize);
    if let Some(next) = entries.get((at + step).rem_euclid(count.max(1)) as usize) {
        event.prevent_default();
        let _ = next.focus();
    }
}
