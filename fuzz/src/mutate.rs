//! Changes that keep JSON what it is, so that most inputs reach the engine: a number becomes another, an entry goes,
//! or is copied to where it may not belong.

use holdfast::scenario::Key;
use serde_json::{Value, json};

const NUMBERS: [f64; 16] =
    [0.0, 1.0, -1.0, 1e-300, 1e-9, 0.01, 0.04, 0.3, 0.5, 0.99, 1.0 - 1e-16, 3.0, 12.0, 240.0, 1e6, 1e12];

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((z ^ (z >> 27)) % end.max(1) as u64) as usize
    }
}

/// Rewrites the bytes and returns their new length; `None` leaves them to the mutations of bytes.
pub fn structured(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> Option<usize> {
    let mut dice = Dice(u64::from(seed));
    if dice.below(4) == 0 {
        return None;
    }
    let mut value: Value = serde_json::from_slice(&data[..size]).ok()?;
    for _ in 0..=dice.below(3) {
        change(&mut value, &mut dice);
    }
    let text = serde_json::to_vec(&value).ok()?;
    (text.len() <= max_size.min(data.len())).then(|| {
        data[..text.len()].copy_from_slice(&text);
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

/// A number, a whole one, or a range.
fn number(dice: &mut Dice) -> Value {
    let mut one = || NUMBERS[dice.below(NUMBERS.len())];
    let (first, second) = (one(), one());
    match dice.below(4) {
        0 if first < second => json!({ "low": first, "high": second }),
        1 => json!(first as i64),
        _ => json!(first),
    }
}
