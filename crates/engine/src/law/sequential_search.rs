//! Quantiles of laws with a small variance, by sequential search from 0 in a group of lanes at once.
//!
//! In each step every lane subtracts one more probability mass from its uniform, and counts one more if the remainder
//! is still positive. The loop over lanes inside a step has no branch and vectorises. Lanes that finish early are still
//! processed, which costs less than testing whether they have finished. Subtracting masses from the uniform, rather
//! than summing them up to it, loses no digits near the end of the search.

use super::super::elementary::{SMALL_MAX, at_least, exp, ln_one_minus, ln_one_minus_small};
use super::count_law::CountLaw;

/// The variance below which the search is used. There the rarer outcome has a mean below 6, and a search takes at most
/// about ten steps.
pub(super) const VARIANCE_MAX: f64 = 3.0;
/// The number of lanes that are searched together: few enough that their numbers stay in the cache, and that most of
/// them finish at about the same step.
pub(super) const WIDTH: usize = 32;
/// The number of steps between two counts of the unfinished lanes. In between, the lanes' numbers stay in registers.
const STEPS: usize = 4;
/// If no more than this number of lanes are unfinished, it is faster to finish them one by one.
const UNFINISHED_MIN: u64 = 2;
/// After this number of steps the remaining lanes are finished one by one in any case.
const STEPS_MAX: f64 = 24.0;
/// Uniforms above this (one in a million) get the exact quantile, which sums from the upper end: their last masses are
/// so small that the rounding of the remainder would hide them. In all other searches the masses are large compared
/// with the rounding.
const NEAR_ONE: f64 = 1.0 - 1e-6;

type Group = [f64; WIDTH];

/// A law for each lane, given by its mass at 0 and the ratios of successive masses: P(k + 1)/P(k) = (trials −
/// depletion·k)·odds/(k + 1).
struct Laws {
    /// ln P(X = 0).
    ln_none: Group,
    trials: Group,
    odds: Group,
    /// 1 for the binomial law; 0 for the Poisson law, which has no limited number of trials.
    depletion: f64,
}

impl Laws {
    /// Writes the quantiles at `uniform`. `exact_quantile` computes the quantile of one lane exactly.
    #[inline(always)]
    fn quantiles(&self, uniform: &Group, count: &mut Group, exact_quantile: impl Fn(usize) -> f64) {
        let (mut mass, mut remainder, mut near_one) = ([0.0; WIDTH], [0.0; WIDTH], 0);
        for i in 0..WIDTH {
            mass[i] = exp(self.ln_none[i]);
            remainder[i] = uniform[i] - mass[i];
            count[i] = 0.0;
            near_one += u64::from(uniform[i] > NEAR_ONE);
        }
        self.search(&mut mass, &mut remainder, count);
        if near_one > 0 {
            for i in 0..WIDTH {
                if uniform[i] > NEAR_ONE {
                    count[i] = exact_quantile(i);
                }
            }
        }
    }

    /// Subtracts masses and counts steps until no uniform has a positive remainder.
    #[inline(always)]
    fn search(&self, mass: &mut Group, remainder: &mut Group, count: &mut Group) {
        let mut k = 0.0;
        loop {
            let (mut depleted, mut inverse) = ([0.0; STEPS], [0.0; STEPS]);
            for step in 0..STEPS {
                (depleted[step], inverse[step]) = self.step(k);
                k += 1.0;
            }
            let mut unfinished = 0;
            for i in 0..WIDTH {
                for step in 0..STEPS {
                    count[i] += if remainder[i] > 0.0 { 1.0 } else { 0.0 };
                    mass[i] *= (self.trials[i] - depleted[step]) * (self.odds[i] * inverse[step]);
                    remainder[i] -= mass[i];
                }
                unfinished += u64::from(remainder[i] > 0.0);
            }
            if unfinished == 0 {
                return;
            }
            if unfinished <= UNFINISHED_MIN || k >= STEPS_MAX {
                break;
            }
        }
        for i in 0..WIDTH {
            if remainder[i] > 0.0 {
                count[i] = self.end(i, k, mass[i], remainder[i]);
            }
        }
    }

    /// The terms of step `k` that are the same in all lanes: depletion·k and 1/(k + 1).
    #[inline(always)]
    fn step(&self, k: f64) -> (f64, f64) {
        (self.depletion * k, 1.0 / (k + 1.0))
    }

    /// Finishes the search of one lane from step `k` on, with the same bits as the search in a group. If the trials run
    /// out, the mass becomes 0.
    fn end(&self, i: usize, mut k: f64, mut mass: f64, mut remainder: f64) -> f64 {
        while remainder > 0.0 && mass > 0.0 {
            let (depleted, inverse) = self.step(k);
            mass *= (self.trials[i] - depleted) * (self.odds[i] * inverse);
            remainder -= mass;
            k += 1.0;
        }
        k
    }
}

/// The exact quantile of a law at a uniform near 1.
#[cold]
#[inline(never)]
fn exact_quantile(law: CountLaw, u: f64) -> f64 {
    if law.mean() == 0.0 { 0.0 } else { law.quantile_near(libm::floor(law.mean()), u) }
}

/// Returns whether all lanes have the same bits.
#[inline(always)]
fn all_equal(lanes: &Group) -> bool {
    let mut differing = 0;
    for x in lanes {
        differing |= x.to_bits() ^ lanes[0].to_bits();
    }
    differing == 0
}

/// Writes binomial quantiles of laws with a variance below [`VARIANCE_MAX`]. The rarer outcome is counted: if the
/// probability is above ½ it is n − X, and its quantile at 1 − u is searched. This is exact because no uniform equals a
/// step of the distribution function.
pub(super) fn binomial(trials: &Group, chance: &Group, uniform: &Group, out: &mut Group) {
    let mut highest = 0.0;
    for &p in chance {
        highest = at_least(p, highest);
    }
    if highest > 0.5 {
        mirrored(trials, chance, uniform, out);
    } else {
        binomial_rarer(trials, chance, highest, uniform, out);
    }
}

/// Binomial quantiles if some probabilities are above ½.
#[inline(never)]
fn mirrored(trials: &Group, chance: &Group, uniform: &Group, out: &mut Group) {
    let (mut rarer, mut mirrored_uniform) = (*chance, *uniform);
    for i in 0..WIDTH {
        if chance[i] > 0.5 {
            (rarer[i], mirrored_uniform[i]) = (1.0 - chance[i], 1.0 - uniform[i]);
        }
    }
    binomial_rarer(trials, &rarer, 0.5, &mirrored_uniform, out);
    for i in 0..WIDTH {
        if chance[i] > 0.5 {
            out[i] = trials[i] - out[i];
        }
    }
}

/// Binomial quantiles if no probability is above `highest` ≤ ½.
#[inline(never)]
fn binomial_rarer(trials: &Group, chance: &Group, highest: f64, uniform: &Group, out: &mut Group) {
    let mut laws = Laws { ln_none: [0.0; WIDTH], trials: *trials, odds: [0.0; WIDTH], depletion: 1.0 };
    if all_equal(chance) {
        let p = chance[0];
        (laws.ln_none, laws.odds) = ([ln_one_minus(p); WIDTH], [p / (1.0 - p); WIDTH]);
    } else if highest > SMALL_MAX {
        for (i, &p) in chance.iter().enumerate() {
            (laws.ln_none[i], laws.odds[i]) = (ln_one_minus(p), p / (1.0 - p));
        }
    } else {
        for (i, &p) in chance.iter().enumerate() {
            (laws.ln_none[i], laws.odds[i]) = (ln_one_minus_small(p), p / (1.0 - p));
        }
    }
    for (ln_none, n) in laws.ln_none.iter_mut().zip(trials) {
        *ln_none *= n;
    }
    laws.quantiles(uniform, out, |i| {
        exact_quantile(CountLaw::Binomial { trials: trials[i], chance: chance[i] }, uniform[i])
    });
}

/// Writes Poisson quantiles of laws with a mean below [`VARIANCE_MAX`].
pub(super) fn poisson(mean: &Group, uniform: &Group, out: &mut Group) {
    let mut laws = Laws { ln_none: [0.0; WIDTH], trials: [1.0; WIDTH], odds: *mean, depletion: 0.0 };
    for (ln_none, mean) in laws.ln_none.iter_mut().zip(mean) {
        *ln_none = -mean;
    }
    laws.quantiles(uniform, out, |i| exact_quantile(CountLaw::Poisson { mean: mean[i] }, uniform[i]));
}
