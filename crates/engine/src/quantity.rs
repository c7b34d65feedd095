//! The quantities that the engine computes for every run and month.

use std::ops::{Index, IndexMut};

/// A number that the engine computes for each scenario and month. It is either a state at the end of the month or a
/// flow during the month. It is either a number of customers or an amount of money. In a simulated run, every number of
/// customers is a whole number. Amounts of money are in units of the study's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Quantity {
    /// Active customers at the end of the month.
    Customers,
    /// Paused customers at the end of the month.
    PausedCustomers,
    /// New customers who join in this month, after a trial. They start at age 0.
    NewCustomers,
    /// Former customers who return in this month (win-back).
    ReturnedCustomers,
    /// Paused customers who become active again in this month.
    ResumedCustomers,
    /// Active customers who start a pause in this month.
    NewlyPausedCustomers,
    /// Active customers who asked to cancel in this month and left.
    VoluntaryChurnedCustomers,
    /// Active customers who left in this month because a payment failed and was not recovered.
    InvoluntaryChurnedCustomers,
    /// Paused customers who left in this month.
    PausedChurnedCustomers,
    /// Monthly recurring revenue (MRR) of active and paused customers at the end of the month.
    Mrr,
    /// MRR of the new customers who join in this month.
    NewMrr,
    /// MRR added because customers pay more than in the month before.
    ExpansionMrr,
    /// MRR lost because customers stay but pay less than in the month before.
    ContractionMrr,
    /// MRR lost in this month because active customers asked to cancel and left, or because paused customers left.
    VoluntaryChurnedMrr,
    /// MRR lost in this month because customers left after a failed payment.
    InvoluntaryChurnedMrr,
    /// MRR lost because customers start a pause in this month. It is their MRR before the pause minus the price that
    /// they pay during the pause.
    PausedMrr,
    /// MRR regained because customers end a pause in this month. It is their MRR after the pause minus the price that
    /// they paid during the pause.
    ResumedMrr,
    /// MRR of the former customers who return in this month.
    ReturnedMrr,
    /// The sum of the MRR of all months from month 1 to this month.
    CumulativeRevenue,
    /// Opening cash plus the net cash flow of each month from month 1 to this month. The net cash flow of a month is
    /// gross margin × MRR − acquisition costs − retention costs − fixed costs.
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

    /// Returns true for an amount of money, and false for a number of customers. All amounts of money are declared
    /// after all numbers of customers.
    pub fn is_money(self) -> bool {
        self as usize >= Self::Mrr as usize
    }

    /// Returns true for a flow and false for a state. A flow counts what happens in one month, so it starts at 0 in
    /// each month. A state continues from the month before.
    pub fn is_flow(self) -> bool {
        !matches!(self, Self::Customers | Self::PausedCustomers | Self::Mrr | Self::CumulativeRevenue | Self::Cash)
    }

    /// The name in snake_case. The command-line program prints this name.
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

/// All quantities of one scenario in one month. Each quantity has one value for each of `N` runs. In month 0, all flows
/// are 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Month<const N: usize>([[f64; N]; Quantity::ALL.len()]);

impl<const N: usize> Month<N> {
    /// A month in which all quantities are 0.
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

/// Adds each element of `values` to the element of `sums` at the same index.
#[inline(always)]
pub(super) fn add<const N: usize>(sums: &mut [f64; N], values: &[f64; N]) {
    for i in 0..N {
        sums[i] += values[i];
    }
}
