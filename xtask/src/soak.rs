//! Random use of the release for a long time: `tests/browser/soak.js`.

use crate::browser;
use crate::command::{command, run};
use crate::options;
use crate::project::{Outcome, Project};

/// Serves `dist/`, which must have been built, and uses it; the script says which seed it has.
pub fn soak(project: &Project, arguments: &[String]) -> Outcome<()> {
    let ([minutes, seed], others) = options::read("soak", ["--minutes", "--seed"], arguments)?;
    if let Some(word) = others.first() {
        return Err(format!("`cargo xtask soak` does not know `{word}`."));
    }
    if !project.root.join("dist/index.html").is_file() {
        return Err("There is no release in dist/. Run `cargo xtask build` first.".into());
    }
    browser::packages(project)?;
    let chromium = browser::chromium(project)?;
    let mut node = command(project, "node", &["soak.js", minutes.unwrap_or("30"), seed.unwrap_or("1")]);
    run(node.current_dir(project.browser_tests()).env("CHROMIUM", chromium))
}
