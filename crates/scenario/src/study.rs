//! Unchecked studies, as the user types them and as files hold them. [`Study::check`] makes a checked study of one,
//! which the engine can run.

use super::estimate::Estimate;
use super::event::Event;
use super::input::{CURRENCY_DEFAULT, HORIZON_MONTHS, INPUTS, Key, NAME_MAX_CHARS, RUNS, SEED};
use super::line_style::LineStyle;
use super::survival::Survival;
use std::ops::{Index, IndexMut};

/// A study: scenarios to compare, and the settings they share. A study file or a link holds one.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The title, at most [`NAME_MAX_CHARS`] characters.
    pub title: String,
    /// The ISO 4217 code of the currency.
    pub currency: String,
    /// The number of months after the opening month.
    pub horizon_months: u64,
    /// The number of simulated futures.
    pub runs: u64,
    /// The seed of the random numbers.
    pub seed: u64,
    /// The calendar month of month 1, from which the seasonal factors of all months follow.
    pub first_month: FirstMonth,
    /// The value to reach, if there is one.
    pub target: Option<Target>,
    /// The correlated pairs of inputs; all other pairs are independent.
    pub correlations: Vec<Correlation>,
    /// The scenarios to compare.
    pub scenarios: Vec<Scenario>,
}

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstMonth {
    /// The year of the Gregorian calendar.
    pub year: u64,
    /// 1 to 12.
    pub month: u64,
}

/// The measure of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Measure {
    /// Active customers.
    Customers,
    /// Monthly recurring revenue.
    Mrr,
    /// 12 × MRR.
    Arr,
    /// All revenue since the opening month.
    CumulativeRevenue,
    /// Cash in the bank.
    Cash,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 5] = [Self::Customers, Self::Mrr, Self::Arr, Self::CumulativeRevenue, Self::Cash];

    /// The snake_case name in study files.
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

/// A value of a measure that the business is to reach.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Target {
    /// The measure that is to reach the value.
    pub measure: Measure,
    /// The value to reach: customers, or money in the study's currency.
    pub value: f64,
}

/// The correlation of two inputs that are ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// The two inputs.
    pub inputs: [Key; 2],
    /// Spearman's rank correlation, −1 to 1.
    pub rank_correlation: f64,
}

/// A scenario: one business, to compare with others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// The name, at most [`NAME_MAX_CHARS`] characters.
    pub name: String,
    /// The index into the palette of the charts, 0 to 7.
    pub color: u64,
    /// The style of its line in charts.
    pub line: LineStyle,
    /// Whether the scenario is simulated but not drawn.
    pub hidden: bool,
    /// The estimates of all inputs.
    pub inputs: Inputs,
    /// The seasonal factors of trials by calendar month, beginning with January: twelve factors, or none.
    pub seasonality: Vec<f64>,
    /// The plans; an empty list means one plan with the scenario's own inputs.
    pub plans: Vec<Plan>,
    /// The kind of survival curve.
    pub survival: Survival,
    /// The retention in the 1st, 2nd, … month of a customer's life: the share of the customers at the beginning of the
    /// month who are left at its end. The last row holds for all later months. Only [`Survival::Table`] uses it.
    pub retention: Vec<f64>,
    /// The events, in the order of the form.
    pub events: Vec<Event>,
}

/// A plan that customers are on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The name, at most [`NAME_MAX_CHARS`] characters.
    pub name: String,
    /// The share of new customers and of opening customers.
    pub share: f64,
    /// The plan's own estimates, in the order of [`Key::PER_PLAN`]; for `None` the scenario's estimate holds.
    pub own: [Option<Estimate>; Key::PER_PLAN.len()],
}

/// One estimate for each input of the table.
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
    /// Returns `name`, or `name` followed by the first free number if a scenario has that name already.
    pub fn free_name(&self, name: &str) -> String {
        let is_free = |wanted: &str| self.scenarios.iter().all(|scenario| scenario.name != wanted);
        if is_free(name) {
            return name.into();
        }
        // "Plan 2" becomes "Plan 3", not "Plan 2 2". The stem is cut so that the number fits into the longest name.
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let stem = if stem.ends_with(' ') && stem.len() < name.len() { stem.trim_end() } else { name };
        let stem: String = stem.chars().take(NAME_MAX_CHARS - 4).collect();
        (2..).map(|number| format!("{stem} {number}")).find(|wanted| is_free(wanted)).unwrap_or(stem)
    }

    /// The first colour of the palette that no scenario of the study has.
    pub fn free_color(&self) -> u64 {
        (0..).find(|color| self.scenarios.iter().all(|scenario| scenario.color != *color)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_name_differs_from_all_names() {
        let scenario = |name: &str| Scenario { name: name.into(), ..Scenario::default() };
        let scenarios = ["4% churn", "3.5% churn", "0.5% churn"].map(scenario).to_vec();
        let mut study = Study { scenarios, ..Study::default() };
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
