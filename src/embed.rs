//! The page inside another one: one chart with its controls, of the study in the address. Nothing is kept, and the address
//! stays, so that a reload shows the same.

use super::bench::Bench;
use super::html::{Html, Part::Text};
use super::listen::{by_id, set_property};
use super::model::App;
use super::share;
use super::view::Tab;
use super::words::{window, words};
use holdfast_scenario::{Study, link};
use leptos::prelude::*;

/// The chart to show, where the page is embedded: `boot.js` has put its name there. The first one where there is no such.
pub fn chart() -> Option<Tab> {
    let name = document().document_element()?.get_attribute("data-embed")?;
    Some(Tab::ALL.into_iter().find(|tab| tab.name() == name).unwrap_or(Tab::Fan))
}

/// Whether the page is embedded.
pub fn is_on() -> bool {
    chart().is_some()
}

/// The page as it stands by itself, with this study.
fn address(query: &str, study: &Study) -> String {
    let here = window().location();
    let (origin, path) = (here.origin().unwrap_or_default(), here.pathname().unwrap_or_default());
    [&origin, &path, query, "#", &link::encode(study)].concat()
}

/// Id of the link to the page as it stands by itself.
const OUT: &str = "embed-out";

/// The link; [`follow`] makes it lead there.
pub fn out() -> Html {
    let label = words().embed_out();
    Html::fill("<a id=embed-out href=\"./\" target=_blank rel=noopener>{}</a>", &[Text(&label)])
}

/// Keeps the link up with the study.
pub fn follow(app: App) {
    if let Some(out) = by_id(OUT) {
        let address = app.study.with_untracked(|study| address("", study));
        set_property(&out, "href", &address.into());
    }
}

/// Copies what another page needs to show the open chart.
pub fn copy_code(bench: Bench) {
    let query = "?embed=".to_string() + bench.view.tab.get_untracked().name();
    let address = bench.app.study.with_untracked(|study| address(&query, study));
    let code = Html::fill(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"480\" style=\"border:0\" loading=\"lazy\" \
        allow=\"clipboard-write\"></iframe>",
        &[Text(&address), Text(&document().title())],
    );
    share::copy(bench.app, code.into_string(), words().notice_embed_copied());
}
