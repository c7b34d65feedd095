//! The study's own settings: title, currency, first month, horizon, runs, seed, target and correlations.

mod correlations;
mod currency;
mod target;

use super::field::{Choice, Field, forget};
use super::locale::month_name;
use super::model::App;
use super::words::words;
use crate::scenario::input::{HORIZON_MONTHS, RUNS, SEED};
use crate::scenario::{Fault, Place, Study};
use crate::text::read_whole;
use leptos::prelude::*;

/// The fields, folded away until wanted and not made before.
#[component]
pub fn Settings() -> AnyView {
    let is_made = RwSignal::new(false);
    view! {
        <details class="settings" on:toggle=move |_| is_made.set(true)>
            <summary>{words().settings_title()}</summary>
            {move || is_made.get().then(settings)}
        </details>
    }
    .into_any()
}

fn settings() -> AnyView {
    let title = setting(
        "title",
        words().settings_study_title(),
        |study| study.title.clone(),
        |study, typed| {
            study.title = typed.trim().into();
            Ok(())
        },
        None,
    );
    view! {
        <div class="settings-fields">
            <div class="wide">{title}</div>
            {currency::currency()}
            {first_month()}
            {whole(HORIZON_MONTHS.name, words().settings_horizon(), |study| &mut study.horizon_months)}
            {whole(RUNS.name, words().settings_runs(), |study| &mut study.runs)}
            {whole(SEED.name, words().settings_seed(), |study| &mut study.seed)}
            {target::target()}
        </div>
        <p class="help">{words().settings_help()}</p>
        {correlations::correlations()}
    }
    .into_any()
}

/// A field for a key of the study.
fn setting(
    key: &'static str,
    label: String,
    show: fn(&Study) -> String,
    take: fn(&mut Study, &str) -> Result<(), Fault>,
    list: Option<&'static str>,
) -> AnyView {
    let app = expect_context::<App>();
    let shown = Signal::derive(move || app.study.with(show));
    let commit = Callback::new(move |typed: String| {
        let mut study = app.study.get_untracked();
        take(&mut study, &typed)?;
        app.edit(&Place::study(key), |own| *own = study);
        Ok(())
    });
    view! { <Field place=Place::study(key) label shown commit list/> }.into_any()
}

fn whole(key: &'static str, label: String, part: fn(&mut Study) -> &mut u64) -> AnyView {
    let app = expect_context::<App>();
    let shown = Signal::derive(move || part(&mut app.study.get()).to_string());
    let commit = Callback::new(move |typed: String| {
        let number = read_whole(&typed).ok_or(Fault::NotWhole)?;
        app.edit(&Place::study(key), |study| *part(study) = number);
        Ok(())
    });
    view! { <Field place=Place::study(key) label shown commit input_mode="numeric"/> }.into_any()
}

/// The month of the calendar that month 1 is: its name to choose, its year to type.
fn first_month() -> AnyView {
    let app = expect_context::<App>();
    let month = |at: usize| ((at + 1).to_string(), month_name(at, "long"));
    let choose = Callback::new(move |chosen: String| {
        let place = Place::study("first_month");
        app.edit(&place, |study| study.first_month.month = chosen.parse().unwrap_or(1));
        app.seal();
        forget(app, &place);
    });
    let value = Signal::derive(move || app.study.with(|study| study.first_month.month.to_string()));
    let options = vec![(String::new(), (0..12).map(month).collect())];
    view! {
        <Choice place=Place::study("calendar_month") label=words().settings_first_month() options value choose/>
        {whole("first_month", words().settings_first_year(), |study| &mut study.first_month.year)}
    }
    .into_any()
}
