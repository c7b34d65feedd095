//! The page's one pool of workers, and the listeners to its events: one for jobs, one for each topic of questions.

use super::words::{link, window};
use holdfast_advice::{Answer, Question};
use holdfast_pool::web_workers::Pool;
use holdfast_pool::{Job, JobEvent, PoolEvent, QuestionAnswer, WorkId};
use holdfast_scenario::CheckedStudy;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// The most workers: more bring little and cost memory.
const WORKERS_MAX: f64 = 8.0;

/// The number of workers that this machine has use for.
pub fn worker_count() -> usize {
    window().navigator().hardware_concurrency().clamp(1.0, WORKERS_MAX) as usize
}

/// Takes the events of jobs.
type JobListener = Rc<dyn Fn(JobEvent)>;

/// Takes the answer to a question, with its position in the list of questions.
pub type AnswerListener = Rc<dyn Fn(usize, Result<Answer, String>)>;

/// A list of questions that is waiting for answers.
struct List {
    id: WorkId,
    topic: usize,
    listener: AnswerListener,
}

thread_local! {
    /// The workers start when the first job or question comes.
    static POOL: Pool = Pool::new(worker_count(), link("worker-script"), dispatch);
    static JOB_LISTENER: RefCell<Option<JobListener>> = const { RefCell::new(None) };
    static LISTS: RefCell<Vec<List>> = const { RefCell::new(Vec::new()) };
}

fn dispatch(event: PoolEvent) {
    match event {
        PoolEvent::Job(event) => {
            let listener = JOB_LISTENER.with_borrow(Clone::clone);
            if let Some(listener) = listener {
                listener(event);
            }
        }
        PoolEvent::Answer(QuestionAnswer { list, index, answer }) => {
            let listener =
                LISTS.with_borrow(|lists| lists.iter().find(|known| known.id == list).map(|of| of.listener.clone()));
            // The lists are not borrowed here, so the listener may ask the next questions.
            if let Some(listener) = listener {
                listener(index, answer);
            }
        }
    }
}

/// Sets the listener to the events of jobs.
pub fn listen(listener: impl Fn(JobEvent) + 'static) {
    JOB_LISTENER.set(Some(Rc::new(listener)));
}

/// Starts a job in place of the current one; it goes before all questions.
pub fn submit(job: Job) -> WorkId {
    POOL.with(|pool| pool.submit(job))
}

/// Ends the current job at once; `None` if there is none.
pub fn cancel_job() -> Option<JobEvent> {
    POOL.with(Pool::cancel_job)
}

/// Asks questions about the first scenario of a study, in place of the topic's older ones.
pub fn ask(topic: usize, study: &Arc<CheckedStudy>, questions: Vec<Question>, listener: AnswerListener) {
    let id = POOL.with(|pool| pool.ask(topic, study, questions));
    LISTS.with_borrow_mut(|lists| {
        lists.retain(|list| list.topic != topic);
        lists.push(List { id, topic, listener });
    });
}

/// Drops the questions of a topic; no further answer comes.
pub fn cancel_topic(topic: usize) {
    LISTS.with_borrow_mut(|lists| lists.retain(|list| list.topic != topic));
    POOL.with(|pool| pool.cancel_topic(topic));
}
