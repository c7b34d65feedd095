//! The command line of `simulate`, run as a process: what scripts rely on. Only the sentences of its messages are free.

use serde_json::Value;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const SERIES: [&str; 8] =
    ["customers", "mrr", "arr", "new_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", "cumulative_revenue"];
const COLUMNS: [&str; 8] = ["expected", "mean", "variance", "p05", "p25", "p50", "p75", "p95"];
const FLOWS: [&str; 5] = ["new_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr", "cumulative_revenue"];

fn simulate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_simulate")).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// What it prints where all is well.
fn text(arguments: &[&str]) -> String {
    let output = simulate(arguments);
    assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(arguments)).unwrap()
}

/// The places of what it complains of; nothing may be on stdout.
fn places(arguments: &[&str]) -> Vec<String> {
    let output = simulate(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    let lines = String::from_utf8(output.stderr).unwrap();
    let place = |line: &str| line.split_once(": ").unwrap_or_else(|| panic!("no place: {line}")).0.to_string();
    assert!(lines.ends_with('\n') && lines.lines().all(|line| line.split_once(": ").unwrap().1.len() > 5), "{lines}");
    lines.lines().map(place).collect()
}

/// Whether an object has just these keys.
fn has_keys(value: &Value, keys: &[&str]) -> bool {
    value
        .as_object()
        .is_some_and(|object| object.len() == keys.len() && keys.iter().all(|key| object.contains_key(*key)))
}

/// A file that is gone when the test ends.
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
    // A parsed object forgets its order; the text has it.
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
                assert!(values.iter().all(Value::is_f64), "{series} {column}");
                assert!(!FLOWS.contains(&series) || values[0] == 0.0, "{series} {column} at month 0");
            }
            for month in 0..=60 {
                let at = |column: &str| columns[column][month].as_f64().unwrap();
                assert!(COLUMNS[3..].windows(2).all(|pair| at(pair[0]) <= at(pair[1])), "{series} {month}");
            }
        }
    }
}

#[test]
fn csv_says_the_same_to_the_bit() {
    let arguments = ["--preset", "retention-is-the-new-acquisition", "--runs", "200"];
    let out = json(&arguments);
    let csv = text(&[&arguments[..], &["--format", "csv"]].concat());
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("scenario,series,month,expected,mean,variance,p05,p25,p50,p75,p95"));
    for scenario in out["scenarios"].as_array().unwrap() {
        for series in SERIES {
            for month in 0..=60 {
                let line = lines.next().unwrap();
                // The preset's names hold a comma, so they are quoted.
                let start = format!("\"{}\",{series},{month},", scenario["name"].as_str().unwrap());
                let values = line.strip_prefix(&start).unwrap_or_else(|| panic!("{start} {line}"));
                let values: Vec<u64> = values.split(',').map(|v| v.parse::<f64>().unwrap().to_bits()).collect();
                let same = COLUMNS.map(|column| scenario["series"][series][column][month].as_f64().unwrap().to_bits());
                assert_eq!(values, same, "{line}");
            }
        }
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn names_are_quoted_as_csv_asks() {
    let file = Temporary::new(
        "names",
        r#"{"horizon_months":1,"runs":2,"scenarios":[{"name":"a \"b\", c"},{"name":"plain"}]}"#,
    );
    let csv = text(&[file.path(), "--format", "csv"]);
    assert!(csv.contains("\n\"a \"\"b\"\", c\",customers,0,") && csv.contains("\nplain,customers,0,"), "{csv}");
    assert_eq!(csv.lines().count(), 1 + 2 * 8 * 2);
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
        assert_eq!(arr(&out, "expected"), arr(&wide, "expected"), "at the medians either way");
        assert!(arr(&out, "variance") * 100.0 < arr(&wide, "variance"));
        let error = (arr(&out, "variance") / 4000.0).sqrt();
        assert!((arr(&out, "mean") - arr(&out, "expected")).abs() < 6.5 * error);
    }
    let exact = ["--preset", "retention-is-the-new-acquisition", "--runs", "100"];
    assert_eq!(text(&exact), text(&[&exact[..], &["--medians"]].concat()), "nothing to collapse");
}

#[test]
fn presets_are_listed_and_printed() {
    let list = text(&["--list-presets"]);
    assert_eq!(list, "leaky-bucket\nretention-is-the-new-acquisition\n");
    for name in list.lines() {
        let printed = text(&["--print-preset", name]);
        let parsed: Value = serde_json::from_str(&printed).unwrap();
        assert!(parsed["scenarios"].as_array().is_some_and(|scenarios| scenarios[0]["churn"] == 0.04));
        let file = Temporary::new(name, &printed);
        assert_eq!(text(&[file.path(), "--runs", "500"]), text(&["--preset", name, "--runs", "500"]));
    }
}

#[test]
fn every_error_has_its_place_and_all_come_at_once() {
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
}

#[test]
fn every_problem_of_a_file_has_its_place() {
    let read = |name: &str, text: &str, more: &[&str]| {
        let file = Temporary::new(name, text);
        places(&[&[file.path()], more].concat())
    };
    let two = r#"{"horizon_months":0,"scenarios":[{},{"churn":{"low":-1,"high":"x"},"price":{"low":2,"high":1}},{"churn":{"low":-0.5,"high":0.2}}]}"#;
    let found = read("two", two, &["--threads", "none"]);
    let expected =
        ["--threads", "scenarios[1].churn.high", "horizon_months", "scenarios[1].price.low", "scenarios[2].churn.low"];
    assert_eq!(found, expected, "all problems, of the command line and of the file");
    assert_eq!(read("not-json", "{\"scenarios\":[}", &[]), ["file"]);
    assert_eq!(read("empty", "", &[]), ["file"]);
    assert_eq!(read("newer", r#"{"version":3,"scenarios":[{}]}"#, &[]), ["version"]);
    assert_eq!(read("many", &format!("{{\"scenarios\":[{}0]}}", "0,".repeat(9)), &[]), ["scenarios"]);
    assert_eq!(read("large", &" ".repeat(1 << 20), &[]), ["file"]);
    let newline = read("newline", "{\"a\\nfile: b\\u001b[31m\":1,\"scenarios\":[{}]}", &[]);
    assert_eq!(newline.len(), 1, "one problem is one line, whatever a key holds: {newline:?}");
    assert_eq!(places(&[std::env::temp_dir().to_str().unwrap()]), ["file"], "a folder");
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_simulate"))
        .args(["--preset", "leaky-bucket", "--runs", "100", "--format", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It writes more than a pipe holds, and its reader leaves after 16 bytes.
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 16]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    // By a status of 0, or by the signal of a closed pipe; not by a panic's 101.
    assert!(matches!(output.status.code(), Some(0) | None), "{:?}", output.status);
}
