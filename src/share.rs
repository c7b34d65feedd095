//! The study as a link, or as what holds one: onto the clipboard, or shown to be copied by hand.

use super::download::blob;
use super::model::App;
use super::notice::{Notice, Offer};
use super::opening::address_of;
use super::words::{window, words};
use js_sys::{Array, Object, Promise, Reflect};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::ClipboardItem;

/// Puts the link that holds the study onto the clipboard.
pub fn copy_link(app: App) {
    let link = async move { address_of(&app.study.get_untracked()).await };
    copy(app, Box::pin(link), words().notice_link_copied());
}

/// Puts a text that holds the study onto the clipboard and says that it is `done`, or offers it to be copied by hand.
pub fn copy(app: App, text: Pin<Box<dyn Future<Output = Result<String, JsValue>>>>, done: String) {
    if !app.problems.with_untracked(Vec::is_empty) {
        // Whoever opened it would be told that it cannot be opened.
        app.notice.set(Some(Notice::new(words().notice_link_with_problems())));
        return;
    }
    let copied = Rc::new(RefCell::new(String::new()));
    let copy = copied.clone();
    let blob = future_to_promise(async move {
        let text = text.await?;
        let blob = blob(&text, PLAIN)?;
        copy.replace(text);
        Ok(blob.into())
    });
    // Now, and not when the text is there: Safari lets a page write only while it is pressed.
    let written = write(&blob);
    spawn_local(async move {
        let is_written = match written {
            Ok(written) => JsFuture::from(written).await.is_ok(),
            Err(_) => false,
        };
        let notice = if is_written {
            Notice::new(done)
        } else {
            let _ = JsFuture::from(blob).await;
            Notice::offering(words().notice_link_by_hand(), Offer::Copy(copied.take()))
        };
        app.notice.set(Some(notice));
    });
}

const PLAIN: &str = "text/plain";

/// Through the browser's clipboard, where it grants it.
fn write(blob: &Promise) -> Result<Promise, JsValue> {
    let navigator = window().navigator();
    // Missing on pages without TLS, where the binding would trap.
    if Reflect::get(&navigator, &"clipboard".into())?.is_undefined() {
        return Err(JsValue::NULL);
    }
    let kinds = Object::new();
    Reflect::set(&kinds, &PLAIN.into(), blob)?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&kinds)?;
    Ok(navigator.clipboard().write(&Array::of1(&item)))
}
