//! The value of a step of each lever, and the exchange rates between levers: by the expected path at the medians, with
//! the lever moved from month 1 on for good.

use super::lever::Lever;
use super::tolerance::{RELATIVE_TOLERANCE, sort_descending};
use holdfast_engine::{Quantity, expected};
use holdfast_scenario::{CheckedStudy, Estimate, Event, Study};

/// The value of a step of a lever.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LeverValue {
    pub lever: Lever,
    /// The amount of the step: points added, as a share, or a factor. Smaller than [`Lever::step`] if the inputs'
    /// bounds allow no more: churn of 0.5% can fall by half a point only.
    pub step: f64,
    /// The gain of MRR at the horizon, in money per month.
    pub mrr_gain: f64,
    /// The gain of cumulative revenue at the horizon, in money.
    pub revenue_gain: f64,
}

/// The value of a step of each lever for one scenario of a study, the greatest gain of MRR first. Levers without effect
/// are left out, for example the recovery of failed payments if none fail. So are steps with which the study does not
/// pass the checks: all of them if the scenario already has as many events as it may have.
pub fn lever_values(study: &CheckedStudy, scenario: usize) -> Vec<LeverValue> {
    let medians = MedianStudy::new(study, scenario);
    let Some(base) = medians.end_with(Lever::Trials, 1.0) else { return Vec::new() };
    let of = |lever: Lever| {
        let end = medians.end_with(lever, lever.step())?;
        let (mrr_gain, revenue_gain) = (end.mrr - base.mrr, end.revenue - base.revenue);
        let matters = mrr_gain.abs() > RELATIVE_TOLERANCE * base.mrr.abs()
            || revenue_gain.abs() > RELATIVE_TOLERANCE * base.revenue.abs();
        matters.then(|| LeverValue { lever, step: medians.effective_step(lever, end), mrr_gain, revenue_gain })
    };
    let mut values: Vec<LeverValue> = Lever::ALL.into_iter().filter_map(of).collect();
    sort_descending(&mut values, base.mrr, |value| value.mrr_gain);
    values
}

/// For each other lever, the amount with the same MRR at the horizon as `amount` of this one: points added, as a share,
/// or a factor. It is searched for in one direction only, in which the lever is expected to move MRR the same way, and
/// is `None` if there is no such amount. Returns no levers at all if the study with `amount` does not pass the checks.
pub fn exchange_rates(study: &CheckedStudy, scenario: usize, lever: Lever, amount: f64) -> Vec<(Lever, Option<f64>)> {
    let medians = MedianStudy::new(study, scenario);
    let (Some(base), Some(moved)) = (medians.end_with(lever, lever.neutral()), medians.end_with(lever, amount)) else {
        return Vec::new();
    };
    let others = Lever::ALL.into_iter().filter(|&other| other != lever);
    others.map(|other| (other, medians.amount_for(other, moved.mrr, base.mrr))).collect()
}

/// The end of an expected path: MRR and cumulative revenue at the horizon.
#[derive(Clone, Copy, PartialEq)]
struct PathEnd {
    mrr: f64,
    revenue: f64,
}

/// A study of one scenario with every input at its median.
struct MedianStudy(Study);

impl MedianStudy {
    fn new(study: &CheckedStudy, scenario: usize) -> Self {
        Self(study.only_scenario(scenario).at_medians().source().clone())
    }

    /// The end of the path with this amount of a lever from month 1 on. Returns `None` if the study does not pass the
    /// checks.
    fn end_with(&self, lever: Lever, amount: f64) -> Option<PathEnd> {
        let mut study = self.0.clone();
        if amount != lever.neutral() {
            let event = |&key| Event {
                value: Estimate::Exact(amount),
                ..Event::neutral(key, lever.action(), 1, Estimate::Exact(0.0))
            };
            study.scenarios.iter_mut().for_each(|scenario| scenario.events.extend(lever.keys().iter().map(event)));
        }
        let checked = study.check().ok()?;
        let horizon = checked.horizon_months();
        let path = expected(&checked.scenarios()[0], horizon);
        Some(PathEnd { mrr: path[Quantity::Mrr][horizon], revenue: path[Quantity::CumulativeRevenue][horizon] })
    }

    /// The smallest part of a lever's step that has the effect of the whole step. Beyond it every value is at a bound,
    /// so that the path is the same to the last bit.
    fn effective_step(&self, lever: Lever, whole: PathEnd) -> f64 {
        let amount = |part: f64| lever.neutral() + part * (lever.step() - lever.neutral());
        let is_enough = |part: f64| self.end_with(lever, amount(part)) == Some(whole);
        if !is_enough(1.0 - 1e-6) {
            return lever.step();
        }
        let (mut less, mut enough) = (0.0, 1.0);
        for _ in 0..40 {
            let middle = 0.5 * (less + enough);
            if is_enough(middle) { enough = middle } else { less = middle }
        }
        // Rounded, to remove the error that bisection leaves.
        libm::round(amount(enough) * 1e9) / 1e9
    }

    /// The amount of a lever that moves MRR from `base` to `target`, by steps that double until they pass it and
    /// bisection after that.
    fn amount_for(&self, lever: Lever, target: f64, base: f64) -> Option<f64> {
        let gain = target - base;
        if gain.abs() <= RELATIVE_TOLERANCE * base.abs() {
            return Some(lever.neutral());
        }
        let reached = |amount: f64| self.end_with(lever, amount).map(|end| (end.mrr - base) / gain);
        let falls_short = |amount: f64| reached(amount).is_some_and(|part| part < 1.0);
        let (min, max) = lever.bounds();
        let mut step = (lever.step() - lever.neutral()) * gain.signum();
        let mut short = lever.neutral();
        let mut passed = (short + step).clamp(min, max);
        while falls_short(passed) {
            if passed == min || passed == max {
                return None;
            }
            step *= 2.0;
            (short, passed) = (passed, (passed + step).clamp(min, max));
        }
        for _ in 0..48 {
            let middle = 0.5 * (short + passed);
            if falls_short(middle) { short = middle } else { passed = middle }
        }
        // An amount also counts as passed if the study with it does not pass the checks, so the result is compared with
        // the target.
        reached(passed).filter(|part| (part - 1.0).abs() <= 1e-6 + 1e-12 * (target / gain).abs()).map(|_| passed)
    }
}
