//! Links that contain a study. The fragment of the link, which is the part after the `#`, contains the compact study
//! file. The file is compressed with DEFLATE (RFC 1951) and encoded in base64url. Browsers never send a fragment to a
//! server.

use super::file;
use super::study::Study;
use super::validation_error::{ErrorKind, FieldPath, ValidationError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// The beginning of the fragment, after the `#`.
pub const PREFIX: &str = "study=";

/// The compression level. The levels of the library are 0 to 10.
const LEVEL: u8 = 9;

/// Returns the fragment that holds `study`, without the `#`.
pub fn encode(study: &Study) -> String {
    fragment(&file::write_compact(study))
}

fn fragment(text: &str) -> String {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(compress_to_vec(text.as_bytes(), LEVEL)))
}

/// Decodes a fragment, with or without the `#`. Returns the text of the study file, or `None` if the fragment does not
/// begin with [`PREFIX`]. The text is not checked yet, and it may come from an attacker. Returns an error if the
/// fragment is damaged, or if the text is longer than [`file::MAX_BYTES`]. Decompression stops at this length.
pub fn decode(fragment: &str) -> Option<Result<String, ValidationError>> {
    let encoded = fragment.trim_start_matches('#').strip_prefix(PREFIX)?;
    let error = |kind| ValidationError::new(FieldPath::link(), kind);
    let too_large = ErrorKind::TooLarge { max_bytes: file::MAX_BYTES };
    if encoded.len() > 2 * file::MAX_BYTES {
        return Some(Err(error(too_large)));
    }
    let inflate = || {
        let deflated = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| ErrorKind::BrokenLink)?;
        match decompress_to_vec_with_limit(&deflated, file::MAX_BYTES) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| ErrorKind::BrokenLink),
            Err(failure) if failure.status == TINFLStatus::HasMoreOutput => Err(too_large),
            Err(_) => Err(ErrorKind::BrokenLink),
        }
    };
    Some(inflate().map_err(error))
}

#[cfg(test)]
mod tests {
    use super::super::presets;
    use super::*;

    /// Links made with the `CompressionStream` of a browser. Earlier versions of the page made their links in this way.
    const BROWSER_LINKS: [&str; 7] = [
        include_str!("../tests/links/leaky-bucket.txt"),
        include_str!("../tests/links/retention-is-the-new-acquisition.txt"),
        include_str!("../tests/links/calm-dunning.txt"),
        include_str!("../tests/links/runway.txt"),
        include_str!("../tests/links/v2-full.txt"),
        include_str!("../tests/links/v3-full.txt"),
        include_str!("../tests/links/v4-full.txt"),
    ];

    #[test]
    fn a_link_reproduces_the_study() {
        for preset in presets::ALL {
            let study = (preset.study)();
            let link = encode(&study);
            assert!(link.len() < 1000, "{} characters must fit into any messenger", link.len());
            let text = decode(&link).unwrap().unwrap();
            assert_eq!(file::read(&text), Ok((study, vec![])));
        }
    }

    #[test]
    fn links_written_by_a_browser_open_and_are_hardly_shorter_than_ours() {
        for link in BROWSER_LINKS.map(str::trim_end) {
            let text = decode(link).unwrap().unwrap();
            assert!(file::open(&text).is_ok(), "{text}");
            let ours = fragment(&text);
            assert_eq!(decode(&ours), Some(Ok(text)));
            assert!(ours.len() as f64 <= 1.03 * link.len() as f64, "{} against {}", ours.len(), link.len());
        }
    }

    #[test]
    fn hostile_links_end_in_an_error() {
        assert_eq!(decode("#section-2"), None);
        let link = encode(&presets::leaky_bucket());
        for end in PREFIX.len()..link.len() {
            assert!(decode(&link[..end]).unwrap().is_err(), "cut at {end}");
        }
        let bomb = compress_to_vec(&vec![b' '; 64 << 20], LEVEL);
        let bomb = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bomb));
        let kind = decode(&bomb).unwrap().unwrap_err().kind;
        assert_eq!(kind, ErrorKind::TooLarge { max_bytes: file::MAX_BYTES });
    }
}
