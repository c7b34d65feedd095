//! Exact laws of counts, and tests of fit of counts against these laws.
//!
//! The probability masses are computed in another way than in the engine: without a logarithm, a factorial or a saddle
//! point. The mode gets weight 1. The ratios of neighbouring masses give the other weights, from the mode outwards. The
//! sum of all weights normalises them. So the relative error of a distribution function is about 10⁻¹⁶ per step away
//! from the mode, and below 10⁻¹⁰ for every law here.

use holdfast_engine::stream::DrawKey;
use holdfast_engine::{CommonRandomNumbers, LANES};
use statrs::function::gamma::gamma_ur;

/// The number of draws of a test of fit.
pub const DRAWS: u32 = 1_000_000;
/// The significance level of each test of fit.
pub const LEVEL: f64 = 1e-10;

/// A probability law on the whole numbers `first`, `first` + 1, …
pub struct Oracle {
    /// The smallest number in the tables.
    pub first: f64,
    /// P(X = first + i) at index i.
    pub mass: Vec<f64>,
    /// P(X ≤ first + i) at index i, summed from below.
    pub below: Vec<f64>,
    /// P(X > first + i) at index i, summed from above.
    pub above: Vec<f64>,
}

impl Oracle {
    /// The Poisson law with this mean.
    pub fn poisson(mean: f64) -> Self {
        Self::from_ratios(mean.floor(), f64::INFINITY, |k| mean / (k + 1.0))
    }

    /// The binomial law: the number of successes in `trials`, each with probability `chance`.
    pub fn binomial(trials: f64, chance: f64) -> Self {
        let mode = ((trials + 1.0) * chance).floor().min(trials);
        Self::from_ratios(mode, trials, |k| (trials - k) / (k + 1.0) * (chance / (1.0 - chance)))
    }

    /// The negative binomial law: a Poisson count whose mean is `mean` times a gamma rate with this coefficient of
    /// variation.
    pub fn negative_binomial(mean: f64, variation: f64) -> Self {
        let shape = 1.0 / (variation * variation);
        let mode = (mean - mean / shape).floor().max(0.0);
        Self::from_ratios(mode, f64::INFINITY, |k| (k + shape) / (k + 1.0) * (mean / (shape + mean)))
    }

    /// The beta-binomial law: a binomial count whose probability has the beta law with shapes `a` and `b`.
    pub fn beta_binomial(trials: f64, a: f64, b: f64) -> Self {
        let ratio = |k: f64| (trials - k) * (k + a) / ((k + 1.0) * (trials - k - 1.0 + b));
        let mut mode = 0.0;
        while mode < trials && ratio(mode) >= 1.0 {
            mode += 1.0;
        }
        Self::from_ratios(mode, trials, ratio)
    }

    /// The mean and the variance of the law.
    pub fn moments(&self) -> (f64, f64) {
        let sum = |f: &dyn Fn(f64) -> f64| -> f64 {
            self.mass.iter().enumerate().map(|(at, mass)| mass * f(self.first + at as f64)).sum()
        };
        let mean = sum(&|k| k);
        (mean, sum(&|k| (k - mean) * (k - mean)))
    }

    /// The law with these ratios P(X = k + 1)/P(X = k) and this mode; `last` is its largest possible value.
    fn from_ratios(mode: f64, last: f64, ratio: impl Fn(f64) -> f64) -> Self {
        const LEAST: f64 = 1e-24;
        let (mut down, mut at, mut weight) = (Vec::new(), mode, 1.0);
        while at > 0.0 && weight > LEAST {
            at -= 1.0;
            weight /= ratio(at);
            down.push(weight);
        }
        down.reverse();
        let first = at;
        (at, weight) = (mode, 1.0);
        let mut mass = down;
        while at <= last && weight > LEAST {
            mass.push(weight);
            weight *= ratio(at);
            at += 1.0;
        }
        Self::from_weights(first, mass)
    }

    fn from_weights(first: f64, mut mass: Vec<f64>) -> Self {
        let total: f64 = accumulate(mass.iter()).last().copied().unwrap_or(1.0);
        mass.iter_mut().for_each(|weight| *weight /= total);
        let below = accumulate(mass.iter());
        let mut above = accumulate(mass.iter().rev());
        above.reverse();
        above.remove(0);
        above.push(0.0);
        Self { first, mass, below, above }
    }

    /// The law of the sum of two independent counts.
    pub fn plus(&self, other: &Self) -> Self {
        let mut mass = vec![0.0; self.mass.len() + other.mass.len() - 1];
        for (i, a) in self.mass.iter().enumerate() {
            other.mass.iter().enumerate().for_each(|(j, b)| mass[i + j] += a * b);
        }
        Self::from_weights(self.first + other.first, mass)
    }

    /// Returns the quantile min{k: F(k) ≥ u}. Also returns the distance of u from the nearest step of F, in two ways:
    /// divided by the probability of the tail in which u lies, and divided by the mass of the quantile.
    pub fn quantile(&self, u: f64) -> (f64, f64, f64) {
        let at = if u < 0.5 {
            self.below.partition_point(|&below| below < u)
        } else {
            self.above.partition_point(|&above| above > 1.0 - u)
        };
        let at = at.min(self.mass.len() - 1);
        let gap = |i: usize| if u < 0.5 { (self.below[i] - u).abs() } else { (self.above[i] - (1.0 - u)).abs() };
        let gap = if at == 0 { gap(0) } else { gap(at).min(gap(at - 1)) };
        (self.first + at as f64, gap / u.min(1.0 - u), gap / self.mass[at])
    }

    /// Tests observed counts against the law. `observed[i]` is the number of draws of `first` + i, and `outside` is the
    /// number of draws outside the support. The error says which test failed.
    pub fn fit(&self, observed: &[u64], outside: u64) -> Result<(), String> {
        let draws = (observed.iter().sum::<u64>() + outside) as f64;
        if outside > 0 {
            return Err(format!("{outside} draws outside of the support"));
        }
        let (mut cells, mut statistic) = (0.0_f64, 0.0);
        let (mut expected, mut count, mut left) = (0.0, 0.0, draws);
        let (mut sum, mut distance) = (0.0, 0.0_f64);
        for (at, &seen) in observed.iter().enumerate() {
            expected += draws * self.mass[at];
            count += seen as f64;
            sum += seen as f64;
            distance = distance.max((sum / draws - self.below[at]).abs());
            // The two tails are tested with Chernoff's bound, which holds for every number of draws. Let N be the
            // number of draws in a tail, and m its mean. If n > m, P(N ≥ n) ≤ exp(−(n·ln(n/m) − n + m)). If n < m, the
            // same bound holds for P(N ≤ n).
            for (tail, seen) in [(self.below[at], sum), (self.above[at], draws - sum)] {
                let mean = draws * tail;
                if (1e-12..200.0).contains(&mean) {
                    let n = seen.max(1e-300);
                    let exponent = n * (n / mean).ln() - n + mean;
                    if exponent > -LEVEL.ln() + 7.0 {
                        return Err(format!("tail at {at}: {seen} draws instead of {mean}"));
                    }
                }
            }
            // A cell of the chi-squared test ends when at least 50 draws are expected in it, and at least 50 beyond it.
            left -= draws * self.mass[at];
            if expected >= 50.0 && left >= 50.0 {
                statistic += (count - expected) * (count - expected) / expected;
                (cells, expected, count) = (cells + 1.0, 0.0, 0.0);
            }
        }
        if cells > 0.0 {
            statistic += (count - expected) * (count - expected) / expected;
            // From a thousand degrees of freedom on, Wilson and Hilferty's cube-root approximation is used.
            let (high, low) = if cells < 1000.0 {
                let high = gamma_ur(cells / 2.0, statistic / 2.0);
                (high, 1.0 - high)
            } else {
                let cube = 2.0 / (9.0 * cells);
                let z = ((statistic / cells).cbrt() - (1.0 - cube)) / cube.sqrt();
                let tail = |z: f64| 0.5 * libm::erfc(z / std::f64::consts::SQRT_2);
                (tail(z), tail(-z))
            };
            if high < LEVEL || low < LEVEL {
                return Err(format!("chi-squared {statistic} at {cells} degrees: p {high}"));
            }
        }
        // `far` is the bound of Dvoretzky, Kiefer and Wolfowitz for Kolmogorov's distance, with Massart's constant. It
        // holds for every law and every number of draws.
        let far = ((2.0 / LEVEL).ln() / (2.0 * draws)).sqrt();
        if distance > far { Err(format!("Kolmogorov distance {distance} > {far}")) } else { Ok(()) }
    }

    /// Counts how often each value occurs, and tests these numbers with [`Self::fit`].
    pub fn fit_values(&self, values: impl Iterator<Item = f64>) -> Result<(), String> {
        let (mut observed, mut outside) = (vec![0; self.mass.len()], 0);
        for value in values {
            let at = value - self.first;
            match observed.get_mut(at as usize) {
                Some(count) if at >= 0.0 && at.fract() == 0.0 => *count += 1,
                _ => outside += 1,
            }
        }
        self.fit(&observed, outside)
    }
}

/// The running sums of the weights, with Neumaier's compensation of rounding errors.
fn accumulate<'a>(weights: impl Iterator<Item = &'a f64>) -> Vec<f64> {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    weights
        .map(|&weight| {
            let next = sum + weight;
            lost += if sum.abs() >= weight.abs() { (sum - next) + weight } else { (weight - next) + sum };
            sum = next;
            sum + lost
        })
        .collect()
}

/// At least [`DRAWS`] uniforms from the engine's generator, in blocks of [`LANES`].
pub fn random_blocks(seed: u64) -> impl Iterator<Item = CommonRandomNumbers> {
    (0..DRAWS.div_ceil(LANES as u32))
        .map(move |block| CommonRandomNumbers::draw(seed, DrawKey::named("test of fit"), 0, 0, block))
}
