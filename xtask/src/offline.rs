//! The service worker of a release: told which files make up the build.

use std::fs;
use std::path::Path;

use crate::hashing::{Files, sha256};
use crate::project::Outcome;

/// The worker's name, which never changes: a browser looks for a newer one under it.
pub const WORKER: &str = "sw.js";

/// Writes the worker into a folder, for these files of it.
pub fn write(folder: &Path, files: &Files) -> Outcome<()> {
    let path = folder.join(WORKER);
    let template = fs::read_to_string(&path).map_err(|error| format!("{WORKER}: {error}."))?;
    fs::write(&path, filled(&template, files)?).map_err(|error| format!("{WORKER}: {error}."))
}

/// The worker with the two lines that it leaves open.
fn filled(template: &str, files: &Files) -> Outcome<String> {
    let lines: Vec<String> =
        files.iter().map(|(name, content)| format!("  \"{name}\": \"{}\",\n", sha256(content))).collect();
    let list = lines.concat();
    // Its own text, too: another worker over the same files keeps a copy of its own.
    let build = sha256([template, &list].concat().as_bytes());
    let mut text = template.to_owned();
    let list = format!("const files = {{\n{list}}};\n");
    let build = format!("const build = \"{}\";\n", &build[..16]);
    for (open, line) in [("const build = \"\";\n", build), ("const files = {};\n", list)] {
        if text.matches(open).count() != 1 {
            return Err(format!("{WORKER} does not have the line `{}` once.", open.trim_end()));
        }
        text = text.replace(open, &line);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "const build = \"\";\nconst files = {};\nrun();\n";

    fn files(content: &str) -> Files {
        Files::from([("a.js".to_owned(), content.as_bytes().to_vec())])
    }

    #[test]
    fn the_worker_knows_every_file_and_differs_with_each() {
        let one = filled(TEMPLATE, &files("")).unwrap();
        assert!(
            one.contains(
                "  \"a.js\": \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\n};\nrun();"
            )
        );
        let build = |text: &str| text.lines().next().unwrap().to_owned();
        assert_ne!(build(&one), build(&filled(TEMPLATE, &files(" ")).unwrap()));
        let other = TEMPLATE.replace("run()", "walk()");
        assert_ne!(build(&one), build(&filled(&other, &files("")).unwrap()));
    }

    #[test]
    fn a_template_without_the_lines_is_refused() {
        assert!(filled("run();", &files("")).is_err());
    }

    /// A manifest knows no `light-dark()`, and a page's own bar comes before any style sheet.
    #[test]
    fn the_colours_outside_the_style_sheets_are_the_theme_s() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
        let tokens = read("style/tokens.css");
        let page = tokens.split("--page: light-dark(").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
        let (light, dark) = page.split_once(", ").unwrap();
        let manifest = read("assets/manifest.webmanifest");
        for key in ["background_color", "theme_color"] {
            assert!(manifest.contains(&format!("\"{key}\": \"{light}\"")), "{key} is not {light}");
        }
        for (scheme, color) in [("light", light), ("dark", dark)] {
            let meta = format!("(prefers-color-scheme: {scheme})\" content=\"{color}\"");
            assert!(read("index.html").contains(&meta), "{scheme} is not {color}");
        }
    }
}
