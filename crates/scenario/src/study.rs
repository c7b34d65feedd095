//! A study as typed: nothing in it is checked. [`Study::check`](super::check) makes it fit for the engine.

use super::estimate::Estimate;
use super::event::Event;
use super::input::{CURRENCY_DEFAULT, HORIZON_MONTHS, INPUTS, Key, NAME_MAX_CHARS, RUNS, SEED};
use super::line_style::LineStyle;
use super::survival::Survival;
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
    /// The calendar month of month 1, which seasonality goes by.
    pub first_month: FirstMonth,
    /// What is to be reached, if anything.
    pub target: Option<Target>,
    /// Pairs of inputs that are drawn together; any other pair is independent.
    pub correlations: Vec<Correlation>,
    pub scenarios: Vec<Scenario>,
}

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstMonth {
    pub year: u64,
    /// 1 to 12.
    pub month: u64,
}

/// What a target is a value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Customers,
    Mrr,
    /// 12 × MRR.
    Arr,
    CumulativeRevenue,
    Cash,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 5] = [Self::Customers, Self::Mrr, Self::Arr, Self::CumulativeRevenue, Self::Cash];

    /// snake_case, as in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Mrr => "mrr",
            Self::Arr => "arr",
            Self::CumulativeRevenue => "cumulative_revenue",
            Self::Cash => "cash",
        }
    }
}

/// A value to be reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub measure: Measure,
    pub value: f64,
}

/// How closely two ranged inputs go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    pub inputs: [Key; 2],
    /// Spearman's rank correlation, −1 to 1.
    pub rank_correlation: f64,
}

/// One business to compare with the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    pub name: String,
    /// Index into the palette.
    pub color: u64,
    pub line: LineStyle,
    /// Simulated, but not drawn.
    pub hidden: bool,
    pub inputs: Inputs,
    /// Factors of the trials by month of the calendar, January first: twelve, or none.
    pub seasonality: Vec<f64>,
    /// None means one plan with the scenario's own inputs.
    pub plans: Vec<Plan>,
    pub survival: Survival,
    /// Retention in the 1st, 2nd, … month of a customer's life, of those who came so far; the last row persists. Used
    /// by [`Survival::Table`].
    pub retention: Vec<f64>,
    pub events: Vec<Event>,
}

/// A plan that customers are on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub name: String,
    /// Of new customers, and of the opening ones.
    pub share: f64,
    /// In the order of [`Key::PER_PLAN`]; `None` takes the scenario's.
    pub own: [Option<Estimate>; Key::PER_PLAN.len()],
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
            first_month: FirstMonth { year: 2026, month: 1 },
            target: None,
            correlations: Vec::new(),
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
