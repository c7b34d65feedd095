//! What every month of every run has.

use std::ops::{Index, IndexMut};

/// A quantity of a month: the state at its end, or a flow within it. Counts are whole in every run; money is in
/// currency units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// Active customers.
    Customers,
    PausedCustomers,
    NewCustomers,
    /// Won back.
    ReturnedCustomers,
    ResumedCustomers,
    NewlyPausedCustomers,
    /// Left on asking, while active.
    VoluntaryChurnedCustomers,
    /// Left over a payment that failed and was not recovered.
    InvoluntaryChurnedCustomers,
    /// Left while paused.
    PausedChurnedCustomers,
    /// What active and paused customers pay in a month.
    Mrr,
    NewMrr,
    ExpansionMrr,
    ContractionMrr,
    /// Of those who left on asking or while paused.
    VoluntaryChurnedMrr,
    InvoluntaryChurnedMrr,
    /// What pausing took: MRR before less the paused price.
    PausedMrr,
    /// What resuming gave: MRR again less the paused price.
    ResumedMrr,
    ReturnedMrr,
    /// Sum of MRR over the months 1 to this one.
    CumulativeRevenue,
    /// Opening cash and what came in since: each month gross margin × MRR less the costs of acquisition, of retention and
    /// fixed ones.
    Cash,
}

impl Quantity {
    /// Every quantity.
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

    /// Whether it is an amount of money; otherwise it counts customers.
    pub fn is_money(self) -> bool {
        self as usize >= Self::Mrr as usize
    }

    /// Whether it tells of the month alone and starts at 0 in each.
    pub fn is_flow(self) -> bool {
        !matches!(self, Self::Customers | Self::PausedCustomers | Self::Mrr | Self::CumulativeRevenue | Self::Cash)
    }

    /// snake_case, as in the command line's output.
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

/// All quantities of one month of one scenario, for `N` runs side by side. At month 0 all flows are 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Month<const N: usize>([[f64; N]; Quantity::ALL.len()]);

impl<const N: usize> Month<N> {
    /// All quantities at 0.
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
