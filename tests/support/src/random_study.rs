//! Random valid studies with everything on: all inputs, plans, survival curves, seasonality, events, ranges and
//! correlations. They come from a seeded generator, so every run of the tests uses the same studies.

use super::TestRng;
use holdfast_scenario::{
    Action, CheckedStudy, Correlation, Estimate, Event, FirstMonth, Key, Measure, Plan, Scenario, Study, Survival,
    Target,
};

/// The features that a random scenario may have.
#[derive(Clone, Copy)]
pub struct StudyFeatures {
    /// Inputs and the amounts of events may be ranges.
    pub ranges: bool,
    /// Customers may pause instead of leaving.
    pub pauses: bool,
    /// Customers who left may be won back.
    pub returns: bool,
    /// Customers may refer others.
    pub referrals: bool,
    /// The means of trials and churn vary at random from month to month.
    pub variation: bool,
    /// Events may change inputs.
    pub events: bool,
    /// Seasonal factors are at least 0.5, so that new customers are not rare. The mean of a rare count cannot be tested
    /// with any practical number of runs.
    pub only_frequent_counts: bool,
}

impl StudyFeatures {
    /// Every feature is on, and seasonal factors may be close to 0.
    pub const ALL: Self = Self {
        ranges: true,
        pauses: true,
        returns: true,
        referrals: true,
        variation: true,
        events: true,
        only_frequent_counts: false,
    };
}

/// A random value of an input, within the limits of a typical business.
fn usual(rng: &mut TestRng, key: Key) -> f64 {
    match key {
        Key::TrialsStart => rng.log_uniform(20.0, 2000.0),
        Key::TrialsStep => rng.between(-5.0, 40.0),
        Key::TrialsGrowth => rng.between(-0.03, 0.03),
        Key::TrialsVariation => rng.log_uniform(0.02, 0.8),
        Key::Conversion => rng.between(0.05, 0.5),
        Key::TrialMonths => rng.between(0.0, 3.0).round(),
        Key::Price => rng.log_uniform(2.0, 200.0),
        Key::AcquisitionCost => rng.between(0.0, 300.0),
        Key::Expansion => rng.between(0.001, 0.05),
        Key::Contraction => rng.between(0.001, 0.03),
        Key::Churn => rng.log_uniform(0.01, 0.2),
        Key::EarlyChurn => rng.between(0.03, 0.3),
        Key::EarlyMonths => rng.between(1.0, 6.0).round(),
        Key::SbgAlpha => rng.log_uniform(0.3, 3.0),
        Key::SbgBeta => rng.log_uniform(1.0, 20.0),
        Key::SaveRate => rng.between(0.05, 0.5),
        Key::PauseShare => rng.between(0.1, 0.6),
        Key::PausedPrice => rng.between(0.0, 10.0),
        Key::ResumeRate => rng.between(0.1, 0.4),
        Key::PausedLeaveRate => rng.between(0.05, 0.2),
        Key::FailedPaymentRate => rng.between(0.01, 0.05),
        Key::DunningRecovery => rng.between(0.1, 0.8),
        Key::ChurnVariation => rng.log_uniform(0.001, 0.02),
        Key::RetentionCost => rng.between(0.0, 5.0),
        Key::WinBackRate => rng.between(0.01, 0.1),
        Key::WinBackMonths => rng.between(1.0, 12.0).round(),
        Key::ReferralRate => rng.between(0.005, 0.05),
        Key::OpeningCustomers => rng.log_uniform(300.0, 5000.0).round(),
        Key::OpeningTenure => rng.between(0.0, 20.0).round(),
        Key::OpeningCash => rng.between(-1e5, 1e6),
        Key::GrossMargin => rng.between(0.5, 0.95),
        Key::FixedCosts => rng.between(0.0, 5e4),
        Key::DiscountRate => rng.between(0.001, 0.03),
    }
}

fn is_whole(key: Key) -> bool {
    matches!(key, Key::TrialMonths | Key::EarlyMonths | Key::WinBackMonths | Key::OpeningTenure | Key::OpeningCustomers)
}

fn estimate(rng: &mut TestRng, key: Key, features: StudyFeatures) -> Estimate {
    let value = usual(rng, key);
    // If the variation of churn differs between runs, there is no lookup table for the hazards, and a run takes several
    // times as long. So this input is exact with a probability of 90%.
    let exactly = if key == Key::ChurnVariation { 0.9 } else { 0.6 };
    if !features.ranges || rng.chance(exactly) || is_whole(key) && key != Key::OpeningCustomers || value == 0.0 {
        return Estimate::Exact(value);
    }
    let reach = value.abs() * rng.between(0.02, 0.15);
    let (min, max) = key.input().bounds;
    Estimate::Range { low: (value - reach).max(min), high: (value + reach).min(max) }
}

fn event(rng: &mut TestRng, features: StudyFeatures, months: u64) -> Event {
    let input = loop {
        let key = Key::ALL[rng.next_u64() as usize % Key::ALL.len()];
        let is_off = match key {
            Key::PauseShare => !features.pauses,
            Key::WinBackRate => !features.returns,
            Key::ReferralRate => !features.referrals,
            Key::TrialsVariation => !features.variation,
            Key::ChurnVariation => !features.variation || rng.chance(0.8),
            _ => key.is_at_opening(),
        };
        if !is_off {
            break key;
        }
    };
    let action = Action::ALL[rng.next_u64() as usize % Action::ALL.len()];
    let action = if action.applies_to(input.input()) { action } else { Action::Multiply };
    let size = usual(rng, input);
    let amount = match action {
        Action::Set => size,
        Action::Add => (if is_whole(input) { 1.0 } else { 0.2 * size }) * if rng.chance(0.7) { 1.0 } else { -1.0 },
        Action::Multiply => rng.between(0.5, 1.3),
        Action::Combine | Action::Reduce => rng.between(0.05, 0.5),
    };
    let is_range = features.ranges && rng.chance(0.4) && !is_whole(input) && amount != 0.0;
    let reach = 0.1 * amount.abs();
    let from_month = 1 + rng.next_u64() % months;
    Event {
        input,
        from_month,
        ramp_months: if rng.chance(0.5) { rng.next_u64() % 6 } else { 0 },
        until_month: rng.chance(0.5).then(|| from_month + rng.next_u64() % 8),
        action,
        value: if is_range {
            Estimate::Range { low: amount - reach, high: amount + reach }
        } else {
            Estimate::Exact(amount)
        },
        card: None,
    }
}

/// A random scenario, which may be invalid.
pub fn scenario(rng: &mut TestRng, features: StudyFeatures, survival: Survival, months: u64) -> Scenario {
    let mut scenario = Scenario { name: "random".into(), survival, ..Scenario::default() };
    for &key in Key::ALL {
        scenario.inputs[key] = estimate(rng, key, features);
    }
    let mut off = |is_on: bool, keys: &[Key]| {
        if !is_on {
            keys.iter().for_each(|&key| scenario.inputs[key] = Estimate::Exact(0.0));
        }
    };
    off(features.pauses, &[Key::PauseShare]);
    off(features.returns, &[Key::WinBackRate]);
    off(features.referrals, &[Key::ReferralRate]);
    off(features.variation, &[Key::TrialsVariation, Key::ChurnVariation]);
    if rng.chance(0.8) {
        let least = if features.only_frequent_counts { 0.5 } else { 0.0 };
        scenario.seasonality = (0..12).map(|_| rng.between(least, 1.7)).collect();
    }
    if rng.chance(0.8) {
        let count = 1 + rng.next_u64() % 4;
        let weights: Vec<f64> = (0..count).map(|_| rng.between(0.2, 1.0)).collect();
        let total: f64 = weights.iter().sum();
        for weight in weights {
            let own = Key::PER_PLAN.map(|key| rng.chance(0.5).then(|| estimate(rng, key, features)));
            scenario.plans.push(Plan { name: "plan".into(), share: weight / total, own });
        }
    }
    scenario.retention = (0..1 + rng.next_u64() % 9).map(|_| rng.between(0.75, 0.99)).collect();
    if features.events {
        scenario.events = (0..rng.next_u64() % 7).map(|_| event(rng, features, months)).collect();
    }
    scenario
}

/// A valid random study of `count` scenarios, each with a random survival curve. It makes up to a thousand studies and
/// returns the first that is valid.
pub fn study(rng: &mut TestRng, features: StudyFeatures, count: usize, months: u64, runs: u64) -> CheckedStudy {
    const CORRELATED: [[Key; 2]; 5] = [
        [Key::Price, Key::Churn],
        [Key::Conversion, Key::TrialsStart],
        [Key::Churn, Key::Expansion],
        [Key::Price, Key::Conversion],
        [Key::FailedPaymentRate, Key::WinBackRate],
    ];
    for _ in 0..1000 {
        let pick = |rng: &mut TestRng| Survival::ALL[rng.next_u64() as usize % 4];
        let study = Study {
            scenarios: (0..count)
                .map(|_| {
                    let survival = pick(rng);
                    scenario(rng, features, survival, months)
                })
                .collect(),
            horizon_months: months,
            runs,
            seed: rng.next_u64() >> 11,
            first_month: FirstMonth { year: 2026, month: 1 + rng.next_u64() % 12 },
            target: Some(Target {
                measure: Measure::ALL[rng.next_u64() as usize % 5],
                value: rng.log_uniform(100.0, 1e6),
            }),
            correlations: CORRELATED
                .into_iter()
                .filter_map(|inputs| {
                    let rank_correlation = rng.between(-0.4, 0.4);
                    (features.ranges && rng.chance(0.6)).then_some(Correlation { inputs, rank_correlation })
                })
                .collect(),
            ..Study::default()
        };
        if let Ok(checked) = study.check() {
            return checked;
        }
    }
    panic!("none of a thousand random studies is valid");
}
