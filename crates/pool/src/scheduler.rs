//! The scheduler: decides which worker does what. One job at a time, a newer one replaces an older; and questions, which
//! workers answer while the job has no work to give out.

use super::job::{Job, WorkId};
use super::question_queue::{QuestionQueue, QueuedQuestion};
use super::running_job::RunningJob;
use super::task::{Reply, Task};
use super::transport::Transport;
use holdfast_advice::{Answer, Question};
use holdfast_engine::LANES;
use holdfast_scenario::CheckedStudy;
use holdfast_summary::Summary;
use std::sync::Arc;

/// News of a job or an answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum PoolEvent {
    Job(JobEvent),
    Answer(QuestionAnswer),
}

/// News of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum JobEvent {
    /// `done_runs` of `runs` are simulated.
    Progress { id: WorkId, done_runs: u32, runs: u32 },
    /// The job is finished.
    Done { id: WorkId, summary: Summary },
    /// The job was cancelled. It has no further events.
    Cancelled { id: WorkId },
    /// A worker panicked or died. The job is lost, and all workers are replaced.
    Failed { id: WorkId, message: String },
}

/// The answer to one question of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionAnswer {
    pub list: WorkId,
    /// Position of the question in its list, from 0. Answers come in any order.
    pub index: usize,
    /// `Err` holds the message of the worker that panicked or died over the question; it was replaced.
    pub answer: Result<Answer, String>,
}

/// The task that a busy worker has not yet replied to.
enum Owed {
    Job(WorkId),
    /// The number is that of the posting: a question that is posted again gets another one.
    Question(WorkId, QueuedQuestion),
}

impl Owed {
    fn id(&self) -> WorkId {
        match self {
            Self::Job(id) | Self::Question(id, _) => *id,
        }
    }
}

/// Hands tasks to workers.
pub struct Scheduler<T: Transport> {
    transport: T,
    /// One for each worker; `None` if it is idle.
    owed: Vec<Option<Owed>>,
    job: Option<RunningJob<T::Payload>>,
    questions: QuestionQueue,
    last_id: WorkId,
}

impl<T: Transport> Scheduler<T> {
    /// A scheduler of the workers of this transport.
    pub fn new(transport: T) -> Self {
        let owed = (0..transport.worker_count()).map(|_| None).collect();
        Self { transport, owed, job: None, questions: QuestionQueue::default(), last_id: 0 }
    }

    pub(super) fn transport(&mut self) -> &mut T {
        &mut self.transport
    }

    fn next_id(&mut self) -> WorkId {
        self.last_id += 1;
        self.last_id
    }

    /// Starts a job in place of the current one, if any. A worker that is at a batch of an older job finishes it first,
    /// because that takes less time than to replace the worker. If all workers are at questions, one is replaced.
    pub fn submit(&mut self, job: Job) -> WorkId {
        let id = self.next_id();
        self.job = Some(RunningJob::new(id, job, self.owed.len()));
        self.free_a_worker();
        self.feed();
        id
    }

    /// Ends the current job at once: workers that are at it are replaced, not waited for. `None` if there is no job.
    pub fn cancel_job(&mut self) -> Option<JobEvent> {
        let RunningJob { id, .. } = self.job.take()?;
        for worker in 0..self.owed.len() {
            if matches!(self.owed[worker], Some(Owed::Job(_))) {
                self.replace(worker);
            }
        }
        self.feed();
        Some(JobEvent::Cancelled { id })
    }

    /// Asks questions about the first scenario of a study, in place of the topic's older questions, and returns the number
    /// of the list. A worker that is at an older question finishes it, but there is no event for its answer.
    pub fn ask(&mut self, topic: usize, study: &Arc<CheckedStudy>, questions: Vec<Question>) -> WorkId {
        let list = self.next_id();
        self.questions.push_list(topic, list, study, questions);
        self.feed();
        list
    }

    /// Drops the questions of a topic; workers that are at one of them are replaced.
    pub fn cancel_topic(&mut self, topic: usize) {
        let Some(list) = self.questions.remove_topic(topic) else { return };
        for worker in 0..self.owed.len() {
            if matches!(&self.owed[worker], Some(Owed::Question(_, question)) if question.list == list) {
                self.replace(worker);
            }
        }
        self.feed();
    }

    /// Takes a worker's reply and gives out more work. Returns an event if the reply causes one.
    pub fn accept(&mut self, worker: usize, id: WorkId, reply: Reply<T::Payload>) -> Option<PoolEvent> {
        // Another number is that of a worker that was replaced since.
        let owed = self.owed[worker].take_if(|owed| owed.id() == id)?;
        if matches!(reply, Reply::Panicked(_)) {
            self.replace(worker);
        }
        let event = match owed {
            Owed::Job(id) => self.accept_of_job(worker, id, reply).map(PoolEvent::Job),
            Owed::Question(_, question) => self.accept_of_question(question, reply).map(PoolEvent::Answer),
        };
        self.feed();
        event
    }

    /// Notes that a worker died, or could not be started, without a reply of its own.
    pub fn lost(&mut self, worker: usize, message: String) -> Option<PoolEvent> {
        let Some(owed) = &self.owed[worker] else {
            self.replace(worker);
            return None;
        };
        let id = owed.id();
        self.accept(worker, id, Reply::Panicked(message))
    }

    fn accept_of_job(&mut self, worker: usize, id: WorkId, reply: Reply<T::Payload>) -> Option<JobEvent> {
        let job = self.job.as_mut().filter(|job| job.id == id)?;
        match reply {
            Reply::Simulated { blocks } => {
                job.done_blocks += blocks;
                let runs = job.job.study.runs();
                Some(JobEvent::Progress { id, done_runs: (job.done_blocks * LANES as u32).min(runs), runs })
            }
            Reply::Collected { payload } => {
                job.collect(worker, payload);
                None
            }
            Reply::Finished(summary) => {
                self.job = None;
                Some(JobEvent::Done { id, summary })
            }
            Reply::Panicked(message) => {
                self.job = None;
                // The accumulators of the other workers are lost as well. If the panic came from a lack of memory, the next
                // job would lack it too, because only the end of a worker gives memory back.
                for worker in (0..self.owed.len()).rev() {
                    self.put_back_and_replace(worker);
                }
                Some(JobEvent::Failed { id, message })
            }
            // A job asks no question.
            Reply::Answered(_) => None,
        }
    }

    fn accept_of_question(&mut self, question: QueuedQuestion, reply: Reply<T::Payload>) -> Option<QuestionAnswer> {
        let QueuedQuestion { list, index, .. } = question;
        let answer = match reply {
            Reply::Answered(answer) => Ok(answer),
            Reply::Panicked(message) => Err(message),
            // A question has no other reply.
            _ => Err(String::new()),
        };
        self.questions.is_current(list).then_some(QuestionAnswer { list, index, answer })
    }

    /// Replaces one worker if all are at questions, so that a job can start at once: one whose answer is no longer wanted,
    /// else the one whose question was posted last, which loses the least work.
    fn free_a_worker(&mut self) {
        let mut best: Option<(bool, WorkId, usize)> = None;
        for (worker, owed) in self.owed.iter().enumerate() {
            let Some(Owed::Question(id, question)) = owed else { return };
            best = best.max(Some((!self.questions.is_current(question.list), *id, worker)));
        }
        if let Some((_, _, worker)) = best {
            self.put_back_and_replace(worker);
        }
    }

    /// Replaces a worker; the question that it is at, if any, goes back to the front of the queue.
    fn put_back_and_replace(&mut self, worker: usize) {
        if let Some(Owed::Question(_, question)) = self.owed[worker].take() {
            self.questions.put_back(question);
        }
        self.replace(worker);
    }

    /// Replaces a worker. The caller has made sure that no results of the current job are lost with it: either the worker
    /// holds none, or the job has ended.
    fn replace(&mut self, worker: usize) {
        self.owed[worker] = None;
        self.transport.replace(worker);
        if let Some(job) = &mut self.job {
            job.worker_replaced(worker);
        }
    }

    /// Gives every idle worker the next thing to do: the job's work first, then questions.
    fn feed(&mut self) {
        for worker in 0..self.owed.len() {
            if self.owed[worker].is_some() {
                continue;
            }
            if let Some(job) = &mut self.job {
                let id = job.id;
                for task in job.next_tasks(worker) {
                    self.transport.post(worker, id, task);
                    self.owed[worker] = Some(Owed::Job(id));
                }
            }
            if self.owed[worker].is_none()
                && let Some(queued) = self.questions.pop()
            {
                let id = self.next_id();
                let (study, question) = (queued.study.clone(), queued.question.clone());
                self.transport.post(worker, id, Task::Ask { study, question });
                self.owed[worker] = Some(Owed::Question(id, queued));
            }
        }
    }
}
