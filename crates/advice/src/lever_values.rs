//! The value of a step of each lever, and the exchange rates between levers. Both are computed from the expected path,
//! with all inputs at their medians. A lever is moved in month 1 and then stays moved.

use super::lever::Lever;
use super::tolerance::{RELATIVE_TOLERANCE, sort_descending};
use holdfast_engine::{Quantity, expected};
use holdfast_scenario::{CheckedStudy, Estimate, Event, Study};

/// The value of a step of a lever.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LeverValue {
    pub lever: Lever,
    /// The amount of the step: a factor, or a share that is added (0.01 is one percentage point). It is smaller than
    /// [`Lever::step`] if the bounds of the inputs allow only a part of the step. For example, churn of 0.5% can fall
    /// by only half a percentage point.
    pub step: f64,
    /// The gain of MRR at the horizon, in money per month.
    pub mrr_gain: f64,
    /// The gain of cumulative revenue up to the horizon, in money.
    pub revenue_gain: f64,
}

/// The value of a step of each lever for one scenario of a study, sorted by the gain of MRR, the greatest first. A
/// lever without effect is left out, for example the recovery of failed payments if no payment fails. A lever is also
/// left out if the study with the step does not pass the checks. So no lever is left if the scenario already has the
/// greatest allowed number of events.
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

/// For each other lever, the amount with the same MRR at the horizon as `amount` of this lever. An amount is a factor,
/// or a share that is added.
///
/// If `amount` raises MRR, the other lever is moved only in the direction of its step ([`Lever::step`]). If `amount`
/// lowers MRR, the other lever is moved only in the opposite direction. The result for the other lever is `None` if no
/// amount in this direction gives the same MRR. Returns an empty list if the study with `amount` does not pass the
/// checks.
pub fn exchange_rates(study: &CheckedStudy, scenario: usize, lever: Lever, amount: f64) -> Vec<(Lever, Option<f64>)> {
    let medians = MedianStudy::new(study, scenario);
    let (Some(base), Some(moved)) = (medians.end_with(lever, lever.neutral()), medians.end_with(lever, amount)) else {
        return Vec::new();
    };
    let others = Lever::ALL.into_iter().filter(|&other| other != lever);
    others.map(|other| (other, medians.amount_for(other, moved.mrr, base.mrr))).collect()
}

/// The values at the end of an expected path: MRR and cumulative revenue at the horizon.
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

    /// The end of the expected path if the lever is moved by this amount from month 1 on. Returns `None` if the study
    /// with this amount does not pass the checks.
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

    /// The amount of the smallest part of the lever's step that has the same effect as the whole step. `whole` is the
    /// end of the path with the whole step. A part has the same effect if it already moves every input to a bound. The
    /// path is then the same to the last bit, so the comparison is exact.
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
        // Rounding to nine decimals removes the error that remains after the bisection.
        libm::round(amount(enough) * 1e9) / 1e9
    }

    /// The amount of a lever that moves MRR from `base` to `target`. Doubles a step until MRR passes the target, and
    /// then finds the amount by bisection. Returns `None` if no amount within the lever's bounds gives this MRR.
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
        // The search treats an amount that does not pass the checks as if it had passed the target. So the MRR of the
        // result must be compared with the target.
        reached(passed).filter(|part| (part - 1.0).abs() <= 1e-6 + 1e-12 * (target / gain).abs()).map(|_| passed)
    }
}
