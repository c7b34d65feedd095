//! Reads a folder with all its files into memory, and writes such a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::project::Outcome;

/// The contents of all files in a folder. The key is the path of the file relative to the folder, with `/` as
/// separator.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Returns the content of a file as text. Returns an error if the file is missing or is not UTF-8.
pub fn text<'a>(files: &'a Files, name: &str) -> Outcome<&'a str> {
    let content = files.get(name).ok_or_else(|| format!("{name} is missing."))?;
    Ok(std::str::from_utf8(content).map_err(|error| format!("{name}: {error}."))?)
}

/// Reads all files in a folder and its subfolders.
pub fn read(folder: &Path) -> Outcome<Files> {
    let mut files = Files::new();
    read_into(&mut files, folder, "").map_err(|error| format!("{} could not be read: {error}.", folder.display()))?;
    Ok(files)
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

/// Writes the files into a folder. If the folder exists, it is deleted first.
pub fn write(folder: &Path, files: &Files) -> Outcome<()> {
    let failed = |error: std::io::Error| format!("{} could not be written: {error}.", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        fs::write(path, content).map_err(failed)?;
    }
    Ok(())
}
