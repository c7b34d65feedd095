//! What Trunk made, in fewer bytes.

use std::fs;
use std::path::Path;

use crate::command::{command, run};
use crate::project::{Outcome, Project};

/// The oldest browsers that the page is made for: what these know stays as it is written.
const BROWSERS: &str = "--target=chrome123,firefox120,safari17.5";

/// The one sheet of each page, in the folder of all sheets.
const STYLE: &str = "style";
const SHEETS: [&str; 2] = ["page.css", "model.css"];

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

/// Minifies files in their places.
fn esbuild(project: &Project, folder: &Path, options: &[&str], files: &[&str]) -> Outcome<()> {
    let always = ["--minify", "--charset=utf8", "--log-level=warning", "--outdir=.", "--allow-overwrite"];
    run(command(project, "esbuild", &[&always, options, files].concat()).current_dir(folder))
}
