//! Reads the pinned version of each tool. Each version is stated in only one file: `Trunk.toml` or `Cargo.lock`.

use std::fs;

use crate::project::{Outcome, Project};

/// The pinned versions of the tools.
pub struct Pins {
    pub trunk: String,
    pub wasm_bindgen: String,
    /// The version of Binaryen, the package that contains wasm-opt.
    pub binaryen: String,
}

impl Pins {
    /// Reads the versions of Trunk and wasm-opt from `Trunk.toml`, because Trunk checks both versions against this
    /// file. Reads the version of the wasm-bindgen tool from `Cargo.lock`, because it must equal the version of the
    /// library wasm-bindgen.
    pub fn read(project: &Project) -> Outcome<Self> {
        let text = |name: &str| {
            let error = |error| format!("{name} could not be read: {error}.");
            fs::read_to_string(project.root.join(name)).map_err(error)
        };
        let (settings, lock) = (text("Trunk.toml")?, text("Cargo.lock")?);
        let trunk = quoted(&settings, "trunk-version").ok_or("Trunk.toml does not say the version of Trunk.")?;
        let binaryen = quoted(&settings, "wasm_opt").ok_or("Trunk.toml does not say the version of wasm-opt.")?;
        let wasm_bindgen = locked(&lock, "wasm-bindgen").ok_or("Cargo.lock does not hold wasm-bindgen.")?;
        Ok(Self {
            trunk: trunk.trim_start_matches('=').to_owned(),
            wasm_bindgen: wasm_bindgen.to_owned(),
            binaryen: binaryen.trim_start_matches("version_").to_owned(),
        })
    }
}

/// Returns the value in the first line `key = "value"` of a text.
fn quoted<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"'))
    })
}

/// Returns the version of a package. `lock` is the content of a `Cargo.lock`.
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
