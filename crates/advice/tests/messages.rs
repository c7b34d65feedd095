//! Tests that questions and answers stay the same, to the bit, when they are serialized and deserialized, as on the way
//! to a worker and back.

use holdfast_advice::{
    AcquireOrRetain, Answer, Goal, GoalSeek, Lever, Outcome, Question, RetentionSpending, ScheduledCard, Statistic,
    answer, exchange_rates, lever_values, tornado, variance_shares,
};
use holdfast_scenario::playbook::events;
use holdfast_scenario::{CheckedStudy, Key, Measure, Study, Target, presets};

fn study() -> CheckedStudy {
    let mut study = presets::leaky_bucket();
    study.scenarios.truncate(1);
    study.scenarios[0].events = events(3, study.scenarios[0].survival, 1);
    study.runs = 300;
    Study { ..study }.check().unwrap()
}

fn questions(study: &CheckedStudy) -> Vec<Question> {
    let target = Target { measure: Measure::Arr, value: 1e7 };
    let seek = GoalSeek::new(study, Goal { lever: Key::Churn, target, month: 48, probability: 0.8 });
    let (_, Question::Statistics { keys, points, statistic, .. }) = seek.questions(9).remove(0) else { panic!() };
    assert_eq!(statistic, Statistic::Probability(target, 48));
    let outcome = Outcome { measure: Measure::Cash, month: 17 };
    vec![
        Question::Statistics { keys: keys.clone(), points: points.clone(), statistic, runs: 77 },
        Question::Statistics {
            keys,
            points: vec![vec![0.04], vec![2.0]],
            statistic: Statistic::Median(outcome),
            runs: 50,
        },
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
        Question::AcquireOrRetain(AcquireOrRetain {
            budget: 100.0,
            from_month: 3,
            retention: RetentionSpending::Cards,
        }),
    ]
}

#[test]
fn questions_cross_unchanged() {
    for question in questions(&study()) {
        let bytes = postcard::to_allocvec(&question).unwrap();
        assert_eq!(postcard::from_bytes::<Question>(&bytes).unwrap(), question);
        for len in 0..bytes.len() {
            assert!(postcard::from_bytes::<Question>(&bytes[..len]).is_err(), "{len} bytes of {}", bytes.len());
        }
    }
}

#[test]
fn answers_cross_unchanged() {
    let study = study();
    for question in questions(&study) {
        let bytes = postcard::to_allocvec(&answer(&study, &question)).unwrap();
        let crossed: Answer = postcard::from_bytes(&bytes).unwrap();
        // An answer can contain NaN, which is not equal to itself. So the serialized bytes are compared.
        assert_eq!(postcard::to_allocvec(&crossed).unwrap(), bytes, "{question:?}");
    }
    let crossed = |answer: Answer| postcard::from_bytes::<Answer>(&postcard::to_allocvec(&answer).unwrap()).unwrap();
    let outcome = Outcome { measure: Measure::Mrr, month: 60 };
    let expected = [
        (Question::Tornado(outcome), Answer::Tornado(tornado(&study, 0, outcome))),
        (Question::VarianceShares(outcome), Answer::VarianceShares(variance_shares(&study, 0, outcome))),
        (Question::LeverValues, Answer::LeverValues(lever_values(&study, 0))),
        (
            Question::ExchangeRates(Lever::Churn, -0.005),
            Answer::ExchangeRates(exchange_rates(&study, 0, Lever::Churn, -0.005)),
        ),
    ];
    for (question, expected) in expected {
        assert_eq!(crossed(answer(&study, &question)), expected);
    }
    let amounts = exchange_rates(&study, 0, Lever::Churn, -0.005);
    assert!(amounts.len() == 12 && amounts.iter().any(|(_, amount)| amount.is_none()));
    let starts = vec![ScheduledCard { card: 3, from_month: 7 }, ScheduledCard { card: 0, from_month: 240 }];
    assert_eq!(crossed(Answer::BestSchedule(starts.clone())), Answer::BestSchedule(starts));
}
