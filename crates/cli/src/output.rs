//! The series as JSON or CSV. Scripts rely on both: their shape is part of the interface.

use super::Simulate;
use super::arguments::Format;
use holdfast_engine::{Expected, expected};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{EXACT_RUNS_MAX, LEVELS, Series, Stats, Track};
use holdfast_text::csv::{CsvWriter, LineEnd};
use serde::{Serialize, Serializer};

/// Names of the quantiles, at [`LEVELS`].
const LEVEL_NAMES: [&str; LEVELS.len()] = ["p05", "p25", "p50", "p75", "p95"];
/// How many values of runs are kept at a time, some 256 MB: a larger study is simulated once for each part of its series,
/// with the same luck.
const VALUES_MAX: usize = 32_000_000;

/// A column of one series: a number a month, NaN where there is none.
type Columns = Vec<(&'static str, Vec<f64>)>;

/// Every series of every scenario.
pub fn series(study: &CheckedStudy, format: Format, simulate: &mut Simulate) -> Result<String, Vec<String>> {
    let all: Vec<Series> =
        Series::ALL.into_iter().filter(|series| *series != Series::TargetReached || study.target().is_some()).collect();
    let tracks: Vec<Track> =
        (0..study.scenarios().len()).flat_map(|at| all.iter().map(move |&series| Track::own(at, series))).collect();
    let path = |at: usize| expected(&study.scenarios()[at], study.horizon_months());
    let paths: Vec<Expected> = (0..study.scenarios().len()).map(path).collect();
    let per_track = (study.horizon_months() + 1) * study.runs().min(EXACT_RUNS_MAX) as usize;
    let mut entries: Vec<(Track, Columns)> = Vec::new();
    for some in tracks.chunks((VALUES_MAX / per_track).max(1)) {
        let summary = simulate(some)?;
        for &track in some {
            let months = summary.months(track).unwrap_or_default();
            entries.push((track, columns(&paths[track.scenario], track.series, months)));
        }
    }
    Ok(match format {
        Format::Json => json(study, &entries),
        Format::Csv => csv(study, &entries),
    })
}

/// `expected`, `mean`, `variance` and the quantiles, months 0..=H each.
fn columns(path: &Expected, series: Series, months: &[Stats]) -> Columns {
    let unknown = || vec![f64::NAN; months.len()];
    let mut columns = vec![
        ("expected", series.expected(path).unwrap_or_else(unknown)),
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
    series: Ordered<Ordered<&'a [f64]>>,
}

/// An object whose keys keep their order. A number that is NaN becomes null.
struct Ordered<T>(Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

fn borrowed(columns: &Columns) -> Ordered<&[f64]> {
    Ordered(columns.iter().map(|(name, values)| (*name, values.as_slice())).collect())
}

/// Everything as one JSON object.
fn json(study: &CheckedStudy, entries: &[(Track, Columns)]) -> String {
    let source = study.source();
    let series = |at: usize| {
        let own = entries.iter().filter(|(track, _)| track.scenario == at);
        Ordered(own.map(|(track, columns)| (track.series.name(), borrowed(columns))).collect())
    };
    let names = source.scenarios.iter().enumerate();
    let scenarios = names.map(|(at, scenario)| ScenarioOutput { name: &scenario.name, series: series(at) }).collect();
    let output = Output { title: &source.title, runs: study.runs(), seed: study.seed(), scenarios };
    serde_json::to_string(&output).unwrap_or_default() + "\n"
}

/// A row for each scenario, series and month.
fn csv(study: &CheckedStudy, entries: &[(Track, Columns)]) -> String {
    let mut csv = CsvWriter::new(LineEnd::Lf);
    let heads = ["scenario", "series", "month", "expected", "mean", "variance"];
    heads.into_iter().chain(LEVEL_NAMES).for_each(|head| csv.text(head));
    csv.end_row();
    for (track, columns) in entries {
        for month in 0..=study.horizon_months() {
            csv.text(&study.source().scenarios[track.scenario].name);
            csv.text(track.series.name());
            csv.text(&month.to_string());
            columns.iter().for_each(|(_, values)| csv.number(values[month]));
            csv.end_row();
        }
    }
    csv.finish()
}
