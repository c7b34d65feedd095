//! What can be chosen about the open chart: which series and how, whose, at which month.

use super::super::advice::{Want, contest_tools, map_tools, matters_tools};
use super::super::el::el;
use super::super::field::choose_by;
use super::super::live::{Derived, Live, derived, memo};
use super::super::model::App;
use super::super::view::{Tab, View};
use super::super::words::words;
use super::data::can_be_log;
use super::plot::Drawn;
use super::save::save;
use holdfast_chart::Chart;
use holdfast_scenario::{Key, Measure};
use holdfast_summary::Series;
use leptos::prelude::*;
use std::sync::Arc;

/// The choices that the open chart has, and the ways to save it.
pub fn tools(app: App, view: View, chart: Derived<Arc<dyn Chart>>, drawn: Live<Drawn>) -> AnyView {
    let choices = move || choices(app, view, view.tab.get());
    el("div.tools").lists(choices).child(save(app, view, chart, drawn)).view()
}

fn choices(app: App, view: View, tab: Tab) -> Vec<AnyView> {
    let series = || {
        let names = tab.series().iter().map(|series| words().series(series.name())).collect();
        let chosen = move || tab.series().iter().position(|&series| series == view.shown_series()).unwrap_or(0);
        select((HEARD, words().tools_series()), names, derived(chosen), Callback::new(move |at| view.series.set(at)))
    };
    // Of two ways the second one, if the signal is on.
    let either = |label, names: [String; 2], is_second: Live<bool>| {
        let chosen = derived(move || usize::from(is_second.get()));
        select((HEARD, label), names.into(), chosen, Callback::new(move |at| is_second.set(at == 1)))
    };
    match tab {
        Tab::Fan => {
            let log = move || can_be_log(view.shown_series()).then(|| switch(words().tools_log(), view.is_log));
            let samples = move || {
                (!view.shown_series().is_indicator()).then(|| switch(words().tools_samples(), view.has_samples))
            };
            vec![series(), el("span.tool").shows(log).shows(samples).view()]
        }
        Tab::Gap => {
            let gap = move || view.shown_gap(app);
            let (of, from) = (derived(move || gap().0), derived(move || gap().1));
            let of =
                scenarios(app, (HEARD, words().tools_gap_of()), of, move |at| view.gap.set(Some((at, untrack(gap).1))));
            let from = scenarios(app, (SEEN, words().tools_gap_from()), from, move |at| {
                view.gap.set(Some((untrack(gap).0, at)))
            });
            vec![series(), of, from]
        }
        Tab::Distribution => {
            let form = either(words().tools_form(), [words().tools_bars(), words().tools_dots()], view.has_dots);
            vec![series(), form, month(app, view)]
        }
        Tab::Movements => vec![whose(app)],
        Tab::Cohorts => {
            let names = [words().chart_customers_left(), words().chart_mrr_left()];
            vec![whose(app), either(words().tools_share_of(), names, view.cohorts_mrr)]
        }
        Tab::Survival => Vec::new(),
        Tab::Matters => matters_tools(app, view),
        Tab::Map => map_tools(app, view),
        Tab::Contest => contest_tools(app, view),
    }
}

/// The class of a label that is only heard, and of one that is seen too.
const HEARD: &str = "visually-hidden";
const SEEN: &str = "tool-name";

/// A list to choose from; its label with its class.
fn select(
    (class, label): (&'static str, String),
    names: Vec<String>,
    chosen: Derived<usize>,
    choose: Callback<usize>,
) -> AnyView {
    let option = |(at, name): (usize, String)| {
        el("option").attr("value", at.to_string()).prop("selected", move || chosen.get() == at).text(name).view()
    };
    let list = el("select")
        .on("change", move |event| choose_by(&event, choose))
        .children(names.into_iter().enumerate().map(option));
    el("label.tool").el(el("span").attr("class", class).text(label)).el(list).view()
}

/// A list of the scenarios, made anew when one is renamed, comes or goes.
fn scenarios(
    app: App,
    label: (&'static str, String),
    chosen: Derived<usize>,
    choose: impl Fn(usize) + Send + Sync + 'static,
) -> AnyView {
    let choose = Callback::new(choose);
    let names = memo(move |_| app.study.with(|study| study.scenarios.iter().map(|s| s.name.clone()).collect()));
    el("span").shows(move || Some(select(label.clone(), names.get(), chosen, choose))).view()
}

/// Whose chart it is: the scenario whose inputs are shown.
pub fn whose(app: App) -> AnyView {
    let selected = derived(move || app.selected_index());
    scenarios(app, (HEARD, words().tools_scenario()), selected, move |at| app.selected.set(at))
}

/// A list to choose a wish from, by places in the list.
pub fn wish(view: View, want: Want, label: String, names: Vec<String>, then: &'static [Want]) -> AnyView {
    let chosen = derived(move || view.wishes.get(want) as usize);
    let choose = Callback::new(move |at: usize| {
        // What was wished for another choice is left to the study again.
        then.iter().for_each(|&want| view.wishes.set(want, f64::NAN));
        view.wishes.set(want, at as f64);
    });
    select((HEARD, label), names, chosen, choose)
}

/// The measures.
pub fn measures(view: View, want: Want) -> AnyView {
    let names = Measure::ALL.map(|measure| words().series(measure.name()));
    wish(view, want, words().tools_series(), names.into(), &[])
}

/// The same, and where the study has a target the chance to reach it.
pub fn measures_and_chance(app: App, view: View, want: Want) -> AnyView {
    let has_target = memo(move |_| app.checked.with(|study| study.target().is_some()));
    let list = move || {
        let names = Measure::ALL.map(|measure| words().map_median(&words().series(measure.name()))).into_iter();
        let chance = has_target.get().then(|| words().series(Series::TargetReached.name()));
        Some(wish(view, want, words().tools_series(), names.chain(chance).collect(), &[]))
    };
    el("span").shows(list).view()
}

/// The inputs; those that `then` names are left to the study when another is chosen.
pub fn keys(view: View, want: Want, then: &'static [Want]) -> AnyView {
    let names = Key::ALL.iter().map(|key| words().input_label(key.input())).collect();
    wish(view, want, words().question_input(want.row().name), names, then)
}

/// The month, by a slider and by its number.
pub fn month(app: App, view: View) -> AnyView {
    let last = move || app.checked.with(|study| study.horizon_months());
    let shown = move || view.shown_month(last()).to_string();
    let choose = move |event: web_sys::Event| {
        if let Ok(month) = event_target_value(&event).parse::<usize>() {
            view.month.set(Some(month.min(untrack(last))));
        }
    };
    let field = |kind: &'static str| {
        let field = el("input").attr("type", kind).attr("min", "0").attr("aria-label", words().tools_month());
        field.live("max", move || Some(last().to_string())).prop("value", shown).on("input", choose)
    };
    let name = el("span").attr("class", SEEN).attr("aria-hidden", "true").text(words().tools_month());
    el("span.tool.month").el(name).el(field("range")).el(field("number")).view()
}

/// A box to tick.
fn switch(label: String, signal: Live<bool>) -> AnyView {
    let toggle = move |_: web_sys::Event| signal.update(|on| *on = !*on);
    let tick = el("input").attr("type", "checkbox").prop("checked", move || signal.get()).on("change", toggle);
    el("label.tool").el(tick).text(label).view()
}
