//! The studies that the browser keeps: to open, to delete, and where one cannot be read, to save as a file.

use super::bench::Bench;
use super::charts::focus;
use super::dialog::TITLE;
use super::download;
use super::notice::{Notice, Offer};
use super::opening::{is_untouched, readable, reopen};
use super::store;
use super::words::words;
use crate::scenario::Study;
use leptos::prelude::*;

/// The list, the study that was used last first.
pub fn contents(bench: Bench) -> AnyView {
    let app = bench.app;
    let rows = move || {
        // It tells of what was deleted or put back.
        app.notice.track();
        let own = app.slot.get();
        let row = |slot: String| {
            let text = store::read(&slot)?;
            let study = readable(&text).ok();
            let is_open = slot == own;
            // A preset that nobody has changed is found among the presets.
            let is_listed = is_open || !study.as_ref().is_some_and(is_untouched);
            is_listed.then(|| row(bench, slot, text, study, is_open))
        };
        let rows: Vec<AnyView> = store::slots().into_iter().filter_map(row).collect();
        if rows.is_empty() {
            view! { <p>{words().recent_none()}</p> }.into_any()
        } else {
            rows.collect_view().into_any()
        }
    };
    view! { <ul class="recent">{move || rows()}</ul> }.into_any()
}

/// The title, or what stands for it.
fn title_of(study: Option<&Study>) -> String {
    let title = study.map_or("", |study| study.title.trim());
    if title.is_empty() { words().header_untitled() } else { title.to_string() }
}

fn row(bench: Bench, slot: String, text: String, study: Option<Study>, is_open: bool) -> AnyView {
    let title = title_of(study.as_ref());
    let about = study.as_ref().map(|study| {
        let names: Vec<&str> = study.scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
        names.join(" · ")
    });
    let own = slot.clone();
    let open = move |_| {
        bench.dialog.set(None);
        reopen(bench.app, &own);
    };
    let head = match (is_open, about.is_some()) {
        (true, _) => {
            view! { <strong>{title.clone()}</strong> " " <span class="mark-open">{words().recent_open()}</span> }
                .into_any()
        }
        (_, true) => view! { <button type="button" class="quiet" on:click=open>{title.clone()}</button> }.into_any(),
        (_, false) => view! { <strong>{words().recent_broken()}</strong> }.into_any(),
    };
    let save = about.is_none().then(|| {
        let text = text.clone();
        let save = move |_| download::text("holdfast-study.json", "application/json", &text);
        view! { <button type="button" on:click=save>{words().notice_save()}</button> }.into_any()
    });
    let delete_label = words().recent_delete_of(&title);
    let delete = move |_| {
        store::remove(&slot);
        let told = words().notice_deleted(&title);
        bench.app.notice.set(Some(Notice::offering(told, Offer::PutBack(text.clone()))));
        // There may be room now for what was not kept.
        bench.app.study.notify();
        focus(TITLE);
    };
    let delete = (!is_open).then(|| {
        view! {
            <button type="button" aria-label=delete_label on:click=delete>{words().recent_delete()}</button>
        }
        .into_any()
    });
    view! { <li><div>{head}<p class="help">{about}</p></div>{save}{delete}</li> }.into_any()
}
