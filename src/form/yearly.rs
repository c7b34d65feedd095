//! Which monthly rates are spoken of by the year: the reader's choice, input by input, which no study holds.

use super::super::context::context;
use super::super::el::{button, unseen};
use super::super::field::forget;
use super::super::live::Live;
use super::super::words::words;
use holdfast_scenario::{FieldPath, Key};
use leptos::prelude::*;

/// The inputs whose fields and sliders speak by the year, in the context of every view, for the life of the page.
#[derive(Clone, Copy)]
pub struct Yearly(&'static [Live<bool>; Key::ALL.len()]);

impl Default for Yearly {
    fn default() -> Self {
        Self(Box::leak(Box::new([(); Key::ALL.len()].map(|()| Live::new(false)))))
    }
}

impl Yearly {
    /// Whether this input is spoken of by the year.
    pub fn has(self, key: Key) -> bool {
        self.0[key as usize].get()
    }

    /// The unit behind the field of a rate, which switches between month and year.
    pub fn switch(self, index: usize, key: Key) -> AnyView {
        let app = context().app;
        let input = key.input();
        let switch = move |_| {
            forget(app, &FieldPath::scenario_field(index, input.name));
            self.0[key as usize].update(|is_yearly| *is_yearly = !*is_yearly);
        };
        let unit = move || if self.has(key) { words().unit_share_per_year() } else { words().unit(input.unit, "") };
        button("button.unit", "", switch)
            .attr("title", words().rate_switch())
            .state("aria-pressed", move || self.has(key))
            .says(unit)
            .child(unseen(words().input_label(input)))
            .view()
    }
}
