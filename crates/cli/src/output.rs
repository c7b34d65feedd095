//! Writes all series, month by month, as JSON or CSV. Scripts read both formats. A new key or column may be added at
//! the end, but existing keys and columns must not be changed or removed.

use super::Simulate;
use super::arguments::Format;
use holdfast_engine::{Expected, expected};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{EXACT_RUNS_MAX, LEVELS, Series, Stats, Track};
use holdfast_text::csv::{CsvWriter, LineEnd};
use serde::{Serialize, Serializer};

/// The names of the quantiles at the probabilities [`LEVELS`].
const LEVEL_NAMES: [&str; LEVELS.len()] = ["p05", "p25", "p50", "p75", "p95"];
/// The largest number of simulated values that are in memory at a time. They need about 256 MB. A study with more
/// values is simulated several times with the same random numbers, each time for some of its series.
const VALUES_MAX: usize = 32_000_000;

/// The columns of one series, each with its name. A column has one number for each month. An undefined number is NaN.
type Columns = Vec<(&'static str, Vec<f64>)>;

/// Simulates the study and returns all series of all scenarios as one text in the given format.
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

/// Returns the columns of one series: `expected`, `mean`, `variance` and the quantiles. Each column has the months from
/// 0 to the horizon.
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

/// The JSON output. Its keys are in the order of these fields.
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

/// A JSON object whose keys keep the order of this list. NaN is written as null.
struct Ordered<T>(Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

fn borrowed(columns: &Columns) -> Ordered<&[f64]> {
    Ordered(columns.iter().map(|(name, values)| (*name, values.as_slice())).collect())
}

/// Returns the JSON output: one object with all series.
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

/// Returns the CSV output: a heading, then one row for each scenario, series and month.
fn csv(study: &CheckedStudy, entries: &[(Track, Columns)]) -> String {
    let mut csv = CsvWriter::new(LineEnd::Lf);
    let columns = entries.iter().take(1).flat_map(|(_, columns)| columns).map(|(name, _)| *name);
    ["scenario", "series", "month"].into_iter().chain(columns).for_each(|head| csv.text(head));
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
