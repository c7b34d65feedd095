//! Studies as files: saved, chosen, or dropped anywhere on the page.

use super::download;
use super::listen::{listen, show};
use super::model::App;
use super::notice::{Notice, Offer};
use super::opening::{lines, open_new, readable};
use super::words::words;
use holdfast_scenario::{ErrorKind, FieldPath, Study, ValidationError, file};
use js_sys::JSON;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DataTransfer, DragEvent, Event, File, FileList, HtmlInputElement};

/// Gives the study as one file.
pub fn save(app: App) {
    app.study.with_untracked(|study| {
        let name = download::file_name(&study.title, "", "holdfast.json");
        download::text(&name, "application/json", &pretty(study));
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

/// The study as a file, on as many lines as people like. The browser can do that.
fn pretty(study: &Study) -> String {
    let compact = file::write_compact(study);
    let spaced = JSON::parse(&compact)
        .and_then(|value| JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &JsValue::from(2)));
    spaced.map_or(compact, String::from)
}

fn open_first(app: App, files: Option<FileList>) {
    if let Some(file) = files.and_then(|files| files.get(0)) {
        spawn_local(open(app, file));
    }
}

/// Opens a file in a slot of its own, or tells why it cannot be opened.
async fn open(app: App, chosen: File) {
    let problem = |fault| vec![ValidationError::new(FieldPath::file(), fault)];
    // What could not be a study is not read at all.
    let result = if chosen.size() > file::MAX_BYTES as f64 {
        Err(problem(ErrorKind::TooLarge { max_bytes: file::MAX_BYTES }))
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

/// Id of what says where a file that is held over the page would go.
const DROP: &str = "drop";

/// Takes a file when it is let go over the page.
pub fn follow(app: App) {
    for name in ["dragenter", "dragover"] {
        listen(name, |event| {
            if files_of(&event).is_some() {
                // Otherwise the browser would leave the page for the file.
                event.prevent_default();
                show(DROP, true);
            }
        });
    }
    // Elements are left for their children all the time; the page is left for nothing.
    listen("dragleave", |event| {
        if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
            show(DROP, false);
        }
    });
    listen("drop", move |event| {
        show(DROP, false);
        if let Some(data) = files_of(&event) {
            event.prevent_default();
            open_first(app, data.files());
        }
    });
}

/// What is dragged, where it is files.
fn files_of(event: &Event) -> Option<DataTransfer> {
    let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    data.types().includes(&"Files".into(), 0).then_some(data)
}
