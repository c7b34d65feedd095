//! The command-line program `simulate` as a library: it simulates a study and writes its series or metrics.

pub mod arguments;
mod metrics;
mod output;

use arguments::{Request, What};
use holdfast_pool::{Job, Scheduler, threads::Threads};
use holdfast_scenario::{file, presets};
use holdfast_summary::{Summary, Track};
use holdfast_text::Words;

/// Returns the text for stdout, or the lines of all errors.
pub fn answer(request: &Request, words: &Words) -> Result<String, Vec<String>> {
    match request {
        Request::Help => Ok(words.cli_usage() + "\n"),
        Request::ListPresets => Ok(presets::ALL.iter().map(|preset| format!("{}\n", preset.name)).collect()),
        Request::PrintPreset(preset) => Ok(file::write(&(preset.study)()) + "\n"),
        Request::Simulate { study, threads, format, what } => {
            let mut scheduler = Scheduler::new(Threads::new(*threads));
            let mut simulate = |tracks: &[Track]| {
                let job = Job::new((**study).clone(), tracks.to_vec());
                scheduler.run(job).map_err(|reason| vec![words.cli_failed(&reason)])
            };
            match what {
                What::Series => output::series(study, *format, &mut simulate),
                What::Metrics => metrics::metrics(study, *format, &mut simulate),
            }
        }
    }
}

/// A function that simulates a study and summarises the given tracks. Its errors are lines for stderr.
type Simulate<'a> = dyn FnMut(&[Track]) -> Result<Summary, Vec<String>> + 'a;
