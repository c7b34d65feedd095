//! The playbook: techniques to play in the selected scenario, what they bring together, and the best of them under a budget.

use super::super::charts::fold;
use super::super::el::el;
use super::super::live::{Live, memo};
use super::super::model::App;
use super::super::view::View;
use super::super::words::words;
use super::asking::Topic;
use super::technique::technique;
use super::{alone, brought, plan};
use holdfast_advice::{Answer, Question};
use holdfast_scenario::CheckedStudy;
use holdfast_scenario::playbook::CARDS;
use leptos::prelude::*;

/// What is asked about the playbook, while it is open.
#[derive(Clone, Copy)]
pub struct Playbook {
    is_open: Live<bool>,
    /// What each card brings by itself.
    gains: Topic,
    /// What the cards bring that are played.
    bundle: Topic,
    /// Which cards to play under a budget.
    pub plan: Topic,
    /// What those would bring.
    pub confirmed: Topic,
}

impl Playbook {
    /// Closed.
    pub fn new() -> Self {
        let [gains, bundle, plan, confirmed] = [(); 4].map(|()| Topic::new());
        Self { is_open: Live::new(false), gains, bundle, plan, confirmed }
    }

    /// Follows the study while the playbook is open.
    pub fn follow(self, app: App) {
        self.gains.follow(app, move || self.is_open.get().then(|| (alone(app), vec![Question::CardGains])));
        self.bundle.follow(app, move || {
            // The chart's own futures come first.
            let study = (self.is_open.get() && !app.is_busy()).then(|| alone(app))?;
            has_cards(&study).then(|| (study, vec![Question::CombinedEffect]))
        });
    }
}

/// Whether the study's one scenario plays a card.
fn has_cards(study: &CheckedStudy) -> bool {
    study.source().scenarios.iter().any(|scenario| scenario.events.iter().any(|event| event.card.is_some()))
}

/// The fold.
pub fn playbook(app: App, view: View) -> AnyView {
    let own = view.advice.playbook;
    let gains = memo(move |_| match own.gains.only() {
        Some((_, Answer::CardGains(gains))) => gains,
        _ => Vec::new(),
    });
    let inside = move || {
        let cards = (0..CARDS.len()).map(|card| technique(app, view, card, gains));
        own.is_open.get().then(|| {
            el("div")
                .el(el("p.help").text(words().playbook_about()))
                .el(el("ul.techniques").children(cards))
                .el(el("h3").text(words().bundle_title()))
                .child(result(app, own))
                .el(el("h3").text(words().plan_title()))
                .child(plan::plan(app, view))
                .view()
        })
    };
    fold(words().playbook_title(), own.is_open, el("div.playbook").shows(inside))
}

/// What the played cards bring.
fn result(app: App, own: Playbook) -> AnyView {
    let is_none = memo(move |_| !has_cards(&alone(app)));
    let is_old = move || {
        let now = alone(app);
        let is_new = own.bundle.answers.get().is_some_and(|answers| answers.study.has_same_futures(&now));
        !is_none.get() && !is_new
    };
    let none = move || is_none.get().then(|| el("p").text(words().bundle_none()).view());
    let table =
        move || (!is_none.get()).then(|| brought::table(app, own.bundle, words().bundle_title(), |_, lead| lead));
    el("div.brought").state("aria-busy", is_old).shows(none).shows(table).view()
}
