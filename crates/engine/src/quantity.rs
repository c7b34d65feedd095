//! The quantities that the engine computes for every run and month.

use std::ops::{Index, IndexMut};

/// A number that the engine computes for each scenario and month. It is either a state at the end of the month or a
/// flow during the month. In a simulated run, every number of customers is whole. Amounts of money are in units of the
/// study's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Quantity {
    /// Active customers at the end of the month.
    Customers,
    /// Paused customers at the end of the month.
    PausedCustomers,
    /// Customers who join in this month after a trial. They start at age 0.
    NewCustomers,
    /// Former customers who return in this month (win-back).
    ReturnedCustomers,
    /// Paused customers who become active again in this month.
    ResumedCustomers,
    /// Active customers who start a pause in this month.
    NewlyPausedCustomers,
    /// Active customers who asked to cancel and left.
    VoluntaryChurnedCustomers,
    /// Active customers who left because a payment failed and was not recovered.
    InvoluntaryChurnedCustomers,
    /// Paused customers who left.
    PausedChurnedCustomers,
    /// Monthly recurring revenue (MRR) of active and paused customers at the end of the month.
    Mrr,
    /// MRR of the customers who join in this month.
    NewMrr,
    /// MRR added because customers pay more than in the month before.
    ExpansionMrr,
    /// MRR lost because customers stay but pay less than in the month before.
    ContractionMrr,
    /// MRR lost with customers who asked to cancel and left, and with paused customers who left.
    VoluntaryChurnedMrr,
    /// MRR lost with customers who left because a payment failed.
    InvoluntaryChurnedMrr,
    /// MRR lost because customers pause: their MRR before the pause minus the price that they pay during it.
    PausedMrr,
    /// MRR regained because customers resume: their full MRR minus the price that they paid during the pause.
    ResumedMrr,
    /// MRR of the former customers who return in this month.
    ReturnedMrr,
    /// The sum of the MRR of all months from month 1 to this month.
    CumulativeRevenue,
    /// Opening cash plus the net cash flow of each month from month 1 to this month. The net cash flow is gross margin
    /// × MRR − acquisition costs − retention costs − fixed costs.
    Cash,
}

impl Quantity {
    /// All quantities, in the order of their declaration.
    pub const ALL: [Self; 20] = [
        Self::Customers,
        Self::PausedCustomers,
        Self::NewCustomers,
        Self::ReturnedCustomers,
        Self::ResumedCustomers,
        Self::NewlyPausedCustomers,
        Self::VoluntaryChurnedCustomers,
        Self::InvoluntaryChurnedCustomers,
        Self::PausedChurnedCustomers,
        Self::Mrr,
        Self::NewMrr,
        Self::ExpansionMrr,
        Self::ContractionMrr,
        Self::VoluntaryChurnedMrr,
        Self::InvoluntaryChurnedMrr,
        Self::PausedMrr,
        Self::ResumedMrr,
        Self::ReturnedMrr,
        Self::CumulativeRevenue,
        Self::Cash,
    ];

    /// Returns true for an amount of money, and false for a number of customers.
    pub fn is_money(self) -> bool {
        self as usize >= Self::Mrr as usize
    }

    /// Returns true for a flow, which starts at 0 in each month, and false for a state.
    pub fn is_flow(self) -> bool {
        !matches!(self, Self::Customers | Self::PausedCustomers | Self::Mrr | Self::CumulativeRevenue | Self::Cash)
    }

    /// The name in snake_case, as the command line prints it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::PausedCustomers => "paused_customers",
            Self::NewCustomers => "new_customers",
            Self::ReturnedCustomers => "returned_customers",
            Self::ResumedCustomers => "resumed_customers",
            Self::NewlyPausedCustomers => "newly_paused_customers",
            Self::VoluntaryChurnedCustomers => "voluntary_churned_customers",
            Self::InvoluntaryChurnedCustomers => "involuntary_churned_customers",
            Self::PausedChurnedCustomers => "paused_churned_customers",
            Self::Mrr => "mrr",
            Self::NewMrr => "new_mrr",
            Self::ExpansionMrr => "expansion_mrr",
            Self::ContractionMrr => "contraction_mrr",
            Self::VoluntaryChurnedMrr => "voluntary_churned_mrr",
            Self::InvoluntaryChurnedMrr => "involuntary_churned_mrr",
            Self::PausedMrr => "paused_mrr",
            Self::ResumedMrr => "resumed_mrr",
            Self::ReturnedMrr => "returned_mrr",
            Self::CumulativeRevenue => "cumulative_revenue",
            Self::Cash => "cash",
        }
    }
}

/// All quantities of one scenario in one month. Each quantity has `N` values, one for each of `N` runs. In month 0 all
/// flows are 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Month<const N: usize>([[f64; N]; Quantity::ALL.len()]);

impl<const N: usize> Month<N> {
    /// A month with all quantities at 0.
    pub(super) fn zero() -> Self {
        Self([[0.0; N]; Quantity::ALL.len()])
    }
}

impl<const N: usize> Index<Quantity> for Month<N> {
    type Output = [f64; N];

    #[inline(always)]
    fn index(&self, quantity: Quantity) -> &[f64; N] {
        &self.0[quantity as usize]
    }
}

impl<const N: usize> IndexMut<Quantity> for Month<N> {
    #[inline(always)]
    fn index_mut(&mut self, quantity: Quantity) -> &mut [f64; N] {
        &mut self.0[quantity as usize]
    }
}

/// Adds `values` to `sums`, element by element.
#[inline(always)]
pub(super) fn add<const N: usize>(sums: &mut [f64; N], values: &[f64; N]) {
    for i in 0..N {
        sums[i] += values[i];
    }
}
