//! The engine without a browser: a study in, its series out.

use holdfast::engine::expected;
use holdfast::pool::{Desk, Job, threads::Threads};
use holdfast::scenario::{CheckedStudy, Fault, Place, Problem, Study, Unit, file, input, presets};
use holdfast::summary::{LEVELS, Series, Summary, Track};
use holdfast::text::{Words, args::NoticeFileProblem};
use lexopt::{Arg, Parser, ValueExt};
use serde::{Serialize, Serializer};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// More threads than any machine has cores would only cost memory.
const THREADS: (u64, u64) = (1, 256);
/// Names of the quantiles in the output, at [`LEVELS`].
const LEVEL_NAMES: [&str; LEVELS.len()] = ["p05", "p25", "p50", "p75", "p95"];

fn main() -> ExitCode {
    let words = Words::english();
    let output = read_arguments(&words).and_then(|request| answer(&request, &words));
    match output {
        Ok(text) => match io::stdout().lock().write_all(text.as_bytes()) {
            // Whoever read the pipe has seen enough.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                eprintln!(
                    "{}",
                    words.notice_file_problem(NoticeFileProblem { place: "stdout", problem: &error.to_string() })
                );
                ExitCode::from(2)
            }
            _ => ExitCode::SUCCESS,
        },
        Err(problems) => {
            // A closed stderr leaves nobody to tell.
            problems.iter().for_each(|line| drop(writeln!(io::stderr(), "{line}")));
            ExitCode::from(2)
        }
    }
}

enum Request {
    Help,
    ListPresets,
    PrintPreset(&'static presets::Preset),
    Simulate { study: Box<CheckedStudy>, threads: usize, format: Format },
}

#[derive(Clone, Copy)]
enum Format {
    Json,
    Csv,
}

/// Reads the command line and the study. `Err` holds every problem, one a line.
fn read_arguments(words: &Words) -> Result<Request, Vec<String>> {
    let mut arguments = Arguments { words, problems: Vec::new() };
    let mut parser = Parser::from_env();
    let (mut files, mut named): (Vec<PathBuf>, Vec<&presets::Preset>) = (Vec::new(), Vec::new());
    let (mut runs, mut seed, mut threads) = (None, None, None);
    let (mut format, mut medians) = (Format::Json, false);
    loop {
        match parser.next() {
            Ok(None) => break,
            Ok(Some(Arg::Long("help") | Arg::Short('h'))) => return Ok(Request::Help),
            Ok(Some(Arg::Long("list-presets"))) => return Ok(Request::ListPresets),
            Ok(Some(Arg::Long("print-preset"))) => {
                if let Some(preset) = arguments.preset("--print-preset", &mut parser) {
                    return Ok(Request::PrintPreset(preset));
                }
                return Err(arguments.problems);
            }
            Ok(Some(Arg::Long("preset"))) => named.extend(arguments.preset("--preset", &mut parser)),
            Ok(Some(Arg::Long("runs"))) => runs = arguments.whole("--runs", &mut parser, input::RUNS.bounds),
            Ok(Some(Arg::Long("seed"))) => seed = arguments.whole("--seed", &mut parser, input::SEED.bounds),
            Ok(Some(Arg::Long("threads"))) => threads = arguments.whole("--threads", &mut parser, THREADS),
            Ok(Some(Arg::Long("format"))) => match arguments.value("--format", &mut parser).as_deref() {
                Some("json") => format = Format::Json,
                Some("csv") => format = Format::Csv,
                Some(_) => arguments.report("--format", words.cli_expected_format()),
                None => {}
            },
            Ok(Some(Arg::Long("medians"))) => medians = true,
            Ok(Some(Arg::Value(path))) => files.push(path.into()),
            Ok(Some(Arg::Long(name))) => {
                let name = format!("--{}", shown(name));
                arguments.report(&name, words.cli_unknown_option());
                let _ = parser.optional_value(); // of an option that nobody knows
            }
            Ok(Some(Arg::Short(name))) => arguments.report(&format!("-{name}"), words.cli_unknown_option()),
            Err(error) => arguments.report("file", shown(&error.to_string())),
        }
    }
    let study = match (files.as_slice(), named.as_slice()) {
        ([path], []) => arguments.read_study(path),
        ([], [preset]) => Some((preset.study)()),
        ([], []) => {
            // A preset that was named but is unknown has been told already.
            if arguments.problems.is_empty() {
                arguments.report("file", words.cli_no_study());
            }
            None
        }
        _ => {
            arguments.report("file", words.cli_two_studies());
            None
        }
    };
    let checked = study.and_then(|mut study| {
        study.runs = runs.unwrap_or(study.runs);
        study.seed = seed.unwrap_or(study.seed);
        study.check().map_err(|problems| arguments.report_all(&problems)).ok()
    });
    match checked {
        Some(study) if arguments.problems.is_empty() => {
            let study = Box::new(if medians { study.at_medians() } else { study });
            let threads = threads.map_or_else(default_threads, |threads| threads as usize);
            Ok(Request::Simulate { study, threads, format })
        }
        _ => Err(arguments.problems),
    }
}

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Something typed, fit for one line of a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

/// Collects the problems of a command line.
struct Arguments<'a> {
    words: &'a Words,
    problems: Vec<String>,
}

impl Arguments<'_> {
    fn report(&mut self, place: &str, problem: String) {
        self.problems.push(self.words.notice_file_problem(NoticeFileProblem { place, problem: &problem }));
    }

    fn report_all(&mut self, problems: &[Problem]) {
        for problem in problems {
            self.report(&problem.place.to_string(), self.words.problem(problem));
        }
    }

    fn value(&mut self, option: &str, parser: &mut Parser) -> Option<String> {
        let value = parser.value().ok().map(|value: OsString| value.to_string_lossy().into_owned());
        if value.is_none() {
            self.report(option, self.words.cli_value_missing());
        }
        value
    }

    fn whole(&mut self, option: &str, parser: &mut Parser, (min, max): (u64, u64)) -> Option<u64> {
        let text = self.value(option, parser)?;
        let number = OsString::from(text).parse::<u64>();
        let fault = match number {
            Ok(number) if (min..=max).contains(&number) => return Some(number),
            Ok(_) => Fault::OutOfBounds { min: min as f64, max: max as f64, unit: Unit::Plain },
            Err(_) => Fault::NotWhole,
        };
        let problem = Problem::new(Place::file(), fault);
        self.report(option, self.words.problem(&problem));
        None
    }

    fn preset(&mut self, option: &str, parser: &mut Parser) -> Option<&'static presets::Preset> {
        let preset = presets::find(&self.value(option, parser)?);
        if preset.is_none() {
            self.report(option, self.words.cli_unknown_preset());
        }
        preset
    }

    /// Reads a study file; what a key lacks is reported, and the rest still read so that it can be checked.
    fn read_study(&mut self, path: &PathBuf) -> Option<Study> {
        let bytes = match read_bounded(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.report("file", self.words.cli_cannot_read(&shown(&error.to_string())));
                return None;
            }
        };
        match file::read(&String::from_utf8_lossy(&bytes)) {
            Ok((study, problems)) => {
                self.report_all(&problems);
                Some(study)
            }
            Err(problem) => {
                self.report_all(&[problem]);
                None
            }
        }
    }
}

/// A file's bytes, but no more than one over what a study may have.
fn read_bounded(path: &PathBuf) -> io::Result<Vec<u8>> {
    use io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(file::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What goes to stdout.
fn answer(request: &Request, words: &Words) -> Result<String, Vec<String>> {
    match request {
        Request::Help => Ok(words.cli_usage() + "\n"),
        Request::ListPresets => Ok(presets::ALL.iter().map(|preset| format!("{}\n", preset.name)).collect()),
        Request::PrintPreset(preset) => Ok(file::write(&(preset.study)()) + "\n"),
        Request::Simulate { study, threads, format } => {
            let tracks = own_tracks(study.scenarios().len());
            let job = Job::new((**study).clone(), tracks);
            let summary =
                Desk::new(Threads::new(*threads)).run(job).map_err(|reason| vec![words.cli_failed(&reason)])?;
            Ok(match format {
                Format::Json => json(study, &summary),
                Format::Csv => csv(study, &summary),
            })
        }
    }
}

/// Every series of every scenario.
fn own_tracks(scenarios: usize) -> Vec<Track> {
    (0..scenarios).flat_map(|at| Series::ALL.map(|series| Track::own(at, series))).collect()
}

/// The columns of one series: `expected`, `mean`, `variance` and the quantiles, months 0..=H each.
fn columns(study: &CheckedStudy, summary: &Summary, track: Track) -> Vec<(&'static str, Vec<f64>)> {
    let path = expected(&study.scenarios()[track.scenario], study.horizon_months());
    let months = summary.months(track).unwrap_or_default();
    let mut columns = vec![
        ("expected", track.series.expected(&path)),
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

fn json(study: &CheckedStudy, summary: &Summary) -> String {
    let source = study.source();
    let series = |at| {
        let of = |series: Series| (series.name(), Ordered(columns(study, summary, Track::own(at, series))));
        Ordered(Series::ALL.map(of).into())
    };
    let names = source.scenarios.iter().enumerate();
    let scenarios = names.map(|(at, scenario)| ScenarioOutput { name: &scenario.name, series: series(at) }).collect();
    let output = Output { title: &source.title, runs: study.runs(), seed: study.seed(), scenarios };
    serde_json::to_string(&output).unwrap_or_default() + "\n"
}

fn csv(study: &CheckedStudy, summary: &Summary) -> String {
    let mut out = format!("scenario,series,month,expected,mean,variance,{}\n", LEVEL_NAMES.join(","));
    for (at, scenario) in study.source().scenarios.iter().enumerate() {
        for series in Series::ALL {
            let columns = columns(study, summary, Track::own(at, series));
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
