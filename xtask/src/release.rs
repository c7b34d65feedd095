//! Makes the release. It completes the output of `trunk build`, so that any static host can serve it.
//!
//! Trunk puts all files that the pages load into the folder `build/`. The folder is moved to `build/<hash>/`, where the
//! hash is computed from the whole build. So a cache cannot mix the files of two builds, and links between files in the
//! folder stay valid. The content security policy is added to the pages, and the list of all files to the service
//! worker.

use lexopt::{Arg, Parser, ValueExt};
use sha2::{Digest, Sha256};

use crate::command::run;
use crate::files::{Files, read, text, write};
use crate::project::{Outcome, Project};
use crate::tools;
use crate::trunk::trunk;

/// The folder that Trunk writes to. Its files are the input of [`finish`].
const UNFINISHED: &str = "target/dist-trunk";

/// The folder of all files that the pages load.
const BUILD: &str = "build/";

/// The pages that a user can open: the app, and the explanation of its model.
const PAGES: [&str; 2] = ["index.html", "model.html"];

/// The files that contain paths in the folder `build/`. The hash is added to these paths.
const NAMING: [&str; 3] = ["index.html", "model.html", HEADERS];

/// The style sheet of each page, and below it the folder of all style sheets. The sheets of the pages import other
/// sheets.
const SHEETS: [&str; 2] = ["page.css", "model.css"];
const STYLE: &str = "build/style/";

/// The service worker. Its name must never change, because a browser looks for a newer version under the same name.
const WORKER: &str = "sw.js";

/// Two files that configure a host: the first is for Netlify and Cloudflare Pages, the second for nginx. They are not
/// served to users.
const HEADERS: &str = "_headers";
const NGINX: &str = "holdfast.nginx.conf";

/// Installs the tools and builds the release, by default into `dist/`.
pub fn build(project: &Project, mut arguments: Parser) -> Outcome<()> {
    let mut dist = "dist".to_owned();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("dist") => dist = arguments.value()?.string()?,
            _ => return Err(argument.unexpected().into()),
        }
    }
    tools::set_up(project)?;
    build_into(project, &dist)
}

/// Builds the release into the folder `dist`. The tools must be installed already.
pub fn build_into(project: &Project, dist: &str) -> Outcome<()> {
    run(&mut trunk(project, &["build", "--release", "--locked", "--dist", UNFINISHED]))?;
    let files = read(&project.root.join(UNFINISHED))?;
    write(&project.root.join(dist), &finish(files)?)
}

/// Makes a second release from the last output of Trunk, with one changed text and one changed style. Tests use it as
/// the next release, to test the update from one release to another.
pub fn next(project: &Project, mut arguments: Parser) -> Outcome<()> {
    let dist = arguments.value()?.string()?;
    crate::no_more(arguments)?;
    let mut files = read(&project.root.join(UNFINISHED))?;
    for (name, now, then) in [
        ("build/text/en.json", "\"app.footer\": \"", "\"app.footer\": \"The next build. "),
        ("build/style/tokens.css", "--radius: 0.5rem;", "--radius: 0.25rem;"),
    ] {
        let old = text(&files, name)?;
        if !old.contains(now) {
            return Err(format!("{name} does not hold {now}").into());
        }
        files.insert(name.into(), old.replace(now, then).into());
    }
    write(&project.root.join(&dist), &finish(files)?)
}

/// Makes the files of the release from the files that Trunk wrote.
fn finish(mut files: Files) -> Outcome<Files> {
    join_sheets(&mut files)?;
    let policy = policy(text(&files, HEADERS)?)?.to_owned();
    for page in PAGES {
        let completed = with_policy(text(&files, page)?, &policy).ok_or_else(|| format!("{page} has no <meta>."))?;
        files.insert(page.into(), completed.into());
    }
    let build = hash_of_all(&files);
    let folder = format!("{BUILD}{build}/");
    for name in NAMING {
        let renamed = text(&files, name)?.replace(BUILD, &folder);
        files.insert(name.into(), renamed.into());
    }
    let named = |(name, content): (String, _)| match name.strip_prefix(BUILD) {
        Some(rest) => (format!("{folder}{rest}"), content),
        None => (name, content),
    };
    files = files.into_iter().map(named).collect();
    let worker = listing(&files, &build)?;
    files.insert(WORKER.into(), worker.into());
    Ok(files)
}

/// Replaces each import in a style sheet by the content of the imported sheet. The browser then loads one style sheet
/// for the app instead of twelve.
fn join_sheets(files: &mut Files) -> Outcome<()> {
    for sheet in SHEETS {
        let mut joined = String::new();
        for line in text(files, &format!("{STYLE}{sheet}"))?.lines() {
            let import = line.strip_prefix("@import \"").and_then(|rest| rest.trim_end_matches(';').split_once('"'));
            let Some((name, media)) = import else {
                joined += &format!("{line}\n");
                continue;
            };
            let imported = text(files, &format!("{STYLE}{name}"))?;
            joined += &match media.trim() {
                "" => imported.to_owned(),
                media => format!("@media {media} {{\n{imported}}}\n"),
            };
        }
        files.insert(format!("{STYLE}{sheet}"), joined.into());
    }
    files.retain(|name, _| name.strip_prefix(STYLE).is_none_or(|sheet| SHEETS.contains(&sheet)));
    Ok(())
}

/// Returns the content security policy. `headers` is the content of `_headers`, which states the policy for all files.
fn policy(headers: &str) -> Outcome<&str> {
    let stated = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "));
    Ok(stated.ok_or_else(|| format!("{HEADERS} states no policy."))?)
}

/// Adds the content security policy and the name of the service worker to a page. The policy comes before the other
/// elements of the head, because it applies only to what follows it. Development builds have no policy, because it
/// would block the inline script that `trunk serve` adds for live reload. From the name of the service worker, the page
/// sees that it is a release.
fn with_policy(page: &str, policy: &str) -> Option<String> {
    let (before, after) = page.split_once("<meta")?;
    Some(format!(
        "{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\
        <meta name=\"service-worker\" content=\"{WORKER}\"><meta{after}"
    ))
}

fn hash_of_all(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        hash.update(format!("{name} {}\n", content.len()));
        hash.update(content);
    }
    hex(&hash.finalize())[..16].to_owned()
}

/// Returns the service worker with two constants filled in: the hash of the build, and the list of all served files
/// with the SHA-256 of each file.
fn listing(files: &Files, build: &str) -> Outcome<String> {
    let is_served = |name: &&String| ![WORKER, HEADERS, NGINX].contains(&name.as_str());
    let line = |name: &String| format!("  \"{name}\": \"{}\",\n", hex(&Sha256::digest(&files[name])));
    let list: String = files.keys().filter(is_served).map(line).collect();
    let mut worker = text(files, WORKER)?.to_owned();
    for (open, filled) in [
        ("const build = \"\";\n", format!("const build = \"{build}\";\n")),
        ("const files = {};\n", format!("const files = {{\n{list}}};\n")),
    ] {
        if worker.matches(open).count() != 1 {
            return Err(format!("{WORKER} does not have the line `{}` once.", open.trim_end()).into());
        }
        worker = worker.replace(open, &filled);
    }
    Ok(worker)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    const PAGE: &str = "<head><meta charset=\"utf-8\"><script src=\"build/boot.js\"></script></head>";

    fn trunk(boot: &str) -> Files {
        let files = [
            ("_headers", "/*\n  Content-Security-Policy: default-src 'none'\n/build/*\n  Cache-Control: immutable\n"),
            ("build/boot.js", boot),
            ("build/style/model.css", "@import \"tokens.css\";\nb {}\n"),
            ("build/style/page.css", "/* All. */\n@import \"tokens.css\";\n@import \"print.css\" print;\n"),
            ("build/style/print.css", "c {}\n"),
            ("build/style/tokens.css", "a {}\n"),
            ("holdfast.nginx.conf", "if ($uri ~ \"/build/[0-9a-f]{16}/\")"),
            ("index.html", PAGE),
            ("model.html", PAGE),
            ("sw.js", "const build = \"\";\nconst files = {};\nrun();\n"),
        ];
        files.map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec())).into()
    }

    fn build_of(files: &Files) -> String {
        text(files, "sw.js").unwrap().split('"').nth(1).unwrap().to_owned()
    }

    #[test]
    fn one_hash_names_the_folder_everywhere() {
        let files = finish(trunk("")).unwrap();
        let build = build_of(&files);
        assert!(build.len() == 16 && files.contains_key(&format!("build/{build}/boot.js")));
        assert!(text(&files, "index.html").unwrap().contains(&format!("src=\"build/{build}/boot.js\"")));
        assert!(text(&files, "_headers").unwrap().contains(&format!("\n/build/{build}/*\n")));
        assert!(text(&files, "holdfast.nginx.conf").unwrap().contains("/build/[0-9a-f]{16}/"));
        assert_ne!(build, build_of(&finish(trunk(" ")).unwrap()));
    }

    #[test]
    fn the_policy_is_the_first_thing_in_the_head() {
        let files = finish(trunk("")).unwrap();
        let start = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><meta name=";
        assert!(PAGES.iter().all(|page| text(&files, page).unwrap().starts_with(start)));
    }

    #[test]
    fn a_sheet_contains_the_sheets_that_it_imports() {
        let files = finish(trunk("")).unwrap();
        let folder = format!("build/{}/style/", build_of(&files));
        let sheets: Vec<_> = files.keys().filter_map(|name| name.strip_prefix(&folder)).collect();
        assert_eq!(sheets, ["model.css", "page.css"]);
        let page = text(&files, &format!("{folder}page.css")).unwrap();
        assert_eq!(page, "/* All. */\na {}\n@media print {\nc {}\n}\n");
    }

    #[test]
    fn the_worker_lists_every_served_file_except_itself() {
        let files = finish(trunk("")).unwrap();
        let worker = text(&files, "sw.js").unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert!(worker.contains(&format!("  \"build/{}/boot.js\": \"{empty}\",\n", build_of(&files))));
        assert_eq!(worker.matches("\": \"").count(), files.len() - 3);
        assert!(worker.ends_with("};\nrun();\n"));
        let mut without = trunk("");
        without.insert("sw.js".into(), "run();".into());
        assert!(finish(without).is_err());
    }

    fn source(name: &str) -> String {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)).unwrap()
    }

    #[test]
    fn the_policy_allows_no_inline_code_and_no_eval() {
        let headers = source("assets/_headers");
        let policy = policy(&headers).unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"));
        assert!(!policy.contains("http:") && !policy.contains("https:") && !policy.contains('*'));
    }

    #[test]
    fn all_hosts_send_the_same_headers() {
        let (headers, nginx) = (source("assets/_headers"), source("assets/holdfast.nginx.conf"));
        let always = headers.split("\n/*\n").nth(1).unwrap().lines().take_while(|line| line.starts_with("  "));
        let told: Vec<_> = always.map(|line| line.trim().split_once(": ").unwrap()).collect();
        assert_eq!(told.len(), 6);
        for (name, value) in &told {
            assert!(nginx.contains(&format!("\nadd_header {name} \"{value}\" always;\n")), "{name}");
        }
        assert_eq!(nginx.matches("always;").count(), told.len());
    }

    /// The manifest and the meta element `theme-color` cannot use the CSS function `light-dark()`. So they contain
    /// copies of the colours in `tokens.css`, and the copies must be equal to the originals.
    #[test]
    fn the_colours_outside_the_style_sheets_equal_those_of_the_theme() {
        let tokens = source("style/tokens.css");
        let page = tokens.split("--page: light-dark(").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
        let (light, dark) = page.split_once(", ").unwrap();
        let manifest = source("assets/manifest.webmanifest");
        for key in ["background_color", "theme_color"] {
            assert!(manifest.contains(&format!("\"{key}\": \"{light}\"")), "{key} is not {light}");
        }
        for (scheme, color) in [("light", light), ("dark", dark)] {
            let meta = format!("(prefers-color-scheme: {scheme})\" content=\"{color}\"");
            assert!(source("index.html").contains(&meta), "{scheme} is not {color}");
        }
    }
}
