//! The search for what reaches a goal: asks workers, step by step, until something is found.

use super::super::field::forget;
use super::super::live::Live;
use super::super::model::App;
use super::super::runs::workers;
use super::super::view::View;
use super::alone;
use super::asking::Topic;
use super::goal::asked;
use holdfast_advice::{GoalSeek, GoalSeekResult, with_input};
use holdfast_scenario::{CheckedStudy, FieldPath, Key};
use leptos::prelude::*;
use std::sync::Arc;

/// A search, and the study of one scenario that it is about.
#[derive(Clone)]
pub struct Search {
    pub study: Arc<CheckedStudy>,
    pub seek: GoalSeek,
    /// Whether the value that was found has been put into the scenario.
    pub is_used: bool,
}

/// The one search that there may be.
#[derive(Clone, Copy)]
pub struct Searching {
    app: App,
    view: View,
    pub topic: Topic,
    pub search: Live<Option<Search>>,
}

impl Searching {
    /// None yet.
    pub fn new(app: App, view: View) -> Self {
        Self { app, view, topic: Topic::new(), search: Live::new(None) }
    }

    /// Whether it is of this study and of what is asked for now: what was found for another is no answer.
    pub fn is_current(self) -> bool {
        let Self { app, view, search, .. } = self;
        let is_same =
            |Search { study, seek, .. }: &Search| seek.goal == asked(app, view) && study.has_same_futures(&alone(app));
        view.has_goal.get() && search.with(|search| search.as_ref().is_some_and(is_same))
    }

    /// Begins anew.
    pub fn find(self) {
        let (study, goal) = untrack(|| (alone(self.app), asked(self.app, self.view)));
        self.search.set(Some(Search { seek: GoalSeek::new(&study, goal), study, is_used: false }));
        self.step();
    }

    /// Asks until something is found, or nobody cares any more.
    fn step(self) {
        while let Some(Search { study, seek, .. }) = self.search.get_untracked() {
            let (values, questions): (Vec<_>, Vec<_>) = seek.questions(workers()).into_iter().unzip();
            if seek.result().is_some() || !untrack(|| self.is_current()) {
                return;
            }
            // There may be none beyond the slider.
            if questions.is_empty() {
                self.take(Vec::new());
                continue;
            }
            let values = values.concat();
            return self.topic.ask(self.app, study, questions, move |heard| {
                self.take(values.iter().copied().zip(heard.answers.concat()).collect());
                self.step();
            });
        }
    }

    fn take(self, chances: Vec<(f64, f64)>) {
        self.search.update(|search| {
            search.iter_mut().for_each(|search| search.seek.add_probabilities(chances.iter().copied()))
        });
    }

    /// Ends the search, and forgets what it was about.
    pub fn stop(self) {
        self.topic.stop();
        self.search.set(None);
    }

    /// What was found and can be put into the scenario.
    pub fn usable(self) -> Option<(Key, f64)> {
        let Search { seek, is_used: false, .. } = self.search.get().filter(|_| self.is_current())? else { return None };
        let lever = seek.goal.lever;
        match seek.result()?.rounded(lever.input()) {
            GoalSeekResult::Reached { value, .. } => Some((lever, value)),
            _ => None,
        }
    }

    /// Puts it into the scenario, in a step of its own.
    pub fn put(self) {
        let (app, Some((lever, value))) = (self.app, untrack(|| self.usable())) else { return };
        let index = untrack(|| app.selected_index());
        let place = FieldPath::scenario_field(index, lever.input().name);
        forget(app, &place);
        app.seal();
        app.edit_scenario(index, &place, |scenario| *scenario = with_input(scenario, lever, value));
        app.seal();
        // Of this input at whatever value the study says what it said before: the answer stays.
        let study = untrack(|| alone(app));
        self.search.update(|search| {
            search.iter_mut().for_each(|search| {
                search.study = study.clone();
                search.is_used = true;
            })
        });
    }
}
