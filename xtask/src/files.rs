//! A folder with all its files, in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::project::Outcome;

/// The content of every file of a folder, by its path from that folder, with `/` between folders.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The content of a file as text.
pub fn text<'a>(files: &'a Files, name: &str) -> Outcome<&'a str> {
    let content = files.get(name).ok_or_else(|| format!("{name} is missing."))?;
    Ok(std::str::from_utf8(content).map_err(|error| format!("{name}: {error}."))?)
}

/// Reads a folder with its subfolders.
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

/// Replaces a folder by these files.
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
