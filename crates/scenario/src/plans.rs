//! Changes to the list of plans. After each change, the shares of the plans sum to 1.

use super::input::PLANS_MAX;
use super::study::{Plan, Scenario};

/// Shares are rounded to multiples of 1/10,000, which is a hundredth of a percent.
const PARTS: f64 = 1e4;

impl Scenario {
    /// Scales the plans' shares so that they sum to 1. A share that is negative, infinite or NaN counts as 0. If no
    /// share is above 0, all shares become equal.
    pub fn balance_plans(&mut self) {
        let counts = |share: f64| share.is_finite() && share > 0.0;
        let sum: f64 = self.plans.iter().map(|plan| plan.share).filter(|share| counts(*share)).sum();
        let even = 1.0 / self.plans.len().max(1) as f64;
        for plan in &mut self.plans {
            let share = if counts(plan.share) { plan.share } else { 0.0 };
            plan.share = libm::round(PARTS * if sum > 0.0 { share / sum } else { even }) / PARTS;
        }
        // Because of rounding, the shares may not sum to 1. The difference is added to the largest share.
        let rest: f64 = PARTS - self.plans.iter().map(|plan| libm::round(PARTS * plan.share)).sum::<f64>();
        if let Some(largest) = self.plans.iter_mut().max_by(|a, b| a.share.total_cmp(&b.share)) {
            largest.share = (libm::round(PARTS * largest.share) + rest) / PARTS;
        }
    }

    /// Adds a plan. If there are then n plans, its share is 1/n, and the other plans keep their proportions. Does
    /// nothing if there are already [`PLANS_MAX`] plans.
    pub fn add_plan(&mut self, name: &str) {
        let count = self.plans.len();
        if count < PLANS_MAX {
            self.balance_plans();
            // The shares of the other plans sum to 1. With this share for the new plan, balancing changes it to
            // 1/(count + 1).
            let share = 1.0 / count.max(1) as f64;
            self.plans.push(Plan { name: name.into(), share, ..Plan::default() });
            self.balance_plans();
        }
    }

    /// Removes the plan at this index, if there is one. Its share is divided among the other plans in proportion to
    /// their shares.
    pub fn remove_plan(&mut self, at: usize) {
        if at < self.plans.len() {
            self.plans.remove(at);
            self.balance_plans();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::study::Study;
    use super::*;

    fn shares(scenario: &Scenario) -> Vec<f64> {
        scenario.plans.iter().map(|plan| plan.share).collect()
    }

    fn of(shares: &[f64]) -> Scenario {
        let plan = |&share: &f64| Plan { name: "A".into(), share, ..Plan::default() };
        Scenario { name: "A".into(), plans: shares.iter().map(plan).collect(), ..Scenario::default() }
    }

    #[test]
    fn shares_keep_their_proportions() {
        let mut scenario = Scenario::default();
        scenario.add_plan("A");
        assert_eq!(shares(&scenario), [1.0]);
        scenario.add_plan("B");
        assert_eq!(shares(&scenario), [0.5, 0.5]);
        scenario.plans[0].share = 0.8;
        scenario.plans[1].share = 0.2;
        scenario.add_plan("C");
        assert_eq!(shares(&scenario), [0.5334, 0.1333, 0.3333]);
        scenario.remove_plan(2);
        assert_eq!(shares(&scenario), [0.8001, 0.1999]);
        scenario.remove_plan(9);
        assert_eq!(scenario.plans.len(), 2);
    }

    #[test]
    fn balanced_shares_sum_to_one() {
        for shares in [&[0.0, 0.0, 0.0][..], &[0.3, 0.3], &[5.0, -2.0], &[f64::NAN, 0.1], &[1.0, 1.0, 1.0], &[1e-9]] {
            let mut scenario = of(shares);
            scenario.balance_plans();
            let study = Study { scenarios: vec![scenario], ..Default::default() };
            assert!(study.check().is_ok(), "{shares:?}");
        }
        of(&[]).balance_plans();
    }
}
