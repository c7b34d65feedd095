//! Who may import whom (DESIGN section 1), and the house rules that a machine can check: every file says what it is for,
//! and no file of the page grows past 250 lines.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The table: a room and the rooms that it may import besides itself.
const ROOMS: [(&str, &[&str]); 7] = [
    ("scenario", &[]),
    ("engine", &["scenario"]),
    ("summary", &["scenario", "engine"]),
    ("advice", &["scenario", "engine", "summary"]),
    ("chart", &["scenario", "summary"]),
    ("pool", &["scenario", "engine", "summary", "advice"]),
    ("text", &["scenario"]),
];
/// These may import every room.
const FREE: [&str; 5] = ["ui", "bin", "lib.rs", "core.rs", "page.rs"];
const UI_LINES_MAX: usize = 250;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every `.rs` file below `src`: its path from there, and its text.
fn files() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(source()).unwrap().to_string_lossy().replace('\\', "/");
                out.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(&source(), &mut out);
    out.sort();
    out
}

/// The code alone: comments and texts in quotes become spaces.
fn code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        let raw = rest.starts_with("r\"") || rest.starts_with("r#");
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if raw && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            let hashes = rest[1..].chars().take_while(|&c| c == '#').count();
            let close = format!("\"{}", "#".repeat(hashes));
            let open = 2 + hashes;
            rest.get(open..).and_then(|body| body.find(&close)).map_or(1, |end| open + end + close.len())
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("'\"'") || rest.starts_with("'{'") || rest.starts_with("'}'") {
            3
        } else if let Some(escape) = rest.strip_prefix("'\\") {
            escape.find('\'').map_or(2, |end| end + 3)
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        out.push(' ');
        rest = &rest[skipped..];
    }
    out
}

/// The first names of what follows a path's root: `a::b` is a, `{a::b, c}` is a and c.
fn first_names(after: &str) -> Vec<String> {
    let after = after.trim_start();
    let Some(group) = after.strip_prefix('{') else {
        let name: String = after.chars().take_while(|&c| c.is_alphanumeric() || c == '_' || c == '*').collect();
        return vec![name];
    };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.extend(first_names(&group[start..at]).into_iter().filter(|name| !name.is_empty()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// The names that a file takes from the crate's root, by `crate::`, by the name of a package, or by enough of `super::`.
fn from_root(name: &str, text: &str) -> BTreeSet<String> {
    let code = code(text);
    let parts = name.split('/').count();
    let file_depth = if name.ends_with("mod.rs") { parts - 1 } else { parts };
    let mut found = BTreeSet::new();
    // Blocks that are open, and whether each is a module within the file.
    let (mut blocks, mut skip_to) = (Vec::new(), 0);
    for (at, c) in code.char_indices() {
        let before = &code[..at];
        match c {
            '{' => {
                let head = &before[before.rfind([';', '{', '}']).map_or(0, |end| end + 1)..];
                let mut words = head.split_whitespace().rev();
                blocks.push(words.next().is_some() && words.next() == Some("mod"));
            }
            '}' => drop(blocks.pop()),
            _ => {}
        }
        if at < skip_to || before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at..];
        let roots = ["crate::", "holdfast::", "holdfast_core::", "holdfast_page::", "holdfast_scenario::"];
        if let Some(after) = roots.iter().find_map(|root| rest.strip_prefix(root)) {
            found.extend(first_names(after));
        }
        let mut after = rest;
        let mut steps = 0;
        while let Some(next) = after.strip_prefix("super::") {
            after = next;
            steps += 1;
        }
        if steps > 0 {
            skip_to = code.len() - after.len();
            if steps >= file_depth + blocks.iter().filter(|&&module| module).count() {
                found.extend(first_names(after));
            }
        }
    }
    found
}

/// What the table says against these files.
fn violations(files: &[(String, String)]) -> Vec<String> {
    let mut out = Vec::new();
    for (name, text) in files {
        let room = name.split('/').next().unwrap_or_default();
        if FREE.contains(&room) {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(known, _)| *known == room) else {
            out.push(format!("{name}: a room that the table does not have"));
            continue;
        };
        let names = from_root(name, text);
        let wrong = names.iter().filter(|name| *name != room && !allowed.contains(&name.as_str()));
        out.extend(wrong.map(|wrong| format!("{name}: imports {wrong}")));
    }
    out
}

#[test]
fn every_room_imports_only_what_it_may() {
    let files = files();
    assert!(files.len() > 30, "{} files", files.len());
    assert_eq!(violations(&files), Vec::<String>::new());
    // The table in the code map says the same as this one.
    let map = &files.iter().find(|(name, _)| name == "lib.rs").unwrap().1;
    for (room, allowed) in ROOMS {
        let allowed = if allowed.is_empty() { "–".to_string() } else { allowed.join(", ") };
        assert!(map.contains(&format!("//! | {room} | {allowed} |")), "src/lib.rs tells otherwise of {room}");
    }
}

#[test]
fn the_checker_sees_what_is_planted() {
    let seen = |name: &str, text: &str| violations(&[(name.to_string(), text.to_string())]).len();
    for planted in [
        "use crate::summary::Partial;",
        "use crate::{scenario::Key, summary::{Stats, Track}};",
        "use crate::{\n    pool,\n};",
        "use crate::ui;",
        "use crate::*;",
        "fn f() -> holdfast::text::Words { todo!() }",
        "use holdfast_page::text::Words;",
        "let a = '{'; let b = '\"'; use crate::chart::x;",
        "use super::super::chart;",
        "mod tests { use super::super::super::{chart, scenario}; }",
        "macro_rules! m { () => { $crate::pool::JobId } }",
        "/* aside */ use crate::pool; // crate::scenario",
    ] {
        assert_eq!(seen("engine/law.rs", planted), 1, "{planted}");
    }
    for sound in [
        "use crate::scenario::Key; use crate::{scenario::{self, file}, engine};",
        "// crate::ui is not here\nconst TEXT: &str = \"crate::ui\"; const RAW: &str = r#\"crate::ui \" \"#;",
        "use super::law; mod tests { use super::super::month; }",
        "use mycrate::ui; fn not_a_crate::ui() {}",
    ] {
        assert_eq!(seen("engine/law.rs", sound), 0, "{sound}");
    }
    assert_eq!(seen("scenario/file/v1.rs", "use super::super::study; use super::super::super::engine;"), 1);
    assert_eq!(seen("attic/mod.rs", ""), 1, "an unknown room");
    assert_eq!(seen("ui/app.rs", "use crate::{chart, pool, text};"), 0);
}

#[test]
fn every_file_says_what_it_is_for() {
    for (name, text) in files() {
        assert!(text.starts_with("//!"), "src/{name} opens without //!");
    }
}

#[test]
fn no_file_of_the_page_is_two() {
    for (name, text) in files() {
        let lines = text.lines().count();
        assert!(!name.starts_with("ui/") || lines <= UI_LINES_MAX, "src/{name} has {lines} lines");
    }
}
