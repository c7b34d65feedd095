//! Study files: JSON with a version number. Each version has a module that reads it. The modules of all versions except
//! the newest are frozen. Each version has sample files, which every later program must be able to read.

mod reader;
mod since_v2;
mod v1;
mod v2;
mod v3;
mod v4;
mod write;

use super::checked::CheckedStudy;
use super::study::Study;
use super::validation_error::{ErrorKind, ExpectedType, FieldPath, ValidationError};
use serde_json::Value;
use write::VERSION;

/// The greatest size of a study file, in bytes. Real studies are much smaller. A larger file is an error.
pub const MAX_BYTES: usize = 256 * 1024;

/// Returns the text of a study file, indented for people. Shares are written as fractions, such as 0.04 for 4%.
pub fn write(study: &Study) -> String {
    serde_json::to_string_pretty(&write::newest(study)).unwrap_or_default()
}

/// Returns the text of a study file without spaces, for links, the browser's storage and messages between threads.
pub fn write_compact(study: &Study) -> String {
    serde_json::to_string(&write::newest(study)).unwrap_or_default()
}

/// Reads a study file. Returns the unchecked study and the errors in the file, such as values of a wrong type, unknown
/// keys and missing required keys. A value with an error is replaced by its default. If it has no default, the target,
/// correlation or event that needs it is left out. Returns `Err` if the text is not a study file at all.
pub fn read(text: &str) -> Result<(Study, Vec<ValidationError>), ValidationError> {
    let error = |kind| ValidationError::new(FieldPath::file(), kind);
    if text.len() > MAX_BYTES {
        return Err(error(ErrorKind::TooLarge { max_bytes: MAX_BYTES }));
    }
    // Some editors write a byte-order mark at the beginning of a file.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text)
        .map_err(|json| error(ErrorKind::NotJson { line: json.line(), column: json.column() }))?;
    // A file without a version is read as the newest version, because it was probably written by hand.
    match value.get("version").map_or(Some(VERSION), Value::as_u64) {
        Some(1) => v1::read(&value),
        Some(2) => v2::read(&value),
        Some(3) => v3::read(&value),
        Some(VERSION) => v4::read(&value),
        Some(newer) if newer > VERSION => {
            Err(ValidationError::new(FieldPath::study("version"), ErrorKind::NewerVersion { known: VERSION }))
        }
        _ => Err(ValidationError::new(
            FieldPath::study("version"),
            ErrorKind::WrongType { expected: ExpectedType::WholeNumber },
        )),
    }
}

/// Reads and checks a study file. If there are errors, returns all of them, not only the first.
pub fn open(text: &str) -> Result<CheckedStudy, Vec<ValidationError>> {
    let (study, mut errors) = read(text).map_err(|error| vec![error])?;
    match study.check() {
        Ok(checked) if errors.is_empty() => Ok(checked),
        Ok(_) => Err(errors),
        Err(more) => {
            errors.extend(more);
            Err(errors)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::estimate::Estimate;
    use super::super::input::Key;
    use super::super::presets;
    use super::*;

    #[test]
    fn a_written_study_reads_back() {
        for preset in presets::ALL {
            let study = (preset.study)();
            assert_eq!(read(&write(&study)), Ok((study.clone(), vec![])));
            assert_eq!(read(&write_compact(&study)), Ok((study, vec![])));
        }
    }

    #[test]
    fn numbers_are_read_to_the_bit_or_refused() {
        let churn = |number: &str| read(&format!(r#"{{"scenarios":[{{"churn":{number}}}]}}"#)).unwrap();
        for (text, value) in [("0.035", 0.035), ("35e-3", 0.035), ("0.1000000000000000055511151231257827", 0.1)] {
            let (study, errors) = churn(text);
            assert_eq!((study.scenarios[0].inputs[Key::Churn], errors), (Estimate::Exact(value), vec![]), "{text}");
        }
        let error = &churn("1e999").1[0];
        assert_eq!((error.path.to_string().as_str(), &error.kind), ("scenarios[0].churn", &ErrorKind::NotFinite));
    }

    #[test]
    fn no_file_causes_a_panic() {
        for text in ["", "null", "[]", "{\"scenarios\":", "{\"version\":-1}", "{\"version\":5}", "1e999", "\u{0}"] {
            assert!(read(text).is_err(), "{text:?}");
        }
        assert!(read(&"[".repeat(100_000)).is_err(), "a deep nest");
        assert!(read(&" ".repeat(MAX_BYTES + 1)).is_err(), "too large");
    }
}
