//! The scheduler decides which worker does which task. It runs one job at a time, and a newer job replaces an older
//! one. Workers answer questions while the job has no task for them.

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

/// An event of the pool: an event of a job, or an answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum PoolEvent {
    Job(JobEvent),
    Answer(QuestionAnswer),
}

/// An event of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum JobEvent {
    /// `done_runs` of all `runs` have been simulated.
    Progress { id: WorkId, done_runs: u32, runs: u32 },
    /// The job is finished.
    Done { id: WorkId, summary: Summary },
    /// The job was cancelled. It has no further events.
    Cancelled { id: WorkId },
    /// A worker panicked or died while it worked on the job. The job is lost, and all workers are replaced.
    Failed { id: WorkId, message: String },
}

/// The answer to one question of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionAnswer {
    pub list: WorkId,
    /// Position of the question in its list, from 0. Answers may come in any order.
    pub index: usize,
    /// The answer. If the worker panicked or died while it worked on the question, `Err` holds the message. The worker
    /// was then replaced.
    pub answer: Result<Answer, String>,
}

/// The task that a busy worker still has to reply to.
enum Owed {
    Job(WorkId),
    /// A question that a worker is answering. The number identifies this attempt: if the question is posted again, it
    /// gets a new number.
    Question(WorkId, QueuedQuestion),
}

impl Owed {
    fn id(&self) -> WorkId {
        match self {
            Self::Job(id) | Self::Question(id, _) => *id,
        }
    }
}

/// The scheduler: gives tasks to workers and turns their replies into events.
pub struct Scheduler<T: Transport> {
    transport: T,
    /// The current task of each worker; `None` if the worker is idle.
    owed: Vec<Option<Owed>>,
    job: Option<RunningJob<T::Payload>>,
    questions: QuestionQueue,
    last_id: WorkId,
}

impl<T: Transport> Scheduler<T> {
    /// A scheduler for the workers of a transport.
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

    /// Starts a job and returns its number. The job replaces the current job, if there is one. A worker that is
    /// simulating a batch of an older job finishes the batch first, because this takes less time than replacing the
    /// worker. If all workers are answering questions, one of them is replaced.
    pub fn submit(&mut self, job: Job) -> WorkId {
        let id = self.next_id();
        self.job = Some(RunningJob::new(id, job, self.owed.len()));
        self.free_a_worker();
        self.feed();
        id
    }

    /// Ends the current job at once. A worker that is doing a task of a job is replaced and does not finish the task.
    /// `None` if there is no job.
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

    /// Asks questions about the first scenario of a study, and returns the number of the list. The list replaces the
    /// topic's older list. A worker that is answering a question of the older list finishes it, but its answer causes
    /// no event.
    pub fn ask(&mut self, topic: usize, study: &Arc<CheckedStudy>, questions: Vec<Question>) -> WorkId {
        let list = self.next_id();
        self.questions.push_list(topic, list, study, questions);
        self.feed();
        list
    }

    /// Removes the questions of a topic. Workers that are answering one of these questions are replaced.
    pub fn cancel_topic(&mut self, topic: usize) {
        let Some(list) = self.questions.remove_topic(topic) else { return };
        for worker in 0..self.owed.len() {
            if matches!(&self.owed[worker], Some(Owed::Question(_, question)) if question.list == list) {
                self.replace(worker);
            }
        }
        self.feed();
    }

    /// Handles the reply of a worker, then gives new tasks to idle workers. Returns an event if the reply causes one.
    pub fn accept(&mut self, worker: usize, id: WorkId, reply: Reply<T::Payload>) -> Option<PoolEvent> {
        // If the numbers differ, the reply is from a worker that has been replaced since. It is ignored.
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

    /// Handles the loss of a worker that died, or could not be started, and sent no reply. Returns an event if the loss
    /// causes one.
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
                // All workers are replaced, because a worker frees its memory only when it ends. If the panic came from
                // a lack of memory, the next job would otherwise lack memory too. The accumulators of the other workers
                // are not needed, because the job is lost.
                for worker in (0..self.owed.len()).rev() {
                    self.put_back_and_replace(worker);
                }
                Some(JobEvent::Failed { id, message })
            }
            // Workers send this reply only to questions, not to tasks of a job.
            Reply::Answered(_) => None,
        }
    }

    fn accept_of_question(&mut self, question: QueuedQuestion, reply: Reply<T::Payload>) -> Option<QuestionAnswer> {
        let QueuedQuestion { list, index, .. } = question;
        let answer = match reply {
            Reply::Answered(answer) => Ok(answer),
            Reply::Panicked(message) => Err(message),
            // Workers send other replies only to tasks of a job, not to questions.
            _ => Err(String::new()),
        };
        self.questions.is_current(list).then_some(QuestionAnswer { list, index, answer })
    }

    /// Replaces one worker if all workers are answering questions, so that a job can start at once. It is a worker
    /// whose answer is no longer wanted, if there is one. Otherwise it is the worker whose question was posted last,
    /// because this loses the least work.
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

    /// Replaces a worker. If the worker is answering a question, the question goes back to the front of the queue.
    fn put_back_and_replace(&mut self, worker: usize) {
        if let Some(Owed::Question(_, question)) = self.owed[worker].take() {
            self.questions.put_back(question);
        }
        self.replace(worker);
    }

    /// Replaces a worker. The caller must make sure that no results of the current job are lost: the worker holds no
    /// results, or the job has ended.
    fn replace(&mut self, worker: usize) {
        self.owed[worker] = None;
        self.transport.replace(worker);
        if let Some(job) = &mut self.job {
            job.worker_replaced(worker);
        }
    }

    /// Gives every idle worker its next task: a task of the job if there is one, otherwise a question.
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
