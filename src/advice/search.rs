//! The search for the value that reaches a goal: asks workers, step by step, until the value is found.

use super::super::field::forget;
use super::super::live::Live;
use super::super::model::App;
use super::super::pool::worker_count;
use super::super::view::View;
use super::alone;
use super::asking::Topic;
use super::goal::asked;
use holdfast_advice::{Answer, GoalSeek, GoalSeekResult, with_input};
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

/// The search, of which there is at most one.
#[derive(Clone, Copy)]
pub struct Searching {
    app: App,
    view: View,
    pub topic: Topic,
    pub search: Live<Option<Search>>,
}

impl Searching {
    /// No search yet.
    pub fn new(app: App, view: View) -> Self {
        Self { app, view, topic: Topic::new(), search: Live::new(None) }
    }

    /// Whether the search is about the current study and the current goal. A value found for another is no answer.
    pub fn is_current(self) -> bool {
        let Self { app, view, search, .. } = self;
        let is_same =
            |Search { study, seek, .. }: &Search| seek.goal == asked(app, view) && study.has_same_futures(&alone(app));
        view.has_goal.get() && search.with(|search| search.as_ref().is_some_and(is_same))
    }

    /// Starts a new search.
    pub fn find(self) {
        let (study, goal) = untrack(|| (alone(self.app), asked(self.app, self.view)));
        self.search.set(Some(Search { seek: GoalSeek::new(&study, goal), study, is_used: false }));
        self.step();
    }

    /// Asks until the value is found, or the search is no longer about the current study and goal.
    fn step(self) {
        while let Some(Search { study, seek, .. }) = self.search.get_untracked() {
            let (values, questions): (Vec<_>, Vec<_>) = seek.questions(worker_count()).into_iter().unzip();
            if seek.result().is_some() || !untrack(|| self.is_current()) {
                return;
            }
            // There may be no values beyond the slider.
            if questions.is_empty() {
                self.take(&[], &[]);
                continue;
            }
            return self.topic.ask(self.app, study, questions, move |answers| {
                self.take(&values, &answers.answers);
                self.step();
            });
        }
    }

    /// Takes the answer to each question, with the values that the question tried.
    fn take(self, values: &[Vec<f64>], answers: &[Option<Answer>]) {
        let answered = || {
            let pairs = values.iter().zip(answers);
            pairs.filter_map(|(values, answer)| Some((&values[..], answer.as_ref()?)))
        };
        self.search.update(|search| search.iter_mut().for_each(|search| search.seek.add_answers(answered())));
    }

    /// Ends the search and forgets it.
    pub fn stop(self) {
        self.topic.stop();
        self.search.set(None);
    }

    /// The value that was found, if it can be put into the scenario.
    pub fn usable(self) -> Option<(Key, f64)> {
        let Search { seek, is_used: false, .. } = self.search.get().filter(|_| self.is_current())? else { return None };
        let lever = seek.goal.lever;
        match seek.result()?.rounded(lever.input()) {
            GoalSeekResult::Reached { value, .. } => Some((lever, value)),
            _ => None,
        }
    }

    /// Puts the value into the scenario, as an undo step of its own.
    pub fn put(self) {
        let (app, Some((lever, value))) = (self.app, untrack(|| self.usable())) else { return };
        let index = untrack(|| app.selected_index());
        let place = FieldPath::scenario_field(index, lever.input().name);
        forget(app, &place);
        app.seal();
        app.edit_scenario(index, &place, |scenario| *scenario = with_input(scenario, lever, value));
        app.seal();
        // The study differs only in the input that was sought, so the answer is still right.
        let study = untrack(|| alone(app));
        self.search.update(|search| {
            search.iter_mut().for_each(|search| {
                search.study = study.clone();
                search.is_used = true;
            })
        });
    }
}
