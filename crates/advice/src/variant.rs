//! The business as it is but for some inputs.

use holdfast_scenario::{CheckedStudy, Estimate, Key, Scenario, Study};

/// The study's only scenario with an input at exactly this value. A plan's own estimate of it keeps its proportion to the
/// scenario's.
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

/// The study with these scenarios in place of its own, up to this month; `None` where one of them is not possible.
pub fn study_of(study: &CheckedStudy, scenarios: Vec<Scenario>, month: u32) -> Option<CheckedStudy> {
    let horizon_months = u64::from(month).clamp(1, study.horizon_months() as u64);
    Study { scenarios, horizon_months, ..study.source().clone() }.check().ok()
}
