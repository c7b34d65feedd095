//! What commands act on, in the context of every view: the study, what is shown of it, and what lies open over it.

use super::dialog::Dialog;
use super::model::App;
use super::store;
use super::theme::Scheme;
use super::view::View;
use leptos::prelude::*;

/// The page as commands see it.
#[derive(Clone, Copy)]
pub struct Bench {
    pub app: App,
    pub view: View,
    pub scheme: Scheme,
    /// The dialog that is open, if any.
    pub dialog: RwSignal<Option<Dialog>>,
    /// Whether the browser keeps the study.
    pub is_kept: RwSignal<bool>,
    /// Whether single keys are shortcuts.
    pub has_keys: RwSignal<bool>,
}

const KEYS: &str = "keys";

impl Bench {
    pub fn new(app: App, view: View, scheme: Scheme) -> Self {
        let has_keys = store::preference(KEYS).as_deref() != Some("off");
        Self {
            app,
            view,
            scheme,
            dialog: RwSignal::new(None),
            is_kept: RwSignal::new(true),
            has_keys: RwSignal::new(has_keys),
        }
    }

    /// Switches single-key shortcuts on or off, for this and later visits.
    pub fn switch_keys(&self) {
        let is_on = !self.has_keys.get_untracked();
        self.has_keys.set(is_on);
        store::prefer(KEYS, if is_on { "on" } else { "off" });
    }
}

/// The page, from any of its views.
pub fn bench() -> Bench {
    expect_context()
}
