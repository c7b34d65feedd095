//! Probability masses and exact distribution functions of the binomial and the Poisson law.
//!
//! A mass is the probability of one value. Masses are computed with Loader's saddle-point formula ("Fast and accurate
//! computation of binomial probabilities", 2000), which loses no digits by cancellation. The lower tail at k is the sum
//! of the masses from k downwards, and the upper tail is the sum from k + 1 upwards. All terms are positive, so the
//! sums lose no digits either.

use std::f64::consts::PI;

/// The probability distribution of a count, given by its type and its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountLaw {
    /// The number of successes in `trials` independent trials. Each trial succeeds with the probability `chance`.
    Binomial {
        /// The number of trials, a whole number ≥ 0.
        trials: f64,
        /// The probability of success in one trial, from 0 to 1.
        chance: f64,
    },
    /// A Poisson count. Its mean is ≥ 0.
    Poisson {
        /// The mean.
        mean: f64,
    },
}

impl CountLaw {
    /// The mean.
    pub fn mean(self) -> f64 {
        match self {
            Self::Binomial { trials, chance } => trials * chance,
            Self::Poisson { mean } => mean,
        }
    }

    /// The largest possible value, which is infinite for the Poisson law.
    fn support_max(self) -> f64 {
        match self {
            Self::Binomial { trials, .. } => trials,
            Self::Poisson { .. } => f64::INFINITY,
        }
    }

    /// P(X = k), for a whole k from 0 to the largest possible value. The result is NaN for a binomial law with 0 trials
    /// and a probability of 1.
    pub fn mass(self, k: f64) -> f64 {
        match self {
            Self::Poisson { mean } => {
                if k == 0.0 {
                    return libm::exp(-mean);
                }
                libm::exp(-stirling_error(k) - deviance(k, mean)) / (2.0 * PI * k).sqrt()
            }
            Self::Binomial { trials: n, chance: p } => {
                if k == 0.0 {
                    return libm::exp(n * libm::log1p(-p));
                }
                if k == n {
                    return libm::exp(n * libm::log(p));
                }
                let exponent = stirling_error(n)
                    - stirling_error(k)
                    - stirling_error(n - k)
                    - deviance(k, n * p)
                    - deviance(n - k, n * (1.0 - p));
                libm::exp(exponent) * (n / (2.0 * PI * k * (n - k))).sqrt()
            }
        }
    }

    /// P(X = k + 1) / P(X = k).
    #[inline(always)]
    pub fn mass_ratio(self, k: f64) -> f64 {
        match self {
            Self::Poisson { mean } => mean / (k + 1.0),
            Self::Binomial { trials, chance } => (trials - k) * chance / ((k + 1.0) * (1.0 - chance)),
        }
    }

    /// P(X ≤ k), as the sum of the masses from k downwards. The relative error is close to the rounding error if k is
    /// below the mean.
    pub(super) fn cdf(self, k: f64) -> f64 {
        let (mut term, mut sum, mut at) = (self.mass(k), 0.0, k);
        loop {
            sum += term;
            if at == 0.0 || term < sum * 1e-18 {
                return sum;
            }
            at -= 1.0;
            term /= self.mass_ratio(at);
        }
    }

    /// P(X > k), as the sum of the masses from k + 1 upwards. The relative error is close to the rounding error if k is
    /// above the mean.
    pub(super) fn upper_tail(self, k: f64) -> f64 {
        let mut at = k + 1.0;
        if at > self.support_max() {
            return 0.0;
        }
        let (mut term, mut sum) = (self.mass(at), 0.0);
        loop {
            sum += term;
            if at >= self.support_max() || term < sum * 1e-18 {
                return sum;
            }
            term *= self.mass_ratio(at);
            at += 1.0;
        }
    }

    /// Returns whether u ≤ P(X ≤ k). If k is below the mean, u is compared with P(X ≤ k). Otherwise, 1 − u is compared
    /// with P(X > k). In both cases the summed tail does not contain the mean, so the sum is accurate.
    fn cdf_reaches(self, k: f64, u: f64) -> bool {
        if k < 0.0 {
            false
        } else if k >= self.support_max() {
            true
        } else if k < self.mean() {
            u <= self.cdf(k)
        } else {
            1.0 - u >= self.upper_tail(k)
        }
    }

    /// The exact quantile at u. The search goes in steps of 1 from `guess`, a whole number. `guess` should be near the
    /// quantile, because each step computes the sum of a tail.
    pub fn quantile_near(self, guess: f64, u: f64) -> f64 {
        let mut k = guess.max(0.0).min(self.support_max());
        if self.cdf_reaches(k, u) {
            while self.cdf_reaches(k - 1.0, u) {
                k -= 1.0;
            }
        } else {
            k += 1.0;
            while !self.cdf_reaches(k, u) {
                k += 1.0;
            }
        }
        k
    }
}

/// ln k! − ln(√(2πk)·(k/e)ᵏ), the error of Stirling's formula. Below 16, k must be a whole number ≥ 1, and the error is
/// computed from the factorial, which is exact there. From 16 on, k may be any real number, and the error is computed
/// by Stirling's series. The first omitted term of the series is about 10⁻¹⁶ at k = 16 and much smaller for larger k.
pub(super) fn stirling_error(k: f64) -> f64 {
    if k < 16.0 {
        let (mut factorial, mut at) = (1.0, 2.0);
        while at <= k {
            factorial *= at;
            at += 1.0;
        }
        return libm::log(factorial / (2.0 * PI * k).sqrt()) - k * (libm::log(k) - 1.0);
    }
    let square = k * k;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0) / square) / square) / square) / square)
        / k
}

/// x·ln(x/m) + m − x (Loader's deviance). If x is close to m, this formula loses digits by cancellation. The function
/// then uses a series in (x − m)/(x + m).
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let (mut sum, mut power, mut odd) = ((x - m) * v, 2.0 * x * v, 1.0);
    loop {
        power *= v * v;
        odd += 2.0;
        let next = sum + power / odd;
        if next == sum {
            return sum;
        }
        sum = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::beta::beta_reg;
    use statrs::function::gamma::gamma_ur;

    #[test]
    fn masses_sum_to_one() {
        for law in [
            CountLaw::Poisson { mean: 0.01 },
            CountLaw::Poisson { mean: 700.5 },
            CountLaw::Binomial { trials: 1.0, chance: 0.3 },
            CountLaw::Binomial { trials: 1000.0, chance: 0.001 },
            CountLaw::Binomial { trials: 1000.0, chance: 0.97 },
        ] {
            let sum: f64 = (0..=law.support_max().min(2000.0) as u32).map(|k| law.mass(f64::from(k))).sum();
            assert!((sum - 1.0).abs() < 1e-13, "{law:?}: {sum}");
        }
    }

    #[test]
    fn both_tails_agree_with_an_independent_oracle() {
        for mean in [0.3, 4.0, 60.0, 5000.0_f64] {
            for z in [-4.0, -1.0, 0.0, 1.5, 5.0] {
                let k = (mean + z * mean.sqrt()).round().max(0.0);
                let law = CountLaw::Poisson { mean };
                let oracle = gamma_ur(k + 1.0, mean);
                assert!((law.cdf(k) / oracle - 1.0).abs() < 1e-10, "{mean} {k}");
                assert!((law.cdf(k) + law.upper_tail(k) - 1.0).abs() < 1e-12, "{mean} {k}");
            }
        }
        for (trials, chance) in [(10.0, 0.5), (500.0, 0.04), (5000.0, 0.93), (100_000.0, 0.005_f64)] {
            for z in [-3.0, 0.0, 3.0] {
                let mean: f64 = trials * chance;
                let k = (mean + z * (mean * (1.0 - chance)).sqrt()).round().clamp(0.0, trials - 1.0);
                let law = CountLaw::Binomial { trials, chance };
                let oracle = beta_reg(trials - k, k + 1.0, 1.0 - chance);
                assert!((law.cdf(k) / oracle - 1.0).abs() < 1e-9, "{law:?} {k}");
                assert!((law.cdf(k) + law.upper_tail(k) - 1.0).abs() < 1e-12, "{law:?} {k}");
            }
        }
    }
}
