//! The page as a whole, and its start.

use super::advice::{goal, playbook, worth};
use super::bench::{Bench, header};
use super::charts::{Shown, charts};
use super::context::Context;
use super::economics::economics;
use super::embed;
use super::files;
use super::form::{Toggled, Yearly};
use super::headline::headline;
use super::html::{Html, Part::Text};
use super::keeping;
use super::listen::show;
use super::model::App;
use super::notice;
use super::opening::{self, Opening};
use super::report::{self, REPORT};
use super::runs::Runs;
use super::scenarios::scenarios;
use super::settings::settings;
use super::theme::Scheme;
use super::view::View;
use super::words::{self, words};
use holdfast_scenario::presets;
use leptos::prelude::*;

/// Loads the language, then mounts the page.
pub fn start() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        match words::load().await {
            Ok(()) => {
                let opening = opening::open();
                mount_to_body(move || page(opening));
            }
            // Without its words the page can say nothing but what `index.html` holds.
            Err(_) => show("unloaded", true),
        }
    });
}

fn page(opening: Opening) -> AnyView {
    let Opening { study, slot, notice: told } = opening;
    // The presets are sound, which a test asserts: one of them stands in for a study that came back with problems.
    let Ok(good) = (presets::ALL[0].study)().check() else { return ().into_any() };
    let (app, view) = (App::new(study, slot, good), View::default());
    // What a preset has to say is for those who can choose another.
    app.notice.set(told.filter(|told| !embed::is_on() || !told.details.is_empty()));
    let scheme = Scheme::start();
    let bench = Bench::start(app, view, scheme);
    opening::follow(app);
    notice::follow(app);
    if !embed::is_on() {
        keeping::follow(bench);
        files::follow(app);
    }
    let shown = Shown::start(app, view);
    let (yearly, toggled) = (Yearly::default(), Toggled::default());
    provide_context(Context { app, view, scheme, shown, yearly, toggled });
    report::follow(app, view, scheme, shown);
    let runs = Runs::start(app, view);
    view! {
        <a class="skip" href="#inputs">{words().app_skip()}</a>
        <header class="top" inner_html=header(bench).into_string()></header>
        <div class="notice" id=notice::BAR role="status"></div>
        <main>
            <div
                class="results" class:is-stale=move || !app.problems.with(Vec::is_empty)
                class:is-unknown=move || app.is_unknown()
                aria-busy=move || app.is_busy().to_string()
            >
                {headline(app)}
                {charts(runs)}
                {economics(app, view)}
                {playbook(app, view)}
                {goal(app, view)}
                {worth(app, view)}
                <section class="report" id=REPORT></section>
            </div>
            <div class="inputs" id="inputs">
                {scenarios()}
                {settings()}
            </div>
        </main>
        <div class="below" inner_html=below().into_string()></div>
    }
    .into_any()
}

/// What stands below the work, or opens over it.
fn below() -> Html {
    Html::fill(
        "<section class=strip id=strip aria-label=\"{}\"></section><footer><p>{}</p></footer>\
        <dialog id=dialog aria-labelledby=dialog-title></dialog><div class=drop id=drop hidden><p>{}</p></div>",
        &[Text(&words().present_controls()), Text(&words().app_footer()), Text(&words().drop_hint())],
    )
}
