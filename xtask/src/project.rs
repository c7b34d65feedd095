//! The paths of the checkout, and the environment that its tools run in.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;

/// An error is a sentence for the person at the terminal.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The checkout.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// Finds the checkout. Cargo names it at run time, so that a checkout that was moved is found as well.
    pub fn find() -> Outcome<Self> {
        let xtask = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = xtask.as_deref().and_then(|folder| folder.parent());
        match root {
            Some(root) => Ok(Self { root: root.into() }),
            None => Err("Run this as `cargo xtask`, so that Cargo says where the checkout is.".into()),
        }
    }

    /// The git-ignored folder that holds every tool this checkout installs.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// `PATH` with our tools before the machine's: Trunk takes the first that it finds.
    pub fn path(&self) -> OsString {
        let ours = [self.tools().join("bin"), self.tools().join("node_modules/.bin")];
        let machine = env::var_os("PATH").unwrap_or_default();
        let folders = ours.into_iter().chain(env::split_paths(&machine));
        env::join_paths(folders).unwrap_or(machine)
    }
}
