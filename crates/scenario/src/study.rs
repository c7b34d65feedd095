//! Unchecked studies, as the user types them and as files contain them. [`Study::check`] makes a checked study from an
//! unchecked study. The engine can simulate only checked studies.

use super::estimate::Estimate;
use super::event::Event;
use super::input::{CURRENCY_DEFAULT, HORIZON_MONTHS, INPUTS, Key, NAME_MAX_CHARS, RUNS, SEED};
use super::line_style::LineStyle;
use super::survival::Survival;
use std::ops::{Index, IndexMut};

/// A study: several scenarios, and the settings that they share. A study file or a link contains one study.
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
    /// The calendar month of month 1. It determines the seasonal factor of every month.
    pub first_month: FirstMonth,
    /// The measure and the value that it should reach, if the study has a target.
    pub target: Option<Target>,
    /// The correlated pairs of inputs. All other pairs of inputs are independent.
    pub correlations: Vec<Correlation>,
    /// The scenarios to compare.
    pub scenarios: Vec<Scenario>,
}

/// The calendar month of month 1 of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstMonth {
    /// The year in the Gregorian calendar.
    pub year: u64,
    /// The month of the year, from 1 (January) to 12.
    pub month: u64,
}

/// A number about the business for which the user can set a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Measure {
    /// The number of active customers.
    Customers,
    /// Monthly recurring revenue.
    Mrr,
    /// Annual recurring revenue, which is 12 × MRR.
    Arr,
    /// The sum of the MRR of all months from month 1 on.
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

/// A target: a measure, and the value that it should reach.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Target {
    /// The measure that should reach the value.
    pub measure: Measure,
    /// The value to reach. It is a number of customers, or an amount of money in the study's currency.
    pub value: f64,
}

/// A correlation of two inputs. It has an effect only if both inputs are ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// The two inputs.
    pub inputs: [Key; 2],
    /// Spearman's rank correlation, −1 to 1.
    pub rank_correlation: f64,
}

/// A scenario, which describes one business. A study compares its scenarios.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// The name, at most [`NAME_MAX_CHARS`] characters.
    pub name: String,
    /// The colour in charts. It is an index into the palette, from 0 to 7.
    pub color: u64,
    /// The style of the scenario's line in charts.
    pub line: LineStyle,
    /// Whether the charts leave out the scenario. A hidden scenario is still simulated.
    pub hidden: bool,
    /// The estimates of all inputs.
    pub inputs: Inputs,
    /// The seasonal factors of trials. The list has twelve factors, from January to December, or it is empty.
    pub seasonality: Vec<f64>,
    /// The plans. If the list is empty, all customers are on one plan, which has the scenario's own inputs.
    pub plans: Vec<Plan>,
    /// The kind of survival curve.
    pub survival: Survival,
    /// The retention in the 1st, 2nd, … month of a customer's life. It is the share of the customers who do not ask to
    /// cancel in that month. The last value holds for all later months. Only [`Survival::Table`] uses this list.
    pub retention: Vec<f64>,
    /// The events, in the order of the form.
    pub events: Vec<Event>,
}

/// A price plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The name, at most [`NAME_MAX_CHARS`] characters.
    pub name: String,
    /// The share of the new customers, and of the opening customers, who are on this plan.
    pub share: f64,
    /// The plan's own estimates of the inputs in [`Key::PER_PLAN`], in the same order. `None` means that the plan uses
    /// the scenario's estimate.
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
    /// Returns a name that no scenario of the study has. If `name` is free, the result is `name`. Otherwise it is
    /// `name` followed by a number.
    pub fn free_name(&self, name: &str) -> String {
        let is_free = |wanted: &str| self.scenarios.iter().all(|scenario| scenario.name != wanted);
        if is_free(name) {
            return name.into();
        }
        // A number at the end of `name` is removed first, so “Plan 2” becomes “Plan 3” and not “Plan 2 2”. The stem is
        // cut so that the name with its number has at most `NAME_MAX_CHARS` characters.
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let stem = if stem.ends_with(' ') && stem.len() < name.len() { stem.trim_end() } else { name };
        let stem: String = stem.chars().take(NAME_MAX_CHARS - 4).collect();
        (2..).map(|number| format!("{stem} {number}")).find(|wanted| is_free(wanted)).unwrap_or(stem)
    }

    /// The least colour index that no scenario of the study has.
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
