//! The page's one dialog, and what can be in it. What is in it is made when it is opened.

use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::listen::{by_id, listen};
use super::super::words::words;
use super::{Bench, gallery, recent, shortcuts};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

/// What the dialog can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The studies that ship.
    Presets,
    /// The studies that the browser keeps.
    Recent,
    /// The shortcuts.
    Keys,
}

const ID: &str = "dialog";
/// Id of the title, which takes the focus when what had it is gone.
const TITLE: &str = "dialog-title";

fn element() -> Option<HtmlDialogElement> {
    by_id(ID)?.dyn_into().ok()
}

/// Shows it; where it is open already, anew.
pub fn open(bench: Bench, which: Dialog) {
    let Some(element) = element() else { return };
    let (title, body) = match which {
        Dialog::Presets => (words().header_presets(), gallery::cards()),
        Dialog::Recent => (words().recent_title(), recent::list(bench)),
        Dialog::Keys => (words().command_keys(), shortcuts::list(bench)),
    };
    let html = Html::fill(
        "<div class=dialog-body><div class=dialog-head><h2 id=dialog-title tabindex=-1>{}</h2>\
        <button type=button class=quiet data-do=close>{}</button></div>{}</div>",
        &[Text(&title), Text(&words().dialog_close()), Own(body)],
    );
    element.set_inner_html(&html.into_string());
    if element.open() {
        if let Some(title) = by_id(TITLE) {
            let _ = title.focus();
        }
    } else {
        let _ = element.show_modal();
    }
}

/// Closes it. The focus goes back to where it was.
pub fn close() {
    if let Some(element) = element() {
        element.close();
    }
}

/// Its own area is what is within its edge: a click that reaches the element itself was beside it.
pub fn follow() {
    listen("click", |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.id() == ID) {
            close();
        }
    });
    listen("close", |_| {
        if let Some(element) = element() {
            element.set_inner_html("");
        }
    });
}
