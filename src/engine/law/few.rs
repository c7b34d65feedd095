//! Quantiles of laws of a small variance, searched from 0 in all lanes at once.
//!
//! Every lane takes every step: one more mass off the uniform, one more customer where something of it was left. The
//! loop over lanes inside a step has no branch and vectorises; lanes that end early cost less than asking whether they
//! have ended. Taking masses off the uniform, rather than summing them up to it, loses no digits near the end.

use super::super::stream::{LANES, Lane};
use super::elementary::{exp, ln_of_rest};
use super::lattice::binomial_variance;
use super::mass::Law;

/// The search is for variances below this. There the rarer outcome has a mean below 6, and at most some ten steps are
/// taken.
pub(super) const VARIANCE_MAX: f64 = 3.0;
/// Steps between two looks at how many lanes are still on their way. Their numbers stay in registers meanwhile.
const STEPS: usize = 4;
/// With so few lanes left it is quicker to end them one by one.
const LEFT_MIN: u64 = 6;
/// After so many steps the rest are ended one by one in any case.
const STEPS_MAX: f64 = 24.0;
/// Uniforms above this are decided exactly, from the far end: masses so small are lost in the rounding of the uniform's
/// remainder. One draw in a million. All others end while masses are large beside the rounding.
const NEAR_ONE: f64 = 1.0 - 1e-6;

/// A law for each lane, by its mass at 0 and the ratios of further ones: P(k + 1)/P(k) = (trials − falling·k)·odds/(k + 1).
struct Laws {
    /// ln P(X = 0).
    ln_none: Lane,
    trials: Lane,
    odds: Lane,
    /// 1 for the binomial law; 0 for the Poisson law, whose trials do not run out.
    falling: f64,
}

impl Laws {
    /// The quantiles at `uniform`; `decide` gives that of a lane exactly.
    #[inline(always)]
    fn quantiles(&self, uniform: &Lane, decide: impl Fn(usize) -> f64) -> Lane {
        let (mut mass, mut rest, mut count) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for i in 0..LANES {
            mass[i] = exp(self.ln_none[i]);
            let after = uniform[i] - mass[i];
            // A lane to be decided exactly never ends by itself.
            rest[i] = if uniform[i] > NEAR_ONE { f64::INFINITY } else { after };
        }
        let mut k = 0.0;
        loop {
            let (mut fallen, mut inverse) = ([0.0; STEPS], [0.0; STEPS]);
            for step in 0..STEPS {
                (fallen[step], inverse[step]) = self.step(k);
                k += 1.0;
            }
            let mut left = 0;
            for i in 0..LANES {
                for step in 0..STEPS {
                    count[i] += if rest[i] > 0.0 { 1.0 } else { 0.0 };
                    mass[i] *= (self.trials[i] - fallen[step]) * (self.odds[i] * inverse[step]);
                    rest[i] -= mass[i];
                }
                left += u64::from(rest[i] > 0.0);
            }
            if left == 0 {
                return count;
            }
            if left <= LEFT_MIN || k >= STEPS_MAX {
                break;
            }
        }
        for i in 0..LANES {
            if rest[i] > 0.0 {
                count[i] = if rest[i] < 1.0 { self.end(i, k, mass[i], rest[i]) } else { decide(i) };
            }
        }
        count
    }

    /// What a step needs that is the same in all lanes: of how many the trials have fallen, and 1/(k + 1).
    #[inline(always)]
    fn step(&self, k: f64) -> (f64, f64) {
        (self.falling * k, 1.0 / (k + 1.0))
    }

    /// The search of one lane from step `k` on, to the same bits as among all lanes. Where trials run out the mass is 0.
    fn end(&self, i: usize, mut k: f64, mut mass: f64, mut rest: f64) -> f64 {
        while rest > 0.0 && mass > 0.0 {
            let (fallen, inverse) = self.step(k);
            mass *= (self.trials[i] - fallen) * (self.odds[i] * inverse);
            rest -= mass;
            k += 1.0;
        }
        k
    }
}

/// The quantile of a law at a uniform near 1.
#[cold]
#[inline(never)]
fn decide(law: Law, u: f64) -> f64 {
    if law.mean() == 0.0 { 0.0 } else { law.quantile_near(libm::floor(law.mean()), u) }
}

/// Whether all lanes are the same number.
fn is_one_number(lane: &Lane) -> bool {
    let mut differing = 0;
    for x in lane {
        differing |= x.to_bits() ^ lane[0].to_bits();
    }
    differing == 0
}

/// ln(1 − p) and p/(1 − p) of the rarer outcome.
#[inline(always)]
fn of_rarer(chance: f64) -> (f64, f64) {
    let p = if chance > 0.5 { 1.0 - chance } else { chance };
    (ln_of_rest(p), p / (1.0 - p))
}

/// Binomial quantiles where the variance is below [`VARIANCE_MAX`]; nothing of use elsewhere. The rarer outcome is
/// counted: where the chance is above ½ that is n − X, whose quantile at 1 − u is sought. No uniform ties with a step.
pub(super) fn binomial(trials: &Lane, chance: &Lane, uniform: &Lane) -> Lane {
    let mut laws = Laws { ln_none: [0.0; LANES], trials: [0.0; LANES], odds: [0.0; LANES], falling: 1.0 };
    if is_one_number(chance) {
        let (ln_rest, odds) = of_rarer(chance[0]);
        (laws.ln_none, laws.odds) = ([ln_rest; LANES], [odds; LANES]);
    } else {
        for (i, &p) in chance.iter().enumerate() {
            (laws.ln_none[i], laws.odds[i]) = of_rarer(p);
        }
    }
    let mut luck = [0.0; LANES];
    for i in 0..LANES {
        let (n, p, u) = (trials[i], chance[i], uniform[i]);
        // No trials in a lane that is not for the search: it ends at once.
        laws.trials[i] = if binomial_variance(n, p) < VARIANCE_MAX { n } else { 0.0 };
        laws.ln_none[i] *= laws.trials[i];
        luck[i] = if p > 0.5 { 1.0 - u } else { u };
    }
    let mut out = laws.quantiles(&luck, |i| {
        let p = chance[i];
        decide(Law::Binomial { trials: laws.trials[i], chance: if p > 0.5 { 1.0 - p } else { p } }, luck[i])
    });
    for i in 0..LANES {
        let other = trials[i] - out[i];
        out[i] = if chance[i] > 0.5 { other } else { out[i] };
    }
    out
}

/// Poisson quantiles where the mean is below [`VARIANCE_MAX`]; nothing of use elsewhere.
pub(super) fn poisson(mean: &Lane, uniform: &Lane) -> Lane {
    let mut laws = Laws { ln_none: [0.0; LANES], trials: [1.0; LANES], odds: [0.0; LANES], falling: 0.0 };
    for (i, &mean) in mean.iter().enumerate() {
        laws.odds[i] = if mean < VARIANCE_MAX { mean } else { 0.0 };
        laws.ln_none[i] = -laws.odds[i];
    }
    laws.quantiles(uniform, |i| decide(Law::Poisson { mean: laws.odds[i] }, uniform[i]))
}

#[cfg(test)]
mod tests {
    use super::super::super::luck::Luck;
    use super::super::super::stream::Event;
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
            let mut uniform = *Luck::draw(5, Event::LEAVING, 1, 0, round).uniform();
            if round % 2 == 0 {
                // Down to 2⁻⁵³, up to 1 − 2⁻⁵³.
                for (i, u) in uniform.iter_mut().enumerate().take(106) {
                    let small = libm::exp2(-((i / 2) as f64) - 1.0);
                    *u = if i % 2 == 0 { small * 0.9 } else { 1.0 - small * 0.9 };
                }
            }
            let luck = Luck::new(uniform);
            let chance: Lane = std::array::from_fn(|i| libm::pow(share(i, round), 1.0 + f64::from(round % 7)));
            let trials: Lane = std::array::from_fn(|i| {
                let p = chance[i].clamp(1e-9, 1.0 - 1e-9);
                libm::floor(2.99 * share(i, round + 5) / (p * (1.0 - p)))
            });
            let found = binomial(&trials, &chance, &luck);
            let means: Lane = std::array::from_fn(|i| 2.99 * share(i, round));
            let arrivals = poisson(&means, &luck);
            for i in 0..LANES {
                let (n, p, u) = (trials[i], chance[i], uniform[i]);
                let expected = if n == 0.0 || p == 0.0 {
                    0.0
                } else if p == 1.0 {
                    n
                } else if p > 0.5 {
                    n - Law::Binomial { trials: n, chance: 1.0 - p }.quantile_near(0.0, 1.0 - u)
                } else {
                    Law::Binomial { trials: n, chance: p }.quantile_near(0.0, u)
                };
                assert_eq!(found[i], expected, "{n} {p} {u:e}");
                let mean = means[i];
                let expected = if mean == 0.0 { 0.0 } else { Law::Poisson { mean }.quantile_near(0.0, u) };
                assert_eq!(arrivals[i], expected, "{mean} {u:e}");
            }
        }
    }
}
