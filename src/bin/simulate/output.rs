//! The series as JSON or CSV. Scripts rely on both: their shape is part of the interface.

use holdfast::engine::{Expected, expected};
use holdfast::scenario::CheckedStudy;
use holdfast::summary::{LEVELS, Series, Summary, Track};
use serde::{Serialize, Serializer};
use std::fmt::Write as _;

/// Names of the quantiles, at [`LEVELS`].
const LEVEL_NAMES: [&str; LEVELS.len()] = ["p05", "p25", "p50", "p75", "p95"];

/// Every series of every scenario.
pub fn own_tracks(scenarios: usize) -> Vec<Track> {
    (0..scenarios).flat_map(|at| Series::ALL.map(|series| Track::own(at, series))).collect()
}

/// A scenario's expected path.
fn path(study: &CheckedStudy, at: usize) -> Expected {
    expected(&study.scenarios()[at], study.horizon_months())
}

/// The columns of one series: `expected`, `mean`, `variance` and the quantiles, months 0..=H each.
fn columns(path: &Expected, summary: &Summary, track: Track) -> Vec<(&'static str, Vec<f64>)> {
    let months = summary.months(track).unwrap_or_default();
    let mut columns = vec![
        ("expected", track.series.expected(path)),
        ("mean", months.iter().map(|stats| stats.mean).collect()),
        ("variance", months.iter().map(|stats| stats.variance).collect()),
    ];
    for (at, name) in LEVEL_NAMES.into_iter().enumerate() {
        columns.push((name, months.iter().map(|stats| stats.quantiles[at]).collect()));
    }
    columns
}

/// The output in the order that the interface states.
#[derive(Serialize)]
struct Output<'a> {
    title: &'a str,
    runs: u32,
    seed: u64,
    scenarios: Vec<ScenarioOutput<'a>>,
}

#[derive(Serialize)]
struct ScenarioOutput<'a> {
    name: &'a str,
    series: Ordered<Ordered<Vec<f64>>>,
}

/// An object whose keys keep their order.
struct Ordered<T>(Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Everything as one JSON object.
pub fn json(study: &CheckedStudy, summary: &Summary) -> String {
    let source = study.source();
    let series = |at| {
        let path = path(study, at);
        let of = |series: Series| (series.name(), Ordered(columns(&path, summary, Track::own(at, series))));
        Ordered(Series::ALL.map(of).into())
    };
    let names = source.scenarios.iter().enumerate();
    let scenarios = names.map(|(at, scenario)| ScenarioOutput { name: &scenario.name, series: series(at) }).collect();
    let output = Output { title: &source.title, runs: study.runs(), seed: study.seed(), scenarios };
    serde_json::to_string(&output).unwrap_or_default() + "\n"
}

/// A line for each scenario, series and month.
pub fn csv(study: &CheckedStudy, summary: &Summary) -> String {
    let mut out = format!("scenario,series,month,expected,mean,variance,{}\n", LEVEL_NAMES.join(","));
    for (at, scenario) in study.source().scenarios.iter().enumerate() {
        let path = path(study, at);
        for series in Series::ALL {
            let columns = columns(&path, summary, Track::own(at, series));
            for month in 0..=study.horizon_months() {
                let _ = write!(out, "{},{},{month}", quoted(&scenario.name), series.name());
                for (_, values) in &columns {
                    let _ = write!(out, ",{}", values[month]);
                }
                out.push('\n');
            }
        }
    }
    out
}

/// A CSV field (RFC 4180).
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into() }
}
