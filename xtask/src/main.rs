//! The build tasks of Holdfast: `cargo xtask serve`, `build`, `test`, `bench`, `fuzz` and `soak`.
//!
//! It sets up the tools that the page needs, each at a pinned version inside the checkout, and it
//! turns Trunk's output into a folder for a static host. It knows nothing of what the page does.

mod bench;
mod browser;
mod command;
mod count;
mod fuzz;
mod glue;
mod hashing;
mod headers;
mod offline;
mod options;
mod pack;
mod pins;
mod project;
mod release;
mod soak;
mod suite;
mod tools;
mod trunk;

use std::process::ExitCode;

use project::Project;

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--port N]     Build the page, serve it with live reload and print its address.
                       Whatever else is given goes to `trunk serve`.
  build [--dist DIR] [--features A,B]
                       Build the release into dist/, ready for any static host.
  next DIR             Finish the last build again, a little changed, for tests of updates.
  test                 Set up what is missing and run every check and test.
  bench                Time the engine beside NumPy and print the ratios.
  fuzz [--executions N] [--keep] [TARGET]
                       Try any bytes on every fuzz target, or on one: 10,000,000 inputs each.
                       `--keep` writes what reaches all code to fuzz/corpus, instead.
  soak [--minutes N] [--seed N]
                       Use the release in dist/ at random, for 30 minutes.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((task, rest)) = arguments.split_first() else {
        eprint!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let outcome = Project::find().and_then(|project| match task.as_str() {
        "serve" => trunk::serve(&project, rest),
        "build" => release::build(&project, rest),
        "next" => release::next(&project, rest),
        "test" => suite::test(&project, rest),
        "bench" => bench::bench(&project),
        "fuzz" => fuzz::fuzz(&project, rest),
        "soak" => soak::soak(&project, rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("There is no task named {task}.\n\n{USAGE}")),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
