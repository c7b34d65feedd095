//! A checked study in a message: the text of its file, so that the receiver gets it through the same checks.

use holdfast_scenario::{CheckedStudy, file};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;

/// Writes the study, or the study that an `Arc` holds.
pub fn serialize<S: Serializer>(study: &impl Borrow<CheckedStudy>, serializer: S) -> Result<S::Ok, S::Error> {
    file::write_compact(study.borrow().source()).serialize(serializer)
}

/// Reads and checks the study.
pub fn deserialize<'a, D: Deserializer<'a>, T: From<CheckedStudy>>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let study = file::open(&text).map_err(|_| D::Error::custom("not a study that can be simulated"))?;
    Ok(study.into())
}
