//! Random use of the release for a long time: `tests/browser/soak.js`.

use lexopt::{Arg, Parser, ValueExt};

use crate::browser;
use crate::command::{command, run};
use crate::project::{Outcome, Project};

/// Serves `dist/`, which must have been built, and uses the page at random. The script prints its seed.
pub fn soak(project: &Project, mut arguments: Parser) -> Outcome<()> {
    let (mut minutes, mut seed) = ("30".to_owned(), "1".to_owned());
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("minutes") => minutes = arguments.value()?.string()?,
            Arg::Long("seed") => seed = arguments.value()?.string()?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    if !project.root.join("dist/index.html").is_file() {
        return Err("There is no release in dist/. Run `cargo xtask build` first.".into());
    }
    browser::packages(project)?;
    let chromium = browser::chromium(project)?;
    let mut node = command(project, "node", &["soak.js", &minutes, &seed]);
    run(node.current_dir(project.browser_tests()).env("CHROMIUM", chromium))
}
