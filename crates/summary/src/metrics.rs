//! Unit economics of a scenario: lifetime value, payback, and the plateau of MRR. They are computed from the inputs of
//! one month, without simulation. An input with a range is taken at its median.

use holdfast_engine::{Cohort, Expected, Quantity};
use holdfast_scenario::{CheckedScenario, Key, Survival};

/// The number of months of a customer's life that lifetime value includes.
pub const LTV_MONTHS: u32 = 60;
/// The longest payback in months, which is thirty years. An acquisition cost that is not paid back by then counts as
/// never paid back.
const PAYBACK_MONTHS_MAX: u32 = 360;

/// The age in months up to which a cohort's MRR is summed month by month. After this age, the MRR changes by a constant
/// factor each month. With a shifted beta-geometric curve the factor is never constant, so after this age the hazard is
/// approximated by its series in 1/age.
fn settled_months(scenario: &CheckedScenario) -> u32 {
    if scenario.survival() == Survival::ShiftedBetaGeometric { 360 } else { 1200 }
}

/// The level at which MRR settles if new MRR stays as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plateau {
    /// The level, in currency units per month.
    At(f64),
    /// MRR grows without limit. Either expansion makes up for the losses, or the mean life of a customer is infinite.
    /// The second case can occur with a shifted beta-geometric curve, for example if α ≤ 1 and no payments fail.
    GrowsForEver,
}

/// The unit economics of a scenario, computed with the inputs of one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Lifetime value of a new customer, in currency units: the discounted sum of the margins of the first
    /// [`LTV_MONTHS`] months, averaged over plans by their shares. A margin is gross margin × MRR minus the cost of
    /// retention. MRR is taken without expansion and contraction. Payments of paused customers are included; payments
    /// of won-back customers are not.
    pub ltv: f64,
    /// Lifetime value ÷ acquisition cost. `None` if the acquisition cost is 0.
    pub ltv_to_cac: Option<f64>,
    /// The month of a customer's life, counted from 1, in which the sum of the margins first reaches the acquisition
    /// cost. The margins are the same as for `ltv`, but not discounted. 0 if the acquisition cost is 0. `None` if the
    /// sum does not reach the cost within 360 months.
    pub payback_months: Option<u32>,
    /// The level at which MRR settles if new MRR stays at its expected value in the month whose inputs are used. The
    /// level does not include the MRR of won-back customers. It also does not include the MRR that comes from later
    /// referrals by the new customers.
    pub plateau: Plateau,
}

impl Metrics {
    /// The metrics with the inputs of the month `month` ≥ 1. `path` is the scenario's expected path, which must include
    /// this month.
    pub fn new(scenario: &CheckedScenario, path: &Expected, month: usize) -> Self {
        let at = month as u32;
        let margins = margins(scenario, at);
        let any = Cohort::joining(scenario, 0, at, 0);
        let (cost, discount) = (any.input(Key::AcquisitionCost), any.input(Key::DiscountRate));
        let mut ltv = 0.0;
        for margin in margins[..LTV_MONTHS as usize].iter().rev() {
            ltv = ltv / (1.0 + discount) + margin;
        }
        let mut paid = 0.0;
        let paid_back = margins.iter().position(|margin| {
            paid += margin;
            paid >= cost
        });
        Self {
            ltv,
            ltv_to_cac: (cost > 0.0).then(|| ltv / cost),
            payback_months: if cost > 0.0 { paid_back.map(|age| age as u32 + 1) } else { Some(0) },
            plateau: plateau(scenario, at, path[Quantity::NewMrr][month]),
        }
    }
}

/// The expected margin per new customer in each month of life, in currency units, averaged over plans by their shares.
fn margins(scenario: &CheckedScenario, month: u32) -> Vec<f64> {
    let mut margins = vec![0.0; PAYBACK_MONTHS_MAX as usize];
    for (plan, of_plan) in scenario.plans().iter().enumerate() {
        let mut cohort = Cohort::joining(scenario, plan, month, PAYBACK_MONTHS_MAX).at_constant_price();
        let (margin, cost) = (cohort.input(Key::GrossMargin), cohort.input(Key::RetentionCost));
        for slot in &mut margins {
            *slot += of_plan.share * (margin * cohort.mrr() - cost * cohort.customers());
            cohort.advance_at_current_inputs();
        }
    }
    margins
}

/// The plateau: new MRR × the sum, over all ages, of the share of MRR that is left at this age. Plans are averaged by
/// their shares of new MRR.
fn plateau(scenario: &CheckedScenario, month: u32, new_mrr: f64) -> Plateau {
    if new_mrr == 0.0 {
        return Plateau::At(0.0);
    }
    let (mut months, mut price) = (0.0, 0.0);
    for (plan, of_plan) in scenario.plans().iter().enumerate() {
        let mut cohort = Cohort::joining(scenario, plan, month, settled_months(scenario));
        price += of_plan.share * cohort.mrr();
        if of_plan.share * cohort.mrr() == 0.0 {
            continue;
        }
        let Some(total) = lifetime_mrr(scenario, &mut cohort) else { return Plateau::GrowsForEver };
        months += of_plan.share * total;
    }
    Plateau::At(new_mrr * months / price)
}

/// The sum of a cohort's expected MRR over all ages; `None` if it is infinite.
fn lifetime_mrr(scenario: &CheckedScenario, cohort: &mut Cohort) -> Option<f64> {
    let (mut total, mut before) = (0.0, 0.0);
    for _ in 0..settled_months(scenario) {
        before = cohort.mrr();
        total += before;
        if before > 1e12 * cohort.input(Key::Price).max(1e-9) {
            return None;
        }
        cohort.advance_at_current_inputs();
    }
    let last = cohort.mrr();
    if last <= 1e-13 * total {
        return Some(total + last);
    }
    if scenario.survival() != Survival::ShiftedBetaGeometric {
        // From this age on, MRR changes by a constant factor each month, so the rest of the sum is a geometric series.
        // The sum is infinite if the factor is 1 or more.
        let factor = last / before;
        return (factor < 1.0 - 1e-9).then(|| total + last / (1.0 - factor));
    }
    // At a great age k, the probability of leaving or pausing is about limit + power/k. The probabilities at two great
    // ages give limit and power. Some customers pause and later resume. Their share, `going_on`, makes power smaller.
    // In each month, MRR is then multiplied by about (1 − limit + e − x)·(1 − power/k), where e is expansion and x is
    // contraction.
    const FAR: u32 = 100_000_000;
    let (far, farther) = (cohort.exit_probability(FAR), cohort.exit_probability(2 * FAR));
    let limit = 2.0 * farther - far;
    let pauses = cohort.input(Key::PauseShare);
    let (resume, leave) = (cohort.input(Key::ResumeRate), cohort.input(Key::PausedLeaveRate));
    let going_on = if pauses > 0.0 && resume > 0.0 { pauses * resume / (resume + leave) } else { 0.0 };
    let power = 2.0 * f64::from(FAR) * (far - farther) * (1.0 - going_on);
    let factor = 1.0 - limit + cohort.input(Key::Expansion) - cohort.input(Key::Contraction);
    let age = f64::from(settled_months(scenario)) + cohort.input(Key::SbgAlpha) + cohort.input(Key::SbgBeta);
    if factor > 1.0 + 1e-9 || (factor > 1.0 - 1e-9 && power <= 1.0 + 1e-6) {
        return None;
    }
    if factor > 1.0 - 1e-9 {
        return Some(total + last * (age - 1.0) / (power - 1.0));
    }
    let (mut rest, mut at) = (last, age);
    while rest > 1e-15 * total {
        total += rest;
        rest *= factor * (1.0 - power / at);
        at += 1.0;
    }
    Some(total)
}
