//! A button with a menu below it. The browser opens and closes it: by the button, by Escape, by a click elsewhere.

use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::listen::listen;
use super::super::words::words;
use super::commands::find;
use super::shortcuts::written;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// Windows narrower than this, in CSS pixels, have their menus at the right edge.
const NARROW: f64 = 480.0;
/// A menu's distance from the window's edge, in CSS pixels.
const EDGE: f64 = 8.0;

/// The button, with this id, and its menu.
pub fn menu(id: &str, label: &str, entries: Html) -> Html {
    Html::fill(
        "<button type=button class=menu-button id={} popovertarget={}-menu>{}</button>\
        <div class=menu id={}-menu popover>{}</div>",
        &[Text(id), Text(id), Text(label), Text(id), Own(entries)],
    )
}

/// The commands of these names as entries.
pub fn entries(names: &[&str]) -> Html {
    let mut out = Html::default();
    for command in names.iter().filter_map(|name| find(name)) {
        out.add(
            "<button type=button class=menu-entry data-do={}>{}<kbd aria-hidden=true>{}</kbd></button>",
            &[Text(command.name), Text(&(command.label)(words())), Text(&written(command))],
        );
    }
    out
}

/// Closes the menu that an element is in.
pub fn close(element: &Element) {
    let menu = element.closest(":popover-open").ok().flatten();
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) {
        let _ = menu.hide_popover();
    }
}

/// Puts menus in their places, and takes their arrow keys.
pub fn follow() {
    listen("beforetoggle", |event| {
        place(&event);
    });
    listen("keydown", |event| {
        walk(&event);
    });
}

/// Below its button, and within the window.
fn place(event: &Event) -> Option<()> {
    let menu: HtmlElement = event.target()?.dyn_into().ok()?;
    menu.matches(".menu").ok().filter(|is_ours| *is_ours)?;
    let rect = menu.previous_element_sibling()?.get_bounding_client_rect();
    let width = f64::from(document().body()?.client_width());
    let (left, right) = match 0.5 * (rect.left() + rect.right()) {
        _ if width < NARROW => (None, Some(EDGE)),
        middle if middle < 0.5 * width => (Some(rect.left()), None),
        _ => (None, Some(width - rect.right())),
    };
    for (name, length) in [("top", Some(rect.bottom() + 4.0)), ("left", left), ("right", right)] {
        let value = length.map_or("auto".into(), |length| length.max(EDGE).round().to_string() + "px");
        let _ = menu.style().set_property(name, &value);
    }
    Some(())
}

/// The arrow keys go from entry to entry.
fn walk(event: &Event) -> Option<()> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return None,
    };
    let target: Element = event.target()?.dyn_into().ok()?;
    // Radio buttons have arrow keys of their own.
    let menu = target.closest(":popover-open").ok()??;
    let entries = menu.query_selector_all(".menu-entry:not(label), .menu-entry input").ok()?;
    let count = entries.length() as i32;
    let at = (0..count).find(|at| entries.get(*at as u32).is_some_and(|entry| entry.is_same_node(Some(&target))));
    // From the menu itself down to the first entry, or up to the last.
    let next = (at.unwrap_or(if step > 0 { -1 } else { 0 }) + step).rem_euclid(count.max(1));
    let next: HtmlElement = entries.get(next as u32)?.dyn_into().ok()?;
    if !target.matches("[type=radio]").unwrap_or(false) {
        event.prevent_default();
        let _ = next.focus();
    }
    Some(())
}
