//! Quantiles of binomial and Poisson laws with a small variance. They are found by a search from 0 upwards, in a group
//! of lanes (runs) at the same time.
//!
//! Each lane starts with its uniform number and subtracts the probabilities P(X = 0), P(X = 1), … from it, one in each
//! step. The quantile is the first k for which the remainder is no longer positive after P(X = k) is subtracted. The
//! loop over the lanes has no branch, so it vectorises. Lanes that have finished are still processed, because this
//! takes less time than testing whether they have finished. The alternative would be to add up the probabilities and
//! compare the sum with the uniform number. Subtraction is more accurate: it loses no digits near the end of the
//! search, where the remainder is small.

use super::super::elementary::{SMALL_MAX, at_least, exp, ln_one_minus, ln_one_minus_small};
use super::count_law::CountLaw;

/// The search is used if the variance is below this number. Then the rarer of the two outcomes has a mean below 6, and
/// most searches take at most about ten steps.
pub(super) const VARIANCE_MAX: f64 = 3.0;
/// The number of lanes in a group. It is small enough that the numbers of a group stay in the processor's cache, and
/// that most lanes of a group finish after about the same number of steps.
pub(super) const WIDTH: usize = 32;
/// The number of steps after which the search counts the unfinished lanes. During these steps, the numbers of a lane
/// stay in the processor's registers.
const STEPS: usize = 4;
/// If at most this number of lanes is unfinished, the search finishes them one by one, because this is then faster.
const UNFINISHED_MIN: u64 = 2;
/// After this number of steps, the search finishes the remaining lanes one by one, even if there are many.
const STEPS_MAX: f64 = 24.0;
/// For a uniform number above this (one in a million), the exact quantile is computed instead, from sums over the upper
/// tail. For such a number, the last probabilities of the search can be smaller than the rounding error of the
/// remainder. In all other searches, the probabilities are large compared with the rounding error.
const NEAR_ONE: f64 = 1.0 - 1e-6;

type Group = [f64; WIDTH];

/// One law for each lane of a group. A law is given by P(X = 0) and by the ratios of successive probabilities:
/// P(X = k + 1)/P(X = k) = (trials − depletion·k)·odds/(k + 1).
struct Laws {
    /// ln P(X = 0).
    ln_none: Group,
    trials: Group,
    odds: Group,
    /// 1 for the binomial law, because each success leaves one trial fewer. 0 for the Poisson law, for which `trials`
    /// is 1 and `odds` is the mean.
    depletion: f64,
}

impl Laws {
    /// Writes to `count` the quantiles at `uniform`. `exact_quantile` computes the exact quantile of one lane, given
    /// its index; it is used for uniform numbers near 1.
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

    /// Runs the search. In each step, every lane with a positive remainder adds 1 to its count, and then the next
    /// probability is subtracted from the remainder. The search ends when no remainder is positive.
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

    /// The two numbers of step `k` that are the same in all lanes: depletion·k and 1/(k + 1).
    #[inline(always)]
    fn step(&self, k: f64) -> (f64, f64) {
        (self.depletion * k, 1.0 / (k + 1.0))
    }

    /// Finishes the search of lane `i` from step `k` on and returns the quantile. The remainders have the same bits as
    /// in the search of a group. When no trial is left, `mass` becomes 0 and the search ends.
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

/// The exact quantile of a law at a uniform number near 1.
#[cold]
#[inline(never)]
fn exact_quantile(law: CountLaw, u: f64) -> f64 {
    if law.mean() == 0.0 { 0.0 } else { law.quantile_near(libm::floor(law.mean()), u) }
}

/// Returns whether all lanes have the same number, to the bit.
#[inline(always)]
fn all_equal(lanes: &Group) -> bool {
    let mut differing = 0;
    for x in lanes {
        differing |= x.to_bits() ^ lanes[0].to_bits();
    }
    differing == 0
}

/// Writes to `out` the binomial quantiles at `uniform`, for laws with a variance below [`VARIANCE_MAX`]. If the
/// probability of success is above ½, the failures n − X are counted, because they are rarer. Their quantile is then
/// searched at 1 − u. This gives the exact quantile unless u equals a value of the distribution function, which
/// practically never happens.
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

/// Writes the binomial quantiles for groups in which some probabilities are above ½.
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

/// Writes the binomial quantiles for groups in which no probability is above `highest`, which is at most ½.
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

/// Writes to `out` the Poisson quantiles at `uniform`, for laws with a mean below [`VARIANCE_MAX`].
pub(super) fn poisson(mean: &Group, uniform: &Group, out: &mut Group) {
    let mut laws = Laws { ln_none: [0.0; WIDTH], trials: [1.0; WIDTH], odds: *mean, depletion: 0.0 };
    for (ln_none, mean) in laws.ln_none.iter_mut().zip(mean) {
        *ln_none = -mean;
    }
    laws.quantiles(uniform, out, |i| exact_quantile(CountLaw::Poisson { mean: mean[i] }, uniform[i]));
}
