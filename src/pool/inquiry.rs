//! The inquiry: hands questions to lanes, one each at a time. One list of questions at a time; a newer one takes the place
//! of an older.

use super::worker::{Reply, Task};
use super::{JobId, Lanes};
use crate::advice::Question;
use crate::scenario::CheckedStudy;
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

/// Asks lanes.
pub struct Inquiry<L: Lanes> {
    pub lanes: L,
    /// For each lane, the list and the question that it owes an answer to.
    busy: Vec<Option<(JobId, usize)>>,
    study: Option<Arc<CheckedStudy>>,
    questions: Vec<Question>,
    next: usize,
    last_id: JobId,
}

impl<L: Lanes> Inquiry<L> {
    /// An inquiry of these lanes.
    pub fn new(lanes: L) -> Self {
        let busy = vec![None; lanes.count()];
        Self { lanes, busy, study: None, questions: Vec::new(), next: 0, last_id: 0 }
    }

    /// How many questions are answered side by side.
    pub fn lanes(&self) -> usize {
        self.busy.len()
    }

    /// Asks about the one scenario of a study, in place of whatever is being asked. A lane finishes the question that it is
    /// at, whose answer nobody hears any more.
    pub fn ask(&mut self, study: Arc<CheckedStudy>, questions: Vec<Question>) -> JobId {
        self.last_id += 1;
        (self.study, self.questions, self.next) = (Some(study), questions, 0);
        self.feed();
        self.last_id
    }

    /// Asks nothing more, and ends lanes that are at a question.
    pub fn cancel(&mut self) {
        self.questions.clear();
        for lane in 0..self.busy.len() {
            if self.busy[lane].take().is_some() {
                self.lanes.replace(lane);
            }
        }
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
        (id == self.last_id).then_some(Answer { id, at, numbers })
    }

    /// Takes note that a lane died, or never lived, without a reply of its own.
    pub fn lost(&mut self, lane: usize, message: String) -> Option<Answer> {
        let (id, _) = self.busy[lane]?;
        self.accept(lane, id, Reply::Panicked(message))
    }

    fn feed(&mut self) {
        let Some(study) = &self.study else { return };
        for lane in 0..self.busy.len() {
            if self.busy[lane].is_none()
                && let Some(question) = self.questions.get(self.next)
            {
                self.lanes.post(lane, self.last_id, Task::Ask(study.clone(), question.clone()));
                self.busy[lane] = Some((self.last_id, self.next));
                self.next += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inline::{Inline, Waiting};
    use super::super::threads::Threads;
    use super::*;
    use crate::advice::{Figure, Goal, Seek, answer};
    use crate::scenario::{Key, Measure, Study, Target, presets};

    fn study() -> Arc<CheckedStudy> {
        let study = presets::leaky_bucket();
        Arc::new(Study { scenarios: study.scenarios[..1].to_vec(), ..study }.check().unwrap())
    }

    fn questions(study: &CheckedStudy, runs: u32) -> Vec<Question> {
        let target = Target { measure: Measure::Arr, value: 1e7 };
        let seek = Seek::new(study, Goal { lever: Key::Churn, target, month: 48, probability: 0.8 });
        let questions = seek.questions(9).into_iter().map(|(_, question)| question);
        let fewer = |question| match question {
            Question::Figures { keys, points, figure, .. } => Question::Figures { keys, points, figure, runs },
            other => other,
        };
        questions.map(fewer).chain([Question::Bundle, Question::Best { budget: 100.0 }]).collect()
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
        let id = inquiry.ask(study.clone(), asked.clone());
        assert_eq!(all(&mut inquiry, id, asked.len()), expected);
        // A newer list takes the place of an older one, of which nothing is heard.
        inquiry.ask(study.clone(), questions(&study, 3000));
        let id = inquiry.ask(study.clone(), asked.clone());
        assert_eq!(all(&mut inquiry, id, asked.len()), expected);
        // After a cancel there is nothing, and then there is again.
        inquiry.ask(study.clone(), questions(&study, 3000));
        inquiry.cancel();
        let id = inquiry.ask(study, asked.clone());
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
        let Question::Figures { figure: Figure::Chance(target, 48), .. } = &questions(&study, 77)[0] else { panic!() };
        assert_eq!(target.value, 1e7);
    }
}
