//! What the build, which makes functions of the reference language, and the reader of a language file agree on. The
//! build script reads this file too.

/// A number that all but certainly differs where two lists of texts differ in an id, or in the names of a text's
/// arguments (FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn fingerprint<'a>(texts: impl Iterator<Item = (&'a String, &'a Vec<String>)>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |text: &str| {
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    };
    for (id, names) in texts {
        mix(id);
        names.iter().for_each(|name| {
            mix(" ");
            mix(name);
        });
        mix("\n");
    }
    hash
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
