//! What the build, which makes functions of the reference language, and the reader of a language file agree on. The build
//! script reads this file too.

/// A number that all but certainly differs between two lists of ids (FNV-1a, 64 bits:
/// <http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn fingerprint<'a>(ids: impl Iterator<Item = &'a String>) -> u64 {
    let bytes = ids.flat_map(|id| id.bytes().chain([b'\n']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The names between braces in all forms of a text, other than `count`: sorted, each once. Arguments come in this order.
pub fn placeholders<'a>(forms: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for form in forms {
        for name in form.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
            if let Err(at) = names.binary_search_by(|known| known.as_str().cmp(name))
                && name != "count"
            {
                names.insert(at, name.into());
            }
        }
    }
    names
}
