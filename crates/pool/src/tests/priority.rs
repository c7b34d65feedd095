//! Tests of a pool that has a job and questions at the same time. Tasks of the job come before questions.

use super::questions::{bits, questions, study};
use crate::inline::Inline;
use crate::threads::Threads;
use crate::{BlockingTransport, Job, JobEvent, PoolEvent, Reply, Scheduler, Task, Transport, WorkId};
use holdfast_advice::{Answer, Question, answer};
use holdfast_engine::Quantity;
use holdfast_scenario::presets;
use holdfast_summary::{Summary, Track};

fn job() -> Job {
    let study = presets::leaky_bucket().check().unwrap().with_runs(1000);
    Job { blocks_per_batch: Some(1), ..Job::new(study, vec![Track::own(0, Quantity::Mrr)]) }
}

/// Waits for all further events, until there is no job and no question.
fn rest<T: BlockingTransport>(pool: &mut Scheduler<T>) -> Vec<PoolEvent> {
    std::iter::from_fn(|| pool.next_event()).collect()
}

/// Returns the answers among these events, each at the position of its question, and the summaries of finished jobs.
fn sorted(events: &[PoolEvent], count: usize) -> (Vec<Vec<u8>>, Vec<&Summary>) {
    let (mut answers, mut summaries) = (vec![Vec::new(); count], Vec::new());
    for event in events {
        match event {
            PoolEvent::Answer(answer) => {
                assert!(answers[answer.index].is_empty(), "question {} is answered twice", answer.index);
                answers[answer.index] = bits(answer.answer.as_ref().unwrap());
            }
            PoolEvent::Job(JobEvent::Done { summary, .. }) => summaries.push(summary),
            PoolEvent::Job(JobEvent::Progress { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    (answers, summaries)
}

fn check<T: BlockingTransport>(transport: impl Fn() -> T) {
    let study = study();
    let asked = questions(&study, 300);
    let expected: Vec<Vec<u8>> = asked.iter().map(|question| bits(&answer(&study, question))).collect();
    let alone = Scheduler::new(transport()).run(job()).unwrap();

    // A job is submitted while questions are being answered. The job is finished, and no answer is lost or wrong.
    let mut pool = Scheduler::new(transport());
    pool.ask(0, &study, asked.clone());
    let mut events = vec![pool.next_event().unwrap()];
    pool.submit(job());
    events.extend(rest(&mut pool));
    assert_eq!(sorted(&events, asked.len()), (expected.clone(), vec![&alone]));

    // Five jobs are submitted while questions wait, and each job replaces the one before. Only the last job is
    // finished, and no answer is lost or wrong.
    pool.ask(0, &study, asked.clone());
    (0..5).for_each(|_| _ = pool.submit(job()));
    assert_eq!(sorted(&rest(&mut pool), asked.len()), (expected.clone(), vec![&alone]));

    // If a job is cancelled or fails, no answer is lost.
    pool.ask(0, &study, asked.clone());
    let id = pool.submit(job());
    assert_eq!(pool.cancel_job(), Some(JobEvent::Cancelled { id }));
    assert_eq!(sorted(&rest(&mut pool), asked.len()).0, expected);
    pool.ask(0, &study, asked.clone());
    pool.submit(Job { panic_in_block: Some(3), ..job() });
    let mut events = rest(&mut pool);
    let failed = events.iter().position(|event| matches!(event, PoolEvent::Job(JobEvent::Failed { .. })));
    events.remove(failed.expect("the job fails"));
    assert_eq!(sorted(&events, asked.len()), (expected, vec![]));
}

#[test]
fn a_job_among_questions_loses_no_answer() {
    check(Inline::default);
    check(|| Threads::new(1));
    check(|| Threads::new(3));
}

#[test]
fn the_job_is_done_before_the_next_question() {
    let study = study();
    let mut pool = Scheduler::new(Inline::default());
    let list = pool.ask(0, &study, vec![Question::LeverValues, Question::CardGains]);
    pool.submit(job());
    let events = rest(&mut pool);
    let done = events.iter().position(|event| matches!(event, PoolEvent::Job(JobEvent::Done { .. }))).unwrap();
    assert!(events[..done].iter().all(|event| matches!(event, PoolEvent::Job(_))));
    // The job interrupted the first question. After the job, this question is answered first.
    let answers: Vec<_> = events[done + 1..]
        .iter()
        .map(|event| match event {
            PoolEvent::Answer(answer) => (answer.list, answer.index),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(answers, [(list, 0), (list, 1)]);
}

/// A transport that does no tasks. It records the posted tasks and the replaced workers.
#[derive(Default)]
struct Recorder {
    workers: usize,
    posted: Vec<(usize, WorkId, &'static str)>,
    replaced: Vec<usize>,
}

impl Transport for Recorder {
    type Payload = ();

    fn worker_count(&self) -> usize {
        self.workers
    }

    fn post(&mut self, worker: usize, id: WorkId, task: Task<()>) {
        let kind = match task {
            Task::Start(_) => "start",
            Task::Batch { .. } => "batch",
            Task::Collect => "collect",
            Task::Finish { .. } => "finish",
            Task::Ask { .. } => "question",
        };
        self.posted.push((worker, id, kind));
    }

    fn replace(&mut self, worker: usize) {
        self.replaced.push(worker);
    }
}

/// Returns what the transport has recorded since the last call: the posted tasks, each with its worker, and the
/// replaced workers.
fn news(pool: &mut Scheduler<Recorder>) -> (Vec<(usize, &'static str)>, Vec<usize>) {
    let Recorder { posted, replaced, .. } = pool.transport();
    (posted.drain(..).map(|(worker, _, kind)| (worker, kind)).collect(), std::mem::take(replaced))
}

fn recorder(workers: usize) -> Scheduler<Recorder> {
    Scheduler::new(Recorder { workers, ..Recorder::default() })
}

fn last_id(pool: &mut Scheduler<Recorder>, worker: usize) -> WorkId {
    pool.transport().posted.iter().rfind(|(at, ..)| *at == worker).unwrap().1
}

const NONE: Answer = Answer::CombinedEffect(None);

#[test]
fn a_job_replaces_one_worker_if_all_are_answering_questions() {
    let (study, mut pool) = (study(), recorder(3));
    pool.ask(0, &study, vec![Question::LeverValues; 5]);
    let first = last_id(&mut pool, 0);
    assert_eq!(news(&mut pool), (vec![(0, "question"), (1, "question"), (2, "question")], vec![]));
    // The worker whose question was posted last is replaced. The new worker starts the job at once.
    let id = pool.submit(job());
    assert_eq!(news(&mut pool), (vec![(2, "start"), (2, "batch")], vec![2]));
    // Worker 0 has answered its question. The job still has batches, so the worker gets a batch and no question.
    let event = pool.accept(0, first, Reply::Answered(NONE));
    assert!(matches!(event, Some(PoolEvent::Answer(answer)) if answer.index == 0 && answer.answer == Ok(NONE)));
    assert_eq!(news(&mut pool), (vec![(0, "start"), (0, "batch")], vec![]));
    // A newer job replaces no worker, because workers 0 and 2 are doing tasks of a job.
    let newer = pool.submit(job());
    assert_eq!(news(&mut pool), (vec![], vec![]));
    pool.accept(2, id, Reply::Simulated { blocks: 1 });
    assert_eq!(news(&mut pool), (vec![(2, "start"), (2, "batch")], vec![]));
    // The newer job has eight batches, and worker 2 has the first. It gets the other seven, and then hands over its
    // results.
    for _ in 0..7 {
        pool.accept(2, newer, Reply::Simulated { blocks: 1 });
        assert_eq!(news(&mut pool), (vec![(2, "batch")], vec![]));
    }
    pool.accept(2, newer, Reply::Simulated { blocks: 1 });
    assert_eq!(news(&mut pool), (vec![(2, "collect")], vec![]));
    pool.accept(2, newer, Reply::Collected { payload: () });
    assert_eq!(news(&mut pool), (vec![(2, "finish")], vec![]));
    // Worker 0 has finished its batch of the older job. The newer job has no task for this worker, so the worker gets
    // the question that is first in the queue.
    pool.accept(0, id, Reply::Simulated { blocks: 1 });
    let interrupted = last_id(&mut pool, 0);
    assert_eq!(news(&mut pool), (vec![(0, "question")], vec![]));
    let event = pool.accept(0, interrupted, Reply::Answered(NONE));
    assert!(matches!(event, Some(PoolEvent::Answer(answer)) if answer.index == 2));
}

#[test]
fn a_late_answer_of_a_replaced_worker_is_ignored() {
    let (study, mut pool) = (study(), recorder(1));
    pool.ask(0, &study, vec![Question::LeverValues, Question::CardGains]);
    let late = last_id(&mut pool, 0);
    pool.submit(job());
    assert!(pool.cancel_job().is_some());
    // The first question was posted again to a new worker. The late answer of the old worker is ignored.
    assert_eq!(pool.accept(0, late, Reply::Answered(NONE)), None);
    let again = last_id(&mut pool, 0);
    assert!(again != late);
    let event = pool.accept(0, again, Reply::Answered(NONE));
    assert!(matches!(event, Some(PoolEvent::Answer(answer)) if answer.index == 0));
}

#[test]
fn a_worker_whose_answer_is_not_wanted_is_replaced_first() {
    let (study, mut pool) = (study(), recorder(2));
    pool.ask(0, &study, vec![Question::LeverValues]);
    pool.ask(1, &study, vec![Question::CardGains]);
    // This list replaces the first one. Worker 0 is still answering the first list, so its answer is no longer wanted.
    pool.ask(0, &study, vec![Question::CombinedEffect]);
    news(&mut pool);
    pool.submit(job());
    assert_eq!(news(&mut pool), (vec![(0, "start"), (0, "batch")], vec![0]));
}

#[test]
fn a_worker_that_dies_at_a_question_answers_it_with_the_error() {
    let (study, mut pool) = (study(), recorder(1));
    let list = pool.ask(0, &study, vec![Question::LeverValues, Question::CardGains]);
    let event = pool.lost(0, "no memory".into());
    let Some(PoolEvent::Answer(answer)) = event else { panic!("{event:?}") };
    assert_eq!((answer.list, answer.index, answer.answer), (list, 0, Err("no memory".into())));
    assert_eq!(news(&mut pool), (vec![(0, "question"), (0, "question")], vec![0]));
}

#[test]
fn a_worker_that_dies_at_a_question_does_not_end_the_job() {
    let (study, mut pool) = (study(), recorder(2));
    pool.ask(0, &study, vec![Question::LeverValues]);
    let id = pool.submit(Job { blocks_per_batch: Some(8), ..job() });
    assert_eq!(news(&mut pool), (vec![(0, "question"), (1, "start"), (1, "batch")], vec![]));
    assert!(matches!(pool.lost(0, String::new()), Some(PoolEvent::Answer(_))));
    pool.accept(1, id, Reply::Simulated { blocks: 8 });
    pool.accept(1, id, Reply::Collected { payload: () });
    assert_eq!(news(&mut pool), (vec![(1, "collect"), (1, "finish")], vec![0]));
}

#[test]
fn a_job_that_fails_replaces_every_worker_and_its_questions_are_posted_again() {
    let (study, mut pool) = (study(), recorder(3));
    pool.ask(0, &study, vec![Question::LeverValues, Question::CardGains]);
    let id = pool.submit(job());
    news(&mut pool);
    let event = pool.lost(2, String::new());
    assert_eq!(event, Some(PoolEvent::Job(JobEvent::Failed { id, message: String::new() })));
    let (posted, mut replaced) = news(&mut pool);
    replaced.sort();
    replaced.dedup();
    assert_eq!((posted, replaced), (vec![(0, "question"), (1, "question")], vec![0, 1, 2]));
}
