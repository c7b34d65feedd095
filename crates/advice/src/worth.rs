//! What moving a lever is worth, and how levers trade against each other: by the expected path at the medians, changed
//! from month 1 on for good.

use super::{DUST, sort_down};
use holdfast_engine::{Quantity, expected};
use holdfast_scenario::{Action, CheckedStudy, Estimate, Event, Key, Study};

/// Something that a business can move. An event from month 1 on moves it, so that what plans have of their own moves
/// too, and churn moves every curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lever {
    /// Those at the start and the step alike, so that each month has as many times more.
    Trials,
    Conversion,
    /// What customers pay who join from month 1 on; those who are there already keep their price.
    Price,
    Referrals,
    Expansion,
    Contraction,
    Churn,
    EarlyChurn,
    SaveRate,
    PauseShare,
    FailedPayments,
    DunningRecovery,
    WinBackRate,
}

impl Lever {
    /// Every lever, in the order of the form.
    pub const ALL: [Self; 13] = [
        Self::Trials,
        Self::Conversion,
        Self::Price,
        Self::Expansion,
        Self::Contraction,
        Self::Churn,
        Self::EarlyChurn,
        Self::SaveRate,
        Self::PauseShare,
        Self::FailedPayments,
        Self::DunningRecovery,
        Self::WinBackRate,
        Self::Referrals,
    ];

    /// The inputs that it moves, each by the same amount.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Trials => &[Key::TrialsStart, Key::TrialsStep],
            Self::Conversion => &[Key::Conversion],
            Self::Price => &[Key::Price],
            Self::Referrals => &[Key::ReferralRate],
            Self::Expansion => &[Key::Expansion],
            Self::Contraction => &[Key::Contraction],
            Self::Churn => &[Key::Churn],
            Self::EarlyChurn => &[Key::EarlyChurn],
            Self::SaveRate => &[Key::SaveRate],
            Self::PauseShare => &[Key::PauseShare],
            Self::FailedPayments => &[Key::FailedPaymentRate],
            Self::DunningRecovery => &[Key::DunningRecovery],
            Self::WinBackRate => &[Key::WinBackRate],
        }
    }

    /// Whether an amount of it is added, as points are, or multiplies.
    pub fn action(self) -> Action {
        match self {
            Self::Trials | Self::Price | Self::Referrals => Action::Multiply,
            _ => Action::Add,
        }
    }

    /// One percentage point or a tenth, in the direction that helps.
    pub fn step(self) -> f64 {
        match self {
            Self::Contraction | Self::Churn | Self::EarlyChurn | Self::FailedPayments => -0.01,
            _ => self.neutral() + if self.action() == Action::Multiply { 0.1 } else { 0.01 },
        }
    }

    /// The amount that changes nothing.
    pub fn neutral(self) -> f64 {
        if self.action() == Action::Multiply { 1.0 } else { 0.0 }
    }

    /// The least and the greatest amount that an event may have.
    fn bounds(self) -> (f64, f64) {
        let bounds = self.keys().iter().map(|key| self.action().bounds(key.input()));
        bounds.fold((f64::NEG_INFINITY, f64::INFINITY), |(min, max), (a, b)| (min.max(a), max.min(b)))
    }
}

/// What a step of a lever is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    pub lever: Lever,
    /// Points added, as a share, or the factor. Nearer to no change than [`Lever::step`] where the inputs' bounds allow
    /// no more: churn of 0.5% can lose only half a point.
    pub step: f64,
    /// MRR gained at the horizon.
    pub mrr: f64,
    /// Cumulative revenue gained at the horizon.
    pub revenue: f64,
}

impl Worth {
    /// Some of them as plain numbers: see [`Self::decode`].
    pub fn encode(worths: &[Self]) -> Vec<f64> {
        let words = |worth: &Self| [f64::from(worth.lever as u8), worth.step, worth.mrr, worth.revenue];
        worths.iter().flat_map(words).collect()
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(words: &[f64]) -> Option<Vec<Self>> {
        let (worths, []) = words.as_chunks::<4>() else { return None };
        let worth = |&[lever, step, mrr, revenue]: &[f64; 4]| {
            Some(Self { lever: Lever::from_word(lever)?, step, mrr, revenue })
        };
        worths.iter().map(worth).collect()
    }
}

impl Lever {
    /// The lever whose place in the enumeration this is.
    pub(super) fn from_word(word: f64) -> Option<Self> {
        Self::ALL.into_iter().find(|lever| f64::from(*lever as u8) == word)
    }

    /// Levers with amounts as plain numbers: see [`Self::decode_amounts`].
    pub fn encode_amounts(amounts: &[(Self, Option<f64>)]) -> Vec<f64> {
        amounts.iter().flat_map(|(lever, amount)| [f64::from(*lever as u8), amount.unwrap_or(f64::NAN)]).collect()
    }

    /// What [`Self::encode_amounts`] wrote; `None` where the numbers are not such.
    pub fn decode_amounts(words: &[f64]) -> Option<Vec<(Self, Option<f64>)>> {
        let (amounts, []) = words.as_chunks::<2>() else { return None };
        let pair = |&[lever, amount]: &[f64; 2]| {
            Some((Self::from_word(lever)?, Some(amount).filter(|amount| !amount.is_nan())))
        };
        amounts.iter().map(pair).collect()
    }
}

/// What a step of each lever is worth, the most MRR first. Levers that do nothing, as a better recovery of payments
/// where none fail, are left out, and so are steps that make no possible study: all, of a scenario with as many events
/// as it may have.
pub fn worth(study: &CheckedStudy, scenario: usize) -> Vec<Worth> {
    let business = Movable::new(study, scenario);
    let Some(base) = business.moved(Lever::Trials, 1.0) else { return Vec::new() };
    let of = |lever: Lever| {
        let whole = business.moved(lever, lever.step())?;
        let (mrr, revenue) = (whole.mrr - base.mrr, whole.revenue - base.revenue);
        let matters = mrr.abs() > DUST * base.mrr.abs() || revenue.abs() > DUST * base.revenue.abs();
        matters.then(|| Worth { lever, step: business.cut(lever, whole), mrr, revenue })
    };
    let mut worths: Vec<Worth> = Lever::ALL.into_iter().filter_map(of).collect();
    sort_down(&mut worths, base.mrr, |worth| worth.mrr);
    worths
}

/// How much of each other lever brings the same MRR at the horizon as `amount` of this one: points added, as a share,
/// or a factor. `None` where no amount does, in the direction in which the lever is thought to help or to harm. Empty where this amount makes no possible study.
pub fn exchange(study: &CheckedStudy, scenario: usize, lever: Lever, amount: f64) -> Vec<(Lever, Option<f64>)> {
    let business = Movable::new(study, scenario);
    let (Some(base), Some(moved)) = (business.moved(lever, lever.neutral()), business.moved(lever, amount)) else {
        return Vec::new();
    };
    let others = Lever::ALL.into_iter().filter(|&other| other != lever);
    others.map(|other| (other, business.amount_for(other, moved.mrr, base.mrr))).collect()
}

/// Where a path ends.
#[derive(Clone, Copy, PartialEq)]
struct End {
    mrr: f64,
    revenue: f64,
}

/// A study of one scenario at the medians.
struct Movable(Study);

impl Movable {
    fn new(study: &CheckedStudy, scenario: usize) -> Self {
        Self(study.only_scenario(scenario).at_medians().source().clone())
    }

    /// Where the path ends with so much of a lever from month 1 on; `None` where the study is not possible.
    fn moved(&self, lever: Lever, amount: f64) -> Option<End> {
        let mut study = self.0.clone();
        if amount != lever.neutral() {
            let event = |&key: &Key| Event {
                value: Estimate::Exact(amount),
                ..Event::neutral(key, lever.action(), 1, Estimate::Exact(0.0))
            };
            study.scenarios.iter_mut().for_each(|scenario| scenario.events.extend(lever.keys().iter().map(event)));
        }
        let checked = study.check().ok()?;
        let horizon = checked.horizon_months();
        let path = expected(&checked.scenarios()[0], horizon);
        Some(End { mrr: path[Quantity::Mrr][horizon], revenue: path[Quantity::CumulativeRevenue][horizon] })
    }

    /// The least part of a lever's step that does what the whole step does: beyond it every value is at a bound, so
    /// that the path is the same to the last bit.
    fn cut(&self, lever: Lever, whole: End) -> f64 {
        let amount = |part: f64| lever.neutral() + part * (lever.step() - lever.neutral());
        let is_enough = |part: f64| self.moved(lever, amount(part)) == Some(whole);
        if !is_enough(1.0 - 1e-6) {
            return lever.step();
        }
        let (mut less, mut enough) = (0.0, 1.0);
        for _ in 0..40 {
            let middle = 0.5 * (less + enough);
            if is_enough(middle) { enough = middle } else { less = middle }
        }
        // Without the dust of halving.
        libm::round(amount(enough) * 1e9) / 1e9
    }

    /// The amount of a lever that brings MRR from `base` to `wanted`: steps that double until it is passed, then
    /// halving.
    fn amount_for(&self, lever: Lever, wanted: f64, base: f64) -> Option<f64> {
        let gain = wanted - base;
        if gain.abs() <= DUST * base.abs() {
            return Some(lever.neutral());
        }
        let reached = |amount: f64| self.moved(lever, amount).map(|end| (end.mrr - base) / gain);
        let falls_short = |amount: f64| reached(amount).is_some_and(|part| part < 1.0);
        let (min, max) = lever.bounds();
        let mut step = (lever.step() - lever.neutral()) * gain.signum();
        let mut short = lever.neutral();
        let mut passed = (short + step).clamp(min, max);
        while falls_short(passed) {
            if passed == min || passed == max {
                return None;
            }
            step *= 2.0;
            (short, passed) = (passed, (passed + step).clamp(min, max));
        }
        for _ in 0..48 {
            let middle = 0.5 * (short + passed);
            if falls_short(middle) { short = middle } else { passed = middle }
        }
        // What is passed may be the edge of what is possible.
        reached(passed).filter(|part| (part - 1.0).abs() <= 1e-6 + 1e-12 * (wanted / gain).abs()).map(|_| passed)
    }
}
