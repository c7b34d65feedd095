//! Serializes a checked study as the text of its study file. The receiver of a message thus applies the same checks as
//! to any study file.

use holdfast_scenario::{CheckedStudy, file};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;

/// Writes a study as the text of its file. `study` is a `CheckedStudy`, or an `Arc` that holds one.
pub fn serialize<S: Serializer>(study: &impl Borrow<CheckedStudy>, serializer: S) -> Result<S::Ok, S::Error> {
    file::write_compact(study.borrow().source()).serialize(serializer)
}

/// Reads the text of a study file and checks the study. Fails if the study has errors.
pub fn deserialize<'a, D: Deserializer<'a>, T: From<CheckedStudy>>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let study = file::open(&text).map_err(|_| D::Error::custom("not a study that can be simulated"))?;
    Ok(study.into())
}
