//! The desk: cuts a job into batches, keeps every lane busy, gathers the parts. One job at a time; a newer one takes
//! the place of an older.

use super::JobId;
use super::worker::{Job, Reply, Task, block_seconds};
use holdfast_engine::LANES;
use holdfast_summary::Summary;
use std::sync::Arc;

/// Some lanes that work side by side, reached in some way. Tasks of a lane are done in the order in which they are
/// posted.
pub trait Lanes {
    /// A partial as this transport carries it.
    type Parcel;
    /// How many lanes there are; at least one, and never another number.
    fn count(&self) -> usize;
    /// Sends a task to a lane.
    fn post(&mut self, lane: usize, id: JobId, task: Task<Self::Parcel>);
    /// Ends a lane, whatever it is doing; a new one is in its place when there is something to do.
    fn replace(&mut self, lane: usize);
}

/// What the desk has to say about a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// So many runs of all are simulated.
    Progress {
        id: JobId,
        done_runs: u32,
        runs: u32,
    },
    Done {
        id: JobId,
        summary: Summary,
    },
    /// The job was cancelled; nothing more will come of it.
    Cancelled {
        id: JobId,
    },
    /// A lane panicked; the job is lost, and all lanes are replaced.
    Failed {
        id: JobId,
        message: String,
    },
}

/// Gives work to lanes.
pub struct Desk<L: Lanes> {
    pub lanes: L,
    /// For each lane, the job that it owes a reply to.
    busy: Vec<Option<JobId>>,
    running: Option<Running<L::Parcel>>,
    last_id: JobId,
}

struct Running<P> {
    id: JobId,
    job: Arc<Job>,
    blocks_per_batch: u32,
    next_block: u32,
    done_blocks: u32,
    stage: Vec<Stage>,
    parcels: Vec<P>,
}

/// How far a lane is with the current job.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// It has not heard of the job.
    Fresh,
    /// It may hold parts.
    Started,
    /// It was asked for what it holds.
    Collecting,
    /// It has handed over everything.
    Empty,
}

impl<L: Lanes> Desk<L> {
    /// A desk over these lanes.
    pub fn new(lanes: L) -> Self {
        Self { busy: vec![None; lanes.count()], lanes, running: None, last_id: 0 }
    }

    /// Starts a job in place of the current one, if any. Lanes that are in a batch of an older job finish it first; it
    /// is short, and ending them would cost more.
    pub fn submit(&mut self, job: Job) -> JobId {
        self.last_id += 1;
        self.running = Some(Running {
            id: self.last_id,
            blocks_per_batch: job.blocks_per_batch.unwrap_or_else(|| batch(&job, self.lanes.count())).max(1),
            next_block: 0,
            done_blocks: 0,
            stage: vec![Stage::Fresh; self.lanes.count()],
            parcels: Vec::new(),
            job: Arc::new(job),
        });
        self.feed();
        self.last_id
    }

    /// Ends the current job at once: busy lanes are replaced, not waited for.
    pub fn cancel(&mut self) -> Option<Event> {
        let running = self.running.take()?;
        for lane in 0..self.busy.len() {
            if self.busy[lane].take().is_some() {
                self.lanes.replace(lane);
            }
        }
        Some(Event::Cancelled { id: running.id })
    }

    /// Takes in what a lane says about a job, gives out more work, and returns what is worth knowing.
    pub fn accept(&mut self, lane: usize, id: JobId, reply: Reply<L::Parcel>) -> Option<Event> {
        if self.busy[lane] != Some(id) {
            return None; // from a lane that was replaced since
        }
        self.busy[lane] = None;
        if matches!(reply, Reply::Panicked(_)) {
            self.lanes.replace(lane);
        }
        let event = self.running.as_mut().filter(|running| running.id == id).and_then(|running| match reply {
            Reply::Simulated { blocks } => {
                running.done_blocks += blocks;
                let runs = running.job.study.runs();
                Some(Event::Progress { id, done_runs: (running.done_blocks * LANES as u32).min(runs), runs })
            }
            Reply::Collected(parcel) => {
                running.stage[lane] = Stage::Empty;
                running.parcels.push(parcel);
                None
            }
            Reply::Finished(summary) => Some(Event::Done { id, summary }),
            Reply::Panicked(message) => Some(Event::Failed { id, message }),
            // The desk asks no questions.
            Reply::Answered(_) => None,
        });
        match event {
            Some(Event::Done { .. }) => self.running = None,
            Some(Event::Failed { .. }) => {
                self.running = None;
                // What the others have collected is lost as well. Kept until the next job it would leave that one no
                // memory where the lack of it was the reason, and only the end of a lane gives memory back.
                for lane in 0..self.busy.len() {
                    self.busy[lane] = None;
                    self.lanes.replace(lane);
                }
            }
            _ => {}
        }
        self.feed();
        event
    }

    /// Takes note that a lane died, or never lived, without a reply of its own.
    pub fn lost(&mut self, lane: usize, message: String) -> Option<Event> {
        let Some(id) = self.busy[lane] else {
            self.lanes.replace(lane);
            return None;
        };
        self.accept(lane, id, Reply::Panicked(message))
    }

    /// Gives every idle lane the next thing to do, if there is one.
    fn feed(&mut self) {
        let Some(running) = &mut self.running else { return };
        for lane in 0..self.busy.len() {
            if self.busy[lane].is_some() {
                continue;
            }
            let Some(task) = running.next_task(lane) else { continue };
            if running.stage[lane] == Stage::Fresh {
                running.stage[lane] = Stage::Started;
                self.lanes.post(lane, running.id, Task::Start(running.job.clone()));
            } else if matches!(task, Task::Collect) {
                running.stage[lane] = Stage::Collecting;
            }
            self.busy[lane] = Some(running.id);
            self.lanes.post(lane, running.id, task);
        }
    }
}

impl<P> Running<P> {
    fn next_task(&mut self, lane: usize) -> Option<Task<P>> {
        let blocks_left = self.job.blocks() - self.next_block;
        if blocks_left > 0 {
            let blocks = self.blocks_per_batch.min(blocks_left);
            let first_block = self.next_block;
            self.next_block += blocks;
            return Some(Task::Batch { first_block, blocks });
        }
        if self.stage[lane] == Stage::Started {
            return Some(Task::Collect);
        }
        // All parts are here once no lane holds or is handing over any; the first lane to hear of it merges them.
        let all_here = self.stage.iter().all(|stage| matches!(stage, Stage::Fresh | Stage::Empty));
        (self.stage[lane] == Stage::Empty && all_here && !self.parcels.is_empty())
            .then(|| Task::Finish(std::mem::take(&mut self.parcels)))
    }
}

/// Blocks in a batch: some ten milliseconds' worth, so that a newer job waits no longer; few enough that all lanes have
/// work; and at most some 512 batches, since what a lane keeps grows with their number.
fn batch(job: &Job, lanes: usize) -> u32 {
    const SECONDS: f64 = 10e-3;
    let by_time = (SECONDS / block_seconds(&job.study)) as u32;
    let for_all_lanes = job.blocks() / (2 * lanes as u32);
    // Powers of two fill the tree of moments best.
    by_time.min(for_all_lanes).max(job.blocks().div_ceil(512)).max(1).next_power_of_two()
}
