//! Tests of the program `simulate`, which runs as a separate process. Scripts depend on all the output that is tested
//! here, so it must not change. Only the wording of messages may change.

use serde_json::Value;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The names of all series, in the order of the output. A study with a target has one more series, which comes after
/// `cash_ran_out`.
const SERIES: [&str; 27] = [
    "customers",
    "mrr",
    "arr",
    "new_mrr",
    "expansion_mrr",
    "contraction_mrr",
    "churned_mrr",
    "cumulative_revenue",
    "voluntary_churned_mrr",
    "involuntary_churned_mrr",
    "paused_mrr",
    "resumed_mrr",
    "returned_mrr",
    "paused_customers",
    "new_customers",
    "returned_customers",
    "resumed_customers",
    "newly_paused_customers",
    "voluntary_churned_customers",
    "involuntary_churned_customers",
    "paused_churned_customers",
    "cash",
    "lowest_cash",
    "cash_ran_out",
    "net_revenue_retention",
    "gross_revenue_retention",
    "quick_ratio",
];
/// The series that are undefined in some months. They are null in these months.
const RATIOS: [&str; 3] = ["net_revenue_retention", "gross_revenue_retention", "quick_ratio"];
/// The series whose mean does not follow from the expected path. Their column `expected` is null.
const UNEXPECTED: [&str; 2] = ["lowest_cash", "cash_ran_out"];
const COLUMNS: [&str; 8] = ["expected", "mean", "variance", "p05", "p25", "p50", "p75", "p95"];
const FLOWS: [&str; 6] =
    ["new_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", "cumulative_revenue", "returned_customers"];

fn simulate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_simulate")).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// Runs the program, checks that it succeeds without messages, and returns its stdout.
fn text(arguments: &[&str]) -> String {
    let output = simulate(arguments);
    assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(arguments)).unwrap()
}

/// Runs the program, checks that it fails with an empty stdout, and returns where each error is. Each line of stderr
/// begins with this place, such as `--runs` or `scenarios[1].price.low`.
fn places(arguments: &[&str]) -> Vec<String> {
    let output = simulate(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    let lines = String::from_utf8(output.stderr).unwrap();
    let place = |line: &str| line.split_once(": ").unwrap_or_else(|| panic!("no place: {line}")).0.to_string();
    assert!(lines.ends_with('\n') && lines.lines().all(|line| line.split_once(": ").unwrap().1.len() > 5), "{lines}");
    lines.lines().map(place).collect()
}

/// Whether an object has exactly these keys.
fn has_keys(value: &Value, keys: &[&str]) -> bool {
    value
        .as_object()
        .is_some_and(|object| object.len() == keys.len() && keys.iter().all(|key| object.contains_key(*key)))
}

/// A temporary file, deleted at the end of the test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("holdfast-{}-{name}.json", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn json_has_the_shape_that_scripts_rely_on() {
    let arguments = ["--preset", "leaky-bucket", "--runs", "300"];
    let out = json(&arguments);
    // A parsed JSON object does not keep the order of its keys, so the test searches the text for them.
    let (text, mut at) = (text(&arguments), 0);
    for key in ["title", "runs", "seed", "scenarios", "name", "series"].iter().chain(&SERIES[..1]).chain(&COLUMNS) {
        at += text[at..].find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key} is out of order"));
    }
    assert!(has_keys(&out, &["title", "runs", "seed", "scenarios"]));
    assert_eq!((&out["title"], &out["runs"], &out["seed"]), (&"Leaky bucket".into(), &300.into(), &1.into()));
    assert_eq!(out["scenarios"].as_array().unwrap().len(), 3);
    for scenario in out["scenarios"].as_array().unwrap() {
        assert!(has_keys(scenario, &["name", "series"]));
        assert!(has_keys(&scenario["series"], &SERIES));
        for series in SERIES {
            let columns = &scenario["series"][series];
            assert!(has_keys(columns, &COLUMNS));
            for column in COLUMNS {
                let values = columns[column].as_array().unwrap();
                assert_eq!(values.len(), 61, "{series} {column}");
                let may_be_null = RATIOS.contains(&series) || column == "expected" && UNEXPECTED.contains(&series);
                assert!(
                    values.iter().all(|value| value.is_f64() || may_be_null && value.is_null()),
                    "{series} {column}"
                );
                assert!(!FLOWS.contains(&series) || values[0] == 0.0, "{series} {column} at month 0");
            }
            for month in 0..=60 {
                if columns["mean"][month].is_null() {
                    assert!(COLUMNS.iter().all(|column| columns[column][month].is_null()), "{series} {month}");
                    continue;
                }
                let at = |column: &str| columns[column][month].as_f64().unwrap();
                assert!(COLUMNS[3..].windows(2).all(|pair| at(pair[0]) <= at(pair[1])), "{series} {month}");
            }
        }
    }
}

/// Undefined values are null. Retention is undefined before month 12, and always if there are no paying customers. The
/// quick ratio is undefined while no MRR is lost.
#[test]
fn undefined_values_are_null() {
    let file = Temporary::new(
        "null",
        r#"{"horizon_months":14,"runs":20,"target":{"measure":"mrr","value":1},
            "scenarios":[{"trials_start":100,"trials_step":0,"opening_customers":50},{"trials_step":0}]}"#,
    );
    let out = json(&[file.path()]);
    let value = |at: usize, series: &str, column: &str, month: usize| {
        out["scenarios"][at]["series"][series][column][month].clone()
    };
    for column in COLUMNS {
        for series in RATIOS {
            assert!((0..=14).all(|month| value(1, series, column, month).is_null()), "no customers: {series} {column}");
        }
        for series in &RATIOS[..2] {
            let defined = (0..=14).filter(|&month| !value(0, series, column, month).is_null());
            assert!(defined.eq(12..=14), "{series} {column}");
        }
        assert!(value(0, "quick_ratio", column, 0).is_null() && !value(0, "quick_ratio", column, 9).is_null());
    }
    // A study with a target also has the series `target_reached`. The mean of this series cannot be computed from the
    // expected path, so its `expected` is null.
    assert!(has_keys(&out["scenarios"][0]["series"], &[&SERIES[..], &["target_reached"]].concat()));
    assert_eq!(
        (value(0, "target_reached", "mean", 0), value(1, "target_reached", "mean", 14)),
        (1.0.into(), 0.0.into())
    );
    assert!(value(0, "target_reached", "expected", 3).is_null());
    assert_eq!(value(0, "lowest_cash", "expected", 3), Value::Null);
}

const METRICS: [&str; 10] = [
    "ltv",
    "ltv_to_cac",
    "payback_months",
    "plateau_mrr",
    "net_revenue_retention",
    "gross_revenue_retention",
    "quick_ratio",
    "cash_ran_out",
    "target_reached",
    "target_median_month",
];

#[test]
fn metrics_are_those_of_the_last_month() {
    let file = Temporary::new(
        "metrics",
        r#"{"title":"t","horizon_months":24,"runs":400,"seed":5,"target":{"measure":"customers","value":40},
            "scenarios":[
              {"name":"a, b","trials_start":100,"trials_step":0,"conversion":0.1,"churn":0.1,"acquisition_cost":100,
               "discount_rate":0.02},
              {"name":"c","trials_start":100,"trials_step":0,"conversion":0.1,"churn":0.1,"acquisition_cost":100,
               "discount_rate":0.02},
              {"name":"for ever","trials_start":100,"trials_step":0,"churn":0.02,"expansion":0.03,
               "acquisition_cost":100000,"fixed_costs":1}]}"#,
    );
    let out = json(&[file.path(), "--metrics"]);
    assert!(has_keys(&out, &["title", "runs", "seed", "month", "scenarios"]));
    assert_eq!(
        (&out["title"], &out["runs"], &out["seed"], &out["month"]),
        (&"t".into(), &400.into(), &5.into(), &24.into())
    );
    let series = json(&[file.path()]);
    for at in 0..3 {
        let scenario = &out["scenarios"][at];
        assert!(has_keys(scenario, &[&["name", "mrr_against"], &METRICS[..]].concat()));
        let last = |name: &str, column: &str| series["scenarios"][at]["series"][name][column][24].clone();
        for name in ["net_revenue_retention", "gross_revenue_retention", "quick_ratio"] {
            assert_eq!(scenario[name], last(name, "p50"), "{name}");
        }
        for name in ["cash_ran_out", "target_reached"] {
            assert_eq!(scenario[name], last(name, "mean"), "{name}");
        }
        let reached = series["scenarios"][at]["series"]["target_reached"]["mean"].as_array().unwrap();
        let half = reached.iter().position(|mean| mean.as_f64().unwrap() >= 0.5);
        assert_eq!(scenario["target_median_month"].as_f64(), half.map(|month| month as f64));
        let against = scenario["mrr_against"].as_array().unwrap();
        assert_eq!(against.len(), 2);
        for other in against {
            assert!(has_keys(other, &["name", "more", "same", "less"]));
            let sum: f64 = ["more", "same", "less"].iter().map(|key| other[key].as_f64().unwrap()).sum();
            assert!((sum - 1.0).abs() < 1e-12);
        }
    }
    let first = &out["scenarios"][0];
    let close = |found: &Value, wanted: f64| assert!((found.as_f64().unwrap() / wanted - 1.0).abs() < 1e-9, "{found}");
    // The margin is 0.8, the price 50, the churn 0.1 and the discount rate 0.02. The LTV over 60 months is
    // 0.8·50·(1 − (0.9/1.02)⁶⁰)/(1 − 0.9/1.02). With 10 new customers a month, MRR approaches 10·50/0.1. Payback takes
    // 3 months: 40 + 36 + 32.4 is more than the acquisition cost of 100, and 40 + 36 is less.
    let ltv = 40.0 * (1.0 - (0.9_f64 / 1.02).powi(60)) / (1.0 - 0.9 / 1.02);
    close(&first["ltv"], ltv);
    close(&first["ltv_to_cac"], ltv / 100.0);
    close(&first["plateau_mrr"], 5000.0);
    assert_eq!(first["payback_months"], 3.0);
    // The first two scenarios have the same inputs, so their futures are the same.
    assert_eq!((&first["mrr_against"][0]["name"], &first["mrr_against"][0]["same"]), (&"c".into(), &1.0.into()));
    let last = &out["scenarios"][2];
    assert!(last["plateau_mrr"].is_null() && last["payback_months"].is_null(), "{last}");
    assert_eq!(last["cash_ran_out"], 1.0);

    // The CSV output has the same values as the JSON output. Null becomes an empty field.
    let csv = text(&[file.path(), "--metrics", "--format", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("scenario,metric,value"));
    for (at, name) in ["\"a, b\"", "c", "for ever"].into_iter().enumerate() {
        for metric in METRICS {
            let line = lines.next().unwrap();
            let value = line.strip_prefix(&format!("{name},{metric},")).unwrap_or_else(|| panic!("{metric}: {line}"));
            assert_eq!(value.parse::<f64>().ok(), out["scenarios"][at][metric].as_f64(), "{line}");
        }
        for other in out["scenarios"][at]["mrr_against"].as_array().unwrap() {
            for (metric, key) in [("mrr_more_than", "more"), ("mrr_same_as", "same"), ("mrr_less_than", "less")] {
                let line = lines.next().unwrap();
                let value: f64 = line.rsplit(',').next().unwrap().parse().unwrap();
                assert!(line.contains(&format!("{metric}:{}", other["name"].as_str().unwrap())), "{line}");
                assert_eq!(Some(value), other[key].as_f64(), "{line}");
            }
        }
    }
    assert_eq!(lines.next(), None);
}

/// The output for the sample file with all keys of version 2 does not depend on the number of threads.
#[test]
fn the_full_sample_runs() {
    let path = format!("{}/../scenario/tests/studies/v2-full.json", env!("CARGO_MANIFEST_DIR"));
    for more in [&[][..], &["--metrics"]] {
        let run = |threads: &str| text(&[&[path.as_str(), "--runs", "300", "--threads", threads], more].concat());
        assert!(run("1") == run("3"), "{more:?}");
    }
}

#[test]
fn csv_has_the_same_numbers_to_the_bit() {
    let arguments = ["--preset", "retention-is-the-new-acquisition", "--runs", "200"];
    let out = json(&arguments);
    let csv = text(&[&arguments[..], &["--format", "csv"]].concat());
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("scenario,series,month,expected,mean,variance,p05,p25,p50,p75,p95"));
    for scenario in out["scenarios"].as_array().unwrap() {
        for series in SERIES {
            for month in 0..=60 {
                let line = lines.next().unwrap();
                // The names of the scenarios contain a comma, so they are in quotes.
                let start = format!("\"{}\",{series},{month},", scenario["name"].as_str().unwrap());
                let values = line.strip_prefix(&start).unwrap_or_else(|| panic!("{start} {line}"));
                // A value that is null in JSON is an empty field in CSV.
                let bits = |value: f64| value.to_bits();
                let values: Vec<Option<u64>> =
                    values.split(',').map(|v| (!v.is_empty()).then(|| bits(v.parse().unwrap()))).collect();
                let same = COLUMNS.map(|column| scenario["series"][series][column][month].as_f64().map(bits));
                assert_eq!(values, same, "{line}");
            }
        }
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn names_are_quoted_as_rfc_4180_asks() {
    let file = Temporary::new(
        "names",
        r#"{"horizon_months":1,"runs":2,"scenarios":[{"name":"a \"b\", c"},{"name":"plain"}]}"#,
    );
    let csv = text(&[file.path(), "--format", "csv"]);
    assert!(csv.contains("\n\"a \"\"b\"\", c\",customers,0,") && csv.contains("\nplain,customers,0,"), "{csv}");
    assert_eq!(csv.lines().count(), 1 + 2 * SERIES.len() * 2);
}

#[test]
fn no_name_in_csv_is_a_formula() {
    let file =
        Temporary::new("formula", r#"{"horizon_months":1,"runs":2,"scenarios":[{"name":"-1+1"},{"name":"=1+1"}]}"#);
    for form in [&["--format", "csv"][..], &["--metrics", "--format", "csv"]] {
        let csv = text(&[&[file.path()], form].concat());
        assert!(csv.contains("\n'-1+1,") && csv.contains("\n'=1+1,"), "{csv}");
        assert!(!csv.contains("\n-") && !csv.contains("\n="), "{csv}");
    }
}

#[test]
fn threads_change_no_byte_and_the_seed_does() {
    for runs in ["1000", "12000"] {
        let arguments = ["--preset", "leaky-bucket", "--runs", runs];
        let one = text(&[&arguments[..], &["--threads", "1"]].concat());
        for threads in ["2", "7"] {
            assert!(text(&[&arguments[..], &["--threads", threads]].concat()) == one, "{threads} threads, {runs} runs");
        }
        assert!(text(&arguments) == one, "as many threads as there are cores");
    }
    let seeded = |seed| json(&["--preset", "leaky-bucket", "--runs", "100", "--seed", seed]);
    let (one, two) = (seeded("1"), seeded("2"));
    assert_eq!(two["seed"], 2);
    let mrr = |out: &Value, column: &str| out["scenarios"][0]["series"]["mrr"][column][60].clone();
    assert_ne!(mrr(&one, "mean"), mrr(&two, "mean"));
    assert_eq!(mrr(&one, "expected"), mrr(&two, "expected"));
    assert_eq!(seeded("9007199254740991")["seed"], 9_007_199_254_740_991_u64);
}

#[test]
fn medians_collapse_every_range() {
    let out = json(&["--preset", "leaky-bucket", "--runs", "4000", "--medians"]);
    let wide = json(&["--preset", "leaky-bucket", "--runs", "4000"]);
    for at in 0..3 {
        let arr = |out: &Value, column: &str| out["scenarios"][at]["series"]["arr"][column][60].as_f64().unwrap();
        assert_eq!(arr(&out, "expected"), arr(&wide, "expected"), "both at the medians");
        assert!(arr(&out, "variance") * 100.0 < arr(&wide, "variance"));
        let error = (arr(&out, "variance") / 4000.0).sqrt();
        assert!((arr(&out, "mean") - arr(&out, "expected")).abs() < 6.5 * error);
    }
    let exact = ["--preset", "retention-is-the-new-acquisition", "--runs", "100"];
    assert_eq!(text(&exact), text(&[&exact[..], &["--medians"]].concat()), "no ranges");
}

#[test]
fn presets_are_listed_and_printed() {
    let list = text(&["--list-presets"]);
    assert_eq!(list, "leaky-bucket\nretention-is-the-new-acquisition\ncalm-dunning\nrunway\n");
    for name in list.lines() {
        let printed = text(&["--print-preset", name]);
        let parsed: Value = serde_json::from_str(&printed).unwrap();
        assert!(parsed["scenarios"].as_array().is_some_and(|scenarios| scenarios[0]["churn"] == 0.04));
        let file = Temporary::new(name, &printed);
        assert_eq!(text(&[file.path(), "--runs", "500"]), text(&["--preset", name, "--runs", "500"]));
    }
}

#[test]
fn all_errors_come_at_once_with_their_paths() {
    assert_eq!(places(&[]), ["file"]);
    assert_eq!(places(&["no-such-file.json"]), ["file"]);
    assert_eq!(places(&["--preset", "nonsense"]), ["--preset"]);
    assert_eq!(places(&["--print-preset", "nonsense"]), ["--print-preset"]);
    assert_eq!(places(&["--preset", "leaky-bucket", "also.json"]), ["file"]);
    for runs in ["1", "1000001", "-5", "1e4", "many", "", "0x10", "18446744073709551616"] {
        assert_eq!(places(&["--preset", "leaky-bucket", "--runs", runs]), ["--runs"], "{runs}");
    }
    assert_eq!(places(&["--preset", "leaky-bucket", "--runs"]), ["--runs"]);
    let mut found =
        places(&["--preset=leaky-bucket", "--runs=1", "--seed=-1", "--threads=0", "--format=xml", "--fast", "-x"]);
    found.sort();
    assert_eq!(found, ["--fast", "--format", "--runs", "--seed", "--threads", "-x"]);
    assert_eq!(places(&["--preset", "leaky-bucket", "-\n"]), ["- "], "each error is one line");
}

#[test]
fn every_error_of_a_file_has_its_path() {
    let read = |name: &str, text: &str, more: &[&str]| {
        let file = Temporary::new(name, text);
        places(&[&[file.path()], more].concat())
    };
    let two = r#"{"horizon_months":0,"scenarios":[{},{"churn":{"low":-1,"high":"x"},"price":{"low":2,"high":1}},{"churn":{"low":-0.5,"high":0.2}}]}"#;
    let found = read("two", two, &["--threads", "none"]);
    let expected =
        ["--threads", "scenarios[1].churn.high", "horizon_months", "scenarios[1].price.low", "scenarios[2].churn.low"];
    assert_eq!(found, expected, "all errors of the command line and of the file");
    assert_eq!(read("not-json", "{\"scenarios\":[}", &[]), ["file"]);
    assert_eq!(read("empty", "", &[]), ["file"]);
    assert_eq!(read("newer", r#"{"version":5,"scenarios":[{}]}"#, &[]), ["version"]);
    assert_eq!(read("many", &format!("{{\"scenarios\":[{}0]}}", "0,".repeat(9)), &[]), ["scenarios"]);
    assert_eq!(read("large", &" ".repeat(1 << 20), &[]), ["file"]);
    let newline = read("newline", "{\"a\\nfile: b\\u001b[31m\":1,\"scenarios\":[{}]}", &[]);
    assert_eq!(newline.len(), 1, "each error is one line: {newline:?}");
    assert_eq!(places(&[std::env::temp_dir().to_str().unwrap()]), ["file"], "a folder");
}

#[test]
fn a_closed_pipe_ends_the_program_without_a_message() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_simulate"))
        .args(["--preset", "leaky-bucket", "--runs", "100", "--format", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The output does not fit into the buffer of a pipe, and the test closes the pipe after reading 16 bytes. So the
    // program tries to write to a closed pipe.
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 16]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    // The program must end with status 0, or by the signal for a broken pipe. Status 101 would mean a panic.
    assert!(matches!(output.status.code(), Some(0) | None), "{:?}", output.status);
}
