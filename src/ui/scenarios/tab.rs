//! One scenario's tab: a button that selects it, can be dragged to another place, and becomes a field to rename it; and
//! an eye that takes it out of the charts.

use super::super::charts::focus;
use super::super::field::forget;
use super::super::model::App;
use super::super::words::words;
use super::{Swatch, look_at, name_of, rename};
use crate::scenario::Place;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// How far a press must move to be a drag, in CSS pixels.
const DRAG_MIN: i32 = 6;

/// What is being done to the tabs.
#[derive(Clone, Copy, Default)]
pub struct Tabs {
    renamed: RwSignal<Option<usize>>,
    pressed: RwSignal<Option<Press>>,
}

/// A press on a tab, which is a drag once there is a place to go.
#[derive(Clone, Copy, PartialEq)]
struct Press {
    from: usize,
    x: i32,
    to: Option<usize>,
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
pub fn tab(index: usize, selected: Memo<usize>, tabs: Tabs) -> AnyView {
    let app = expect_context::<App>();
    let Tabs { renamed, pressed } = tabs;
    let name = Memo::new(move |_| name_of(app, index));
    let look = Memo::new(move |_| look_at(app, index));
    let is_hidden =
        Memo::new(move |_| app.study.with(|study| study.scenarios.get(index).is_some_and(|scenario| scenario.hidden)));
    let is_wrong = Memo::new(move |_| {
        app.problems.with(|problems| problems.iter().any(|problem| problem.place.is_in_scenario(index)))
    });
    let is_target = move || pressed.get().is_some_and(|press| press.to == Some(index) && press.from != index);

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
            pressed.set(Some(Press { from: index, x: event.client_x(), to: None }));
        }
    };
    let on_move = move |event: PointerEvent| {
        let Some(press) = pressed.get_untracked() else { return };
        if press.to.is_some() || (event.client_x() - press.x).abs() >= DRAG_MIN {
            let to = tab_at(event.client_x(), event.client_y()).or(press.to).unwrap_or(press.from);
            pressed.set(Some(Press { to: Some(to), ..press }));
        }
    };
    let on_up = move |_| {
        if let Some(Press { from, to: Some(to), .. }) = pressed.get_untracked() {
            app.reorder(from, to);
        }
        pressed.set(None);
    };
    let button = move || {
        view! {
            <button
                type="button" class="tab-name" id=tab_id(index) title=words().scenario_tab_help()
                aria-pressed=move || (selected.get() == index).to_string()
                on:click=move |_| app.selected.set(index) on:dblclick=move |_| renamed.set(Some(index))
                on:keydown=on_key on:pointerdown=on_down on:pointermove=on_move on:pointerup=on_up
                on:pointercancel=move |_| pressed.set(None)
            >
                {move || view! { <Swatch look=look.get()/> }}
                {move || name.get()}
                {move || is_wrong.get().then(|| view! { <span class="wrong-mark" title=words().scenario_wrong()>" !"</span> }.into_any())}
            </button>
        }
        .into_any()
    };
    let is_renamed = Memo::new(move |_| renamed.get() == Some(index));
    let content = move || if is_renamed.get() { name_field(app, index, renamed) } else { button() };
    let toggle = move |_| {
        let place = Place::of_scenario(index, "hidden");
        app.edit_scenario(index, &place, |scenario| scenario.hidden = !scenario.hidden);
        app.seal();
    };
    let eye_label = move || words().scenario_eye(&name.get());
    view! {
        <div
            class="tab" data-tab=index class:is-wrong=move || is_wrong.get() class:is-hidden=move || is_hidden.get()
            class:is-selected=move || selected.get() == index class:is-target=is_target
        >
            {content}
            <button
                type="button" class="eye" aria-pressed=move || (!is_hidden.get()).to_string() title=eye_label
                aria-label=eye_label on:click=toggle
            >
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <path d="M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 10 15.5 1.5 10 1.5 10z"></path>
                    <circle cx="10" cy="10" r="2.5"></circle>
                    <path class="eye-off" d="M3 17 17 3"></path>
                </svg>
            </button>
        </div>
    }
    .into_any()
}

/// The field that a tab becomes to be renamed: Enter takes the name, Escape leaves it as it was.
fn name_field(app: App, index: usize, renamed: RwSignal<Option<usize>>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = node.get() {
            let _ = field.focus();
            field.select();
        }
    });
    let end = move |name: Option<String>| {
        // The field is left when it goes: once is enough.
        if renamed.get_untracked() != Some(index) {
            return;
        }
        renamed.set(None);
        if let Some(name) = name.filter(|name| !name.trim().is_empty() && *name != name_of(app, index)) {
            forget(app, &Place::of_scenario(index, "name"));
            rename(app, index, name);
            app.seal();
        }
    };
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
    view! {
        <input
            type="text" class="tab-edit" node_ref=node aria-label=words().scenario_rename()
            prop:value=untrack(|| name_of(app, index)) on:keydown=on_key
            on:blur=move |event| end(Some(event_target_value(&event)))
        />
    }
    .into_any()
}
