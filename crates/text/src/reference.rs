//! Functions that both the build script and the crate use: the fingerprint of a language file, and the placeholders of
//! a text. The build script runs before the crate is compiled, so it includes this file by its path.

/// Computes the fingerprint of a language file: a hash of all text ids and of the names of their arguments. `texts`
/// gives each id with these names. The build script stores the fingerprint of the English file in the program. A
/// language file with a different fingerprint was made for another build, and the program rejects it, because the
/// generated functions would find wrong texts in it.
///
/// The hash is FNV-1a with 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>). It needs only a few lines of code
/// and is the same in every build. The standard library does not promise this for its own hash. The fingerprint
/// protects against mistakes, not against attacks.
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

/// Returns the names of the placeholders in all forms of a text. The names are sorted, each name occurs once, and
/// `count` is left out. The arguments of the text are in the same order.
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
