//! Functions that both the build script and the crate use: the fingerprint of a language file, and the placeholders of
//! a text. The build script includes this file by its path, because it runs before the crate is compiled.

/// The fingerprint of a language file: a hash of all ids and of the names of their arguments. The build script stores
/// the fingerprint of the reference language in the program. A language file with another fingerprint belongs to
/// another build and is refused, because the functions of the texts would find the wrong texts in it.
///
/// The hash is FNV-1a with 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>): a few lines, and the same in every
/// build, which the standard library does not promise for its own hash. It guards against mistakes, not against
/// attacks.
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

/// The names of the placeholders in all forms of a text, except `count`: sorted, each name once. The arguments of the
/// text come in this order.
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
