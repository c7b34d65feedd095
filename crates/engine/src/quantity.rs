//! The quantities that every run has in every month.

use std::ops::{Index, IndexMut};

/// A quantity of a month: a state at the month's end, or a flow within the month. Counts are whole numbers in every
/// run; money is in units of the study's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Quantity {
    /// Active customers.
    Customers,
    /// Paused customers.
    PausedCustomers,
    /// New customers, who join at age 0.
    NewCustomers,
    /// Customers won back.
    ReturnedCustomers,
    /// Paused customers who become active again.
    ResumedCustomers,
    /// Customers who pause in this month.
    NewlyPausedCustomers,
    /// Customers who asked to cancel and left while active.
    VoluntaryChurnedCustomers,
    /// Customers who left because a payment failed and was not recovered.
    InvoluntaryChurnedCustomers,
    /// Customers who left while paused.
    PausedChurnedCustomers,
    /// Monthly recurring revenue of active and paused customers.
    Mrr,
    /// MRR of new customers.
    NewMrr,
    /// MRR gained from customers who pay more than before.
    ExpansionMrr,
    /// MRR lost from customers who stay and pay less than before.
    ContractionMrr,
    /// MRR of customers who asked to cancel, or who left while paused.
    VoluntaryChurnedMrr,
    /// MRR of customers who left because a payment failed.
    InvoluntaryChurnedMrr,
    /// MRR lost by pausing: the MRR before, minus the paused price.
    PausedMrr,
    /// MRR regained by resuming: the full MRR, minus the paused price.
    ResumedMrr,
    /// MRR of customers won back.
    ReturnedMrr,
    /// The sum of MRR over the months 1 to this one.
    CumulativeRevenue,
    /// Opening cash plus the net cash of each month since: gross margin × MRR − acquisition costs − retention costs −
    /// fixed costs.
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

    /// Returns whether it is an amount of money; otherwise it is a number of customers.
    pub fn is_money(self) -> bool {
        self as usize >= Self::Mrr as usize
    }

    /// Returns whether it is a flow, which starts at 0 in each month, and not a state.
    pub fn is_flow(self) -> bool {
        !matches!(self, Self::Customers | Self::PausedCustomers | Self::Mrr | Self::CumulativeRevenue | Self::Cash)
    }

    /// The name in snake_case, as in the command line's output.
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

/// All quantities of one month of one scenario, for `N` runs side by side. In month 0 all flows are 0.
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

/// `sums[i] += values[i]`.
#[inline(always)]
pub(super) fn add<const N: usize>(sums: &mut [f64; N], values: &[f64; N]) {
    for i in 0..N {
        sums[i] += values[i];
    }
}
