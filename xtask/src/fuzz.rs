//! Builds and runs the fuzz targets with libFuzzer. The pinned stable Rust is enough, because the coverage comes from
//! passes of rustc itself. A sanitizer would need nightly Rust, and it would find no errors in code without `unsafe`.

use std::fs;

use lexopt::{Arg, Parser, ValueExt};

use crate::command::{command, output_of, run};
use crate::project::{Outcome, Project};

const EXECUTIONS: u64 = 10_000_000;

/// The compiler flags for coverage. The program then tells libFuzzer three things: which edges of the control flow it
/// takes, how often it takes each edge, and which values it compares.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the fuzz targets and runs all of them, or only those named in the arguments. Inputs that reach new code are
/// saved in `target/fuzz/corpus`, and the next run starts from them. Inputs that fail are saved in `target/fuzz/finds`.
///
/// With `--keep`, no new inputs are tried. Instead, the inputs in `fuzz/corpus`, which are stored in git, are replaced
/// by a small set of inputs. This set reaches all the code that the inputs in `fuzz/corpus` and `target/fuzz/corpus`
/// reach.
pub fn fuzz(project: &Project, mut arguments: Parser) -> Outcome<()> {
    let (mut executions, mut keep, mut chosen) = (EXECUTIONS, false, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("executions") => executions = arguments.value()?.parse()?,
            Arg::Long("keep") => keep = true,
            Arg::Value(target) => chosen.push(target.string()?),
            _ => return Err(argument.unexpected().into()),
        }
    }
    let targets = targets(project)?;
    if let Some(unknown) = chosen.iter().find(|name| !targets.contains(name)) {
        return Err(format!("There is no fuzz target {unknown}. There are: {}.", targets.join(", ")).into());
    }
    let folder = build(project)?;
    for target in targets.iter().filter(|target| chosen.is_empty() || chosen.contains(target)) {
        let (kept, found) = (format!("fuzz/corpus/{target}"), format!("target/fuzz/corpus/{target}"));
        for place in [&found, "target/fuzz/finds"] {
            fs::create_dir_all(project.root.join(place)).map_err(|error| format!("{place}: {error}."))?;
        }
        println!("\n== {target}");
        let mut fuzzer = command(project, &format!("{folder}/{target}"), &["-timeout=10", "-rss_limit_mb=2048"]);
        if keep {
            // libFuzzer selects a small set of files that together take all the edges of the control flow that any file
            // takes. About ten times as many files would be needed to preserve also how often each edge is taken.
            let fewest = format!("target/fuzz/fewest/{target}");
            remake(project, &fewest)?;
            run(fuzzer.args(["-set_cover_merge=1", "-use_counters=0", &fewest, &kept, &found]))?;
            remake(project, &kept)?;
            fs::rename(project.root.join(&fewest), project.root.join(&kept)).map_err(|error| format!("{error}."))?;
        } else {
            let runs = format!("-runs={executions}");
            let finds = format!("-artifact_prefix=target/fuzz/finds/{target}-");
            run(fuzzer.args([&runs, &finds, "-print_final_stats=1", &found, &kept]))?;
        }
    }
    Ok(())
}

/// Creates an empty folder. If the folder exists, it is deleted first with all its files.
fn remake(project: &Project, place: &str) -> Outcome<()> {
    let folder = project.root.join(place);
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{place}: {error}."))?;
    }
    Ok(fs::create_dir_all(folder).map_err(|error| format!("{place}: {error}."))?)
}

/// Returns the names of the fuzz targets. Each target is one program in `fuzz/src/bin`.
fn targets(project: &Project) -> Outcome<Vec<String>> {
    let entries = fs::read_dir(project.root.join("fuzz/src/bin")).map_err(|error| format!("fuzz/src/bin: {error}."))?;
    let stems = entries.filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()));
    let mut targets: Vec<String> = stems.collect();
    targets.sort();
    Ok(targets)
}

/// Builds the fuzz targets and returns the folder of the compiled programs.
fn build(project: &Project) -> Outcome<String> {
    let version = output_of(&mut command(project, "rustc", &["-vV"])).unwrap_or_default();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc does not say its host.")?;
    // The option `--target` keeps the coverage flags away from build scripts. Build scripts are not linked with
    // libFuzzer, so they would not build with these flags.
    let arguments = ["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target-dir"];
    let arguments = [&arguments[..], &["target/fuzz", "--target", host]].concat();
    run(command(project, "cargo", &arguments).env("RUSTFLAGS", COVERAGE))?;
    let folder = project.root.join("target/fuzz").join(host).join("release");
    Ok(folder.to_str().ok_or("The path of the checkout must be valid UTF-8.")?.to_owned())
}
