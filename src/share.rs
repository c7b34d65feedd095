//! The study as a link, or as what holds one: onto the clipboard, or shown to be copied by hand.

use super::model::App;
use super::notice::{Notice, Offer};
use super::opening::address_of;
use super::words::{window, words};
use js_sys::{Promise, Reflect};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Puts the link that holds the study onto the clipboard.
pub fn copy_link(app: App) {
    copy(app, app.study.with_untracked(address_of), words().notice_link_copied());
}

/// Puts a text that holds the study onto the clipboard and says that it is `done`, or offers it to be copied by hand.
pub fn copy(app: App, text: String, done: String) {
    if !app.problems.with_untracked(Vec::is_empty) {
        // Whoever opened it would be told that it cannot be opened.
        app.notice.set(Some(Notice::new(words().notice_link_with_problems())));
        return;
    }
    let written = write(&text);
    spawn_local(async move {
        let is_written = match written {
            Some(written) => JsFuture::from(written).await.is_ok(),
            None => false,
        };
        app.notice.set(Some(match is_written {
            true => Notice::new(done),
            false => Notice::offering(words().notice_link_by_hand(), Offer::Copy(text)),
        }));
    });
}

/// Writes a text by the browser's clipboard; `None` where the page has none.
fn write(text: &str) -> Option<Promise> {
    let navigator = window().navigator();
    // Missing on pages without TLS, where the binding would trap.
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    (!clipboard.is_undefined()).then(|| navigator.clipboard().write_text(text))
}
