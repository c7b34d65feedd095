//! Gives files to the user: a text or a picture, by the browser's own way to save.

use holdfast_chart::Table;
use holdfast_text::csv::{CsvWriter, LineEnd};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// A name that every file system takes: the title's letters and digits, what it is in small letters, and the ending.
pub fn file_name(title: &str, what: &str, ending: &str) -> String {
    const MAX_CHARS: usize = 60;
    // What forbids a character is never a letter: ASCII's marks, and what cannot be seen.
    let is_plain =
        |c: &char| if c.is_ascii() { c.is_ascii_alphanumeric() } else { !c.is_control() && !c.is_whitespace() };
    let plain = |text: &str| {
        let plain: String = text.chars().map(|c| if is_plain(&c) { c } else { '-' }).take(MAX_CHARS).collect();
        let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
        words.join("-")
    };
    let what = String::from(js_sys::JsString::from(what).to_lower_case());
    let (title, what) = (plain(title), plain(&what));
    let title = if title.is_empty() { "holdfast" } else { &title };
    [title, if what.is_empty() { "" } else { "-" }, &what, ".", ending].concat()
}

/// Offers a table as a CSV file, named after the study's title and what it is.
pub fn table(title: &str, what: &str, table: &Table) {
    // The mark tells spreadsheets that it is UTF-8.
    let csv = "\u{feff}".to_string() + &csv(table);
    text(&file_name(title, what, "csv"), "text/csv;charset=utf-8", &csv);
}

/// The table as a CSV file: one row of heads, then a row of numbers each.
fn csv(table: &Table) -> String {
    let mut csv = CsvWriter::new(LineEnd::CrLf);
    table.heads().iter().for_each(|head| csv.text(head));
    csv.end_row();
    for (name, values) in &table.rows {
        csv.text(name);
        values.iter().for_each(|&value| csv.number(value));
        csv.end_row();
    }
    csv.finish()
}

/// Offers a text as a file.
pub fn text(name: &str, kind: &str, text: &str) {
    if let Ok(blob) = blob(text, kind) {
        let _ = offer(name, &blob);
    }
}

/// A text of a kind, as the browser passes it on.
pub fn blob(text: &str, kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options)
}

/// Offers a canvas as a PNG file.
pub fn canvas(name: String, canvas: &HtmlCanvasElement) {
    let save = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            let _ = offer(&name, &blob);
        }
    });
    let _ = canvas.to_blob(save.unchecked_ref());
}

fn offer(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // Not at once: some browsers begin to read only after the click has been dealt with.
    let revoke = move || drop(Url::revoke_object_url(&url));
    set_timeout(revoke, std::time::Duration::from_secs(60));
    Ok(())
}
