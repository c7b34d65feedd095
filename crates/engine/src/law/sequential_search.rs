//! Quantiles of laws of a small variance, searched from 0 in a group of lanes at once.
//!
//! Every lane takes every step: one more mass off the uniform, one more customer where something of it was left. The
//! loop over lanes inside a step has no branch and vectorises; lanes that end early cost less than asking whether they
//! have ended. Taking masses off the uniform, rather than summing them up to it, loses no digits near the end.

use super::super::elementary::{SMALL_MAX, at_least, exp, ln_one_minus, ln_one_minus_small};
use super::count_law::CountLaw;

/// The search is for variances below this. There the rarer outcome has a mean below 6, and at most some ten steps are
/// taken.
pub(super) const VARIANCE_MAX: f64 = 3.0;
/// Lanes that are searched together: few enough that their numbers stay near, and that most of them end together.
pub(super) const WIDTH: usize = 32;
/// Steps between two looks at how many lanes are still on their way. Their numbers stay in registers meanwhile.
const STEPS: usize = 4;
/// With so few lanes left it is quicker to end them one by one.
const UNFINISHED_MIN: u64 = 2;
/// After so many steps the rest are ended one by one in any case.
const STEPS_MAX: f64 = 24.0;
/// Uniforms above this are decided exactly, from the far end: masses so small are lost in the rounding of the uniform's
/// remainder. One draw in a million. All others end while masses are large beside the rounding.
const NEAR_ONE: f64 = 1.0 - 1e-6;

type Group = [f64; WIDTH];

/// A law for each lane, by its mass at 0 and the ratios of further ones: P(k + 1)/P(k) = (trials − falling·k)·odds/(k + 1).
struct Laws {
    /// ln P(X = 0).
    ln_none: Group,
    trials: Group,
    odds: Group,
    /// 1 for the binomial law; 0 for the Poisson law, whose trials do not run out.
    depletion: f64,
}

impl Laws {
    /// Writes the quantiles at `uniform`; `exact_quantile` gives that of a lane exactly.
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

    /// Counts steps until nothing is left of the uniforms.
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

    /// What a step needs that is the same in all lanes: of how many the trials have fallen, and 1/(k + 1).
    #[inline(always)]
    fn step(&self, k: f64) -> (f64, f64) {
        (self.depletion * k, 1.0 / (k + 1.0))
    }

    /// The search of one lane from step `k` on, to the same bits as among all lanes. Where trials run out the mass is 0.
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

/// The quantile of a law at a uniform near 1.
#[cold]
#[inline(never)]
fn exact_quantile(law: CountLaw, u: f64) -> f64 {
    if law.mean() == 0.0 { 0.0 } else { law.quantile_near(libm::floor(law.mean()), u) }
}

/// Whether all lanes are the same number.
#[inline(always)]
fn all_equal(lanes: &Group) -> bool {
    let mut differing = 0;
    for x in lanes {
        differing |= x.to_bits() ^ lanes[0].to_bits();
    }
    differing == 0
}

/// Writes binomial quantiles where the variance is below [`VARIANCE_MAX`]. The rarer outcome is counted: where the chance
/// is above ½ that is n − X, whose quantile at 1 − u is sought. No uniform ties with a step.
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

/// The same where some chances are above ½.
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

/// The same where no chance is above `highest`, which is at most ½.
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

/// Writes Poisson quantiles where the mean is below [`VARIANCE_MAX`].
pub(super) fn poisson(mean: &Group, uniform: &Group, out: &mut Group) {
    let mut laws = Laws { ln_none: [0.0; WIDTH], trials: [1.0; WIDTH], odds: *mean, depletion: 0.0 };
    for (ln_none, mean) in laws.ln_none.iter_mut().zip(mean) {
        *ln_none = -mean;
    }
    laws.quantiles(uniform, out, |i| exact_quantile(CountLaw::Poisson { mean: mean[i] }, uniform[i]));
}

#[cfg(test)]
mod tests {
    use super::super::super::common_random_numbers::CommonRandomNumbers;
    use super::super::super::stream::{DrawKey, LANES, Lanes};
    use super::super::{binomial, poisson};
    use super::*;

    /// Parameters spread over 0 … 1, another order for each `round`.
    fn share(i: usize, round: u32) -> f64 {
        ((i * 37 + round as usize * 11) % LANES) as f64 / (LANES - 1) as f64
    }

    /// Lane by lane the search finds what the exact decision finds; so it does for uniforms near 0 and 1.
    #[test]
    fn agrees_with_the_exact_decision() {
        for round in 0..300 {
            let mut uniform = *CommonRandomNumbers::draw(5, DrawKey::LEAVING, 1, 0, round).uniforms();
            if round % 2 == 0 {
                // Down to 2⁻⁵³, up to 1 − 2⁻⁵³.
                for (i, u) in uniform.iter_mut().enumerate().take(106) {
                    let small = libm::exp2(-((i / 2) as f64) - 1.0);
                    *u = if i % 2 == 0 { small * 0.9 } else { 1.0 - small * 0.9 };
                }
            }
            let numbers = CommonRandomNumbers::new(uniform);
            let chance: Lanes = std::array::from_fn(|i| libm::pow(share(i, round), 1.0 + f64::from(round % 7)));
            let trials: Lanes = std::array::from_fn(|i| {
                let p = chance[i].clamp(1e-9, 1.0 - 1e-9);
                libm::floor(2.99 * share(i, round + 5) / (p * (1.0 - p)))
            });
            let found = binomial(&trials, &chance, &numbers);
            let means: Lanes = std::array::from_fn(|i| 2.99 * share(i, round));
            let arrivals = poisson(&means, &numbers);
            for i in 0..LANES {
                let (n, p, u) = (trials[i], chance[i], uniform[i]);
                let expected = if n == 0.0 || p == 0.0 {
                    0.0
                } else if p == 1.0 {
                    n
                } else if p > 0.5 {
                    n - CountLaw::Binomial { trials: n, chance: 1.0 - p }.quantile_near(0.0, 1.0 - u)
                } else {
                    CountLaw::Binomial { trials: n, chance: p }.quantile_near(0.0, u)
                };
                assert_eq!(found[i], expected, "{n} {p} {u:e}");
                let mean = means[i];
                let expected = if mean == 0.0 { 0.0 } else { CountLaw::Poisson { mean }.quantile_near(0.0, u) };
                assert_eq!(arrivals[i], expected, "{mean} {u:e}");
            }
        }
    }
}
