//! The survival curve of a scenario as a form draws it, and the inputs that make it pass where a hand pulls it.

use super::estimate::Estimate;
use super::input::{Input, Key, RETENTION_BOUNDS};
use super::rounding::strip_float_noise;
use super::study::Scenario;
use super::survival::{Survival, sbg_hazard};

/// How many months after the first ones a curve that settles is pulled at, and a constant one after the beginning.
const YEAR: usize = 12;
/// Where the later hand of a shifted beta-geometric curve is.
const SBG_AGE: usize = 24;
/// Rows of a table that can be pulled; the others are typed.
const ROWS_MAX: usize = 24;

impl Scenario {
    /// The share of new customers who have not asked to cancel by the age of 0, 1, … `ages` months: of the curve alone,
    /// with every range at its median, without events, plans, saves, pauses and failed payments.
    pub fn survival_curve(&self, ages: usize) -> Vec<f64> {
        let mut left = 1.0;
        let step = |age| {
            left *= 1.0 - self.hazard(age).clamp(0.0, 1.0);
            left
        };
        std::iter::once(1.0).chain((0..ages).map(step)).collect()
    }

    /// The chance to ask to cancel of a customer who has come through `age` months.
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

    /// The ages at which the curve can be pulled; of a table, the ages at the end of its first rows.
    pub fn curve_handles(&self) -> Vec<usize> {
        match self.survival {
            Survival::Constant => vec![YEAR],
            Survival::Onboarding => vec![self.early_months(), self.early_months() + YEAR],
            Survival::ShiftedBetaGeometric => vec![1, SBG_AGE],
            Survival::Table => (1..=self.retention.len().min(ROWS_MAX)).collect(),
        }
    }

    /// What a hand holds: the share that is left at its age; of a table, the row's retention.
    pub fn curve_handle_value(&self, hand: usize) -> f64 {
        match self.survival {
            Survival::Table => self.retention.get(hand).copied().unwrap_or(1.0),
            _ => {
                let age = self.curve_handles().get(hand).copied().unwrap_or(0);
                self.survival_curve(age)[age]
            }
        }
    }

    /// Changes the inputs so that a hand holds this share, or the nearest that they allow, to the step of a slider.
    pub fn drag_curve(&mut self, hand: usize, share: f64) {
        let share = share.clamp(0.0, 1.0);
        match self.survival {
            Survival::Constant => self.pull(Key::Churn, steady_hazard(share, YEAR)),
            Survival::Onboarding if hand == 0 => {
                self.pull(Key::EarlyChurn, steady_hazard(share, self.early_months()));
            }
            Survival::Onboarding => self.pull(Key::Churn, steady_hazard(share / self.curve_handle_value(0), YEAR)),
            Survival::ShiftedBetaGeometric => {
                let (first, later) = (self.curve_handle_value(0), self.curve_handle_value(1));
                let (first, later) = if hand == 0 { (share, later) } else { (first, share) };
                let (alpha, beta) = sbg_through(first, later);
                self.pull(Key::SbgAlpha, alpha);
                self.pull(Key::SbgBeta, beta);
            }
            Survival::Table => {
                let (min, max) = RETENTION_BOUNDS;
                if let Some(row) = self.retention.get_mut(hand) {
                    *row = (libm::round(share * 1000.0) / 1000.0).clamp(min, max);
                }
            }
        }
    }

    /// Pulls a hand up by so many steps, each of which can be seen: of churn a slider's, else a hundredth of a share.
    pub fn nudge_curve(&mut self, hand: usize, steps: f64) {
        let key = match (self.survival, hand) {
            (Survival::Constant, _) | (Survival::Onboarding, 1) => Key::Churn,
            (Survival::Onboarding, _) => Key::EarlyChurn,
            _ => return self.drag_curve(hand, self.curve_handle_value(hand) + 0.01 * steps),
        };
        self.pull(key, self.median(key) - steps * key.input().slider_step);
    }

    /// Moves an input's median. Shares go by the slider's step; a shape has three digits.
    fn pull(&mut self, key: Key, median: f64) {
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
    /// The middle of what it says, which for numbers that cannot be is the input's default.
    pub fn median(self, input: &Input) -> f64 {
        self.prior(input).map_or(input.default, |prior| prior.median())
    }
}

/// The hazard of every month that leaves `kept` after so many.
fn steady_hazard(kept: f64, months: usize) -> f64 {
    1.0 - libm::pow(kept.clamp(0.0, 1.0), 1.0 / months.max(1) as f64)
}

/// The α and β whose curve leaves `first` after one month and `later` after [`SBG_AGE`] of them.
///
/// The first says α/(α + β); the larger α + β, the more alike customers are and the fewer are left later. Bisection.
fn sbg_through(first: f64, later: f64) -> (f64, f64) {
    let hazard = (1.0 - first).clamp(0.0005, 0.95);
    let left = |sum: f64| {
        let kept = |age: usize| 1.0 - sbg_hazard(hazard * sum, (1.0 - hazard) * sum, age as f64);
        (0..SBG_AGE).map(kept).product::<f64>()
    };
    // As far as both stay within their bounds: to clip one of them alone would move the first share.
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
    fn a_curve_is_the_product_of_what_each_month_keeps() {
        let near = |curve: Vec<f64>, expected: [f64; 4]| {
            assert!(curve.iter().zip(expected).all(|(left, wanted)| (left - wanted).abs() < 1e-12), "{curve:?}");
        };
        near(scenario(Survival::Constant).survival_curve(3), [1.0, 0.96, 0.9216, 0.884736]);
        near(scenario(Survival::Table).survival_curve(3), [1.0, 0.8, 0.72, 0.684]);
        near(scenario(Survival::Onboarding).survival_curve(3), [1.0, 0.9, 0.81, 0.729]);
        let onboarding = scenario(Survival::Onboarding).survival_curve(4);
        assert!((onboarding[4] - 0.729 * 0.96).abs() < 1e-12);
        // S(k) = B(α, β + k)/B(α, β) with α = 0.8, β = 15.
        near(
            scenario(Survival::ShiftedBetaGeometric).survival_curve(3),
            [1.0, 15.0 / 15.8, 15.0 / 15.8 * 16.0 / 16.8, 15.0 / 15.8 * 16.0 / 16.8 * 17.0 / 17.8],
        );
    }

    #[test]
    fn a_pulled_curve_passes_where_it_is_pulled_to() {
        for survival in Survival::ALL {
            for hand in 0..scenario(survival).curve_handles().len() {
                for to in [0.2, 0.4, 0.6, 0.75, 0.9] {
                    let mut pulled = scenario(survival);
                    pulled.drag_curve(hand, to);
                    // A slider's step of churn is about a hundredth after a year.
                    let off = (pulled.curve_handle_value(hand) - to).abs();
                    // No curve rises: what an earlier hand holds is the most, what a later one holds the least.
                    let is_free = match survival {
                        Survival::Onboarding => hand == 0 || to < 0.72,
                        Survival::ShiftedBetaGeometric => {
                            if hand == 0 {
                                to > 0.5
                            } else {
                                to > 0.3
                            }
                        }
                        _ => true,
                    };
                    assert!(off < 0.012 || !is_free, "{survival:?} {hand} {to}: {}", pulled.curve_handle_value(hand));
                }
            }
        }
    }

    #[test]
    fn every_step_changes_the_curve() {
        for survival in Survival::ALL {
            for hand in 0..scenario(survival).curve_handles().len() {
                for steps in [-1.0, 1.0, 10.0] {
                    let mut nudged = scenario(survival);
                    nudged.nudge_curve(hand, steps);
                    let change = nudged.curve_handle_value(hand) - scenario(survival).curve_handle_value(hand);
                    assert!(change * steps > 0.0, "{survival:?} {hand} {steps}: {change}");
                }
            }
        }
    }

    #[test]
    fn any_pull_leaves_a_scenario_that_can_be() {
        for survival in Survival::ALL {
            for hand in 0..4 {
                for to in [0.0, 1e-9, 0.5, 1.0, -3.0, 7.0] {
                    let mut pulled = Scenario { name: "A".into(), ..scenario(survival) };
                    pulled.inputs[Key::Churn] = Estimate::Range { low: 0.03, high: 0.05 };
                    pulled.drag_curve(hand, to);
                    let study = Study { scenarios: vec![pulled], ..Default::default() };
                    assert!(study.check().is_ok(), "{survival:?} {hand} {to}: {:?}", study.check());
                }
            }
        }
    }
}
