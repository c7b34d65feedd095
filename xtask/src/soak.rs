//! Uses the release at random for a long time. The work is done by `tests/browser/soak.js`.

use lexopt::{Arg, Parser, ValueExt};

use crate::browser;
use crate::command::{command, run};
use crate::project::{Outcome, Project};

/// Serves the release in `dist/` and uses the page at random. The release must have been built before. The script
/// prints the seed of its random numbers.
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
