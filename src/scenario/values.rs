//! One number for every input: a point in the space of scenarios, such as all medians.

use super::input::{INPUTS, Key};
use std::ops::Index;

/// One finite number for each row of the table of inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Values([f64; INPUTS.len()]);

impl Values {
    pub(super) fn from_fn(value: impl Fn(Key) -> f64) -> Self {
        Self(std::array::from_fn(|at| value(Key::ALL[at])))
    }

    /// The mean number of trials in month `month` ≥ 1.
    pub fn trials(&self, month: u32) -> f64 {
        let growth = libm::pow(1.0 + self[Key::TrialsGrowth], f64::from(month - 1));
        trials(self[Key::TrialsStart], self[Key::TrialsStep], growth, month)
    }
}

/// The mean number of trials in month t ≥ 1: max(0, start + step·(t − 1))·(1 + growth)^(t − 1), the last factor given.
#[inline(always)]
pub fn trials(start: f64, step: f64, growth_factor: f64, month: u32) -> f64 {
    let steady = start + step * f64::from(month - 1);
    // Not `max`, which wasm has no instruction for.
    (if steady < 0.0 { 0.0 } else { steady }) * growth_factor
}

impl Index<Key> for Values {
    type Output = f64;

    fn index(&self, key: Key) -> &f64 {
        &self.0[key as usize]
    }
}
