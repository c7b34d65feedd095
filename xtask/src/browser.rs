//! Sets up the npm packages and finds or installs the Chromium that the browser tests need.

use std::env;
use std::fs;

use crate::command::{command, output_of, run};
use crate::project::{Outcome, Project};
use crate::tools;

const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Installs the npm packages of the browser tests, with the versions in their lock file.
pub fn packages(project: &Project) -> Outcome<()> {
    tools::needs_node(project)?;
    let folder = project.browser_tests();
    // After an installation, a copy of the lock file is kept beside the packages. If the copy equals the lock file, the
    // right versions are installed.
    let (lock, stamp) = (folder.join("package-lock.json"), folder.join("node_modules/.installed-lock.json"));
    let wanted = fs::read(&lock).map_err(|error| format!("package-lock.json could not be read: {error}."))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Setting up the packages of the browser tests.");
    run(command(project, "npm", &["ci", "--ignore-scripts"]).current_dir(folder))?;
    Ok(fs::write(stamp, wanted).map_err(|error| format!("{error}."))?)
}

/// Returns the path of the Chromium for the tests. This is the program in the variable `CHROMIUM` if it is set,
/// otherwise the first Chromium found. If there is none and apt can be used, Chromium is installed.
pub fn chromium(project: &Project) -> Outcome<String> {
    if let Ok(chosen) = env::var("CHROMIUM") {
        return if starts(project, &chosen) {
            Ok(chosen)
        } else {
            Err(format!("CHROMIUM is set to {chosen}, which does not start.").into())
        };
    }
    if let Some(found) = find(project) {
        return Ok(found);
    }
    if may_use_apt(project) {
        println!("Setting up Chromium.");
        run(command(project, "apt-get", &["update"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
        let arguments = ["install", "--yes", "--no-install-recommends", "chromium"];
        run(command(project, "apt-get", &arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    find(project)
        .ok_or_else(|| "Install Chromium or Chrome, or set CHROMIUM to the path of one, then run this again.".into())
}

/// Finds a Chromium and returns its absolute path. Playwright needs a path because it does not search the folders of
/// `PATH`.
fn find(project: &Project) -> Option<String> {
    let machine = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&machine).collect();
    // Some names are absolute paths. If the argument of `join` is absolute, the result is the argument alone.
    let places = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut files = places.filter(|path| path.is_file()).filter_map(|path| path.to_str().map(str::to_owned));
    files.find(|path| starts(project, path))
}

/// Tests whether a program starts and is a Chromium. The program `chromium-browser` of Ubuntu can be a placeholder that
/// only prints a hint.
fn starts(project: &Project, program: &str) -> bool {
    output_of(&mut command(project, program, &["--version"])).is_some_and(|text| text.contains("Chrom"))
}

fn may_use_apt(project: &Project) -> bool {
    let is_root = output_of(&mut command(project, "id", &["-u"])).is_some_and(|id| id.trim() == "0");
    is_root && output_of(&mut command(project, "apt-get", &["--version"])).is_some()
}
