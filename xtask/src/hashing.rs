//! Names that change with the content, so that a cache never mixes two versions of the page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::project::Outcome;

/// Only what the page loads by a name that we can rewrite; an icon keeps its name.
const HASHED: [&str; 4] = ["js", "css", "wasm", "json"];

/// How the end of a hashed name looks, as a regular expression.
pub const HASHED_NAME: &str = "-[0-9a-f]{16}\\.(js|css|wasm|json)$";

/// Text that may name other files. Everything else is hashed, but never rewritten.
const NAMING: [&str; 3] = ["html", "js", "css"];

/// Every file of a folder by its name, which is relative to it, with `/` in it.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Reads a folder with its subfolders.
pub fn read(folder: &Path) -> Outcome<Files> {
    let mut files = Files::new();
    read_into(&mut files, folder, "").map_err(|error| format!("{error}."))?;
    Ok(files)
}

/// Renames the files of a folder to `name-<hash>.ext` and rewrites every mention of them. `pages` keep their names, and
/// whatever is renamed must be found from one of them. Returns the files as they are then.
pub fn rename_all(folder: &Path, pages: &[&str]) -> Outcome<Files> {
    let mut files = read(folder)?;
    for (old, new) in rename_in(&mut files, pages)? {
        fs::remove_file(folder.join(&old)).map_err(|error| format!("{old}: {error}."))?;
        if let Some(new) = new {
            fs::write(folder.join(&new), &files[&new]).map_err(|error| format!("{new}: {error}."))?;
        }
    }
    for page in pages {
        let text = files.get(*page).ok_or_else(|| format!("{page} is missing."))?;
        fs::write(folder.join(page), text).map_err(|error| format!("{page}: {error}."))?;
    }
    Ok(files)
}

/// A file is renamed once all files that it names have their new names, because those are part of
/// its content. Returns the old names, each with its new one, or with none where the file is dropped.
fn rename_in(files: &mut Files, pages: &[&str]) -> Outcome<Vec<(String, Option<String>)>> {
    let is_pending = |name: &&String| has_extension(name, &HASHED) && !pages.contains(&name.as_str());
    let mut pending: Vec<String> = files.keys().filter(is_pending).cloned().collect();
    let mut done = Vec::new();
    while !pending.is_empty() {
        let is_ready = |name: &String| {
            let others = pending.iter().filter(|other| *other != name);
            others.into_iter().all(|other| find_mention(text(files, name), other, 0).is_none())
        };
        let Some(at) = pending.iter().position(is_ready) else {
            return Err(format!("These files name each other in a circle: {}.", pending.join(", ")));
        };
        let old = pending.remove(at);
        let content = files.remove(&old).unwrap_or_default();
        let new = hashed_name(&old, &content);
        let mut is_named = false;
        for (name, content) in files.iter_mut().filter(|(name, _)| has_extension(name, &NAMING)) {
            if let Some(rewritten) = std::str::from_utf8(content).ok().and_then(|text| rewrite(text, &old, &new)) {
                is_named |= pending.contains(name) || pages.contains(&name.as_str());
                *content = rewritten.into_bytes();
            }
        }
        if is_named {
            files.insert(new.clone(), content);
            done.push((old, Some(new)));
        } else if old.starts_with("snippets/") {
            // A left-over of an earlier build, which Trunk copies along.
            done.push((old, None));
        } else {
            return Err(format!("Nothing names {old}, so the page could not find it under a hashed name."));
        }
    }
    Ok(done)
}

fn text<'a>(files: &'a Files, name: &str) -> &'a str {
    let content = files.get(name).filter(|_| has_extension(name, &NAMING));
    content.and_then(|content| std::str::from_utf8(content).ok()).unwrap_or_default()
}

/// The text with each mention of one name replaced, or nothing where there is no mention.
fn rewrite(text: &str, old: &str, new: &str) -> Option<String> {
    let mut at = find_mention(text, old, 0)?;
    let (mut rewritten, mut from) = (String::new(), 0);
    loop {
        rewritten += &text[from..at];
        rewritten += new;
        from = at + old.len();
        match find_mention(text, old, from) {
            Some(next) => at = next,
            None => return Some(rewritten + &text[from..]),
        }
    }
}

/// Where a text next names a file: `boot.js` or `./boot.js`, but not `reboot.js` or `lib/boot.js`.
fn find_mention(text: &str, name: &str, from: usize) -> Option<usize> {
    let is_part = |letter: char| letter.is_alphanumeric() || "._-/".contains(letter);
    let mentions = text[from..].match_indices(name).map(|(at, _)| from + at);
    mentions.into_iter().find(|&at| {
        let before = text[..at].strip_suffix("./").unwrap_or(&text[..at]);
        let after = &text[at + name.len()..];
        !before.ends_with(is_part) && !after.starts_with(|letter| is_part(letter) && letter != '.')
    })
}

/// `text/en.json` to `text/en-0123456789abcdef.json`.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash = sha256(content);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}-{}.{extension}", &hash[..16])
}

/// The SHA-256 of a content, in hexadecimal digits.
pub fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a name carries a hash, as [`HASHED_NAME`] has it.
pub fn is_hashed(name: &str) -> bool {
    let hash = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-')).map(|(_, hash)| hash);
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    has_extension(name, &HASHED) && hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(is_digit))
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

fn read_into(files: &mut Files, folder: &Path, prefix: &str) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_into(files, &entry.path(), &format!("{name}/"))?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: [&str; 2] = ["index.html", "model.html"];

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(name, content)| (name.to_string(), content.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_name_follows_the_content_of_all_that_it_loads() {
        let page = "<script src=\"./boot.js?js=app.js&amp;wasm=app_bg.wasm\"></script><link href=\"text/en.json\">";
        let site = |wasm| {
            files(&[
                ("index.html", page),
                ("boot.js", "start()"),
                ("app.js", "new URL('app_bg.wasm', import.meta.url)"),
                ("app_bg.wasm", wasm),
                ("text/en.json", "{}"),
                ("favicon.svg", "<svg/>"),
            ])
        };
        let (mut one, mut two) = (site("1"), site("2"));
        rename_in(&mut one, &PAGES).unwrap();
        rename_in(&mut two, &PAGES).unwrap();
        let shared: Vec<&String> = one.keys().filter(|name| two.contains_key(*name)).collect();
        let stems: Vec<&str> = shared.iter().map(|name| name.split('-').next().unwrap()).collect();
        assert_eq!(stems, ["boot", "favicon.svg", "index.html", "text/en"]);
        for name in one.keys().filter(|name| has_extension(name, &HASHED)) {
            assert!(text(&one, "index.html").contains(name), "{name} is not in the page");
        }
    }

    #[test]
    fn a_file_that_nothing_names_is_an_error_unless_it_is_a_left_over_snippet() {
        let mut lost = files(&[("index.html", ""), ("text/en.json", "{}")]);
        assert!(rename_in(&mut lost, &PAGES).is_err());
        let mut snippet = files(&[("index.html", ""), ("snippets/old/inline0.js", "")]);
        assert_eq!(rename_in(&mut snippet, &PAGES).unwrap(), [("snippets/old/inline0.js".to_owned(), None)]);
    }

    #[test]
    fn a_second_page_finds_its_files_and_keeps_its_name() {
        let mut site = files(&[
            ("index.html", "<link href=\"./tokens.css\"><a href=\"model.html\">"),
            ("model.html", "<link href=\"tokens.css\"><link href=\"model.css\"><a href=\"./\">"),
            ("tokens.css", "a {}"),
            ("model.css", "b {}"),
        ]);
        rename_in(&mut site, &PAGES).unwrap();
        let hashed: Vec<&String> = site.keys().filter(|name| has_extension(name, &HASHED)).collect();
        assert_eq!(hashed.len(), 2);
        assert!(hashed.into_iter().all(|name| text(&site, "model.html").contains(name)));
        assert!(
            text(&site, "index.html").contains("href=\"./tokens-") && text(&site, "index.html").contains("model.html")
        );
        let mut other = files(&[("index.html", ""), ("other.html", "a.css"), ("a.css", "")]);
        assert!(rename_in(&mut other, &PAGES).is_err(), "nobody opens other.html");
    }

    #[test]
    fn a_script_that_keeps_its_name_is_like_a_page() {
        let pages = ["index.html", "sw.js"];
        let mut site = files(&[("index.html", "<script src=a.js><meta content=sw.js>"), ("sw.js", ""), ("a.js", "")]);
        rename_in(&mut site, &pages).unwrap();
        let kept: Vec<&String> = site.keys().filter(|name| !is_hashed(name)).collect();
        assert_eq!(kept, pages);
    }

    #[test]
    fn a_hashed_name_is_known_again() {
        assert!(is_hashed(&hashed_name("text/en.json", b"{}")));
        for name in ["", "sw.js", "icon-192.png", "a-0123456789abcdef.png", "a-0123456789ABCDEF.js", "a-0123.js"] {
            assert!(!is_hashed(name), "{name}");
        }
        for extension in HASHED {
            assert!(HASHED_NAME.contains(extension));
        }
    }

    #[test]
    fn a_circle_is_an_error() {
        let mut circle = files(&[("index.html", "a.js b.js"), ("a.js", "'b.js'"), ("b.js", "'./a.js'")]);
        assert!(rename_in(&mut circle, &PAGES).is_err());
    }

    #[test]
    fn a_mention_is_a_whole_name() {
        assert_eq!(
            rewrite("'./boot.js', reboot.js, x/boot.js, boot.json", "boot.js", "B"),
            Some("'./B', reboot.js, x/boot.js, boot.json".into())
        );
        assert_eq!(rewrite("Loads boot.js. Then waits.", "boot.js", "B"), Some("Loads B. Then waits.".into()));
    }
}
