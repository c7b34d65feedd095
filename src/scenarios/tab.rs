//! One scenario's tab: a button that selects it, can be dragged to another place, and becomes a field to rename it; and
//! an eye that takes it out of the charts.

use super::super::charts::focus;
use super::super::context::context;
use super::super::el::{button, el, wrong_mark};
use super::super::field::forget;
use super::super::html::Html;
use super::super::live::{Derived, Live, memo};
use super::super::model::App;
use super::super::words::words;
use super::{look_at, name_of, rename, shown, swatch_view};
use holdfast_scenario::FieldPath;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, PointerEvent};

/// How far a press must move to be a drag, in CSS pixels.
const DRAG_MIN: i32 = 6;

/// What is being done to the tabs.
#[derive(Clone, Copy, Default)]
pub struct Tabs {
    renamed: Live<Option<usize>>,
    /// Which tab is pressed, and where in CSS pixels from the left.
    pressed: Live<Option<(usize, i32)>>,
    /// Where a pressed tab is to go, once the press is a drag.
    target: Live<Option<usize>>,
}

fn tab_id(index: usize) -> String {
    "scenario-tab-".to_string() + &index.to_string()
}

/// The tab at a place of the page.
fn tab_at(x: i32, y: i32) -> Option<usize> {
    let element = document().element_from_point(x as f32, y as f32)?;
    element.closest("[data-tab]").ok()??.get_attribute("data-tab")?.parse().ok()
}

/// The tab of the scenario at an index.
pub fn tab(index: usize, selected: Derived<usize>, tabs: Tabs) -> AnyView {
    let app = context().app;
    let Tabs { renamed, pressed, target } = tabs;
    let name = memo(move |_| name_of(app, index));
    let look = look_at(app, index);
    let is_hidden =
        memo(move |_| app.study.with(|study| study.scenarios.get(index).is_some_and(|scenario| scenario.hidden)));
    let is_wrong =
        memo(move |_| app.problems.with(|problems| problems.iter().any(|problem| problem.path.is_in_scenario(index))));

    let on_key = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "F2" => return renamed.set(Some(index)),
            "Enter" if selected.get_untracked() == index => {
                event.prevent_default();
                return renamed.set(Some(index));
            }
            "ArrowLeft" if event.alt_key() => index.checked_sub(1),
            "ArrowRight" if event.alt_key() => Some(index + 1),
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            app.reorder(index, to);
            focus(&tab_id(app.selected.get_untracked()));
        }
    };
    // A finger scrolls the page; it has the buttons below.
    let on_down = move |event: PointerEvent| {
        if event.pointer_type() != "touch" && event.button() == 0 {
            let target = event.current_target().map(|target| target.unchecked_into::<Element>());
            let _ = target.map(|target| target.set_pointer_capture(event.pointer_id()));
            pressed.set(Some((index, event.client_x())));
        }
    };
    let on_move = move |event: PointerEvent| {
        let (Some((from, x)), before) = (pressed.get_untracked(), target.get_untracked()) else { return };
        if before.is_some() || (event.client_x() - x).abs() >= DRAG_MIN {
            let to = tab_at(event.client_x(), event.client_y()).or(before).unwrap_or(from);
            target.set(Some(to));
        }
    };
    let end = move |is_dropped: bool| {
        let (from, to) = (pressed.get_untracked(), target.get_untracked());
        pressed.set(None);
        if let (Some((from, _)), Some(to)) = (from, to) {
            target.set(None);
            if is_dropped {
                app.reorder(from, to);
            }
        }
    };
    let name_button = move || {
        button("button.tab-name", "", move |_| app.selected.set(index))
            .attr("id", tab_id(index))
            .attr("title", words().scenario_tab_help())
            .state("aria-pressed", move || selected.get() == index)
            .on("dblclick", move |_: Event| renamed.set(Some(index)))
            .on("keydown", on_key)
            .on("pointerdown", on_down)
            .on("pointermove", on_move)
            .on("pointerup", move |_: Event| end(true))
            .on("pointercancel", move |_: Event| end(false))
            .shows(move || Some(swatch_view(shown(look.get()))))
            .says(move || name.get())
            .shows(move || is_wrong.get().then(|| wrong_mark(words().scenario_wrong())))
            .view()
    };
    let is_renamed = memo(move |_| renamed.get() == Some(index));
    let content = move || Some(if is_renamed.get() { name_field(app, index, renamed) } else { name_button() });
    let toggle = move |_| {
        let place = FieldPath::scenario_field(index, "hidden");
        app.edit_scenario(index, &place, |scenario| scenario.hidden = !scenario.hidden);
        app.seal();
    };
    let eye_label = move || Some(words().scenario_eye(&name.get()));
    let eye = button("button.eye", "", toggle)
        .state("aria-pressed", move || !is_hidden.get())
        .live("title", eye_label)
        .live("aria-label", eye_label)
        .el(el("span").markup(|| Html::fill(EYE, &[])));
    el("div.tab")
        .attr("data-tab", index.to_string())
        .class("is-wrong", move || is_wrong.get())
        .class("is-hidden", move || is_hidden.get())
        .class("is-selected", move || selected.get() == index)
        .class("is-target", move || target.get() == Some(index))
        .shows(content)
        .el(eye)
        .view()
}

const EYE: &str = "<svg viewBox='0 0 20 20' aria-hidden='true'><path d='M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 \
     10 15.5 1.5 10 1.5 10z'/><circle cx='10' cy='10' r='2.5'/><path class='eye-off' d='M3 17 17 3'/></svg>";

/// The field that a tab becomes to be renamed: Enter takes the name, Escape leaves it as it was.
fn name_field(app: App, index: usize, renamed: Live<Option<usize>>) -> AnyView {
    let before = untrack(|| name_of(app, index));
    let end = move |name: Option<String>| {
        // The field is left when it goes: once is enough.
        if renamed.get_untracked() != Some(index) {
            return;
        }
        renamed.set(None);
        // A study that came in meanwhile has names of its own.
        let is_its = untrack(|| name_of(app, index)) == before;
        if let Some(name) = name.filter(|name| is_its && !name.trim().is_empty() && *name != before) {
            forget(app, &FieldPath::scenario_field(index, "name"));
            rename(app, index, name);
            app.seal();
        }
    };
    let leave = end.clone();
    let on_key = move |event: KeyboardEvent| {
        let name = match event.key().as_str() {
            "Enter" => Some(event_target_value(&event)),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        end(name);
        request_animation_frame(move || focus(&tab_id(index)));
    };
    request_animation_frame(|| {
        let field = document().get_element_by_id(NAME_ID).map(|field| field.unchecked_into::<HtmlInputElement>());
        if let Some(field) = field {
            let _ = field.focus();
            field.select();
        }
    });
    el("input.tab-edit")
        .attr("id", NAME_ID)
        .attr("type", "text")
        .attr("aria-label", words().scenario_rename())
        .prop("value", move || untrack(|| name_of(app, index)))
        .on("keydown", on_key)
        .on("blur", move |event: Event| leave(Some(event_target_value(&event))))
        .view()
}

const NAME_ID: &str = "scenario-tab-name";
