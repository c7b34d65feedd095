//! Times the engine on one thread: simulation, moments and quantiles apart. `cargo xtask bench` runs it in turn with
//! NumPy on the same model (`benches/peers/`), because these machines are noisy and only ratios within one run mean
//! anything.
//!
//! Prints one line a case and round: `name milliseconds`. Not a test: nothing is judged here.

use holdfast::engine::{LANES, Plan, Quantity};
use holdfast::pool::{Desk, Job, inline::Inline};
use holdfast::scenario::{CheckedStudy, Estimate, Inputs, Key, Scenario, Study, presets};
use holdfast::summary::{Partial, Track};
use std::hint::black_box;
use std::time::Instant;

/// One scenario, exact inputs: 2,000 trials a month, conversion 0.1, price 100, churn 4%, 60 months × 10,000 runs.
fn single() -> CheckedStudy {
    let mut inputs = Inputs::default();
    for (key, value) in [
        (Key::TrialsStart, 2000.0),
        (Key::TrialsStep, 0.0),
        (Key::Conversion, 0.1),
        (Key::Price, 100.0),
        (Key::Churn, 0.04),
    ] {
        inputs[key] = Estimate::Exact(value);
    }
    let scenarios = vec![Scenario { name: "A".into(), inputs, ..Scenario::default() }];
    checked(Study { scenarios, ..Study::default() })
}

fn checked(study: Study) -> CheckedStudy {
    study.check().unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn time(name: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    println!("{name} {:.3}", start.elapsed().as_secs_f64() * 1e3);
}

/// Every month's customers and MRR of every run, kept as the peers keep them.
fn simulate(study: &CheckedStudy) -> Vec<f64> {
    let plan = Plan::new(study);
    let runs = study.runs() as usize;
    let cells = 2 * (study.horizon_months() + 1);
    let mut paths = vec![0.0; cells * runs];
    for block in 0..plan.blocks() {
        let (from, count) = (block as usize * LANES, plan.runs_in(block));
        plan.run_block(block, |month, states| {
            for (at, lane) in [&states[0][Quantity::Customers], &states[0][Quantity::Mrr]].into_iter().enumerate() {
                let start = (2 * month + at) * runs + from;
                paths[start..start + count].copy_from_slice(&lane[..count]);
            }
        });
    }
    paths
}

fn main() {
    // Cargo passes `--bench`; a number is how many rounds to run.
    let rounds = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(7);
    let (single, leaky) = (single(), checked(presets::leaky_bucket()));
    let tracks = vec![Track::own(0, Quantity::Customers), Track::own(0, Quantity::Mrr)];
    let plan = Plan::new(&single);
    for _ in 0..rounds {
        time("simulation", || drop(black_box(simulate(&single))));
        let mut partial = Partial::new(single.runs(), &tracks, single.horizon_months());
        time("simulation_and_moments", || {
            (0..plan.blocks()).for_each(|block| partial.run_block(&plan, &tracks, block))
        });
        time("quantiles", || drop(black_box(partial.finish(&tracks))));
        let job = Job::new(single.clone(), tracks.clone());
        time("whole_job", || drop(black_box(Desk::new(Inline::default()).run(job))));
        time("leaky_bucket_simulation", || drop(black_box(simulate(&leaky))));
    }
}
