//! Tests of the pool's answers to questions, with each native transport.

use crate::inline::Inline;
use crate::threads::Threads;
use crate::{BlockingTransport, PoolEvent, Scheduler, WorkId};
use holdfast_advice::{AcquireOrRetain, Answer, Goal, GoalSeek, Lever, Outcome, Question, RetentionSpending, answer};
use holdfast_scenario::{CheckedStudy, Key, Measure, Study, Target, presets};
use std::sync::Arc;

pub fn study() -> Arc<CheckedStudy> {
    let study = presets::leaky_bucket();
    Arc::new(Study { scenarios: study.scenarios[..1].to_vec(), ..study }.check().unwrap())
}

pub fn questions(study: &CheckedStudy, runs: u32) -> Vec<Question> {
    let target = Target { measure: Measure::Arr, value: 1e7 };
    let seek = GoalSeek::new(study, Goal { lever: Key::Churn, target, month: 48, probability: 0.8 });
    let questions = seek.questions(9).into_iter().map(|(_, question)| question);
    let fewer = |question| match question {
        Question::Statistics { keys, points, statistic, .. } => Question::Statistics { keys, points, statistic, runs },
        other => other,
    };
    let outcome = Outcome { measure: Measure::Cash, month: 17 };
    let others = [
        Question::Tornado(outcome),
        Question::VarianceShares(outcome),
        Question::LeverValues,
        Question::ExchangeRates(Lever::Churn, -0.005),
        Question::CardGains,
        Question::CombinedEffect,
        Question::BestSchedule { budget: 100.0 },
        Question::AcquireOrRetain(AcquireOrRetain {
            budget: 100.0,
            from_month: 3,
            retention: RetentionSpending::CostRatio(5.0, 25.0),
        }),
    ];
    questions.map(fewer).chain(others).collect()
}

/// An answer as bytes. Comparing the bytes makes two NaN equal.
pub fn bits(answer: &Answer) -> Vec<u8> {
    postcard::to_allocvec(answer).unwrap()
}

/// Waits for the answers to all `count` questions of a list. Returns them as bytes, in the order of the questions.
/// Panics if a question is answered twice.
fn all<T: BlockingTransport>(pool: &mut Scheduler<T>, list: WorkId, count: usize) -> Vec<Vec<u8>> {
    let mut answers = vec![Vec::new(); count];
    for _ in 0..count {
        let Some(PoolEvent::Answer(answer)) = pool.next_event() else { panic!("an answer is missing") };
        assert_eq!(answer.list, list);
        assert!(answers[answer.index].is_empty(), "question {} is answered twice", answer.index);
        answers[answer.index] = bits(&answer.answer.unwrap());
    }
    answers
}

fn check<T: BlockingTransport>(transport: T) {
    let (study, mut pool) = (study(), Scheduler::new(transport));
    let asked = questions(&study, 300);
    let expected: Vec<Vec<u8>> = asked.iter().map(|question| bits(&answer(&study, question))).collect();
    let list = pool.ask(0, &study, asked.clone());
    assert_eq!(all(&mut pool, list, asked.len()), expected);
    // A newer list replaces an older one. Answers to the older list cause no event.
    pool.ask(0, &study, questions(&study, 3000));
    let list = pool.ask(0, &study, asked.clone());
    assert_eq!(all(&mut pool, list, asked.len()), expected);
    // Two topics have separate lists. Cancelling one topic leaves the list of the other topic as it is.
    let other = pool.ask(1, &study, asked[..2].to_vec());
    let list = pool.ask(0, &study, asked.clone());
    pool.cancel_topic(1);
    assert!(other != list);
    assert_eq!(all(&mut pool, list, asked.len()), expected);
    // A cancelled list gets no answers. Questions that are asked after the cancellation are answered.
    pool.ask(0, &study, questions(&study, 3000));
    pool.cancel_topic(0);
    let list = pool.ask(0, &study, asked.clone());
    assert_eq!(all(&mut pool, list, asked.len()), expected);
}

#[test]
fn every_question_is_answered_once() {
    check(Inline::default());
    check(Threads::new(1));
    check(Threads::new(3));
}
