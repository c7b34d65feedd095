//! What the study wants to reach, if anything.

use super::super::context::context;
use super::super::el::el;
use super::super::field::{Choice, Field, forget};
use super::super::live::{derived, memo};
use super::super::model::App;
use super::super::words::words;
use holdfast_scenario::{FieldPath, Measure, Study, Target, Unit};
use holdfast_summary::Series;
use holdfast_text::{format_number, parse_number};
use leptos::prelude::*;

/// The unit of a measure.
pub fn unit_of(measure: Measure) -> Unit {
    Series::from(measure).unit()
}

/// A round value to begin with.
pub fn first_value(measure: Measure) -> f64 {
    if unit_of(measure) == Unit::Customers { 1e3 } else { 1e6 }
}

/// Which measure, and which value of it.
pub fn target() -> AnyView {
    let app = context().app;
    let place = || FieldPath::study("target");
    // 0 for none, then the measures.
    let chosen = memo(move |_| app.study.with(|study| study.target.map_or(0, |target| target.measure as usize + 1)));
    let choose = Callback::new(move |chosen: usize| {
        let measure = chosen.checked_sub(1).and_then(|at| Measure::ALL.get(at).copied());
        forget(app, &place());
        app.edit(&place(), |study| {
            study.target = measure.map(|measure| {
                // A value of the same kind stays; any other begins with a round one.
                let kept = study.target.filter(|target| unit_of(target.measure) == unit_of(measure));
                Target { measure, value: kept.map_or_else(|| first_value(measure), |target| target.value) }
            });
        });
        app.seal();
    });
    let measures = Measure::ALL.map(|measure| words().series(measure.name()));
    let measure = Choice {
        place: place(),
        label: words().settings_target(),
        options: vec![(String::new(), [words().settings_target_none()].into_iter().chain(measures).collect())],
        chosen,
        choose,
        hides_label: false,
        help: String::new(),
    };
    let has_target = memo(move |_| chosen.get() > 0);
    let value = el("div").shows(move || has_target.get().then(|| value(app)));
    el("div.target").child(measure.view()).el(value).view()
}

fn value(app: App) -> AnyView {
    let place = FieldPath::study("target").child("value");
    let at = place.clone();
    let commit = move |typed: String| {
        let value = parse_number(&typed, Unit::Plain)?;
        app.edit(&at, |study| study.target = study.target.map(|target| Target { value, ..target }));
        Ok(())
    };
    let of_target = move |read: fn(&Study, Target) -> String| {
        move || app.study.with(|study| study.target.map(|target| read(study, target)).unwrap_or_default())
    };
    let shown = derived(of_target(|_, target| format_number(target.value, Unit::Plain)));
    let unit = of_target(|study, target| words().unit(unit_of(target.measure), &study.currency));
    let field = Field::new(place, words().settings_target_value(), shown, commit);
    Field { unit: Some(el("span.unit").says(unit).view()), input_mode: "decimal", ..field }.view()
}
