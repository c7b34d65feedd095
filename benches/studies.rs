//! The studies of the benchmarks. Other tests also use the file `studies/everything-on.json`.

use holdfast_engine::Quantity;
use holdfast_scenario::{CheckedStudy, Estimate, Inputs, Key, Scenario, Study, Survival, file, presets};
use holdfast_summary::Track;

/// A study of one scenario with exact inputs: 2,000 trials a month, conversion 0.1, price 100, churn 4%. It has 60
/// months and 10,000 runs.
pub fn single() -> CheckedStudy {
    of_one(60, Survival::Constant, &[(Key::Churn, 0.04)])
}

/// A study with the trials, conversion and price of [`single`], with a shifted beta-geometric curve and 120 months.
/// Customers of each age are drawn separately: the opening cohort and one cohort for each month in which customers
/// joined. So there are t cohorts in month t.
pub fn cohorts() -> CheckedStudy {
    let curve = [(Key::SbgAlpha, 1.2), (Key::SbgBeta, 12.0), (Key::OpeningCustomers, 200.0)];
    of_one(120, Survival::ShiftedBetaGeometric, &curve)
}

/// A study with every mechanism on: three plans, a survival curve, five inputs with ranges, and two events.
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

/// The number of draws in one run of [`cohorts`]: one binomial draw for each cohort and month, and one Poisson draw for
/// each month.
pub fn draws_of_cohorts() -> f64 {
    let months = 120.0;
    months * (months + 1.0) / 2.0 + months
}

/// The number of draws in one run of [`everything_on`], by law: binomial, Poisson, gamma, beta. The numbers of function
/// calls that Callgrind counted are the same.
pub fn draws_of_everything_on() -> [f64; 4] {
    const PLANS: u32 = 3;
    let [mut binomial, mut poisson, mut gamma, mut beta] = [0; 4];
    for month in 1..=60_u32 {
        // Customers are in four age buckets: one for each of the three months of onboarding, and one for all higher
        // ages. In month 1, only the bucket of the higher ages is in use. Each of the months 2 to 4 adds one younger
        // bucket. Paused customers are in all buckets in use except the youngest.
        let young = (month - 1).min(3);
        // Three draws for active customers in each bucket: asking to leave, pausing, failing to pay. Two draws for
        // paused customers in each bucket: resuming, leaving. One draw of returning customers for each month before
        // this one, but at most six: nobody returns later than six months after leaving.
        binomial += PLANS * (3 * (1 + young) + 2 * young + (month - 1).min(6));
        // A trial takes one month, so nobody joins in month 1.
        poisson += if month == 1 { 0 } else { PLANS };
        gamma += 1;
        // Each plan has one hazard for the months of onboarding (from month 2 on), and one for the higher ages.
        beta += PLANS * (1 + young.min(1));
    }
    [binomial, poisson, gamma, beta].map(f64::from)
}
