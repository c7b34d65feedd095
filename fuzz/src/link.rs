//! Checks any bytes as the fragment of a link. They are no link of ours, are refused, or hold a study file of bounded
//! length; and a study that opens is the same after writing and reading it.

use super::study_file::{digest, reads_back};
use holdfast_scenario::{file, link};

/// One in this many studies that open is written and read again.
const READ_BACK: u64 = 4;

/// Decodes the bytes and opens what they hold.
pub fn check(bytes: &[u8]) {
    let Ok(fragment) = std::str::from_utf8(bytes) else { return };
    let Some(Ok(text)) = link::decode(fragment) else { return };
    assert!(text.len() <= file::MAX_BYTES);
    let Ok(study) = file::open(&text) else { return };
    if digest(bytes).is_multiple_of(READ_BACK) {
        reads_back(study.source());
    }
}
