//! Reads the plain numbers that cross from a worker, from front to back. `None` where they end too early or are not
//! what they should be.

/// The next number.
pub fn word(words: &mut &[f64]) -> Option<f64> {
    words.split_off_first().copied()
}

/// The next number, which counts something.
pub fn count(words: &mut &[f64]) -> Option<u32> {
    word(words).and_then(whole)
}

/// A number that counts something.
pub fn whole(word: f64) -> Option<u32> {
    let count = word as u32;
    (f64::from(count) == word).then_some(count)
}

/// The next so many numbers.
pub fn some<'a>(words: &mut &'a [f64], len: usize) -> Option<&'a [f64]> {
    words.split_off(..len)
}

/// The next numbers, after their own number: see [`push_list`].
pub fn list<'a>(words: &mut &'a [f64]) -> Option<&'a [f64]> {
    let len = count(words)?;
    some(words, len as usize)
}

/// Writes how many numbers there are, and then the numbers.
pub fn push_list(out: &mut Vec<f64>, numbers: &[f64]) {
    out.push(numbers.len() as f64);
    out.extend_from_slice(numbers);
}
