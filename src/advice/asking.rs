//! Questions to workers: asked anew when they or the study change, while somebody looks at the answers.

use super::super::listen::whenever;
use super::super::live::Live;
use super::super::model::App;
use super::super::notice::Notice;
use super::super::runs::{now, workers};
use super::super::words::link;
use holdfast_advice::Question;
use holdfast_pool::JobId;
use holdfast_pool::workers::Asking;
use holdfast_scenario::CheckedStudy;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// Milliseconds between two showings of answers that come one after another.
const PAUSE: f64 = 150.0;

/// What was asked, and what has been answered of it so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Of one scenario.
    pub study: Arc<CheckedStudy>,
    pub questions: Vec<Question>,
    /// One for each question; empty until it is answered.
    pub answers: Vec<Vec<f64>>,
}

/// Questions that belong together: newer ones take the place of older.
#[derive(Clone, Copy)]
pub struct Topic {
    at: usize,
    pub heard: Live<Option<Arc<Heard>>>,
    /// Whether answers are on their way.
    pub is_busy: Live<bool>,
}

/// What is to be asked of which study, if anything.
type Wanted = Option<(Arc<CheckedStudy>, Vec<Question>)>;

/// Takes the answer to the question at a place.
type Listener = Rc<dyn Fn(usize, Result<Vec<f64>, String>)>;

/// The workers, started when the first question is asked, and who listens to which list.
#[derive(Default)]
struct Switchboard {
    asking: OnceCell<Asking>,
    listeners: RefCell<Vec<(JobId, usize, Listener)>>,
}

thread_local! {
    static BOARD: Switchboard = Switchboard::default();
    static TOPICS: Cell<usize> = const { Cell::new(0) };
}

fn ask(topic: usize, study: Arc<CheckedStudy>, questions: Vec<Question>, listener: Listener) {
    BOARD.with(|board| {
        let asking = board.asking.get_or_init(|| {
            Asking::new(workers(), link("worker-script"), |answer| {
                let is_of = |(id, _, _): &&(JobId, usize, Listener)| *id == answer.id;
                let listener = BOARD.with(|board| board.listeners.borrow().iter().find(is_of).map(|of| of.2.clone()));
                if let Some(listener) = listener {
                    listener(answer.at, answer.numbers);
                }
            })
        });
        let id = asking.ask(topic, study, questions);
        let mut listeners = board.listeners.borrow_mut();
        listeners.retain(|(_, known, _)| *known != topic);
        listeners.push((id, topic, listener));
    });
}

impl Topic {
    /// A topic of its own.
    pub fn new() -> Self {
        let at = TOPICS.get();
        TOPICS.set(at + 1);
        Self { at, heard: Live::new(None), is_busy: Live::new(false) }
    }

    /// Asks what is wanted whenever that changes; nothing is wanted while nobody looks.
    pub fn follow(self, app: App, wanted: impl Fn() -> Wanted + 'static) {
        self.follows(app, Box::new(wanted));
    }

    /// One piece of code for all topics.
    fn follows(self, app: App, wanted: Box<dyn Fn() -> Wanted>) {
        let mut before: Wanted = None;
        whenever(move || {
            let Some((study, questions)) = wanted() else { return };
            let is_same = |(known, asked): &(Arc<CheckedStudy>, Vec<Question>)| {
                known.has_same_futures(&study) && *asked == questions
            };
            if !before.as_ref().is_some_and(is_same) {
                self.ask(app, study.clone(), questions.clone(), |_| {});
            }
            before = Some((study, questions));
        });
    }

    /// Asks, and calls `then` with all that was answered.
    pub fn ask(
        self,
        app: App,
        study: Arc<CheckedStudy>,
        questions: Vec<Question>,
        then: impl Fn(Arc<Heard>) + 'static,
    ) {
        let heard = Heard { study: study.clone(), answers: vec![Vec::new(); questions.len()], questions };
        let (left, shown) = (Cell::new(heard.questions.len()), Cell::new(f64::NEG_INFINITY));
        let questions = heard.questions.clone();
        let heard = RefCell::new(heard);
        self.is_busy.set(left.get() > 0);
        let listener = move |at: usize, answer: Result<Vec<f64>, String>| {
            left.set(left.get() - 1);
            match answer {
                Ok(numbers) => {
                    heard.borrow_mut().answers[at] = numbers;
                    // To show each of many answers would take from the workers what they need for the next.
                    if left.get() > 0 && now() - shown.get() < PAUSE {
                        return;
                    }
                    shown.set(now());
                    let heard = Arc::new(heard.borrow().clone());
                    self.heard.set(Some(heard.clone()));
                    if left.get() == 0 {
                        self.is_busy.set(false);
                        then(heard);
                    }
                }
                Err(message) => {
                    self.is_busy.set(false);
                    app.notice.set(Some(Notice::failed(&message)));
                }
            }
        };
        ask(self.at, study, questions, Rc::new(listener));
    }

    /// Asks nothing more, and hears nothing more of what was asked.
    pub fn stop(self) {
        BOARD.with(|board| {
            board.listeners.borrow_mut().retain(|(_, known, _)| *known != self.at);
            if let Some(asking) = board.asking.get() {
                asking.cancel(self.at);
            }
        });
        self.is_busy.set(false);
    }

    /// Of a topic with one question: its answer.
    pub fn only(self) -> Option<(Arc<CheckedStudy>, Vec<f64>)> {
        let heard = self.heard.get()?;
        Some((heard.study.clone(), heard.answers.first()?.clone()))
    }
}
