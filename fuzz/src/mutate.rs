//! Mutations of fuzz inputs that keep JSON valid, so that most inputs reach the engine. For example, they replace a
//! number by another number, and remove, copy or add an entry.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfast_scenario::Key;
use holdfast_scenario::file::MAX_BYTES;
use holdfast_scenario::link::PREFIX;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde_json::{Value, json};

const NUMBERS: [f64; 16] =
    [0.0, 1.0, -1.0, 1e-300, 1e-9, 0.01, 0.04, 0.3, 0.5, 0.99, 1.0 - 1e-16, 3.0, 12.0, 240.0, 1e6, 1e12];

/// A random number generator: SplitMix64 without its last two operations.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((z ^ (z >> 27)) % end.max(1) as u64) as usize
    }
}

/// Changes the JSON of a study file in place and returns its new length. Returns `None` if the caller should mutate the
/// bytes instead.
pub fn file(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> Option<usize> {
    let mut dice = Dice(u64::from(seed));
    if dice.below(4) == 0 {
        return None;
    }
    let text = changed(&data[..size], &mut dice)?;
    put(&text, data, max_size)
}

/// Changes the content of a link in place and returns its new length. Either its study is changed, or `bytes` mutates
/// the compressed bytes. Returns `None` if the caller should mutate the characters of the link instead.
pub fn link(
    data: &mut [u8],
    size: usize,
    max_size: usize,
    seed: u32,
    bytes: impl Fn(&mut [u8], usize, usize) -> usize,
) -> Option<usize> {
    let mut dice = Dice(u64::from(seed));
    let kind = dice.below(8);
    if kind == 0 {
        return None;
    }
    let fragment = data[..size].strip_prefix(PREFIX.as_bytes())?;
    let mut packed = URL_SAFE_NO_PAD.decode(fragment).ok()?;
    if kind < 4 {
        let length = packed.len();
        packed.resize(2 * length + 16, 0);
        let (length, longest) = (bytes(&mut packed, length, 2 * length + 16), packed.len());
        packed.truncate(length.min(longest));
    } else {
        let text = decompress_to_vec_with_limit(&packed, MAX_BYTES).ok()?;
        // The lowest level of compression is the fastest. The level does not matter, because only the reader is tested.
        packed = compress_to_vec(&changed(&text, &mut dice)?, 1);
    }
    put(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(packed)).as_bytes(), data, max_size)
}

/// Changes one to three words of a command line in place and returns its new length. A word is removed, copied,
/// inserted or replaced, or a study is changed. Returns `None` if the caller should mutate the bytes instead.
pub fn arguments(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> Option<usize> {
    let mut dice = Dice(u64::from(seed));
    if dice.below(2) == 0 {
        return None;
    }
    let mut words: Vec<Vec<u8>> = data[..size].split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=dice.below(3) {
        let at = dice.below(words.len());
        match dice.below(6) {
            0 if words.len() > 1 => drop(words.remove(at)),
            1 => words.insert(at, words[at].clone()),
            2 => words.insert(at, WORDS[dice.below(WORDS.len())].into()),
            // The fuzz target uses the name of a file as the content of the file. So a word may be a whole study in
            // JSON. The first word that is JSON is changed.
            3 => {
                let study = words.iter_mut().find_map(|word| Some((changed(word, &mut dice)?, word)));
                study.map(|(text, word)| *word = text).unwrap_or_default();
            }
            _ => words[at] = WORDS[dice.below(WORDS.len())].into(),
        }
    }
    put(&words.join(&b'\n'), data, max_size)
}

const WORDS: [&str; 34] = [
    "--help",
    "-h",
    "--list-presets",
    "--print-preset",
    "--preset",
    "--runs",
    "--seed",
    "--threads",
    "--format",
    "--medians",
    "--metrics",
    "--",
    "-",
    "",
    "--unknown",
    "-x",
    "--runs=1000",
    "--seed=7",
    "--format=csv",
    "--preset=runway",
    "json",
    "csv",
    "leaky-bucket",
    "retention-is-the-new-acquisition",
    "calm-dunning",
    "runway",
    "0",
    "1",
    "10000",
    "1000001",
    "18446744073709551615",
    "-1",
    "1e3",
    "{}",
];

/// The JSON `text` with one to three random changes. Returns `None` if it is not JSON.
fn changed(text: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(text).ok()?;
    for _ in 0..=dice.below(3) {
        change(&mut value, dice);
    }
    serde_json::to_vec(&value).ok()
}

fn put(text: &[u8], data: &mut [u8], max_size: usize) -> Option<usize> {
    (text.len() <= max_size.min(data.len())).then(|| {
        data[..text.len()].copy_from_slice(text);
        text.len()
    })
}

fn change(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(map) if dice.below(6) == 0 => {
            let key = Key::ALL[dice.below(Key::ALL.len())].input().name;
            map.insert(key.into(), number(dice));
        }
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(dice.below(map.len())).cloned().unwrap_or_default();
            if dice.below(20) == 0 {
                map.remove(&key);
            } else {
                change(&mut map[&key], dice);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let at = dice.below(list.len());
            match dice.below(12) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                _ => change(&mut list[at], dice),
            }
        }
        Value::Number(old) if dice.below(2) == 0 => {
            let factor = [0.5, 0.9, 1.1, 2.0, 10.0][dice.below(5)];
            let changed = old.as_f64().unwrap_or_default() * factor;
            *value = if old.is_u64() { json!(changed as u64) } else { json!(changed) };
        }
        Value::String(name) if dice.below(2) == 0 => {
            let words = ["constant", "onboarding", "shifted_beta_geometric", "table", "set", "add", "multiply"];
            let keys = Key::ALL.iter().map(|key| key.input().name);
            let all: Vec<&str> = words.into_iter().chain(keys).collect();
            *name = all[dice.below(all.len())].into();
        }
        other => *other = number(dice),
    }
}

/// A random JSON value for an input: a number, a whole number or a range.
fn number(dice: &mut Dice) -> Value {
    let mut one = || NUMBERS[dice.below(NUMBERS.len())];
    let (first, second) = (one(), one());
    match dice.below(4) {
        0 if first < second => json!({ "low": first, "high": second }),
        1 => json!(first as i64),
        _ => json!(first),
    }
}
