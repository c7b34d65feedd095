//! The paths of the checkout, and the `PATH` for the programs that xtask runs.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;

/// The result of a task. The error is a sentence for the user at the terminal.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The checkout: the local copy of the repository.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// Finds the checkout with the variable `CARGO_MANIFEST_DIR`, which Cargo sets when it starts xtask. A path stored
    /// at compile time would be wrong if the checkout was moved later.
    pub fn find() -> Outcome<Self> {
        let xtask = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = xtask.as_deref().and_then(|folder| folder.parent());
        match root {
            Some(root) => Ok(Self { root: root.into() }),
            None => Err("Run this as `cargo xtask`, so that Cargo says where the checkout is.".into()),
        }
    }

    /// The folder of the tools that xtask installs in the checkout. Git ignores it.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// Returns the `PATH` for programs. The folders of our tools come before the folders of the machine, because Trunk
    /// uses the first tool that it finds.
    pub fn path(&self) -> OsString {
        let ours = [self.tools().join("bin"), self.tools().join("node_modules/.bin")];
        let machine = env::var_os("PATH").unwrap_or_default();
        let folders = ours.into_iter().chain(env::split_paths(&machine));
        env::join_paths(folders).unwrap_or(machine)
    }
}
