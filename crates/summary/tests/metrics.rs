//! Tests of series, their figures, and metrics. Every series and its figures are recomputed run by run from the
//! definitions. Lifetime value, payback, plateau and the cohort triangle are compared with formulas. No test depends on
//! chance.

use Estimate::Exact;
use holdfast_engine::{PreparedStudy, Quantity, Retained, cohort_retention, cohort_triangle, expected, survival};
use holdfast_scenario::{Action, CheckedStudy, Estimate, Event, Key, Measure, Plan, Scenario, Study, Survival, Target};
use holdfast_summary::{
    Accumulator, DetailRequest, LEVELS, Metrics, Plateau, SPREAD_POINTS, Series, Stats, Summary, SummaryRequest, Track,
};
use holdfast_test_support::random_study::{self, StudyFeatures};
use holdfast_test_support::reference_model::ReferenceModel;
use holdfast_test_support::{TestRng, each_run, quantities, scenario, study};
use statrs::function::beta::ln_beta;

/// One run of one scenario: all quantities of each month.
type Run = Vec<[f64; Quantity::ALL.len()]>;

/// Computes a series of one run from the definition of the series. `target` is the study's target.
fn series(series: Series, run: &Run, target: Option<Target>) -> Vec<f64> {
    use Quantity::*;
    let of = |t: usize, quantity: Quantity| run[t][quantity as usize];
    let churned = |t| of(t, VoluntaryChurnedMrr) + of(t, InvoluntaryChurnedMrr);
    let kept = |t: usize, is_net: bool| {
        let opening = of(t - 1, Mrr);
        let lost = of(t, ContractionMrr) + churned(t) + of(t, PausedMrr);
        let gained = if is_net { of(t, ExpansionMrr) + of(t, ResumedMrr) } else { 0.0 };
        if opening > 0.0 { (opening - lost + gained) / opening } else { f64::NAN }
    };
    let retention = |t: usize, is_net| if t < 12 { f64::NAN } else { (t - 11..=t).map(|t| kept(t, is_net)).product() };
    let has_reached = |t: usize| {
        let Target { measure, value } = target.unwrap();
        let measured = match measure {
            Measure::Customers => of(t, Customers),
            Measure::Mrr => of(t, Mrr),
            Measure::Arr => 12.0 * of(t, Mrr),
            Measure::CumulativeRevenue => of(t, CumulativeRevenue),
            Measure::Cash => of(t, Cash),
        };
        measured >= value
    };
    let value = |t: usize| match series {
        Series::Of(quantity) => of(t, quantity),
        Series::Arr => 12.0 * of(t, Mrr),
        Series::ChurnedMrr => churned(t),
        Series::LowestCash => (0..=t).map(|t| of(t, Cash)).fold(f64::INFINITY, f64::min),
        Series::CashRanOut => f64::from((0..=t).any(|t| of(t, Cash) < 0.0)),
        Series::TargetReached if target.is_none() => f64::NAN,
        Series::TargetReached => f64::from((0..=t).any(has_reached)),
        Series::NetRevenueRetention => retention(t, true),
        Series::GrossRevenueRetention => retention(t, false),
        Series::QuickRatio => {
            let lost = churned(t) + of(t, ContractionMrr) + of(t, PausedMrr);
            let gained = of(t, NewMrr) + of(t, ExpansionMrr) + of(t, ResumedMrr) + of(t, ReturnedMrr);
            if lost > 0.0 { gained / lost } else { f64::NAN }
        }
    };
    (0..run.len()).map(value).collect()
}

/// The values that are defined (not NaN), in ascending order.
fn defined(values: &[f64]) -> Vec<f64> {
    let mut defined: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    defined.sort_by(f64::total_cmp);
    defined
}

/// The quantile of type 7: linear interpolation between order statistics.
fn quantile(sorted: &[f64], level: f64) -> f64 {
    let at = level * (sorted.len() as f64 - 1.0);
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + at.fract() * (high - low)
}

/// Checks the mean, the variance, the quantiles (type 7) and the shares, computed from the values that are defined.
fn check_stats(stats: &Stats, values: &[f64], place: &str) {
    let defined = defined(values);
    let n = defined.len() as f64;
    assert_eq!(stats.runs as usize, defined.len(), "{place}: runs");
    if defined.is_empty() {
        assert!(stats.mean.is_nan() && stats.above_zero.is_nan() && stats.median().is_nan(), "{place}: {stats:?}");
        return;
    }
    let size = defined.iter().fold(1e-9, |size: f64, value| size.max(value.abs()));
    let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 1e-9 * size;
    let mean = defined.iter().sum::<f64>() / n;
    assert!(close(stats.mean, mean, size), "{place}: mean {} {mean}", stats.mean);
    let variance = defined.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    assert!(close(stats.variance, variance, size * size), "{place}: variance {} {variance}", stats.variance);
    for (level, found) in LEVELS.into_iter().zip(stats.quantiles) {
        let wanted = quantile(&defined, level);
        assert!(close(found, wanted, size), "{place}: quantile {level} {found} {wanted}");
    }
    let share = |is: &dyn Fn(&f64) -> bool| defined.iter().filter(|value| is(value)).count() as f64 / n;
    assert_eq!(stats.above_zero, share(&|value| *value > 0.0), "{place}: above zero");
    assert_eq!(stats.at_zero, share(&|value| *value == 0.0), "{place}: at zero");
    assert!(close(stats.below_zero(), share(&|value| *value < 0.0), 1.0), "{place}: below zero");
}

/// The number of sample runs, and the month of the distributions.
const SAMPLES: u32 = 5;
const SPREAD_MONTH: u32 = 20;

/// Checks the distribution and the sample runs of a track. `runs` are the values of the track in all runs.
fn check_close_up(summary: &Summary, track: Track, runs: &[Vec<f64>], place: &str) {
    let is_same = |a: f64, b: f64, size: f64| (a - b).abs() <= 1e-9 * size || (a.is_nan() && b.is_nan());
    let samples = summary.samples(track).unwrap();
    assert_eq!(samples.len() as u32, SAMPLES);
    for (at, (sample, run)) in samples.zip(runs).enumerate() {
        assert_eq!(sample.len(), run.len());
        for (month, (&found, &wanted)) in sample.iter().zip(run).enumerate() {
            // A gap is the difference of two larger numbers, so its relative rounding error can be larger. The
            // tolerance is therefore 1,000 times as large.
            let size = if track.minus.is_some() { 1e3 } else { 1.0 } * (1e-6 + wanted.abs());
            assert!(is_same(found, wanted, size), "{place}, run {at}, month {month}: {found} {wanted}");
        }
    }
    let values = defined(&runs.iter().map(|run| run[SPREAD_MONTH as usize]).collect::<Vec<_>>());
    let Some(spread) = summary.spread(track) else {
        return assert!(values.is_empty(), "{place}: no spread of {} runs", values.len());
    };
    assert!(spread.len() == SPREAD_POINTS && spread.is_sorted(), "{place}");
    let size = values.iter().fold(1e-9, |size: f64, value| size.max(value.abs()));
    for (at, &found) in spread.iter().enumerate() {
        let wanted = quantile(&values, (at as f64 + 0.5) / 1000.0);
        assert!(is_same(found, wanted, size), "{place}: point {at} {found} {wanted}");
    }
}

fn runs(study: &CheckedStudy) -> Vec<Vec<Run>> {
    let mut out = vec![vec![Vec::new(); study.runs() as usize]; study.scenarios().len()];
    each_run(study, |run, _, states, lane| {
        states.iter().enumerate().for_each(|(at, state)| out[at][run].push(quantities(state, lane)));
    });
    out
}

/// Checks every series of three scenarios, and the gaps of three pairs of them, with all features on. In every second
/// round the businesses are so small that they have no MRR for some months.
#[test]
fn every_figure_agrees_with_its_definition() {
    let mut rng = TestRng(71);
    let (mut undefined, mut ties) = (0, 0);
    for round in 0..6 {
        let mut typed = random_study::study(&mut rng, StudyFeatures::ALL, 3, 26, 200).source().clone();
        if round % 2 == 1 {
            for scenario in &mut typed.scenarios {
                for (key, value) in [(Key::TrialsStart, 1.5), (Key::TrialsStep, 0.0), (Key::OpeningCustomers, 2.0)] {
                    scenario.inputs[key] = Exact(value);
                }
            }
        }
        // The target is the value of the measure in month 20 of one run, so at least this run reaches it. Every fourth
        // round has no target.
        if round % 4 != 3 {
            let plain = runs(&typed.check().unwrap());
            let measure = Measure::ALL[round % 5];
            let arr = plain[0][7][20][Quantity::Mrr as usize] * 12.0;
            let value = match measure {
                Measure::Customers => plain[0][7][20][Quantity::Customers as usize],
                Measure::Mrr => arr / 12.0,
                Measure::Arr => arr,
                Measure::CumulativeRevenue => plain[0][7][20][Quantity::CumulativeRevenue as usize],
                Measure::Cash => plain[0][7][20][Quantity::Cash as usize],
            };
            typed.target = Some(Target { measure, value });
        } else {
            typed.target = None;
        }
        let study = typed.check().unwrap();
        let all = runs(&study);
        let own = (0..3).flat_map(|at| Series::ALL.map(|series| Track::own(at, series)));
        let gaps = [(0, 1), (1, 0), (2, 0)];
        let gaps = gaps.into_iter().flat_map(|(a, b)| Series::ALL.map(|series| Track::gap(a, b, series)));
        let tracks: Vec<Track> = own.chain(gaps).collect();
        let plan = PreparedStudy::new(&study);
        let detail = DetailRequest { tracks: tracks.clone(), spread_month: SPREAD_MONTH, samples: SAMPLES };
        let request = SummaryRequest { tracks, detail: Some(detail) };
        let mut accumulator = Accumulator::new(study.runs(), &request, 26);
        (0..plan.blocks()).for_each(|block| accumulator.run_block(&plan, &request, block));
        let summary = accumulator.finish(&request).unwrap();
        let follow = |run: &Run| Series::ALL.map(|wanted| series(wanted, run, typed.target));
        let all: Vec<Vec<[Vec<f64>; Series::ALL.len()]>> =
            all.iter().map(|runs| runs.iter().map(follow).collect()).collect();
        for &track in &request.tracks {
            let which = Series::ALL.iter().position(|&series| series == track.series).unwrap();
            let of = |at: usize| -> Vec<Vec<f64>> { all[at].iter().map(|run| run[which].clone()).collect() };
            let (mut values, minus) = (of(track.scenario), track.minus.map(of));
            if let Some(minus) = minus {
                for (values, minus) in values.iter_mut().zip(minus) {
                    values.iter_mut().zip(minus).for_each(|(value, minus)| *value -= minus);
                }
            }
            check_close_up(&summary, track, &values, &format!("round {round}, {track:?}"));
            let months = summary.months(track).unwrap();
            for (month, stats) in months.iter().enumerate() {
                let values: Vec<f64> = values.iter().map(|run| run[month]).collect();
                undefined += values.iter().filter(|value| value.is_nan()).count();
                ties += usize::from(track.minus.is_some() && stats.at_zero > 0.0 && stats.at_zero < 1.0);
                check_stats(stats, &values, &format!("round {round}, {track:?}, month {month}"));
            }
        }
    }
    assert!(undefined > 10_000 && ties > 100, "{undefined} undefined, {ties} ties");
}

/// The shares of runs that have reached the target are a distribution function over the months, so they never fall. A
/// target of 0 customers is reached in month 0.
#[test]
fn the_share_of_runs_that_reached_the_target_never_falls() {
    let mut rng = TestRng(72);
    let mut typed = random_study::study(&mut rng, StudyFeatures::ALL, 2, 24, 500).source().clone();
    typed.scenarios[0].inputs[Key::OpeningCustomers] = Exact(1000.0);
    for (value, at_once) in [(0.0, true), (1200.0, false)] {
        let target = Some(Target { measure: Measure::Customers, value });
        let study = Study { target, ..typed.clone() }.check().unwrap();
        let tracks = [Track::own(0, Series::TargetReached), Track::own(0, Series::CashRanOut)];
        let plan = PreparedStudy::new(&study);
        let request = SummaryRequest::from(tracks.to_vec());
        let mut accumulator = Accumulator::new(500, &request, 24);
        (0..plan.blocks()).for_each(|block| accumulator.run_block(&plan, &request, block));
        let summary = accumulator.finish(&request).unwrap();
        for track in tracks {
            let months = summary.months(track).unwrap();
            assert!(months.windows(2).all(|pair| pair[0].mean <= pair[1].mean), "{track:?}");
        }
        assert_eq!(summary.months(tracks[0]).unwrap()[0].mean == 1.0, at_once);
    }
}

/// The metrics of a business, with the inputs of this month.
fn metrics(business: Scenario, month: usize) -> Metrics {
    let study = study(vec![business], 120, 2, 1);
    let scenario = &study.scenarios()[0];
    Metrics::new(scenario, &expected(scenario, 120), month)
}

fn is_close(found: f64, wanted: f64, error: f64, what: &str) {
    assert!((found - wanted).abs() <= error * wanted.abs(), "{what}: {found} instead of {wanted}");
}

fn plateau(metrics: &Metrics) -> f64 {
    match metrics.plateau {
        Plateau::At(mrr) => mrr,
        Plateau::GrowsForEver => f64::INFINITY,
    }
}

/// With constant churn, the metrics have closed forms. q is the share of customers who stay each month, a is the
/// monthly margin of a customer, d is the discount rate, e is expansion and x is contraction.
/// LTV = a·(1 − (q/(1 + d))⁶⁰)/(1 − q/(1 + d)).
/// Payback is the smallest n with a·(1 − qⁿ)/(1 − q) ≥ cost.
/// Plateau = new MRR/(1 − q + x − e).
#[test]
fn constant_churn_has_closed_metrics() {
    let mut rng = TestRng(73);
    let (mut never, mut for_ever) = (0, 0);
    for round in 0..500 {
        let (churn, save) = (rng.log_uniform(0.002, 0.5), rng.between(0.0, 0.9));
        let (fails, recovers) = (rng.between(0.0, 0.1), rng.unit());
        let (price, margin, discount) = (rng.log_uniform(1.0, 1e3), rng.between(0.1, 1.0), rng.between(0.0, 0.1));
        let (cost, keeping) = (rng.log_uniform(1.0, 2e3), if rng.chance(0.5) { 0.0 } else { 0.3 * price * margin });
        let (more, less) = (rng.between(0.0, 0.05), rng.between(0.0, 0.02));
        let trials = rng.log_uniform(1.0, 1e4);
        let business = scenario(&[
            (Key::Churn, Exact(churn)),
            (Key::SaveRate, Exact(save)),
            (Key::FailedPaymentRate, Exact(fails)),
            (Key::DunningRecovery, Exact(recovers)),
            (Key::Price, Exact(price)),
            (Key::GrossMargin, Exact(margin)),
            (Key::DiscountRate, Exact(discount)),
            (Key::AcquisitionCost, Exact(cost)),
            (Key::RetentionCost, Exact(keeping)),
            (Key::Expansion, Exact(more)),
            (Key::Contraction, Exact(less)),
            (Key::TrialsStart, Exact(trials)),
            (Key::TrialsStep, Exact(0.0)),
            (Key::Conversion, Exact(0.1)),
        ]);
        let found = metrics(business, 1);
        let q = (1.0 - churn * (1.0 - save)) * (1.0 - fails * (1.0 - recovers));
        let (earned, ratio) = (margin * price - keeping, q / (1.0 + discount));
        let ltv = earned * (1.0 - ratio.powi(60)) / (1.0 - ratio);
        is_close(found.ltv, ltv, 1e-11, &format!("round {round}, LTV"));
        is_close(found.ltv_to_cac.unwrap(), ltv / cost, 1e-11, "LTV to CAC");
        // Payback is the smallest n with (1 − qⁿ)/(1 − q) ≥ cost/earned. This is equivalent to n ≥ ln(left)/ln(q).
        let left = 1.0 - cost / earned * (1.0 - q);
        let months = if left > 0.0 { (left.ln() / q.ln()).ceil() } else { f64::INFINITY };
        let on_the_edge = (left.ln() / q.ln() - months).abs() < 1e-6;
        if !on_the_edge {
            // No customer is followed for more than 30 years.
            let payback = (months <= 360.0).then_some(months as u32);
            assert_eq!(found.payback_months, payback, "round {round}");
        }
        never += usize::from(found.payback_months.is_none());
        let net = 1.0 - q + less - more;
        if net > 1e-6 {
            is_close(
                plateau(&found),
                trials * 0.1 * price / net,
                1e-9,
                &format!("round {round}, plateau, net churn {net}"),
            );
        } else if net < -1e-6 {
            assert_eq!(found.plateau, Plateau::GrowsForEver, "round {round}, net churn {net}");
            for_ever += 1;
        }
    }
    assert!(never > 20 && for_ever > 20, "{never} {for_ever}");
}

#[test]
fn an_acquisition_cost_of_zero_is_paid_back_at_once() {
    let free = metrics(scenario(&[(Key::AcquisitionCost, Exact(0.0))]), 2);
    assert_eq!((free.ltv_to_cac, free.payback_months), (None, Some(0)));
    let at_a_loss = metrics(scenario(&[(Key::AcquisitionCost, Exact(10.0)), (Key::RetentionCost, Exact(90.0))]), 2);
    assert!(at_a_loss.payback_months.is_none() && at_a_loss.ltv < 0.0);
    let exact = scenario(&[
        (Key::AcquisitionCost, Exact(120.0)),
        (Key::Churn, Exact(0.0)),
        (Key::Price, Exact(40.0)),
        (Key::GrossMargin, Exact(1.0)),
    ]);
    assert_eq!(metrics(exact, 2).payback_months, Some(3), "40, 80, 120");
    let nobody = scenario(&[(Key::TrialsStep, Exact(0.0)), (Key::Churn, Exact(0.0))]);
    assert_eq!(metrics(nobody, 2).plateau, Plateau::At(0.0));
}

fn sbg(alpha: f64, beta: f64, save: f64) -> Scenario {
    let mut business = scenario(&[
        (Key::SbgAlpha, Exact(alpha)),
        (Key::SbgBeta, Exact(beta)),
        (Key::SaveRate, Exact(save)),
        (Key::TrialsStart, Exact(1000.0)),
        (Key::TrialsStep, Exact(0.0)),
        (Key::Price, Exact(10.0)),
        (Key::Conversion, Exact(0.1)),
        (Key::GrossMargin, Exact(0.75)),
        (Key::DiscountRate, Exact(0.02)),
    ]);
    business.survival = Survival::ShiftedBetaGeometric;
    business
}

/// With a shifted beta-geometric curve, the mean life is (α + β − 1)/(α − 1) months if α > 1, and infinite if α ≤ 1.
/// With a save rate s, the survival curve is the one with α' = (1 − s)α and β' = β + sα. LTV is a sum of ratios of beta
/// functions.
#[test]
fn shifted_beta_geometric_lives_have_closed_metrics() {
    let cases =
        [(2.0, 5.0), (1.5, 30.0), (10.0, 200.0), (1.2, 3.0), (3.0, 0.5), (0.704, 1.182), (0.99, 4.0), (40.0, 900.0)];
    for (alpha, beta) in cases {
        for save in [0.0, 0.1, 0.3] {
            let found = metrics(sbg(alpha, beta, save), 3);
            let (a, b) = ((1.0 - save) * alpha, beta + save * alpha);
            let what = format!("α {alpha}, β {beta}, saved {save}");
            if a > 1.0 {
                is_close(plateau(&found), 1000.0 * (a + b - 1.0) / (a - 1.0), 1e-4, &what);
            } else {
                assert_eq!(found.plateau, Plateau::GrowsForEver, "{what}");
            }
            let left = |k: u32| (ln_beta(a, b + f64::from(k)) - ln_beta(a, b)).exp();
            let ltv: f64 = (0..60).map(|k| 7.5 * left(k) / 1.02_f64.powi(k as i32)).sum();
            is_close(found.ltv, ltv, 1e-9, &what);
        }
    }
}

/// The onboarding curve and the table have a constant hazard after the first months. From then on a cohort's MRR is a
/// geometric series, so the plateau has a closed form.
#[test]
fn curves_with_a_constant_late_hazard_have_closed_metrics() {
    let mut onboarding = sbg(1.0, 1.0, 0.0);
    onboarding.survival = Survival::Onboarding;
    for (key, value) in [(Key::EarlyChurn, 0.25), (Key::EarlyMonths, 2.0), (Key::Churn, 0.05)] {
        onboarding.inputs[key] = Exact(value);
    }
    // The share of customers who are left, summed over all ages, is 1 + 0.75 + 0.75²·(1 + 0.95 + 0.95² + …).
    is_close(plateau(&metrics(onboarding.clone(), 3)), 1000.0 * (1.75 + 0.5625 / 0.05), 1e-9, "onboarding");
    let mut table = onboarding.clone();
    (table.survival, table.retention) = (Survival::Table, vec![0.6, 0.9, 0.98]);
    is_close(plateau(&metrics(table.clone(), 3)), 1000.0 * (1.0 + 0.6 + 0.54 / 0.02), 1e-9, "table");
    table.retention.push(1.0);
    assert_eq!(metrics(table, 3).plateau, Plateau::GrowsForEver, "nobody leaves after three months");
    // There are two plans: 80% of the new customers pay 10 a month, and 20% pay 40 a month.
    let own = Key::PER_PLAN.map(|key| match key {
        Key::Price => Some(Exact(40.0)),
        Key::Churn => Some(Exact(0.1)),
        _ => None,
    });
    let mut plans = onboarding;
    plans.survival = Survival::Constant;
    plans.plans =
        vec![Plan { name: "a".into(), share: 0.8, ..Plan::default() }, Plan { name: "b".into(), share: 0.2, own }];
    let found = metrics(plans, 3);
    is_close(plateau(&found), 100.0 * (0.8 * 10.0 / 0.05 + 0.2 * 40.0 / 0.1), 1e-9, "plans");
    let sum = |q: f64| (1.0 - (q / 1.02_f64).powi(60)) / (1.0 - q / 1.02);
    is_close(found.ltv, 0.75 * (0.8 * 10.0 * sum(0.95) + 0.2 * 40.0 * sum(0.9)), 1e-11, "plans");
}

/// With pauses, the metrics have closed forms. In each month, an active customer asks to cancel with probability
/// `churn`. Some of those who ask pause instead of leaving, so an active customer pauses with probability `pause`. A
/// paused customer resumes with probability r and leaves with probability l. On average, a customer is active for
/// A = 1/(churn − pause·r/(r + l)) months and paused for A·pause/(r + l) months.
#[test]
fn pauses_have_closed_metrics() {
    let (churn, share, resume, leave, low) = (0.1, 0.4, 0.3, 0.1, 3.0);
    let mut business = sbg(1.0, 1.0, 0.0);
    business.survival = Survival::Constant;
    for (key, value) in [
        (Key::Churn, churn),
        (Key::PauseShare, share),
        (Key::ResumeRate, resume),
        (Key::PausedLeaveRate, leave),
        (Key::PausedPrice, low),
    ] {
        business.inputs[key] = Exact(value);
    }
    let pause = churn * share;
    let active = 1.0 / (churn - pause * resume / (resume + leave));
    let paused = active * pause / (resume + leave);
    let found = metrics(business, 3);
    is_close(plateau(&found), 100.0 * (10.0 * active + low * paused), 1e-9, "plateau");
    let (mut a, mut p, mut ltv) = (1.0, 0.0, 0.0);
    for k in 0..60 {
        ltv += 0.75 * (10.0 * a + low * p) / 1.02_f64.powi(k);
        (a, p) = (a * (1.0 - churn) + p * resume, a * pause + p * (1.0 - resume - leave));
    }
    is_close(found.ltv, ltv, 1e-11, "LTV");
}

/// If new MRR stays constant, MRR reaches the plateau. Metrics use the inputs of the month for which they are computed.
#[test]
fn the_plateau_is_where_mrr_settles() {
    let mut business = scenario(&[
        (Key::TrialsStart, Exact(500.0)),
        (Key::TrialsStep, Exact(0.0)),
        (Key::Churn, Exact(0.3)),
        (Key::Expansion, Exact(0.02)),
        (Key::PauseShare, Exact(0.2)),
        (Key::AcquisitionCost, Exact(60.0)),
    ]);
    business.events = vec![
        Event {
            input: Key::Churn,
            action: Action::Set,
            value: Exact(0.2),
            from_month: 5,
            ramp_months: 0,
            until_month: None,
            card: None,
        },
        Event {
            input: Key::Price,
            action: Action::Set,
            value: Exact(70.0),
            from_month: 9,
            ramp_months: 0,
            until_month: None,
            card: None,
        },
    ];
    let study = study(vec![business.clone()], 240, 2, 1);
    let path = expected(&study.scenarios()[0], 240);
    let last = Metrics::new(&study.scenarios()[0], &path, 240);
    is_close(path[Quantity::Mrr][240], plateau(&last), 1e-9, "month 240");
    let sum = |q: f64| (1.0 - (q / 1.01_f64).powi(60)) / (1.0 - q / 1.01);
    business.inputs[Key::PauseShare] = Exact(0.0);
    for (month, price, q) in [(4, 50.0, 0.7), (5, 50.0, 0.8), (9, 70.0, 0.8)] {
        let found = metrics(business.clone(), month);
        is_close(found.ltv, 0.8 * price * sum(q), 1e-11, &format!("month {month}"));
    }
}

/// Checks the cohort triangle of random businesses with events and without pauses. h is the probability of leaving in a
/// month, e is expansion and x is contraction. The share of customers who are left at an age is the product of 1 − h
/// over the months until then. The share of MRR that is left is the product of 1 − h + e − x. Plans are weighted by
/// their shares.
#[test]
fn the_triangle_is_a_product_of_monthly_shares() {
    let mut rng = TestRng(74);
    let features = StudyFeatures { ranges: false, pauses: false, ..StudyFeatures::ALL };
    for round in 0..100 {
        let study = random_study::study(&mut rng, features, 1, 30, 2);
        let typed = &study.source().scenarios[0];
        let reference = ReferenceModel { scenario: typed, first_month: study.source().first_month.month };
        for (at, row) in cohort_triangle(&study.scenarios()[0], 30).iter().enumerate() {
            let joined = at as u32 + 1;
            assert_eq!(row.len(), 30 - at);
            let shares = reference.shares();
            let mut plans: Vec<(f64, f64)> =
                (0..shares.len()).map(|plan| (shares[plan], shares[plan] * reference.price(plan, joined))).collect();
            let first: f64 = plans.iter().map(|(_, mrr)| mrr).sum();
            for (k, left) in (0..).zip(row) {
                if k > 0 {
                    let month = joined + k;
                    for (plan, (customers, mrr)) in plans.iter_mut().enumerate() {
                        let stay = (1.0 - reference.cancel_probability(plan, month, k))
                            * (1.0 - reference.payment_failure_probability(month));
                        *customers *= stay;
                        *mrr *=
                            stay + reference.input(Key::Expansion, month) - reference.input(Key::Contraction, month);
                    }
                }
                let customers: f64 = plans.iter().map(|(customers, _)| customers).sum();
                let mrr = plans.iter().map(|(_, mrr)| mrr).sum::<f64>() / first;
                let place = format!("round {round}, joined {joined}, age {k} of {typed:?}");
                assert!((left.customers - customers).abs() < 1e-10, "{place}: {} {customers}", left.customers);
                assert!((left.mrr - mrr).abs() < 1e-10 * (1.0 + mrr), "{place}: MRR {} {mrr}", left.mrr);
            }
        }
    }
}

/// Without events, all cohorts have the same retention, to the last bit. The page relies on this: it computes the first
/// cohort and copies it for the later ones. The survival curve is the retention of the first cohort.
#[test]
fn without_events_all_cohorts_have_the_same_retention() {
    let mut rng = TestRng(75);
    for round in 0..50 {
        let study = random_study::study(&mut rng, StudyFeatures { events: false, ..StudyFeatures::ALL }, 1, 24, 2);
        let scenario = &study.scenarios()[0];
        let rows = cohort_triangle(scenario, 24);
        // MRR retention is NaN if the price is 0. Comparing the bits makes two NaN equal.
        let bits = |row: &[Retained]| {
            row.iter().flat_map(|left| [left.customers, left.mrr].map(f64::to_bits)).collect::<Vec<_>>()
        };
        for row in &rows {
            assert_eq!(bits(row), bits(&rows[0][..row.len()]), "round {round}");
        }
        assert_eq!(bits(&survival(scenario, 23)), bits(&rows[0]), "round {round}");
    }
}

/// A survival curve uses the inputs of month 1 and ignores later events. The retention of a cohort includes these
/// events.
#[test]
fn survival_ignores_later_events() {
    let mut typed = scenario(&[(Key::Churn, Exact(0.1))]);
    typed.events.push(Event { value: Exact(0.5), ..Event::neutral(Key::Churn, Action::Set, 5, Exact(0.1)) });
    let study = study(vec![typed], 12, 2, 1);
    let scenario = &study.scenarios()[0];
    for (age, left) in survival(scenario, 12).iter().enumerate() {
        assert!((left.customers - 0.9_f64.powi(age as i32)).abs() < 1e-12, "age {age}");
    }
    let left = cohort_retention(scenario, 3, 4)[4].customers;
    assert!((left - 0.9 * 0.5_f64.powi(3)).abs() < 1e-12, "months 5 to 7 are worse: {left}");
}
