//! Installs the tools that a build needs. If a tool is already there, its version is checked and nothing is downloaded
//! for it.

use std::path::Path;

use crate::command::{command, output_of, run};
use crate::pins::Pins;
use crate::project::{Outcome, Project};

const WASM: &str = "wasm32-unknown-unknown";

/// The oldest version of Node that Playwright supports.
const OLDEST_NODE: u32 = 20;

/// Installs everything that a build of the page needs. If the machine already has a tool in the right version, that
/// tool is used.
pub fn set_up(project: &Project) -> Outcome<()> {
    let pins = Pins::read(project)?;
    wasm_target(project)?;
    // With its default features, Trunk would download tools. They are off, because xtask installs the tools.
    programs(project, "trunk", &["trunk"], &pins.trunk, &["--locked", "--no-default-features"])?;
    // Installed without `--locked`, because the lock file of wasm-bindgen-cli contains a version of a crate that was
    // withdrawn. The second program runs the tests of the engine in WebAssembly.
    let bindgen = ["wasm-bindgen", "wasm-bindgen-test-runner"];
    programs(project, "wasm-bindgen-cli", &bindgen, &pins.wasm_bindgen, &[])?;
    if !is_version(project, "wasm-opt", &pins.binaryen) {
        needs_node(project)?;
        // wasm-opt comes from npm. The packages of Linux distributions are too old for the WebAssembly that rustc
        // writes.
        let (root, package) = (folder(project)?, format!("binaryen@{}.0.0", pins.binaryen));
        let arguments = ["install", "--prefix", &root, "--no-save", "--no-package-lock", "--ignore-scripts", &package];
        install(project, "wasm-opt", "npm", &arguments)?;
    }
    // Trunk runs with `--offline`, so the crates must be downloaded before.
    run(&mut command(project, "cargo", &["fetch", "--quiet", "--locked"]))
}

/// Installs rustfmt and clippy if they are missing. `rust-toolchain.toml` lists them, but rustup can be configured not
/// to install them.
pub fn lints(project: &Project) -> Outcome<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output_of(&mut command(project, "cargo", &[subcommand, "--version"])).is_none() {
            install(project, component, "rustup", &["component", "add", component])?;
        }
    }
    Ok(())
}

/// Checks that Node.js and npm are installed. xtask does not install them.
pub fn needs_node(project: &Project) -> Outcome<()> {
    let version = |program| output_of(&mut command(project, program, &["--version"]));
    let node = version("node").and_then(|text| text.trim_start_matches('v').split('.').next()?.parse().ok());
    if node.is_some_and(|major: u32| major >= OLDEST_NODE) && version("npm").is_some() {
        return Ok(());
    }
    Err(format!("Install Node.js {OLDEST_NODE} or newer with npm, then run this again.").into())
}

fn wasm_target(project: &Project) -> Outcome<()> {
    let arguments = ["--print", "target-libdir", "--target", WASM];
    let folder = output_of(&mut command(project, "rustc", &arguments));
    if folder.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    install(project, "the WebAssembly target", "rustup", &["target", "add", WASM])
}

/// Tests whether a tool is installed in a given version. It runs the tool, so that an incomplete installation does not
/// count.
fn is_version(project: &Project, tool: &str, version: &str) -> bool {
    let printed = output_of(&mut command(project, tool, &["--version"]));
    printed.is_some_and(|text| text.split_whitespace().any(|word| word == version))
}

/// Installs the programs of a crate if they are missing. Uses cargo-binstall to download compiled programs if that is
/// possible. Otherwise compiles them.
fn programs(project: &Project, package: &str, tools: &[&str], version: &str, options: &[&str]) -> Outcome<()> {
    let are_there = || tools.iter().all(|tool| is_version(project, tool, version));
    if are_there() {
        return Ok(());
    }
    println!("Setting up {package}.");
    let (root, package) = (folder(project)?, format!("{package}@{version}"));
    let target = ["--force", "--root", &root, &package];
    let binstall = [&["binstall", "--no-confirm", "--disable-strategies", "compile"][..], &target].concat();
    let has_binstall = output_of(&mut command(project, "cargo", &["binstall", "-V"])).is_some();
    if has_binstall && run(&mut command(project, "cargo", &binstall)).is_ok() && are_there() {
        return Ok(());
    }
    let mut cargo = command(project, "cargo", &[&["install"][..], &target, options].concat());
    // The tools are compiled without optimisation. An optimised build would take some minutes longer, and the tools
    // would hardly be faster on our small files.
    for (option, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "0")] {
        cargo.env(format!("CARGO_PROFILE_RELEASE_{option}"), value);
    }
    run(&mut cargo)
}

fn folder(project: &Project) -> Outcome<String> {
    let folder = project.tools().into_os_string().into_string();
    Ok(folder.map_err(|_| "The path of the checkout must be valid UTF-8.")?)
}

fn install(project: &Project, what: &str, program: &str, arguments: &[&str]) -> Outcome<()> {
    println!("Setting up {what}.");
    run(&mut command(project, program, arguments))
}
