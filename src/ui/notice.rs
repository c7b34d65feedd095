//! What the user should know, in a bar below the header, until dismissed.

use super::bench::{Bench, bench};
use super::dialog::Dialog;
use super::download;
use super::files;
use super::opening;
use super::store;
use super::words::words;
use leptos::prelude::*;

/// Something the user should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub text: String,
    /// Lines below the text, such as the problems of a file.
    pub details: Vec<String>,
    pub offers: Vec<Offer>,
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
    /// Save the study that is open.
    SaveStudy,
    /// Show the studies that are kept.
    Recent,
    /// Keep this text again, which was deleted.
    PutBack(String),
    /// Take the last step back.
    Undo,
}

impl Notice {
    pub fn new(text: String) -> Self {
        Self { text, details: Vec::new(), offers: Vec::new() }
    }

    pub fn offering(text: String, offer: Offer) -> Self {
        Self { offers: vec![offer], ..Self::new(text) }
    }
}

impl Offer {
    fn label(&self) -> String {
        match self {
            Self::Reopen(_) => words().notice_reopen(),
            Self::Save(_) | Self::SaveStudy => words().notice_save(),
            Self::Copy(_) => words().notice_link_by_hand(),
            Self::Recent => words().notice_recent(),
            Self::PutBack(_) => words().notice_put_back(),
            Self::Undo => words().notice_undo(),
        }
    }

    fn take(&self, bench: Bench) {
        match self {
            Self::Reopen(slot) => opening::reopen(bench.app, slot),
            Self::Save(text) => download::text("holdfast-study.json", "application/json", text),
            Self::Copy(_) => {}
            Self::SaveStudy => files::save(bench.app),
            Self::Recent => bench.dialog.set(Some(Dialog::Recent)),
            Self::PutBack(text) => drop(store::write(&store::new_slot(), text)),
            Self::Undo => bench.app.undo(),
        }
        // What was saved may have to be saved again; everything else is done.
        if !matches!(self, Self::Save(_) | Self::SaveStudy) {
            bench.app.notice.set(None);
        }
    }
}

/// The bar.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let bench = bench();
    let app = bench.app;
    let offer = move |offer: Offer| match offer {
        Offer::Copy(text) => {
            view! { <input type="text" readonly aria-label=words().notice_link_by_hand() prop:value=text/> }.into_any()
        }
        offer => {
            let label = offer.label();
            view! { <button type="button" on:click=move |_| offer.take(bench)>{label}</button> }.into_any()
        }
    };
    let bar = move || {
        let Notice { text, details, offers } = app.notice.get()?;
        let lines = details.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        Some(view! {
            <div class="notice-body">
                <p>{text}</p>
                <ul>{lines}</ul>
            </div>
            {offers.into_iter().map(offer).collect_view()}
            <button type="button" class="quiet" on:click=move |_| app.notice.set(None)>{words().notice_dismiss()}</button>
        }.into_any())
    };
    view! {
        <div class="notice" role="status" class:is-empty=move || app.notice.with(Option::is_none)>{move || bar()}</div>
    }
}
