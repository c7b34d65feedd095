//! Reads the command line of `simulate`. If there are several errors, all of them are returned, not only the first.

use holdfast_scenario::{CheckedStudy, ErrorKind, FieldPath, Study, Unit, ValidationError, file, input, presets};
use holdfast_text::{Words, args::NoticeFileProblem};
use lexopt::{Arg, Parser, ValueExt};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// The smallest and the largest allowed number of threads. There is an upper limit because more threads than processor
/// cores would use more memory without saving time.
const THREADS: (u64, u64) = (1, 256);

/// The task that the command line asks for.
pub enum Request {
    Help,
    ListPresets,
    PrintPreset(&'static presets::Preset),
    Simulate { study: Box<CheckedStudy>, threads: usize, format: Format, what: What },
}

/// Selects what the program writes.
#[derive(Clone, Copy)]
pub enum What {
    /// All series, month by month.
    Series,
    /// Only the metrics of the last month.
    Metrics,
}

/// The format of the output.
#[derive(Clone, Copy)]
pub enum Format {
    Json,
    Csv,
}

/// Reads the command line and the study file that it names. `bytes_of` returns the bytes of a file. It must not return
/// many more than [`file::MAX_BYTES`] bytes, so that a huge file does not fill the memory. If there are errors, all of
/// them are returned, each as one line of text. The options `--help`, `--list-presets` and `--print-preset` end the
/// reading at once.
pub fn read(
    words: &Words,
    mut parser: Parser,
    bytes_of: impl Fn(&Path) -> io::Result<Vec<u8>>,
) -> Result<Request, Vec<String>> {
    let mut arguments = Arguments { words, problems: Vec::new() };
    let (mut files, mut named): (Vec<PathBuf>, Vec<&presets::Preset>) = (Vec::new(), Vec::new());
    let (mut runs, mut seed, mut threads) = (None, None, None);
    let (mut format, mut medians, mut what) = (Format::Json, false, What::Series);
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
            Ok(Some(Arg::Long("metrics"))) => what = What::Metrics,
            Ok(Some(Arg::Value(path))) => files.push(path.into()),
            Ok(Some(Arg::Long(name))) => {
                let name = format!("--{}", shown(name));
                arguments.report(&name, words.cli_unknown_option());
                let _ = parser.optional_value(); // skips the value of the unknown option
            }
            Ok(Some(Arg::Short(name))) => {
                let name = format!("-{}", shown(&name.to_string()));
                arguments.report(&name, words.cli_unknown_option());
            }
            Err(error) => arguments.report("file", shown(&error.to_string())),
        }
    }
    let study = match (files.as_slice(), named.as_slice()) {
        ([path], []) => arguments.read_study(bytes_of(path)),
        ([], [preset]) => Some((preset.study)()),
        ([], []) => {
            // A missing study is reported only if there is no other error. For example, after an unknown preset the
            // error of the preset is enough.
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
            Ok(Request::Simulate { study, threads, format, what })
        }
        _ => Err(arguments.problems),
    }
}

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Makes a typed text safe to print on one line of a terminal. Control characters become spaces, and only the first 200
/// characters are kept.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

/// Collects the errors found on the command line and in the study file.
struct Arguments<'a> {
    words: &'a Words,
    problems: Vec<String>,
}

impl Arguments<'_> {
    fn report(&mut self, place: &str, problem: String) {
        self.problems.push(self.words.notice_file_problem(NoticeFileProblem { place, problem: &problem }));
    }

    fn report_all(&mut self, problems: &[ValidationError]) {
        for problem in problems {
            self.report(&problem.path.to_string(), self.words.error_message(problem));
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
            Ok(_) => ErrorKind::OutOfBounds { min: min as f64, max: max as f64, unit: Unit::Plain },
            Err(_) => ErrorKind::NotWhole,
        };
        let problem = ValidationError::new(FieldPath::file(), fault);
        self.report(option, self.words.error_message(&problem));
        None
    }

    fn preset(&mut self, option: &str, parser: &mut Parser) -> Option<&'static presets::Preset> {
        let preset = presets::find(&self.value(option, parser)?);
        if preset.is_none() {
            self.report(option, self.words.cli_unknown_preset());
        }
        preset
    }

    /// Reads a study file. Errors of single keys are reported, but the study is still returned, so that the other
    /// values can be checked too.
    fn read_study(&mut self, bytes: io::Result<Vec<u8>>) -> Option<Study> {
        let bytes = match bytes {
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

/// Reads a file, but at most [`file::MAX_BYTES`] + 1 bytes of it. The extra byte shows that a file is too large.
pub fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    use io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(file::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
