//! Whatever a study, a file or a link holds: a result or problems, never a panic; and no accepted study gives a number
//! that is not finite, a negative count or a mean that is not expected to be.
//!
//! Random studies from proptest, with its fixed seed: the same studies in every run.

mod support;

use holdfast::engine::{Plan, Quantity, expected};
use holdfast::scenario::input::{EXPECTED_MAX, HORIZON_MONTHS, NAME_MAX_CHARS};
use holdfast::scenario::{Estimate, Inputs, Key, Scenario, Study, Unit, file, link};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use support::quantities;

/// Tries `cases` values of a strategy, always the same.
fn try_all<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, max_global_rejects: 0, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, rng).run(&strategy, test).unwrap_or_else(|fault| panic!("{fault}"));
}

/// Whether a quantity may be negative.
fn is_signed(quantity: Quantity) -> bool {
    matches!(quantity, Quantity::Cash | Quantity::PausedMrr | Quantity::ResumedMrr)
}

/// Numbers within hard bounds: anywhere, near the slider, at an edge.
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

fn scenario(of: fn(Key) -> BoxedStrategy<Estimate>, name: &'static str) -> impl Strategy<Value = Scenario> {
    let estimates: Vec<_> = Key::ALL.iter().map(|&key| of(key)).collect();
    (name, 0..8_u64, estimates).prop_map(|(name, color, estimates)| {
        let mut inputs = Inputs::default();
        Key::ALL.iter().zip(estimates).for_each(|(&key, estimate)| inputs[key] = estimate);
        Scenario { name, color, inputs, ..Scenario::default() }
    })
}

fn sound_study() -> impl Strategy<Value = Study> {
    let scenarios = || scenario(estimate, "[^ ]{1,20}");
    let scenarios = prop_oneof![4 => vec(scenarios(), 1..=2), 1 => vec(scenarios(), 3..=8)];
    (scenarios, prop_oneof![1..=24_u64, 1..=HORIZON_MONTHS.bounds.1], 2..200_u64, any::<u32>(), "\\PC{0,40}").prop_map(
        |(scenarios, horizon_months, runs, seed, title)| Study {
            title,
            scenarios,
            horizon_months,
            runs,
            seed: seed.into(),
            ..Study::default()
        },
    )
}

#[test]
fn accepted_studies_give_sound_numbers() {
    let accepted = std::cell::Cell::new(0);
    try_all(600, sound_study(), |study| {
        let Ok(checked) = study.check() else { return Ok(()) };
        accepted.set(accepted.get() + 1);
        for (at, scenario) in checked.scenarios().iter().enumerate() {
            let path = expected(scenario, checked.horizon_months());
            for quantity in Quantity::ALL {
                let least = if is_signed(quantity) { -EXPECTED_MAX } else { 0.0 };
                let sound = |&value: &f64| (least..=EXPECTED_MAX * (1.0 + 1e-9)).contains(&value);
                prop_assert!(path[quantity].iter().all(sound), "scenario {} expects {:?}", at, path[quantity]);
            }
        }
        let plan = Plan::new(&checked);
        let mut fault = None;
        for block in 0..plan.blocks() {
            plan.run_block(block, |month, states| {
                for (at, state) in states.iter().enumerate() {
                    // All lanes, also those beyond the study's runs.
                    for lane in 0..holdfast::engine::LANES {
                        let values = quantities(state, lane);
                        let sound = |(quantity, value): (Quantity, &f64)| {
                            value.is_finite() && (*value >= 0.0 || is_signed(quantity))
                        };
                        let sound = Quantity::ALL.into_iter().zip(&values).all(sound);
                        if !sound || values[0].fract() != 0.0 {
                            fault = Some(format!("scenario {at}, month {month}: {values:?}"));
                        }
                    }
                }
            });
        }
        prop_assert!(fault.is_none(), "{:?}", fault);
        // What was accepted can be kept and sent.
        let text = file::write(&study);
        prop_assert_eq!(file::open(&text), Ok(checked.clone()));
        let sent = link::decode(&link::encode(&study)).expect("a link of ours").expect("a whole link");
        prop_assert_eq!(file::open(&sent), Ok(checked));
        Ok(())
    });
    assert!(accepted.get() > 150, "{} studies of 600 were accepted", accepted.get());
}

/// A study at its medians is a study like any other.
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
fn wild_studies_end_in_problems() {
    let scenarios = vec(scenario(wild, "\\PC{0,140}"), 0..=10);
    let all = (scenarios, any::<u64>(), any::<u64>(), any::<u64>(), ".{0,140}", "[A-Za-z\u{e9}]{0,4}");
    try_all(2000, all, |(scenarios, horizon_months, runs, seed, title, currency)| {
        let study = Study { title, currency, scenarios, horizon_months, runs, seed, ..Study::default() };
        let problems = study.check().expect_err("no such study can be accepted");
        let finite = |estimate: Estimate| estimate.ends().all(|(_, value)| value.is_finite());
        let bad = |s: &Scenario| Key::ALL.iter().filter(|&&key| !finite(s.inputs[key])).count();
        let least: usize = study.scenarios.iter().take(8).map(bad).sum();
        prop_assert!(problems.len() >= least, "{} problems of at least {}", problems.len(), least);
        if study.title.chars().count() > NAME_MAX_CHARS {
            prop_assert!(problems.iter().any(|problem| problem.place.to_string() == "title"));
        }
        Ok(())
    });
}

/// JSON that looks like a study from afar.
fn study_like() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec!["version", "title", "currency", "horizon_months", "runs", "seed", "scenarios"]),
        prop::sample::select(vec!["name", "color", "low", "high", "churn", "price", "opening_customers", "__proto__"]),
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
    ];
    leaf.prop_recursive(5, 60, 9, move |inner| {
        let entry = (key.clone().prop_map(str::to_string), inner.clone());
        let list = vec(inner.clone(), 0..9).prop_map(Value::from);
        let object = vec(entry, 0..9).prop_map(|entries| Value::Object(entries.into_iter().collect()));
        // As often as not with scenarios where a study has them.
        let study = vec(inner, 1..5).prop_map(|list| serde_json::json!({ "scenarios": list }));
        prop_oneof![list, object, study]
    })
}

#[test]
fn files_of_any_shape_open_or_tell_their_problems() {
    try_all(4000, study_like(), |value| {
        let text = value.to_string();
        if let Err(problems) = file::open(&text) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| !problem.place.to_string().contains(char::is_control)));
        }
        // Cut off anywhere, it is still only a problem.
        let cut = text.char_indices().map(|(at, _)| at).nth(text.chars().count() / 2).unwrap_or(0);
        let _ = file::open(&text[..cut]);
        Ok(())
    });
}

#[test]
fn links_of_any_letters_end_in_a_problem_or_a_text() {
    let tail = prop_oneof![".{0,60}", "[A-Za-z0-9_-]{0,200}"];
    try_all(3000, (any::<bool>(), any::<bool>(), tail), |(hash, ours, tail)| {
        let text = format!("{}{}{tail}", if hash { "#" } else { "" }, if ours { link::PREFIX } else { "" });
        match link::decode(&text) {
            Some(Ok(text)) => drop(file::open(&text)),
            Some(Err(problem)) => prop_assert_eq!(problem.place.to_string(), "link"),
            None => prop_assert!(!ours),
        }
        Ok(())
    });
    // A true link with one letter changed.
    let whole = link::encode(&holdfast::scenario::presets::leaky_bucket());
    try_all(3000, (link::PREFIX.len()..whole.len(), "[A-Za-z0-9_-]"), |(at, letter)| {
        let changed = format!("{}{letter}{}", &whole[..at], &whole[at + 1..]);
        if let Some(Ok(text)) = link::decode(&changed) {
            drop(file::open(&text));
        }
        Ok(())
    });
}
