//! The study's own settings: title, currency, first month, horizon, runs, seed, target and correlations.

mod correlations;
mod currency;
mod target;

use super::context::context;
use super::el::{el, wrong_mark};
use super::field::{Choice, Field, forget};
use super::live::{Live, derived, ever, memo};
use super::locale::month_name;
use super::words::words;
use holdfast_scenario::input::{FIRST_YEAR, HORIZON_MONTHS, RUNS, SEED};
use holdfast_scenario::{ErrorKind, FieldPath, Study};
use holdfast_text::parse_whole;
use leptos::prelude::*;
pub use target::{first_value, unit_of};

/// The fields, folded away until wanted or wrong, and not made before.
pub fn settings() -> AnyView {
    let app = context().app;
    let is_made = Live::new(false);
    let scenarios = FieldPath::study("scenarios");
    let is_wrong =
        memo(move |_| app.problems.with(|problems| problems.iter().any(|problem| !problem.path.is_in(&scenarios))));
    // Once open it is the reader's to close.
    let opens = ever(move || is_wrong.get());
    let title = el("summary")
        .text(words().settings_title())
        .shows(move || is_wrong.get().then(|| wrong_mark(words().form_more_wrong())));
    el("details.settings")
        .prop("open", move || opens.get())
        .on("toggle", move |_: web_sys::Event| is_made.set(true))
        .el(title)
        .shows(move || is_made.get().then(fields))
        .view()
}

fn fields() -> AnyView {
    let title = setting(
        "title",
        words().settings_study_title(),
        |study| study.title.clone(),
        |study, typed| {
            study.title = typed.trim().into();
            Ok(())
        },
    );
    let [month, year] = first_month();
    let numbers = [
        whole(HORIZON_MONTHS.name, words().settings_horizon(), HORIZON_MONTHS.bounds, |study| {
            &mut study.horizon_months
        }),
        whole(RUNS.name, words().settings_runs(), RUNS.bounds, |study| &mut study.runs),
        whole(SEED.name, words().settings_seed(), SEED.bounds, |study| &mut study.seed),
    ];
    let fields = el("div.settings-fields")
        .el(el("div.wide").child(title.view()))
        .child(currency::currency())
        .children([month, year])
        .children(numbers)
        .child(target::target());
    el("div").el(fields).el(el("p.help").text(words().settings_help())).child(correlations::correlations()).view()
}

/// A field for a key of the study.
fn setting(
    key: &'static str,
    label: String,
    show: fn(&Study) -> String,
    take: fn(&mut Study, &str) -> Result<(), ErrorKind>,
) -> Field {
    let app = context().app;
    let commit = move |typed: String| {
        let mut study = app.study.get_untracked();
        take(&mut study, &typed)?;
        app.edit(&FieldPath::study(key), |own| *own = study);
        Ok(())
    };
    Field::new(FieldPath::study(key), label, derived(move || app.study.with(show)), commit)
}

fn whole(key: &'static str, label: String, bounds: (u64, u64), part: fn(&mut Study) -> &mut u64) -> AnyView {
    let app = context().app;
    let shown = derived(move || part(&mut app.study.get()).to_string());
    let commit = move |typed: String| {
        let number = parse_whole(&typed, bounds)?;
        app.edit(&FieldPath::study(key), |study| *part(study) = number);
        Ok(())
    };
    Field { input_mode: "numeric", ..Field::new(FieldPath::study(key), label, shown, commit) }.view()
}

/// The month of the calendar that month 1 is: its name to choose, its year to type.
fn first_month() -> [AnyView; 2] {
    let app = context().app;
    let choose = Callback::new(move |chosen: usize| {
        let place = FieldPath::study("first_month");
        app.edit(&place, |study| study.first_month.month = chosen as u64 + 1);
        app.seal();
        forget(app, &place);
    });
    let month = Choice {
        place: FieldPath::study("calendar_month"),
        label: words().settings_first_month(),
        options: vec![(String::new(), (0..12).map(|at| month_name(at, "long")).collect())],
        chosen: derived(move || app.study.with(|study| study.first_month.month as usize).saturating_sub(1)),
        choose,
        hides_label: false,
        help: String::new(),
    };
    let years = FIRST_YEAR.into_inner();
    [month.view(), whole("first_month", words().settings_first_year(), years, |study| &mut study.first_month.year)]
}
