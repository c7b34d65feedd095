//! What can be summarised: a series of a scenario, or how far one scenario lies above another with the same luck.

use crate::engine::{Expected, LANES, Lane, Month};
use serde::{Deserialize, Serialize};

/// A quantity that every month of every run has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Series {
    Customers,
    Mrr,
    /// 12 × MRR.
    Arr,
    NewMrr,
    ExpansionMrr,
    ContractionMrr,
    ChurnedMrr,
    /// Sum of MRR over the months 1 to this one.
    CumulativeRevenue,
}

impl Series {
    /// Every series, in the order of the command line's output.
    pub const ALL: [Self; 8] = [
        Self::Customers,
        Self::Mrr,
        Self::Arr,
        Self::NewMrr,
        Self::ExpansionMrr,
        Self::ContractionMrr,
        Self::ChurnedMrr,
        Self::CumulativeRevenue,
    ];

    /// snake_case, as in the command line's output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Mrr => "mrr",
            Self::Arr => "arr",
            Self::NewMrr => "new_mrr",
            Self::ExpansionMrr => "expansion_mrr",
            Self::ContractionMrr => "contraction_mrr",
            Self::ChurnedMrr => "churned_mrr",
            Self::CumulativeRevenue => "cumulative_revenue",
        }
    }

    /// The series' values in one month of a block of runs.
    fn of(self, month: &Month) -> Lane {
        match self {
            Self::Customers => month.customers,
            Self::Mrr => month.mrr,
            Self::Arr => month.mrr.map(|mrr| 12.0 * mrr),
            Self::NewMrr => month.new_mrr,
            Self::ExpansionMrr => month.expansion_mrr,
            Self::ContractionMrr => month.contraction_mrr,
            Self::ChurnedMrr => month.churned_mrr,
            Self::CumulativeRevenue => month.cumulative_revenue,
        }
    }

    /// The series on an expected path, months 0..=H.
    pub fn expected(self, path: &Expected) -> Vec<f64> {
        match self {
            Self::Customers => path.customers.clone(),
            Self::Mrr => path.mrr.clone(),
            Self::Arr => path.mrr.iter().map(|mrr| 12.0 * mrr).collect(),
            Self::NewMrr => path.new_mrr.clone(),
            Self::ExpansionMrr => path.expansion_mrr.clone(),
            Self::ContractionMrr => path.contraction_mrr.clone(),
            Self::ChurnedMrr => path.churned_mrr.clone(),
            Self::CumulativeRevenue => path.cumulative_revenue.clone(),
        }
    }
}

/// One series to follow through the months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    pub series: Series,
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the scenario to subtract, run by run with the same luck.
    pub minus: Option<usize>,
}

impl Track {
    /// The scenario's own series.
    pub fn own(scenario: usize, series: Series) -> Self {
        Self { series, scenario, minus: None }
    }

    /// How much more the scenario has than the other, run by run.
    pub fn gap(scenario: usize, minus: usize, series: Series) -> Self {
        Self { series, scenario, minus: Some(minus) }
    }

    /// The track's values in one month of a block of runs.
    pub(super) fn of(&self, months: &[Month]) -> Lane {
        let mut lane = self.series.of(&months[self.scenario]);
        if let Some(other) = self.minus {
            let other = self.series.of(&months[other]);
            for i in 0..LANES {
                lane[i] -= other[i];
            }
        }
        lane
    }
}
