//! The page's elements, events and signals below the views: listeners for the life of the page, elements by id.

use super::words::window;
use leptos::prelude::{Effect, document};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

/// Calls `act` at every event of this name in the page, also at those that do not bubble.
pub fn listen(name: &str, act: impl FnMut(Event) + 'static) {
    listen_by(name, true, Box::new(act));
}

/// Calls `act` at every event of this name that bubbles up, after everybody else.
pub fn listen_last(name: &str, act: impl FnMut(Event) + 'static) {
    listen_by(name, false, Box::new(act));
}

/// One function for all of them.
fn listen_by(name: &str, is_first: bool, act: Box<dyn FnMut(Event)>) {
    let callback = Closure::wrap(act);
    let _ = window().add_event_listener_with_callback_and_bool(name, callback.as_ref().unchecked_ref(), is_first);
    callback.forget();
}

/// Calls `act` once what is there now has been shown, and whenever a signal that it reads has changed.
pub fn whenever(act: impl FnMut() + 'static) {
    run_whenever(Box::new(act));
}

/// One effect for all of them.
#[inline(never)]
fn run_whenever(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
}

/// The element with this id, once it is there.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Shows or hides the element with this id.
pub fn show(id: &str, is_shown: bool) {
    if let Some(element) = by_id(id) {
        element.set_hidden(!is_shown);
    }
}

/// The element that an event comes from, or the nearest one around it that has this attribute; and the attribute.
pub fn with_attribute(event: &Event, name: &str) -> Option<(Element, String)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let element = target.closest(&["[", name, "]"].concat()).ok()??;
    let value = element.get_attribute(name)?;
    Some((element, value))
}

/// Sets a property of an element, where it differs: setting a field's value would move its caret.
pub fn set_property(element: &Element, name: &str, value: &JsValue) {
    let name = name.into();
    if js_sys::Reflect::get(element, &name).ok().as_ref() != Some(value) {
        let _ = js_sys::Reflect::set(element, &name, value);
    }
}
