//! The pool's test suite, run over every transport: natively by the tests below, in a browser by the page built with
//! the feature `suite`.

use super::{Event, Job, JobId};
use holdfast_engine::{LANES, Quantity};
use holdfast_scenario::{Scenario, Study, Survival, file, presets};
use holdfast_summary::{Close, Series, Summary, Track};

/// A pool under test.
#[allow(async_fn_in_trait)] // single-threaded by design: no future here crosses a thread
pub trait Driver {
    fn submit(&mut self, job: Job) -> JobId;
    fn cancel(&mut self) -> Option<Event>;
    async fn next(&mut self) -> Option<Event>;
}

/// The fixed vector: the digest of the leaky bucket's summary, 1,000 runs of seed 1. Native and wasm must reproduce it
/// bit for bit; it changes only when the luck of a seed or the meaning of a month is changed on purpose.
pub const LEAKY_BUCKET_DIGEST: u64 = 0x8c7b3c47de19186f;

/// The same of a study with every mechanism on, three plans, ranges, a correlation, events, and in a second scenario a
/// shifted beta-geometric curve: 200 runs.
pub const EVERYTHING_DIGEST: u64 = 0xfaf2_6d34_a1bd_8fa0;

/// The same with a closer look at every track: 5 runs, and the spreads at month 14.
pub const CLOSE_UP_DIGEST: u64 = 0xa452_7ea1_cfad_b40b;

/// The leaky bucket with more runs than are kept one by one, 20,000, and the same closer look.
pub const LARGE_CLOSE_UP_DIGEST: u64 = 0x4c4b_9665_5264_26b3;

fn everything() -> Study {
    let (mut study, problems) = file::read(include_str!("../../../benches/studies/everything-on.json"))
        .unwrap_or_else(|problem| panic!("{problem:?}"));
    assert!(problems.is_empty(), "{problems:?}");
    study.runs = 200;
    let other = Scenario { survival: Survival::ShiftedBetaGeometric, ..study.scenarios[0].clone() };
    study.scenarios.push(other);
    study
}

fn study(runs: u64) -> Study {
    Study { runs, ..presets::leaky_bucket() }
}

fn job(study: &Study) -> Job {
    let count = study.scenarios.len();
    let own = (0..count).flat_map(|at| Series::ALL.map(|series| Track::own(at, series)));
    let gaps = (1..count).map(|at| Track::gap(at, 0, Quantity::Mrr));
    let study = study.check().unwrap_or_else(|problems| panic!("{problems:?}"));
    Job::new(study, own.chain(gaps).collect::<Vec<_>>())
}

/// The same with a closer look at every track.
fn close_up(study: &Study) -> Job {
    let job = job(study);
    let tracks = job.ask.tracks.clone();
    job.close_up(Close { tracks, spread_month: 14, samples: 5 })
}

/// FNV-1a over the bits of every number of a summary.
pub fn digest(summary: &Summary) -> u64 {
    summary
        .encode()
        .iter()
        .flat_map(|number| number.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

async fn finish(pool: &mut impl Driver, id: JobId) -> Result<(Summary, Vec<u32>), String> {
    let mut progress = Vec::new();
    loop {
        match pool.next().await {
            Some(Event::Progress { id: of, done_runs, .. }) if of == id => progress.push(done_runs),
            Some(Event::Done { id: of, summary }) if of == id => return Ok((summary, progress)),
            Some(Event::Failed { id: of, message }) if of == id => return Err(message),
            Some(other) => panic!("not of job {id}: {other:?}"),
            None => return Err("no event is to come".into()),
        }
    }
}

async fn run(pool: &mut impl Driver, job: Job) -> Summary {
    let id = pool.submit(job);
    finish(pool, id).await.unwrap_or_else(|message| panic!("{message}")).0
}

/// Checks everything that a pool promises, and returns the fixed vector's digest. Panics where a promise is broken.
pub async fn check(pool: &mut impl Driver) -> u64 {
    let vector = digest(&run(pool, job(&study(1000))).await);

    let everything_on = everything();
    let everything = digest(&run(pool, job(&everything_on)).await);
    assert_eq!(everything, EVERYTHING_DIGEST, "with everything on: {everything:#018x}");

    // Any batch size gives the same bits, and progress rises to the end.
    for blocks_per_batch in [1, 3, 100] {
        let id = pool.submit(Job { blocks_per_batch: Some(blocks_per_batch), ..job(&study(1000)) });
        let (summary, progress) = finish(pool, id).await.unwrap();
        assert_eq!(digest(&summary), vector, "batches of {blocks_per_batch}");
        assert!(progress.is_sorted() && progress.last() == Some(&1000), "{progress:?}");
        assert_eq!(progress.len() as u32, 1000_u32.div_ceil(LANES as u32).div_ceil(blocks_per_batch));
    }

    // A closer look, and more runs than are kept one by one.
    let close = digest(&run(pool, close_up(&everything_on)).await);
    assert_eq!(close, CLOSE_UP_DIGEST, "a closer look: {close:#018x}");
    let large = run(pool, close_up(&study(20_000))).await;
    assert_eq!(large.runs(), 20_000);
    let large = digest(&large);
    assert_eq!(large, LARGE_CLOSE_UP_DIGEST, "a closer look at many runs: {large:#018x}");

    // A newer job takes the place of an older, which is never heard of again.
    pool.submit(job(&study(200_000)));
    assert_eq!(digest(&run(pool, job(&study(1000))).await), vector, "after another job was replaced");

    // A cancelled job says so once and nothing after; the pool goes on.
    let id = pool.submit(job(&study(200_000)));
    assert!(matches!(pool.next().await, Some(Event::Progress { .. })));
    assert_eq!(pool.cancel(), Some(Event::Cancelled { id }));
    assert_eq!(pool.cancel(), None, "nothing is left to cancel");
    assert_eq!(digest(&run(pool, job(&study(1000))).await), vector, "after a cancel");

    // A panic ends its job with its message; the lane is replaced and the pool goes on.
    for _ in 0..3 {
        let id = pool.submit(Job { panic_in_block: Some(5), ..job(&study(1000)) });
        let message = finish(pool, id).await.unwrap_err();
        assert!(message.contains("asked to panic in block 5"), "{message}");
    }
    assert_eq!(digest(&run(pool, job(&study(1000))).await), vector, "after a panic");
    vector
}

#[cfg(test)]
mod tests {
    use super::super::Desk;
    use super::super::inline::{Inline, Waiting};
    use super::super::threads::Threads;
    use super::*;

    impl<L: Waiting> Driver for Desk<L> {
        fn submit(&mut self, job: Job) -> JobId {
            Desk::submit(self, job)
        }

        fn cancel(&mut self) -> Option<Event> {
            Desk::cancel(self)
        }

        async fn next(&mut self) -> Option<Event> {
            self.next_event()
        }
    }

    /// Native transports never wait in an `await`: one poll is enough.
    fn now<T>(future: impl Future<Output = T>) -> T {
        let waker = std::task::Waker::noop();
        match std::pin::pin!(future).poll(&mut std::task::Context::from_waker(waker)) {
            std::task::Poll::Ready(value) => value,
            std::task::Poll::Pending => unreachable!("a native driver blocks instead"),
        }
    }

    #[test]
    fn inline() {
        assert_eq!(now(check(&mut Desk::new(Inline::default()))), LEAKY_BUCKET_DIGEST);
    }

    #[test]
    fn threads() {
        for count in [1, 2, 7] {
            assert_eq!(now(check(&mut Desk::new(Threads::new(count)))), LEAKY_BUCKET_DIGEST, "{count} threads");
        }
    }
}
