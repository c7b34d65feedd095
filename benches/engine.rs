//! Benchmarks of the engine. `cargo xtask bench` runs them in turn with NumPy programs for the same models
//! (`benches/peers/`). On a machine with varying speed, only ratios of times within one run are meaningful.
//!
//! For each case and round it prints `name milliseconds`. For some cases it also prints `per name draws`, so that the
//! time of one draw can be computed. It sets no limit on the times. Its arguments are a number of rounds and names of
//! groups. The groups `memory`, `scaling` and `advice` run only if they are named; `memory` fails if its limits are
//! exceeded.

mod clock;
mod memory_and_scaling;
mod studies;

use holdfast_advice::{Lever, Outcome, exchange_rates, lever_values, tornado, variance_shares};
use holdfast_engine::{LANES, PreparedStudy, Quantity};
use holdfast_pool::{Job, Scheduler, inline::Inline};
use holdfast_scenario::{CheckedStudy, Measure};
use holdfast_summary::{Accumulator, SummaryRequest, Track};
use std::hint::black_box;

/// Does the work and prints how much processor time of this thread it took, in milliseconds.
fn time(name: &str, work: impl FnOnce()) {
    let start = clock::thread_seconds();
    work();
    println!("{name} {:.3}", (clock::thread_seconds() - start) * 1e3);
}

/// Simulates a study and returns the customers and the MRR of every month and run, in the array layout of the NumPy
/// programs.
fn simulate(study: &CheckedStudy) -> Vec<f64> {
    let prepared = PreparedStudy::new(study);
    let runs = study.runs() as usize;
    let cells = 2 * (study.horizon_months() + 1);
    let mut paths = vec![0.0; cells * runs];
    for block in 0..prepared.blocks() {
        let (from, count) = (block as usize * LANES, prepared.runs_in(block));
        prepared.run_block(block, |month, states| {
            for (at, lane) in [&states[0][Quantity::Customers], &states[0][Quantity::Mrr]].into_iter().enumerate() {
                let start = (2 * month + at) * runs + from;
                paths[start..start + count].copy_from_slice(&lane[..count]);
            }
        });
    }
    paths
}

/// Times one scenario with constant churn: its simulation, the simulation with moments, the quantiles, and the whole
/// job. Also times the simulation of the first preset.
fn leaky(rounds: usize) {
    let (single, leaky) = (studies::single(), studies::leaky_bucket(10_000));
    let tracks = vec![Track::own(0, Quantity::Customers), Track::own(0, Quantity::Mrr)];
    let (prepared, request) = (PreparedStudy::new(&single), SummaryRequest::from(tracks.clone()));
    for _ in 0..rounds {
        time("simulation", || drop(black_box(simulate(&single))));
        let mut accumulator = Accumulator::new(single.runs(), &request, single.horizon_months());
        time("simulation_and_moments", || {
            (0..prepared.blocks()).for_each(|block| accumulator.run_block(&prepared, &request, block))
        });
        time("quantiles", || drop(black_box(accumulator.finish(&request))));
        let job = Job::new(single.clone(), tracks.clone());
        time("whole_job", || drop(black_box(Scheduler::new(Inline::default()).run(job))));
        time("leaky_bucket_simulation", || drop(black_box(simulate(&leaky))));
    }
}

fn cohorts(rounds: usize) {
    let study = studies::cohorts();
    println!("per cohorts {}", studies::draws_of_cohorts() * f64::from(study.runs()));
    (0..rounds).for_each(|_| time("cohorts", || drop(black_box(simulate(&study)))));
}

fn everything_on(rounds: usize) {
    let study = studies::everything_on();
    let draws = studies::draws_of_everything_on();
    println!("per everything_on {}", draws.iter().sum::<f64>() * f64::from(study.runs()));
    (0..rounds).for_each(|_| time("everything_on", || drop(black_box(simulate(&study)))));
}

/// Times the advice: tornado, shares of variance, lever values and exchange rates. Only the shares of variance use
/// random samples; the others use the expected path.
fn advice(rounds: usize) {
    let outcome = Outcome { measure: Measure::Mrr, month: 60 };
    for (name, study) in [("leaky", studies::leaky_bucket(10_000)), ("everything_on", studies::everything_on())] {
        for _ in 0..rounds {
            time(&format!("{name}_tornado"), || drop(black_box(tornado(&study, 0, outcome))));
            time(&format!("{name}_shares"), || drop(black_box(variance_shares(&study, 0, outcome))));
            time(&format!("{name}_worth"), || drop(black_box(lever_values(&study, 0))));
            time(&format!("{name}_exchange"), || drop(black_box(exchange_rates(&study, 0, Lever::Churn, -0.001))));
        }
    }
}

/// The name of a group, and the function that runs it. The argument of the function is the number of rounds.
type Group = (&'static str, fn(usize));

fn main() {
    // Cargo adds the argument `--bench`, so words that begin with `-` are ignored.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let rounds = words.iter().find_map(|word| word.parse().ok()).unwrap_or(7);
    let groups: [Group; 3] = [("leaky", leaky), ("cohorts", cohorts), ("everything_on", everything_on)];
    let alone: [Group; 3] =
        [("memory", |_| memory_and_scaling::memory()), ("scaling", memory_and_scaling::scaling), ("advice", advice)];
    let is_named = |(name, _): &Group| words.iter().any(|word| word == name);
    let none_is = !groups.iter().chain(&alone).any(is_named);
    groups.iter().filter(|group| none_is || is_named(group)).for_each(|(_, work)| work(rounds));
    alone.iter().filter(|group| is_named(group)).for_each(|(_, work)| work(rounds));
}
