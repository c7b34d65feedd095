//! The page's one dialog, and what can be in it. What is in it is made when it is opened.

use super::bench::bench;
use super::gallery;
use super::notice::NoticeBar;
use super::recent;
use super::shortcuts;
use super::words::words;
use leptos::html;
use leptos::prelude::*;

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

/// Id of the title, which takes the focus when what had it is gone.
pub const TITLE: &str = "dialog-title";

/// The dialog, and what it shows while it is open.
#[component]
pub fn DialogHost() -> impl IntoView {
    let bench = bench();
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (Some(element), is_open) = (element.get(), bench.dialog.get().is_some()) else { return };
        // After its contents, of which one may want the focus.
        request_animation_frame(move || match (is_open, element.open()) {
            (true, false) => drop(element.show_modal()),
            (false, true) => element.close(),
            _ => {}
        });
    });
    let close = move || bench.dialog.set(None);
    // Its own area is what is within its edge: a click that reaches the element itself was beside it.
    let on_click = move |event: web_sys::MouseEvent| {
        if event.target() == event.current_target() {
            close();
        }
    };
    let contents = move || {
        let (title, body) = match bench.dialog.get()? {
            Dialog::Presets => (words().presets_title(), gallery::contents(bench)),
            Dialog::Recent => (words().recent_title(), recent::contents(bench)),
            Dialog::Keys => (words().command_keys(), shortcuts::contents(bench)),
        };
        Some(
            view! {
                <div class="dialog-head">
                    <h2 id=TITLE tabindex="-1">{title}</h2>
                    <button type="button" class="quiet" on:click=move |_| close()>{words().sheet_close()}</button>
                </div>
                <NoticeBar/>
                {body}
            }
            .into_any(),
        )
    };
    view! {
        <dialog node_ref=element aria-labelledby=TITLE on:click=on_click on:close=move |_| close()>
            {move || contents().map(|contents| view! { <div class="dialog-body">{contents}</div> })}
        </dialog>
    }
}
