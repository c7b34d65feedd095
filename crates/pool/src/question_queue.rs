//! The queue of questions that wait for a worker, in the order in which they were asked. Each topic has one list of
//! questions at a time; a newer list replaces the older one.

use super::job::WorkId;
use holdfast_advice::Question;
use holdfast_scenario::CheckedStudy;
use std::collections::VecDeque;
use std::sync::Arc;

/// A question, and where its answer belongs.
#[derive(Clone)]
pub struct QueuedQuestion {
    pub list: WorkId,
    /// Position in the list, from 0.
    pub index: usize,
    pub study: Arc<CheckedStudy>,
    pub question: Question,
}

/// The queue.
#[derive(Default)]
pub struct QuestionQueue {
    waiting: VecDeque<QueuedQuestion>,
    /// The newest list of each topic: (topic, list).
    current: Vec<(usize, WorkId)>,
}

impl QuestionQueue {
    /// Adds a list of questions in place of the topic's older one.
    pub fn push_list(&mut self, topic: usize, list: WorkId, study: &Arc<CheckedStudy>, questions: Vec<Question>) {
        self.remove_topic(topic);
        self.current.push((topic, list));
        let queued = |(index, question)| QueuedQuestion { list, index, study: study.clone(), question };
        self.waiting.extend(questions.into_iter().enumerate().map(queued));
    }

    /// Removes the list of a topic and returns its number; `None` if there is none.
    pub fn remove_topic(&mut self, topic: usize) -> Option<WorkId> {
        let at = self.current.iter().position(|(known, _)| *known == topic)?;
        let (_, list) = self.current.remove(at);
        self.waiting.retain(|question| question.list != list);
        Some(list)
    }

    /// Whether a list has been neither replaced nor removed, so that its answers are wanted.
    pub fn is_current(&self, list: WorkId) -> bool {
        self.current.iter().any(|(_, current)| *current == list)
    }

    /// Takes the question that waits longest.
    pub fn pop(&mut self) -> Option<QueuedQuestion> {
        self.waiting.pop_front()
    }

    /// Puts a question that a worker did not answer back to the front, if its answer is still wanted.
    pub fn put_back(&mut self, question: QueuedQuestion) {
        if self.is_current(question.list) {
            self.waiting.push_front(question);
        }
    }
}
