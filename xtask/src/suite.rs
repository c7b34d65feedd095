//! Runs all checks and tests. Quick steps come first, so that a mistake is found early.

use std::process::Command;
use std::time::Instant;

use lexopt::Parser;

use crate::browser;
use crate::command::{command, run, run_counting};
use crate::count::Count;
use crate::no_more;
use crate::project::{Outcome, Project};
use crate::release;
use crate::tools;

/// Runs all steps and stops at the first step that fails. Then it prints how many tests passed and failed so far.
pub fn test(project: &Project, arguments: Parser) -> Outcome<()> {
    no_more(arguments)?;
    let mut count = Count::default();
    let outcome = run_steps(project, &mut count);
    if let Err(sentence) = &outcome {
        println!("\n{sentence}");
    }
    println!("\n{count}");
    match outcome {
        Ok(()) => Ok(()),
        // The process ends here, because `main` would print the error a second time.
        Err(_) => std::process::exit(1),
    }
}

fn run_steps(project: &Project, count: &mut Count) -> Outcome<()> {
    let chromium = step("Setting up the tools", || {
        tools::set_up(project)?;
        tools::lints(project)?;
        browser::packages(project)?;
        browser::chromium(project)
    })?;
    let cargo = |words: &str| command(project, "cargo", &words.split_whitespace().collect::<Vec<_>>());
    step("Format", || run(&mut cargo("fmt --all --check")))?;
    step("Lints, native", || run(&mut cargo("clippy --workspace --all-targets --locked -- -D warnings")))?;
    step("Lints, the page", || {
        let page = "clippy --locked -p holdfast --bin holdfast --target wasm32-unknown-unknown -- -D warnings";
        run(&mut cargo(page))
    })?;
    step("Tests, native", || run_counting(&mut cargo("test --workspace --locked --no-fail-fast"), count))?;
    step("Tests, the engine in WebAssembly", || {
        let mut digests = cargo("test -p holdfast-summary --target wasm32-unknown-unknown --locked --test digest");
        digests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        run_counting(&mut digests, count)
    })?;
    step("Release build", || release::build_into(project, "dist"))?;
    step("Tests, in the browser", || {
        // Some browser tests compare the numbers on the page with the output of the program `simulate`.
        run(&mut cargo("build --locked --bin simulate"))?;
        let mut tests = npm(project, &["test"], &chromium);
        run_counting(tests.env("SIMULATE", project.root.join("target/debug/simulate")), count)
    })
}

/// Builds the release and prints how fast it is in a browser. No test sets a limit for these times.
pub fn measure(project: &Project, arguments: Parser) -> Outcome<()> {
    no_more(arguments)?;
    tools::set_up(project)?;
    browser::packages(project)?;
    let chromium = browser::chromium(project)?;
    release::build_into(project, "dist")?;
    run(&mut npm(project, &["run", "measure"], &chromium))
}

/// Creates the command that runs a script of the browser tests with npm.
fn npm(project: &Project, script: &[&str], chromium: &str) -> Command {
    let mut npm = command(project, "npm", script);
    npm.arg("--silent").current_dir(project.browser_tests()).env("CHROMIUM", chromium);
    npm
}

fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n== {name}");
    let start = Instant::now();
    let outcome = work();
    println!("   {:.1} s", start.elapsed().as_secs_f64());
    outcome
}
