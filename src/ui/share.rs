//! The study as a link, or as what holds one: onto the clipboard, or shown to be copied by hand.

use super::model::App;
use super::notice::{Notice, Offer};
use super::opening::address_of;
use super::words::{window, words};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
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
    spawn_local(async move {
        let notice = match copy_text(&text).await {
            Ok(()) => Notice::new(done),
            Err(_) => Notice::offering(words().notice_link_by_hand(), Offer::Copy(text)),
        };
        app.notice.try_set(Some(notice));
    });
}

/// Through the browser's clipboard, where it grants it.
async fn copy_text(text: &str) -> Result<(), JsValue> {
    let navigator = window().navigator();
    // Missing on pages without TLS, where the binding would trap.
    if js_sys::Reflect::get(&navigator, &"clipboard".into())?.is_undefined() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.map(drop)
}
