//! The page as a whole, and its start.

use super::bench::Bench;
use super::charts::{Charts, Shown};
use super::dialog::DialogHost;
use super::economics::Economics;
use super::files::Drop;
use super::header::Header;
use super::headline::Headline;
use super::keeping;
use super::model::App;
use super::notice::NoticeBar;
use super::opening::{self, Opening};
use super::present::{self, Strip};
use super::report::Report;
use super::runs::Runs;
use super::scenarios::scenarios;
use super::settings::settings;
use super::shortcuts;
use super::theme::Scheme;
use super::view::View;
use super::words::{self, words};
use crate::scenario::presets;
use leptos::prelude::*;

/// Loads the language, then mounts the page.
pub fn start() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        match words::load().await {
            Ok(()) => mount_to_body(Page),
            // Without its words the page can say nothing but what `index.html` holds.
            Err(_) => {
                if let Some(element) = document().get_element_by_id("unsupported") {
                    let _ = element.remove_attribute("hidden");
                }
            }
        }
    });
}

#[component]
fn Page() -> impl IntoView {
    let Opening { study, slot, notice } = opening::open();
    // The presets are sound, which a test asserts: one of them stands in for a study that came back with problems.
    let Ok(good) = (presets::ALL[0].study)().check() else { return ().into_any() };
    let (app, view) = (App::new(study, slot, good), View::default());
    app.notice.set(notice);
    provide_context(app);
    provide_context(view);
    let scheme = Scheme::start();
    provide_context(scheme);
    let bench = Bench::new(app, view, scheme);
    provide_context(bench);
    provide_context(Shown::start(app, view));
    opening::follow(app);
    keeping::follow(bench);
    shortcuts::follow(bench);
    present::follow(view);
    let runs = Runs::start(app, view);
    view! {
        <a class="skip" href="#inputs">{words().app_skip()}</a>
        <Header/>
        <NoticeBar/>
        <main>
            <div
                class="results" class:is-stale=move || !app.problems.with(Vec::is_empty)
                aria-busy=move || app.is_busy().to_string()
            >
                <Headline/>
                <Charts runs/>
                <Economics/>
                <Report bench/>
            </div>
            <div class="inputs" id="inputs">
                {scenarios()}
                {settings()}
            </div>
        </main>
        <Strip bench/>
        <footer><p>{words().app_footer()}</p></footer>
        <DialogHost/>
        <Drop app/>
    }
    .into_any()
}
