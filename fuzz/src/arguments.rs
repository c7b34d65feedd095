//! Reads any bytes as the command line of `simulate`, one word on each line. The result must be a valid request, or
//! errors of one line each. Nothing is simulated and no file is read: in place of a file's content, the name of the
//! file is used.

use holdfast_text::Words;
use lexopt::Parser;
use simulate::arguments::{Request, read};
use std::ffi::OsString;
use std::path::Path;

thread_local! {
    static WORDS: Words = Words::english();
}

/// Checks that the bytes, read as a command line, give a valid request or errors of one line each.
pub fn check(bytes: &[u8]) {
    let parser = Parser::from_args(bytes.split(|&byte| byte == b'\n').map(word));
    let bytes_of = |path: &Path| Ok(path.to_string_lossy().into_owned().into_bytes());
    match WORDS.with(|words| read(words, parser, bytes_of)) {
        Ok(Request::Simulate { study, threads, .. }) => {
            assert!((1..=256).contains(&threads));
            assert!(study.source().clone().check().is_ok());
        }
        Ok(_) => {}
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                assert!(!problem.contains(char::is_control), "not one line: {problem:?}");
            }
        }
    }
}

#[cfg(unix)]
fn word(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn word(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
