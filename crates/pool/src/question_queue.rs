//! The queue of questions that wait for a worker, in the order in which they were asked. A list of questions belongs to
//! a topic. A topic has one list at a time: a newer list replaces the older one.

use super::job::WorkId;
use holdfast_advice::Question;
use holdfast_scenario::CheckedStudy;
use std::collections::VecDeque;
use std::sync::Arc;

/// A question in the queue, with the list and the position to which its answer belongs.
#[derive(Clone)]
pub struct QueuedQuestion {
    pub list: WorkId,
    /// Position of the question in the list, from 0.
    pub index: usize,
    pub study: Arc<CheckedStudy>,
    pub question: Question,
}

/// The queue of questions that wait for a worker.
#[derive(Default)]
pub struct QuestionQueue {
    waiting: VecDeque<QueuedQuestion>,
    /// The newest list of each topic, as pairs (topic, list).
    current: Vec<(usize, WorkId)>,
}

impl QuestionQueue {
    /// Adds a list of questions. If the topic already has a list, the new list replaces it.
    pub fn push_list(&mut self, topic: usize, list: WorkId, study: &Arc<CheckedStudy>, questions: Vec<Question>) {
        self.remove_topic(topic);
        self.current.push((topic, list));
        let queued = |(index, question)| QueuedQuestion { list, index, study: study.clone(), question };
        self.waiting.extend(questions.into_iter().enumerate().map(queued));
    }

    /// Removes the list of a topic and returns the number of the list. `None` if the topic has no list.
    pub fn remove_topic(&mut self, topic: usize) -> Option<WorkId> {
        let at = self.current.iter().position(|(known, _)| *known == topic)?;
        let (_, list) = self.current.remove(at);
        self.waiting.retain(|question| question.list != list);
        Some(list)
    }

    /// Returns whether a list has been neither replaced nor removed. Only then are its answers wanted.
    pub fn is_current(&self, list: WorkId) -> bool {
        self.current.iter().any(|(_, current)| *current == list)
    }

    /// Removes and returns the first question of the queue.
    pub fn pop(&mut self) -> Option<QueuedQuestion> {
        self.waiting.pop_front()
    }

    /// Puts a question that a worker did not answer back to the front of the queue. Does nothing if the answer is no
    /// longer wanted.
    pub fn put_back(&mut self, question: QueuedQuestion) {
        if self.is_current(question.list) {
            self.waiting.push_front(question);
        }
    }
}
