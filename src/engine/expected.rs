//! The exact mean path for exact inputs; for ranges, the path at their medians. Quick enough for every slider move.

use crate::scenario::{CheckedScenario, Key};

/// Mean state and flows at the end of each month 0..=H, in the units of [`Month`](super::Month). One vector a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    pub customers: Vec<f64>,
    pub mrr: Vec<f64>,
    pub new_mrr: Vec<f64>,
    pub expansion_mrr: Vec<f64>,
    pub contraction_mrr: Vec<f64>,
    pub churned_mrr: Vec<f64>,
    pub cumulative_revenue: Vec<f64>,
}

/// The expected path over `horizon_months` months after the opening one.
///
/// With churn h, expansion e, contraction x and new customers of mean μ(t) at price P: N(t) = N(t−1)·(1−h) + μ(t),
/// M(t) = M(t−1)·(1 − h + e − x) + μ(t)·P.
pub fn expected(scenario: &CheckedScenario, horizon_months: usize) -> Expected {
    let values = scenario.medians();
    let (churn, expansion, contraction) = (values[Key::Churn], values[Key::Expansion], values[Key::Contraction]);
    let mut path = Expected::default();
    let mut customers = libm::round(values[Key::OpeningCustomers]);
    let mut mrr = customers * values[Key::Price];
    let mut revenue = 0.0;
    path.push(customers, mrr, [0.0; 4], revenue);
    for month in 1..=horizon_months {
        let joining = values.trials(month as u32) * values[Key::Conversion];
        let flows = [joining * values[Key::Price], mrr * expansion, mrr * contraction, mrr * churn];
        customers = customers * (1.0 - churn) + joining;
        mrr = mrr * (1.0 - churn + expansion - contraction) + flows[0];
        revenue += mrr;
        path.push(customers, mrr, flows, revenue);
    }
    path
}

impl Expected {
    fn push(&mut self, customers: f64, mrr: f64, [new, expansion, contraction, churned]: [f64; 4], revenue: f64) {
        self.customers.push(customers);
        self.mrr.push(mrr);
        self.new_mrr.push(new);
        self.expansion_mrr.push(expansion);
        self.contraction_mrr.push(contraction);
        self.churned_mrr.push(churned);
        self.cumulative_revenue.push(revenue);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::presets;

    #[test]
    fn the_presets_land_on_the_published_figures() {
        // DESIGN: ARR after 60 months in millions, to every digit shown.
        for (study, millions) in [
            (presets::leaky_bucket(), &["13.66", "14.62", "23.67"][..]),
            (presets::retention_is_the_new_acquisition(), &["15.69", "26.02", "39.73", "57.34"][..]),
        ] {
            let study = study.check().unwrap();
            for (scenario, expected_millions) in study.scenarios().iter().zip(millions) {
                let path = expected(scenario, 60);
                assert_eq!(format!("{:.2}", 12.0 * path.mrr[60] / 1e6), *expected_millions);
                assert!((path.new_mrr[60] - 1225.0 * 59.0).abs() < 1e-9);
            }
        }
    }
}
