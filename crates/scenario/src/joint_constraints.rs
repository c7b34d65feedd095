//! The check of constraints between several inputs of a scenario. A constraint must hold for every draw from the
//! ranges, and in every month.

use super::checked::CheckedScenario;
use super::input::{EXPECTED_MAX, Key};
use super::validation_error::{ErrorKind, FieldPath};

/// Checks three constraints of `scenario`, the scenario at `index` in the study. Passes the first violation to
/// `report`.
/// - Contraction is at most the share of customers who stay active.
/// - Of the paused customers, the share who resume and the share who leave sum to at most 1.
/// - No expected count or sum of money is greater than [`EXPECTED_MAX`], so that doubles represent counts exactly.
#[inline(never)]
pub(super) fn check(
    index: usize,
    scenario: &CheckedScenario,
    horizon_months: u32,
    report: &mut impl FnMut(FieldPath, ErrorKind),
) {
    // Without events, the inputs are the same in every month. Then it is enough to check month 1.
    let last = if scenario.events().is_empty() { 1 } else { horizon_months };
    let mut months = 1..=last;
    let violated = months.find_map(|month| {
        let contraction = contraction_fits(scenario, month, horizon_months);
        contraction.or_else(|| paused_fit(scenario, month))
    });
    if let Some((key, kind)) = violated {
        report(FieldPath::scenario_field(index, key.input().name), kind);
    } else if let Some((month, inputs)) = explodes(scenario, horizon_months) {
        report(FieldPath::scenario(index), ErrorKind::Explodes { month, inputs: inputs.to_vec() });
    }
}

/// Checks x ≤ 1 − h̃ in one month, for every draw. Here x is contraction, and 1 − h̃ is the share of customers who stay
/// active. Returns the input and the error if the constraint is violated.
fn contraction_fits(scenario: &CheckedScenario, month: u32, horizon_months: u32) -> Option<(Key, ErrorKind)> {
    let span = |key| scenario.span(key, 0, month);
    let contraction = span(Key::Contraction).1;
    let failing = span(Key::FailedPaymentRate).1 * (1.0 - span(Key::DunningRecovery).0);
    let asking = (0..scenario.plans().len()).map(|plan| scenario.hazard_span(plan, month, horizon_months).1);
    let leaving = asking.fold(0.0, f64::max) * (1.0 - span(Key::SaveRate).0);
    let kept = (1.0 - leaving) * (1.0 - failing);
    let kind = ErrorKind::ContractionAboveRest { contraction, churn: 1.0 - kept };
    (contraction > kept).then_some((Key::Contraction, kind))
}

/// Checks one month for every draw: of the paused customers, the share who resume and the share who leave must sum to
/// at most 1. Returns the input and the error if the constraint is violated.
fn paused_fit(scenario: &CheckedScenario, month: u32) -> Option<(Key, ErrorKind)> {
    let greatest = |key| scenario.span(key, 0, month).1;
    let (resume, leave) = (greatest(Key::ResumeRate), greatest(Key::PausedLeaveRate));
    let fits = resume + leave <= 1.0 + 1e-12 || scenario.is_always_zero(Key::PauseShare);
    (!fits).then_some((Key::PausedLeaveRate, ErrorKind::PausedAboveAll { resume, leave }))
}

/// Returns the first month in which expected trials, customers, MRR or money may be greater than [`EXPECTED_MAX`] for
/// some draw, and the inputs that the user should look at. Returns `None` if there is no such month.
///
/// The function simulates an upper bound that holds for all draws. For each input it uses the end of the range that
/// gives the greatest numbers. It treats active and paused customers as one group. This group loses the smaller of two
/// shares: the share of active customers who leave and the share of paused customers who leave. The number of customers
/// who can be won back is computed with the larger of the two shares.
#[inline(never)]
fn explodes(scenario: &CheckedScenario, horizon_months: u32) -> Option<(u32, &'static [Key])> {
    const COUNTS: &[Key] =
        &[Key::TrialsStart, Key::TrialsStep, Key::TrialsGrowth, Key::ReferralRate, Key::OpeningCustomers];
    const MONEY: &[Key] = &[Key::TrialsStep, Key::TrialsGrowth, Key::Price, Key::Expansion, Key::OpeningCustomers];
    let plans = 0..scenario.plans().len();
    let at_opening = |key, plan| scenario.prior(key, plan).extremes().1;
    let dearest = |prices: &dyn Fn(usize) -> f64| plans.clone().map(prices).fold(0.0, f64::max);
    let (pauses, returns) = (!scenario.is_always_zero(Key::PauseShare), !scenario.is_always_zero(Key::WinBackRate));

    // The number of active and paused customers.
    let mut customers = libm::round(at_opening(Key::OpeningCustomers, 0));
    let mut mrr = customers * dearest(&|plan| at_opening(Key::Price, plan));
    // The sum of the monthly steps of trials so far, and the product of the monthly growth factors so far.
    let (mut climb, mut factor) = (0.0, 1.0);
    // `ending` has the number of trials that end in each month. `left` has the number of customers who left in each
    // month so far.
    let (mut ending, mut left) = (vec![0.0; horizon_months as usize + 1], Vec::new());
    // The number of customers who ever joined. The number of present customers cannot be greater.
    let mut ever = customers;
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
            trials = steady + greatest(Key::ReferralRate) * customers;
            // Trials convert when they end. If trials become shorter, trials that began in different months can end in
            // the same month.
            let end = month + scenario.whole(Key::TrialMonths, month);
            if let Some(sum) = ending.get_mut(end as usize) {
                *sum += trials;
            }
            let joining = ending[month as usize] * greatest(Key::Conversion);
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
                left.push(customers * leave);
            }
            ever += joining;
            customers = (customers * stay + joining + returning).min(ever);
            mrr = mrr * (stay + greatest(Key::Expansion) - least(Key::Contraction)) + (joining + returning) * price;
            // Paused customers pay the paused price. The number of paused customers is unknown here, so the paused
            // price is added for all customers.
            let all_mrr = mrr + if pauses { customers * greatest(Key::PausedPrice) } else { 0.0 };
            revenue += all_mrr;
            money += all_mrr
                + joining * greatest(Key::AcquisitionCost)
                + customers * greatest(Key::RetentionCost)
                + greatest(Key::FixedCosts);
        }
        if trials.max(customers) > EXPECTED_MAX {
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
    use super::super::action::Action;
    use super::super::estimate::Estimate;
    use super::super::event::Event;
    use super::super::presets;
    use super::super::study::{Scenario, Study};
    use super::super::validation_error::ValidationError;
    use super::*;

    fn paths(study: &Study) -> Vec<String> {
        study.check().unwrap_err().iter().map(|error| error.path.to_string()).collect()
    }

    #[test]
    fn joint_constraints_hold_for_every_draw() {
        let mut study = presets::leaky_bucket();
        study.scenarios[0].inputs[Key::Churn] = Estimate::Exact(0.6);
        study.scenarios[0].inputs[Key::Contraction] = Estimate::Exact(0.4);
        assert!(study.check().is_ok(), "contraction may be equal to 1 − churn");
        study.scenarios[0].inputs[Key::Contraction] = Estimate::Range { low: 0.1, high: 0.3 };
        assert_eq!(paths(&study), ["scenarios[0].contraction"], "some draw lies above 0.4");
    }

    #[test]
    fn a_study_that_grows_too_large_is_refused() {
        let mut study = presets::leaky_bucket();
        study.scenarios[2].inputs[Key::TrialsGrowth] = Estimate::Exact(0.5);
        study.scenarios[2].inputs[Key::TrialsStart] = Estimate::Exact(1e9);
        assert_eq!(paths(&study), ["scenarios[2]"]);
        let mut study = presets::leaky_bucket();
        study.scenarios[1].inputs[Key::ReferralRate] = Estimate::Exact(10.0);
        assert_eq!(paths(&study), ["scenarios[1]"], "70% more customers each month");
    }

    #[test]
    fn cohorts_whose_trials_end_in_the_same_month_are_added_up() {
        // The trial length is 12 months in month 1, 11 months in month 2, and so on, to 0 months in month 13. So all
        // trials end in month 13.
        let mut study = Study { horizon_months: 13, scenarios: vec![Scenario::default()], ..Study::default() };
        let scenario = &mut study.scenarios[0];
        scenario.name = "A".into();
        scenario.seasonality = vec![10.0; 12];
        for (key, value) in [
            (Key::TrialsStart, 1e9),
            (Key::TrialsStep, 1e9),
            (Key::TrialMonths, 12.0),
            (Key::Conversion, 1.0),
            (Key::Price, 0.0),
            (Key::Churn, 0.99),
        ] {
            scenario.inputs[key] = Estimate::Exact(value);
        }
        let falling = Event::neutral(Key::TrialMonths, Action::Add, 2, Estimate::Exact(0.0));
        scenario.events = vec![Event { ramp_months: 11, value: Estimate::Exact(-12.0), ..falling }];
        // 10¹⁰ trials begin in month 1, 2·10¹⁰ in month 2, and so on. The sum is 9.1·10¹¹ trials, which is allowed.
        assert!(study.check().is_ok(), "{:?}", study.check());
        // With a growth of 5% per month, 1.36·10¹² trials end in month 13, which is too many. Only 2.3·10¹¹ of these
        // trials begin in month 13.
        study.scenarios[0].inputs[Key::TrialsGrowth] = Estimate::Exact(0.05);
        let errors = study.check().unwrap_err();
        assert!(
            matches!(errors[..], [ValidationError { kind: ErrorKind::Explodes { month: 13, .. }, .. }]),
            "{errors:?}"
        );
        // Without the event, every trial lasts 12 months. Then only the trials of month 1 end by month 13, the last
        // month.
        study.scenarios[0].events.clear();
        assert!(study.check().is_ok(), "{:?}", study.check());
    }
}
