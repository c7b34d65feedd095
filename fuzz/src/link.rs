//! Reads any bytes as the fragment of a link. Either they are not a link of Holdfast, or they are refused, or they hold
//! a text of bounded length. If the text is a valid study, the study must be the same after it has been written and
//! read again.

use super::study_file::{digest, reads_back};
use holdfast_scenario::{file, link};

/// One valid study in four is written and read again.
const READ_BACK: u64 = 4;

/// Decodes the bytes, opens the study file that they hold, and checks the study.
pub fn check(bytes: &[u8]) {
    let Ok(fragment) = std::str::from_utf8(bytes) else { return };
    let Some(Ok(text)) = link::decode(fragment) else { return };
    assert!(text.len() <= file::MAX_BYTES);
    let Ok(study) = file::open(&text) else { return };
    if digest(bytes).is_multiple_of(READ_BACK) {
        reads_back(study.source());
    }
}
