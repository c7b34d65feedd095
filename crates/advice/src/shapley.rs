//! Shapley effects: the part of a function's variance that each of its inputs explains. Unlike Sobol indices, they stay
//! meaningful if inputs are correlated (Owen, SIAM/ASA J. Uncertainty Quantification 2, 2014; Song, Nelson and Staum,
//! SIAM/ASA J. Uncertainty Quantification 4, 2016).
//!
//! The inputs are computed from random numbers, which are called drivers here. Suppose that the drivers become known
//! one after another, in some order. When a driver becomes known, the remaining variance falls. The effect of the
//! driver is the amount of this fall, averaged over all orders. If the first k drivers of an order are known, the
//! remaining variance is
//!
//! E Var(f | first k drivers) = E w(k), where w(k) = ½(f(X) − f(X⁽ᵏ⁾))².
//!
//! X is a random sample of all drivers. X⁽ᵏ⁾ has the same first k drivers as X; all other drivers are drawn again,
//! conditional on the first k. Every sample has its own random order. The effect of the driver in place k of the order
//! is then the mean of w(k−1) − w(k). This is the algorithm of Song, Nelson and Staum with one outer and two inner
//! samples.

use holdfast_engine::normal::quantiles;
use holdfast_engine::stream::{DrawKey, uniforms};
use holdfast_engine::{LANES, Lanes};
use holdfast_scenario::cholesky;

/// Tags that select random numbers: two tags for the two sets of drivers of a sample, and one tag for its order. They
/// are passed to [`uniforms`] as the month. The simulation draws inputs with the month 0.
const FIRST: u32 = 1;
const SECOND: u32 = 2;
const ORDER: u32 = 3;

/// The drivers: correlated standard normal variables. A function computes its inputs from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// For each driver, the key and the bucket that select its random numbers. So the random numbers of a driver do not
    /// depend on its position in the list.
    pub draw_keys: Vec<(DrawKey, u32)>,
    /// The correlation matrix of the drivers.
    pub correlation: Vec<Vec<f64>>,
}

/// Sums over independent samples, from which the drivers' effects are estimated. Every sample gives an unbiased
/// estimate of the effect of each driver.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    count: f64,
    /// Two sums over the samples: the sum of the total effect of all drivers, and the sum of its squares. The mean of
    /// the total effect estimates the variance of the function.
    total: [f64; 2],
    /// For each driver, three sums over the samples: of its effect, of the square of its effect, and of the product of
    /// its effect and the total effect.
    drivers: Vec<[f64; 3]>,
}

impl Effects {
    /// The sums over no samples, which are all 0.
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

    /// A driver's effect as a share of a total variance, and the standard error of this share. The total variance is
    /// the variance of the function plus `more`. The variance `more` is estimated elsewhere and has the standard error
    /// `more_error`. The standard error of the share is that of a ratio of two means, by the delta method. Both results
    /// are 0 if the total variance is 0.
    pub fn share(&self, driver: usize, (more, more_error): (f64, f64)) -> (f64, f64) {
        let variance = self.variance().0;
        let total = variance + more;
        if total <= 0.0 {
            return (0.0, 0.0);
        }
        let [effect, squared, product] = self.drivers[driver].map(|sum| self.mean(sum));
        let share = effect / total;
        // The mean over the samples of (effect − share × total effect)².
        let square = squared - 2.0 * share * product + share * share * self.mean(self.total[1]);
        let mean = effect - share * variance;
        (share, libm::hypot(self.error(square - mean * mean), share * more_error) / total)
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / self.count.max(1.0)
    }

    /// The standard error of a mean over the samples, if one sample has this variance.
    fn error(&self, variance: f64) -> f64 {
        self.mean(variance.max(0.0)).sqrt()
    }
}

/// Computes [`LANES`] samples of the drivers' effects on the function `f`. `block` is the index of this block of
/// samples and selects its random numbers. The argument of `f` has one array for each driver, with the driver's value
/// in each sample. `f` returns one value for each sample, and is called once more than there are drivers.
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
            // `before` is f(X⁽ᵏ⁻¹⁾), `after` is f(X⁽ᵏ⁾), `kept` is f(X), and `redrawn` is f(X⁽⁰⁾). So w(k−1) − w(k) =
            // ½ (after − before) (2 kept − before − after). If no drivers are correlated, a second sample needs no new
            // values of `f`: it has the drivers and the values in reverse order. The mean of the effects in both
            // samples is ½ (after − before) (kept − redrawn). It has a smaller variance than the effect in one sample.
            let gap = if orders.related.is_empty() { kept - redrawn } else { 2.0 * kept - before - after };
            let effect = 0.5 * (after - before) * gap;
            sums[0] += effect;
            sums[1] += effect * effect;
            sums[2] += effect * total;
        }
    }
    sums
}

/// For each sample of a block, the order in which the drivers become known.
struct Orders {
    /// For each driver and each sample, the number of drivers that come before the driver in the order of the sample.
    ranks: Vec<[u8; LANES]>,
    /// The indices of the drivers that are correlated with at least one other driver.
    related: Vec<usize>,
    /// For each sample, two things. The first is the order of the related drivers, as indices into `related`. The
    /// second is the Cholesky factor of their correlation matrix in that order. With this factor, the value of a driver
    /// is a weighted sum of independent normals: one of its own, and those of the related drivers before it.
    factors: Vec<(Vec<usize>, Vec<Vec<f64>>)>,
}

impl Orders {
    /// Makes the orders from random keys. There is one key for each driver and sample. In each sample, the drivers are
    /// ordered by ascending key.
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
            // The matrix is positive semidefinite, and stays so if its rows and columns are reordered. So it always has
            // a Cholesky factor.
            let factor = cholesky(&matrix).unwrap_or_default();
            (order, factor)
        };
        let factors = if related.is_empty() { Vec::new() } else { (0..LANES).map(factor).collect() };
        Self { ranks, related, factors }
    }

    /// Returns X⁽ᵏ⁾ for k = `kept`, as one array for each driver. `first` and `second` are independent normals, which
    /// are then correlated by the Cholesky factors. In each sample, the first `kept` drivers of its order are made from
    /// `first`. The other drivers are made from `second`, conditional on the first `kept` drivers.
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
