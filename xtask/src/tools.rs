//! Setting up what a build needs. A step that is done already costs one look and no network.

use std::path::Path;

use crate::command::{command, output_of, run};
use crate::pins::Pins;
use crate::project::{Outcome, Project};
use crate::release::SMALL;

const WASM: &str = "wasm32-unknown-unknown";

/// What Playwright asks for.
const OLDEST_NODE: u32 = 20;

/// Everything that a build of the page needs.
pub fn set_up(project: &Project) -> Outcome<()> {
    let pins = Pins::read(project)?;
    wasm_target(project)?;
    library_source(project)?;
    if !is_version(project, "bin/trunk", &pins.trunk) {
        compile(project, "Trunk", &["trunk", "--version", &pins.trunk, "--locked"])?;
    }
    if !is_version(project, "bin/wasm-bindgen", &pins.wasm_bindgen) {
        // Without --locked: its own lock file names a crate that was withdrawn.
        compile(project, "wasm-bindgen", &["wasm-bindgen-cli", "--version", &pins.wasm_bindgen])?;
    }
    let packed = [("node_modules/.bin/wasm-opt", &pins.binaryen), ("node_modules/.bin/esbuild", &pins.esbuild)];
    if !packed.iter().all(|(tool, version)| is_version(project, tool, version)) {
        // The packages of Linux distributions are too old for what rustc emits. In one go: npm removes what it is not
        // told.
        let packages = [format!("binaryen@{}.0.0", pins.binaryen), format!("esbuild@{}", pins.esbuild)];
        needs_node(project)?;
        let root = folder(project)?;
        let mut arguments = vec!["install", "--prefix", &root, "--no-save", "--no-package-lock", "--ignore-scripts"];
        arguments.extend(packages.iter().map(String::as_str));
        install(project, "wasm-opt and esbuild", "npm", &arguments)?;
    }
    // Trunk builds offline, so the crates must be there before: ours, and those of the standard library.
    run(&mut command(project, "cargo", &["fetch", "--quiet"]))?;
    run(command(project, "cargo", &["fetch", "--quiet", "--target", WASM]).envs(SMALL))
}

/// What reads the licences, versions and sources of all crates.
pub fn cargo_deny(project: &Project) -> Outcome<()> {
    let version = Pins::read(project)?.cargo_deny;
    if is_version(project, "bin/cargo-deny", &version) {
        return Ok(());
    }
    compile(project, "cargo-deny", &["cargo-deny", "--version", &version, "--locked"])
}

/// rustfmt and clippy. `rust-toolchain.toml` lists them, but rustup may be set not to install them.
pub fn lints(project: &Project) -> Outcome<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output_of(&mut command(project, "cargo", &[subcommand, "--version"])).is_none() {
            install(project, component, "rustup", &["component", "add", component])?;
        }
    }
    Ok(())
}

/// Node comes with the machine: it is the one tool that this checkout does not install.
pub fn needs_node(project: &Project) -> Outcome<()> {
    let version = |program| output_of(&mut command(project, program, &["--version"]));
    let node = version("node").and_then(|text| text.trim_start_matches('v').split('.').next()?.parse().ok());
    if node.is_some_and(|major: u32| major >= OLDEST_NODE) && version("npm").is_some() {
        return Ok(());
    }
    Err(format!("Install Node.js {OLDEST_NODE} or newer with npm, then run this again."))
}

fn wasm_target(project: &Project) -> Outcome<()> {
    let arguments = ["--print", "target-libdir", "--target", WASM];
    let folder = output_of(&mut command(project, "rustc", &arguments));
    if folder.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    install(project, "the WebAssembly target", "rustup", &["target", "add", WASM])
}

/// A release compiles the standard library with the page.
fn library_source(project: &Project) -> Outcome<()> {
    let sysroot = output_of(&mut command(project, "rustc", &["--print", "sysroot"])).unwrap_or_default();
    if Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std").is_dir() {
        return Ok(());
    }
    install(project, "the standard library's source", "rustup", &["component", "add", "rust-src"])
}

/// Asks the tool itself, so that a half-finished installation does not count.
fn is_version(project: &Project, tool: &str, version: &str) -> bool {
    let tool = project.tools().join(tool);
    let printed = tool.to_str().and_then(|tool| output_of(&mut command(project, tool, &["--version"])));
    printed.is_some_and(|text| text.split_whitespace().any(|word| word == version))
}

/// A program from the crates' registry. The authors' release profiles spend minutes on optimising the whole program at
/// once, which files as small as ours do not give back.
fn compile(project: &Project, what: &str, arguments: &[&str]) -> Outcome<()> {
    println!("Setting up {what}.");
    let quick = [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "1")];
    let quick = quick.map(|(option, value)| (format!("CARGO_PROFILE_RELEASE_{option}"), value));
    let mut cargo = command(project, "cargo", &["install", "--force", "--root", &folder(project)?]);
    run(cargo.args(arguments).envs(quick))
}

fn folder(project: &Project) -> Outcome<String> {
    let folder = project.tools().into_os_string().into_string();
    folder.map_err(|_| "The path of the checkout must be valid UTF-8.".into())
}

fn install(project: &Project, what: &str, program: &str, arguments: &[&str]) -> Outcome<()> {
    println!("Setting up {what}.");
    run(&mut command(project, program, arguments))
}
