//! Unit economics of a scenario: lifetime value, payback, and the plateau of MRR. They follow from the inputs of one month,
//! with ranges at their medians, without simulation.

use holdfast_engine::{Cohort, Expected, Quantity};
use holdfast_scenario::{CheckedScenario, Key, Survival};

/// The number of months of a customer's life that lifetime value includes.
pub const LTV_MONTHS: u32 = 60;
/// The longest payback, thirty years. An acquisition cost that is not paid back by then counts as never paid back.
const PAYBACK_MONTHS_MAX: u32 = 360;

/// The age in months from which a cohort's MRR falls by a constant factor each month. With a shifted beta-geometric curve it
/// never does; there it is the age from which the hazard is approximated by its series in 1/age.
fn settled_months(scenario: &CheckedScenario) -> u32 {
    if scenario.survival() == Survival::ShiftedBetaGeometric { 360 } else { 1200 }
}

/// The level at which MRR settles if new MRR stays as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plateau {
    /// The level, in currency units per month.
    At(f64),
    /// There is no level: expansion makes up for the losses, or the mean life of a customer is infinite, as with a shifted
    /// beta-geometric curve with α ≤ 1.
    GrowsForEver,
}

/// The unit economics of a scenario, with the inputs of one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Lifetime value of a new customer: gross margin × MRR less the cost of retention, over the first [`LTV_MONTHS`]
    /// months, discounted, without expansion and contraction, averaged over plans by their shares. Payments of paused
    /// customers are included, those of won-back customers are not.
    pub ltv: f64,
    /// Lifetime value ÷ acquisition cost; `None` if a new customer costs nothing.
    pub ltv_to_cac: Option<f64>,
    /// The first month of a customer's life, from 1, by which the sum of its margins reaches the acquisition cost. Margins are
    /// those of `ltv`, but not discounted. 0 if a new customer costs nothing; `None` if the cost is never reached.
    pub payback_months: Option<u32>,
    /// The level at which MRR settles, at the expected new MRR of the month, without win-back and further referrals.
    pub plateau: Plateau,
}

impl Metrics {
    /// The metrics of month `month` ≥ 1. `path` is the scenario's expected path.
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

/// The margin of a new customer at each age, in currency units, averaged over plans.
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

/// The plateau: new MRR × the sum over all ages of the MRR that is left of one unit of it, averaged over plans.
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

/// The sum of a cohort's MRR over all ages; `None` if it is infinite.
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
        // From here on MRR falls by a constant factor, so the rest is a geometric series. At a factor of 1 it is infinite.
        let factor = last / before;
        return (factor < 1.0 - 1e-9).then(|| total + last / (1.0 - factor));
    }
    // At a great age k the hazard is limit + power/k, so MRR falls as (1 − limit + e − x)ᵏ·k^−power. Some of those who ask
    // to leave pause, and a share of these resumes.
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
