//! Tests the pairing of scenarios: they share their random numbers, so the better of two scenarios has no fewer
//! customers in every single run and month. Also tests that a run is a function of (inputs, seed, run index) alone.
//!
//! The tested properties hold for all random numbers; only the choice of the tested pairs is random. There are 400
//! pairs of plain scenarios, 300 pairs with everything on except pauses and returns, and 300,000 pairs of laws, each at
//! 128 uniforms.
//!
//! A scenario is better than another if it differs only in these ways: more trials, conversion, referrals or opening
//! customers; lower hazards at some ages and months, through any input; more saves; fewer failed payments or more of
//! them recovered. The variation of trials and churn, the length of trials, the plans and the survival curve must be
//! the same in both.

use Estimate::{Exact, Range};
use holdfast_engine::law::{GuideTable, binomial, poisson};
use holdfast_engine::{CommonRandomNumbers, LANES, Lanes, PreparedStudy, Quantity};
use holdfast_scenario::{
    Action, CheckedScenario, CheckedStudy, Estimate, Event, Key, Plan, Scenario, Study, Survival, Unit,
};
use holdfast_test_support::random_study::{self, StudyFeatures};
use holdfast_test_support::{TestRng, bits, each_run, scenario, study};

/// The inputs, except churn, that the first test changes. A scenario is better if one of them is higher.
const MORE: [Key; 5] = [Key::TrialsStart, Key::TrialsStep, Key::TrialsGrowth, Key::Conversion, Key::OpeningCustomers];

fn business(rng: &mut TestRng) -> Vec<(Key, Estimate)> {
    let size = rng.log_uniform(1.0, 1e7);
    vec![
        (Key::TrialsStart, estimate(rng, size, 0.5)),
        (Key::TrialsStep, Exact(size * rng.between(-0.05, 0.1))),
        (Key::TrialsGrowth, Exact(rng.between(-0.05, 0.05))),
        (Key::Conversion, estimate(rng, 0.05, 0.5)),
        (Key::Churn, estimate(rng, 0.04, 0.9)),
        (Key::Price, estimate(rng, 50.0, 0.2)),
        (Key::OpeningCustomers, Exact((size * rng.unit()).round())),
    ]
}

/// A random estimate near `centre`: an exact value or a range.
fn estimate(rng: &mut TestRng, centre: f64, spread: f64) -> Estimate {
    let low = centre * libm::exp(-spread * rng.between(0.01, 1.0));
    if rng.chance(0.5) { Exact(low) } else { Range { low, high: low * rng.between(1.01, 2.0) } }
}

/// The same estimate, raised by a relative amount, which is very small in some cases.
fn raised(rng: &mut TestRng, estimate: Estimate, key: Key) -> Estimate {
    let share = if rng.chance(0.3) { rng.log_uniform(1e-9, 1e-3) } else { rng.between(0.01, 0.5) };
    let up = |value: f64| match key {
        Key::OpeningCustomers => (value * (1.0 + share)).ceil(),
        _ => value + value.abs() * share,
    };
    match estimate {
        Exact(value) => Exact(up(value)),
        Range { low, high } => Range { low: up(low), high: up(high) },
    }
}

/// Returns whether each tested input is at least as good in the scenario `better` as in `worse`. If an input is a
/// range, its value is a function of a normal number z. The inputs are compared at many z from −8.2 to 8.2.
fn no_worse(worse: &CheckedScenario, better: &CheckedScenario) -> bool {
    let at = |key: Key, z: f64| (worse[key].at(z), better[key].at(z));
    (-82..=82).map(|z| f64::from(z) / 10.0).all(|z| {
        let (churn, less) = at(Key::Churn, z);
        less <= churn && MORE.iter().all(|&key| at(key, z).0 <= at(key, z).1)
    })
}

#[test]
fn the_better_business_has_no_fewer_customers_in_any_run_or_month() {
    let mut rng = TestRng(31);
    let (mut pairs, mut strict) = (0, 0_u64);
    while pairs < 400 {
        let inputs = business(&mut rng);
        let (worse, mut better) = (scenario(&inputs), scenario(&inputs));
        let changed = 1 + rng.next_u64() % 3;
        for _ in 0..changed {
            let at = rng.next_u64() as usize % (MORE.len() + 1);
            match MORE.get(at) {
                Some(&key) => better.inputs[key] = raised(&mut rng, better.inputs[key], key),
                // `None` stands for churn. Less churn is better, so it is multiplied by a number below 1.
                None => {
                    let lower = rng.between(0.1, 1.0);
                    better.inputs[Key::Churn] = match better.inputs[Key::Churn] {
                        Exact(value) => Exact(value * lower),
                        Range { low, high } => Range { low: low * lower, high: high * lower },
                    };
                }
            }
        }
        let study = study(vec![worse, better], 36, 256, rng.next_u64() >> 11);
        if !no_worse(&study.scenarios()[0], &study.scenarios()[1]) {
            continue; // If a range became wider, an improved input may be worse in the far tail.
        }
        pairs += 1;
        each_run(&study, |run, month, states, lane| {
            let (few, many) = (states[0][Quantity::Customers][lane], states[1][Quantity::Customers][lane]);
            assert!(few <= many, "run {run}, month {month}: {few} > {many} of {:?}", study.source());
            strict += u64::from(few < many);
        });
    }
    assert!(strict > 500_000, "too few runs differ: {strict}");
}

/// Inputs that make a scenario better if they are higher.
const RAISED: [Key; 9] = [
    Key::TrialsStart,
    Key::TrialsStep,
    Key::TrialsGrowth,
    Key::Conversion,
    Key::ReferralRate,
    Key::SaveRate,
    Key::DunningRecovery,
    Key::SbgBeta,
    Key::OpeningCustomers,
];
/// Inputs that make a scenario better if they are lower.
const LOWERED: [Key; 4] = [Key::Churn, Key::EarlyChurn, Key::SbgAlpha, Key::FailedPaymentRate];

/// The estimate, changed so that the scenario becomes better, but within the bounds of the input.
fn improved(rng: &mut TestRng, estimate: Estimate, key: Key) -> Estimate {
    let (min, max) = key.input().bounds;
    let lower = if rng.chance(0.3) { 1.0 - rng.log_uniform(1e-5, 1e-3) } else { rng.between(0.3, 1.0) };
    let moved = if LOWERED.contains(&key) {
        match estimate {
            Exact(value) => Exact(value * lower),
            Range { low, high } => Range { low: low * lower, high: high * lower },
        }
    } else {
        raised(rng, estimate, key)
    };
    match moved {
        Exact(value) => Exact(value.clamp(min, max)),
        Range { low, high } => Range { low: low.clamp(min, max), high: high.clamp(min, max) },
    }
}

/// A random event that improves an input, either for ever or for some months.
fn improvement(rng: &mut TestRng) -> Event {
    let at = rng.next_u64() as usize % (RAISED.len() - 1 + LOWERED.len());
    let input = RAISED[..RAISED.len() - 1].iter().chain(&LOWERED).copied().nth(at).unwrap();
    let sign = if LOWERED.contains(&input) { -1.0 } else { 1.0 };
    // Steps and growth may be negative, and then a factor above 1 would make them worse. So they get an addition.
    let is_signed = matches!(input, Key::TrialsStep | Key::TrialsGrowth);
    let (action, value) = if is_signed || rng.chance(0.5) {
        let (from, to) = input.input().slider;
        (Action::Add, sign * rng.between(0.0, 0.02) * (to - from))
    } else {
        (Action::Multiply, 1.0 + sign * rng.between(0.0, 0.4))
    };
    let from_month = 1 + rng.next_u64() % 20;
    let until_month = rng.chance(0.5).then(|| from_month + rng.next_u64() % 9);
    Event { input, action, value: Exact(value), from_month, ramp_months: rng.next_u64() % 5, until_month, card: None }
}

/// A copy of the scenario `worse` with one to three improvements.
fn better_than(worse: &Scenario, rng: &mut TestRng) -> Scenario {
    let mut better = worse.clone();
    for _ in 0..1 + rng.next_u64() % 3 {
        match rng.next_u64() % 6 {
            0 if !better.seasonality.is_empty() => {
                better.seasonality.iter_mut().for_each(|factor| *factor *= 1.0 + 0.5 * rng.unit());
            }
            1 => better.retention.iter_mut().for_each(|kept| *kept += rng.unit() * (1.0 - *kept)),
            // The event goes to the end of the list, so that the other events keep their random numbers.
            2 | 3 => better.events.push(improvement(rng)),
            _ => {
                let at = rng.next_u64() as usize % (RAISED.len() + LOWERED.len());
                let key = RAISED.iter().chain(&LOWERED).copied().nth(at).unwrap();
                // More opening customers on three or more plans are tested separately, in
                // `more_opening_customers_are_no_fewer_on_every_plan`.
                if key == Key::OpeningCustomers && better.plans.len() > 2 {
                    continue;
                }
                better.inputs[key] = improved(rng, better.inputs[key], key);
                if let Some(at) = Key::PER_PLAN.iter().position(|&own| own == key) {
                    for plan in &mut better.plans {
                        plan.own[at] = plan.own[at].map(|own| improved(rng, own, key));
                    }
                }
            }
        }
    }
    better
}

/// Returns whether, on each plan, each tested input is at least as good in the scenario `better` as in `worse`. The
/// inputs are compared at many normal numbers z from −4 to 4, as in [`no_worse`].
fn no_worse_on_any_plan(worse: &CheckedScenario, better: &CheckedScenario) -> bool {
    (0..worse.plans().len()).all(|plan| {
        (-40..=40).map(|z| f64::from(z) / 10.0).all(|z| {
            let at = |key: Key| (worse.prior(key, plan).at(z), better.prior(key, plan).at(z));
            RAISED.iter().all(|&key| at(key).0 <= at(key).1) && LOWERED.iter().all(|&key| at(key).0 >= at(key).1)
        })
    })
}

#[test]
fn the_better_business_is_never_smaller_with_everything_on() {
    let mut rng = TestRng(37);
    let features = StudyFeatures { pauses: false, returns: false, ..StudyFeatures::ALL };
    let (mut pairs, mut strict, mut curves) = (0, 0_u64, [0; 4]);
    while pairs < 300 {
        let source = random_study::study(&mut rng, features, 1, 24, 128).source().clone();
        let better = better_than(&source.scenarios[0], &mut rng);
        let worse = source.scenarios[0].clone();
        let Ok(study) = (Study { scenarios: vec![worse, better], ..source }).check() else { continue };
        if !no_worse_on_any_plan(&study.scenarios()[0], &study.scenarios()[1]) {
            continue;
        }
        pairs += 1;
        curves[study.scenarios()[0].survival() as usize] += 1;
        each_run(&study, |run, month, states, lane| {
            let (few, many) = (states[0][Quantity::Customers][lane], states[1][Quantity::Customers][lane]);
            assert!(few <= many, "run {run}, month {month}: {few} > {many} of {:#?}", study.source());
            strict += u64::from(few < many);
        });
    }
    assert!(strict > 300_000 && curves.iter().all(|&count| count > 40), "too few runs differ: {strict}, {curves:?}");
}

/// With more opening customers, no plan may open with fewer customers. Rounding the shares would break this rule. Here,
/// there are three plans, and nobody leaves the second plan. A single opening customer would be on the second plan. Of
/// two opening customers, one would be on the first plan and one on the third. Then more opening customers would mean
/// fewer customers later.
#[test]
fn more_opening_customers_are_no_fewer_on_every_plan() {
    let business = |opening: f64| {
        let mut business = scenario(&[(Key::OpeningCustomers, Exact(opening)), (Key::TrialsStep, Exact(0.0))]);
        for churn in [0.9, 0.0, 0.9] {
            let own = Key::PER_PLAN.map(|key| (key == Key::Churn).then_some(Exact(churn)));
            business.plans.push(Plan { name: "p".into(), share: 1.0 / 3.0, own });
        }
        business
    };
    let study = study(vec![business(1.0), business(2.0)], 6, 128, 1);
    each_run(&study, |run, month, states, lane| {
        let (few, many) = (states[0][Quantity::Customers][lane], states[1][Quantity::Customers][lane]);
        assert!(few <= many, "run {run}, month {month}: {few} > {many}");
    });
}

fn first_lane(law: impl Fn(&CommonRandomNumbers) -> Lanes, u: f64) -> f64 {
    law(&CommonRandomNumbers::new([u; LANES]))[0]
}

/// The laws must be ordered so that pairing works. Of n customers with hazard h, let Q(u; n, h) be the number who leave
/// if the uniform is u. The number who stay, n − Q(u; n, h), must not fall if n rises, and must not rise if h rises.
/// The number of new customers must not fall if its mean rises. This must also hold where the engine changes from one
/// algorithm to another.
#[test]
fn laws_are_ordered_at_every_uniform() {
    let mut rng = TestRng(32);
    for round in 0..100_000 {
        let variance = match round % 3 {
            0 => rng.between(2.9, 3.1),
            1 => rng.log_uniform(1e-3, 3.0),
            _ => rng.log_uniform(1e-3, 1e9),
        };
        // The engine counts the rarer outcome, so its algorithm changes at a probability of ½. In every fifth round,
        // the probability is near ½.
        let chance = if round % 5 == 0 { rng.between(0.45, 0.55) } else { rng.log_uniform(1e-4, 0.99) };
        let trials = (variance / (chance * (1.0 - chance))).ceil().min(1e12);
        // `least` is the smallest relative difference between two parameters that is tested. It is larger for large
        // variances, because above a standard deviation of 2·10⁴ the engine's result may be wrong by one within its
        // rounding error.
        let least = if variance > 1e8 { 1e-9 } else { 1e-15 };
        let mut more_by = || if rng.chance(0.3) { least } else { rng.log_uniform(least, 0.1) };
        let higher = (chance * (1.0 + more_by())).min(0.99);
        let share = more_by();
        let mean = if round % 4 == 0 { GuideTable::MEAN_MAX * rng.between(0.99, 1.0) } else { variance };
        let larger = mean * (1.0 + share);
        let uniform: Lanes = std::array::from_fn(|_| rng.unit().max(f64::EPSILON));
        let numbers = CommonRandomNumbers::new(uniform);
        let draw = |n: f64, p: f64| binomial(&[n; LANES], &[p; LANES], &numbers);
        let (base, more, likelier) = (draw(trials, chance), draw(trials + 1.0, chance), draw(trials, higher));
        let (few, many) = (poisson(&[mean; LANES], &numbers), poisson(&[larger; LANES], &numbers));
        let table = (mean <= GuideTable::MEAN_MAX).then(|| GuideTable::poisson(mean));
        for i in 0..LANES {
            let place = || format!("n {trials} p {chance} {higher} mean {mean} {larger} u {}", uniform[i]);
            assert!(base[i] <= more[i] && more[i] <= base[i] + 1.0, "{}", place());
            assert!(base[i] <= likelier[i], "{}", place());
            assert!(few[i] <= many[i], "{}", place());
            if let Some(table) = &table {
                assert!(table.quantile(uniform[i]) <= many[i], "table, {}", place());
            }
        }
    }
    assert_eq!(first_lane(|numbers| binomial(&[10.0; LANES], &[0.5; LANES], numbers), 0.5), 5.0);
}

fn random_scenarios(seed: u64) -> Vec<Scenario> {
    let mut rng = TestRng(seed);
    (0..4).map(|_| scenario(&business(&mut rng))).collect()
}

#[test]
fn other_scenarios_and_their_order_change_no_bit() {
    let scenarios = random_scenarios(33);
    let all = bits(&study(scenarios.clone(), 24, 300, 8));
    let turned: Vec<Scenario> = [2, 0, 3, 1].map(|at| scenarios[at].clone()).into();
    let turned = bits(&study(turned, 24, 300, 8));
    for (at, from) in [2, 0, 3, 1].into_iter().enumerate() {
        assert!(turned[at] == all[from], "scenario {from} is at position {at}");
    }
    for (at, scenario) in scenarios.into_iter().enumerate() {
        assert!(bits(&study(vec![scenario], 24, 300, 8))[0] == all[at], "scenario {at} alone");
    }
}

#[test]
fn more_runs_or_months_extend_and_never_change() {
    let few = bits(&study(random_scenarios(34), 24, 130, 8));
    let many = bits(&study(random_scenarios(34), 24, 1000, 8));
    let long = bits(&study(random_scenarios(34), 30, 130, 8));
    for at in 0..few.len() {
        assert!(few[at][..] == many[at][..130], "scenario {at}, more runs");
        for run in 0..130 {
            assert!(
                few[at][run][..] == long[at][run][..25 * Quantity::ALL.len()],
                "scenario {at}, run {run}, more months"
            );
        }
    }
}

/// A study of four scenarios with everything on. Each scenario has a different survival curve.
fn study_of_all_curves(seed: u64, events: bool) -> Study {
    let mut rng = TestRng(seed);
    let features = StudyFeatures { events, ..StudyFeatures::ALL };
    let mut source = random_study::study(&mut rng, features, 4, 24, 200).source().clone();
    for (scenario, survival) in source.scenarios.iter_mut().zip(Survival::ALL) {
        scenario.survival = survival;
    }
    source
}

/// Makes one study with [`study_of_all_curves`] for each seed in `studies`, and returns those that are valid.
fn valid_studies(studies: std::ops::Range<u64>, events: bool) -> Vec<Study> {
    let found: Vec<Study> =
        studies.map(|seed| study_of_all_curves(seed, events)).filter(|study| study.check().is_ok()).collect();
    assert!(found.len() > 2, "{} studies", found.len());
    found
}

#[test]
fn other_scenarios_change_no_bit_with_everything_on() {
    for source in valid_studies(340..350, true) {
        let all = bits(&source.check().unwrap());
        let turned = Study { scenarios: [2, 0, 3, 1].map(|at| source.scenarios[at].clone()).into(), ..source.clone() };
        let turned = bits(&turned.check().unwrap());
        for (at, from) in [2, 0, 3, 1].into_iter().enumerate() {
            assert!(turned[at] == all[from], "scenario {from} is at position {at}");
        }
        for (at, scenario) in source.scenarios.iter().enumerate() {
            let alone = Study { scenarios: vec![scenario.clone()], ..source.clone() };
            assert!(bits(&alone.check().unwrap())[0] == all[at], "scenario {at} alone");
        }
    }
}

/// More runs change no bit of the first runs, and a longer horizon changes no bit of the earlier months. All mechanisms
/// are on, and all events begin within the shorter horizon. For later events, see the next test.
#[test]
fn more_runs_or_months_extend_with_everything_on() {
    for source in valid_studies(360..367, true) {
        let few = bits(&source.check().unwrap());
        let many = bits(&Study { runs: 400, ..source.clone() }.check().unwrap());
        let long = bits(&Study { horizon_months: 40, ..source.clone() }.check().unwrap());
        for at in 0..few.len() {
            assert!(few[at][..] == many[at][..200], "scenario {at}, more runs");
            for run in 0..200 {
                let same = few[at][run][..] == long[at][run][..25 * Quantity::ALL.len()];
                assert!(same, "scenario {at}, run {run}, more months of {:#?}", source.scenarios[at]);
            }
        }
    }
}

/// An event that begins after the shorter horizon changes no bit of the months within it, with three exceptions. Before
/// the first run, the engine already uses the values of three inputs in all months. The number of early months
/// (onboarding) determines how many age buckets there are, and so which random numbers customers get. The variation of
/// trials and the variation of churn determine the lookup tables of the random rates. An event on one of these three
/// inputs may change counts.
#[test]
fn later_events_change_no_earlier_bit() {
    const LOOK_AHEAD: [Key; 3] = [Key::EarlyMonths, Key::TrialsVariation, Key::ChurnVariation];
    let mut source = valid_studies(380..390, false).remove(0);
    source.scenarios.truncate(2);
    source.runs = 128;
    let few = bits(&source.check().unwrap());
    for &input in Key::ALL.iter().filter(|key| !key.is_at_opening()) {
        let mut later = Study { horizon_months: 40, ..source.clone() };
        let value = if input.input().unit == Unit::Months { 5.0 } else { 0.001 };
        let event = Event {
            input,
            action: Action::Add,
            value: Exact(value),
            from_month: 30,
            ramp_months: 0,
            until_month: None,
            card: None,
        };
        later.scenarios.iter_mut().for_each(|scenario| scenario.events.push(event.clone()));
        let long = bits(&later.check().unwrap());
        let same = (0..few.len())
            .all(|at| few[at].iter().zip(&long[at]).all(|(few, long)| few[..] == long[..25 * Quantity::ALL.len()]));
        assert!(same || LOOK_AHEAD.contains(&input), "{}", input.input().name);
    }
}

#[test]
fn another_seed_gives_other_runs() {
    let runs = |seed| bits(&study(random_scenarios(35), 24, 256, seed));
    let (one, other) = (runs(1), runs(2));
    for (a, b) in one.iter().zip(&other) {
        let same = a.iter().zip(b).filter(|(a, b)| a[Quantity::ALL.len()..] == b[Quantity::ALL.len()..]).count();
        assert!(same < 3, "{same} runs of 256 are the same under another seed");
    }
    let distinct: std::collections::BTreeSet<_> = one[0].iter().collect();
    assert!(distinct.len() > 250, "runs of one seed differ");
}

/// A block can be simulated alone, in any order and repeatedly, and always gives the same bits.
#[test]
fn a_block_stands_alone() {
    let study: CheckedStudy = study(random_scenarios(36), 24, 1000, 8);
    let all = bits(&study);
    for block in [7, 0, 3, 3] {
        let prepared = PreparedStudy::new(&study);
        prepared.run_block(block, |month, states| {
            for (at, state) in states.iter().enumerate() {
                for lane in 0..prepared.runs_in(block) {
                    let now = holdfast_test_support::quantities(state, lane).map(f64::to_bits);
                    assert_eq!(
                        now,
                        all[at][block as usize * LANES + lane]
                            [month * Quantity::ALL.len()..(month + 1) * Quantity::ALL.len()]
                    );
                }
            }
        });
    }
}
