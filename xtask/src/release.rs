//! The release: Trunk's output made ready for a static host that sets no headers of ours.

use std::fs;
use std::path::Path;

use crate::command::run;
use crate::hashing;
use crate::options;
use crate::project::{Outcome, Project};
use crate::tools;
use crate::trunk::trunk;

/// What the page may do. Only the release carries it: the live reload of `trunk serve` is an inline
/// script. `wasm-unsafe-eval` is what compiling WebAssembly is called here, and allows no `eval`.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; \
    base-uri 'self'; form-action 'none'";

/// What a reader can open: the app, and the page that explains its model. They keep their names.
const PAGES: [&str; 2] = ["index.html", "model.html"];

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
    run(&mut trunk)?;
    let folder = project.root.join(dist);
    finish(&folder).map_err(|reason| format!("The release in {dist} could not be finished. {reason}"))
}

fn finish(dist: &Path) -> Outcome<()> {
    for page in PAGES {
        let path = dist.join(page);
        let at = |reason: String| format!("{page}: {reason}");
        let text = fs::read_to_string(&path).map_err(|error| at(format!("{error}.")))?;
        forbid_inline(&text).map_err(at)?;
        fs::write(&path, with_policy(&text).map_err(at)?).map_err(|error| at(format!("{error}.")))?;
    }
    hashing::rename_all(dist, &PAGES)
}

/// The policy comes first in the head, because it rules only what follows it.
fn with_policy(page: &str) -> Outcome<String> {
    let (before, after) = page.split_once("<head>").ok_or("there is no plain <head> tag.")?;
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    Ok(format!("{before}<head>\n  {meta}{after}"))
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
        assert!(!POLICY.contains("  "), "a line of the policy is indented into its text");
    }

    #[test]
    fn inline_code_is_refused() {
        assert!(forbid_inline("<script type=\"module\" src=\"./boot.js\"></script>").is_ok());
        assert!(forbid_inline("<script src=\"a.js\"></script><script>run()</script>").is_err());
        assert!(forbid_inline("<p style=\"color: red\">").is_err());
        assert!(forbid_inline("<style>p {}</style>").is_err());
    }
}
