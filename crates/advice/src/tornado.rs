//! One-at-a-time sensitivity: how far each input moves an outcome of the expected path while all other inputs stay at
//! their medians. These are the numbers of a tornado chart.

use super::outcome::Outcome;
use super::tolerance::{RELATIVE_TOLERANCE, sort_descending};
use holdfast_engine::{RandomInput, expected};
use holdfast_scenario::input::Support;
use holdfast_scenario::{CheckedStudy, Estimate, Key, Scenario, Study, Unit};

/// The swings of all inputs and event amounts that have an effect: the numbers of a tornado chart.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tornado {
    /// The outcome if every input is at its median, in the unit of the outcome's measure.
    pub base: f64,
    /// Sorted by width, the widest swing first. Swings of the same width are in the order of the form. Inputs without
    /// effect are left out.
    pub swings: Vec<Swing>,
}

/// The swing of one input or event amount: the outcome if it is at its low end, and the outcome if it is at its high
/// end. All other inputs are at their medians.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Swing {
    pub driver: RandomInput,
    /// The input's low value and high value, in its unit. If price plans have estimates of their own, these estimates
    /// move as well. Then each value is the mean over the plans, weighted by their shares of new customers.
    pub ends: [f64; 2],
    /// The outcome at the low end and at the high end. It is `None` if the study with the input at that end does not
    /// pass the checks.
    pub outcomes: [Option<f64>; 2],
    /// Whether the input is a range, which is moved from its 5th to its 95th percentile. An exact input is moved over
    /// the range that the form would propose for it. An exact number of whole months is moved by one month in each
    /// direction.
    pub is_range: bool,
}

impl Swing {
    /// The distance from the least to the greatest of three outcomes: with the input at its low end, at its high end,
    /// and at its median, which is `base`. An outcome that is `None` is ignored.
    fn width(&self, base: f64) -> f64 {
        let reached = || self.outcomes.iter().flatten().copied();
        reached().fold(base, f64::max) - reached().fold(base, f64::min)
    }
}

/// Computes the swing of every input of one scenario of a study, and the swing of every event amount that is a range.
pub fn tornado(study: &CheckedStudy, scenario: usize, outcome: Outcome) -> Tornado {
    let alone = study.only_scenario(scenario);
    let original = &alone.source().scenarios[0];
    let medians = alone.at_medians();
    let horizon = study.horizon_months();
    let base = outcome.on_path(&expected(&medians.scenarios()[0], horizon));
    let at = |change: &dyn Fn(&mut Scenario)| {
        let mut study: Study = medians.source().clone();
        study.scenarios.iter_mut().for_each(change);
        let checked = study.check().ok()?;
        Some(outcome.on_path(&expected(&checked.scenarios()[0], horizon)))
    };
    let of_inputs = Key::ALL.iter().filter(|&&key| original.survival.uses(key)).map(|&key| Swing {
        driver: RandomInput::Input(key),
        ends: [0, 1].map(|end| mean(original, key, end)),
        outcomes: [0, 1].map(|end| at(&|scenario| move_input(scenario, original, key, end))),
        is_range: estimates(original, key).any(|(_, estimate)| matches!(estimate, Estimate::Range { .. })),
    });
    // In a simulation, events with the same `draw_index` draw their amounts with the same random number. So their
    // amounts are moved together here.
    let ranged = alone.scenarios()[0].events().iter().filter(|event| !event.amount.is_exact());
    let mut draws: Vec<(u32, usize)> = ranged.map(|event| (event.draw_index, event.index as usize)).collect();
    draws.sort_unstable();
    let of_events = draws.chunk_by(|one, other| one.0 == other.0).map(|group| {
        let end_of = |index: usize, end: usize| end_of_range(original.events[index].value, end);
        let move_all = |scenario: &mut Scenario, end: usize| {
            for &(_, index) in group {
                scenario.events[index].value = Estimate::Exact(end_of(index, end));
            }
        };
        let outcomes = [0, 1].map(|end| at(&|scenario| move_all(scenario, end)));
        let ends = [0, 1].map(|end| end_of(group[0].1, end));
        Swing { driver: RandomInput::EventAmount(group[0].0), ends, outcomes, is_range: true }
    });
    let matters = |swing: &Swing| swing.width(base) > RELATIVE_TOLERANCE * base.abs() || swing.outcomes.contains(&None);
    let mut swings: Vec<Swing> = of_inputs.chain(of_events).filter(matters).collect();
    sort_descending(&mut swings, base, |swing| swing.width(base));
    Tornado { base, swings }
}

/// The low end of a range if `end` is 0, its high end if `end` is 1. An exact value is returned unchanged.
fn end_of_range(estimate: Estimate, end: usize) -> f64 {
    match estimate {
        Estimate::Exact(value) => value,
        Estimate::Range { low, high } => [low, high][end],
    }
}

/// The low end of an input's range if `end` is 0, its high end if `end` is 1, within the input's bounds. For an exact
/// value, the range is the one that the form would propose. For an exact number of whole months, the ends are one month
/// less and one month more.
fn end_of(key: Key, estimate: Estimate, end: usize) -> f64 {
    let input = key.input();
    let (low, high) = match estimate {
        Estimate::Range { low, high } => (low, high),
        Estimate::Exact(value) if input.support == Support::Whole => (value - 1.0, value + 1.0),
        Estimate::Exact(_) => match estimate.toggled(input) {
            Estimate::Range { low, high } => (low, high),
            Estimate::Exact(value) => (value, value),
        },
    };
    let moved = if end == 0 { low } else { high };
    // An input that counts customers must be a whole number, but the ends of its range may be fractions.
    let moved = if input.unit == Unit::Customers { libm::round(moved) } else { moved };
    moved.clamp(input.bounds.0, input.bounds.1)
}

/// The estimates of an input in a scenario, each with its share of the new customers. There is one estimate for each
/// price plan. If there are no plans, there is one estimate with the share 1.
fn estimates(original: &Scenario, key: Key) -> impl Iterator<Item = (f64, Estimate)> {
    let own = Key::PER_PLAN.iter().position(|&known| known == key);
    let common = original.inputs[key];
    let of_plans =
        original.plans.iter().map(move |plan| (plan.share, own.and_then(|at| plan.own[at]).unwrap_or(common)));
    let alone = original.plans.is_empty().then_some((1.0, common));
    of_plans.chain(alone)
}

/// The low end (`end` = 0) or the high end (`end` = 1) of an input, as the mean over the price plans weighted by their
/// shares.
fn mean(original: &Scenario, key: Key, end: usize) -> f64 {
    let (mut sum, mut shares) = (0.0, 0.0);
    for (share, estimate) in estimates(original, key) {
        sum += share * end_of(key, estimate, end);
        shares += share;
    }
    sum / shares
}

/// Sets an input to its low end (`end` = 0) or its high end (`end` = 1). If price plans have estimates of their own,
/// sets these to their own low or high ends.
fn move_input(scenario: &mut Scenario, original: &Scenario, key: Key, end: usize) {
    scenario.inputs[key] = Estimate::Exact(end_of(key, original.inputs[key], end));
    let Some(at) = Key::PER_PLAN.iter().position(|&known| known == key) else { return };
    for (plan, original) in scenario.plans.iter_mut().zip(&original.plans) {
        plan.own[at] = original.own[at].map(|own| Estimate::Exact(end_of(key, own, end)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::{Action, Event, Measure, Plan, Survival, presets};

    const MRR: Outcome = Outcome { measure: Measure::Mrr, month: 60 };

    fn of(study: &Study, scenario: usize) -> Tornado {
        tornado(&study.check().unwrap(), scenario, MRR)
    }

    fn swing(tornado: &Tornado, key: Key) -> &Swing {
        tornado.swings.iter().find(|swing| swing.driver == RandomInput::Input(key)).unwrap()
    }

    #[test]
    fn swings_of_the_first_preset_match_its_closed_form() {
        let found = of(&presets::leaky_bucket(), 0);
        // There are no opening customers, and month 1 has no trials. So MRR is proportional to the monthly step of
        // trials, to the conversion and to the price.
        let ranges = [(Key::Conversion, 0.039, 0.1225), (Key::Price, 40.0, 62.5), (Key::TrialsStep, 280.0, 420.0)];
        for (swing, (key, low, high)) in found.swings.iter().filter(|swing| swing.is_range).zip(ranges) {
            let median = key.input().default;
            assert_eq!((swing.driver, swing.ends), (RandomInput::Input(key), [low, high]));
            for (outcome, end) in swing.outcomes.iter().zip([low, high]) {
                assert!((outcome.unwrap() / found.base / (end / median) - 1.0).abs() < 1e-12, "{key:?}");
            }
        }
        let mrr = |churn: f64| (1..=60).map(|s| 1225.0 * f64::from(s - 1) * (1.0 - churn).powi(60 - s)).sum::<f64>();
        assert!((found.base / mrr(0.04) - 1.0).abs() < 1e-12);
        let churn = swing(&found, Key::Churn);
        assert_eq!((churn.ends, churn.is_range), ([0.0336, 0.0476], false));
        assert!((churn.outcomes[1].unwrap() / mrr(0.0476) - 1.0).abs() < 1e-12);
        // The free trial lasts 0 months, so its low end is also 0 months. Its high end is 1 month, and then every
        // customer joins one month later.
        let trial = swing(&found, Key::TrialMonths);
        assert_eq!((trial.ends, trial.outcomes[0]), ([0.0, 1.0], Some(found.base)));
        assert!(trial.outcomes[1].unwrap() < found.base);
        // These inputs have no effect on expected MRR: two parameters of other survival curves, fixed costs, the
        // variation of trials, and the recovery of failed payments, because no payment fails.
        for key in [Key::EarlyChurn, Key::SbgAlpha, Key::FixedCosts, Key::TrialsVariation, Key::DunningRecovery] {
            assert!(found.swings.iter().all(|swing| swing.driver != RandomInput::Input(key)), "{key:?}");
        }
        assert!(found.swings.is_sorted_by(|a, b| a.width(found.base) >= b.width(found.base)));
        assert_eq!(found.swings.first().map(|swing| swing.driver), Some(RandomInput::Input(Key::Conversion)));
    }

    #[test]
    fn price_plans_move_to_their_own_ends() {
        let mut study = presets::leaky_bucket();
        let own = |price| std::array::from_fn(|at| if at == 0 { price } else { None });
        let plan = |name: &str, share, price| Plan { name: name.into(), share, own: own(price) };
        let range = Estimate::Range { low: 90.0, high: 110.0 };
        let scenario = &mut study.scenarios[0];
        scenario.plans = vec![plan("a", 0.75, None), plan("b", 0.25, Some(range))];
        scenario.inputs[Key::Price] = Estimate::Exact(50.0);
        let found = of(&study, 0);
        let median = 90.0_f64.sqrt() * 110.0_f64.sqrt();
        let price = swing(&found, Key::Price);
        for (outcome, ends) in price.outcomes.iter().zip([(41.7, 90.0), (60.0, 110.0)]) {
            let part = (0.75 * ends.0 + 0.25 * ends.1) / (0.75 * 50.0 + 0.25 * median);
            assert!((outcome.unwrap() / found.base / part - 1.0).abs() < 1e-12);
        }
        assert!((price.ends[0] - (0.75 * 41.7 + 0.25 * 90.0)).abs() < 1e-12);
        assert!(price.is_range);
    }

    #[test]
    fn amounts_that_are_ranges_are_drivers() {
        let mut study = presets::leaky_bucket();
        let event = |value| Event { value, ..Event::neutral(Key::Churn, Action::Add, 7, Estimate::Exact(0.0)) };
        study.scenarios[0].events =
            vec![event(Estimate::Exact(-0.005)), event(Estimate::Range { low: -0.02, high: -0.01 })];
        let found = of(&study, 0);
        let events: Vec<&Swing> =
            found.swings.iter().filter(|swing| matches!(swing.driver, RandomInput::EventAmount(_))).collect();
        assert_eq!(events.len(), 1);
        assert_eq!(
            (events[0].driver, events[0].ends, events[0].is_range),
            (RandomInput::EventAmount(1), [-0.02, -0.01], true)
        );
        let [Some(low), Some(high)] = events[0].outcomes else { panic!() };
        assert!(high < found.base && found.base < low);
    }

    #[test]
    fn an_end_that_fails_the_checks_has_no_outcome() {
        let mut study = presets::leaky_bucket();
        study.scenarios[1].inputs[Key::Churn] = Estimate::Exact(0.9);
        study.scenarios[1].inputs[Key::Contraction] = Estimate::Exact(0.09);
        let found = of(&study, 1);
        let churn = swing(&found, Key::Churn);
        assert!(churn.outcomes[0].is_some() && churn.outcomes[1].is_none(), "{churn:?}");
        // The shifted beta-geometric curve does not use the input churn, so that churn has no swing.
        study.scenarios[1].survival = Survival::ShiftedBetaGeometric;
        let found = of(&study, 1);
        assert!(found.swings.iter().all(|swing| swing.driver != RandomInput::Input(Key::Churn)));
        assert!(swing(&found, Key::SbgAlpha).outcomes.iter().all(Option::is_some));
    }
}
