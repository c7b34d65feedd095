//! Study files of version 1 load for ever and mean what they mean today; hostile files end in the right problems, at the
//! right places. Whoever changes a value here breaks somebody's file: write a version 2 instead.

use Estimate::{Exact, Range};
use holdfast::scenario::{Estimate, Expected, Fault, Key, Problem, Study, file};

fn text(name: &str) -> String {
    let path = format!("{}/tests/studies/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn problems(text: &str) -> Vec<(String, Fault)> {
    let problems: Vec<Problem> = file::open(text).expect_err("a hostile file");
    problems.into_iter().map(|problem| (problem.place.to_string(), problem.fault)).collect()
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

/// What version 1 takes for an input that is not named.
const DEFAULTS: [Estimate; 9] =
    [Exact(0.0), Exact(350.0), Exact(0.0), Exact(0.07), Exact(50.0), Exact(0.0), Exact(0.0), Exact(0.04), Exact(0.0)];

#[test]
fn the_full_sample_means_what_it_meant() {
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
    assert_eq!(file::open(&file::write(study)), Ok(checked.clone()), "written and read again");
}

#[test]
fn the_minimal_sample_means_what_it_meant() {
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
fn a_newer_version_is_named_and_nothing_else_is_said() {
    let found = problems(&text("hostile-newer-version"));
    assert_eq!(found, [("version".to_string(), Fault::NewerVersion { known: 1 })]);
}

#[test]
fn a_script_in_a_name_is_text() {
    let study = file::open(&text("hostile-script-in-names")).unwrap();
    assert_eq!(study.source().title, "<img src=x onerror=alert(1)>");
    assert_eq!(study.source().scenarios[0].name, "<script>alert('1')</script>");
    assert_eq!(study.source().scenarios[1].name, "=HYPERLINK(\"http://example.com\")");
}

/// JSON leaves it open what a key that stands twice means. Here the last one counts, as in JavaScript and Python.
#[test]
fn of_duplicate_keys_the_last_counts() {
    let study = file::open(&text("hostile-duplicate-keys")).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(study.source().runs, 9);
    assert_eq!(study.source().scenarios[0].inputs[Key::Churn], Exact(0.02));
    assert_eq!(study.source().scenarios[0].inputs[Key::Price], Range { low: 4.0, high: 8.0 });
}

#[test]
fn a_wrong_type_is_named_wherever_it_stands() {
    let wrong = |expected| Fault::WrongType { expected };
    let mut found = problems(&text("hostile-wrong-types"));
    let mut expected = vec![
        ("senarios", Fault::UnknownKey),
        ("title", wrong(Expected::Text)),
        ("currency", wrong(Expected::Text)),
        ("horizon_months", wrong(Expected::WholeNumber)),
        ("runs", wrong(Expected::WholeNumber)),
        ("seed", wrong(Expected::WholeNumber)),
        ("scenarios[0]", wrong(Expected::Object)),
        ("scenarios[1].chrun", Fault::UnknownKey),
        ("scenarios[1].name", wrong(Expected::Text)),
        ("scenarios[1].color", wrong(Expected::WholeNumber)),
        ("scenarios[1].trials_start", wrong(Expected::Estimate)),
        ("scenarios[1].trials_step", wrong(Expected::Estimate)),
        ("scenarios[1].trials_growth", wrong(Expected::Estimate)),
        ("scenarios[1].conversion", wrong(Expected::Estimate)),
        ("scenarios[1].price.low", wrong(Expected::Number)),
        ("scenarios[1].expansion.high", Fault::Missing),
        ("scenarios[1].contraction.mid", Fault::UnknownKey),
        ("scenarios[1].churn.low", Fault::Missing),
        ("scenarios[1].churn.high", Fault::Missing),
        ("scenarios[1].opening_customers", Fault::NotWhole),
    ];
    found.sort_by(|a, b| a.0.cmp(&b.0));
    expected.sort_by(|a, b| a.0.cmp(b.0));
    let found: Vec<_> = found.iter().map(|(place, fault)| (place.as_str(), fault.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_number_out_of_place_is_named_wherever_it_stands() {
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
    // The other two scenarios are sound one input at a time; what they add up to needs a horizon.
    assert_eq!(places.iter().filter(|place| !place.starts_with("scenarios[1]")).count(), expected.len(), "{places:?}");
    assert_eq!(places, expected);
    let together = text("hostile-bad-numbers").replace("241", "60");
    let places: Vec<_> = problems(&together).into_iter().map(|(place, _)| place).collect();
    assert!(places.contains(&"scenarios[1].contraction".to_string()), "{places:?}");
    assert!(places.contains(&"scenarios[2]".to_string()), "{places:?}");
}

#[test]
fn too_much_of_anything_is_refused_and_quickly() {
    let started = std::time::Instant::now();
    let count = |list: &str| problems(&format!("{{\"scenarios\":[{list}]}}"));
    let fault = Fault::Count { min: 1, max: 8 };
    assert_eq!(count(""), [("scenarios".to_string(), fault.clone())]);
    assert_eq!(count(&["{}"; 9].join(",")), [("scenarios".to_string(), fault.clone())]);
    // As many scenarios as the size of a file allows; beyond, it is not read at all.
    assert_eq!(count(&["{}"; 80_000].join(",")), [("scenarios".to_string(), fault)]);
    let million = count(&["{}"; 1_000_000].join(","));
    assert_eq!(million, [("file".to_string(), Fault::TooLarge { max_bytes: file::MAX_BYTES })]);
    for nest in
        ["[".repeat(200_000), "{\"scenarios\":".repeat(15_000), format!("{{\"scenarios\":[{}", "[".repeat(9999))]
    {
        let found = problems(&nest);
        assert!(matches!(found[..], [(ref place, Fault::NotJson { .. })] if place == "file"), "{found:?}");
    }
    let long = "x".repeat(121);
    let found = problems(&format!("{{\"title\":\"{long}\",\"scenarios\":[{{\"name\":\"{long}\"}}]}}"));
    let fault = Fault::TooLong { max_chars: 120 };
    assert_eq!(found, [("title".to_string(), fault.clone()), ("scenarios[0].name".to_string(), fault)]);
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}
