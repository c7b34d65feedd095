//! The tracks that can be summarised: a series of a scenario, or the gap between two scenarios with common random numbers.

use holdfast_engine::{Expected, Quantity};
use holdfast_scenario::{Measure, Unit};
use serde::{Deserialize, Serialize};

/// A monthly series of a scenario: a quantity of the engine, or a figure computed from several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Series {
    /// A quantity of the engine.
    Of(Quantity),
    /// Annual recurring revenue: 12 × MRR.
    Arr,
    /// MRR lost to churn, voluntary and involuntary together.
    ChurnedMrr,
    /// The lowest cash of the months 0 to this one.
    LowestCash,
    /// 1 if cash has been below 0 in some month so far, else 0. Its mean is the probability.
    CashRanOut,
    /// 1 if the study's target has been reached in some month so far (first passage), else 0. Its mean is the probability;
    /// the means of all months are the distribution of the time to the target.
    TargetReached,
    /// Net revenue retention of the last 12 months: the product of (opening MRR + expansion + resumed − contraction −
    /// churned − paused) ÷ opening MRR. Won-back customers are not counted, as new ones are not. Undefined before month 12
    /// and where an opening MRR is 0.
    NetRevenueRetention,
    /// Gross revenue retention of the last 12 months: the same without expansion and resumed.
    GrossRevenueRetention,
    /// Quick ratio: (new + expansion + resumed + returned) ÷ (churned + contraction + paused) MRR of the month. Undefined
    /// where nothing is lost.
    QuickRatio,
}

impl From<Quantity> for Series {
    fn from(quantity: Quantity) -> Self {
        Self::Of(quantity)
    }
}

/// The series that a target of this measure is a value of.
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

    /// The unit of its values.
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

    /// Whether its value is 0 or 1 in each run, so that its mean is a probability.
    pub fn is_indicator(self) -> bool {
        matches!(self, Self::CashRanOut | Self::TargetReached)
    }

    /// The series on an expected path, months 0..=H; NaN where it is undefined. A ratio is the ratio of the means, which is
    /// not the mean of the ratios. `None` if the mean of the series does not follow from the path.
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

/// The MRR lost to churn, from a month's quantities.
#[inline(always)]
pub(super) fn churned(of: impl Fn(Quantity) -> f64) -> f64 {
    of(Quantity::VoluntaryChurnedMrr) + of(Quantity::InvoluntaryChurnedMrr)
}

/// The quick ratio of a month: MRR gained ÷ MRR lost.
#[inline(always)]
pub(super) fn quick_ratio(of: impl Fn(Quantity) -> f64) -> f64 {
    let lost = churned(&of) + of(Quantity::ContractionMrr) + of(Quantity::PausedMrr);
    let gained =
        of(Quantity::NewMrr) + of(Quantity::ExpansionMrr) + of(Quantity::ResumedMrr) + of(Quantity::ReturnedMrr);
    if lost > 0.0 { gained / lost } else { f64::NAN }
}

/// Net or gross revenue retention of one month.
#[inline(always)]
pub(super) fn retention(is_net: bool, opening_mrr: f64, of: impl Fn(Quantity) -> f64) -> f64 {
    let mut retained = opening_mrr - churned(&of) - of(Quantity::ContractionMrr) - of(Quantity::PausedMrr);
    if is_net {
        retained += of(Quantity::ExpansionMrr) + of(Quantity::ResumedMrr);
    }
    if opening_mrr > 0.0 { retained / opening_mrr } else { f64::NAN }
}

/// A series of a scenario, or the gap between two scenarios in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    pub series: Series,
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the scenario to subtract, run by run with common random numbers.
    pub minus: Option<usize>,
}

impl Track {
    /// A series of one scenario.
    pub fn own(scenario: usize, series: impl Into<Series>) -> Self {
        Self { series: series.into(), scenario, minus: None }
    }

    /// A series of one scenario less that of another, run by run.
    pub fn gap(scenario: usize, minus: usize, series: impl Into<Series>) -> Self {
        Self { series: series.into(), scenario, minus: Some(minus) }
    }
}
