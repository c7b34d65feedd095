//! Tests two rules for source files: every Rust file begins with a comment that says what it is for, and no file of the
//! page is longer than 250 lines. The dependencies between crates need no test, because each `Cargo.toml` states them.

use std::fs;
use std::path::{Path, PathBuf};

const PAGE_LINES_MAX: usize = 250;

/// Appends to `out` the path of every `.rs` file below a folder.
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// The path (from the root) and the text of every `.rs` file below these folders.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| files(&root.join(folder), &mut paths));
    let name = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_file_says_what_it_is_for() {
    let sources = sources(&["src", "crates", "tests", "benches", "xtask/src", "fuzz/src"]);
    assert!(sources.len() > 200, "{} files", sources.len());
    let silent: Vec<_> = sources.iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "These files do not begin with //!: {silent:?}");
}

#[test]
fn no_file_of_the_page_is_too_long() {
    for (name, text) in sources(&["src"]) {
        let lines = text.lines().count();
        assert!(lines <= PAGE_LINES_MAX, "{name} has {lines} lines");
    }
}
