//! Random valid scenarios with everything on: every row of the table, plans, curves, seasons, events, ranges,
//! correlations. From seeded dice, so that every run of the tests sees the same.

use super::Dice;
use holdfast_scenario::{
    Action, CheckedStudy, Correlation, Estimate, Event, FirstMonth, Key, Measure, Plan, Scenario, Study, Survival,
    Target,
};

/// What may be in a scenario.
#[derive(Clone, Copy)]
pub struct Taste {
    pub ranges: bool,
    pub pauses: bool,
    pub returns: bool,
    pub referrals: bool,
    /// Variation of trials and of churn.
    pub variation: bool,
    pub events: bool,
    /// No count that is hardly ever above 0, whose means no number of runs would tell.
    pub plentiful: bool,
}

impl Taste {
    pub const ALL: Self = Self {
        ranges: true,
        pauses: true,
        returns: true,
        referrals: true,
        variation: true,
        events: true,
        plentiful: false,
    };
}

/// Where an input lies when it is on.
fn usual(dice: &mut Dice, key: Key) -> f64 {
    match key {
        Key::TrialsStart => dice.scale(20.0, 2000.0),
        Key::TrialsStep => dice.between(-5.0, 40.0),
        Key::TrialsGrowth => dice.between(-0.03, 0.03),
        Key::TrialsVariation => dice.scale(0.02, 0.8),
        Key::Conversion => dice.between(0.05, 0.5),
        Key::TrialMonths => dice.between(0.0, 3.0).round(),
        Key::Price => dice.scale(2.0, 200.0),
        Key::AcquisitionCost => dice.between(0.0, 300.0),
        Key::Expansion => dice.between(0.001, 0.05),
        Key::Contraction => dice.between(0.001, 0.03),
        Key::Churn => dice.scale(0.01, 0.2),
        Key::EarlyChurn => dice.between(0.03, 0.3),
        Key::EarlyMonths => dice.between(1.0, 6.0).round(),
        Key::SbgAlpha => dice.scale(0.3, 3.0),
        Key::SbgBeta => dice.scale(1.0, 20.0),
        Key::SaveRate => dice.between(0.05, 0.5),
        Key::PauseShare => dice.between(0.1, 0.6),
        Key::PausedPrice => dice.between(0.0, 10.0),
        Key::ResumeRate => dice.between(0.1, 0.4),
        Key::PausedLeaveRate => dice.between(0.05, 0.2),
        Key::FailedPaymentRate => dice.between(0.01, 0.05),
        Key::DunningRecovery => dice.between(0.1, 0.8),
        Key::ChurnVariation => dice.scale(0.001, 0.02),
        Key::RetentionCost => dice.between(0.0, 5.0),
        Key::WinBackRate => dice.between(0.01, 0.1),
        Key::WinBackMonths => dice.between(1.0, 12.0).round(),
        Key::ReferralRate => dice.between(0.005, 0.05),
        Key::OpeningCustomers => dice.scale(300.0, 5000.0).round(),
        Key::OpeningTenure => dice.between(0.0, 20.0).round(),
        Key::OpeningCash => dice.between(-1e5, 1e6),
        Key::GrossMargin => dice.between(0.5, 0.95),
        Key::FixedCosts => dice.between(0.0, 5e4),
        Key::DiscountRate => dice.between(0.001, 0.03),
    }
}

fn is_whole(key: Key) -> bool {
    matches!(key, Key::TrialMonths | Key::EarlyMonths | Key::WinBackMonths | Key::OpeningTenure | Key::OpeningCustomers)
}

fn estimate(dice: &mut Dice, key: Key, taste: Taste) -> Estimate {
    let value = usual(dice, key);
    // A variation of churn that differs between runs has no table, and takes most of a run's time.
    let exactly = if key == Key::ChurnVariation { 0.9 } else { 0.6 };
    if !taste.ranges || dice.chance(exactly) || is_whole(key) && key != Key::OpeningCustomers || value == 0.0 {
        return Estimate::Exact(value);
    }
    let reach = value.abs() * dice.between(0.02, 0.15);
    let (min, max) = key.input().bounds;
    Estimate::Range { low: (value - reach).max(min), high: (value + reach).min(max) }
}

fn event(dice: &mut Dice, taste: Taste, months: u64) -> Event {
    let input = loop {
        let key = Key::ALL[dice.word() as usize % Key::ALL.len()];
        let is_off = match key {
            Key::PauseShare => !taste.pauses,
            Key::WinBackRate => !taste.returns,
            Key::ReferralRate => !taste.referrals,
            Key::TrialsVariation => !taste.variation,
            Key::ChurnVariation => !taste.variation || dice.chance(0.8),
            _ => key.is_at_opening(),
        };
        if !is_off {
            break key;
        }
    };
    let action = Action::ALL[dice.word() as usize % Action::ALL.len()];
    let action = if action.suits(input.input()) { action } else { Action::Multiply };
    let size = usual(dice, input);
    let amount = match action {
        Action::Set => size,
        Action::Add => (if is_whole(input) { 1.0 } else { 0.2 * size }) * if dice.chance(0.7) { 1.0 } else { -1.0 },
        Action::Multiply => dice.between(0.5, 1.3),
        Action::Combine | Action::Reduce => dice.between(0.05, 0.5),
    };
    let is_range = taste.ranges && dice.chance(0.4) && !is_whole(input) && amount != 0.0;
    let reach = 0.1 * amount.abs();
    let from_month = 1 + dice.word() % months;
    Event {
        input,
        from_month,
        ramp_months: if dice.chance(0.5) { dice.word() % 6 } else { 0 },
        until_month: dice.chance(0.5).then(|| from_month + dice.word() % 8),
        action,
        value: if is_range {
            Estimate::Range { low: amount - reach, high: amount + reach }
        } else {
            Estimate::Exact(amount)
        },
        card: None,
    }
}

/// A scenario, not checked.
pub fn scenario(dice: &mut Dice, taste: Taste, survival: Survival, months: u64) -> Scenario {
    let mut scenario = Scenario { name: "anything".into(), survival, ..Scenario::default() };
    for &key in Key::ALL {
        scenario.inputs[key] = estimate(dice, key, taste);
    }
    let mut off = |is_on: bool, keys: &[Key]| {
        if !is_on {
            keys.iter().for_each(|&key| scenario.inputs[key] = Estimate::Exact(0.0));
        }
    };
    off(taste.pauses, &[Key::PauseShare]);
    off(taste.returns, &[Key::WinBackRate]);
    off(taste.referrals, &[Key::ReferralRate]);
    off(taste.variation, &[Key::TrialsVariation, Key::ChurnVariation]);
    if dice.chance(0.8) {
        let least = if taste.plentiful { 0.5 } else { 0.0 };
        scenario.seasonality = (0..12).map(|_| dice.between(least, 1.7)).collect();
    }
    if dice.chance(0.8) {
        let count = 1 + dice.word() % 4;
        let weights: Vec<f64> = (0..count).map(|_| dice.between(0.2, 1.0)).collect();
        let total: f64 = weights.iter().sum();
        for weight in weights {
            let own = Key::OF_PLANS.map(|key| dice.chance(0.5).then(|| estimate(dice, key, taste)));
            scenario.plans.push(Plan { name: "plan".into(), share: weight / total, own });
        }
    }
    scenario.retention = (0..1 + dice.word() % 9).map(|_| dice.between(0.75, 0.99)).collect();
    if taste.events {
        scenario.events = (0..dice.word() % 7).map(|_| event(dice, taste, months)).collect();
    }
    scenario
}

/// A checked study of `count` scenarios, all on the same curve or each on its own: those that the check accepts.
pub fn study(dice: &mut Dice, taste: Taste, count: usize, months: u64, runs: u64) -> CheckedStudy {
    const CORRELATED: [[Key; 2]; 5] = [
        [Key::Price, Key::Churn],
        [Key::Conversion, Key::TrialsStart],
        [Key::Churn, Key::Expansion],
        [Key::Price, Key::Conversion],
        [Key::FailedPaymentRate, Key::WinBackRate],
    ];
    for _ in 0..1000 {
        let pick = |dice: &mut Dice| Survival::ALL[dice.word() as usize % 4];
        let study = Study {
            scenarios: (0..count)
                .map(|_| {
                    let survival = pick(dice);
                    scenario(dice, taste, survival, months)
                })
                .collect(),
            horizon_months: months,
            runs,
            seed: dice.word() >> 11,
            first_month: FirstMonth { year: 2026, month: 1 + dice.word() % 12 },
            target: Some(Target { measure: Measure::ALL[dice.word() as usize % 5], value: dice.scale(100.0, 1e6) }),
            correlations: CORRELATED
                .into_iter()
                .filter_map(|inputs| {
                    let rank_correlation = dice.between(-0.4, 0.4);
                    (taste.ranges && dice.chance(0.6)).then_some(Correlation { inputs, rank_correlation })
                })
                .collect(),
            ..Study::default()
        };
        if let Ok(checked) = study.check() {
            return checked;
        }
    }
    panic!("no study in a thousand is accepted");
}
