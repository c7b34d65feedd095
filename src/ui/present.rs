//! The presentation: large type for a room, and few controls.

use super::bench::Bench;
use super::charts::{focus, look};
use super::commands::LEAVE;
use super::header::VIEW;
use super::listen::listen;
use super::menu::button_id;
use super::scenarios::Swatch;
use super::view::View;
use super::words::words;
use crate::chart::Look;
use crate::scenario::{End, Estimate, Key, Place};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const LEAVE_ID: &str = "leave";

/// Begins it, over the whole screen where the browser grants that.
pub fn enter(view: View) {
    set(view, true);
    if let Some(root) = document().document_element()
        && let Ok(request) = js_sys::Reflect::get(&root, &"requestFullscreen".into())
        && let Ok(asked) = request.unchecked_into::<js_sys::Function>().call0(&root)
    {
        // The binding would leave a refusal to the console.
        spawn_local(async move { drop(JsFuture::from(asked.unchecked_into::<js_sys::Promise>()).await) });
    }
    request_animation_frame(|| focus(LEAVE_ID));
}

/// Ends it.
pub fn leave(view: View) {
    if !view.is_presenting.get_untracked() {
        return;
    }
    set(view, false);
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
    focus(&button_id(VIEW));
}

/// The attribute first: the charts read their type with the change.
fn set(view: View, is_on: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force("data-present", is_on);
    }
    view.is_presenting.set(is_on);
}

/// Escape that ends the full screen never reaches the page as a key.
pub fn follow(view: View) {
    listen("fullscreenchange", move |_| {
        if document().fullscreen_element().is_none() {
            leave(view);
        }
    });
}

/// The controls: one slider a scenario, of one input.
#[component]
pub fn Strip(bench: Bench) -> impl IntoView {
    let chosen = RwSignal::new(Key::Churn);
    move || bench.view.is_presenting.get().then(|| controls(bench, chosen))
}

fn controls(bench: Bench, chosen: RwSignal<Key>) -> AnyView {
    let app = bench.app;
    // One slider moves one number: inputs that are a range somewhere are not among them.
    let keys = Memo::new(move |_| {
        app.study.with(|study| {
            let is_exact = |key: &Key| study.scenarios.iter().all(|scenario| exact(scenario.inputs[*key]).is_some());
            Key::ALL.iter().copied().filter(is_exact).collect::<Vec<_>>()
        })
    });
    let key = Memo::new(move |_| {
        let chosen = chosen.get();
        keys.with(|keys| keys.iter().copied().find(|key| *key == chosen).or(keys.first().copied()))
    });
    let looks = Memo::new(move |_| app.study.with(|study| study.scenarios.iter().map(look).collect::<Vec<_>>()));
    let option = move |(at, own): (usize, Key)| {
        let is_chosen = move || key.get() == Some(own);
        view! { <option value=at.to_string() prop:selected=is_chosen>{words().input_label(own.input())}</option> }
    };
    let options = move || keys.get().into_iter().enumerate().map(option).collect_view();
    let choose = move |event| {
        let at: usize = event_target_value(&event).parse().unwrap_or(0);
        if let Some(key) = keys.with_untracked(|keys| keys.get(at).copied()) {
            chosen.set(key);
        }
    };
    let sliders = move || {
        let key = key.get()?;
        Some(looks.get().into_iter().enumerate().map(|(index, look)| slider(bench, index, look, key)).collect_view())
    };
    view! {
        <section class="strip" aria-label=words().present_controls()>
            <label class="strip-input">
                <span class="visually-hidden">{words().present_input()}</span>
                <select on:change=choose>{move || options()}</select>
            </label>
            {move || sliders()}
            <button type="button" id=LEAVE_ID title=words().command_leave() on:click=move |_| (LEAVE.run)(bench, "")>
                {words().present_leave()}
            </button>
        </section>
    }
    .into_any()
}

fn exact(estimate: Estimate) -> Option<f64> {
    estimate.end(End::Exact)
}

fn slider(bench: Bench, index: usize, look: Look, key: Key) -> AnyView {
    let (app, input) = (bench.app, key.input());
    let value = Memo::new(move |_| {
        app.study
            .with(|study| study.scenarios.get(index).and_then(|scenario| exact(scenario.inputs[key])))
            .unwrap_or(0.0)
    });
    let name = move || app.study.with(|study| study.scenarios.get(index).map(|scenario| scenario.name.clone()));
    let shown = move || words().locale().amount(value.get(), input.unit);
    let place = Place::input(index, key, End::Exact);
    let slide = move |event| {
        if let Ok(position) = event_target_value(&event).parse() {
            let number = input.slider_value(position);
            app.typed.update(|typed| typed.remove(&place));
            app.edit_scenario(index, &place, |scenario| scenario.inputs[key] = Estimate::Exact(number));
        }
    };
    view! {
        <label class="strip-slider">
            <span class="strip-name"><Swatch look/>{name}</span>
            <strong>{shown}</strong>
            <input
                type="range" aria-valuetext=shown
                min="0" max=input.slider_steps().to_string() step="1"
                prop:value=move || input.slider_position(value.get()).to_string() on:input=slide on:change=move |_| app.seal()
            />
        </label>
    }
    .into_any()
}
