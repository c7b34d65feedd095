//! Methods of the scheduler that wait for events on the calling thread. The command line, the benchmarks and the tests
//! use them.

use super::job::Job;
use super::scheduler::{JobEvent, PoolEvent, Scheduler};
use super::transport::BlockingTransport;
use holdfast_summary::Summary;

impl<T: BlockingTransport> Scheduler<T> {
    /// Waits for the next event. `None` if there is no job and no question.
    pub fn next_event(&mut self) -> Option<PoolEvent> {
        while let Some((worker, id, reply)) = self.transport().next_reply() {
            if let Some(event) = self.accept(worker, id, reply) {
                return Some(event);
            }
        }
        None
    }

    /// Runs a job to its end and returns its summary, or the message of a panic. Answers to questions that arrive in
    /// the meantime are lost.
    pub fn run(&mut self, job: Job) -> Result<Summary, String> {
        self.submit(job);
        while let Some(event) = self.next_event() {
            match event {
                PoolEvent::Job(JobEvent::Done { summary, .. }) => return Ok(summary),
                PoolEvent::Job(JobEvent::Failed { message, .. }) => return Err(message),
                _ => {}
            }
        }
        Err("The pool ended before the job did.".into())
    }
}
