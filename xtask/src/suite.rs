//! Every check and test, in the order in which a mistake shows soonest.

use std::time::Instant;

use crate::browser;
use crate::command::{command, run, run_counting};
use crate::count::Count;
use crate::project::{Outcome, Project};
use crate::release;
use crate::tools;

/// Stops at the first step that fails. Either way the last line is the count of tests so far.
pub fn test(project: &Project, arguments: &[String]) -> Outcome<()> {
    if let Some(word) = arguments.first() {
        return Err(format!("`cargo xtask test` does not know `{word}`."));
    }
    let mut count = Count::default();
    let outcome = run_steps(project, &mut count);
    if let Err(sentence) = &outcome {
        println!("\n{sentence}");
    }
    println!("\n{count}");
    match outcome {
        Ok(()) => Ok(()),
        // To return the sentence would print it again, below the count.
        Err(_) => std::process::exit(1),
    }
}

fn run_steps(project: &Project, count: &mut Count) -> Outcome<()> {
    let chromium = step("Setting up the tools", || {
        tools::set_up(project)?;
        tools::lints(project)?;
        tools::cargo_deny(project)?;
        browser::packages(project)?;
        browser::chromium(project)
    })?;
    let cargo = |words: &str| command(project, "cargo", &words.split(' ').collect::<Vec<_>>());
    step("Format", || run(&mut cargo("fmt --all --check")))?;
    step("Lints, native", || run(&mut cargo("clippy --workspace --all-targets --locked -- -D warnings")))?;
    step("Lints, the page", || {
        run(&mut cargo(
            "clippy --locked -p holdfast -p holdfast-page --lib --bin holdfast --features app \
            --target wasm32-unknown-unknown -- -D warnings",
        ))
    })?;
    step("Licences, versions and sources of all crates", || crates(project))?;
    step("Tests, native", || run_counting(&mut cargo("test --workspace --locked --no-fail-fast"), count))?;
    step("Release build", || release::build_into(project, "dist", None))?;
    step("Release build with the test suite inside", || {
        release::build_into(project, "target/dist-suite", Some("suite"))
    })?;
    step("Tests, in the browser", || {
        let mut npm = command(project, "npm", &["test", "--silent"]);
        run_counting(npm.current_dir(project.browser_tests()).env("CHROMIUM", &chromium), count)
    })
}

/// By `deny.toml`. What it allows and nothing needs is an error for the product; `fuzz/` needs little of it.
fn crates(project: &Project) -> Outcome<()> {
    for (manifest, level) in [("Cargo.toml", "-D"), ("fuzz/Cargo.toml", "-A")] {
        let lints =
            [level, "unmatched-skip", level, "license-not-encountered", "-A", "license-exception-not-encountered"];
        let arguments = [&["--locked", "--manifest-path", manifest, "check"][..], &lints].concat();
        run(command(project, "cargo-deny", &arguments).args(["licenses", "bans", "sources"]))?;
    }
    Ok(())
}

fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n== {name}");
    let start = Instant::now();
    let outcome = work();
    println!("   {:.1} s", start.elapsed().as_secs_f64());
    outcome
}
