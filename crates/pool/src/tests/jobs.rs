//! Tests of how the pool runs jobs, with each native transport.

use crate::inline::Inline;
use crate::threads::Threads;
use crate::{BlockingTransport, Job, JobEvent, PoolEvent, Scheduler, WorkId};
use holdfast_engine::LANES;
use holdfast_scenario::Study;
use holdfast_summary::{DetailRequest, Summary};
use holdfast_test_support::digest::{
    EVERYTHING_DIGEST, LEAKY_BUCKET_DIGEST, all_tracks, digest, everything, leaky_bucket,
};

/// The digest (a hash of all numbers of the summary) of [`everything`] with the detail of every track: 5 sample runs,
/// and the distributions in month 14.
const DETAIL_DIGEST: u64 = 0xa452_7ea1_cfad_b40b;

/// The digest of the leaky bucket with the detail of every track: 5 sample runs, and the distributions in month 14. The
/// study has 20,000 runs, so values are counted in histograms instead of stored.
const LARGE_DETAIL_DIGEST: u64 = 0x4c4b_9665_5264_26b3;

fn job(study: &Study) -> Job {
    let study = study.check().unwrap_or_else(|problems| panic!("{problems:?}"));
    let tracks = all_tracks(&study);
    Job::new(study, tracks)
}

/// A job for this study, with the detail of every track.
fn detailed(study: &Study) -> Job {
    let job = job(study);
    let tracks = job.request.tracks.clone();
    job.with_detail(DetailRequest { tracks, spread_month: 14, samples: 5 })
}

fn next<T: BlockingTransport>(pool: &mut Scheduler<T>) -> Option<JobEvent> {
    pool.next_event().map(|event| match event {
        PoolEvent::Job(event) => event,
        PoolEvent::Answer(answer) => panic!("no question was asked: {answer:?}"),
    })
}

fn finish<T: BlockingTransport>(pool: &mut Scheduler<T>, id: WorkId) -> Result<(Summary, Vec<u32>), String> {
    let mut progress = Vec::new();
    loop {
        match next(pool) {
            Some(JobEvent::Progress { id: of, done_runs, .. }) if of == id => progress.push(done_runs),
            Some(JobEvent::Done { id: of, summary }) if of == id => return Ok((summary, progress)),
            Some(JobEvent::Failed { id: of, message }) if of == id => return Err(message),
            Some(other) => panic!("not of job {id}: {other:?}"),
            None => return Err("there is no further event".into()),
        }
    }
}

/// Runs a job and returns the digest of its summary.
fn run<T: BlockingTransport>(pool: &mut Scheduler<T>, job: Job) -> u64 {
    let tracks = job.request.tracks.clone();
    let id = pool.submit(job);
    digest(&finish(pool, id).unwrap_or_else(|message| panic!("{message}")).0, &tracks)
}

/// Checks results, progress, replacement, cancellation and panics of jobs with one transport.
fn check<T: BlockingTransport>(transport: T) {
    let pool = &mut Scheduler::new(transport);
    let small = job(&leaky_bucket(1000));
    let tracks = &small.request.tracks;
    assert_eq!(run(pool, small.clone()), LEAKY_BUCKET_DIGEST);
    let everything_on = everything();
    let found = run(pool, job(&everything_on));
    assert_eq!(found, EVERYTHING_DIGEST, "with everything on: {found:#018x}");

    // Every batch size gives the same bits. Progress rises until all runs are done.
    for blocks_per_batch in [1, 3, 100] {
        let id = pool.submit(Job { blocks_per_batch: Some(blocks_per_batch), ..small.clone() });
        let (summary, progress) = finish(pool, id).unwrap();
        assert_eq!(digest(&summary, tracks), LEAKY_BUCKET_DIGEST, "batches of {blocks_per_batch}");
        assert!(progress.is_sorted() && progress.last() == Some(&1000), "{progress:?}");
        assert_eq!(progress.len() as u32, 1000_u32.div_ceil(LANES as u32).div_ceil(blocks_per_batch));
    }

    // The next two jobs ask for details. In the second one, values are counted in histograms instead of stored.
    let found = run(pool, detailed(&everything_on));
    assert_eq!(found, DETAIL_DIGEST, "with details: {found:#018x}");
    let found = run(pool, detailed(&leaky_bucket(20_000)));
    assert_eq!(found, LARGE_DETAIL_DIGEST, "details of many runs: {found:#018x}");

    // A newer job replaces an older one. The older job has no further events.
    pool.submit(job(&leaky_bucket(200_000)));
    assert_eq!(run(pool, small.clone()), LEAKY_BUCKET_DIGEST, "after another job was replaced");

    // Cancelling a job causes one event, and the job has no events after it. The pool can then run another job.
    let id = pool.submit(job(&leaky_bucket(200_000)));
    assert!(matches!(next(pool), Some(JobEvent::Progress { .. })));
    assert_eq!(pool.cancel_job(), Some(JobEvent::Cancelled { id }));
    assert_eq!(pool.cancel_job(), None, "nothing is left to cancel");
    assert_eq!(run(pool, small.clone()), LEAKY_BUCKET_DIGEST, "after a cancel");

    // A panic ends the job, and the job's error is the message of the panic. All workers are replaced, and the pool can
    // run another job.
    for _ in 0..3 {
        let id = pool.submit(Job { panic_in_block: Some(5), ..small.clone() });
        let message = finish(pool, id).unwrap_err();
        assert!(message.contains("asked to panic in block 5"), "{message}");
    }
    assert_eq!(run(pool, small.clone()), LEAKY_BUCKET_DIGEST, "after a panic");
}

#[test]
fn inline() {
    check(Inline::default());
}

#[test]
fn threads() {
    for count in [1, 2, 7] {
        check(Threads::new(count));
    }
}
