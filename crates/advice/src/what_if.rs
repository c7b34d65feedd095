//! Variants of a study for what-if questions: with another value of one input, or with other scenarios.

use holdfast_scenario::{CheckedStudy, Estimate, Key, Scenario, Study};

/// The scenario with an input set to exactly this value, in the input's unit. If a price plan has its own estimate of
/// the input, the median of this estimate is multiplied by the same factor as the median of the input, within the
/// input's bounds. If the median of the input is 0, estimates of plans are not changed.
pub fn with_input(scenario: &Scenario, key: Key, value: f64) -> Scenario {
    let mut varied = scenario.clone();
    let input = key.input();
    let median = |estimate: Estimate| estimate.prior(input).map(|prior| prior.median());
    varied.inputs[key] = Estimate::Exact(value);
    if let (Some(at), Some(now)) =
        (Key::PER_PLAN.iter().position(|&known| known == key), median(scenario.inputs[key]).filter(|&now| now > 0.0))
    {
        for own in varied.plans.iter_mut().filter_map(|plan| plan.own[at].as_mut()) {
            if let Some(median) = median(*own) {
                *own = own.with_median(input, (median * value / now).clamp(input.bounds.0, input.bounds.1));
            }
        }
    }
    varied
}

/// The study with these scenarios in place of its own. Its horizon is `month`, or the horizon of `study` if that is
/// sooner. Returns `None` if the new study does not pass the checks.
pub fn study_with(study: &CheckedStudy, scenarios: Vec<Scenario>, month: u32) -> Option<CheckedStudy> {
    let horizon_months = u64::from(month).clamp(1, study.horizon_months() as u64);
    Study { scenarios, horizon_months, ..study.source().clone() }.check().ok()
}
