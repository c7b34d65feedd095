//! Questions to workers: asked again when they or the study change, while the user looks at the answers.

use super::super::listen::whenever;
use super::super::live::Live;
use super::super::model::App;
use super::super::notice::Notice;
use super::super::pool;
use super::super::runs::now;
use holdfast_advice::{Answer, Question};
use holdfast_scenario::CheckedStudy;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// The least time in milliseconds between two updates of the page, if answers come one after another.
const UPDATE_MS: f64 = 150.0;

/// Questions, and the answers so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// A study of one scenario.
    pub study: Arc<CheckedStudy>,
    pub questions: Vec<Question>,
    /// One for each question; `None` until it is answered.
    pub answers: Vec<Option<Answer>>,
}

impl Answers {
    /// The answer to the first question.
    pub fn first(&self) -> Option<&Answer> {
        self.answers.first()?.as_ref()
    }
}

/// Questions that belong together: newer ones replace older ones.
#[derive(Clone, Copy)]
pub struct Topic {
    id: usize,
    pub answers: Live<Option<Arc<Answers>>>,
    /// Whether answers are on their way.
    pub is_busy: Live<bool>,
}

/// The questions to ask, and the study that they are about; `None` if there is nothing to ask.
type Wanted = Option<(Arc<CheckedStudy>, Vec<Question>)>;

thread_local! {
    /// The number of topics so far.
    static TOPICS: Cell<usize> = const { Cell::new(0) };
}

impl Topic {
    /// A new topic without questions.
    pub fn new() -> Self {
        let id = TOPICS.get();
        TOPICS.set(id + 1);
        Self { id, answers: Live::new(None), is_busy: Live::new(false) }
    }

    /// Asks what `wanted` returns whenever that changes. It returns `None` while the user does not look at the answers.
    pub fn follow(self, app: App, wanted: impl Fn() -> Wanted + 'static) {
        self.follow_boxed(app, Box::new(wanted));
    }

    /// The same without a type parameter, so that all topics share one piece of code.
    fn follow_boxed(self, app: App, wanted: Box<dyn Fn() -> Wanted>) {
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

    /// Asks questions, and calls `then` when all are answered. If one fails, the others are dropped and the user is told.
    pub fn ask(
        self,
        app: App,
        study: Arc<CheckedStudy>,
        questions: Vec<Question>,
        then: impl Fn(Arc<Answers>) + 'static,
    ) {
        let (left, updated) = (Cell::new(questions.len()), Cell::new(f64::NEG_INFINITY));
        let answers = vec![None; questions.len()];
        let so_far = RefCell::new(Answers { study: study.clone(), questions: questions.clone(), answers });
        self.is_busy.set(left.get() > 0);
        let listener = move |index: usize, answer: Result<Answer, String>| match answer {
            Ok(answer) => {
                left.set(left.get() - 1);
                so_far.borrow_mut().answers[index] = Some(answer);
                // To show each of many answers would take time that the workers need for the next ones.
                if left.get() > 0 && now() - updated.get() < UPDATE_MS {
                    return;
                }
                updated.set(now());
                let answers = Arc::new(so_far.borrow().clone());
                self.answers.set(Some(answers.clone()));
                if left.get() == 0 {
                    self.is_busy.set(false);
                    then(answers);
                }
            }
            Err(message) => {
                self.stop();
                app.notice.set(Some(Notice::failed(&message)));
            }
        };
        pool::ask(self.id, &study, questions, Rc::new(listener));
    }

    /// Drops the questions; no further answer comes.
    pub fn stop(self) {
        pool::cancel_topic(self.id);
        self.is_busy.set(false);
    }

    /// The answer of a topic with one question, and the study that it is about.
    pub fn only(self) -> Option<(Arc<CheckedStudy>, Answer)> {
        let answers = self.answers.get()?;
        Some((answers.study.clone(), answers.first()?.clone()))
    }
}
