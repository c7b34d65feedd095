//! Tests of the values of levers and of their exchange rates, against closed forms of the expected path and its
//! derivatives.

use holdfast_advice::{Lever, LeverValue, exchange_rates, lever_values};
use holdfast_scenario::{
    Action, CheckedStudy, Estimate, Event, Inputs, Key, Plan, Scenario, Study, Survival, presets, sbg_hazard,
};

const HORIZON: i32 = 48;
const TRIALS: (f64, f64) = (500.0, 20.0);
const CONVERSION: f64 = 0.08;
const PRICE: f64 = 40.0;
const OPENING: f64 = 300.0;
const CHURN: f64 = 0.05;

fn scenario(more: &[(Key, f64)]) -> Scenario {
    let mut inputs = Inputs::default();
    let common = [
        (Key::TrialsStart, TRIALS.0),
        (Key::TrialsStep, TRIALS.1),
        (Key::Conversion, CONVERSION),
        (Key::Price, PRICE),
        (Key::OpeningCustomers, OPENING),
        (Key::Churn, CHURN),
    ];
    for &(key, value) in common.iter().chain(more) {
        inputs[key] = Estimate::Exact(value);
    }
    Scenario { name: "A".into(), inputs, ..Scenario::default() }
}

fn study(scenario: Scenario) -> CheckedStudy {
    Study { horizon_months: HORIZON as u64, scenarios: vec![scenario], ..Study::default() }.check().unwrap()
}

/// MRR of the customers who join in month `s`, at the time when they join.
fn joining(s: i32) -> f64 {
    (TRIALS.0 + TRIALS.1 * f64::from(s - 1)) * CONVERSION * PRICE
}

/// MRR after `months` months, if the share `kept(k)` of MRR remains k months after the customers join.
fn mrr(months: i32, kept: impl Fn(i32) -> f64) -> f64 {
    OPENING * PRICE * kept(months) + (1..=months).map(|s| joining(s) * kept(months - s)).sum::<f64>()
}

/// The derivative of MRR at the horizon with respect to q, of the order `order`, if the share q^k of MRR remains after
/// k months.
fn derivative(order: i32, q: f64) -> f64 {
    let falling = |k: i32| (0..order).map(|i| f64::from(k - i)).product::<f64>();
    mrr(HORIZON, |k| if k < order { 0.0 } else { falling(k) * q.powi(k - order) })
}

fn of(worths: &[LeverValue], lever: Lever) -> LeverValue {
    *worths.iter().find(|worth| worth.lever == lever).unwrap_or_else(|| panic!("no {lever:?}"))
}

fn rate(list: &[(Lever, Option<f64>)], lever: Lever) -> Option<f64> {
    list.iter().find(|(other, _)| *other == lever).unwrap_or_else(|| panic!("no {lever:?}")).1
}

fn assert_near(value: f64, wanted: f64, what: &str) {
    assert!((value - wanted).abs() <= 1e-9 * wanted.abs(), "{what}: {value}, not {wanted}");
}

#[test]
fn values_of_steps_match_the_closed_form() {
    let worths = lever_values(&study(scenario(&[])), 0);
    let with = |q: f64| (mrr(HORIZON, |k| q.powi(k)), (1..=HORIZON).map(|t| mrr(t, |k| q.powi(k))).sum::<f64>());
    let (base, base_revenue) = with(1.0 - CHURN);
    let opening = |t: i32| OPENING * PRICE * (1.0 - CHURN).powi(t);
    let joined = base - opening(HORIZON);
    let joined_revenue = base_revenue - (1..=HORIZON).map(opening).sum::<f64>();
    for (lever, step, kept) in
        [(Lever::Churn, -0.01, 0.96), (Lever::Expansion, 0.01, 0.96), (Lever::SaveRate, 0.01, 1.0 - CHURN * 0.99)]
    {
        let (now, revenue) = with(kept);
        let found = of(&worths, lever);
        assert_eq!(found.step, step);
        assert_near(found.mrr_gain, now - base, "MRR");
        assert_near(found.revenue_gain, revenue - base_revenue, "revenue");
    }
    // These levers do not change MRR of the opening customers: they affect only new customers, and opening customers
    // keep their price.
    for (lever, step, part) in
        [(Lever::Trials, 1.1, 0.1), (Lever::Price, 1.1, 0.1), (Lever::Conversion, 0.01, 0.01 / CONVERSION)]
    {
        let found = of(&worths, lever);
        assert_eq!(found.step, step);
        assert_near(found.mrr_gain, part * joined, "MRR");
        assert_near(found.revenue_gain, part * joined_revenue, "revenue");
    }
    // These levers have no effect here, because their inputs are 0 or are not used.
    for idle in [Lever::FailedPayments, Lever::DunningRecovery, Lever::Contraction, Lever::Referrals, Lever::EarlyChurn]
    {
        assert!(worths.iter().all(|worth| worth.lever != idle), "{idle:?}");
    }
    assert!(worths.is_sorted_by(|a, b| a.mrr_gain >= b.mrr_gain * (1.0 - 1e-6)), "{worths:?}");
}

/// M is MRR at the horizon as a function of q = 1 − churn. By Taylor's theorem, a gain of M differs from the derivative
/// times the step by at most ½·step²·max|M″|. M″ increases with q, so its maximum is at the end of the step.
#[test]
fn exchange_rates_are_those_of_the_derivatives() {
    let study = study(scenario(&[]));
    let q = 1.0 - CHURN;
    let joined = mrr(HORIZON, |k| q.powi(k)) - OPENING * PRICE * q.powi(HORIZON);
    for points in [0.01, 0.001, 1e-4] {
        let rates = exchange_rates(&study, 0, Lever::Churn, -points);
        let (slope, bend) = (derivative(1, q), 0.5 * points * derivative(2, q + points));
        // `wanted` is the gain of MRR if churn falls by `points`, computed with the derivative. It is a share of
        // `joined`, the MRR of all customers who join. `error` is the bound of the error of `wanted`.
        let (wanted, error) = (slope / joined * points, bend / joined * points);
        for (lever, amount) in [
            (Lever::Trials, rate(&rates, Lever::Trials).unwrap() - 1.0),
            (Lever::Price, rate(&rates, Lever::Price).unwrap() - 1.0),
            (Lever::Conversion, rate(&rates, Lever::Conversion).unwrap() / CONVERSION),
        ] {
            let gap = amount - wanted;
            assert!(gap > 0.0 && gap <= error, "{lever:?}: {amount}, not {wanted} + up to {error}");
        }
        let near = |lever, wanted: f64| {
            let found = rate(&rates, lever).unwrap();
            assert!((found / wanted - 1.0).abs() < 1e-6, "{lever:?}: {found}, not {wanted}");
        };
        near(Lever::Expansion, points);
        near(Lever::SaveRate, points / CHURN);
        assert_eq!(rate(&rates, Lever::DunningRecovery), None);
    }
}

/// In every month the payments of some customers fail, and some of these payments are recovered. So the share of
/// customers that remains after a month is q = (1 − churn)·(1 − fails·(1 − recovered)).
#[test]
fn failed_payments_and_their_recovery_trade_by_their_product() {
    let (fails, recovered) = (0.03, 0.4);
    let study = study(scenario(&[(Key::FailedPaymentRate, fails), (Key::DunningRecovery, recovered)]));
    let kept = |churn: f64, lost: f64| move |k: i32| ((1.0 - churn) * (1.0 - lost)).powi(k);
    let lost = fails * (1.0 - recovered);
    let base = mrr(HORIZON, kept(CHURN, lost));
    let worths = lever_values(&study, 0);
    let gain = |churn, lost| mrr(HORIZON, kept(churn, lost)) - base;
    assert_near(of(&worths, Lever::FailedPayments).mrr_gain, gain(CHURN, 0.02 * (1.0 - recovered)), "failures");
    assert_near(of(&worths, Lever::DunningRecovery).mrr_gain, gain(CHURN, fails * 0.59), "recovery");
    assert_near(of(&worths, Lever::Churn).mrr_gain, gain(CHURN - 0.01, lost), "churn");
    let rates = exchange_rates(&study, 0, Lever::DunningRecovery, 0.1);
    // x is the change of the failed-payment rate that has the same effect as 0.1 more recovery. It solves the equation
    // fails·(1 − recovered − 0.1) = (fails + x)·(1 − recovered).
    let wanted = fails * 0.5 / 0.6 - fails;
    let found = rate(&rates, Lever::FailedPayments).unwrap();
    assert!((found / wanted - 1.0).abs() < 1e-6, "{found}, not {wanted}");
    // c is the churn that has the same effect as 0.1 more recovery. It solves the equation
    // (1 − c)·(1 − 0.018) = (1 − CHURN)·(1 − 0.015).
    let wanted = 1.0 - (1.0 - CHURN) * (1.0 - fails * 0.5) / (1.0 - lost) - CHURN;
    let found = rate(&rates, Lever::Churn).unwrap();
    assert!((found / wanted - 1.0).abs() < 1e-6, "{found}, not {wanted}");
}

#[test]
fn churn_moves_every_curve_and_every_plan() {
    // This curve does not use the input churn. A step of the lever reduces the hazard by one percentage point at every
    // age.
    let (alpha, beta) = (1.2, 14.0);
    let opening = [(Key::OpeningCustomers, 0.0)];
    let curve = Scenario {
        survival: Survival::ShiftedBetaGeometric,
        ..scenario(&[opening[0], (Key::SbgAlpha, alpha), (Key::SbgBeta, beta)])
    };
    let hazard = |age: i32| sbg_hazard(alpha, beta, f64::from(age));
    let kept = |less: f64| move |k: i32| (0..k).map(|age| 1.0 - hazard(age) + less).product::<f64>();
    let new = |kept: &dyn Fn(i32) -> f64| (1..=HORIZON).map(|s| joining(s) * kept(HORIZON - s)).sum::<f64>();
    let gain = of(&lever_values(&study(curve), 0), Lever::Churn).mrr_gain;
    assert_near(gain, new(&kept(0.01)) - new(&kept(0.0)), "shifted beta-geometric");

    // With the onboarding curve, early churn is a lever of its own.
    let early = Scenario {
        survival: Survival::Onboarding,
        ..scenario(&[(Key::EarlyChurn, 0.2), (Key::EarlyMonths, 2.0), opening[0]])
    };
    let worths = lever_values(&study(early), 0);
    let kept = |early: f64, late: f64| move |k: i32| (1.0 - early).powi(k.min(2)) * (1.0 - late).powi((k - 2).max(0));
    let base = new(&kept(0.2, CHURN));
    assert_near(of(&worths, Lever::EarlyChurn).mrr_gain, new(&kept(0.19, CHURN)) - base, "early");
    assert_near(of(&worths, Lever::Churn).mrr_gain, new(&kept(0.2, CHURN - 0.01)) - base, "late");

    // Both price plans have their own churn. The churn of plan a is less than one percentage point, so it falls to 0.
    let own = |churn| std::array::from_fn(|at| if at == 1 { Some(Estimate::Exact(churn)) } else { None });
    let plan = |name: &str, share, churn| Plan { name: name.into(), share, own: own(churn) };
    let plans = Scenario { plans: vec![plan("a", 0.25, 0.005), plan("b", 0.75, 0.08)], ..scenario(&opening) };
    let found = of(&lever_values(&study(plans), 0), Lever::Churn);
    let of_plan = |share: f64, churn: f64| share * new(&|k| (1.0 - churn).powi(k));
    let gain = of_plan(0.25, 0.0) - of_plan(0.25, 0.005) + of_plan(0.75, 0.07) - of_plan(0.75, 0.08);
    assert_near(found.mrr_gain, gain, "plans");
    assert_eq!(found.step, -0.01);
}

#[test]
fn a_step_is_cut_to_what_the_bounds_allow() {
    let worths = lever_values(&study(scenario(&[(Key::Churn, 0.004), (Key::Conversion, 0.995)])), 0);
    assert_eq!(of(&worths, Lever::Churn).step, -0.004);
    assert_eq!(of(&worths, Lever::Conversion).step, 0.005);
    assert_eq!(of(&worths, Lever::Expansion).step, 0.01);
    // The event halves churn. The step of the lever is added to churn before the event halves it. So the step can
    // reduce churn by the whole 0.6%, and not only by 0.3%.
    let halved =
        Event { value: Estimate::Exact(0.5), ..Event::neutral(Key::Churn, Action::Multiply, 1, Estimate::Exact(0.0)) };
    let later = Scenario { events: vec![halved], ..scenario(&[(Key::Churn, 0.006)]) };
    assert_eq!(of(&lever_values(&study(later), 0), Lever::Churn).step, -0.006);
}

#[test]
fn an_unreachable_value_has_no_exchange_rate() {
    let steady = study(scenario(&[(Key::Churn, 0.005)]));
    let rates = exchange_rates(&steady, 0, Lever::Trials, 3.0);
    assert_eq!(rate(&rates, Lever::Churn), None, "churn can fall by half a point only");
    assert_eq!(rate(&rates, Lever::SaveRate), None);
    assert!((rate(&rates, Lever::Conversion).unwrap() - 2.0 * CONVERSION).abs() < 1e-6);
    assert_eq!(rates.len(), Lever::ALL.len() - 1);
    // Multiplying trials or conversion by 13 has the same effect as multiplying the price by 13. Trials can be
    // multiplied by 13, but 13 times the conversion would exceed its bound.
    let rates = exchange_rates(&steady, 0, Lever::Price, 13.0);
    assert_eq!(rate(&rates, Lever::Conversion), None);
    assert!((rate(&rates, Lever::Trials).unwrap() - 13.0).abs() < 1e-5);
    // A change of 0 corresponds to a change of 0 in every other lever: a factor of 1 for trials. An amount that does
    // not pass the checks has no exchange rates.
    assert_eq!(rate(&exchange_rates(&steady, 0, Lever::Churn, 0.0), Lever::Trials), Some(1.0));
    assert_eq!(exchange_rates(&steady, 0, Lever::Conversion, 2.0), []);
    assert_eq!(exchange_rates(&steady, 0, Lever::Price, f64::NAN), []);
}

#[test]
fn exchange_rates_are_symmetric_for_gains_and_losses() {
    for (preset, scenario) in [(presets::leaky_bucket(), 1), (presets::calm_dunning(), 1), (presets::runway(), 0)] {
        let study = preset.check().unwrap();
        for amount in [-0.003, 0.02] {
            let rates = exchange_rates(&study, scenario, Lever::Churn, amount);
            for lever in [Lever::Trials, Lever::Price, Lever::Conversion, Lever::Expansion, Lever::WinBackRate] {
                let Some(there) = rate(&rates, lever) else {
                    assert!(amount > 0.0, "{lever:?}: only a loss may have no equivalent");
                    continue;
                };
                assert_eq!(there > lever.neutral(), amount < 0.0, "{lever:?} {there}");
                let back = rate(&exchange_rates(&study, scenario, lever, there), Lever::Churn).unwrap();
                assert!((back / amount - 1.0).abs() < 1e-5, "{lever:?}: {there} and back {back}");
            }
        }
    }
}
