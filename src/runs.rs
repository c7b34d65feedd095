//! Keeps the simulated futures up with the study: a quick fan after every change, all runs once it rests.

use super::listen::whenever;
use super::model::{App, Futures, Progress};
use super::notice::Notice;
use super::view::View;
use super::words::{link, window};
use holdfast_engine::{LANES, PreparedStudy};
use holdfast_pool::workers::Pool;
use holdfast_pool::{Event, Job, JobId};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{Ask, EXACT_RUNS_MAX, Summary};
use leptos::prelude::*;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Runs of the quick fan of a study of the size of the default one; fewer in a heavier study.
const QUICK_RUNS: u32 = 1000;
/// Draws of a run that [`QUICK_RUNS`] are meant for; the default study's takes half as many.
const QUICK_DRAWS: f64 = 800.0;
/// How long the study must rest before all runs are simulated.
const REST: Duration = Duration::from_millis(200);
/// More workers than this bring little and cost memory.
const WORKERS_MAX: f64 = 8.0;

/// How many workers this machine has use for.
pub fn workers() -> usize {
    window().navigator().hardware_concurrency().clamp(1.0, WORKERS_MAX) as usize
}

fn quick_runs(study: &CheckedStudy) -> u32 {
    let share = (QUICK_DRAWS / PreparedStudy::draws_per_run(study)).min(1.0);
    // Runs come in blocks: fewer than fill one would cost as much.
    ((f64::from(QUICK_RUNS) * share) as u32).max(LANES as u32).min(study.runs())
}

/// The job at hand.
struct Current {
    id: JobId,
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
    pool: Rc<OnceCell<Pool>>,
    current: Rc<RefCell<Option<Current>>>,
    /// Counts the changes, so that a rest is known to be one.
    change: Rc<Cell<u32>>,
}

impl Runs {
    /// Starts the workers and follows the study from now on.
    pub fn start(app: App, view: View) -> Self {
        let runs = Self { app, view, pool: Rc::default(), current: Rc::default(), change: Rc::default() };
        let listener = runs.clone();
        let pool = Pool::new(workers(), link("worker-script"), move |event| listener.hear(event));
        let _ = runs.pool.set(pool);
        let follower = runs.clone();
        let mut before: Option<(Arc<CheckedStudy>, Ask)> = None;
        whenever(move || {
            let study = app.checked.get();
            let ask = view.ask(app, &study);
            let is_same = |(known, asked): &(Arc<CheckedStudy>, Ask)| known.has_same_futures(&study) && *asked == ask;
            if before.as_ref().is_some_and(is_same) {
                follower.rename(&study);
            } else {
                follower.change.set(follower.change.get() + 1);
                let quick = study.with_runs(quick_runs(&study));
                follower.submit(study.clone(), quick);
            }
            before = Some((study, ask));
        });
        runs
    }

    /// Takes the study for the one that was submitted: nothing but names and looks differs. What is on the screen may
    /// still be of an older one, whose futures are not its own.
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

    /// Ends the simulation at once; what is on the screen stays.
    pub fn cancel(&self) {
        self.change.set(self.change.get() + 1);
        if let Some(event) = self.pool.get().and_then(Pool::cancel) {
            self.hear(event);
        }
    }

    /// Goes on after a stop.
    pub fn resume(&self) {
        let study = self.app.checked.get_untracked();
        let job = (*study).clone();
        self.submit(study, job);
    }

    /// Simulates `job`, which is all of `study` or the first runs of it.
    fn submit(&self, study: Arc<CheckedStudy>, job: CheckedStudy) {
        let Some(pool) = self.pool.get() else { return };
        let is_full = job.runs() == study.runs();
        let ask = untrack(|| self.view.ask(self.app, &job));
        self.app.stopped.set(false);
        let id = pool.submit(Job::new(job, ask));
        *self.current.borrow_mut() = Some(Current { id, study, is_full, start: now() });
    }

    fn hear(&self, event: Event) {
        let start_of = |id| {
            let current = self.current.borrow();
            current.as_ref().filter(|current| current.id == id).map(|current| (current.is_full, current.start))
        };
        match event {
            Event::Progress { id, done_runs, runs } => {
                if let Some((true, start)) = start_of(id) {
                    let left = f64::from(runs - done_runs) / f64::from(done_runs.max(1));
                    let progress = Progress { done_runs, runs, seconds_left: left * (now() - start) / 1000.0 };
                    self.app.progress.set((done_runs < runs).then_some(progress));
                }
            }
            Event::Done { id, summary } => {
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
            Event::Cancelled { .. } => self.stop(),
            Event::Failed { id, message } => {
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

    /// Simulates more of the study than the `done` runs: at first what is quick, so that a long job that is stopped
    /// leaves something good behind.
    fn refine_after_rest(&self, done: u32) {
        let (runs, change) = (self.clone(), self.change.get());
        let refine = move || {
            if runs.change.get() == change {
                // It may have got another name meanwhile.
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

/// A quick summary with the numbers of scenarios that have not changed taken from the one before, where that is of no
/// fewer runs: what nobody touched must not move.
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
