//! A study as the fragment of a link: the compact file, deflated and base64url. A fragment never reaches a server.

use super::file;
use super::problem::{Fault, Place, Problem};
use super::study::Study;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What the fragment starts with, after the `#`.
pub const PREFIX: &str = "study=";
const LEVEL: u8 = 9;

/// The fragment that reproduces `study`, without the `#`.
pub fn encode(study: &Study) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec(file::write_compact(study).as_bytes(), LEVEL);
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(packed))
}

/// The study file that a fragment holds; `None` where the fragment is not one of ours. The file is still to be read:
/// whatever it says comes from a stranger. No more than [`file::MAX_BYTES`] are ever inflated.
pub fn decode(fragment: &str) -> Option<Result<String, Problem>> {
    let packed = fragment.trim_start_matches('#').strip_prefix(PREFIX)?;
    let problem = |fault| Problem::new(Place::link(), fault);
    let too_large = Fault::TooLarge { max_bytes: file::MAX_BYTES };
    if packed.len() > 2 * file::MAX_BYTES {
        return Some(Err(problem(too_large)));
    }
    let inflated = URL_SAFE_NO_PAD.decode(packed).map_err(|_| problem(Fault::BrokenLink)).and_then(|packed| {
        miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, file::MAX_BYTES).map_err(|error| {
            let full = error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput;
            problem(if full { too_large } else { Fault::BrokenLink })
        })
    });
    Some(inflated.and_then(|bytes| String::from_utf8(bytes).map_err(|_| problem(Fault::BrokenLink))))
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
        let fault = decode(&bomb).unwrap().unwrap_err().fault;
        assert_eq!(fault, Fault::TooLarge { max_bytes: file::MAX_BYTES });
    }
}
