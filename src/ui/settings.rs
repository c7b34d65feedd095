//! The study's own settings: title, currency, first month, horizon, runs and seed.

use super::field::Field;
use super::model::App;
use super::words::words;
use crate::scenario::input::{HORIZON_MONTHS, RUNS, SEED, Setting};
use crate::scenario::{Expected, Fault, FirstMonth, Place, Study, Unit};
use crate::text::read_number;
use leptos::prelude::*;

/// The fields, folded away until wanted.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <details class="settings">
            <summary>{words().settings_title()}</summary>
            <div class="settings-fields">
                <TextSetting key="title" label=words().settings_study_title() part=|study| &mut study.title tidy=str::to_string/>
                <TextSetting key="currency" label=words().settings_currency() part=|study| &mut study.currency tidy=str::to_ascii_uppercase/>
                <FirstMonthSetting/>
                <WholeSetting setting=&HORIZON_MONTHS label=words().settings_horizon() part=|study| &mut study.horizon_months/>
                <WholeSetting setting=&RUNS label=words().settings_runs() part=|study| &mut study.runs/>
                <WholeSetting setting=&SEED label=words().settings_seed() part=|study| &mut study.seed/>
            </div>
            <p class="help">{words().settings_help()}</p>
        </details>
    }
}

#[component]
fn TextSetting(
    key: &'static str,
    label: String,
    part: fn(&mut Study) -> &mut String,
    tidy: fn(&str) -> String,
) -> impl IntoView {
    let app = expect_context::<App>();
    let shown = Memo::new(move |_| part(&mut app.study.get()).clone());
    let commit = Callback::new(move |typed: String| {
        app.study.update(|study| *part(study) = tidy(typed.trim()));
        Ok(())
    });
    view! { <Field place=Place::study(key) label shown=shown.into() commit/> }
}

/// The calendar's month that month 1 is, as in study files: 2026-01.
#[component]
fn FirstMonthSetting() -> impl IntoView {
    let app = expect_context::<App>();
    let shown = Memo::new(move |_| {
        let FirstMonth { year, month } = app.study.with(|study| study.first_month);
        format!("{year:04}-{month:02}")
    });
    let read = |typed: &str| {
        let (year, month) = typed.trim().split_once('-')?;
        Some(FirstMonth { year: whole(year)?, month: whole(month)? })
    };
    let commit = Callback::new(move |typed: String| {
        let first_month = read(&typed).ok_or(Fault::WrongType { expected: Expected::Month })?;
        app.study.update(|study| study.first_month = first_month);
        Ok(())
    });
    view! { <Field place=Place::study("first_month") label=words().settings_first_month() shown=shown.into() commit/> }
}

#[component]
fn WholeSetting(setting: &'static Setting, label: String, part: fn(&mut Study) -> &mut u64) -> impl IntoView {
    let app = expect_context::<App>();
    let shown = Memo::new(move |_| part(&mut app.study.get()).to_string());
    let set = move |number| app.study.update(|study| *part(study) = number);
    let commit = Callback::new(move |typed: String| whole(&typed).map(set).ok_or(Fault::NotWhole.into()));
    view! { <Field place=Place::study(setting.name) label shown=shown.into() commit input_mode="numeric"/> }
}

/// A whole number of at least 0 that a double holds exactly.
fn whole(typed: &str) -> Option<u64> {
    let number = read_number(typed, Unit::Plain)?;
    (number >= 0.0 && number.fract() == 0.0 && number <= SEED.bounds.1 as f64).then_some(number as u64)
}
