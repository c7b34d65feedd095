//! Shapley effects: the part of a function's variance that each of its inputs explains. Unlike Sobol indices they stay
//! meaningful when inputs are correlated (Owen, SIAM/ASA J. Uncertainty Quantification 2, 2014; Song, Nelson and Staum,
//! ibid. 4, 2016).
//!
//! A driver's effect is the amount by which knowing it reduces the remaining variance, averaged over every order in
//! which the drivers may become known. With the first k drivers of an order known, the remaining variance is
//!
//! E Var(f | the first k) = E w(k), w(k) = ½(f(X) − f(X⁽ᵏ⁾))²,
//!
//! where X⁽ᵏ⁾ keeps these k drivers and draws the others again, conditional on them. Every sample has its own random
//! order. The effect of the k-th driver of the order is then the mean of w(k−1) − w(k). This is the algorithm of Song,
//! Nelson and Staum with one outer and two inner samples.

use holdfast_engine::normal::quantiles;
use holdfast_engine::stream::{DrawKey, uniforms};
use holdfast_engine::{LANES, Lanes};
use holdfast_scenario::cholesky;

/// Tags in the place of a month, which select the random numbers of a sample's two sets of inputs and of its order. The
/// simulation draws inputs with the tag 0.
const FIRST: u32 = 1;
const SECOND: u32 = 2;
const ORDER: u32 = 3;

/// The drivers: correlated standard normals from which a function computes its inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// The key and bucket that select each driver's random numbers, so that its position in the list does not matter.
    pub draw_keys: Vec<(DrawKey, u32)>,
    /// The correlation matrix of the normals.
    pub correlation: Vec<Vec<f64>>,
}

/// Sums over independent samples. Each sample is an unbiased estimate of every driver's effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    count: f64,
    /// The sum of the total effect of all drivers, which estimates the variance, and the sum of its squares.
    total: [f64; 2],
    /// For each driver, the sums of its effect, of the effect's square, and of the effect times the total effect.
    drivers: Vec<[f64; 3]>,
}

impl Effects {
    /// The sums over no samples.
    pub fn zero(drivers: usize) -> Self {
        Self { count: 0.0, total: [0.0; 2], drivers: vec![[0.0; 3]; drivers] }
    }

    /// Adds the sums over other samples of the same drivers.
    pub fn add(&mut self, other: &Self) {
        let add = |sums: &mut [f64], more: &[f64]| sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        self.count += other.count;
        add(&mut self.total, &other.total);
        self.drivers.iter_mut().zip(&other.drivers).for_each(|(sums, more)| add(sums, more));
    }

    /// The variance of the function, and its standard error.
    pub fn variance(&self) -> (f64, f64) {
        let [mean, square] = self.total.map(|sum| self.mean(sum));
        (mean, self.error(square - mean * mean))
    }

    /// A driver's effect as a share of a total variance, and the standard error of the share. The total is the
    /// function's variance plus `more`, which is estimated elsewhere with the standard error `more_error`. The error is
    /// that of a ratio of two means, by the delta method. Returns (0, 0) if nothing varies.
    pub fn share(&self, driver: usize, (more, more_error): (f64, f64)) -> (f64, f64) {
        let variance = self.variance().0;
        let total = variance + more;
        if total <= 0.0 {
            return (0.0, 0.0);
        }
        let [effect, squared, product] = self.drivers[driver].map(|sum| self.mean(sum));
        let share = effect / total;
        // The mean square of effect − share · total effect.
        let square = squared - 2.0 * share * product + share * share * self.mean(self.total[1]);
        let mean = effect - share * variance;
        (share, libm::hypot(self.error(square - mean * mean), share * more_error) / total)
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / self.count.max(1.0)
    }

    /// The standard error of the mean of the samples, given their variance.
    fn error(&self, variance: f64) -> f64 {
        self.mean(variance.max(0.0)).sqrt()
    }
}

/// Block `block` of [`LANES`] samples of the drivers' effects on `f`, which takes a lane of normals for each driver.
/// Calls `f` once more than there are drivers.
pub fn effects(seed: u64, drivers: &Drivers, block: u32, mut f: impl FnMut(&[Lanes]) -> Lanes) -> Effects {
    let count = drivers.draw_keys.len();
    let draws = |of: u32| drivers.draw_keys.iter().map(move |&(key, bucket)| uniforms(seed, key, of, bucket, block));
    let normals = |of| draws(of).map(|lane| quantiles(&lane)).collect::<Vec<Lanes>>();
    let orders = Orders::new(&draws(ORDER).collect::<Vec<Lanes>>(), &drivers.correlation);
    let (first, second) = (normals(FIRST), normals(SECOND));
    let values: Vec<Lanes> = (0..=count).map(|kept| f(&orders.conditional(&first, &second, kept))).collect();
    let mut sums = Effects::zero(count);
    for i in 0..LANES {
        let (redrawn, kept) = (values[0][i], values[count][i]);
        let total = 0.5 * (kept - redrawn) * (kept - redrawn);
        sums.count += 1.0;
        sums.total[0] += total;
        sums.total[1] += total * total;
        for (ranks, sums) in orders.ranks.iter().zip(&mut sums.drivers) {
            let rank = usize::from(ranks[i]);
            let (before, after) = (values[rank][i], values[rank + 1][i]);
            // w(k−1) − w(k) = ½ (after − before) (2 kept − before − after). If no drivers are correlated, the same
            // values in reverse are those of the reverse order of drivers. The mean over both orders has a smaller
            // variance, and is ½ (after − before) (kept − redrawn).
            let gap = if orders.related.is_empty() { kept - redrawn } else { 2.0 * kept - before - after };
            let effect = 0.5 * (after - before) * gap;
            sums[0] += effect;
            sums[1] += effect * effect;
            sums[2] += effect * total;
        }
    }
    sums
}

/// For each lane, the order in which drivers become known.
struct Orders {
    /// For each driver and lane, how many drivers come before it.
    ranks: Vec<[u8; LANES]>,
    /// The drivers that are correlated with another one.
    related: Vec<usize>,
    /// For each lane, the order of the related drivers, as indices into `related`, and the Cholesky factor of their
    /// correlation matrix in that order. A driver's normal is a weighted sum of the independent normals of the drivers
    /// before it and of its own.
    factors: Vec<(Vec<usize>, Vec<Vec<f64>>)>,
}

impl Orders {
    /// The orders by ascending random keys, one key for each driver and lane.
    fn new(keys: &[Lanes], correlation: &[Vec<f64>]) -> Self {
        let rank = |key: &Lanes, i: usize| keys.iter().filter(|other| other[i] < key[i]).count() as u8;
        let ranks: Vec<[u8; LANES]> = keys.iter().map(|key| std::array::from_fn(|i| rank(key, i))).collect();
        let is_related = |a: &usize| (0..keys.len()).any(|b| *a != b && correlation[*a][b] != 0.0);
        let related: Vec<usize> = (0..keys.len()).filter(is_related).collect();
        let factor = |i: usize| {
            let mut order: Vec<usize> = (0..related.len()).collect();
            order.sort_by_key(|&at| ranks[related[at]][i]);
            let row = |&a: &usize| order.iter().map(|&b| correlation[related[a]][related[b]]).collect();
            let matrix: Vec<Vec<f64>> = order.iter().map(row).collect();
            // A positive semidefinite matrix has a factor in any order of its rows.
            let factor = cholesky(&matrix).unwrap_or_default();
            (order, factor)
        };
        let factors = if related.is_empty() { Vec::new() } else { (0..LANES).map(factor).collect() };
        Self { ranks, related, factors }
    }

    /// The normals of X⁽ᵏ⁾: for each lane, the first `kept` drivers of its order from `first`, and the others from
    /// `second`, conditional on them.
    fn conditional(&self, first: &[Lanes], second: &[Lanes], kept: usize) -> Vec<Lanes> {
        let choose = |(driver, ranks): (usize, &[u8; LANES])| {
            let mut values = second[driver];
            for i in 0..LANES {
                if usize::from(ranks[i]) < kept {
                    values[i] = first[driver][i];
                }
            }
            values
        };
        let mut normals: Vec<Lanes> = self.ranks.iter().enumerate().map(choose).collect();
        let own: Vec<Lanes> = self.related.iter().map(|&driver| normals[driver]).collect();
        for (i, (order, factor)) in self.factors.iter().enumerate() {
            for (&at, weights) in order.iter().zip(factor) {
                let before = order.iter().zip(weights);
                normals[self.related[at]][i] = before.map(|(&before, weight)| weight * own[before][i]).sum();
            }
        }
        normals
    }
}
