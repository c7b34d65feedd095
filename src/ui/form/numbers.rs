//! A list of numbers of a scenario, as one line of text: seasonal factors, or a table of retention.

use super::field::Field;
use super::model::{App, Slip};
use crate::scenario::{Fault, Place, Scenario, Unit};
use crate::text::{read_numbers, show_number};
use leptos::prelude::*;

/// The line, its label and what it means.
#[component]
pub fn Numbers(
    index: usize,
    /// The list's key in study files.
    key: &'static str,
    unit: Unit,
    part: fn(&mut Scenario) -> &mut Vec<f64>,
    label: String,
    help: String,
) -> impl IntoView {
    let app = expect_context::<App>();
    let shown = Memo::new(move |_| {
        let scenario = app.study.with(|study| study.scenarios.get(index).cloned());
        let numbers = scenario.map(|mut scenario| std::mem::take(part(&mut scenario))).unwrap_or_default();
        numbers.iter().map(|&number| show_number(number, unit)).collect::<Vec<_>>().join(", ")
    });
    let commit = Callback::new(move |typed: String| {
        let numbers = read_numbers(&typed, unit).ok_or(Fault::NotFinite)?;
        app.edit_scenario(index, &Place::of_scenario(index, key), |scenario| *part(scenario) = numbers);
        Ok(())
    });
    view! {
        <div class="input" data-input=key>
            <div class="input-head"><span class="input-name" aria-hidden="true">{label.clone()}</span></div>
            <Field place=Place::of_scenario(index, key) label shown=shown.into() commit hides_label=true/>
            <p class="help">{help}</p>
        </div>
    }
}
