//! Tests of study files. The sample files of all versions must load and keep their meaning. Hostile files must give the
//! right errors at the right field paths.
//!
//! Do not change a value in these tests, because then files of users would change their meaning. Add a new version of
//! the study file instead.

use Estimate::{Exact, Range};
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{
    Action, Correlation, ErrorKind, Estimate, Event, ExpectedType, FirstMonth, Key, LineStyle, Measure, Plan, Scenario,
    Study, Survival, Target, Unit, ValidationError, file,
};

fn text(name: &str) -> String {
    let path = format!("{}/tests/studies/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn problems(text: &str) -> Vec<(String, ErrorKind)> {
    let problems: Vec<ValidationError> = file::open(text).expect_err("a hostile file");
    problems.into_iter().map(|problem| (problem.path.to_string(), problem.kind)).collect()
}

fn inputs(study: &Study, scenario: usize) -> [Estimate; 9] {
    [
        Key::TrialsStart,
        Key::TrialsStep,
        Key::TrialsGrowth,
        Key::Conversion,
        Key::Price,
        Key::Expansion,
        Key::Contraction,
        Key::Churn,
        Key::OpeningCustomers,
    ]
    .map(|key| study.scenarios[scenario].inputs[key])
}

/// The estimates of the nine inputs of version 1 in a file that names none of them.
const DEFAULTS: [Estimate; 9] =
    [Exact(0.0), Exact(350.0), Exact(0.0), Exact(0.07), Exact(50.0), Exact(0.0), Exact(0.0), Exact(0.04), Exact(0.0)];

#[test]
fn the_full_sample_of_version_1_keeps_its_meaning() {
    let checked = file::open(&text("v1-full")).unwrap_or_else(|problems| panic!("{problems:?}"));
    let study = checked.source();
    assert_eq!((study.title.as_str(), study.currency.as_str()), ("Everything that version 1 can say", "DKK"));
    assert_eq!((study.horizon_months, study.runs, study.seed), (84, 2500, 9_007_199_254_740_991));
    let names: Vec<_> = study.scenarios.iter().map(|scenario| (scenario.name.as_str(), scenario.color)).collect();
    assert_eq!(names, [("All exact", 3), ("Alle spændvidder → ranges", 0), ("C", 2)]);
    let exact = [120.0, -2.5, 0.015, 0.08, 249.5, 0.02, 0.004, 0.031, 410.0].map(Exact);
    assert_eq!(inputs(study, 0), exact);
    let ranges = [
        (80.0, 160.0),
        (-10.0, 25.5),
        (-0.005, 0.015),
        (0.05, 0.12),
        (199.0, 299.0),
        (0.015, 0.025),
        (0.002, 0.008),
        (0.02, 0.045),
        (380.5, 450.0),
    ]
    .map(|(low, high)| Range { low, high });
    assert_eq!(inputs(study, 1), ranges);
    assert_eq!(inputs(study, 2), DEFAULTS);
    assert_eq!(file::open(&file::write(study)), Ok(checked.clone()), "a written study reads back");
}

#[test]
fn the_minimal_sample_of_version_1_keeps_its_meaning() {
    let checked = file::open(&text("v1-minimal")).unwrap_or_else(|problems| panic!("{problems:?}"));
    let study = checked.source();
    assert_eq!((study.title.as_str(), study.currency.as_str()), ("", "USD"));
    assert_eq!((study.horizon_months, study.runs, study.seed), (60, 10_000, 1));
    assert_eq!(study.scenarios.len(), 1);
    assert_eq!((study.scenarios[0].name.as_str(), study.scenarios[0].color), ("A", 0));
    assert_eq!(inputs(study, 0), DEFAULTS);
}

#[test]
fn every_sample_of_a_version_loads() {
    let folder = format!("{}/tests/studies", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let opened = file::open(&text(&name));
        match (name.starts_with('v'), name.as_str()) {
            (true, _) | (_, "hostile-script-in-names") => assert!(opened.is_ok(), "{name}: {opened:?}"),
            _ => {}
        }
    }
}

#[test]
fn a_newer_version_is_the_only_error() {
    let found = problems(&text("hostile-newer-version"));
    assert_eq!(found, [("version".to_string(), ErrorKind::NewerVersion { known: 4 })]);
}

#[test]
fn a_script_in_a_name_is_text() {
    let study = file::open(&text("hostile-script-in-names")).unwrap();
    assert_eq!(study.source().title, "<img src=x onerror=alert(1)>");
    assert_eq!(study.source().scenarios[0].name, "<script>alert('1')</script>");
    assert_eq!(study.source().scenarios[1].name, "=HYPERLINK(\"http://example.com\")");
}

/// JSON does not define which value counts if an object has the same key twice. Here the last value counts, as in
/// JavaScript and Python.
#[test]
fn the_last_of_duplicate_keys_counts() {
    let study = file::open(&text("hostile-duplicate-keys")).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(study.source().runs, 9);
    assert_eq!(study.source().scenarios[0].inputs[Key::Churn], Exact(0.02));
    assert_eq!(study.source().scenarios[0].inputs[Key::Price], Range { low: 4.0, high: 8.0 });
}

#[test]
fn wrong_types_are_reported_everywhere() {
    let wrong = |expected| ErrorKind::WrongType { expected };
    let mut found = problems(&text("hostile-wrong-types"));
    let mut expected = vec![
        ("senarios", ErrorKind::UnknownKey),
        ("title", wrong(ExpectedType::Text)),
        ("currency", wrong(ExpectedType::Text)),
        ("horizon_months", wrong(ExpectedType::WholeNumber)),
        ("runs", wrong(ExpectedType::WholeNumber)),
        ("seed", wrong(ExpectedType::WholeNumber)),
        ("scenarios[0]", wrong(ExpectedType::Object)),
        ("scenarios[1].chrun", ErrorKind::UnknownKey),
        ("scenarios[1].name", wrong(ExpectedType::Text)),
        ("scenarios[1].color", wrong(ExpectedType::WholeNumber)),
        ("scenarios[1].trials_start", wrong(ExpectedType::Estimate)),
        ("scenarios[1].trials_step", wrong(ExpectedType::Estimate)),
        ("scenarios[1].trials_growth", wrong(ExpectedType::Estimate)),
        ("scenarios[1].conversion", wrong(ExpectedType::Estimate)),
        ("scenarios[1].price.low", wrong(ExpectedType::Number)),
        ("scenarios[1].expansion.high", ErrorKind::Missing),
        ("scenarios[1].contraction.mid", ErrorKind::UnknownKey),
        ("scenarios[1].churn.low", ErrorKind::Missing),
        ("scenarios[1].churn.high", ErrorKind::Missing),
        ("scenarios[1].opening_customers", ErrorKind::NotWhole),
    ];
    found.sort_by(|a, b| a.0.cmp(&b.0));
    expected.sort_by(|a, b| a.0.cmp(b.0));
    let found: Vec<_> = found.iter().map(|(place, fault)| (place.as_str(), fault.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn numbers_out_of_bounds_are_reported_everywhere() {
    let mut found: Vec<_> = problems(&text("hostile-bad-numbers"));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let places: Vec<_> = found.iter().map(|(place, _)| place.as_str()).collect();
    let mut expected = [
        "currency",
        "horizon_months",
        "runs",
        "seed",
        "scenarios[0].name",
        "scenarios[0].color",
        "scenarios[0].trials_start",
        "scenarios[0].trials_step",
        "scenarios[0].trials_growth",
        "scenarios[0].conversion.low",
        "scenarios[0].price.low",
        "scenarios[0].price.high",
        "scenarios[0].churn.low",
        "scenarios[0].opening_customers",
    ];
    expected.sort_unstable();
    // The expected list has no error of `scenarios[1]` or `scenarios[2]`. They violate only joint constraints, which
    // are checked only if the horizon is valid. Here the horizon is 241 months, which is not valid.
    assert_eq!(places.iter().filter(|place| !place.starts_with("scenarios[1]")).count(), expected.len(), "{places:?}");
    assert_eq!(places, expected);
    let together = text("hostile-bad-numbers").replace("241", "60");
    let places: Vec<_> = problems(&together).into_iter().map(|(place, _)| place).collect();
    assert!(places.contains(&"scenarios[1].contraction".to_string()), "{places:?}");
    assert!(places.contains(&"scenarios[2]".to_string()), "{places:?}");
}

#[test]
fn files_that_are_too_large_or_too_deep_are_refused() {
    let count = |list: &str| problems(&format!("{{\"scenarios\":[{list}]}}"));
    let fault = ErrorKind::Count { min: 1, max: 8 };
    assert_eq!(count(""), [("scenarios".to_string(), fault.clone())]);
    assert_eq!(count(&["{}"; 9].join(",")), [("scenarios".to_string(), fault.clone())]);
    // A file with 80,000 scenarios is small enough to be read. A file with a million scenarios is too large and is not
    // read.
    assert_eq!(count(&["{}"; 80_000].join(",")), [("scenarios".to_string(), fault)]);
    let million = count(&["{}"; 1_000_000].join(","));
    assert_eq!(million, [("file".to_string(), ErrorKind::TooLarge { max_bytes: file::MAX_BYTES })]);
    for nest in
        ["[".repeat(200_000), "{\"scenarios\":".repeat(15_000), format!("{{\"scenarios\":[{}", "[".repeat(9999))]
    {
        let found = problems(&nest);
        assert!(matches!(found[..], [(ref place, ErrorKind::NotJson { .. })] if place == "file"), "{found:?}");
    }
    let long = "x".repeat(121);
    let found = problems(&format!("{{\"title\":\"{long}\",\"scenarios\":[{{\"name\":\"{long}\"}}]}}"));
    let fault = ErrorKind::TooLong { max_chars: 120 };
    assert_eq!(found, [("title".to_string(), fault.clone()), ("scenarios[0].name".to_string(), fault)]);
}

/// The sample file has every key of version 2. Each key has a value that is not its default.
#[test]
fn the_full_sample_of_version_2_keeps_its_meaning() {
    let checked = file::open(&text("v2-full")).unwrap_or_else(|problems| panic!("{problems:?}"));
    let study = checked.source();
    assert_eq!((study.title.as_str(), study.currency.as_str()), ("Everything that version 2 can say", "SEK"));
    assert_eq!((study.horizon_months, study.runs, study.seed), (90, 3000, 77));
    assert_eq!(study.first_month, FirstMonth { year: 2027, month: 9 });
    assert_eq!(study.target, Some(Target { measure: Measure::CumulativeRevenue, value: 2.5e6 }));
    let pair = |inputs, rank_correlation| Correlation { inputs, rank_correlation };
    let pairs = [pair([Key::Price, Key::Churn], 0.4), pair([Key::Conversion, Key::Price], -0.25)];
    assert_eq!(study.correlations, pairs);
    let names: Vec<_> = study.scenarios.iter().map(|scenario| (scenario.name.as_str(), scenario.color)).collect();
    assert_eq!(names, [("Every input exact", 5), ("Every range", 1), ("A table", 2), ("D", 3)]);

    let first = &study.scenarios[0];
    #[rustfmt::skip]
    let values = [
        120.0, 2.5, 0.015, 0.2, 0.08, 2.0, 249.5, 610.0, 0.02, 0.004, 0.031, 0.09, 4.0, 0.668, 3.806, 0.12, 0.22, 19.0,
        0.35, 0.07, 0.018, 0.65, 0.0015, 3.25, 0.025, 9.0, 0.03, 410.0, 14.0, -25000.5, 0.77, 41000.0, 0.008,
    ];
    assert_eq!(values.len(), Key::ALL.len(), "one value for each input");
    for (&key, value) in Key::ALL.iter().zip(values) {
        assert_eq!(first.inputs[key], Exact(value), "{key:?}");
        assert_ne!(value, key.input().default, "{key:?}");
    }
    assert_eq!(first.survival, Survival::Onboarding);
    assert_eq!(first.retention, [0.8, 0.9, 1.0]);
    assert_eq!(first.seasonality, [1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6, 0.9, 1.1, 1.3, 1.4, 0.0]);
    assert_eq!(checked.scenarios()[0].season(1), 1.1, "month 1 is a September");
    let own = [
        Some(Range { low: 180.0, high: 220.0 }),
        Some(Exact(0.012)),
        Some(Exact(0.05)),
        Some(Exact(1.5)),
        Some(Range { low: 20.0, high: 40.0 }),
    ];
    let plans = [
        Plan { name: "Basis".into(), share: 0.625, ..Plan::default() },
        Plan { name: "Årlig → yearly".into(), share: 0.375, own },
    ];
    assert_eq!(first.plans, plans);
    let event = |input, action, value, from_month, ramp_months, until_month| Event {
        input,
        from_month,
        ramp_months,
        until_month,
        action,
        value,
        card: None,
    };
    let events = [
        event(Key::DunningRecovery, Action::Set, Range { low: 0.7, high: 0.9 }, 6, 3, Some(48)),
        event(Key::Churn, Action::Multiply, Exact(0.85), 12, 0, None),
        event(Key::TrialMonths, Action::Add, Exact(-1.0), 24, 0, None),
        event(Key::Price, Action::Add, Exact(25.5), 1, 0, None),
    ];
    assert_eq!(first.events, events);

    let second = &study.scenarios[1];
    assert_eq!(second.survival, Survival::ShiftedBetaGeometric);
    for &key in Key::ALL {
        let is_whole = key.input().unit == Unit::Months;
        assert_eq!(matches!(second.inputs[key], Range { .. }), !is_whole, "{key:?}");
    }
    assert_eq!(second.inputs[Key::OpeningCash], Range { low: -50_000.0, high: 125_000.0 });
    assert_eq!(second.inputs[Key::ReferralRate], Range { low: 0.01, high: 0.06 });
    let third = &study.scenarios[2];
    assert_eq!((third.survival, third.retention.as_slice()), (Survival::Table, &[0.75, 0.9, 0.95][..]));
    let line = LineStyle::DashDotted;
    assert_eq!(study.scenarios[3], Scenario { name: "D".into(), color: 3, line, ..Scenario::default() });
    assert_eq!(file::open(&file::write(study)), Ok(checked.clone()), "a written study reads back");
}

/// The estimates of inputs that a file of version 2, 3 or 4 does not name. A later change of the table of inputs must
/// not change these estimates.
#[test]
fn the_minimal_samples_keep_their_meaning() {
    let second = file::open(&text("v2-minimal")).unwrap_or_else(|problems| panic!("{problems:?}"));
    let third = file::open(&text("v3-minimal")).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(file::open(&text("v4-minimal")), Ok(third.clone()));
    let (study, newer) = (second.source(), third.source());
    let looks: Vec<_> =
        newer.scenarios.iter().map(|scenario| (scenario.color, scenario.line, scenario.hidden)).collect();
    assert_eq!(looks, [(0, LineStyle::Solid, false), (6, LineStyle::Dotted, false)]);
    assert_eq!(Study { scenarios: newer.scenarios[..1].to_vec(), ..newer.clone() }, *study);
    assert_eq!((study.title.as_str(), study.currency.as_str()), ("", "USD"));
    assert_eq!((study.horizon_months, study.runs, study.seed), (60, 10_000, 1));
    assert_eq!((study.first_month, study.target), (FirstMonth { year: 2026, month: 1 }, None));
    assert!(study.correlations.is_empty() && study.scenarios.len() == 1);
    let scenario = &study.scenarios[0];
    #[rustfmt::skip]
    let values = [
        0.0, 350.0, 0.0, 0.0, 0.07, 0.0, 50.0, 0.0, 0.0, 0.0, 0.04, 0.1, 3.0, 0.8, 15.0, 0.0, 0.0, 0.0, 0.3, 0.1, 0.0,
        0.0, 0.0, 0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.0, 0.01,
    ];
    assert_eq!(values.len(), Key::ALL.len(), "one value for each input");
    for (&key, value) in Key::ALL.iter().zip(values) {
        assert_eq!(scenario.inputs[key], Exact(value), "{key:?}");
    }
    assert_eq!(scenario.survival, Survival::Constant);
    assert!(scenario.plans.is_empty() && scenario.events.is_empty() && scenario.seasonality.is_empty());
    assert!(scenario.retention.is_empty());
}

/// Version 1 has nine inputs. A file of version 1 that names another input gives an error. If a study comes from a file
/// of version 1, all mechanisms that need other inputs are off. Version 2 has no line styles. A file without a version
/// is read as the newest version.
#[test]
fn each_version_has_only_its_own_keys() {
    let with = |version: &str| format!("{{{version}\"scenarios\":[{{\"save_rate\":0.1,\"plans\":[]}}]}}");
    assert!(file::open(&with("")).is_ok() && file::open(&with("\"version\":2,")).is_ok());
    let found = problems(&with("\"version\":1,"));
    let unknown =
        ["scenarios[0].plans", "scenarios[0].save_rate"].map(|place| (place.to_string(), ErrorKind::UnknownKey));
    assert_eq!(found, unknown);
    let looks =
        |version: u32| format!("{{\"version\":{version},\"scenarios\":[{{\"line\":\"solid\",\"hidden\":true}}]}}");
    assert!(file::open(&looks(3)).is_ok());
    let unknown = ["scenarios[0].hidden", "scenarios[0].line"].map(|place| (place.to_string(), ErrorKind::UnknownKey));
    assert_eq!((problems(&looks(1)), problems(&looks(2))), (unknown.to_vec(), unknown.to_vec()));
    assert_eq!(problems(&with("\"version\":5,")), [("version".to_string(), ErrorKind::NewerVersion { known: 4 })]);
    let version = [("version".to_string(), ErrorKind::WrongType { expected: ExpectedType::WholeNumber })];
    for odd in ["\"version\":0,", "\"version\":\"2\",", "\"version\":-1,", "\"version\":null,"] {
        assert_eq!(problems(&with(odd)), version, "{odd}");
    }
    // In a study from a file of version 1, the mechanisms that came later have no effect. For example, there are no
    // costs, no pauses and no failed payments.
    for name in ["v1-full", "v1-minimal"] {
        let checked = file::open(&text(name)).unwrap();
        for scenario in checked.scenarios() {
            let off =
                [Key::TrialsVariation, Key::SaveRate, Key::PauseShare, Key::FailedPaymentRate, Key::ChurnVariation];
            let off =
                off.into_iter().chain([Key::WinBackRate, Key::ReferralRate, Key::TrialMonths, Key::OpeningTenure]);
            for key in off.chain([Key::AcquisitionCost, Key::RetentionCost, Key::FixedCosts, Key::OpeningCash]) {
                assert!(scenario.is_always_zero(key), "{name}: {key:?}");
            }
        }
    }
}

fn sorted(name: &str) -> Vec<(String, ErrorKind)> {
    let mut found = problems(&text(name));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[test]
fn all_wrong_types_in_a_file_of_version_2_are_reported() {
    let found = sorted("hostile-v2-wrong-types");
    let wrong = |expected| ErrorKind::WrongType { expected };
    let has = |place: &str, fault: ErrorKind| {
        let all: Vec<_> = found.iter().filter(|(found, _)| found == place).map(|(_, fault)| fault.clone()).collect();
        assert!(all.contains(&fault), "{place}: {all:?}");
    };
    has("first_month", wrong(ExpectedType::Month));
    has("target.by", ErrorKind::UnknownKey);
    has("target.value", wrong(ExpectedType::Number));
    has("correlations[0].inputs", ErrorKind::Count { min: 2, max: 2 });
    has("correlations[1].rank_correlation", wrong(ExpectedType::Number));
    has("correlations[2].inputs", wrong(ExpectedType::List));
    has("correlations[3].rank_correlation", ErrorKind::Missing);
    has("correlations[4]", wrong(ExpectedType::Object));
    has("scenarios[0].seasonality[1]", wrong(ExpectedType::Number));
    has("scenarios[0].seasonality[3]", wrong(ExpectedType::Number));
    has("scenarios[0].retention", wrong(ExpectedType::List));
    has("scenarios[0].plans[0].trials_start", ErrorKind::UnknownKey);
    has("scenarios[0].plans[1].name", wrong(ExpectedType::Text));
    has("scenarios[0].plans[1].share", ErrorKind::Missing);
    has("scenarios[0].plans[2]", wrong(ExpectedType::Object));
    has("scenarios[0].events[2].shape", ErrorKind::UnknownKey);
    has("scenarios[0].events[2].from_month", wrong(ExpectedType::WholeNumber));
    has("scenarios[0].events[2].ramp_months", wrong(ExpectedType::WholeNumber));
    has("scenarios[0].events[2].until_month", wrong(ExpectedType::WholeNumber));
    has("scenarios[0].events[2].input", ErrorKind::Missing);
    has("scenarios[0].events[2].value", ErrorKind::Missing);
    has("scenarios[0].events[3]", wrong(ExpectedType::Object));
    for key in ["plans", "events", "seasonality"] {
        has(&format!("scenarios[1].{key}"), wrong(ExpectedType::List));
    }
    // The error for an unknown name must list the known names.
    for (place, one) in [
        ("target.measure", "arr"),
        ("scenarios[0].survival", "shifted_beta_geometric"),
        ("scenarios[0].events[0].action", "multiply"),
        ("scenarios[0].events[1].input", "sbg_beta"),
        ("correlations[1].inputs", "churn"),
    ] {
        let known = |fault: &ErrorKind| matches!(fault, ErrorKind::NotOneOf { known } if known.contains(&one));
        assert!(found.iter().any(|(found, fault)| found == place && known(fault)), "{place}");
    }
}

/// Version 3 added only the line style of a scenario and whether it is hidden. Except for the title and the appearance
/// of the scenarios, the two samples must be equal.
#[test]
fn the_full_sample_of_version_3_is_the_sample_of_version_2_with_another_appearance() {
    let opened = |name| file::open(&text(name)).unwrap_or_else(|problems| panic!("{problems:?}"));
    let (older, checked) = (opened("v2-full"), opened("v3-full"));
    let look = |scenario: &Scenario| (scenario.color, scenario.line, scenario.hidden);
    let looks: Vec<_> = checked.source().scenarios.iter().map(look).collect();
    let (solid, dashed, dotted) = (LineStyle::Solid, LineStyle::Dashed, LineStyle::Dotted);
    assert_eq!(looks, [(5, dotted, true), (1, solid, false), (2, LineStyle::DashDotted, false), (6, dashed, false)]);
    let mut plain = Study { title: older.source().title.clone(), ..checked.source().clone() };
    for (scenario, other) in plain.scenarios.iter_mut().zip(&older.source().scenarios) {
        (scenario.color, scenario.line, scenario.hidden) = look(other);
    }
    assert_eq!(plain, *older.source());
    assert_eq!(file::open(&file::write(checked.source())), Ok(checked.clone()), "a written study reads back");
    // The line style is not written if it is the default of the colour, and `hidden` is not written if it is false.
    let again = file::write(older.source());
    assert!(
        again.contains("\"version\": 4") && !again.contains("\"line\"") && !again.contains("\"hidden\""),
        "{again}"
    );
}

/// Version 4 added cards and the actions `combine` and `reduce`. In a file of version 3 they must give errors.
#[test]
fn the_full_sample_of_version_4_is_the_sample_of_version_3_with_more_events() {
    let opened = |name| file::open(&text(name)).unwrap_or_else(|problems| panic!("{problems:?}"));
    let (older, checked) = (opened("v3-full"), opened("v4-full"));
    let card = |name: &str| CARDS.iter().position(|card| card.name == name);
    let event = |input, action, value, from_month, ramp_months, until_month, card| Event {
        input,
        from_month,
        ramp_months,
        until_month,
        action,
        value,
        card,
    };
    let flow = card("cancel_flow");
    let newer = [
        event(Key::SaveRate, Action::Combine, Range { low: 0.05, high: 0.15 }, 3, 1, None, flow),
        event(Key::Churn, Action::Reduce, Exact(0.1), 9, 0, None, card("show_care")),
        event(Key::FixedCosts, Action::Add, Exact(3000.0), 3, 0, Some(3), flow),
        event(Key::FailedPaymentRate, Action::Reduce, Exact(0.25), 2, 0, None, None),
    ];
    let mut plain = checked.source().clone();
    let events = &mut plain.scenarios[0].events;
    let added = events.split_off(events.len() - newer.len());
    assert_eq!((added.as_slice(), &plain), (&newer[..], older.source()));
    assert_eq!(file::open(&file::write(checked.source())), Ok(checked.clone()), "a written study reads back");
    let (_, problems) = file::read(&text("v4-full").replace("\"version\": 4", "\"version\": 3")).unwrap();
    let places: Vec<String> = problems.iter().map(|problem| problem.path.to_string()).collect();
    let of = |index: usize, key: &str| format!("scenarios[0].events[{index}].{key}");
    let first = plain.scenarios[0].events.len();
    let expected =
        [of(first, "card"), of(first, "action"), of(first + 1, "card"), of(first + 1, "action"), of(first + 2, "card")];
    assert_eq!(places, [&expected[..], &[of(first + 3, "action")]].concat());
}

#[test]
fn unknown_cards_and_invalid_actions_of_version_4_are_reported() {
    let found = sorted("hostile-v4-wrong-types");
    let of = |index: usize, key: &str| format!("scenarios[0].events[{index}].{key}");
    let places: Vec<_> = found.iter().map(|(place, _)| place.clone()).collect();
    let expected = [
        of(0, "card"),
        of(1, "card"),
        of(2, "value"),
        of(3, "action"),
        of(4, "action"),
        of(5, "value.high"),
        of(6, "Card"),
        of(6, "value.low"),
    ];
    assert_eq!(places, expected);
    let is_card = |fault: &ErrorKind| matches!(fault, ErrorKind::NotOneOf { known } if known.len() == CARDS.len());
    assert!(is_card(&found[0].1) && is_card(&found[1].1));
    assert_eq!(found[5].1, ErrorKind::OutOfBounds { min: 0.0, max: 0.3, unit: Unit::Share });
}

#[test]
fn invalid_line_styles_of_version_3_are_reported() {
    let wrong = |expected| ErrorKind::WrongType { expected };
    let known = ErrorKind::NotOneOf { known: vec!["solid", "dashed", "dotted", "dash_dotted"] };
    let expected = [
        ("scenarios[0].hidden", wrong(ExpectedType::Boolean)),
        ("scenarios[0].line", known.clone()),
        ("scenarios[1].hidden", wrong(ExpectedType::Boolean)),
        ("scenarios[1].line", known.clone()),
        ("scenarios[2].color", wrong(ExpectedType::WholeNumber)),
        ("scenarios[2].hidden", wrong(ExpectedType::Boolean)),
        ("scenarios[2].line", known.clone()),
        ("scenarios[3].Hidden", ErrorKind::UnknownKey),
        ("scenarios[3].line", known),
        ("scenarios[4]", wrong(ExpectedType::Object)),
    ];
    let found = sorted("hostile-v3-wrong-types");
    let found: Vec<_> = found.iter().map(|(place, fault)| (place.as_str(), fault.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn all_bad_numbers_in_a_file_of_version_2_are_reported() {
    let found = sorted("hostile-v2-bad-numbers");
    let places: Vec<_> = found.iter().map(|(place, _)| place.as_str()).collect();
    let mut expected = [
        "first_month",
        "target.value",
        "correlations[0].rank_correlation",
        "correlations[1].inputs",
        "scenarios[0].trial_months",
        "scenarios[0].early_months.low",
        "scenarios[0].win_back_months",
        "scenarios[0].sbg_alpha",
        "scenarios[0].churn_variation",
        "scenarios[0].seasonality[10]",
        "scenarios[0].seasonality[11]",
        "scenarios[0].plans[0].name",
        "scenarios[0].plans[0].share",
        "scenarios[0].plans[0].churn",
        "scenarios[0].retention[1]",
        "scenarios[0].events[0].from_month",
        "scenarios[0].events[0].ramp_months",
        "scenarios[0].events[0].value",
        "scenarios[0].events[1].input",
        "scenarios[0].events[1].until_month",
        "scenarios[0].events[2].value",
        "scenarios[0].events[3].value.low",
        "scenarios[0].events[4].value.low",
        "scenarios[1].seasonality",
        "scenarios[1].retention",
    ];
    expected.sort_unstable();
    assert_eq!(places, expected);
    let fault = |place: &str| found.iter().find(|(found, _)| found == place).unwrap().1.clone();
    assert_eq!(fault("correlations[1].inputs"), ErrorKind::NoRange);
    assert_eq!(fault("scenarios[0].early_months.low"), ErrorKind::NoRange);
    assert_eq!(fault("scenarios[0].trial_months"), ErrorKind::NotWhole);
    assert_eq!(fault("scenarios[0].events[1].until_month"), ErrorKind::Before { month: 9 });
    assert_eq!(fault("scenarios[0].events[1].input"), ErrorKind::OnlyAtOpening);
    assert_eq!(fault("scenarios[0].events[3].value.low"), ErrorKind::NoRange);
    assert_eq!(fault("scenarios[0].events[4].value.low"), ErrorKind::Reversed);
}

/// In each scenario, every input is valid by itself, but several inputs together violate a constraint in some draw or
/// month.
#[test]
fn violated_joint_constraints_are_reported() {
    let found = sorted("hostile-v2-together");
    let places: Vec<_> = found.iter().map(|(place, _)| place.as_str()).collect();
    let expected = [
        "scenarios[0].paused_leave_rate",
        "scenarios[1].plans",
        "scenarios[2].contraction",
        "scenarios[3]",
        "scenarios[4].contraction",
    ];
    assert_eq!(places, expected);
    assert!(matches!(found[0].1, ErrorKind::PausedAboveAll { leave, .. } if leave == 0.4), "{:?}", found[0]);
    assert!(matches!(found[1].1, ErrorKind::SharesSum { sum } if (sum - 0.9).abs() < 1e-12), "{:?}", found[1]);
    let above = |fault: &ErrorKind, most: f64| match fault {
        ErrorKind::ContractionAboveRest { churn, .. } => (churn - most).abs() < 1e-12,
        _ => false,
    };
    assert!(above(&found[2].1, 0.75) && above(&found[4].1, 0.9), "{found:?}");
    assert!(matches!(found[3].1, ErrorKind::Explodes { .. }), "{:?}", found[3]);
}

#[test]
fn lists_that_are_too_long_are_not_read() {
    let many = |count: usize, entry: &str| vec![entry; count].join(",");
    let one = |key: &str, list: &str| problems(&format!("{{\"scenarios\":[{{\"{key}\":[{list}]}}]}}"));
    for (key, entry, count) in [
        ("plans", r#"{"name":"p","share":0.001}"#, 7),
        ("events", r#"{"input":"price","action":"add","value":1}"#, 101),
        ("retention", "0.9", 241),
        ("seasonality", "1", 13),
    ] {
        for count in [count, 5000] {
            let found = one(key, &many(count, entry));
            let place = format!("scenarios[0].{key}");
            assert!(
                found.iter().any(|(at, fault)| *at == place && matches!(fault, ErrorKind::Count { .. })),
                "{found:?}"
            );
            assert!(found.len() <= 2, "{key}, {count}: {} problems", found.len());
        }
    }
    let pair = r#"{"inputs":["price","churn"],"rank_correlation":0.1}"#;
    let found = problems(&format!("{{\"correlations\":[{}],\"scenarios\":[{{}}]}}", many(4000, pair)));
    assert!(found.len() < 3 && found[0].0 == "correlations", "{found:?}");
    // The same pair must not have two correlations.
    let found = problems(&format!("{{\"correlations\":[{}],\"scenarios\":[{{}}]}}", many(2, pair)));
    assert_eq!(found, [("correlations[1]".to_string(), ErrorKind::SamePair)]);
}
