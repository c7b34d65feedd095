//! A field for a wish, with its own problem beside it: what cannot be read here holds up nothing else.

use super::super::el::el;
use super::super::field::Field;
use super::super::live::{derived, memo};
use super::super::model::App;
use super::super::typed::Slip;
use super::super::view::View;
use super::super::words::words;
use super::wish::Want;
use holdfast_scenario::{ErrorKind, FieldPath, Unit};
use holdfast_text::{format_number, parse_number};

/// The place that all wishes are below.
pub const WISHES: &str = "advice";

/// The place of a wish.
pub fn place_of(want: Want) -> FieldPath {
    FieldPath::study(WISHES).entry(want as usize)
}

/// Whether what is typed for one of these wishes cannot be read.
pub fn has_slip(app: App, wants: &[Want]) -> bool {
    let is_one = |place: &FieldPath| wants.iter().any(|&want| place_of(want) == *place);
    app.typed.with(|typed| typed.problems().any(|problem| is_one(&problem.path)))
}

/// A field for a wish in a unit; `now` is its value as it is, also where it is left to the study.
pub fn wish_field(
    app: App,
    view: View,
    want: Want,
    unit: Unit,
    bounds: (f64, f64),
    now: impl Fn() -> f64 + Send + Sync + 'static,
) -> Field {
    let place = place_of(want);
    let at = place.clone();
    let problem = memo(move |_| {
        app.typed.with(|typed| typed.problems().find(|problem| problem.path == at).map(|p| words().error_message(&p)))
    });
    let commit = move |typed: String| -> Result<(), Slip> {
        let value = parse_number(&typed, unit)?;
        // Plain numbers count months.
        if matches!(unit, Unit::Plain | Unit::Months) && value.fract() != 0.0 {
            return Err(ErrorKind::NotWhole.into());
        }
        let (min, max) = bounds;
        if !(min..=max).contains(&value) {
            return Err(ErrorKind::OutOfBounds { min, max, unit }.into());
        }
        view.wishes.set(want, value);
        Ok(())
    };
    let shown = derived(move || format_number(unit.round_for_display(now()), unit));
    let currency = move || app.checked.with(|study| words().unit(unit, &study.source().currency));
    let field = Field::new(place, words().question_input(want.row().name), shown, commit);
    let unit = Some(el("span.unit").says(currency).view());
    Field { unit, problem: Some(problem), input_mode: "decimal", ..field }
}
