//! The command-line program `simulate` as a library. It simulates a study and returns its series or metrics as text.

pub mod arguments;
mod metrics;
mod output;

use arguments::{Request, What};
use holdfast_pool::{Job, Scheduler, threads::Threads};
use holdfast_scenario::{file, presets};
use holdfast_summary::{Summary, Track};
use holdfast_text::Words;

/// Carries out a request. Returns the text for stdout, or the errors as lines of text.
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

/// A function that simulates a study and summarises the given tracks. An error is a list of lines for stderr.
type Simulate<'a> = dyn FnMut(&[Track]) -> Result<Summary, Vec<String>> + 'a;
