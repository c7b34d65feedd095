//! The bench that the study lies on: commands and the ways to give them. The header with its menus, the dialog, the keys,
//! the presentation.
//!
//! What is to be done stands in the elements as data (`data-do`, and in `data-of` what with): one listener for the whole
//! page runs it by the table of [`commands`].

mod commands;
mod dialog;
mod gallery;
mod header;
mod menu;
mod present;
mod recent;
mod shortcuts;

use super::embed;
use super::listen::{listen, with_attribute};
use super::live::Live;
use super::model::App;
use super::store;
use super::theme::Scheme;
use super::view::View;
pub use dialog::{Dialog, open as open_dialog};
pub use header::header;
use holdfast_scenario::Key;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

/// What commands act on: the study, what is shown of it, and how.
#[derive(Clone, Copy)]
pub struct Bench {
    pub app: App,
    pub view: View,
    pub scheme: Scheme,
    /// Whether the browser keeps the study.
    pub is_kept: Live<bool>,
    /// Whether single keys are shortcuts.
    pub has_keys: Live<bool>,
    /// The input that the presentation's sliders move.
    pub moved: Live<Key>,
}

const KEYS: &str = "keys";

impl Bench {
    /// Takes commands from now on.
    pub fn start(app: App, view: View, scheme: Scheme) -> Self {
        let has_keys = store::preference(KEYS).as_deref() != Some("off");
        let (is_kept, has_keys, moved) = (Live::new(true), Live::new(has_keys), Live::new(Key::Churn));
        let bench = Self { app, view, scheme, is_kept, has_keys, moved };
        listen("click", move |event| {
            if let Some((element, name)) = with_attribute(&event, "data-do") {
                // First, so that the focus goes back to the menu's button and a dialog finds it there.
                menu::close(&element);
                bench.run(&name, &element.get_attribute("data-of").unwrap_or_default());
            }
        });
        listen("input", move |event| {
            if let Some((element, name)) = with_attribute(&event, "data-set") {
                let of = element.get_attribute("data-of").unwrap_or_default();
                bench.run(&name, &[&of, " ", &value_of(&event)].concat());
            }
        });
        listen("change", move |event| {
            if with_attribute(&event, "data-set").is_some() {
                header::tidy(bench, &event);
                app.seal();
            }
        });
        header::follow(bench);
        menu::follow();
        dialog::follow();
        present::follow(bench);
        if !embed::is_on() {
            shortcuts::follow(bench);
        }
        bench
    }

    /// Runs a command of the table, with what its element says.
    pub fn run(self, name: &str, with: &str) {
        if let Some(command) = commands::find(name) {
            (command.run)(self, with);
        }
    }

    /// Switches single-key shortcuts on or off, for this and later visits.
    fn switch_keys(self) {
        let is_on = !self.has_keys.get_untracked();
        self.has_keys.set(is_on);
        store::prefer(KEYS, if is_on { "on" } else { "off" });
    }
}

/// What a field or a choice holds.
fn value_of(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(other) => other.dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default(),
    }
}
