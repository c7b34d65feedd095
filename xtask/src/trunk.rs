//! Calls Trunk, which builds the page and bundles its files.

use std::process::Command;

use lexopt::Parser;

use crate::command::command;
use crate::project::{Outcome, Project};
use crate::tools;

/// Creates a command that runs `trunk` with the tools that [`tools::set_up`] installed.
pub fn trunk(project: &Project, arguments: &[&str]) -> Command {
    let mut command = command(project, "trunk", arguments);
    // Without `--offline`, Trunk would download tools itself and look for newer versions of itself.
    command.arg("--offline");
    // Trunk 0.21 accepts only `true` and `false` in the variable `NO_COLOR`. The usual value `1` makes it fail.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").arg("--color=never");
    }
    command
}

/// Serves a development build with live reload until the user stops it. Trunk prints the address.
///
/// The build goes to its own folder, so that `dist/` never contains a development build.
pub fn serve(project: &Project, mut arguments: Parser) -> Outcome<()> {
    tools::set_up(project)?;
    let mut trunk = trunk(project, &["serve", "--dist", "target/dist-serve"]);
    trunk.args(arguments.raw_args()?);
    replace_this_process(&mut trunk)
}

/// Replaces this process by Trunk. So if the user stops the task, the server stops too.
#[cfg(unix)]
fn replace_this_process(command: &mut Command) -> Outcome<()> {
    use std::os::unix::process::CommandExt;
    Err(format!("Trunk could not be run: {}.", command.exec()).into())
}

#[cfg(not(unix))]
fn replace_this_process(command: &mut Command) -> Outcome<()> {
    crate::command::run(command)
}
