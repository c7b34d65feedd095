//! What must hold between the inputs of a scenario, for every draw of its ranges and in every month.

use super::checked::CheckedScenario;
use super::input::{EXPECTED_MAX, Key};
use super::validation_error::{ErrorKind, FieldPath};

/// Contraction fits into what churn leaves, the paused do not resume and leave more than once, and nothing grows beyond
/// what a double counts exactly.
#[inline(never)]
pub(super) fn check(
    index: usize,
    scenario: &CheckedScenario,
    horizon_months: u32,
    report: &mut impl FnMut(FieldPath, ErrorKind),
) {
    // Without events every month is like the first.
    let last = if scenario.events().is_empty() { 1 } else { horizon_months };
    let mut months = 1..=last;
    let kind = months.find_map(|month| {
        let contraction = contraction_fits(scenario, month, horizon_months);
        contraction.or_else(|| paused_fit(scenario, month))
    });
    if let Some((key, kind)) = kind {
        report(FieldPath::scenario_field(index, key.input().name), kind);
    } else if let Some((month, inputs)) = explodes(scenario, horizon_months) {
        report(FieldPath::scenario(index), ErrorKind::Explodes { month, inputs: inputs.to_vec() });
    }
}

fn contraction_fits(scenario: &CheckedScenario, month: u32, horizon_months: u32) -> Option<(Key, ErrorKind)> {
    let span = |key| scenario.span(key, 0, month);
    let contraction = span(Key::Contraction).1;
    let failing = span(Key::FailedPaymentRate).1 * (1.0 - span(Key::DunningRecovery).0);
    let asking = (0..scenario.plans().len()).map(|plan| scenario.hazard_span(plan, month, horizon_months).1);
    let leaving = asking.fold(0.0, f64::max) * (1.0 - span(Key::SaveRate).0);
    let kept = (1.0 - leaving) * (1.0 - failing);
    (contraction > kept)
        .then_some((Key::Contraction, ErrorKind::ContractionAboveRest { contraction, churn: 1.0 - kept }))
}

fn paused_fit(scenario: &CheckedScenario, month: u32) -> Option<(Key, ErrorKind)> {
    let greatest = |key| scenario.span(key, 0, month).1;
    let (resume, leave) = (greatest(Key::ResumeRate), greatest(Key::PausedLeaveRate));
    let fits = resume + leave <= 1.0 + 1e-12 || scenario.is_always_zero(Key::PauseShare);
    (!fits).then_some((Key::PausedLeaveRate, ErrorKind::PausedAboveAll { resume, leave }))
}

/// The first month in which expected trials, customers, MRR or money may pass [`EXPECTED_MAX`] for some draw, and the
/// inputs to look at. An upper bound, from every input's end that makes most: active and paused customers are one crowd
/// that loses no more than the steadier of the two; as many leave, to be won back, as lose most.
#[inline(never)]
fn explodes(scenario: &CheckedScenario, horizon_months: u32) -> Option<(u32, &'static [Key])> {
    const COUNTS: &[Key] =
        &[Key::TrialsStart, Key::TrialsStep, Key::TrialsGrowth, Key::ReferralRate, Key::OpeningCustomers];
    const MONEY: &[Key] = &[Key::TrialsStep, Key::TrialsGrowth, Key::Price, Key::Expansion, Key::OpeningCustomers];
    let plans = 0..scenario.plans().len();
    let at_opening = |key, plan| scenario.prior(key, plan).extremes().1;
    let dearest = |prices: &dyn Fn(usize) -> f64| plans.clone().map(prices).fold(0.0, f64::max);
    let (pauses, returns) = (!scenario.is_always_zero(Key::PauseShare), !scenario.is_always_zero(Key::WinBackRate));
    let longest_trial = (1..=horizon_months).map(|month| scenario.whole(Key::TrialMonths, month)).max().unwrap_or(0);

    let mut crowd = libm::round(at_opening(Key::OpeningCustomers, 0));
    let mut mrr = crowd * dearest(&|plan| at_opening(Key::Price, plan));
    let (mut climb, mut factor, mut recent, mut left) = (0.0, 1.0, Vec::new(), Vec::new());
    // Nobody is there who never came.
    let mut ever = crowd;
    let cash = scenario[Key::OpeningCash].extremes();
    let (mut trials, mut revenue, mut money) = (0.0, 0.0, f64::max(-cash.0, cash.1));
    for month in 0..=horizon_months {
        if month > 0 {
            let least = |key| scenario.span(key, 0, month).0;
            let greatest = |key| scenario.span(key, 0, month).1;
            if month > 1 {
                climb += greatest(Key::TrialsStep);
                factor *= 1.0 + greatest(Key::TrialsGrowth);
            }
            let steady = f64::max(greatest(Key::TrialsStart) + climb, 0.0) * factor * scenario.season(month);
            trials = steady + greatest(Key::ReferralRate) * crowd;
            recent.push(trials);
            // Trials convert when they end: at most the best of the months whose trials may end now.
            let ending = recent.iter().rev().take(longest_trial as usize + 1).copied().fold(0.0, f64::max);
            let joining = ending * greatest(Key::Conversion);
            let price = dearest(&|plan| scenario.span(Key::Price, plan, month).1);

            let asking = plans.clone().map(|plan| scenario.hazard_span(plan, month, horizon_months));
            let asking = asking.fold((1.0, 0.0), |(low, high), (a, b)| (f64::min(low, a), f64::max(high, b)));
            let kept = |asking: f64, failing: f64| (1.0 - asking) * (1.0 - failing);
            let steadiest = kept(
                asking.0 * (1.0 - greatest(Key::SaveRate)) * if pauses { 1.0 - greatest(Key::PauseShare) } else { 1.0 },
                least(Key::FailedPaymentRate) * (1.0 - greatest(Key::DunningRecovery)),
            );
            let loosest = kept(
                asking.1 * (1.0 - least(Key::SaveRate)),
                greatest(Key::FailedPaymentRate) * (1.0 - least(Key::DunningRecovery)),
            );
            let (mut stay, mut leave, mut returning) = (steadiest, 1.0 - loosest, 0.0);
            if pauses {
                stay = stay.max(1.0 - least(Key::PausedLeaveRate));
                leave = leave.max(greatest(Key::PausedLeaveRate));
            }
            if returns {
                let open = scenario.whole(Key::WinBackMonths, month) as usize;
                returning = greatest(Key::WinBackRate) * left.iter().rev().take(open).sum::<f64>();
                left.push(crowd * leave);
            }
            ever += joining;
            crowd = (crowd * stay + joining + returning).min(ever);
            mrr = mrr * (stay + greatest(Key::Expansion) - least(Key::Contraction)) + (joining + returning) * price;
            // Whoever pauses pays the price of a pause.
            let all_mrr = mrr + if pauses { crowd * greatest(Key::PausedPrice) } else { 0.0 };
            revenue += all_mrr;
            money += all_mrr
                + joining * greatest(Key::AcquisitionCost)
                + crowd * greatest(Key::RetentionCost)
                + greatest(Key::FixedCosts);
        }
        if trials.max(crowd) > EXPECTED_MAX {
            return Some((month, COUNTS));
        }
        if mrr.max(revenue).max(money) > EXPECTED_MAX {
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
        study.check().unwrap_err().iter().map(|error| error.path.to_string()).collect()
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
        let mut study = presets::leaky_bucket();
        study.scenarios[1].inputs[Key::ReferralRate] = Estimate::Exact(10.0);
        assert_eq!(places(&study), ["scenarios[1]"], "70% more customers each month");
    }
}
