//! The state of the page, and what can be done to it. One study; everything else is derived from it.

use super::advice::WISHES;
use super::history::History;
use super::live::{Derived, Live, memo};
use super::notice::Notice;
use super::typed::Typed;
use holdfast_scenario::{CheckedStudy, FieldPath, Scenario, Study, ValidationError};
use holdfast_summary::Summary;
use std::ops::Deref;
use std::sync::Arc;

/// Simulated futures, and the study that they are of.
#[derive(Clone, Debug, PartialEq)]
pub struct Futures {
    pub study: Arc<CheckedStudy>,
    pub summary: Summary,
}

/// How far a simulation is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    pub done_runs: u32,
    pub runs: u32,
    /// At the speed so far.
    pub seconds_left: f64,
}

/// What a step of undo goes back to.
#[derive(Clone, Debug)]
struct State {
    slot: String,
    study: Study,
    selected: usize,
}

/// The page's state, in the context of every view, for the life of the page.
#[derive(Clone, Copy)]
pub struct App(&'static Signals);

/// What the page's state consists of.
pub struct Signals {
    /// As typed: it may have problems. Changed by [`App::edit`] and its kin alone, which can be undone.
    pub study: Live<Study>,
    /// Where the study is kept in the browser's store.
    pub slot: Live<String>,
    /// Index of the scenario whose inputs are shown.
    pub selected: Live<usize>,
    /// Text in fields that is being typed or cannot be read as a number, by place.
    pub typed: Live<Typed>,
    /// Everything that keeps the page from simulating what it shows: texts that cannot be read, then the study's own.
    pub problems: Derived<Vec<ValidationError>>,
    /// The study, or the last one that had no problem.
    pub checked: Derived<Arc<CheckedStudy>>,
    /// The slot of the last study that had no problem.
    good_slot: Derived<Option<String>>,
    pub futures: Live<Option<Arc<Futures>>>,
    pub progress: Live<Option<Progress>>,
    /// Whether the simulation ended before all runs, by the user or by a fault.
    pub stopped: Live<bool>,
    pub notice: Live<Option<Notice>>,
    history: Live<History<State>>,
    /// Whether there is something to undo, and to redo.
    pub reach: Live<(bool, bool)>,
}

impl Deref for App {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

impl App {
    /// `good` stands in for `study` where that has problems.
    pub fn new(study: Study, slot: String, good: CheckedStudy) -> Self {
        let good = Arc::new(good);
        let study = Live::new(study);
        let typed = Live::new(Typed::default());
        let result = memo(move |_| study.with(Study::check));
        let slot = Live::new(slot);
        Self(Box::leak(Box::new(Signals {
            study,
            slot,
            selected: Live::new(0),
            typed,
            problems: memo(move |_| {
                // What is wished beside the study holds it up in nothing.
                let wishes = FieldPath::study(WISHES);
                let is_of_study = |problem: &ValidationError| !problem.path.is_in(&wishes);
                let unreadable: Vec<ValidationError> =
                    typed.with(|typed| typed.problems().filter(is_of_study).collect());
                let checked = result.get().err().unwrap_or_default();
                let is_new = |problem: &ValidationError| unreadable.iter().all(|known| known.path != problem.path);
                unreadable.iter().cloned().chain(checked.into_iter().filter(is_new)).collect()
            }),
            // The same study keeps its place in memory, which the futures that are on their way go by.
            checked: memo(move |before: Option<&Arc<CheckedStudy>>| match (result.get(), before) {
                (Ok(study), Some(before)) if study == **before => before.clone(),
                (Ok(study), _) => Arc::new(study),
                (Err(_), before) => before.unwrap_or(&good).clone(),
            }),
            good_slot: memo(move |before: Option<&Option<String>>| match result.with(Result::is_ok) {
                true => Some(slot.get()),
                false => before.cloned().flatten(),
            }),
            futures: Live::new(None),
            progress: Live::new(None),
            stopped: Live::new(false),
            notice: Live::new(None),
            history: Live::default(),
            reach: Live::new((false, false)),
        })))
    }

    /// Whether more futures of the study as it is are on their way.
    pub fn is_busy(&self) -> bool {
        let study = self.checked.get();
        let is_done =
            |futures: &Arc<Futures>| Arc::ptr_eq(&futures.study, &study) && futures.summary.runs() == study.runs();
        !self.stopped.get() && !self.futures.get().as_ref().is_some_and(is_done)
    }

    /// The study that the figures on the screen are of; before there are any, the one that they will be of.
    pub fn shown_study(&self) -> Arc<CheckedStudy> {
        self.futures.get().map_or_else(|| self.checked.get(), |futures| futures.study.clone())
    }

    /// Whether the open study has had problems for as long as it is open: the study that [`Signals::checked`] has in its
    /// place, and its figures, are another one's.
    pub fn is_unknown(&self) -> bool {
        self.good_slot.get() != Some(self.slot.get())
    }

    /// The scenario that is compared with the first one: the selected one, or where that is the first, the last one.
    pub fn compared(&self) -> usize {
        let last = self.study.with(|study| study.scenarios.len()).saturating_sub(1);
        Some(self.selected_index()).filter(|&at| at > 0).unwrap_or(last)
    }

    /// Changes the study. Edits in a row at the same place are one step to undo, until [`Self::seal`].
    pub fn edit(&self, at: &FieldPath, change: impl FnOnce(&mut Study)) {
        self.put(Some(at), self.changed(change));
    }

    /// Changes a scenario, if it is still there; see [`Self::edit`].
    pub fn edit_scenario(&self, index: usize, at: &FieldPath, change: impl FnOnce(&mut Scenario)) {
        self.edit(at, |study| {
            if let Some(scenario) = study.scenarios.get_mut(index) {
                change(scenario);
            }
        });
    }

    /// Changes a list in a step of its own, after which its places may name other things than before.
    pub fn rearrange(&self, list: &FieldPath, change: impl FnOnce(&mut Study)) {
        self.typed.update(|typed| typed.remove_in(list));
        self.put(None, self.changed(change));
    }

    fn changed(&self, change: impl FnOnce(&mut Study)) -> Study {
        let mut study = self.study.get_untracked();
        change(&mut study);
        study
    }

    /// What changes nothing is no step.
    fn put(&self, at: Option<&FieldPath>, study: Study) {
        if self.study.with_untracked(|now| *now != study) {
            self.record(at);
            self.study.set(study);
        }
    }

    /// Ends a step of undo, such as when a slider is let go or a field is left.
    pub fn seal(&self) {
        self.history.update(History::seal);
    }

    fn record(&self, at: Option<&FieldPath>) {
        let now = self.state();
        self.history.update(|history| history.record(at, now));
        self.tell_reach();
    }

    fn state(&self) -> State {
        let (slot, selected) = (self.slot.get_untracked(), self.selected.get_untracked());
        State { slot, study: self.study.get_untracked(), selected }
    }

    fn tell_reach(&self) {
        let reach = self.history.with_untracked(History::reach);
        if self.reach.get_untracked() != reach {
            self.reach.set(reach);
        }
    }

    /// Takes the last step back.
    pub fn undo(&self) {
        self.travel(History::undo);
    }

    /// Takes the last undo back.
    pub fn redo(&self) {
        self.travel(History::redo);
    }

    fn travel(&self, to: fn(&mut History<State>, State) -> Option<State>) {
        let now = self.state();
        let mut then = None;
        self.history.update(|history| then = to(history, now));
        if let Some(then) = then {
            self.show(then);
        }
        self.tell_reach();
    }

    fn show(&self, State { slot, study, selected }: State) {
        self.typed.set(Typed::default());
        let is_other = self.slot.with_untracked(|now| *now != slot);
        let is_of_study = |notice: &Option<Notice>| notice.as_ref().is_some_and(|notice| !notice.outlives_study());
        if is_other && self.notice.with_untracked(is_of_study) {
            self.notice.set(None);
        }
        self.slot.set(slot);
        self.selected.set(selected);
        self.study.set(study);
    }

    /// Puts another study, which is kept in another slot, in place of the current one. Can be undone.
    pub fn replace(&self, slot: String, study: Study) {
        self.record(None);
        self.show(State { slot, study, selected: 0 });
    }

    /// The selected scenario's index, also while scenarios come and go.
    pub fn selected_index(&self) -> usize {
        let count = self.study.with(|study| study.scenarios.len());
        self.selected.get().min(count.saturating_sub(1))
    }
}
