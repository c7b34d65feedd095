//! Runs other programs.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::count::Count;
use crate::project::{Outcome, Project};

/// Creates a command that runs in the root folder of the checkout. The folders of the tools that xtask installed come
/// first in its `PATH`.
pub fn command(project: &Project, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(&project.root).env("PATH", project.path());
    command
}

/// Runs a command until it ends. The command reads from and prints to the terminal. Returns an error if it fails.
pub fn run(command: &mut Command) -> Outcome<()> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(failed(command).into()) }
}

/// Runs a command until it ends and prints its output. The numbers of tests that it reports are added to `count`.
/// Returns an error if the command fails.
pub fn run_counting(command: &mut Command, count: &mut Count) -> Outcome<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    if let Some(output) = child.stdout.take() {
        // Reads bytes instead of strings, because a test can print text that is not UTF-8.
        for line in BufReader::new(output).split(b'\n') {
            let line = line.map_err(|error| format!("Reading its output failed: {error}."))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            count.add_line(&line);
        }
    }
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(failed(command).into()) }
}

/// Returns the output of a program. Returns `None` if the program cannot be run or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` could not be run: {error}.", program_name(command))
}

fn failed(command: &Command) -> String {
    let words = command.get_args().map(|word| word.to_string_lossy());
    let words: Vec<_> = std::iter::once(program_name(command).into()).chain(words).collect();
    format!("`{}` failed.", words.join(" "))
}

fn program_name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}
