//! A study as typed: nothing in it is checked. [`Study::check`](super::check) makes it fit for the engine.

use super::estimate::Estimate;
use super::input::{CURRENCY_DEFAULT, HORIZON_MONTHS, INPUTS, Key, NAME_MAX_CHARS, RUNS, SEED};
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
    /// The name, or where a scenario has it already the name with the first free number behind.
    pub fn free_name(&self, name: &str) -> String {
        let is_free = |wanted: &str| self.scenarios.iter().all(|scenario| scenario.name != wanted);
        if is_free(name) {
            return name.into();
        }
        // "Plan 2" is followed by "Plan 3"; a number must not make a name too long.
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let stem = if stem.ends_with(' ') && stem.len() < name.len() { stem.trim_end() } else { name };
        let stem: String = stem.chars().take(NAME_MAX_CHARS - 4).collect();
        (2..).map(|number| format!("{stem} {number}")).find(|wanted| is_free(wanted)).unwrap_or(stem)
    }

    /// The first colour that no scenario of the study has.
    pub fn free_color(&self) -> u64 {
        (0..).find(|color| self.scenarios.iter().all(|scenario| scenario.color != *color)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::presets;

    #[test]
    fn a_copy_has_a_name_of_its_own() {
        let mut study = presets::leaky_bucket();
        assert_eq!(study.free_name("Plan"), "Plan");
        assert_eq!(study.free_name("4% churn"), "4% churn 2");
        study.scenarios[1].name = "4% churn 2".into();
        assert_eq!(study.free_name("4% churn 2"), "4% churn 3");
        study.scenarios[1].name = "x".repeat(120);
        study.scenarios[1].name = study.free_name(&"x".repeat(120));
        study.scenarios[2].name = study.free_name(&"x".repeat(120));
        assert!(study.check().is_ok());
    }
}
