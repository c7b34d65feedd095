//! Keeps the simulated futures up to date with the study: a quick fan after every change, all runs once it rests.

use super::listen::whenever;
use super::model::{App, Futures, Progress};
use super::notice::Notice;
use super::pool;
use super::view::View;
use super::words::window;
use holdfast_engine::{LANES, PreparedStudy};
use holdfast_pool::{Job, JobEvent, WorkId};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{EXACT_RUNS_MAX, Summary, SummaryRequest};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Runs of the quick fan of a study of the default size; a heavier study gets fewer.
const QUICK_RUNS: u32 = 1000;
/// The most draws per run with which a study gets all [`QUICK_RUNS`]; the default study needs half as many.
const QUICK_DRAWS: f64 = 800.0;
/// How long the study must rest before all runs are simulated.
const REST: Duration = Duration::from_millis(200);

/// The number of runs of the quick fan of a study.
fn quick_runs(study: &CheckedStudy) -> u32 {
    let share = (QUICK_DRAWS / PreparedStudy::draws_per_run(study)).min(1.0);
    // At least a whole block: fewer runs would take as long.
    ((f64::from(QUICK_RUNS) * share) as u32).max(LANES as u32).min(study.runs())
}

/// The current job.
struct Current {
    id: WorkId,
    study: Arc<CheckedStudy>,
    is_full: bool,
    /// When it was submitted, in milliseconds of the page's clock.
    start: f64,
}

/// The simulation as the page drives it.
#[derive(Clone)]
pub struct Runs {
    app: App,
    view: View,
    current: Rc<RefCell<Option<Current>>>,
    /// The number of changes so far, to notice whether the study has changed during a rest.
    change: Rc<Cell<u32>>,
}

impl Runs {
    /// Simulates the study now and whenever it changes.
    pub fn start(app: App, view: View) -> Self {
        let runs = Self { app, view, current: Rc::default(), change: Rc::default() };
        let listener = runs.clone();
        pool::listen(move |event| listener.handle(event));
        let subscriber = runs.clone();
        let mut before: Option<(Arc<CheckedStudy>, SummaryRequest)> = None;
        whenever(move || {
            let study = app.checked.get();
            let request = view.request(app, &study);
            let is_same = |(known, requested): &(Arc<CheckedStudy>, SummaryRequest)| {
                known.has_same_futures(&study) && *requested == request
            };
            if before.as_ref().is_some_and(is_same) {
                subscriber.rename(&study);
            } else {
                subscriber.change.set(subscriber.change.get() + 1);
                let quick = study.with_runs(quick_runs(&study));
                subscriber.submit(study.clone(), quick);
            }
            before = Some((study, request));
        });
        runs
    }

    /// Puts the study in place of the submitted one, from which only names and looks differ. The futures on the screen may
    /// still be those of an older study; then they keep their own.
    fn rename(&self, study: &Arc<CheckedStudy>) {
        if let Some(current) = &mut *self.current.borrow_mut() {
            current.study = study.clone();
        }
        let shown = self.app.futures.get_untracked();
        if let Some(futures) = shown.filter(|shown| shown.study.has_same_futures(study)) {
            let summary = futures.summary.clone();
            self.app.futures.set(Some(Arc::new(Futures { study: study.clone(), summary })));
        }
    }

    /// Ends the simulation at once; the futures on the screen stay.
    pub fn cancel(&self) {
        self.change.set(self.change.get() + 1);
        if let Some(event) = pool::cancel_job() {
            self.handle(event);
        }
    }

    /// Continues after a stop.
    pub fn resume(&self) {
        let study = self.app.checked.get_untracked();
        let job = (*study).clone();
        self.submit(study, job);
    }

    /// Simulates `job`, which is all of `study` or the first runs of it.
    fn submit(&self, study: Arc<CheckedStudy>, job: CheckedStudy) {
        let is_full = job.runs() == study.runs();
        let request = untrack(|| self.view.request(self.app, &job));
        self.app.stopped.set(false);
        let id = pool::submit(Job::new(job, request));
        *self.current.borrow_mut() = Some(Current { id, study, is_full, start: now() });
    }

    fn handle(&self, event: JobEvent) {
        let start_of = |id| {
            let current = self.current.borrow();
            current.as_ref().filter(|current| current.id == id).map(|current| (current.is_full, current.start))
        };
        match event {
            JobEvent::Progress { id, done_runs, runs } => {
                if let Some((true, start)) = start_of(id) {
                    let left = f64::from(runs - done_runs) / f64::from(done_runs.max(1));
                    let progress = Progress { done_runs, runs, seconds_left: left * (now() - start) / 1000.0 };
                    self.app.progress.set((done_runs < runs).then_some(progress));
                }
            }
            JobEvent::Done { id, summary } => {
                let Some(Current { study, is_full, .. }) =
                    self.current.borrow_mut().take_if(|current| current.id == id)
                else {
                    return;
                };
                let runs = summary.runs();
                let before = self.app.futures.get_untracked();
                let summary = keep_unchanged(before.as_deref(), &study, summary);
                self.app.futures.set(Some(Arc::new(Futures { study: study.clone(), summary })));
                self.app.progress.set(None);
                if !is_full {
                    self.refine_after_rest(runs);
                }
            }
            JobEvent::Cancelled { .. } => self.stop(),
            JobEvent::Failed { id, message } => {
                if start_of(id).is_some() {
                    self.stop();
                    self.app.notice.set(Some(Notice::failed(&message)));
                }
            }
        }
    }

    fn stop(&self) {
        self.app.progress.set(None);
        self.app.stopped.set(true);
    }

    /// Simulates more runs of the study than the `done` ones, after a rest: first as many as are quick, so that a good fan
    /// is left if the user stops the long job that follows.
    fn refine_after_rest(&self, done: u32) {
        let (runs, change) = (self.clone(), self.change.get());
        let refine = move || {
            if runs.change.get() == change {
                // The study may have got another name meanwhile.
                let study = runs.app.checked.get_untracked();
                let next = if done < EXACT_RUNS_MAX { EXACT_RUNS_MAX.min(study.runs()) } else { study.runs() };
                let job = study.with_runs(next);
                runs.submit(study, job);
            }
        };
        set_timeout(refine, REST);
    }
}

/// Milliseconds of the page's clock.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// A quick summary with the figures of unchanged scenarios copied from the summary before, if that has no fewer runs: the
/// fan of a scenario that the user did not touch must not move.
fn keep_unchanged(before: Option<&Futures>, study: &CheckedStudy, mut summary: Summary) -> Summary {
    let runs = summary.runs();
    let is_better = |before: &&Futures| before.study.has_same_settings(study) && before.summary.runs() >= runs;
    if runs < study.runs()
        && let Some(before) = before.filter(is_better)
    {
        let is_same = |at: usize| before.study.scenarios().get(at) == study.scenarios().get(at);
        summary.adopt(&before.summary, |track| is_same(track.scenario) && track.minus.is_none_or(is_same));
    }
    summary
}
