//! Whether a language file has the texts that the build made its functions of. The build script reads this file too.

/// A number that all but certainly differs between two lists of ids (FNV-1a, 64 bits:
/// <http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn fingerprint<'a>(ids: impl Iterator<Item = &'a String>) -> u64 {
    let bytes = ids.flat_map(|id| id.bytes().chain([b'\n']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
