//! The best plan under a budget: searched for by a worker on the expected path, then simulated.

use super::super::el::{button, el};
use super::super::html::{Html, Part::Text};
use super::super::live::memo;
use super::super::model::App;
use super::super::view::View;
use super::super::words::words;
use super::asking::Answers;
use super::wish::Want;
use super::wish_field::wish_field;
use super::{alone, brought};
use holdfast_advice::{Answer, Question, ScheduledCard, with_schedule};
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{CheckedStudy, FieldPath, Study};
use holdfast_text::args;
use leptos::prelude::*;
use std::sync::Arc;

/// The plan that was found, and the study with it in place.
fn planned(answers: &Answers) -> Option<(Vec<ScheduledCard>, Arc<CheckedStudy>)> {
    let Some(Answer::BestSchedule(schedule)) = answers.first() else { return None };
    let schedule = schedule.clone();
    let source = answers.study.source();
    let scenarios = vec![with_schedule(source.scenarios.first()?, &schedule)];
    let study = Study { scenarios, ..source.clone() }.check().ok()?;
    Some((schedule, Arc::new(study)))
}

/// What is to be said of the plan.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Unasked,
    Busy,
    /// Of another scenario or budget.
    Old,
    Empty,
    Found,
    /// The scenario has it in place.
    Played,
}

/// The budget, the search and what it found.
pub fn plan(app: App, view: View) -> AnyView {
    let own = view.advice.playbook;
    let budget = move || view.wishes.get(Want::PlanBudget);
    let state = memo(move |_| {
        let now = alone(app);
        if own.plan.is_busy.get() {
            return State::Busy;
        }
        let Some(answers) = own.plan.answers.get() else { return State::Unasked };
        let Some((schedule, with)) = planned(&answers) else { return State::Unasked };
        let is_same = answers.questions == [Question::BestSchedule { budget: budget() }];
        match is_same {
            true if schedule.is_empty() && answers.study.has_same_futures(&now) => State::Empty,
            true if with.has_same_futures(&now) => State::Played,
            true if answers.study.has_same_futures(&now) => State::Found,
            _ => State::Old,
        }
    });
    let find = move |_| match state.get_untracked() {
        State::Busy => own.plan.stop(),
        _ => {
            let asked = untrack(|| (alone(app), vec![Question::BestSchedule { budget: budget() }]));
            own.plan.ask(app, asked.0, asked.1, move |answers| {
                if let Some((_, study)) = planned(&answers).filter(|(schedule, _)| !schedule.is_empty()) {
                    own.confirmed.answers.set(None);
                    own.confirmed.ask(app, study, vec![Question::CombinedEffect], |_| {});
                }
            });
        }
    };
    let label = move || if state.get() == State::Busy { words().status_cancel() } else { words().plan_find() };
    let row = Want::PlanBudget.row();
    let head = el("div.plan-head")
        .child(wish_field(app, view, Want::PlanBudget, row.unit, row.bounds, budget).view())
        .el(button("button.main-action", "", find).says(label));
    let said = move || match state.get() {
        State::Busy => words().plan_busy(),
        State::Old => words().plan_old(),
        State::Empty => words().plan_none(),
        State::Played => words().plan_played(),
        State::Unasked | State::Found => String::new(),
    };
    let found = move || {
        matches!(state.get(), State::Found | State::Played).then(|| {
            let steps = move || {
                own.plan.answers.get().and_then(|answers| planned(&answers)).map(|(schedule, _)| steps(&schedule))
            };
            let steps = el("ol").markup(move || steps().unwrap_or_default());
            let put = button("button", words().plan_play(), move |_| put(app, view))
                .when("disabled", move || state.get() != State::Found);
            el("div")
                .el(steps)
                .el(put)
                .child(brought::table(app, own.confirmed, words().plan_title(), confirmed))
                .view()
        })
    };
    el("div.plan")
        .el(el("p.help").text(words().plan_about()))
        .el(head)
        .el(el("p").attr("role", "status").says(said))
        .shows(found)
        .view()
}

/// Whether the plan pays in most futures too.
fn confirmed(pays: f64, lead: String) -> String {
    if pays > 0.5 { words().plan_confirmed(&lead) } else { words().plan_unconfirmed(&lead) }
}

/// "Ask for complaints, from month 1".
fn steps(schedule: &[ScheduledCard]) -> Html {
    let mut out = Html::default();
    for entry in schedule {
        let card = words().card(&CARDS[entry.card]);
        let month = entry.from_month.to_string();
        out.add("<li>{}</li>", &[Text(&words().plan_step(args::PlanStep { card: &card, month: &month }))]);
    }
    out
}

/// Puts the plan in place of the cards that are played.
fn put(app: App, view: View) {
    let Some(answers) = view.advice.playbook.plan.answers.get_untracked() else { return };
    let Some((schedule, _)) = planned(&answers) else { return };
    let index = untrack(|| app.selected_index());
    view.open_event.set(None);
    app.rearrange(&FieldPath::scenario_field(index, "events"), |study| {
        if let Some(scenario) = study.scenarios.get_mut(index) {
            *scenario = with_schedule(scenario, &schedule);
        }
    });
}
