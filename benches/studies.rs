//! The studies that are timed: by the benches here, by a profiler over the same program, and by the browser tests.

use holdfast_engine::Quantity;
use holdfast_scenario::{CheckedStudy, Estimate, Inputs, Key, Scenario, Study, Survival, file, presets};
use holdfast_summary::Track;

/// One scenario, exact inputs: 2,000 trials a month, conversion 0.1, price 100, churn 4%, 60 months × 10,000 runs.
pub fn single() -> CheckedStudy {
    of_one(60, Survival::Constant, &[(Key::Churn, 0.04)])
}

/// The same arrivals under a shifted beta-geometric curve, so that every age is drawn apart, for 120 months: the
/// opening cohort and one a month make t cohorts in month t.
pub fn cohorts() -> CheckedStudy {
    let curve = [(Key::SbgAlpha, 1.2), (Key::SbgBeta, 12.0), (Key::OpeningCustomers, 200.0)];
    of_one(120, Survival::ShiftedBetaGeometric, &curve)
}

/// Every mechanism at once: three plans, a curve, five ranges, two events.
pub fn everything_on() -> CheckedStudy {
    file::open(include_str!("studies/everything-on.json")).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The first preset, of so many runs.
pub fn leaky_bucket(runs: u64) -> CheckedStudy {
    checked(Study { runs, ..presets::leaky_bucket() })
}

/// What the page follows: each scenario's MRR and its gap to the first.
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

/// Lanes' worth of draws in a run of [`cohorts`]: one binomial for each cohort and month, one Poisson a month.
pub fn draws_of_cohorts() -> f64 {
    let months = 120.0;
    months * (months + 1.0) / 2.0 + months
}

/// Draws in a run of [`everything_on`], by kind: binomial, Poisson, gamma, beta. Callgrind counts as many calls.
pub fn draws_of_everything_on() -> [f64; 4] {
    const PLANS: u32 = 3;
    let [mut binomial, mut poisson, mut gamma, mut beta] = [0; 4];
    for month in 1..=60_u32 {
        // Customers are in four age buckets (three months of onboarding, and the rest), which fill one by one from the
        // oldest; paused ones in all but the first.
        let young = (month - 1).min(3);
        // Asking to leave, pausing, failing to pay; resuming and leaving of the paused; won back, by months since.
        binomial += PLANS * (3 * (1 + young) + 2 * young + (month - 1).min(6));
        // A trial takes a month.
        poisson += if month == 1 { 0 } else { PLANS };
        gamma += 1;
        // A young hazard and an old one for each plan.
        beta += PLANS * (1 + young.min(1));
    }
    [binomial, poisson, gamma, beta].map(f64::from)
}
