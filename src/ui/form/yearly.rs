//! Which monthly rates are spoken of by the year: the reader's choice, input by input, which no study holds.

use super::super::field::forget;
use super::super::model::App;
use super::super::words::words;
use crate::scenario::{Key, Place};
use leptos::prelude::*;

/// The inputs whose fields and sliders speak by the year, in the context of the form.
#[derive(Clone, Copy, Default)]
pub struct Yearly(RwSignal<Vec<Key>>);

impl Yearly {
    /// Whether this input is spoken of by the year.
    pub fn has(self, key: Key) -> bool {
        self.0.with(|keys| keys.contains(&key))
    }

    /// The unit behind the field of a rate, which switches between month and year.
    pub fn switch(self, index: usize, key: Key) -> AnyView {
        let app = expect_context::<App>();
        let input = key.input();
        let switch = move |_| {
            forget(app, &Place::of_scenario(index, input.name));
            self.0.update(|keys| match keys.iter().position(|known| *known == key) {
                Some(at) => drop(keys.remove(at)),
                None => keys.push(key),
            });
        };
        let unit = move || if self.has(key) { words().unit_share_per_year() } else { words().unit(input.unit, "") };
        view! {
            <button
                type="button" class="unit" title=words().rate_switch() on:click=switch
                aria-pressed=move || self.has(key).to_string()
            >
                {move || unit()}
                <span class="visually-hidden">{words().input_label(input)}</span>
            </button>
        }
        .into_any()
    }
}
