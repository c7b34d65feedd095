//! Tests that any study, file or link gives a result or errors, and never a panic. A valid study gives only finite
//! numbers, and no quantity is negative except cash, paused MRR and resumed MRR.
//!
//! The random studies come from proptest with its fixed seed, so every run of the tests uses the same studies.

use holdfast_advice::{LeverValue, Outcome, Tornado, VarianceDecomposition, exchange_rates, lever_values, tornado};
use holdfast_engine::{PreparedStudy, Quantity, cohort_triangle, expected};
use holdfast_scenario::input::{EXPECTED_MAX, HORIZON_MONTHS, NAME_MAX_CHARS};
use holdfast_scenario::{
    Action, Correlation, Estimate, Event, FirstMonth, Inputs, Key, LineStyle, Measure, Plan, Scenario, Study, Survival,
    Target, Unit, file, link,
};
use holdfast_summary::{Metrics, Plateau};
use holdfast_test_support::quantities;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

/// Runs a test on `cases` random values of a strategy. The values are the same in every run of the tests.
fn try_all<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, max_global_rejects: 0, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng).run(&strategy, test).unwrap_or_else(|fault| panic!("{fault}"));
}

/// Returns whether a quantity may be negative.
fn is_signed(quantity: Quantity) -> bool {
    matches!(quantity, Quantity::Cash | Quantity::PausedMrr | Quantity::ResumedMrr)
}

/// Random numbers within the bounds of an input: mostly within its slider, sometimes anywhere, at a bound, at the
/// default, or at or near 0.
fn within(key: Key) -> BoxedStrategy<f64> {
    let input = key.input();
    let ((min, max), (from, to)) = (input.bounds, input.slider);
    let is_whole = matches!(input.unit, Unit::Customers | Unit::Months);
    let whole = move |value: f64| if is_whole { value.round().clamp(min, max) } else { value };
    prop_oneof![
        1 => min..=max,
        20 => from..=to,
        1 => prop_oneof![Just(min), Just(max), Just(0.0), Just(-0.0), Just(input.default), Just(1e-300), Just(1e-12)]
            .prop_map(move |value: f64| value.clamp(min, max)),
    ]
    .prop_map(whole)
    .boxed()
}

fn estimate(key: Key) -> BoxedStrategy<Estimate> {
    if key.input().unit == Unit::Months {
        return within(key).prop_map(Estimate::Exact).boxed();
    }
    prop_oneof![
        2 => within(key).prop_map(Estimate::Exact),
        1 => (within(key), within(key)).prop_filter_map("a range has two ends", |(a, b)| {
            (a != b).then(|| Estimate::Range { low: a.min(b), high: a.max(b) })
        }),
    ]
    .boxed()
}

fn wild(_: Key) -> BoxedStrategy<Estimate> {
    let number = prop_oneof![
        any::<f64>(),
        prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(1e308), Just(-1e308)],
        -2.0..2.0_f64,
    ];
    let range = (number.clone(), number.clone()).prop_map(|(low, high)| Estimate::Range { low, high });
    prop_oneof![number.prop_map(Estimate::Exact), range].boxed()
}

/// Random estimates of an input that are plausible for a business: 0 (or the bound nearest to 0), a number, or a range.
/// The numbers come from the lower 40% of the slider. For some inputs they come from an interval stated here.
fn calm(key: Key) -> BoxedStrategy<Estimate> {
    let input = key.input();
    let (from, to) = match key {
        Key::TrialsStep => (-20.0, 400.0),
        Key::TrialsGrowth => (-0.03, 0.03),
        Key::OpeningCash => (-1e6, 1e6),
        Key::ResumeRate | Key::PausedLeaveRate => (0.0, 0.4),
        Key::ReferralRate => (0.0, 0.1),
        Key::SbgBeta => (1.0, 50.0),
        Key::SbgAlpha => (0.1, 3.0),
        Key::GrossMargin | Key::DunningRecovery => (0.0, 1.0),
        _ => (input.slider.0, input.slider_value(0.4 * input.slider_steps())),
    };
    let is_whole = matches!(input.unit, Unit::Customers | Unit::Months);
    let value = (from..=to).prop_map(move |value| if is_whole { value.round() } else { value });
    let off = Just(Estimate::Exact(0.0_f64.clamp(input.bounds.0, input.bounds.1)));
    if is_whole {
        return prop_oneof![1 => off, 3 => value.prop_map(Estimate::Exact)].boxed();
    }
    // A range around the value. Each end is 1% to 20% away from it. In half of the cases the low end is 0 instead (or
    // the bound nearest to 0).
    let range = (value.clone(), 0.01..0.2_f64, any::<bool>()).prop_map(move |(value, reach, at_edge)| {
        let (min, max) = input.bounds;
        let low = if at_edge { 0.0_f64.clamp(min, max) } else { (value - reach * value.abs()).max(min) };
        let high = (value + reach * value.abs()).min(max);
        if low < high { Estimate::Range { low, high } } else { Estimate::Exact(value) }
    });
    prop_oneof![2 => off, 5 => value.prop_map(Estimate::Exact), 2 => range].boxed()
}

fn any_key() -> impl Strategy<Value = Key> {
    prop::sample::select(Key::ALL.to_vec())
}

/// A random input and a random estimate of it. `of` returns the strategy for the estimates of an input.
fn of_some_input(of: fn(Key) -> BoxedStrategy<Estimate>) -> impl Strategy<Value = (Key, Estimate)> {
    any_key().prop_flat_map(move |key| of(key).prop_map(move |estimate| (key, estimate)))
}

fn events(of: fn(Key) -> BoxedStrategy<Estimate>, months: std::ops::Range<u64>) -> impl Strategy<Value = Vec<Event>> {
    let action = prop::sample::select(Action::ALL.to_vec());
    let event = (of_some_input(of), action, months.clone(), 0..9_u64, prop::option::of(months), 0.3..1.5_f64);
    let event = event.prop_map(|((input, set), action, from_month, ramp_months, until, factor)| {
        let value = match (action, set) {
            (Action::Set, set) => set,
            // If the random estimate `set` is an exact number below 10⁴, an event that adds gets an amount from −5% to
            // 7% of it, and an event that multiplies gets a factor from 0.3 to 1.5.
            (Action::Add, Estimate::Exact(value)) if value.abs() < 1e4 => Estimate::Exact(0.1 * (factor - 0.8) * value),
            (Action::Multiply, Estimate::Exact(value)) if value.abs() < 1e4 => Estimate::Exact(factor),
            (Action::Combine | Action::Reduce, _) if action.applies_to(input.input()) => Estimate::Exact(factor / 2.0),
            (_, other) => other,
        };
        let action = if action.applies_to(input.input()) { action } else { Action::Set };
        Event { input, from_month, ramp_months, until_month: until, action, value, card: None }
    });
    vec(event, 0..5)
}

/// Up to four random plans, whose shares sum to 1.
fn plans(of: fn(Key) -> BoxedStrategy<Estimate>) -> impl Strategy<Value = Vec<Plan>> {
    let own = Key::PER_PLAN.map(|key| prop::option::of(of(key)));
    vec(("[a-z]{1,9}", 0.0..1.0_f64, own), 0..=4).prop_map(|plans| {
        let total: f64 = plans.iter().map(|(_, weight, _)| weight + 1e-3).sum();
        let plan = |(name, weight, own)| Plan { name, share: (weight + 1e-3) / total, own };
        plans.into_iter().map(plan).collect()
    })
}

fn scenario(of: fn(Key) -> BoxedStrategy<Estimate>, name: &'static str) -> impl Strategy<Value = Scenario> {
    let estimates: Vec<_> = Key::ALL.iter().map(|&key| of(key)).collect();
    let curve = (prop::sample::select(Survival::ALL.to_vec()), vec(0.7..=1.0_f64, 1..12));
    let season = prop_oneof![Just(Vec::new()), vec(0.0..3.0_f64, 12)];
    let look = (0..8_u64, prop::sample::select(LineStyle::ALL.to_vec()), any::<bool>());
    (name, look, estimates, curve, season, plans(of), events(of, 1..40)).prop_map(
        |(name, (color, line, hidden), estimates, (survival, retention), seasonality, plans, mut events)| {
            let mut inputs = Inputs::default();
            Key::ALL.iter().zip(estimates).for_each(|(&key, estimate)| inputs[key] = estimate);
            events.retain(|event| !event.input.is_at_opening());
            for event in &mut events {
                event.until_month = event.until_month.map(|until| until.max(event.from_month));
            }
            Scenario { name, color, line, hidden, inputs, seasonality, plans, survival, retention, events }
        },
    )
}

/// A scenario with estimates from [`calm`]. In some cases, one to three inputs get an estimate from anywhere within
/// their bounds.
fn sound_scenario() -> impl Strategy<Value = Scenario> {
    let spice = prop_oneof![3 => vec(of_some_input(estimate), 0..=0), 2 => vec(of_some_input(estimate), 1..=3)];
    (scenario(calm, "[^ ]{1,20}"), spice).prop_map(|(mut scenario, spice)| {
        spice.into_iter().for_each(|(key, estimate)| scenario.inputs[key] = estimate);
        scenario
    })
}

fn correlations() -> impl Strategy<Value = Vec<Correlation>> {
    let key = || any_key().prop_filter("no whole months", |key| key.input().unit != Unit::Months);
    let pair = (key(), key(), -0.7..0.7_f64);
    vec(pair, 0..3).prop_map(|pairs| {
        let different = pairs.into_iter().filter(|(a, b, _)| a != b);
        different.map(|(a, b, rank_correlation)| Correlation { inputs: [a, b], rank_correlation }).collect()
    })
}

fn sound_study() -> impl Strategy<Value = Study> {
    let scenarios = prop_oneof![6 => vec(sound_scenario(), 1..=2), 1 => vec(sound_scenario(), 3..=8)];
    let horizon = prop_oneof![5 => 1..=24_u64, 1 => 1..=HORIZON_MONTHS.bounds.1];
    let target = (prop::sample::select(Measure::ALL.to_vec()), -1e5..1e7_f64);
    let target = prop::option::of(target.prop_map(|(measure, value)| Target { measure, value }));
    let first = (1900..=2200_u64, 1..=12_u64).prop_map(|(year, month)| FirstMonth { year, month });
    (scenarios, horizon, 2..200_u64, any::<u32>(), "\\PC{0,40}", first, target, correlations()).prop_map(
        |(scenarios, horizon_months, runs, seed, title, first_month, target, correlations)| Study {
            title,
            scenarios,
            horizon_months,
            runs,
            seed: seed.into(),
            first_month,
            target,
            correlations,
            ..Study::default()
        },
    )
}

#[test]
fn accepted_studies_give_sound_numbers() {
    let (accepted, simulated) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    try_all(400, sound_study(), |study| {
        let Ok(checked) = study.check() else { return Ok(()) };
        accepted.set(accepted.get() + 1);
        for (at, scenario) in checked.scenarios().iter().enumerate() {
            let path = expected(scenario, checked.horizon_months());
            for quantity in Quantity::ALL {
                let least = if is_signed(quantity) { -EXPECTED_MAX } else { 0.0 };
                let sound = |&value: &f64| (least..=EXPECTED_MAX * (1.0 + 1e-9)).contains(&value);
                prop_assert!(path[quantity].iter().all(sound), "scenario {} expects {:?}", at, path[quantity]);
            }
            // The lifetime value (`ltv`) may be negative, but it must be finite.
            let metrics = Metrics::new(scenario, &path, checked.horizon_months());
            prop_assert!(metrics.ltv.is_finite() && metrics.ltv_to_cac.is_none_or(f64::is_finite), "{:?}", metrics);
            let is_sound = match metrics.plateau {
                Plateau::At(mrr) => mrr.is_finite() && mrr >= 0.0,
                Plateau::GrowsForEver => true,
            };
            prop_assert!(is_sound, "{:?}", metrics);
            if checked.horizon_months() <= 24 {
                let all = cohort_triangle(scenario, checked.horizon_months());
                let is_share = |share: f64| (0.0..=1.0 + 1e-12).contains(&share);
                prop_assert!(all.iter().flatten().all(|left| is_share(left.customers)), "scenario {}", at);
            }
        }
        // Only small studies are simulated, so that the test does not take too long. The time grows with the number of
        // age buckets in all months. It is about ten times as long if the variation of churn differs between runs,
        // because there is then no lookup table for the hazards.
        let buckets = checked.scenarios().iter().map(|scenario| {
            let ages = scenario.unsettled_ages(checked.horizon_months() as u32) as usize + 1;
            let dear = if scenario.is_exact(Key::ChurnVariation) { 1 } else { 10 };
            ages * scenario.plans().len() * checked.horizon_months() * dear
        });
        let is_small = buckets.sum::<usize>() < 6_000;
        simulated.set(simulated.get() + u32::from(is_small));
        let plan = PreparedStudy::new(&checked);
        let mut fault = None;
        for block in 0..if is_small { plan.blocks() } else { 0 } {
            plan.run_block(block, |month, states| {
                for (at, state) in states.iter().enumerate() {
                    // All lanes are checked, including the lanes of the last block that are not runs of the study.
                    for lane in 0..holdfast_engine::LANES {
                        let values = quantities(state, lane);
                        let sound = |(quantity, value): (Quantity, &f64)| {
                            value.is_finite() && (*value >= 0.0 || is_signed(quantity))
                        };
                        let sound = Quantity::ALL.into_iter().zip(&values).all(sound);
                        let counts = 0..=Quantity::PausedChurnedCustomers as usize;
                        if !sound || values[counts].iter().any(|count| count.fract() != 0.0) {
                            fault = Some(format!("scenario {at}, month {month}: {values:?}"));
                        }
                    }
                }
            });
        }
        prop_assert!(fault.is_none(), "{:?}", fault);
        // A valid study is the same after it has been written to a file or a link and read again.
        let text = file::write(&study);
        prop_assert_eq!(file::open(&text), Ok(checked.clone()));
        let sent = link::decode(&link::encode(&study)).expect("a link of ours").expect("a whole link");
        prop_assert_eq!(file::open(&sent), Ok(checked));
        Ok(())
    });
    let counts = (accepted.get(), simulated.get());
    assert!(counts.0 > 300 && counts.1 > 200, "{counts:?} studies of 400 were accepted and simulated");
}

/// Tests the advice on valid studies. All its numbers are finite. The bounds of inputs can shorten the step of a lever.
/// So the step is at most [`holdfast_advice::Lever::step`], but it is never an amount that changes nothing. The shares
/// of variance sum to 1, or are all 0.
#[test]
fn advice_on_an_accepted_study_is_sound() {
    let (asked, sampled) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    try_all(150, (sound_study(), prop::sample::select(Measure::ALL.to_vec()), 0..30_u32), |(study, measure, month)| {
        let Ok(checked) = study.check() else { return Ok(()) };
        if checked.horizon_months() > 24 {
            return Ok(());
        }
        asked.set(asked.get() + 1);
        let outcome = Outcome { measure, month };
        let Tornado { base, swings } = tornado(&checked, 0, outcome);
        prop_assert!(base.is_finite());
        for swing in &swings {
            let finite = swing.outcomes.iter().flatten().chain(&swing.ends).all(|value| value.is_finite());
            prop_assert!(finite && swing.ends[0] <= swing.ends[1], "{:?}", swing);
        }
        for (at, LeverValue { lever, step, mrr_gain, revenue_gain }) in
            lever_values(&checked, 0).into_iter().enumerate()
        {
            prop_assert!(
                mrr_gain.is_finite() && revenue_gain.is_finite(),
                "{:?}: {} {}",
                lever,
                mrr_gain,
                revenue_gain
            );
            let (short, whole) = ((step - lever.neutral()).abs(), (lever.step() - lever.neutral()).abs());
            prop_assert!(short > 0.0 && short <= whole * (1.0 + 1e-9), "{:?}: {}", lever, step);
            // Exchange rates are computed only for the first lever. To test all pairs of levers would take too long.
            let rates = if at == 0 { exchange_rates(&checked, 0, lever, step) } else { Vec::new() };
            for (other, amount) in rates {
                let Some(amount) = amount else { continue };
                prop_assert!(amount.is_finite(), "{:?} {}", other, amount);
            }
        }
        let decomposition = VarianceDecomposition::new(&checked, 0, outcome);
        let last = decomposition.blocks() - 1;
        sampled.set(sampled.get() + u32::from(last >= 16));
        let found = decomposition.shares([decomposition.block(0), decomposition.block(last)]);
        let sum = found.luck.0 + found.drivers.iter().map(|share| share.share).sum::<f64>();
        prop_assert!((sum - 1.0).abs() < 1e-9 || (found.variance, sum) == (0.0, 0.0), "{:?}", found);
        let errors = found.drivers.iter().map(|share| share.error).chain([found.luck.1]);
        prop_assert!(errors.into_iter().all(|error| error.is_finite() && error >= 0.0), "{:?}", found);
        Ok(())
    });
    let counts = (asked.get(), sampled.get());
    assert!(counts.0 > 80 && counts.1 > 70, "{counts:?} studies of 150 were asked of and sampled");
}

/// If every range of a valid study is replaced by its median, the study has no ranges left and is still valid.
#[test]
fn medians_of_an_accepted_study_are_accepted() {
    try_all(600, sound_study(), |study| {
        if let Ok(checked) = study.check() {
            let medians = checked.at_medians();
            prop_assert!(!medians.has_ranges());
            prop_assert_eq!(medians.source().check(), Ok(medians.clone()));
        }
        Ok(())
    });
}

#[test]
fn studies_of_arbitrary_numbers_are_refused() {
    let scenarios = vec(scenario(wild, "\\PC{0,140}"), 0..=10);
    let number = || prop_oneof![any::<f64>(), -2.0..2.0_f64, Just(f64::NAN)];
    let pair = (any_key(), any_key(), number());
    let pair = pair.prop_map(|(a, b, rank_correlation)| Correlation { inputs: [a, b], rank_correlation });
    let target = prop::option::of((prop::sample::select(Measure::ALL.to_vec()), number()));
    let first = (any::<u64>(), any::<u64>());
    let all = (scenarios, any::<u64>(), any::<u64>(), any::<u64>(), ".{0,140}", "[A-Za-z\u{e9}]{0,4}");
    // Seasons and retention tables with any numbers and any length, events with any months, and plans.
    let lists = (vec(number(), 0..20), vec(number(), 0..260), events(wild, 0..u64::MAX), plans(wild));
    let all = (all, (vec(pair, 0..8), target, first), vec(lists, 0..3));
    try_all(1500, all, |(all, (correlations, target, first), lists)| {
        let (mut scenarios, horizon_months, runs, seed, title, currency) = all;
        for (scenario, (seasonality, retention, events, plans)) in scenarios.iter_mut().zip(lists) {
            *scenario = Scenario { seasonality, retention, events, plans, ..scenario.clone() };
        }
        let target = target.map(|(measure, value)| Target { measure, value });
        let first_month = FirstMonth { year: first.0, month: first.1 };
        let study = Study { title, currency, scenarios, horizon_months, runs, seed, first_month, target, correlations };
        let problems = study.check().expect_err("no such study can be accepted");
        let finite = |estimate: Estimate| estimate.ends().all(|(_, value)| value.is_finite());
        let bad = |s: &Scenario| Key::ALL.iter().filter(|&&key| !finite(s.inputs[key])).count();
        let least: usize = study.scenarios.iter().take(8).map(bad).sum();
        prop_assert!(problems.len() >= least, "{} problems of at least {}", problems.len(), least);
        if study.title.chars().count() > NAME_MAX_CHARS {
            prop_assert!(problems.iter().any(|problem| problem.path.to_string() == "title"));
        }
        Ok(())
    });
}

/// Random JSON values. The keys of objects are names that study files use, and `__proto__`.
fn study_like() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec!["version", "title", "currency", "horizon_months", "runs", "seed", "scenarios"]),
        prop::sample::select(vec![
            "name",
            "color",
            "line",
            "hidden",
            "low",
            "high",
            "churn",
            "price",
            "opening_customers",
            "__proto__"
        ]),
        prop::sample::select(vec!["first_month", "target", "correlations", "inputs", "rank_correlation", "measure"]),
        prop::sample::select(vec!["plans", "events", "seasonality", "survival", "retention", "share", "value"]),
        prop::sample::select(vec!["input", "from_month", "ramp_months", "until_month", "action"]),
        prop::sample::select(Key::ALL.iter().map(|key| key.input().name).collect::<Vec<_>>()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..100_u64).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0.0..1.0_f64).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["churn", "price", "set", "multiply", "table", "onboarding", "mrr", "2026-01", "0-0"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 9, move |inner| {
        let entry = (key.clone().prop_map(str::to_string), inner.clone());
        let list = vec(inner.clone(), 0..9).prop_map(Value::from);
        let object = vec(entry, 0..9).prop_map(|entries| Value::Object(entries.into_iter().collect()));
        // One third of the lists and objects have this form: an object with a list of `scenarios`, as in a study file.
        let study = vec(inner, 1..5).prop_map(|list| serde_json::json!({ "scenarios": list }));
        prop_oneof![list, object, study]
    })
}

#[test]
fn files_of_any_shape_give_a_study_or_errors() {
    try_all(4000, study_like(), |value| {
        let text = value.to_string();
        if let Err(problems) = file::open(&text) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| !problem.path.to_string().contains(char::is_control)));
        }
        // The first half of the text is usually no valid JSON. It must give errors and no panic.
        let cut = text.char_indices().map(|(at, _)| at).nth(text.chars().count() / 2).unwrap_or(0);
        let _ = file::open(&text[..cut]);
        Ok(())
    });
}

#[test]
fn links_of_any_letters_give_a_text_or_an_error() {
    let tail = prop_oneof![".{0,60}", "[A-Za-z0-9_-]{0,200}"];
    try_all(3000, (any::<bool>(), any::<bool>(), tail), |(hash, ours, tail)| {
        let text = format!("{}{}{tail}", if hash { "#" } else { "" }, if ours { link::PREFIX } else { "" });
        match link::decode(&text) {
            Some(Ok(text)) => drop(file::open(&text)),
            Some(Err(problem)) => prop_assert_eq!(problem.path.to_string(), "link"),
            None => prop_assert!(!ours),
        }
        Ok(())
    });
    // Changes one letter of a valid link.
    let whole = link::encode(&holdfast_scenario::presets::leaky_bucket());
    try_all(3000, (link::PREFIX.len()..whole.len(), "[A-Za-z0-9_-]"), |(at, letter)| {
        let changed = format!("{}{letter}{}", &whole[..at], &whole[at + 1..]);
        if let Some(Ok(text)) = link::decode(&changed) {
            drop(file::open(&text));
        }
        Ok(())
    });
}
