//! Compares each mechanism alone with its own closed form, with numbers small enough to check by hand.
//!
//! Statistical levels: tests of fit at 10⁻¹⁰ (see `holdfast_test_support::oracle`), with 10⁵ runs each; means at
//! |z| < 6.5; second moments at |z| < 8, because their statistic has a heavier tail than the normal law. There are
//! about 200 tests of fit and about 200 of moments, so a correct engine with another seed fails once in 10⁷ times.
//! Checks that hold in every single run do not depend on chance.

use Estimate::Exact;
use holdfast_engine::Quantity::{self, *};
use holdfast_scenario::{Action, CheckedStudy, Estimate, Event, FirstMonth, Key, Plan, Scenario, Study, Survival};
use holdfast_test_support::oracle::Oracle;
use holdfast_test_support::{each_run, scenario, study};

const RUNS: u64 = 100_000;
const Z: f64 = 6.5;
const Z_SQUARES: f64 = 8.0;

/// A scenario with opening customers and without new customers.
fn no_arrivals(customers: f64, inputs: &[(Key, Estimate)]) -> Scenario {
    let own = [(Key::OpeningCustomers, Exact(customers)), (Key::TrialsStep, Exact(0.0))];
    scenario(&[&own, inputs].concat())
}

/// The values of a quantity of the first scenario: a list of months, each with the value of every run.
fn months(study: &CheckedStudy, quantity: Quantity) -> Vec<Vec<f64>> {
    let mut out = vec![Vec::with_capacity(study.runs() as usize); study.horizon_months() + 1];
    each_run(study, |_, month, states, lane| out[month].push(states[0][quantity][lane]));
    out
}

fn fits(law: &Oracle, values: &[f64], what: &str) {
    law.fit_values(values.iter().copied()).unwrap_or_else(|fault| panic!("{what}: {fault}"));
}

/// Tests that the values have this mean: |z| must be below `most`.
fn has_mean(values: impl Iterator<Item = f64> + Clone, mean: f64, most: f64, what: &str) {
    let n = values.clone().count() as f64;
    let found = values.clone().sum::<f64>() / n;
    let variance = values.map(|value| (value - found).powi(2)).sum::<f64>() / (n - 1.0);
    let z = (found - mean) / (variance / n).sqrt();
    assert!(z.abs() < most, "{what}: {found} instead of {mean}, z {z}");
}

/// Tests that the values have this mean, and that their mean squared deviation from it is this variance.
fn has_moments(values: &[f64], mean: f64, variance: f64, what: &str) {
    has_mean(values.iter().copied(), mean, Z, what);
    has_mean(values.iter().map(|value| (value - mean).powi(2)), variance, Z_SQUARES, &format!("variance, {what}"));
}

fn has_covariance((a, b): (&[f64], &[f64]), means: (f64, f64), covariance: f64, what: &str) {
    has_mean(a.iter().zip(b).map(|(a, b)| (a - means.0) * (b - means.1)), covariance, Z_SQUARES, what);
}

#[test]
fn saves_reduce_churn() {
    let inputs = [(Key::Churn, Exact(0.2)), (Key::SaveRate, Exact(0.35))];
    let study = study(vec![no_arrivals(3000.0, &inputs)], 6, RUNS, 601);
    fits(&Oracle::binomial(3000.0, 0.2 * 0.65), &months(&study, VoluntaryChurnedCustomers)[1], "leavers");
    fits(&Oracle::binomial(3000.0, 0.87_f64.powi(6)), &months(&study, Customers)[6], "customers");
}

/// In each month a customer cancels, or else fails to pay, or stays. So the three counts of a month follow a trinomial
/// law.
#[test]
fn dunning_reduces_failed_payments() {
    let (n, h, f) = (3000.0, 0.1, 0.08 * (1.0 - 0.6));
    let inputs = [(Key::Churn, Exact(h)), (Key::FailedPaymentRate, Exact(0.08)), (Key::DunningRecovery, Exact(0.6))];
    let study = study(vec![no_arrivals(n, &inputs)], 4, RUNS, 602);
    let (asked, failed) = (months(&study, VoluntaryChurnedCustomers), months(&study, InvoluntaryChurnedCustomers));
    fits(&Oracle::binomial(n, h), &asked[1], "asked");
    fits(&Oracle::binomial(n, (1.0 - h) * f), &failed[1], "failed");
    let stay: f64 = (1.0 - h) * (1.0 - f);
    fits(&Oracle::binomial(n, stay.powi(4)), &months(&study, Customers)[4], "customers");
    let (p, q) = (h, (1.0 - h) * f);
    has_covariance((&asked[1], &failed[1]), (n * p, n * q), -n * p * q, "asked and failed");
}

fn plan(share: f64, own: &[(Key, f64)]) -> Plan {
    let mut plan = Plan { name: "p".into(), share, ..Plan::default() };
    for &(key, value) in own {
        plan.own[Key::PER_PLAN.iter().position(|&known| known == key).unwrap()] = Some(Exact(value));
    }
    plan
}

fn three_plans() -> Vec<Plan> {
    vec![plan(0.5, &[]), plan(0.3, &[]), plan(0.2, &[])]
}

/// With a variation of trials v, the mean number of new customers of a month, m, is multiplied by a random gamma rate
/// with standard deviation v. So their number is negative binomial, with variance m + v²m². All plans share the rate of
/// a month; with a separate rate for each plan, the variance of their sum would be smaller. Each month has a new rate.
#[test]
fn variation_of_trials_is_negative_binomial() {
    for (trials, variation, plans) in
        [(50.0, 0.5, 0), (50.0, 0.5, 3), (4000.0, 0.1, 3), (30.0, 1.5, 0), (400.0, 3.0, 3)]
    {
        let mut business = scenario(&[
            (Key::TrialsStart, Exact(trials)),
            (Key::TrialsStep, Exact(0.0)),
            (Key::TrialsVariation, Exact(variation)),
            (Key::Conversion, Exact(0.25)),
            (Key::TrialMonths, Exact(1.0)),
            (Key::Churn, Exact(0.1)),
        ]);
        business.plans = if plans > 0 { three_plans() } else { Vec::new() };
        let study = study(vec![business], 5, RUNS, 603);
        let (joined, mean) = (months(&study, NewCustomers), 0.25 * trials);
        let what = format!("{trials} trials, variation {variation}, {plans} plans");
        assert!(joined[1].iter().all(|&count| count == 0.0), "the first trials end a month later");
        for month in [2, 5] {
            fits(&Oracle::negative_binomial(mean, variation), &joined[month], &what);
        }
        has_covariance((&joined[2], &joined[3]), (mean, mean), 0.0, &what);
        if variation < 1.0 {
            has_moments(&joined[4], mean, mean + (variation * mean).powi(2), &what);
            // In month 5 there are four cohorts, with ages k = 0 to 3 months. With q = 0.9, the variance of all
            // customers is Σ (m·qᵏ + v²m²·q²ᵏ).
            let powers: Vec<f64> = (0..4).map(|k| 0.9_f64.powi(k)).collect();
            let customers: f64 = powers.iter().map(|stay| mean * stay).sum();
            let spread: f64 = powers.iter().map(|stay| (variation * mean * stay).powi(2)).sum();
            has_moments(&months(&study, Customers)[5], customers, customers + spread, &what);
        }
    }
}

/// With a variation of churn ρ, the hazard X of a month has the law Beta(hφ, (1 − h)φ), where 1/(1 + φ) = ρ. All plans
/// and ages share it. So the customers who leave in a month are beta-binomial, and so is the sum over three plans. Each
/// month has a new hazard, so the customers N_t in month t satisfy E[N_t(N_t − 1)] = N(N − 1)·(E(1 − X)²)ᵗ.
#[test]
fn variation_of_churn_is_beta_binomial() {
    for (n, h, rho, plans) in
        [(500.0, 0.04, 0.01, 0), (500.0, 0.04, 0.01, 3), (2000.0, 0.3, 0.2, 3), (60.0, 0.6, 0.5, 3)]
    {
        let phi = 1.0 / rho - 1.0;
        let mut business = no_arrivals(n, &[(Key::Churn, Exact(h)), (Key::ChurnVariation, Exact(rho))]);
        business.plans = if plans > 0 { three_plans() } else { Vec::new() };
        let study = study(vec![business], 6, RUNS, 604);
        let what = format!("{n} customers, hazard {h}, correlation {rho}, {plans} plans");
        let left = months(&study, VoluntaryChurnedCustomers);
        fits(&Oracle::beta_binomial(n, h * phi, (1.0 - h) * phi), &left[1], &what);
        let square = (1.0 - h).powi(2) + rho * h * (1.0 - h);
        let (mean, pairs) = (n * (1.0 - h).powi(6), n * (n - 1.0) * square.powi(6));
        has_moments(&months(&study, Customers)[6], mean, pairs + mean - mean * mean, &what);
    }
}

/// All ages share the random hazard X of a month, and saves reduce it: with save rate s, each of N customers leaves
/// with probability X(1 − s). So the number L of leavers satisfies E[L(L − 1)] = N(N − 1)(1 − s)²·E[X²].
#[test]
fn all_ages_share_the_hazard_of_a_month() {
    let (n, h, rho, s) = (1000.0, 0.15, 0.05, 0.4);
    let mut business = scenario(&[
        (Key::OpeningCustomers, Exact(n)),
        (Key::OpeningTenure, Exact(3.0)),
        (Key::TrialsStart, Exact(4000.0)),
        (Key::TrialsStep, Exact(0.0)),
        (Key::Conversion, Exact(0.25)),
        (Key::ChurnVariation, Exact(rho)),
        (Key::SaveRate, Exact(s)),
    ]);
    // With a retention table, each age has its own bucket in the engine. All hazards of this table are equal.
    (business.survival, business.retention) = (Survival::Table, vec![1.0 - h; 9]);
    let study = study(vec![business], 2, RUNS, 605);
    let (left, customers) = (months(&study, VoluntaryChurnedCustomers), months(&study, Customers));
    let second = h * h + rho * h * (1.0 - h);
    let chance = h * (1.0 - s);
    let factorial = (1.0 - s).powi(2) * second;
    has_moments(&left[1], n * chance, n * (n - 1.0) * factorial + n * chance - (n * chance).powi(2), "month 1");
    // In month 2 there are customers of two ages. For the leavers L of both ages together, given the N customers at the
    // end of month 1, E[L(L − 1)] = N(N − 1)·factorial.
    let excess = left[2].iter().zip(&customers[1]).map(|(l, n)| l * (l - 1.0) - n * (n - 1.0) * factorial);
    has_mean(excess, 0.0, Z_SQUARES, "month 2");
}

/// A customer is active, paused or gone, which is a Markov chain. The transition matrix gives the probabilities of each
/// month from those of the previous month. Customers are independent, so the numbers of active and of paused customers
/// are binomial.
#[test]
fn pauses_are_a_markov_chain() {
    let (n, h, save, pause, resume, leave) = (800.0, 0.12, 0.25, 0.4, 0.3, 0.15);
    let inputs = [
        (Key::Churn, Exact(h)),
        (Key::SaveRate, Exact(save)),
        (Key::PauseShare, Exact(pause)),
        (Key::ResumeRate, Exact(resume)),
        (Key::PausedLeaveRate, Exact(leave)),
        (Key::PausedPrice, Exact(7.0)),
        (Key::Price, Exact(50.0)),
    ];
    let study = study(vec![no_arrivals(n, &inputs)], 24, RUNS, 606);
    let asks = h * (1.0 - save);
    let chain = [[1.0 - asks, asks * pause], [resume, 1.0 - resume - leave]];
    let (active, paused) = (months(&study, Customers), months(&study, PausedCustomers));
    let mut chances = [1.0, 0.0];
    for month in 1..=24 {
        chances = [0, 1].map(|to| chances[0] * chain[0][to] + chances[1] * chain[1][to]);
        if [1, 2, 5, 24].contains(&month) {
            fits(&Oracle::binomial(n, chances[0]), &active[month], &format!("active in month {month}"));
            fits(&Oracle::binomial(n, chances[1]), &paused[month], &format!("paused in month {month}"));
            let means = (n * chances[0], n * chances[1]);
            has_covariance((&active[month], &paused[month]), means, -n * chances[0] * chances[1], "both");
        }
    }
    // An active customer pays 50 and a paused customer pays 7. So in every run, MRR follows from the two counts.
    each_run(&study, |run, month, states, lane| {
        let of = |quantity: Quantity| states[0][quantity][lane];
        let mrr = 50.0 * of(Customers) + 7.0 * of(PausedCustomers);
        assert!((of(Mrr) - mrr).abs() < 1e-9 * (1.0 + mrr), "run {run}, month {month}: {} {mrr}", of(Mrr));
        for (flow, wanted) in [
            (PausedMrr, 43.0 * of(NewlyPausedCustomers)),
            (ResumedMrr, 43.0 * of(ResumedCustomers)),
            (VoluntaryChurnedMrr, 50.0 * of(VoluntaryChurnedCustomers) + 7.0 * of(PausedChurnedCustomers)),
        ] {
            assert!((of(flow) - wanted).abs() < 1e-9 * (1.0 + mrr), "run {run}, month {month}: {}", flow.name());
        }
    });
}

/// In each case, the rates of resuming and of leaving sum to 1. So nobody stays paused for a second month, and the
/// paused customers of a month are those who paused in it. In the first case, all of them resume one month later.
#[test]
fn pauses_at_extreme_rates() {
    let inputs = |resume, leave| {
        [
            (Key::Churn, Exact(0.4)),
            (Key::PauseShare, Exact(0.5)),
            (Key::ResumeRate, Exact(resume)),
            (Key::PausedLeaveRate, Exact(leave)),
        ]
    };
    for (resume, leave) in [(1.0, 0.0), (0.0, 1.0), (0.3, 0.7)] {
        let study = study(vec![no_arrivals(500.0, &inputs(resume, leave))], 5, 1000, 607);
        let (paused, new) = (months(&study, PausedCustomers), months(&study, NewlyPausedCustomers));
        assert_eq!(paused, new, "only those of the month are paused: resume {resume}, leave {leave}");
        let resumed = months(&study, ResumedCustomers);
        if resume == 1.0 {
            (2..=5).for_each(|month| assert_eq!(resumed[month], new[month - 1]));
        }
    }
}

/// A customer who left at most W months ago returns in each month with probability w. So of the customers who left in
/// month t − d, d ≤ W, the share w(1 − w)^(d−1) is expected to return in month t.
#[test]
fn win_back_is_a_delayed_return() {
    let (w, last) = (0.2_f64, 3);
    let inputs = [
        (Key::Churn, Exact(0.3)),
        (Key::FailedPaymentRate, Exact(0.1)),
        (Key::PauseShare, Exact(0.3)),
        (Key::WinBackRate, Exact(w)),
        (Key::WinBackMonths, Exact(f64::from(last))),
        (Key::Price, Exact(12.0)),
    ];
    let study = study(vec![no_arrivals(900.0, &inputs)], 12, RUNS, 608);
    let left: Vec<Vec<f64>> = {
        let ways = [VoluntaryChurnedCustomers, InvoluntaryChurnedCustomers, PausedChurnedCustomers];
        let ways = ways.map(|quantity| months(&study, quantity));
        (0..=12).map(|t| (0..RUNS as usize).map(|run| ways.iter().map(|way| way[t][run]).sum()).collect()).collect()
    };
    let returned = months(&study, ReturnedCustomers);
    assert!(returned[1].iter().all(|&count| count == 0.0), "nobody had left before month 1");
    for (month, returned) in returned.iter().enumerate().skip(2) {
        let known: Vec<(usize, f64)> =
            (1..=last as usize).filter(|&d| d < month).map(|d| (month - d, w * (1.0 - w).powi(d as i32 - 1))).collect();
        let expected = |run: usize| known.iter().map(|&(then, share)| share * left[then][run]).sum::<f64>();
        let excess = (0..RUNS as usize).map(|run| returned[run] - expected(run));
        has_mean(excess, 0.0, Z, &format!("month {month}"));
    }
    // In the runs in which exactly 252 customers left in month 1, the returns in month 2 are binomial.
    let ones: Vec<f64> = (0..RUNS as usize).filter(|&run| left[1][run] == 252.0).map(|run| returned[2][run]).collect();
    assert!(ones.len() > 1000, "{}", ones.len());
    fits(&Oracle::binomial(252.0, w), &ones, "first returns of 252");
    each_run(&study, |_, _, states, lane| {
        let of = |quantity: Quantity| states[0][quantity][lane];
        assert_eq!(of(ReturnedMrr), 12.0 * of(ReturnedCustomers), "at the current price");
    });
}

/// If all trials come from referrals, the customers are a Galton-Watson branching process. Each customer stays with
/// probability q and brings a Poisson number of new customers with mean rπ (referral rate × conversion). With
/// m = q + rπ and σ² = q(1 − q) + rπ, the customers in month t have mean N·mᵗ and variance
/// N·σ²·m^(t−1)·(mᵗ − 1)/(m − 1).
#[test]
fn referrals_are_a_branching_process() {
    let (n, q, referred) = (400.0, 0.9, 0.5 * 0.3);
    let inputs = [(Key::Churn, Exact(0.1)), (Key::ReferralRate, Exact(0.5)), (Key::Conversion, Exact(0.3))];
    let open = study(vec![no_arrivals(n, &inputs)], 10, RUNS, 609);
    let customers = months(&open, Customers);
    let (m, variance) = (q + referred, q * (1.0 - q) + referred);
    for t in [1, 2, 5, 10] {
        let power = |t: i32| f64::powi(m, t);
        let spread = n * variance * power(t - 1) * (power(t) - 1.0) / (m - 1.0);
        has_moments(&customers[t as usize], n * power(t), spread, &format!("month {t}"));
    }
    // With trials of two months, referred customers join two months later. So the expected number of customers is
    // C(t) = q·C(t − 1) + rπ·C(t − 3).
    let inputs = [&inputs[..], &[(Key::TrialMonths, Exact(2.0))]].concat();
    let delayed = study(vec![no_arrivals(n, &inputs)], 10, RUNS, 610);
    let customers = months(&delayed, Customers);
    let mut means = vec![n];
    for t in 1..=10_usize {
        means.push(q * means[t - 1] + if t >= 3 { referred * means[t - 3] } else { 0.0 });
        has_mean(customers[t].iter().copied(), means[t], Z, &format!("trials of two months, month {t}"));
    }
}

fn event(input: Key, action: Action, value: f64, from_month: u64, ramp_months: u64, until_month: Option<u64>) -> Event {
    Event { input, action, value: Exact(value), from_month, ramp_months, until_month, card: None }
}

/// With trials of three months, the trials that began in month s end in month s + 3. The conversion is that of month
/// s + 3.
#[test]
fn trial_length_delays() {
    let mut business = scenario(&[
        (Key::TrialsStart, Exact(100.0)),
        (Key::TrialsStep, Exact(20.0)),
        (Key::Conversion, Exact(0.2)),
        (Key::TrialMonths, Exact(3.0)),
    ]);
    business.events = vec![event(Key::Conversion, Action::Set, 0.4, 6, 0, None)];
    let study = study(vec![business.clone()], 8, RUNS, 611);
    let joined = months(&study, NewCustomers);
    for (month, mean) in [(4, 20.0), (5, 24.0), (6, 56.0), (8, 72.0)] {
        fits(&Oracle::poisson(mean), &joined[month], &format!("month {month}"));
    }
    assert!(joined[1..4].iter().flatten().all(|&count| count == 0.0));
    // From month 4 on, new trials end in the month in which they begin. So the trials of months 1 and 4 both end in
    // month 4. Trials that began in months 1 to 3 keep their length.
    business.events.push(event(Key::TrialMonths, Action::Multiply, 0.0, 4, 0, None));
    let study = holdfast_test_support::study(vec![business], 8, RUNS, 612);
    let joined = months(&study, NewCustomers);
    for (month, mean) in [(4, 52.0), (5, 60.0), (6, 136.0), (7, 88.0)] {
        fits(&Oracle::poisson(mean), &joined[month], &format!("shorter, month {month}"));
    }
}

/// The study begins in October. So month 1 uses the tenth seasonal factor, and month 4 (January) the first.
#[test]
fn seasons_follow_the_calendar() {
    let mut business = scenario(&[
        (Key::TrialsStart, Exact(200.0)),
        (Key::TrialsStep, Exact(0.0)),
        (Key::Conversion, Exact(0.5)),
        (Key::Churn, Exact(0.0)),
    ]);
    business.seasonality = vec![1.5, 0.1, 1.0, 1.0, 2.0, 1.0, 0.0, 1.0, 1.0, 0.7, 0.9, 1.2];
    let study = Study {
        scenarios: vec![business],
        horizon_months: 16,
        runs: RUNS,
        first_month: FirstMonth { year: 2027, month: 10 },
        ..Study::default()
    };
    let study = study.check().unwrap();
    let joined = months(&study, NewCustomers);
    for (month, factor) in [(1, 0.7), (2, 0.9), (3, 1.2), (4, 1.5), (5, 0.1), (8, 2.0), (10, 0.0), (13, 0.7), (16, 1.5)]
    {
        fits(&Oracle::poisson(100.0 * factor), &joined[month], &format!("month {month}"));
    }
}

/// The plans have the prices 1 and 10⁴, so MRR shows how many customers are on each plan. The two counts are
/// independent Poisson counts, each with the churn of its plan. Mean MRR is the sum over the plans.
#[test]
fn plans_are_independent_businesses() {
    let mut business = scenario(&[
        (Key::TrialsStart, Exact(1000.0)),
        (Key::TrialsStep, Exact(0.0)),
        (Key::Conversion, Exact(0.2)),
        (Key::Churn, Exact(0.25)),
        (Key::Price, Exact(1.0)),
    ]);
    business.plans = vec![plan(0.7, &[]), plan(0.3, &[(Key::Price, 1e4), (Key::Churn, 0.05)])];
    let study = study(vec![business], 9, RUNS, 613);
    let mrr = &months(&study, Mrr)[9];
    let stays = |mean: f64, churn: f64| mean * (1.0 - (1.0 - churn).powi(9)) / churn;
    let (cheap, dear) = (stays(140.0, 0.25), stays(60.0, 0.05));
    // The count on the cheap plan is rounded, because MRR has rounding errors.
    let on_dear: Vec<f64> = mrr.iter().map(|mrr| (mrr / 1e4).floor()).collect();
    let on_cheap: Vec<f64> = mrr.iter().zip(&on_dear).map(|(mrr, dear)| (mrr - 1e4 * dear).round()).collect();
    fits(&Oracle::poisson(dear), &on_dear, "the dear plan");
    fits(&Oracle::poisson(cheap), &on_cheap, "the cheap plan");
    has_covariance((&on_dear, &on_cheap), (dear, cheap), 0.0, "both plans");
    has_mean(mrr.iter().copied(), cheap + 1e4 * dear, Z, "MRR");
}

/// Opening customers are split over the plans by share. The counts are whole numbers with the right sum.
#[test]
fn plans_share_the_opening_customers() {
    let mut business = no_arrivals(10.0, &[(Key::Price, Exact(1.0)), (Key::Churn, Exact(0.0))]);
    business.plans = vec![plan(0.25, &[]), plan(0.55, &[(Key::Price, 100.0)]), plan(0.2, &[(Key::Price, 1e4)])];
    let mrr = months(&study(vec![business], 1, 2, 614), Mrr);
    // The shares of 10 customers, rounded down, are 2, 5 and 2. One customer remains. The quotients
    // share ÷ (customers + 1) are 0.25/3, 0.55/6 and 0.2/3; the second is the largest, so the customer goes to the
    // second plan.
    assert_eq!(mrr[0], [2.0 + 600.0 + 2e4; 2]);
}

/// Events that set an input apply first, then events that add, then events that multiply. Each event has its own ramp
/// and end. The expected values were computed by hand, month by month.
#[test]
fn events_change_an_input_as_computed_by_hand() {
    let mut business = scenario(&[
        (Key::TrialsStart, Exact(1000.0)),
        (Key::TrialsStep, Exact(0.0)),
        (Key::Conversion, Exact(0.5)),
        (Key::Price, Exact(40.0)),
    ]);
    business.events = vec![
        event(Key::Price, Action::Multiply, 0.5, 7, 0, Some(8)),
        event(Key::Price, Action::Add, 6.0, 5, 2, None),
        event(Key::Price, Action::Set, 60.0, 3, 1, Some(9)),
        event(Key::TrialsStart, Action::Multiply, 3.0, 2, 1, Some(4)),
        event(Key::TrialsStep, Action::Add, 100.0, 5, 0, Some(6)),
        event(Key::Conversion, Action::Set, 0.1, 7, 3, None),
    ];
    let study = study(vec![business], 10, RUNS, 615);
    // The price is set to 60: halfway in month 3, fully in months 4 to 9. From month 5 on, 2, 4, 6, 6, … is added to
    // it. In months 7 and 8 the sum is halved.
    let prices = [40.0, 40.0, 50.0, 60.0, 62.0, 64.0, 33.0, 33.0, 66.0, 46.0];
    each_run(&study, |run, month, states, lane| {
        let (new, mrr) = (states[0][NewCustomers][lane], states[0][NewMrr][lane]);
        if month > 0 {
            assert!((mrr - new * prices[month - 1]).abs() <= 1e-12 * mrr, "run {run}, month {month}: {mrr} of {new}");
        }
    });
    let trials = [1000.0, 2000.0, 3000.0, 3000.0, 1100.0, 1200.0, 1200.0, 1200.0, 1200.0, 1200.0];
    let conversion = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.4, 0.3, 0.2, 0.1];
    let joined = months(&study, NewCustomers);
    for month in 1..=10 {
        fits(&Oracle::poisson(trials[month - 1] * conversion[month - 1]), &joined[month], &format!("month {month}"));
    }
}

/// Tests events on churn and on the save rate, with hazards computed by hand. The cases are constant churn, a plan with
/// its own churn, and survival curves whose hazards do not come from the churn input alone.
#[test]
fn events_change_the_hazard_of_every_curve() {
    let events = vec![
        event(Key::Churn, Action::Multiply, 0.5, 3, 1, None),
        event(Key::Churn, Action::Add, 0.02, 2, 0, Some(4)),
        event(Key::SaveRate, Action::Set, 0.5, 4, 0, None),
        event(Key::FailedPaymentRate, Action::Set, 0.1, 5, 0, Some(5)),
    ];
    // In months 2 to 4, 0.02 is added to the hazard. The result is then multiplied by 1, 1, ¾, ½ and ½ in months 1 to
    // 5. From month 4 on, half of those who ask to leave are saved. In month 5, 10% of the others fail to pay.
    let kept = |h: [f64; 5]| -> [f64; 5] {
        let asks = [h[0], h[1] + 0.02, 0.75 * (h[2] + 0.02), 0.25 * (h[3] + 0.02), 0.25 * h[4]];
        let mut stay = 1.0;
        let mut out = asks.map(|asks| {
            stay *= 1.0 - asks;
            stay
        });
        out[4] *= 0.9;
        out
    };
    let sbg = |k: u32| 0.7 / (0.7 + 1.2 + f64::from(k) - 1.0);
    for (curve, own, hazards) in [
        (Survival::Constant, None, [0.1; 5]),
        (Survival::Constant, Some(0.3), [0.3; 5]),
        (Survival::Onboarding, None, [0.25, 0.25, 0.1, 0.1, 0.1]),
        (Survival::ShiftedBetaGeometric, None, [sbg(1), sbg(2), sbg(3), sbg(4), sbg(5)]),
        (Survival::Table, None, [0.3, 0.2, 0.12, 0.12, 0.12]),
    ] {
        let mut business = no_arrivals(
            700.0,
            &[
                (Key::Churn, Exact(0.1)),
                (Key::EarlyChurn, Exact(0.25)),
                (Key::EarlyMonths, Exact(2.0)),
                (Key::SbgAlpha, Exact(0.7)),
                (Key::SbgBeta, Exact(1.2)),
            ],
        );
        (business.survival, business.retention, business.events) = (curve, vec![0.7, 0.8, 0.88], events.clone());
        business.plans = own.map(|churn| plan(1.0, &[(Key::Churn, churn)])).into_iter().collect();
        let mut stay = kept(hazards);
        if curve == Survival::Onboarding {
            // Events on churn do not change the hazard of the first two months, which comes from the input for early
            // churn.
            let first = [1.0 - 0.25, (1.0 - 0.25) * (1.0 - 0.25)];
            let wrong = stay[1];
            stay.iter_mut().skip(1).for_each(|stay| *stay *= first[1] / wrong);
            stay[0] = first[0];
        }
        let study = study(vec![business], 5, RUNS, 616);
        let customers = months(&study, Customers);
        for month in 1..=5 {
            let what = format!("{curve:?}, own churn {own:?}, month {month}");
            fits(&Oracle::binomial(700.0, stay[month - 1]), &customers[month], &what);
        }
    }
}

/// In every run and month, Cash(t) = Cash(t − 1) + margin·MRR − acquisition cost·new customers − retention cost·active
/// customers − fixed costs.
#[test]
fn cash_changes_by_margin_less_costs() {
    let mut business = scenario(&[
        (Key::TrialsStart, Exact(300.0)),
        (Key::Conversion, Exact(0.1)),
        (Key::TrialsVariation, Exact(0.3)),
        (Key::PauseShare, Exact(0.3)),
        (Key::PausedPrice, Exact(4.0)),
        (Key::WinBackRate, Exact(0.1)),
        (Key::Expansion, Exact(0.01)),
        (Key::OpeningCustomers, Exact(200.0)),
        (Key::OpeningCash, Exact(-5000.0)),
        (Key::GrossMargin, Exact(0.7)),
        (Key::AcquisitionCost, Exact(120.0)),
        (Key::RetentionCost, Exact(3.0)),
        (Key::FixedCosts, Exact(2500.0)),
    ]);
    business.events = vec![
        event(Key::GrossMargin, Action::Add, 0.1, 4, 0, None),
        event(Key::AcquisitionCost, Action::Multiply, 2.0, 6, 0, None),
        event(Key::FixedCosts, Action::Set, 0.0, 8, 0, Some(8)),
        event(Key::RetentionCost, Action::Add, 1.0, 5, 0, None),
    ];
    let study = study(vec![business], 10, 2000, 617);
    let (cash, mrr) = (months(&study, Cash), months(&study, Mrr));
    let (new, customers) = (months(&study, NewCustomers), months(&study, Customers));
    let revenue = months(&study, CumulativeRevenue);
    for run in 0..2000 {
        assert_eq!((cash[0][run], revenue[0][run]), (-5000.0, 0.0));
        for t in 1..=10 {
            let margin = if t >= 4 { 0.8 } else { 0.7 };
            let acquisition = if t >= 6 { 240.0 } else { 120.0 };
            let retention = if t >= 5 { 4.0 } else { 3.0 };
            let fixed = if t == 8 { 0.0 } else { 2500.0 };
            let wanted = cash[t - 1][run] + margin * mrr[t][run]
                - acquisition * new[t][run]
                - retention * customers[t][run]
                - fixed;
            assert!((cash[t][run] - wanted).abs() < 1e-6, "run {run}, month {t}: {} {wanted}", cash[t][run]);
            assert!((revenue[t][run] - revenue[t - 1][run] - mrr[t][run]).abs() < 1e-6, "run {run}, month {t}");
        }
    }
}
