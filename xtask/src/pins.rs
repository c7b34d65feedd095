//! The version of each tool, read from the one place that states it.

use std::fs;

use crate::project::{Outcome, Project};

/// The versions that this checkout was made with.
pub struct Pins {
    pub trunk: String,
    pub wasm_bindgen: String,
    pub binaryen: String,
    pub cargo_deny: String,
    pub esbuild: String,
}

impl Pins {
    /// Trunk checks its own version against `Trunk.toml`. The wasm-bindgen tool must match the library, so `Cargo.lock`
    /// decides. `Cargo.toml` has room for what no other tool reads.
    pub fn read(project: &Project) -> Outcome<Self> {
        let text = |name: &str| {
            let error = |error| format!("{name} could not be read: {error}.");
            fs::read_to_string(project.root.join(name)).map_err(error)
        };
        let (settings, lock, manifest) = (text("Trunk.toml")?, text("Cargo.lock")?, text("Cargo.toml")?);
        let missing = |what: &str| format!("No version of {what} is stated in Trunk.toml, Cargo.lock or Cargo.toml.");
        let trunk = quoted(&settings, "trunk-version").ok_or_else(|| missing("trunk"))?;
        let binaryen = quoted(&manifest, "binaryen").ok_or_else(|| missing("binaryen"))?;
        let wasm_bindgen = locked(&lock, "wasm-bindgen").ok_or_else(|| missing("wasm-bindgen"))?;
        let cargo_deny = quoted(&manifest, "cargo-deny").ok_or_else(|| missing("cargo-deny"))?;
        let esbuild = quoted(&manifest, "esbuild").ok_or_else(|| missing("esbuild"))?;
        Ok(Self {
            trunk: trunk.trim_start_matches('=').to_owned(),
            wasm_bindgen: wasm_bindgen.to_owned(),
            binaryen: binaryen.to_owned(),
            cargo_deny: cargo_deny.to_owned(),
            esbuild: esbuild.to_owned(),
        })
    }
}

/// The value of a line `key = "value"`.
fn quoted<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"'))
    })
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let entry = lock.split("[[package]]").find(|entry| quoted(entry, "name") == Some(package))?;
    quoted(entry, "version")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_found_by_its_whole_name() {
        let lock = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some("0.2.1"));
        assert_eq!(locked(lock, "wasm"), None);
    }

    #[test]
    fn a_value_keeps_its_own_equals_sign() {
        assert_eq!(quoted("trunk-version = \"=1.2.3\"", "trunk-version"), Some("=1.2.3"));
    }
}
