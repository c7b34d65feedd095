//! What Trunk made, in fewer bytes.

use std::fs;
use std::path::Path;

use crate::command::{command, printed_by, run};
use crate::glue::{self, Names};
use crate::hashing;
use crate::offline;
use crate::project::{Outcome, Project};

/// The oldest browsers that the page is made for: what these know stays as it is written.
const BROWSERS: &str = "--target=chrome123,firefox120,safari17.5";

/// The script that has to be read by the browsers before them, too: it tells who cannot read the others.
const GUARD: &str = "guard.js";

/// The one sheet of each page, in the folder of all sheets.
const STYLE: &str = "style";
const SHEETS: [&str; 2] = ["page.css", "model.css"];

/// The folder of the languages.
const TEXTS: &str = "text";

/// The module, which comes with the names of its functions, and the script that is between it and the browser.
const MODULE: &str = "holdfast_bg.wasm";
const GLUE: &str = "holdfast.js";

/// What the script uses of the module, for as long as that takes.
const GRAPH: &str = "graph.json";

/// What makes the module fast and small. Nothing is at the lowest addresses but the end of a stack that is about to
/// overflow. What has one caller and was not inlined by the compiler is better left; with small functions the same would
/// cost the engine a sixth of its speed.
const OPTIMIZE: [&str; 3] = ["-O3", "--low-memory-unused", "--one-caller-inline-max-function-size=20"];

/// What takes the names off. Functions with like names are alike, which Brotli finds where they are neighbours.
const FINISH: [&str; 4] = [
    "--reorder-functions-by-name",
    "--minify-imports-and-exports-and-modules",
    "--strip-producers",
    "--strip-target-features",
];

/// Takes out of the module what the page does not use, and the long names on both sides.
pub fn module(project: &Project, dist: &Path) -> Outcome<()> {
    let at = |error: std::io::Error| format!("{GLUE}: {error}.");
    let script = glue::without_classes(&fs::read_to_string(dist.join(GLUE)).map_err(at)?)?;
    let graph = dist.join(GRAPH);
    fs::write(&graph, glue::graph(&script)).map_err(at)?;
    let tool = |name: &str, options: &[&str]| {
        let arguments = [&[MODULE, "-o", MODULE], options].concat();
        printed_by(command(project, name, &arguments).current_dir(dist))
    };
    let is_done = tool("wasm-metadce", &["-g", "--graph-file", GRAPH]);
    fs::remove_file(graph).map_err(at)?;
    is_done?;
    // The second time finds what the first has uncovered.
    tool("wasm-opt", &[&OPTIMIZE[..], &["-g"]].concat())?;
    let names = Names::read(&tool("wasm-opt", &[&OPTIMIZE[..], &FINISH].concat())?);
    fs::write(dist.join(GLUE), glue::renamed(&script, &names)?).map_err(at)
}

/// Puts into each page's sheet those that it imports, and drops those.
pub fn style(project: &Project, dist: &Path) -> Outcome<()> {
    let folder = dist.join(STYLE);
    esbuild(project, &folder, &["--bundle", BROWSERS], &SHEETS)?;
    let failed = |error: std::io::Error| format!("{STYLE}: {error}.");
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !SHEETS.iter().any(|sheet| entry.file_name() == **sheet) {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// Takes the line breaks out of the language files. A text of JSON's has none.
pub fn texts(dist: &Path) -> Outcome<()> {
    for (name, content) in hashing::read(&dist.join(TEXTS))? {
        let failed = |reason: String| format!("{name}: {reason}.");
        let text = String::from_utf8(content).map_err(|error| failed(error.to_string()))?;
        let joined: String = text.lines().map(str::trim).collect();
        fs::write(dist.join(TEXTS).join(&name), joined).map_err(|error| failed(error.to_string()))?;
    }
    Ok(())
}

/// Minifies all scripts but the service worker, whose table is not yet filled in: `""` would be taken for what it is.
pub fn scripts(project: &Project, dist: &Path) -> Outcome<()> {
    let files = hashing::read(dist)?;
    let later = [GUARD, offline::WORKER];
    let is_script = |name: &&str| name.ends_with(".js") && !later.contains(name);
    let scripts: Vec<&str> = files.keys().map(String::as_str).filter(is_script).collect();
    esbuild(project, dist, &["--tree-shaking=true", BROWSERS], &scripts)?;
    esbuild(project, dist, &["--target=es5"], &[GUARD])
}

/// Minifies the service worker as it will be.
pub fn worker(project: &Project, dist: &Path) -> Outcome<()> {
    esbuild(project, dist, &[BROWSERS], &[offline::WORKER])
}

/// Minifies files in their places.
fn esbuild(project: &Project, folder: &Path, options: &[&str], files: &[&str]) -> Outcome<()> {
    let always =
        ["--minify", "--charset=utf8", "--log-level=warning", "--outbase=.", "--outdir=.", "--allow-overwrite"];
    run(command(project, "esbuild", &[&always, options, files].concat()).current_dir(folder))
}
