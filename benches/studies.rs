//! The studies of the benchmarks. A profiler of the same program and the browser tests use them too.

use holdfast_engine::Quantity;
use holdfast_scenario::{CheckedStudy, Estimate, Inputs, Key, Scenario, Study, Survival, file, presets};
use holdfast_summary::Track;

/// One scenario, exact inputs: 2,000 trials a month, conversion 0.1, price 100, churn 4%, 60 months × 10,000 runs.
pub fn single() -> CheckedStudy {
    of_one(60, Survival::Constant, &[(Key::Churn, 0.04)])
}

/// The same arrivals under a shifted beta-geometric curve for 120 months. Every age is drawn separately: the opening
/// cohort and one new cohort a month make t cohorts in month t.
pub fn cohorts() -> CheckedStudy {
    let curve = [(Key::SbgAlpha, 1.2), (Key::SbgBeta, 12.0), (Key::OpeningCustomers, 200.0)];
    of_one(120, Survival::ShiftedBetaGeometric, &curve)
}

/// Every mechanism at once: three plans, a curve, five ranges, two events.
pub fn everything_on() -> CheckedStudy {
    file::open(include_str!("studies/everything-on.json")).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The first preset, with this number of runs.
pub fn leaky_bucket(runs: u64) -> CheckedStudy {
    checked(Study { runs, ..presets::leaky_bucket() })
}

/// The tracks that the page shows: each scenario's MRR, and its gap to the first scenario.
pub fn page_tracks(study: &CheckedStudy) -> Vec<Track> {
    let count = study.scenarios().len();
    let own = (0..count).map(|at| Track::own(at, Quantity::Mrr));
    own.chain((1..count).map(|at| Track::gap(at, 0, Quantity::Mrr))).collect()
}

fn of_one(horizon_months: u64, survival: Survival, more: &[(Key, f64)]) -> CheckedStudy {
    let mut inputs = Inputs::default();
    let common = [(Key::TrialsStart, 2000.0), (Key::TrialsStep, 0.0), (Key::Conversion, 0.1), (Key::Price, 100.0)];
    for &(key, value) in common.iter().chain(more) {
        inputs[key] = Estimate::Exact(value);
    }
    let scenarios = vec![Scenario { name: "A".into(), inputs, survival, ..Scenario::default() }];
    checked(Study { horizon_months, scenarios, ..Study::default() })
}

fn checked(study: Study) -> CheckedStudy {
    study.check().unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The number of draws in one run of [`cohorts`]: one binomial for each cohort and month, and one Poisson a month.
pub fn draws_of_cohorts() -> f64 {
    let months = 120.0;
    months * (months + 1.0) / 2.0 + months
}

/// The number of draws in one run of [`everything_on`], by kind: binomial, Poisson, gamma, beta. Callgrind counts the
/// same number of calls.
pub fn draws_of_everything_on() -> [f64; 4] {
    const PLANS: u32 = 3;
    let [mut binomial, mut poisson, mut gamma, mut beta] = [0; 4];
    for month in 1..=60_u32 {
        // Customers are in four age buckets: three months of onboarding, and the rest. The buckets fill one after the
        // other, the oldest first. Paused customers are in all buckets except the first.
        let young = (month - 1).min(3);
        // Binomial draws: asking to leave, pausing, failing to pay; paused customers who resume or leave; customers won
        // back, by months since they left.
        binomial += PLANS * (3 * (1 + young) + 2 * young + (month - 1).min(6));
        // A trial takes one month, so nobody joins in month 1.
        poisson += if month == 1 { 0 } else { PLANS };
        gamma += 1;
        // Each plan has one hazard for the first months and one for the rest.
        //
        beta += PLANS * (1 + young.min(1));
    }
    [binomial, poisson, gamma, beta].map(f64::from)
}
