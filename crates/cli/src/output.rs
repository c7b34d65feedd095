//! The series, month by month, as JSON or CSV. Scripts depend on both: a key or a column may come at the
//! end, but none may change or go.

use super::Simulate;
use super::arguments::Format;
use holdfast_engine::{Expected, expected};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{EXACT_RUNS_MAX, LEVELS, Series, Stats, Track};
use holdfast_text::csv::{CsvWriter, LineEnd};
use serde::{Serialize, Serializer};

/// The names of the quantiles at [`LEVELS`].
const LEVEL_NAMES: [&str; LEVELS.len()] = ["p05", "p25", "p50", "p75", "p95"];
/// The greatest number of values that are in memory at a time, about 256 MB. A study with more values is simulated
/// several times with the same random numbers, each time for some of its series.
const VALUES_MAX: usize = 32_000_000;

/// The columns of one series, by name: one number per month, NaN if there is none.
type Columns = Vec<(&'static str, Vec<f64>)>;

/// Returns all series of all scenarios.
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

/// The columns `expected`, `mean`, `variance` and the quantiles, each for the months 0 to the horizon.
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

/// The keys of the JSON output, in their order.
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

/// A JSON object whose keys keep their order. NaN becomes null.
struct Ordered<T>(Vec<(&'static str, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

fn borrowed(columns: &Columns) -> Ordered<&[f64]> {
    Ordered(columns.iter().map(|(name, values)| (*name, values.as_slice())).collect())
}

/// The JSON file: one object with all series.
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

/// The CSV file: one row for each scenario, series and month.
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
