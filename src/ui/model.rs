//! The state of the page, and what can be done to it. One study; everything else is derived from it.

use crate::scenario::input::SCENARIOS;
use crate::scenario::{CheckedStudy, Fault, LineStyle, Place, Problem, Scenario, Study};
use crate::summary::Summary;
use leptos::prelude::*;
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
}

/// A text in a field, as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedText {
    pub place: Place,
    pub text: String,
    /// Why it cannot be read; `None` where it was read and taken over.
    pub slip: Option<Slip>,
}

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    pub fault: Fault,
    /// Which entry of a list it is of, from 0.
    pub entry: Option<usize>,
}

impl From<Fault> for Slip {
    fn from(fault: Fault) -> Self {
        Self { fault, entry: None }
    }
}

/// Texts as typed; a handful at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(Vec<TypedText>);

impl Typed {
    pub fn get(&self, place: &Place) -> Option<&TypedText> {
        self.0.iter().find(|typed| typed.place == *place)
    }

    pub fn set(&mut self, typed: TypedText) {
        self.remove(&typed.place);
        self.0.push(typed);
    }

    pub fn remove(&mut self, place: &Place) {
        self.0.retain(|typed| typed.place != *place);
    }

    /// Those that cannot be read, as problems.
    fn problems(&self) -> impl Iterator<Item = Problem> {
        self.0.iter().filter_map(|TypedText { place, slip, .. }| {
            let Slip { fault, entry } = slip.clone()?;
            Some(Problem::new(entry.map_or_else(|| place.clone(), |index| place.entry(index)), fault))
        })
    }
}

/// Something the user should know, until dismissed.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub text: String,
    /// Lines below the text, such as the problems of a file.
    pub details: Vec<String>,
    pub offer: Option<Offer>,
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Go back to the study in this slot of the store.
    Reopen(String),
    /// Save a text that could not be read.
    Save(String),
    /// A text to copy by hand.
    Copy(String),
}

impl Notice {
    pub fn new(text: String) -> Self {
        Self { text, details: Vec::new(), offer: None }
    }
}

/// The page's state, in the context of every view.
#[derive(Clone, Copy)]
pub struct App {
    /// As typed: it may have problems.
    pub study: RwSignal<Study>,
    /// Index of the scenario whose inputs are shown.
    pub selected: RwSignal<usize>,
    /// Text in fields that is being typed or cannot be read as a number, by place.
    pub typed: RwSignal<Typed>,
    /// Everything that keeps the page from simulating what it shows: texts that cannot be read, then the study's own.
    pub problems: Memo<Vec<Problem>>,
    /// The study, or the last one that had no problem.
    pub checked: Memo<Arc<CheckedStudy>>,
    pub futures: RwSignal<Option<Arc<Futures>>>,
    pub progress: RwSignal<Option<Progress>>,
    /// Whether the simulation ended before all runs, by the user or by a fault.
    pub stopped: RwSignal<bool>,
    pub notice: RwSignal<Option<Notice>>,
}

impl App {
    /// `good` stands in for `study` where that has problems.
    pub fn new(study: Study, good: CheckedStudy) -> Self {
        let good = Arc::new(good);
        let study = RwSignal::new(study);
        let typed = RwSignal::new(Typed::default());
        let result = Memo::new(move |_| study.with(Study::check));
        Self {
            study,
            selected: RwSignal::new(0),
            typed,
            problems: Memo::new(move |_| {
                let unreadable: Vec<Problem> = typed.with(|typed| typed.problems().collect());
                let checked = result.get().err().unwrap_or_default();
                let is_new = |problem: &Problem| unreadable.iter().all(|known| known.place != problem.place);
                unreadable.iter().cloned().chain(checked.into_iter().filter(is_new)).collect()
            }),
            checked: Memo::new(move |before: Option<&Arc<CheckedStudy>>| match result.get() {
                Ok(study) => Arc::new(study),
                Err(_) => before.unwrap_or(&good).clone(),
            }),
            futures: RwSignal::new(None),
            progress: RwSignal::new(None),
            stopped: RwSignal::new(false),
            notice: RwSignal::new(None),
        }
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

    /// Puts another study in place of the current one.
    pub fn replace(&self, study: Study) {
        self.forget_typed();
        self.selected.set(0);
        self.study.set(study);
    }

    /// The selected scenario's index, also while scenarios come and go.
    pub fn selected_index(&self) -> usize {
        let count = self.study.with(|study| study.scenarios.len());
        self.selected.get().min(count.saturating_sub(1))
    }

    /// Whether one more scenario fits.
    pub fn can_add(&self) -> bool {
        self.study.with(|study| study.scenarios.len() < *SCENARIOS.end())
    }

    /// Whether a scenario may go.
    pub fn can_remove(&self) -> bool {
        self.study.with(|study| study.scenarios.len() > *SCENARIOS.start())
    }

    /// Adds a scenario with the default inputs at the end, and selects it.
    pub fn add(&self, name: &str) {
        let at = self.study.with_untracked(|study| study.scenarios.len());
        self.insert(at, |study| Scenario { name: study.free_name(name), ..Scenario::default() });
    }

    /// Adds a copy of the selected scenario behind it, and selects it.
    pub fn duplicate(&self) {
        let at = self.selected_index();
        self.insert(at + 1, |study| {
            let original = &study.scenarios[at];
            Scenario { name: study.free_name(&original.name), ..original.clone() }
        });
    }

    /// Whatever it looked like, it is seen, in a colour of its own.
    fn insert(&self, at: usize, scenario: impl FnOnce(&Study) -> Scenario) {
        self.forget_typed();
        self.study.update(|study| {
            let color = study.free_color();
            let own = Scenario { color, line: LineStyle::of_color(color), hidden: false, ..scenario(study) };
            study.scenarios.insert(at, own);
        });
        self.selected.set(at);
    }

    /// Removes the selected scenario.
    pub fn remove(&self) {
        let at = self.selected_index();
        self.forget_typed();
        self.study.update(|study| {
            study.scenarios.remove(at);
        });
        self.selected.set(at.saturating_sub(1));
    }

    /// Places name scenarios by index, and the scenarios are about to change.
    fn forget_typed(&self) {
        self.typed.set(Typed::default());
    }
}
