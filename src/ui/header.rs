//! The top of the page: name, presets, the way to the model page, copy link; and the notice below it.

use super::model::{App, Notice, Offer};
use super::opening::{Slot, address_of};
use super::words::{link, window, words};
use crate::scenario::presets;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[component]
pub fn Header() -> impl IntoView {
    let app = expect_context::<App>();
    let slot = expect_context::<Slot>();
    let copy = move |_| {
        if !app.problems.with_untracked(Vec::is_empty) {
            // Whoever opened it would be told that it cannot be opened.
            app.notice.set(Some(Notice::new(words().notice_link_with_problems())));
            return;
        }
        let address = app.study.with_untracked(address_of);
        spawn_local(async move {
            let copied = copy_text(&address).await.is_ok();
            let notice = if copied {
                Notice::new(words().notice_link_copied())
            } else {
                Notice { offer: Some(Offer::Copy(address)), ..Notice::new(words().notice_link_by_hand()) }
            };
            app.notice.try_set(Some(notice));
        });
    };
    let preset = |preset: &'static presets::Preset| {
        let open = move |_| {
            slot.open_new(app, (preset.study)());
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
            <button type="button" class="main-action" on:click=copy>{words().header_copy_link()}</button>
        </header>
    }
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

/// What the user should know, until dismissed.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let app = expect_context::<App>();
    let slot = expect_context::<Slot>();
    let bar = move || {
        let Notice { text, details, offer } = app.notice.get()?;
        let offer = offer.map(|offer| match offer {
            Offer::Reopen(own) => {
                let reopen = move |_| {
                    slot.reopen(app, &own);
                    app.notice.set(None);
                };
                view! { <button type="button" on:click=reopen>{words().notice_reopen()}</button> }.into_any()
            }
            Offer::Save(text) => {
                view! { <button type="button" on:click=move |_| drop(save(&text))>{words().notice_save()}</button> }
                    .into_any()
            }
            Offer::Copy(text) => {
                view! { <input type="text" readonly aria-label=words().notice_link_by_hand() prop:value=text/> }
                    .into_any()
            }
        });
        let lines = details.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        Some(view! {
            <div class="notice-body">
                <p>{text}</p>
                <ul>{lines}</ul>
            </div>
            {offer}
            <button type="button" class="quiet" on:click=move |_| app.notice.set(None)>{words().notice_dismiss()}</button>
        })
    };
    view! { <div class="notice" role="status" class:is-empty=move || app.notice.with(Option::is_none)>{bar}</div> }
}

/// Offers a text as a file to save.
fn save(text: &str) -> Result<(), JsValue> {
    let blob = web_sys::Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into()))?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let anchor: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download("holdfast-study.json");
    anchor.click();
    web_sys::Url::revoke_object_url(&url)
}
