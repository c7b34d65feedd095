//! What can be summarised: a series of a scenario, or how far one scenario lies above another with the same luck.

use holdfast_engine::{Expected, Quantity};
use holdfast_scenario::{Measure, Unit};

/// What is followed through the months: a quantity of the engine's, or what follows from some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    Of(Quantity),
    /// 12 × MRR.
    Arr,
    /// Voluntary and involuntary together.
    ChurnedMrr,
    /// The least cash of the months 0 to this one.
    LowestCash,
    /// 1 where cash has been below 0 in some month so far, else 0: its mean is the probability.
    CashRanOut,
    /// 1 where the study's target has been reached in some month so far (first passage), else 0: its mean is the
    /// probability, and by months the distribution of the time to it.
    TargetReached,
    /// Net revenue retention of the last 12 months: the product of (opening MRR + expansion + resumed − contraction −
    /// churned − paused) ÷ opening MRR. Won-back customers count as new ones do: not at all. Undefined before month 12 and
    /// where an opening MRR is 0.
    NetRevenueRetention,
    /// Gross revenue retention of the last 12 months: the same without expansion and resumed.
    GrossRevenueRetention,
    /// (New + expansion + resumed + returned) ÷ (churned + contraction + paused) of the month; undefined where nothing is
    /// lost.
    QuickRatio,
}

impl From<Quantity> for Series {
    fn from(quantity: Quantity) -> Self {
        Self::Of(quantity)
    }
}

/// The series whose values a target can be.
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

    /// snake_case, as in the command line's output.
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

    /// What its values count.
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

    /// Whether it is 0 or 1 in each run, so that its mean is a probability.
    pub fn is_event(self) -> bool {
        matches!(self, Self::CashRanOut | Self::TargetReached)
    }

    /// The series on an expected path, months 0..=H: NaN where it is undefined. Of ratios, the ratio of the means, which
    /// is not the mean of the ratios. `None` where the mean does not follow from the path.
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

/// Months that retention looks back on.
pub(super) const YEAR: usize = 12;

/// MRR that left, of a month's quantities.
#[inline(always)]
pub(super) fn churned(of: impl Fn(Quantity) -> f64) -> f64 {
    of(Quantity::VoluntaryChurnedMrr) + of(Quantity::InvoluntaryChurnedMrr)
}

/// What came ÷ what went.
#[inline(always)]
pub(super) fn quick_ratio(of: impl Fn(Quantity) -> f64) -> f64 {
    let lost = churned(&of) + of(Quantity::ContractionMrr) + of(Quantity::PausedMrr);
    let gained =
        of(Quantity::NewMrr) + of(Quantity::ExpansionMrr) + of(Quantity::ResumedMrr) + of(Quantity::ReturnedMrr);
    if lost > 0.0 { gained / lost } else { f64::NAN }
}

/// A month's net or gross revenue retention.
#[inline(always)]
pub(super) fn retention(is_net: bool, opening_mrr: f64, of: impl Fn(Quantity) -> f64) -> f64 {
    let mut kept = opening_mrr - churned(&of) - of(Quantity::ContractionMrr) - of(Quantity::PausedMrr);
    if is_net {
        kept += of(Quantity::ExpansionMrr) + of(Quantity::ResumedMrr);
    }
    if opening_mrr > 0.0 { kept / opening_mrr } else { f64::NAN }
}

/// One series to follow through the months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Track {
    pub series: Series,
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the scenario to subtract, run by run with the same luck.
    pub minus: Option<usize>,
}

impl Track {
    /// The scenario's own series.
    pub fn own(scenario: usize, series: impl Into<Series>) -> Self {
        Self { series: series.into(), scenario, minus: None }
    }

    /// How much more the scenario has than the other, run by run.
    pub fn gap(scenario: usize, minus: usize, series: impl Into<Series>) -> Self {
        Self { series: series.into(), scenario, minus: Some(minus) }
    }
}
