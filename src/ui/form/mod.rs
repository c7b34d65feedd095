//! The inputs of the selected scenario, stage by stage: the plain ones open, the others folded away.

use super::curve::{CURVE_KEYS, Curve};
use super::field::problem_at;
use super::in_file::InFile;
use super::model::App;
use super::numbers::Numbers;
use super::row::{InputRow, estimate_of};
use super::words::words;
use crate::scenario::{End, Estimate, Key, Place, Stage, Study, Unit};
use leptos::prelude::*;

/// Inputs that are always open, besides those of the survival curve.
const PLAIN: [Key; 8] = [
    Key::TrialsStart,
    Key::TrialsStep,
    Key::TrialsGrowth,
    Key::Conversion,
    Key::Price,
    Key::Expansion,
    Key::Contraction,
    Key::OpeningCustomers,
];

/// The form of one scenario.
#[component]
pub fn Form(index: usize) -> impl IntoView {
    let app = expect_context::<App>();
    let stages = Stage::ALL.into_iter().map(|stage| {
        let keys = Key::ALL.iter().copied().filter(|key| key.input().stage == stage && !CURVE_KEYS.contains(key));
        let (plain, folded): (Vec<Key>, Vec<Key>) = keys.partition(|key| PLAIN.contains(key));
        view! {
            <fieldset class="stage">
                <legend>{words().stage(stage)}</legend>
                {(stage == Stage::Retain).then(|| view! { <Curve index/> })}
                {plain.into_iter().map(|key| view! { <InputRow index key/> }).collect_view()}
                <Fold index stage keys=folded/>
            </fieldset>
        }
    });
    let problem = problem_at(app, Place::scenario(index));
    view! {
        <p class="problem">{move || problem.get()}</p>
        <InFile index/>
        <div class="form">{stages.collect_view()}</div>
    }
}

/// A stage's other inputs. Opens by itself once one of them is not at its default, or has a problem.
#[component]
fn Fold(index: usize, stage: Stage, keys: Vec<Key>) -> impl IntoView {
    let app = expect_context::<App>();
    let has_season = stage == Stage::Reach;
    if keys.is_empty() && !has_season {
        return ().into_any();
    }
    let rows = keys.iter().map(|&key| view! { <InputRow index key/> }).collect_view();
    let season = has_season.then(|| view! { <Seasonality index/> });
    let keys = StoredValue::new(keys);
    let is_wrong = Memo::new(move |_| {
        let places = |key| End::ALL.map(|end| Place::input(index, key, end));
        let mut here: Vec<Place> = keys.get_value().into_iter().flat_map(places).collect();
        if has_season {
            let season = Place::of_scenario(index, "seasonality");
            here.extend((0..12).map(|month| season.entry(month)));
            here.push(season);
        }
        app.problems.with(|problems| problems.iter().any(|problem| here.contains(&problem.place)))
    });
    let is_changed = move || {
        let is_own = |&key: &Key| estimate_of(app, index, key) != Estimate::Exact(key.input().default);
        let has_factors =
            |study: &Study| study.scenarios.get(index).is_some_and(|scenario| !scenario.seasonality.is_empty());
        keys.with_value(|keys| keys.iter().any(is_own)) || (has_season && app.study.with(has_factors))
    };
    // Once open it is the reader's to close.
    let opens = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_changed() || is_wrong.get());
    view! {
        <details class="more" data-stage=stage.name() prop:open=move || opens.get()>
            <summary>
                {words().form_more(&words().stage(stage))}
                <Show when=move || is_wrong.get()>
                    <span class="wrong-mark" title=words().form_more_wrong()>" !"</span>
                </Show>
            </summary>
            {rows}
            {season}
        </details>
    }
    .into_any()
}

#[component]
fn Seasonality(index: usize) -> impl IntoView {
    view! {
        <Numbers
            index key="seasonality" unit=Unit::Ratio part=|scenario| &mut scenario.seasonality
            label=words().seasonality_label() help=words().seasonality_help()
        />
    }
}
