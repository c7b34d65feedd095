//! The release: Trunk's output made ready for a static host that sets no headers of ours.

use std::fs;
use std::path::Path;

use crate::command::run;
use crate::hashing;
use crate::headers::{self, POLICY, REFERRER};
use crate::offline;
use crate::options;
use crate::pack;
use crate::project::{Outcome, Project};
use crate::tools;
use crate::trunk::trunk;

/// What a reader can open: the app, and the page that explains its model. They keep their names.
const PAGES: [&str; 2] = ["index.html", "model.html"];

/// Makes a release smaller by a tenth: the standard library is compiled with it, and a panic is a trap without a text.
/// These are not stable yet, so the pinned compiler has to be told that they are meant; `cargo xtask serve` does without,
/// and there a panic says what it is. The library's feature `optimize_for_size` would save a little more, but selects and
/// sorts so slowly that ten thousand futures take two seconds.
pub const SMALL: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
    ),
];

/// Where what [`finish`] begins with stays, for [`next`].
const UNFINISHED: &str = "target/dist-trunk";

/// Reads the arguments of `cargo xtask build`, sets up the tools and builds.
pub fn build(project: &Project, arguments: &[String]) -> Outcome<()> {
    let ([dist, features], others) = options::read("build", ["--dist", "--features"], arguments)?;
    if let Some(word) = others.first() {
        return Err(format!("`cargo xtask build` does not know `{word}`."));
    }
    tools::set_up(project)?;
    build_into(project, dist.unwrap_or("dist"), features)
}

/// Builds the release into a folder; the tools must be there.
pub fn build_into(project: &Project, dist: &str, features: Option<&str>) -> Outcome<()> {
    // Names get their hashes from us afterwards: Trunk copies some files without, and names the
    // module after what went into wasm-bindgen, not after what came out.
    let mut trunk = trunk(project, &["build", "--release", "--locked", "--filehash=false", "--dist", dist]);
    if let Some(features) = features {
        trunk.arg(format!("--features=app,{features}"));
    }
    // With the tests inside, a panic must say what it is.
    if features.is_none() {
        trunk.envs(SMALL);
    }
    run(&mut trunk)?;
    let folder = project.root.join(dist);
    let packed = pack::module(project, &folder).and_then(|()| match features {
        None => copy(&folder, &project.root.join(UNFINISHED)),
        Some(_) => Ok(()),
    });
    packed
        .and_then(|()| finish(project, &folder))
        .map_err(|reason| format!("The release in {dist} could not be finished. {reason}"))
}

/// Finishes what was built last once more, with another word and another colour: the build after the release, for the
/// tests of the way from one to the other.
pub fn next(project: &Project, arguments: &[String]) -> Outcome<()> {
    let [dist] = arguments else { return Err("`cargo xtask next` needs the folder to write.".into()) };
    let folder = project.root.join(dist);
    copy(&project.root.join(UNFINISHED), &folder)?;
    for (name, now, then) in [
        ("text/en.json", "\"app.footer\": \"", "\"app.footer\": \"The next build. "),
        ("style/tokens.css", "--radius: 0.5rem;", "--radius: 0.25rem;"),
    ] {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).map_err(|error| format!("{name}: {error}."))?;
        if !text.contains(now) {
            return Err(format!("{name} does not hold {now}"));
        }
        fs::write(&path, text.replace(now, then)).map_err(|error| format!("{name}: {error}."))?;
    }
    finish(project, &folder)
}

/// Puts a copy of a folder in the place of another.
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    let failed = |error: std::io::Error| format!("{} could not be written: {error}.", to.display());
    if to.exists() {
        fs::remove_dir_all(to).map_err(failed)?;
    }
    for (name, content) in hashing::read(from)? {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap_or(to)).map_err(failed)?;
        fs::write(path, content).map_err(failed)?;
    }
    Ok(())
}

fn finish(project: &Project, dist: &Path) -> Outcome<()> {
    pack::style(project, dist)?;
    pack::texts(dist)?;
    pack::scripts(project, dist)?;
    for page in PAGES {
        let path = dist.join(page);
        let at = |reason: String| format!("{page}: {reason}");
        let text = fs::read_to_string(&path).map_err(|error| at(format!("{error}.")))?;
        forbid_inline(&text).map_err(at)?;
        fs::write(&path, with_policy(&text).map_err(at)?).map_err(|error| at(format!("{error}.")))?;
    }
    let mut files = hashing::rename_all(dist, &[&PAGES[..], &[offline::WORKER]].concat())?;
    files.remove(offline::WORKER);
    offline::write(dist, &files)?;
    pack::worker(project, dist)?;
    let names: Vec<String> = files.into_keys().chain([offline::WORKER.into()]).collect();
    headers::write(dist, &names)
}

/// The policy comes first in the head, because it rules only what follows it. The worker's name tells the page that it
/// is a release.
fn with_policy(page: &str) -> Outcome<String> {
    let (before, after) = page.split_once("<head>").ok_or("there is no plain <head> tag.")?;
    Ok(format!(
        "{before}<head>\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n  \
        <meta name=\"referrer\" content=\"{REFERRER}\">\n  \
        <meta name=\"service-worker\" content=\"{}\">{after}",
        offline::WORKER
    ))
}

/// The policy would block these silently, so the build says so first.
fn forbid_inline(page: &str) -> Outcome<()> {
    let script_tags = page.split("<script").skip(1).filter_map(|rest| rest.split('>').next());
    if script_tags.into_iter().any(|tag| !tag.contains(" src=")) {
        return Err("an inline script, which the policy of the release blocks.".into());
    }
    if page.contains("<style") || page.contains(" style=") {
        return Err("an inline style, which the policy of the release blocks.".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_the_first_thing_in_the_head() {
        let page = with_policy("<html><head><title>x</title></head></html>").unwrap();
        assert!(page.starts_with("<html><head>\n  <meta http-equiv=\"Content-Security-Policy\""));
        assert!(page.ends_with("<title>x</title></head></html>"));
    }

    #[test]
    fn inline_code_is_refused() {
        assert!(forbid_inline("<script type=\"module\" src=\"./boot.js\"></script>").is_ok());
        assert!(forbid_inline("<script src=\"a.js\"></script><script>run()</script>").is_err());
        assert!(forbid_inline("<p style=\"color: red\">").is_err());
        assert!(forbid_inline("<style>p {}</style>").is_err());
    }
}
