//! A study as the fragment of a link: the compact file, deflated and base64url. A fragment never reaches a server.

use super::file;
#[cfg(not(target_family = "wasm"))]
use super::study::Study;
use super::validation_error::{ErrorKind, FieldPath, ValidationError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What the fragment starts with, after the `#`.
pub const PREFIX: &str = "study=";

/// The fragment, without the `#`, of a compact file that has been deflated.
pub fn fragment(deflated: &[u8]) -> String {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(deflated))
}

/// What is to be inflated of a fragment; `None` where that is not one of ours.
pub fn deflated(fragment: &str) -> Option<Result<Vec<u8>, ValidationError>> {
    let packed = fragment.trim_start_matches('#').strip_prefix(PREFIX)?;
    if packed.len() > 2 * file::MAX_BYTES {
        return Some(Err(too_large()));
    }
    Some(URL_SAFE_NO_PAD.decode(packed).map_err(|_| broken()))
}

/// The study file in what has been inflated, `None` where it could not be. Who inflates may stop as soon as there is more
/// than [`file::MAX_BYTES`]. The file is still to be read: whatever it says comes from a stranger.
pub fn file_of(inflated: Option<Vec<u8>>) -> Result<String, ValidationError> {
    let bytes = inflated.ok_or_else(broken)?;
    if bytes.len() > file::MAX_BYTES { Err(too_large()) } else { String::from_utf8(bytes).map_err(|_| broken()) }
}

fn too_large() -> ValidationError {
    ValidationError::new(FieldPath::link(), ErrorKind::TooLarge { max_bytes: file::MAX_BYTES })
}

fn broken() -> ValidationError {
    ValidationError::new(FieldPath::link(), ErrorKind::BrokenLink)
}

/// The fragment that reproduces `study`, without the `#`. In the page, where the browser deflates, that is `ui::packed`.
#[cfg(not(target_family = "wasm"))]
pub fn encode(study: &Study) -> String {
    const LEVEL: u8 = 9;
    fragment(&miniz_oxide::deflate::compress_to_vec(file::write_compact(study).as_bytes(), LEVEL))
}

/// The study file that a fragment holds; `None` where the fragment is not one of ours. In the page, where the browser
/// inflates, that is `ui::packed`; it refuses bytes behind the end, which this lets pass.
#[cfg(not(target_family = "wasm"))]
pub fn decode(fragment: &str) -> Option<Result<String, ValidationError>> {
    let inflate =
        |deflated: Vec<u8>| match miniz_oxide::inflate::decompress_to_vec_with_limit(&deflated, file::MAX_BYTES) {
            Ok(bytes) => file_of(Some(bytes)),
            Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => Err(too_large()),
            Err(_) => file_of(None),
        };
    Some(deflated(fragment)?.and_then(inflate))
}

#[cfg(test)]
mod tests {
    use super::super::presets;
    use super::*;

    #[test]
    fn a_link_reproduces_the_study() {
        let study = presets::leaky_bucket();
        let link = encode(&study);
        assert!(link.len() < 1000, "{} characters fit any messenger", link.len());
        let text = decode(&link).unwrap().unwrap();
        assert_eq!(file::read(&text), Ok((study, vec![])));
    }

    #[test]
    fn hostile_links_end_in_a_problem() {
        assert_eq!(decode("#section-2"), None);
        let link = encode(&presets::leaky_bucket());
        for end in PREFIX.len()..link.len() {
            assert!(decode(&link[..end]).unwrap().is_err(), "cut at {end}");
        }
        let bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 64 << 20], 9);
        let bomb = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bomb));
        let kind = decode(&bomb).unwrap().unwrap_err().kind;
        assert_eq!(kind, ErrorKind::TooLarge { max_bytes: file::MAX_BYTES });
    }
}
