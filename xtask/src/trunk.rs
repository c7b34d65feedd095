//! Calling Trunk, which bundles the page.

use std::process::Command;

use lexopt::Parser;

use crate::command::command;
use crate::project::{Outcome, Project};
use crate::tools;

/// `trunk` with the tools that [`tools::set_up`] put in place.
pub fn trunk(project: &Project, arguments: &[&str]) -> Command {
    let mut command = command(project, "trunk", arguments);
    // Trunk would otherwise fetch tools of its own choice and ask for newer versions of itself.
    command.arg("--offline");
    // Trunk 0.21 accepts only true and false in this variable and fails at the usual `NO_COLOR=1`.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").arg("--color=never");
    }
    command
}

/// Serves a development build with live reload until it is interrupted. Trunk prints the address.
///
/// It has a folder of its own, so that `dist/` holds a release or nothing.
pub fn serve(project: &Project, mut arguments: Parser) -> Outcome<()> {
    tools::set_up(project)?;
    let mut trunk = trunk(project, &["serve", "--dist", "target/dist-serve"]);
    trunk.args(arguments.raw_args()?);
    replace_this_process(&mut trunk)
}

/// Replaces this process by the server, so that to stop the task is to stop the server.
#[cfg(unix)]
fn replace_this_process(command: &mut Command) -> Outcome<()> {
    use std::os::unix::process::CommandExt;
    Err(format!("Trunk could not be run: {}.", command.exec()).into())
}

#[cfg(not(unix))]
fn replace_this_process(command: &mut Command) -> Outcome<()> {
    crate::command::run(command)
}
