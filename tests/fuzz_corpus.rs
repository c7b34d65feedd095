//! Runs the checks of each fuzz target on every file of its corpus. It does not need libFuzzer, so it works on any
//! machine.

#[path = "../fuzz/src/arguments.rs"]
mod arguments;
#[path = "../fuzz/src/link.rs"]
mod link;
#[path = "../fuzz/src/study_file.rs"]
mod study_file;

use std::fs;
use std::path::Path;

/// The limits of one corpus: the number of its files, and the size of all its files together. The corpora are kept in
/// git, so they must stay small.
const FILES_MAX: usize = 400;
const BYTES_MAX: usize = 300_000;

fn replay(target: &str, check: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let input = fs::read(entry.unwrap().path()).unwrap();
        check(&input);
        files += 1;
        bytes += input.len();
    }
    assert!((10..=FILES_MAX).contains(&files) && bytes <= BYTES_MAX, "{files} files of {bytes} bytes");
}

#[test]
fn study_files() {
    replay("study_file", study_file::check);
}

#[test]
fn links() {
    replay("link", link::check);
}

#[test]
fn command_lines() {
    replay("arguments", arguments::check);
}
