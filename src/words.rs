//! The language in use: loaded once, before the page is mounted.

use super::locale::Browser;
use holdfast_text::Words;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlLinkElement, Response};

thread_local! {
    static WORDS: Cell<&'static Words> = const { Cell::new(Words::NONE) };
}

/// The language in use. [`load`] has been waited for before any view exists.
pub fn words() -> &'static Words {
    WORDS.get()
}

/// Fetches the language file that the page's own link names.
pub async fn load() -> Result<(), JsValue> {
    let language = "en";
    let response = JsFuture::from(window().fetch_with_str(&link(&format!("text-{language}")))).await?;
    let json = JsFuture::from(response.dyn_into::<Response>()?.text()?).await?.as_string().unwrap_or_default();
    // For the life of the page, like the page itself.
    let words = Words::read(&json, Box::leak(Box::new(Browser::new(language)))).map_err(JsValue::from)?;
    WORDS.set(Box::leak(Box::new(words)));
    Ok(())
}

/// The address of a file of this build, whose name only `index.html` knows: that of the link with this id.
pub fn link(id: &str) -> String {
    let element = leptos::prelude::document().get_element_by_id(id);
    element.and_then(|element| element.dyn_into::<HtmlLinkElement>().ok()).map(|link| link.href()).unwrap_or_default()
}

/// The window; there is one, since a worker never comes here.
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}
