//! The build tasks of Holdfast: `cargo xtask serve`, `build`, `next`, `test`, `measure`, `bench`, `fuzz` and `soak`.
//!
//! xtask installs the tools that a build needs in pinned versions, and it turns the output of Trunk into a folder for a
//! static host. Its code does not depend on the crates of Holdfast.

mod bench;
mod browser;
mod command;
mod count;
mod files;
mod fuzz;
mod pins;
mod project;
mod release;
mod soak;
mod suite;
mod tools;
mod trunk;

use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};

use project::{Outcome, Project};

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--port N]     Build the page, serve it with live reload and print its address.
                       Whatever else is given goes to `trunk serve`.
  build [--dist DIR]   Build the release into dist/, ready for any static host.
  next DIR             Finish the last build again, a little changed, for tests of updates.
  test                 Set up what is missing and run every check and test,
                       but for those of licences and advisories: CI runs cargo-deny.
  measure              Build the release and print how fast it is in a browser.
  bench                Time the engine beside NumPy and print the ratios.
  fuzz [--executions N] [--keep] [TARGET]
                       Try any bytes on every fuzz target, or on one: 10,000,000 inputs each.
                       `--keep` writes what reaches all code to fuzz/corpus, instead.
  soak [--minutes N] [--seed N]
                       Use the release in dist/ at random, for 30 minutes.
";

fn main() -> ExitCode {
    match run(Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Parser) -> Outcome<()> {
    let project = Project::find()?;
    let task = match arguments.next()? {
        Some(Arg::Value(task)) => task.string()?,
        Some(Arg::Short('h') | Arg::Long("help")) => "help".into(),
        _ => return Err(USAGE.into()),
    };
    match task.as_str() {
        "serve" => trunk::serve(&project, arguments),
        "build" => release::build(&project, arguments),
        "next" => release::next(&project, arguments),
        "test" => suite::test(&project, arguments),
        "measure" => suite::measure(&project, arguments),
        "bench" => bench::bench(&project, arguments),
        "fuzz" => fuzz::fuzz(&project, arguments),
        "soak" => soak::soak(&project, arguments),
        "help" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("There is no task named {task}.\n\n{USAGE}").into()),
    }
}

/// Returns an error if there are more arguments. Tasks without arguments call it.
fn no_more(mut arguments: Parser) -> Outcome<()> {
    match arguments.next()? {
        None => Ok(()),
        Some(argument) => Err(argument.unexpected().into()),
    }
}
