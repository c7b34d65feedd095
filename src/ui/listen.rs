//! Listeners for the life of the page.

use super::words::window;
use wasm_bindgen::prelude::*;
use web_sys::Event;

/// Calls `act` at every event of this name that reaches the window.
pub fn listen(name: &str, act: impl FnMut(Event) + 'static) {
    let callback = Closure::<dyn FnMut(Event)>::new(act);
    let _ = window().add_event_listener_with_callback(name, callback.as_ref().unchecked_ref());
    callback.forget();
}
