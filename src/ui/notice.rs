//! What the user should know, in a bar below the header, until dismissed.

use super::download;
use super::model::App;
use super::opening;
use super::words::words;
use leptos::prelude::*;

/// Something the user should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub text: String,
    /// Lines below the text, such as the problems of a file.
    pub details: Vec<String>,
    pub offer: Option<Offer>,
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Go back to the study in this slot of the store.
    Reopen(String),
    /// Save a text that could not be read.
    Save(String),
    /// A text to copy by hand.
    Copy(String),
}

impl Notice {
    pub fn new(text: String) -> Self {
        Self { text, details: Vec::new(), offer: None }
    }

    pub fn offering(text: String, offer: Offer) -> Self {
        Self { offer: Some(offer), ..Self::new(text) }
    }
}

/// The bar.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let app = expect_context::<App>();
    let bar = move || {
        let Notice { text, details, offer } = app.notice.get()?;
        let offer = offer.map(|offer| match offer {
            Offer::Reopen(own) => {
                let reopen = move |_| {
                    opening::reopen(app, &own);
                    app.notice.set(None);
                };
                view! { <button type="button" on:click=reopen>{words().notice_reopen()}</button> }.into_any()
            }
            Offer::Save(text) => {
                let save = move |_| download::text("holdfast-study.json", "application/json", &text);
                view! { <button type="button" on:click=save>{words().notice_save()}</button> }.into_any()
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
        }.into_any())
    };
    view! {
        <div class="notice" role="status" class:is-empty=move || app.notice.with(Option::is_none)>{move || bar()}</div>
    }
}
