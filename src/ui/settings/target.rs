//! What the study wants to reach, if anything.

use super::super::field::{Choice, Field, forget};
use super::super::model::App;
use super::super::words::words;
use crate::scenario::{Fault, Measure, Place, Target, Unit};
use crate::text::{read_number, show_number};
use leptos::prelude::*;

/// The unit of a measure.
fn unit_of(measure: Measure) -> Unit {
    if measure == Measure::Customers { Unit::Customers } else { Unit::Money }
}

/// Which measure, and which value of it.
pub fn target() -> AnyView {
    let app = expect_context::<App>();
    let place = || Place::study("target");
    let target = Memo::new(move |_| app.study.with(|study| study.target));
    let choose = Callback::new(move |chosen: String| {
        let measure = Measure::ALL.into_iter().find(|measure| measure.name() == chosen);
        forget(app, &place());
        app.edit(&place(), |study| {
            study.target = measure.map(|measure| {
                // A value of the same kind stays; any other begins with a round one.
                let kept = study.target.filter(|target| unit_of(target.measure) == unit_of(measure));
                let first = if unit_of(measure) == Unit::Customers { 1e3 } else { 1e6 };
                Target { measure, value: kept.map_or(first, |target| target.value) }
            });
        });
        app.seal();
    });
    let name_of = |target: Target| target.measure.name().to_string();
    let value = Signal::derive(move || target.get().map(name_of).unwrap_or_default());
    let measures = Measure::ALL.map(|measure| (measure.name().to_string(), words().series(measure.name())));
    let options = [(String::new(), words().settings_target_none())].into_iter().chain(measures).collect();
    let commit = Callback::new(move |typed: String| {
        let value = read_number(&typed, Unit::Plain).ok_or(Fault::NotFinite)?;
        app.edit(&place().then("value"), |study| study.target = study.target.map(|target| Target { value, ..target }));
        Ok(())
    });
    let shown =
        Signal::derive(move || target.get().map(|target| show_number(target.value, Unit::Plain)).unwrap_or_default());
    let unit = move || {
        let unit = target.get().map_or(Unit::Plain, |target| unit_of(target.measure));
        app.study.with(|study| words().unit(unit, &study.currency))
    };
    let has_target = Memo::new(move |_| target.get().is_some());
    let value_field = move || {
        has_target.get().then(|| {
            let unit = Some(view! { <span class="unit">{move || unit()}</span> }.into_any());
            let label = words().settings_target_value();
            view! { <Field place=place().then("value") label unit shown commit input_mode="decimal"/> }.into_any()
        })
    };
    view! {
        <Choice place=place() label=words().settings_target() options=vec![(String::new(), options)] value choose/>
        {value_field}
    }
    .into_any()
}
