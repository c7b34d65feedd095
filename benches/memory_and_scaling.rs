//! Two measurements that run only if they are named on the command line: the memory that a million runs need, and the
//! speed-up by a second thread.

use crate::clock::process_seconds;
use crate::studies;
use holdfast_engine::{LANES, PreparedStudy, Quantity};
use holdfast_pool::inline::Inline;
use holdfast_pool::threads::Threads;
use holdfast_pool::{BlockingTransport, Job, JobEvent, PoolEvent, Scheduler};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{LEVELS, Summary, Track};
use std::time::Instant;

/// The largest memory, in megabytes, that one worker may use for a million runs, in addition to that of the idle
/// program.
const MEGABYTES_MAX: f64 = 64.0;
/// The largest relative error of percentiles that a summary of more than 10,000 runs may have.
const RELATIVE_ERROR_MAX: f64 = 0.005;

/// Simulates a million runs of the first preset in one worker, with the tracks that the page shows. Checks the memory,
/// the reports of progress, and the percentiles against exact percentiles.
pub fn memory() {
    let study = studies::leaky_bucket(1_000_000);
    let tracks = studies::page_tracks(&study);
    let idle = peak_megabytes();
    let (start, mut reports, mut done) = (Instant::now(), 0, 0);
    let mut scheduler = Scheduler::new(Inline::default());
    scheduler.submit(Job::new(study.clone(), tracks.clone()));
    let summary = loop {
        match scheduler.next_event() {
            Some(PoolEvent::Job(JobEvent::Progress { done_runs, .. })) => {
                assert!(done_runs > done, "progress never goes back");
                (reports, done) = (reports + 1, done_runs);
            }
            Some(PoolEvent::Job(JobEvent::Done { summary, .. })) => break summary,
            other => panic!("{other:?}"),
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    println!("A million runs, one worker: {seconds:.1} s, {reports} reports of progress");
    match (idle, peak_megabytes()) {
        (Some(idle), Some(peak)) => {
            println!("Peak memory: {:.1} MB above {idle:.1} MB", peak - idle);
            assert!(peak - idle <= MEGABYTES_MAX);
        }
        _ => println!("Peak memory: not available on this system"),
    }
    compare(&study, &tracks, &summary);
}

/// The peak memory (resident set size) of this process so far, in megabytes. `None` if the system does not provide it.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// Compares the percentiles of the summary in four months with the exact percentiles of all simulated values.
fn compare(study: &CheckedStudy, tracks: &[Track], summary: &Summary) {
    const MONTHS: [usize; 4] = [1, 12, 36, 60];
    let prepared = PreparedStudy::new(study);
    let mut values = vec![Vec::new(); MONTHS.len() * tracks.len()];
    for block in 0..prepared.blocks() {
        let runs = prepared.runs_in(block).min(LANES);
        prepared.run_block(block, |month, states| {
            let Some(at) = MONTHS.iter().position(|&wanted| wanted == month) else { return };
            for (track, values) in tracks.iter().zip(&mut values[at * tracks.len()..]) {
                let own = &states[track.scenario][Quantity::Mrr];
                let other = track.minus.map(|minus| &states[minus][Quantity::Mrr]);
                values.extend((0..runs).map(|i| own[i] - other.map_or(0.0, |lane| lane[i])));
            }
        });
    }
    let mut worst: f64 = 0.0;
    for (at, values) in values.iter_mut().enumerate() {
        values.sort_by(f64::total_cmp);
        let (month, track) = (MONTHS[at / tracks.len()], tracks[at % tracks.len()]);
        let stats = summary.months(track).expect("the track was requested")[month];
        for (level, near) in LEVELS.into_iter().zip(stats.quantiles) {
            let rank = level * (values.len() - 1) as f64;
            let (low, next) = (values[rank.floor() as usize], values[rank.ceil() as usize]);
            let exact = low + rank.fract() * (next - low);
            let error = if exact == near { 0.0 } else { ((near - exact) / exact).abs() };
            worst = worst.max(error);
        }
    }
    println!("Percentiles of months {MONTHS:?}: at most {:.3}% from the exact ones", 100.0 * worst);
    assert!(worst <= RELATIVE_ERROR_MAX);
}

/// Times one thread and two threads in turn, for two studies. Prints the elapsed time and the processor time of all
/// threads together, in milliseconds. The elapsed time is of little use if other programs use the machine too. In that
/// case, the speed-up on two free cores is 2 × (processor time with one thread) ÷ (processor time with two threads).
pub fn scaling(rounds: usize) {
    let leaky = studies::leaky_bucket(200_000);
    let everything = studies::everything_on().with_runs(20_000);
    for (name, study) in [("leaky_bucket_200000", leaky), ("everything_on_20000", everything)] {
        let tracks = studies::page_tracks(&study);
        let mut schedulers = [1, 2].map(|count| Scheduler::new(Threads::new(count)));
        for _ in 0..rounds {
            for (scheduler, threads) in schedulers.iter_mut().zip(["one_thread", "two_threads"]) {
                let job = Job::new(study.clone(), tracks.clone());
                let (start, spent) = (Instant::now(), process_seconds());
                run(scheduler, job);
                println!("{name}_{threads} {:.3}", start.elapsed().as_secs_f64() * 1e3);
                println!("{name}_{threads}_processors {:.3}", (process_seconds() - spent) * 1e3);
            }
        }
    }
}

fn run(scheduler: &mut Scheduler<impl BlockingTransport>, job: Job) -> Summary {
    scheduler.run(job).unwrap_or_else(|message| panic!("{message}"))
}
