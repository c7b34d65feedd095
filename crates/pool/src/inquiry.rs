//! The inquiry: hands questions to lanes, one each at a time, in the order in which they come. Of a topic there is one list
//! of questions at a time; a newer one takes the place of an older.

use super::worker::{Reply, Task};
use super::{JobId, Lanes};
use holdfast_advice::Question;
use holdfast_scenario::CheckedStudy;
use std::collections::VecDeque;
use std::sync::Arc;

/// An answer to one of the questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub id: JobId,
    /// Which question of the list, from 0. They come in any order.
    pub at: usize,
    /// `Err` holds what the lane said that broke over it; it was replaced.
    pub numbers: Result<Vec<f64>, String>,
}

/// A question on its way.
struct Asked {
    id: JobId,
    at: usize,
    study: Arc<CheckedStudy>,
    question: Question,
}

/// Asks lanes.
pub struct Inquiry<L: Lanes> {
    pub lanes: L,
    /// For each lane, the list and the question that it owes an answer to.
    busy: Vec<Option<(JobId, usize)>>,
    waiting: VecDeque<Asked>,
    /// The newest list of each topic.
    current: Vec<(usize, JobId)>,
    last_id: JobId,
}

impl<L: Lanes> Inquiry<L> {
    /// An inquiry of these lanes.
    pub fn new(lanes: L) -> Self {
        let busy = vec![None; lanes.count()];
        Self { lanes, busy, waiting: VecDeque::new(), current: Vec::new(), last_id: 0 }
    }

    /// Asks about the one scenario of a study, in place of what is being asked on the same topic. A lane finishes the
    /// question that it is at, whose answer nobody hears any more.
    pub fn ask(&mut self, topic: usize, study: Arc<CheckedStudy>, questions: Vec<Question>) -> JobId {
        self.drop_topic(topic);
        self.last_id += 1;
        let id = self.last_id;
        self.current.push((topic, id));
        let asked = questions.into_iter().enumerate();
        self.waiting.extend(asked.map(|(at, question)| Asked { id, at, study: study.clone(), question }));
        self.feed();
        id
    }

    /// Asks nothing more on a topic, and ends the lanes that are at it.
    pub fn cancel(&mut self, topic: usize) {
        let Some(id) = self.drop_topic(topic) else { return };
        for lane in 0..self.busy.len() {
            if self.busy[lane].take_if(|(known, _)| *known == id).is_some() {
                self.lanes.replace(lane);
            }
        }
        self.feed();
    }

    fn drop_topic(&mut self, topic: usize) -> Option<JobId> {
        let known = self.current.iter().position(|(known, _)| *known == topic)?;
        let (_, id) = self.current.remove(known);
        self.waiting.retain(|asked| asked.id != id);
        Some(id)
    }

    /// Takes in what a lane says, gives it the next question, and returns the answer to one that still matters.
    pub fn accept(&mut self, lane: usize, id: JobId, reply: Reply<L::Parcel>) -> Option<Answer> {
        let (_, at) = self.busy[lane].take_if(|(known, _)| *known == id)?;
        let numbers = match reply {
            Reply::Answered(numbers) => Ok(numbers),
            Reply::Panicked(message) => {
                self.lanes.replace(lane);
                Err(message)
            }
            _ => Err(String::new()),
        };
        self.feed();
        let is_current = self.current.iter().any(|(_, current)| *current == id);
        is_current.then_some(Answer { id, at, numbers })
    }

    /// Takes note that a lane died, or never lived, without a reply of its own.
    pub fn lost(&mut self, lane: usize, message: String) -> Option<Answer> {
        let Some((id, _)) = self.busy[lane] else {
            self.lanes.replace(lane);
            return None;
        };
        self.accept(lane, id, Reply::Panicked(message))
    }

    fn feed(&mut self) {
        for lane in 0..self.busy.len() {
            if self.busy[lane].is_none()
                && let Some(Asked { id, at, study, question }) = self.waiting.pop_front()
            {
                self.lanes.post(lane, id, Task::Ask(study, question));
                self.busy[lane] = Some((id, at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inline::{Inline, Waiting};
    use super::super::threads::Threads;
    use super::*;
    use holdfast_advice::{
        AcquireOrRetain, Goal, GoalSeek, Lever, LeverValue, Outcome, RetentionSpending, Statistic, Tornado,
        VarianceShares, answer, exchange_rates, variance_shares,
    };
    use holdfast_advice::{lever_values, tornado};
    use holdfast_scenario::{Key, Measure, Study, Target, presets};

    fn study() -> Arc<CheckedStudy> {
        let study = presets::leaky_bucket();
        Arc::new(Study { scenarios: study.scenarios[..1].to_vec(), ..study }.check().unwrap())
    }

    fn questions(study: &CheckedStudy, runs: u32) -> Vec<Question> {
        let target = Target { measure: Measure::Arr, value: 1e7 };
        let seek = GoalSeek::new(study, Goal { lever: Key::Churn, target, month: 48, probability: 0.8 });
        let questions = seek.questions(9).into_iter().map(|(_, question)| question);
        let fewer = |question| match question {
            Question::Statistics { keys, points, statistic, .. } => {
                Question::Statistics { keys, points, statistic, runs }
            }
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

    fn all<L: Waiting>(inquiry: &mut Inquiry<L>, id: JobId, count: usize) -> Vec<Vec<u64>> {
        let mut answers = vec![Vec::new(); count];
        for _ in 0..count {
            let answer = loop {
                let (lane, of, reply) = inquiry.lanes.next().unwrap();
                if let Some(answer) = inquiry.accept(lane, of, reply) {
                    break answer;
                }
            };
            assert_eq!(answer.id, id);
            answers[answer.at] = answer.numbers.unwrap().iter().map(|number| number.to_bits()).collect();
        }
        answers
    }

    fn check<L: Waiting>(lanes: L) {
        let (study, mut inquiry) = (study(), Inquiry::new(lanes));
        let asked = questions(&study, 300);
        let expected: Vec<Vec<u64>> =
            asked.iter().map(|asked| answer(&study, asked).iter().map(|number| number.to_bits()).collect()).collect();
        let id = inquiry.ask(0, study.clone(), asked.clone());
        assert_eq!(all(&mut inquiry, id, asked.len()), expected);
        // A newer list takes the place of an older one, of which nothing is heard.
        inquiry.ask(0, study.clone(), questions(&study, 3000));
        let id = inquiry.ask(0, study.clone(), asked.clone());
        assert_eq!(all(&mut inquiry, id, asked.len()), expected);
        // Of two topics each has its answers.
        let other = inquiry.ask(1, study.clone(), asked[..2].to_vec());
        let id = inquiry.ask(0, study.clone(), asked.clone());
        inquiry.cancel(1);
        assert!(other != id);
        assert_eq!(all(&mut inquiry, id, asked.len()), expected);
        // After a cancel there is nothing, and then there is again.
        inquiry.ask(0, study.clone(), questions(&study, 3000));
        inquiry.cancel(0);
        let id = inquiry.ask(0, study, asked.clone());
        assert_eq!(all(&mut inquiry, id, asked.len()), expected);
    }

    #[test]
    fn every_question_is_answered_once() {
        check(Inline::default());
        check(Threads::new(1));
        check(Threads::new(3));
    }

    #[test]
    fn questions_cross_unchanged() {
        let study = study();
        for question in questions(&study, 77) {
            assert_eq!(Question::decode(&question.encode()).as_ref(), Some(&question));
        }
        let Question::Statistics { statistic: Statistic::Probability(target, 48), .. } = &questions(&study, 77)[0]
        else {
            panic!()
        };
        assert_eq!(target.value, 1e7);
    }

    #[test]
    fn answers_cross_unchanged() {
        let study = study();
        let outcome = Outcome { measure: Measure::Mrr, month: 60 };
        let ask = |question: Question| answer(&study, &question);
        assert_eq!(Tornado::decode(&ask(Question::Tornado(outcome))), Some(tornado(&study, 0, outcome)));
        assert_eq!(
            VarianceShares::decode(&ask(Question::VarianceShares(outcome))),
            Some(variance_shares(&study, 0, outcome))
        );
        assert_eq!(LeverValue::decode(&ask(Question::LeverValues)), Some(lever_values(&study, 0)));
        let amounts = exchange_rates(&study, 0, Lever::Churn, -0.005);
        assert!(amounts.len() == 12 && amounts.iter().any(|(_, amount)| amount.is_none()));
        assert_eq!(Lever::decode_amounts(&ask(Question::ExchangeRates(Lever::Churn, -0.005))), Some(amounts));
        assert!(
            Tornado::decode(&[]).is_none()
                && VarianceShares::decode(&[1.0]).is_none()
                && LeverValue::decode(&[1.0]).is_none()
        );
    }
}
