//! A study as typed: nothing in it is checked. [`Study::check`](super::check) makes it fit for the engine.

use super::estimate::Estimate;
use super::input::{CURRENCY_DEFAULT, HORIZON_MONTHS, INPUTS, Key, RUNS, SEED};
use std::ops::{Index, IndexMut};

/// What a file or a link holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    pub title: String,
    /// ISO 4217 code.
    pub currency: String,
    pub horizon_months: u64,
    pub runs: u64,
    pub seed: u64,
    pub scenarios: Vec<Scenario>,
}

/// One business to compare with the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub name: String,
    /// Index into the palette.
    pub color: u64,
    pub inputs: Inputs,
}

/// One estimate for each row of the table of inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs([Estimate; INPUTS.len()]);

impl Default for Inputs {
    fn default() -> Self {
        Self(INPUTS.map(|input| Estimate::Exact(input.default)))
    }
}

impl Index<Key> for Inputs {
    type Output = Estimate;

    fn index(&self, key: Key) -> &Estimate {
        &self.0[key as usize]
    }
}

impl IndexMut<Key> for Inputs {
    fn index_mut(&mut self, key: Key) -> &mut Estimate {
        &mut self.0[key as usize]
    }
}

impl Default for Study {
    fn default() -> Self {
        Self {
            title: String::new(),
            currency: CURRENCY_DEFAULT.into(),
            horizon_months: HORIZON_MONTHS.default,
            runs: RUNS.default,
            seed: SEED.default,
            scenarios: Vec::new(),
        }
    }
}

impl Study {
    /// The first colour that no scenario of the study has.
    pub fn free_color(&self) -> u64 {
        (0..).find(|color| self.scenarios.iter().all(|scenario| scenario.color != *color)).unwrap_or(0)
    }
}
