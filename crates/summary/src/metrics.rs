//! What a customer is worth and where MRR will settle: numbers that follow from the inputs of one month, at the medians
//! of ranged ones, without any simulation.

use holdfast_engine::{Cohort, Expected, Quantity};
use holdfast_scenario::{CheckedScenario, Key, Survival};

/// Months of a customer's life that lifetime value counts.
pub const LTV_MONTHS: u32 = 60;
/// A cost that is not paid back within thirty years never is.
const PAYBACK_MONTHS_MAX: u32 = 360;
/// Months after which what is left of a cohort falls by a steady factor; of a shifted beta-geometric one, as its hazard
/// says.
fn settled_months(scenario: &CheckedScenario) -> u32 {
    if scenario.survival() == Survival::ShiftedBetaGeometric { 360 } else { 1200 }
}

/// Where MRR settles if new MRR stays what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plateau {
    At(f64),
    /// Expansion makes up for what is lost, or customers stay too long for a mean: a shifted beta-geometric curve with
    /// α ≤ 1 has an infinite mean life.
    GrowsForEver,
}

/// A scenario's unit economics, with the inputs as they are in one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Lifetime value of a new customer: gross margin × MRR less the cost of retention, over the first [`LTV_MONTHS`]
    /// months, discounted, without expansion and contraction, plans by their shares; what paused customers pay counts, won-
    /// back ones do not.
    pub ltv: f64,
    /// `None` where a new customer costs nothing.
    pub ltv_to_cac: Option<f64>,
    /// The first month of a customer's life, from 1, in which the margins up to then, as above but not discounted, reach the
    /// acquisition cost; 0 where there is none. `None` means never.
    pub payback_months: Option<u32>,
    /// At the expected new MRR of the month. Without win-back and further referrals.
    pub plateau: Plateau,
}

impl Metrics {
    /// Of month `month` ≥ 1 on the scenario's expected path.
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

/// What a new customer earns at each age.
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

/// New MRR × the MRR-months that a unit of it ever makes, plan by plan.
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

/// The sum of a cohort's MRR over all ages; `None` where it has no end.
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
        // From here on a steady factor; at 1 it is a straight line.
        let factor = last / before;
        return (factor < 1.0 - 1e-9).then(|| total + last / (1.0 - factor));
    }
    // The hazard of an age k falls as limit + power/k: MRR as (1 − limit + e − x)ᵏ·k^−power. Of those who ask to leave and
    // pause, some go on.
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
