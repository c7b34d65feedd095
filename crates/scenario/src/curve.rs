//! The survival curve that the form shows for a scenario: its points, and the handles with which the user drags it.

use super::estimate::Estimate;
use super::input::{Input, Key, RETENTION_BOUNDS};
use super::rounding::strip_float_noise;
use super::study::Scenario;
use super::survival::{Survival, sbg_hazard};

/// The age in months at the handle of a curve with a constant hazard. On an onboarding curve, it is the number of
/// months between the two handles.
const YEAR: usize = 12;
/// The age in months at the second handle of a shifted beta-geometric curve.
const SBG_AGE: usize = 24;
/// The greatest number of rows of a retention table that have a handle. The user can change later rows only by typing.
const ROWS_MAX: usize = 24;

impl Scenario {
    /// The share of new customers who have not asked to cancel by the age of 0, 1, …, `ages` months. Each range counts
    /// as its median. The curve ignores events, plans, saves, pauses and failed payments.
    pub fn survival_curve(&self, ages: usize) -> Vec<f64> {
        let mut left = 1.0;
        let step = |age| {
            left *= 1.0 - self.hazard(age).clamp(0.0, 1.0);
            left
        };
        std::iter::once(1.0).chain((0..ages).map(step)).collect()
    }

    /// The probability that a customer of this age in months asks to cancel in the next month.
    fn hazard(&self, age: usize) -> f64 {
        let median = |key| self.median(key);
        match self.survival {
            Survival::Constant => median(Key::Churn),
            Survival::Onboarding if age < self.early_months() => median(Key::EarlyChurn),
            Survival::Onboarding => median(Key::Churn),
            Survival::ShiftedBetaGeometric => sbg_hazard(median(Key::SbgAlpha), median(Key::SbgBeta), age as f64),
            Survival::Table => {
                let row = self.retention.get(age).or(self.retention.last());
                row.map_or(0.0, |kept| 1.0 - kept)
            }
        }
    }

    fn median(&self, key: Key) -> f64 {
        self.inputs[key].median(key.input())
    }

    fn early_months(&self) -> usize {
        self.median(Key::EarlyMonths) as usize
    }

    /// The age in months at each handle. On a table, row k has its handle at the age of k months.
    pub fn curve_handles(&self) -> Vec<usize> {
        match self.survival {
            Survival::Constant => vec![YEAR],
            Survival::Onboarding => vec![self.early_months(), self.early_months() + YEAR],
            Survival::ShiftedBetaGeometric => vec![1, SBG_AGE],
            Survival::Table => (1..=self.retention.len().min(ROWS_MAX)).collect(),
        }
    }

    /// The value at the handle with this index: the share of customers left at the age of the handle. On a table, it is
    /// the monthly retention of the handle's row.
    pub fn curve_handle_value(&self, handle: usize) -> f64 {
        match self.survival {
            Survival::Table => self.retention.get(handle).copied().unwrap_or(1.0),
            _ => {
                let age = self.curve_handles().get(handle).copied().unwrap_or(0);
                self.survival_curve(age)[age]
            }
        }
    }

    /// Changes the inputs so that the value at the handle becomes `share`. The bounds of the inputs and the steps of
    /// their sliders may allow only a value near `share`.
    pub fn drag_curve(&mut self, handle: usize, share: f64) {
        let share = share.clamp(0.0, 1.0);
        match self.survival {
            Survival::Constant => self.set_median(Key::Churn, steady_hazard(share, YEAR)),
            Survival::Onboarding if handle == 0 => {
                self.set_median(Key::EarlyChurn, steady_hazard(share, self.early_months()));
            }
            Survival::Onboarding => {
                self.set_median(Key::Churn, steady_hazard(share / self.curve_handle_value(0), YEAR))
            }
            Survival::ShiftedBetaGeometric => {
                let (first, later) = (self.curve_handle_value(0), self.curve_handle_value(1));
                let (first, later) = if handle == 0 { (share, later) } else { (first, share) };
                let (alpha, beta) = sbg_through(first, later);
                self.set_median(Key::SbgAlpha, alpha);
                self.set_median(Key::SbgBeta, beta);
            }
            Survival::Table => {
                let (min, max) = RETENTION_BOUNDS;
                if let Some(row) = self.retention.get_mut(handle) {
                    *row = (libm::round(share * 1000.0) / 1000.0).clamp(min, max);
                }
            }
        }
    }

    /// Moves a handle up by a number of steps; a negative number moves it down. If the handle sets churn or early
    /// churn, one step is a step of that input's slider. Otherwise one step adds 0.01 to the value at the handle. So
    /// the user sees the effect of each step.
    pub fn nudge_curve(&mut self, handle: usize, steps: f64) {
        let key = match (self.survival, handle) {
            (Survival::Constant, _) | (Survival::Onboarding, 1) => Key::Churn,
            (Survival::Onboarding, _) => Key::EarlyChurn,
            _ => return self.drag_curve(handle, self.curve_handle_value(handle) + 0.01 * steps),
        };
        self.set_median(key, self.median(key) - steps * key.input().slider_step);
    }

    /// Moves an input to another median. The median is rounded: for α and β to three significant digits, for other
    /// inputs to the step of the slider.
    fn set_median(&mut self, key: Key, median: f64) {
        let input = key.input();
        let step = match key {
            Key::SbgAlpha | Key::SbgBeta => libm::pow(10.0, libm::floor(libm::log10(median)) - 2.0),
            _ => input.slider_step,
        };
        let median = strip_float_noise(libm::round(median / step) * step).clamp(input.bounds.0, input.bounds.1);
        if median.is_finite() {
            self.inputs[key] = self.inputs[key].with_median(input, median);
        }
    }
}

impl Estimate {
    /// The median of the estimate's distribution. If the estimate is not valid, returns the input's default.
    pub fn median(self, input: &Input) -> f64 {
        self.prior(input).map_or(input.default, |prior| prior.median())
    }
}

/// The constant monthly hazard with which the share `kept` of customers is left after this number of months.
fn steady_hazard(kept: f64, months: usize) -> f64 {
    1.0 - libm::pow(kept.clamp(0.0, 1.0), 1.0 / months.max(1) as f64)
}

/// The α and β of the curve on which the share `first` is left after one month and the share `later` after [`SBG_AGE`]
/// months.
///
/// The share `first` determines α/(α + β), the hazard of the first month. A larger α + β means that customers differ
/// less, so fewer of them are left at [`SBG_AGE`]. Bisection finds the logarithm of α + β at which `later` are left.
fn sbg_through(first: f64, later: f64) -> (f64, f64) {
    let hazard = (1.0 - first).clamp(0.0005, 0.95);
    let left = |sum: f64| {
        let kept = |age: usize| 1.0 - sbg_hazard(hazard * sum, (1.0 - hazard) * sum, age as f64);
        (0..SBG_AGE).map(kept).product::<f64>()
    };
    // The greatest α + β for which both α and β are within their upper bounds. If only one of them were clipped to its
    // bound, the share after one month would change.
    let most = (Key::SbgAlpha.input().bounds.1 / hazard).min(Key::SbgBeta.input().bounds.1 / (1.0 - hazard));
    let (mut low, mut high) = (-4.0, libm::log(most));
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if left(libm::exp(middle)) > later {
            low = middle;
        } else {
            high = middle;
        }
    }
    let sum = libm::exp(low);
    (hazard * sum, (1.0 - hazard) * sum)
}

#[cfg(test)]
mod tests {
    use super::super::study::Study;
    use super::*;

    fn scenario(survival: Survival) -> Scenario {
        Scenario { survival, retention: vec![0.8, 0.9, 0.95], ..Scenario::default() }
    }

    #[test]
    fn a_curve_is_the_product_of_monthly_retentions() {
        let near = |curve: Vec<f64>, expected: [f64; 4]| {
            assert!(curve.iter().zip(expected).all(|(left, wanted)| (left - wanted).abs() < 1e-12), "{curve:?}");
        };
        near(scenario(Survival::Constant).survival_curve(3), [1.0, 0.96, 0.9216, 0.884736]);
        near(scenario(Survival::Table).survival_curve(3), [1.0, 0.8, 0.72, 0.684]);
        near(scenario(Survival::Onboarding).survival_curve(3), [1.0, 0.9, 0.81, 0.729]);
        let onboarding = scenario(Survival::Onboarding).survival_curve(4);
        assert!((onboarding[4] - 0.729 * 0.96).abs() < 1e-12);
        // The share left after k months is B(α, β + k)/B(α, β), with the beta function B, α = 0.8 and β = 15.
        near(
            scenario(Survival::ShiftedBetaGeometric).survival_curve(3),
            [1.0, 15.0 / 15.8, 15.0 / 15.8 * 16.0 / 16.8, 15.0 / 15.8 * 16.0 / 16.8 * 17.0 / 17.8],
        );
    }

    #[test]
    fn a_dragged_curve_goes_through_the_handle() {
        for survival in Survival::ALL {
            for handle in 0..scenario(survival).curve_handles().len() {
                for to in [0.2, 0.4, 0.6, 0.75, 0.9] {
                    let mut dragged = scenario(survival);
                    dragged.drag_curve(handle, to);
                    // The handle misses `to` a little, because churn is rounded to a step of its slider. One such step
                    // changes the share after a year by about 0.01.
                    let off = (dragged.curve_handle_value(handle) - to).abs();
                    // Whether the handle can reach `to`. On an onboarding curve, the second handle cannot go above the
                    // first (0.73). On a shifted beta-geometric curve, the first handle cannot go below the second
                    // (0.46). The second handle cannot go below the share that is left if the hazard stays as high as
                    // in the first month (0.29).
                    let is_free = match survival {
                        Survival::Onboarding => handle == 0 || to < 0.72,
                        Survival::ShiftedBetaGeometric => {
                            if handle == 0 {
                                to > 0.5
                            } else {
                                to > 0.3
                            }
                        }
                        _ => true,
                    };
                    assert!(
                        off < 0.012 || !is_free,
                        "{survival:?} {handle} {to}: {}",
                        dragged.curve_handle_value(handle)
                    );
                }
            }
        }
    }

    #[test]
    fn every_step_changes_the_curve() {
        for survival in Survival::ALL {
            for handle in 0..scenario(survival).curve_handles().len() {
                for steps in [-1.0, 1.0, 10.0] {
                    let mut nudged = scenario(survival);
                    nudged.nudge_curve(handle, steps);
                    let change = nudged.curve_handle_value(handle) - scenario(survival).curve_handle_value(handle);
                    assert!(change * steps > 0.0, "{survival:?} {handle} {steps}: {change}");
                }
            }
        }
    }

    #[test]
    fn any_drag_leaves_a_valid_scenario() {
        for survival in Survival::ALL {
            for handle in 0..4 {
                for to in [0.0, 1e-9, 0.5, 1.0, -3.0, 7.0] {
                    let mut dragged = Scenario { name: "A".into(), ..scenario(survival) };
                    dragged.inputs[Key::Churn] = Estimate::Range { low: 0.03, high: 0.05 };
                    dragged.drag_curve(handle, to);
                    let study = Study { scenarios: vec![dragged], ..Default::default() };
                    assert!(study.check().is_ok(), "{survival:?} {handle} {to}: {:?}", study.check());
                }
            }
        }
    }
}
