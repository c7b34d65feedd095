//! The command-line program `simulate`.

use holdfast_text::{Words, args::NoticeFileProblem};
use lexopt::Parser;
use simulate::arguments;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words = Words::english();
    let output = arguments::read(&words, Parser::from_env(), arguments::read_bounded)
        .and_then(|request| simulate::answer(&request, &words));
    match output {
        Ok(text) => match io::stdout().lock().write_all(text.as_bytes()) {
            // A broken pipe is not an error. It only means that the program that reads the output, such as `head`, has
            // ended.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                eprintln!(
                    "{}",
                    words.notice_file_problem(NoticeFileProblem { place: "stdout", problem: &error.to_string() })
                );
                ExitCode::from(2)
            }
            _ => ExitCode::SUCCESS,
        },
        Err(problems) => {
            // An error while writing to stderr is ignored, because there is nowhere else to report it.
            problems.iter().for_each(|line| drop(writeln!(io::stderr(), "{line}")));
            ExitCode::from(2)
        }
    }
}
