//! One month of one scenario, for a block of runs side by side.

use super::law;
use super::luck::Luck;
use super::stream::{LANES, Lane, at_least};

/// The state of a business at the end of a month and what happened in it; one entry a run. Counts are whole, money is
/// in currency units. At month 0 all flows are 0.
#[derive(Clone, Debug)]
pub struct Month {
    pub customers: Lane,
    pub mrr: Lane,
    pub new_mrr: Lane,
    pub expansion_mrr: Lane,
    pub contraction_mrr: Lane,
    pub churned_mrr: Lane,
    /// Sum of MRR over the months 1 to this one.
    pub cumulative_revenue: Lane,
}

/// The inputs of a scenario that a month needs, one draw a run.
pub struct Rates {
    pub price: Lane,
    pub churn: Lane,
    pub expansion: Lane,
    pub contraction: Lane,
}

impl Month {
    /// Month 0: the opening customers, at the price of a new one.
    pub fn opening(customers: &Lane, price: &Lane) -> Self {
        const ZERO: Lane = [0.0; LANES];
        let customers = customers.map(libm::round);
        Self {
            customers,
            mrr: std::array::from_fn(|i| customers[i] * price[i]),
            new_mrr: ZERO,
            expansion_mrr: ZERO,
            contraction_mrr: ZERO,
            churned_mrr: ZERO,
            cumulative_revenue: ZERO,
        }
    }

    /// The next month: customers leave, the rest expand and contract, `joining` new ones pay from this month on.
    ///
    /// Leavers are the quantile at the event's uniform read downwards: of n customers those who stay are then the
    /// quantile of Binomial(n, 1 − churn), which grows with n and falls with churn in every single run.
    ///
    /// Expansion and contraction are quoted as shares of opening MRR; what remains is multiplied by
    /// 1 + (e − x)/(1 − h), so that in expectation M(t) = M(t−1)·(1 − h + e − x) + new MRR.
    ///
    /// All customers share one bucket and its average MRR, which understates the variance of MRR slightly where older
    /// customers have expanded and newer ones have not.
    pub fn advance(&mut self, rates: &Rates, joining: &Lane, leaving: &Luck) {
        let leavers = law::binomial(&self.customers, &rates.churn, leaving);
        for i in 0..LANES {
            let stayers = self.customers[i] - leavers[i];
            let opening_mrr = self.mrr[i];
            // Leavers take the average MRR. The guard keeps 0/0 out where there is no customer.
            let remaining_mrr = opening_mrr * (stayers / at_least(self.customers[i], 1.0));
            let per_remaining = remaining_mrr / (1.0 - rates.churn[i]);
            self.churned_mrr[i] = opening_mrr - remaining_mrr;
            self.expansion_mrr[i] = per_remaining * rates.expansion[i];
            self.contraction_mrr[i] = per_remaining * rates.contraction[i];
            self.new_mrr[i] = joining[i] * rates.price[i];
            // Contraction may take all that remains, never more: rounding must not make MRR negative.
            let kept_mrr = at_least(remaining_mrr + (self.expansion_mrr[i] - self.contraction_mrr[i]), 0.0);
            self.customers[i] = stayers + joining[i];
            self.mrr[i] = kept_mrr + self.new_mrr[i];
            self.cumulative_revenue[i] += self.mrr[i];
        }
    }
}
