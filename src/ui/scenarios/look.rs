//! How a scenario is drawn: a colour of the palette and a line style, behind a button that shows both.

use super::super::model::App;
use super::super::words::words;
use super::{PALETTE, Swatch, look_at};
use crate::chart::Look;
use crate::scenario::{LineStyle, Place};
use leptos::prelude::*;

/// The button, and what it opens.
pub fn look(index: usize) -> AnyView {
    let app = expect_context::<App>();
    let is_open = RwSignal::new(false);
    let own = Memo::new(move |_| look_at(app, index));
    let choices = move || is_open.get().then(|| choices(app, index, own));
    view! {
        <button
            type="button" class="look-switch" title=words().look_title() aria-expanded=move || is_open.get().to_string()
            on:click=move |_| is_open.update(|open| *open = !*open)
        >
            {move || view! { <Swatch look=own.get()/> }}
            <span class="visually-hidden">{words().look_title()}</span>
        </button>
        {choices}
    }
    .into_any()
}

fn choices(app: App, index: usize, own: Memo<Look>) -> AnyView {
    let choice = move |group: &'static str, label: String, change: fn(&mut Look, u64), to: u64| {
        let changed = move |mut look: Look| {
            change(&mut look, to);
            look
        };
        let set = move |_| {
            let Look { color, line } = changed(own.get_untracked());
            app.edit_scenario(index, &Place::of_scenario(index, group), |scenario| {
                (scenario.color, scenario.line) = (color, line);
            });
            app.seal();
        };
        view! {
            <label title=label.clone()>
                <input
                    type="radio" name=group class="visually-hidden" on:change=set
                    prop:checked=move || changed(own.get()) == own.get()
                />
                {move || view! { <Swatch look=changed(own.get())/> }}
                <span class="visually-hidden">{label.clone()}</span>
            </label>
        }
        .into_any()
    };
    let color = |to: u64| choice("color", words().color(to), |look, to| look.color = to, to);
    let line = |to: u64| {
        let set: fn(&mut Look, u64) = |look, to| look.line = LineStyle::of_color(to);
        choice("line", words().line(LineStyle::of_color(to)), set, to)
    };
    let group = |title: String, choices: Vec<AnyView>| {
        view! { <fieldset><legend class="visually-hidden">{title}</legend>{choices}</fieldset> }.into_any()
    };
    let colors = group(words().look_color(), (0..PALETTE).map(color).collect());
    let lines = group(words().look_line(), (0..LineStyle::ALL.len() as u64).map(line).collect());
    view! { <div class="look">{colors}{lines}</div> }.into_any()
}
