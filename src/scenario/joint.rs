//! What must hold between the inputs of a scenario, for every draw of its ranges.

use super::check::CheckedScenario;
use super::input::{EXPECTED_MAX, Key};
use super::problem::{Fault, Place};
use super::values::Values;

/// Contraction fits into what churn leaves, and nothing grows beyond what a double counts exactly.
pub(super) fn check(
    index: usize,
    scenario: &CheckedScenario,
    horizon_months: u32,
    report: &mut impl FnMut(Place, Fault),
) {
    let greatest = |key: Key| scenario[key].extremes().1;
    let (contraction, churn) = (greatest(Key::Contraction), greatest(Key::Churn));
    if contraction > 1.0 - churn {
        let fault = Fault::ContractionAboveRest { contraction, churn };
        report(Place::of_scenario(index, Key::Contraction.input().name), fault);
        return;
    }
    // Every input at the end that makes most money: no draw expects more.
    let richest = Values::from_fn(|key| match key {
        Key::Churn | Key::Contraction => scenario[key].extremes().0,
        _ => greatest(key),
    });
    if let Some((month, inputs)) = explodes(&richest, horizon_months) {
        report(Place::scenario(index), Fault::Explodes { month, inputs: inputs.to_vec() });
    }
}

/// The first month in which expected trials, customers, MRR or cumulative revenue pass [`EXPECTED_MAX`], and the inputs
/// to look at. The recursion is that of the engine's expected path, which this room cannot see.
fn explodes(values: &Values, horizon_months: u32) -> Option<(u32, &'static [Key])> {
    const COUNTS: &[Key] = &[Key::TrialsStart, Key::TrialsStep, Key::TrialsGrowth, Key::OpeningCustomers];
    const MONEY: &[Key] = &[Key::TrialsStep, Key::TrialsGrowth, Key::Price, Key::Expansion, Key::OpeningCustomers];
    let kept = 1.0 - values[Key::Churn];
    let (mut trials, mut customers, mut revenue) = (0.0, values[Key::OpeningCustomers], 0.0);
    let mut mrr = customers * values[Key::Price];
    for month in 0..=horizon_months {
        if month > 0 {
            trials = values.trials(month);
            let joining = trials * values[Key::Conversion];
            customers = customers * kept + joining;
            mrr = mrr * (kept + values[Key::Expansion] - values[Key::Contraction]) + joining * values[Key::Price];
            revenue += mrr;
        }
        if trials.max(customers) > EXPECTED_MAX {
            return Some((month, COUNTS));
        }
        if mrr.max(revenue) > EXPECTED_MAX {
            return Some((month, MONEY));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::estimate::Estimate;
    use super::super::presets;
    use super::super::study::Study;
    use super::*;

    fn places(study: &Study) -> Vec<String> {
        study.check().unwrap_err().iter().map(|problem| problem.place.to_string()).collect()
    }

    #[test]
    fn joint_constraints_hold_for_every_draw() {
        let mut study = presets::leaky_bucket();
        study.scenarios[0].inputs[Key::Churn] = Estimate::Exact(0.6);
        study.scenarios[0].inputs[Key::Contraction] = Estimate::Exact(0.4);
        assert!(study.check().is_ok(), "x = 1 − h is allowed");
        study.scenarios[0].inputs[Key::Contraction] = Estimate::Range { low: 0.1, high: 0.3 };
        assert_eq!(places(&study), ["scenarios[0].contraction"], "some draw lies above 0.4");
    }

    #[test]
    fn a_study_that_explodes_is_refused() {
        let mut study = presets::leaky_bucket();
        study.scenarios[2].inputs[Key::TrialsGrowth] = Estimate::Exact(0.5);
        study.scenarios[2].inputs[Key::TrialsStart] = Estimate::Exact(1e9);
        assert_eq!(places(&study), ["scenarios[2]"]);
    }
}
