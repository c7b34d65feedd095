//! The top of the page: name, presets, the way to the model page, undo and redo, copy link.

use super::model::App;
use super::notice::{Notice, Offer};
use super::opening::{address_of, open_new};
use super::words::{link, window, words};
use crate::scenario::presets;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[component]
pub fn Header() -> impl IntoView {
    let app = expect_context::<App>();
    let preset = |preset: &'static presets::Preset| {
        let open = move |_| {
            open_new(app, (preset.study)());
            app.notice.set(Some(Notice::new(words().preset_about(preset.name))));
        };
        view! { <button type="button" class="quiet" on:click=open>{words().preset_title(preset.name)}</button> }
    };
    view! {
        <header class="top">
            <div class="brand">
                <h1>{words().app_title()}</h1>
                <p>{words().app_tagline()}</p>
            </div>
            <nav aria-label=words().header_presets()>
                <span class="nav-label" aria-hidden="true">{words().header_presets()}</span>
                {presets::ALL.iter().map(preset).collect_view()}
            </nav>
            <a class="how" href=link("model-page") target="_blank" rel="noopener">{words().header_how_it_works()}</a>
            <button type="button" on:click=move |_| app.undo() disabled=move || !app.reach.get().0>
                {words().header_undo()}
            </button>
            <button type="button" on:click=move |_| app.redo() disabled=move || !app.reach.get().1>
                {words().header_redo()}
            </button>
            <button type="button" class="main-action" on:click=move |_| copy_link(app)>{words().header_copy_link()}</button>
        </header>
    }
}

/// Puts the link that holds the study onto the clipboard, or offers it to be copied by hand.
pub fn copy_link(app: App) {
    if !app.problems.with_untracked(Vec::is_empty) {
        // Whoever opened it would be told that it cannot be opened.
        app.notice.set(Some(Notice::new(words().notice_link_with_problems())));
        return;
    }
    let address = app.study.with_untracked(address_of);
    spawn_local(async move {
        let notice = match copy_text(&address).await {
            Ok(()) => Notice::new(words().notice_link_copied()),
            Err(_) => Notice::offering(words().notice_link_by_hand(), Offer::Copy(address)),
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
