//! The engine without a browser: a study in, its series out.

#[path = "simulate/arguments.rs"]
mod arguments;
#[path = "simulate/metrics.rs"]
mod metrics;
#[path = "simulate/output.rs"]
mod output;

use arguments::{Request, What};
use holdfast::pool::{Desk, Job, threads::Threads};
use holdfast::scenario::{file, presets};
use holdfast::summary::{Summary, Track};
use holdfast::text::{Words, args::NoticeFileProblem};
use lexopt::Parser;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words = Words::english();
    let output = arguments::read(&words, Parser::from_env(), arguments::read_bounded)
        .and_then(|request| answer(&request, &words));
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

/// What goes to stdout.
fn answer(request: &Request, words: &Words) -> Result<String, Vec<String>> {
    match request {
        Request::Help => Ok(words.cli_usage() + "\n"),
        Request::ListPresets => Ok(presets::ALL.iter().map(|preset| format!("{}\n", preset.name)).collect()),
        Request::PrintPreset(preset) => Ok(file::write(&(preset.study)()) + "\n"),
        Request::Simulate { study, threads, format, what } => {
            let mut desk = Desk::new(Threads::new(*threads));
            let mut simulate = |tracks: &[Track]| {
                let job = Job::new((**study).clone(), tracks.to_vec());
                desk.run(job).map_err(|reason| vec![words.cli_failed(&reason)])
            };
            match what {
                What::Series => output::series(study, *format, &mut simulate),
                What::Metrics => metrics::metrics(study, *format, &mut simulate),
            }
        }
    }
}

/// Runs a study and sums it up for some tracks; or says why that failed.
type Simulate<'a> = dyn FnMut(&[Track]) -> Result<Summary, Vec<String>> + 'a;
