//! The tracks that a summary can contain. A track is a series of one scenario, or the gap between two scenarios with
//! common random numbers.

use holdfast_engine::{Expected, Quantity};
use holdfast_scenario::{Measure, Unit};
use serde::{Deserialize, Serialize};

/// A monthly series of a scenario: a quantity of the engine, or a number computed from quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Series {
    /// A quantity of the engine.
    Of(Quantity),
    /// Annual recurring revenue: 12 × MRR.
    Arr,
    /// MRR lost in the month by voluntary and involuntary churn together.
    ChurnedMrr,
    /// The lowest cash in any month from 0 to the current month.
    LowestCash,
    /// 1 if cash has been below 0 in some month so far, else 0. The mean over runs is the probability that cash has run
    /// out by this month.
    CashRanOut,
    /// 1 if the study's target has been reached in some month so far, else 0; NaN if the study has no target. The mean
    /// over runs is the probability that the target is reached by this month. The means of all months together are the
    /// distribution function of the time until the target is first reached (first passage).
    TargetReached,
    /// Net revenue retention over the last 12 months: the product of the 12 monthly retentions. A monthly retention is
    /// (opening MRR + expansion + resumed − contraction − churned − paused) ÷ opening MRR. MRR of new customers and of
    /// won-back customers is not counted. NaN before month 12, and if the opening MRR of one of the 12 months is 0.
    NetRevenueRetention,
    /// Gross revenue retention over the last 12 months: like net revenue retention, but without expansion and resumed
    /// MRR.
    GrossRevenueRetention,
    /// Quick ratio of the month: (new + expansion + resumed + returned) MRR ÷ (churned + contraction + paused) MRR. NaN
    /// if no MRR is lost.
    QuickRatio,
}

impl From<Quantity> for Series {
    fn from(quantity: Quantity) -> Self {
        Self::Of(quantity)
    }
}

/// Converts the measure of a target into the series that has the values of this measure.
impl From<Measure> for Series {
    fn from(measure: Measure) -> Self {
        match measure {
            Measure::Customers => Quantity::Customers.into(),
            Measure::Mrr => Quantity::Mrr.into(),
            Measure::Arr => Self::Arr,
            Measure::CumulativeRevenue => Quantity::CumulativeRevenue.into(),
            Measure::Cash => Quantity::Cash.into(),
        }
    }
}

impl Series {
    /// Every series, in the order of the command line's output.
    pub const ALL: [Self; 28] = [
        Self::Of(Quantity::Customers),
        Self::Of(Quantity::Mrr),
        Self::Arr,
        Self::Of(Quantity::NewMrr),
        Self::Of(Quantity::ExpansionMrr),
        Self::Of(Quantity::ContractionMrr),
        Self::ChurnedMrr,
        Self::Of(Quantity::CumulativeRevenue),
        Self::Of(Quantity::VoluntaryChurnedMrr),
        Self::Of(Quantity::InvoluntaryChurnedMrr),
        Self::Of(Quantity::PausedMrr),
        Self::Of(Quantity::ResumedMrr),
        Self::Of(Quantity::ReturnedMrr),
        Self::Of(Quantity::PausedCustomers),
        Self::Of(Quantity::NewCustomers),
        Self::Of(Quantity::ReturnedCustomers),
        Self::Of(Quantity::ResumedCustomers),
        Self::Of(Quantity::NewlyPausedCustomers),
        Self::Of(Quantity::VoluntaryChurnedCustomers),
        Self::Of(Quantity::InvoluntaryChurnedCustomers),
        Self::Of(Quantity::PausedChurnedCustomers),
        Self::Of(Quantity::Cash),
        Self::LowestCash,
        Self::CashRanOut,
        Self::TargetReached,
        Self::NetRevenueRetention,
        Self::GrossRevenueRetention,
        Self::QuickRatio,
    ];

    /// The name in snake_case, as in the command line's output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Of(quantity) => quantity.name(),
            Self::Arr => "arr",
            Self::ChurnedMrr => "churned_mrr",
            Self::LowestCash => "lowest_cash",
            Self::CashRanOut => "cash_ran_out",
            Self::TargetReached => "target_reached",
            Self::NetRevenueRetention => "net_revenue_retention",
            Self::GrossRevenueRetention => "gross_revenue_retention",
            Self::QuickRatio => "quick_ratio",
        }
    }

    /// The unit of the values of this series.
    pub fn unit(self) -> Unit {
        match self {
            Self::Of(quantity) if quantity.is_money() => Unit::Money,
            Self::Of(_) => Unit::Customers,
            Self::Arr | Self::ChurnedMrr | Self::LowestCash => Unit::Money,
            Self::QuickRatio => Unit::Ratio,
            Self::CashRanOut | Self::TargetReached => Unit::Share,
            Self::NetRevenueRetention | Self::GrossRevenueRetention => Unit::Share,
        }
    }

    /// Returns whether the value is 0 or 1 in each run, so that the mean is a probability.
    pub fn is_indicator(self) -> bool {
        matches!(self, Self::CashRanOut | Self::TargetReached)
    }

    /// Computes the series from an expected path, for months 0 to the horizon; NaN in months in which it is undefined.
    /// The quick ratio and retention are then ratios of means, which differ from the means of the ratios. `None` for
    /// the lowest cash and the indicators, because their means do not follow from the path.
    pub fn expected(self, path: &Expected) -> Option<Vec<f64>> {
        let months = 0..path[Quantity::Mrr].len();
        let each = |value: &dyn Fn(usize) -> f64| Some(months.clone().map(value).collect());
        match self {
            Self::Of(quantity) => Some(path[quantity].clone()),
            Self::LowestCash | Self::CashRanOut | Self::TargetReached => None,
            Self::Arr => each(&|t| 12.0 * path[Quantity::Mrr][t]),
            Self::ChurnedMrr => each(&|t| churned(|quantity| path[quantity][t])),
            Self::QuickRatio => each(&|t| quick_ratio(|quantity| path[quantity][t])),
            Self::NetRevenueRetention | Self::GrossRevenueRetention => {
                let is_net = self == Self::NetRevenueRetention;
                let ratio = |t: usize| retention(is_net, path[Quantity::Mrr][t - 1], |quantity| path[quantity][t]);
                each(&|t| if t < YEAR { f64::NAN } else { (t + 1 - YEAR..=t).map(ratio).product() })
            }
        }
    }
}

/// The number of months that net and gross revenue retention cover.
pub(super) const YEAR: usize = 12;

/// The MRR lost by churn in one month. `of` returns a quantity of this month.
#[inline(always)]
pub(super) fn churned(of: impl Fn(Quantity) -> f64) -> f64 {
    of(Quantity::VoluntaryChurnedMrr) + of(Quantity::InvoluntaryChurnedMrr)
}

/// The quick ratio of one month: MRR gained ÷ MRR lost, or NaN if no MRR is lost. `of` returns a quantity of this
/// month.
#[inline(always)]
pub(super) fn quick_ratio(of: impl Fn(Quantity) -> f64) -> f64 {
    let lost = churned(&of) + of(Quantity::ContractionMrr) + of(Quantity::PausedMrr);
    let gained =
        of(Quantity::NewMrr) + of(Quantity::ExpansionMrr) + of(Quantity::ResumedMrr) + of(Quantity::ReturnedMrr);
    if lost > 0.0 { gained / lost } else { f64::NAN }
}

/// Net or gross revenue retention of one month; NaN if `opening_mrr` is 0. `of` returns a quantity of this month.
#[inline(always)]
pub(super) fn retention(is_net: bool, opening_mrr: f64, of: impl Fn(Quantity) -> f64) -> f64 {
    let mut retained = opening_mrr - churned(&of) - of(Quantity::ContractionMrr) - of(Quantity::PausedMrr);
    if is_net {
        retained += of(Quantity::ExpansionMrr) + of(Quantity::ResumedMrr);
    }
    if opening_mrr > 0.0 { retained / opening_mrr } else { f64::NAN }
}

/// A series of one scenario, or the gap between two scenarios: the difference of their values in the same series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    pub series: Series,
    /// Index of the scenario in the study.
    pub scenario: usize,
    /// Index of the scenario whose values are subtracted, run by run with common random numbers. `None` if the track is
    /// not a gap.
    pub minus: Option<usize>,
}

impl Track {
    /// The track of a series of one scenario.
    pub fn own(scenario: usize, series: impl Into<Series>) -> Self {
        Self { series: series.into(), scenario, minus: None }
    }

    /// The track of a gap: the series of `scenario` minus the same series of the scenario `minus`, run by run.
    pub fn gap(scenario: usize, minus: usize, series: impl Into<Series>) -> Self {
        Self { series: series.into(), scenario, minus: Some(minus) }
    }
}
