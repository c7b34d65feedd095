//! Studies as files: saved, chosen, or dropped anywhere on the page.

use super::download;
use super::listen::listen;
use super::model::App;
use super::notice::{Notice, Offer};
use super::opening::{lines, open_new, readable};
use super::words::words;
use crate::scenario::{Fault, Place, Problem, file};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement};

/// Gives the study as one file.
pub fn save(app: App) {
    app.study.with_untracked(|study| {
        let name = download::file_name(&study.title, "", "holdfast.json");
        download::text(&name, "application/json", &file::write(study));
    });
}

/// Lets the user choose a file, and opens it.
pub fn pick(app: App) {
    let Some(input) = document().create_element("input").ok() else { return };
    let input: HtmlInputElement = input.unchecked_into();
    input.set_type("file");
    input.set_accept(".json,application/json");
    let chosen = input.clone();
    let take = Closure::once_into_js(move || open_first(app, chosen.files()));
    input.set_onchange(Some(take.unchecked_ref()));
    input.click();
}

fn open_first(app: App, files: Option<FileList>) {
    if let Some(file) = files.and_then(|files| files.get(0)) {
        spawn_local(open(app, file));
    }
}

/// Opens a file in a slot of its own, or tells why it cannot be opened.
async fn open(app: App, chosen: File) {
    let problem = |fault| vec![Problem::new(Place::file(), fault)];
    // What could not be a study is not read at all.
    let result = if chosen.size() > file::MAX_BYTES as f64 {
        Err(problem(Fault::TooLarge { max_bytes: file::MAX_BYTES }))
    } else {
        let text = JsFuture::from(chosen.text()).await.ok().and_then(|text| text.as_string());
        readable(&text.unwrap_or_default())
    };
    match result {
        Ok(study) => {
            let own = app.slot.get_untracked();
            open_new(app, study);
            if app.slot.get_untracked() != own {
                app.notice.set(Some(Notice::offering(words().notice_from_file(), Offer::Reopen(own))));
            }
        }
        Err(problems) => {
            app.notice.set(Some(Notice { details: lines(&problems), ..Notice::new(words().notice_bad_file()) }));
        }
    }
}

/// Says where a file that is held over the page would go, and takes it when it is let go.
#[component]
pub fn Drop(app: App) -> impl IntoView {
    let is_over = RwSignal::new(false);
    let files_of = |event: &Event| {
        let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
        data.types().includes(&"Files".into(), 0).then_some(data)
    };
    for name in ["dragenter", "dragover"] {
        listen(name, move |event| {
            if files_of(&event).is_some() {
                // Otherwise the browser would leave the page for the file.
                event.prevent_default();
                is_over.set(true);
            }
        });
    }
    // Elements are left for their children all the time; the page is left for nothing.
    listen("dragleave", move |event| {
        if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
            is_over.set(false);
        }
    });
    listen("drop", move |event| {
        is_over.set(false);
        if let Some(data) = files_of(&event) {
            event.prevent_default();
            open_first(app, data.files());
        }
    });
    move || is_over.get().then(|| view! { <div class="drop"><p>{words().drop_hint()}</p></div> })
}
