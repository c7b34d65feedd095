//! The currency: its code to type, with the ones that the browser knows suggested by name.

use super::super::el::el;
use super::super::field::Field;
use super::super::live::Live;
use super::super::words::words;
use super::setting;
use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// The field, and its suggestions once it is used.
pub fn currency() -> AnyView {
    let is_used = Live::new(false);
    let options = move || {
        let known = is_used.get().then(known).flatten().unwrap_or_default();
        known.into_iter().map(|(code, name)| el("option").attr("value", code).text(name).view()).collect()
    };
    let field = setting(
        "currency",
        words().settings_currency(),
        |study| study.currency.clone(),
        |study, typed| {
            study.currency = typed.trim().to_ascii_uppercase();
            Ok(())
        },
    );
    el("div")
        .on("focusin", move |_: web_sys::Event| is_used.set(true))
        .child(Field { list: "currencies", ..field }.view())
        .el(el("datalist").attr("id", "currencies").lists(options))
        .view()
}

/// The codes and names of the browser's `Intl`; nothing where it is too old to tell.
fn known() -> Option<Vec<(String, String)>> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let function = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.dyn_into::<Function>().ok();
    let codes = function(&intl, "supportedValuesOf")?.call1(&intl, &"currency".into()).ok()?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"type".into(), &"currency".into()).ok()?;
    let language = document().document_element()?.get_attribute("lang")?;
    let names = Reflect::construct(&function(&intl, "DisplayNames")?, &Array::of2(&language.into(), &options)).ok()?;
    let name_of = function(&names, "of")?;
    let entry = |code: JsValue| {
        let name = name_of.call1(&names, &code).ok()?.as_string()?;
        Some((code.as_string()?, name))
    };
    Array::from(&codes).iter().map(entry).collect()
}
