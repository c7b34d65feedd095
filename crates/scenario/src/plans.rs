//! Plans come and go: their shares stay those of a whole.

use super::input::PLANS_MAX;
use super::study::{Plan, Scenario};

/// Shares are to the hundredth of a percent.
const GRAIN: f64 = 1e4;

impl Scenario {
    /// Scales the plans' shares so that they sum to 1; equal ones where there is nothing to scale.
    pub fn balance_plans(&mut self) {
        let counts = |share: f64| share.is_finite() && share > 0.0;
        let sum: f64 = self.plans.iter().map(|plan| plan.share).filter(|share| counts(*share)).sum();
        let even = 1.0 / self.plans.len().max(1) as f64;
        for plan in &mut self.plans {
            let share = if counts(plan.share) { plan.share } else { 0.0 };
            plan.share = libm::round(GRAIN * if sum > 0.0 { share / sum } else { even }) / GRAIN;
        }
        // What rounding has left over goes to the largest.
        let rest: f64 = GRAIN - self.plans.iter().map(|plan| libm::round(GRAIN * plan.share)).sum::<f64>();
        if let Some(largest) = self.plans.iter_mut().max_by(|a, b| a.share.total_cmp(&b.share)) {
            largest.share = (libm::round(GRAIN * largest.share) + rest) / GRAIN;
        }
    }

    /// Adds a plan with an even share of the customers, if one more fits; the others keep their proportions.
    pub fn add_plan(&mut self, name: &str) {
        let count = self.plans.len();
        if count < PLANS_MAX {
            self.balance_plans();
            // Beside a whole this is one part in `count + 1`.
            let share = 1.0 / count.max(1) as f64;
            self.plans.push(Plan { name: name.into(), share, ..Plan::default() });
            self.balance_plans();
        }
    }

    /// Removes a plan, whose customers go to the others in proportion.
    pub fn remove_plan(&mut self, at: usize) {
        if at < self.plans.len() {
            self.plans.remove(at);
            self.balance_plans();
        }
    }
}

#[cfg(test)]
mod tests {
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
    fn any_shares_come_to_a_whole() {
        for shares in [&[0.0, 0.0, 0.0][..], &[0.3, 0.3], &[5.0, -2.0], &[f64::NAN, 0.1], &[1.0, 1.0, 1.0], &[1e-9]] {
            let mut scenario = of(shares);
            scenario.balance_plans();
            let study = super::super::Study { scenarios: vec![scenario], ..Default::default() };
            assert!(study.check().is_ok(), "{shares:?}");
        }
        of(&[]).balance_plans();
    }
}
