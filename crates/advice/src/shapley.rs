//! Shapley effects: how much of a function's variance each of its inputs explains, which stays meaningful where inputs
//! are correlated (Owen, SIAM/ASA J. Uncertainty Quantification 2, 2014; Song, Nelson and Staum, ibid. 4, 2016).
//!
//! A driver's effect is what knowing it takes off the variance that is left, averaged over every order in which drivers
//! may become known. With the first k drivers of an order known, what is left is
//!
//! E Var(f | the first k) = E w(k), w(k) = ½(f(X) − f(X⁽ᵏ⁾))²,
//!
//! where X⁽ᵏ⁾ keeps these k and draws the others anew, given them. Every sample has an order of its own, at random, so
//! that the effect of the k-th driver of the order is the mean of w(k−1) − w(k): the algorithm of Song, Nelson and
//! Staum with one outer and two inner samples.

use super::sort;
use holdfast_engine::normal::quantiles;
use holdfast_engine::stream::{DrawKey, uniforms};
use holdfast_engine::{LANES, Lanes};
use holdfast_scenario::cholesky;

/// Luck of a sample's two sets of inputs and of its order, by the month of a stream; month 0 is the simulation's.
const FIRST: u32 = 1;
const SECOND: u32 = 2;
const ORDER: u32 = 3;

/// Standard normals that a function's inputs are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// The event and bucket that each driver's luck goes by, so that its place in the list does not matter.
    pub luck: Vec<(DrawKey, u32)>,
    /// Of the normals.
    pub correlation: Vec<Vec<f64>>,
}

/// Sums over independent samples, each of which is an unbiased estimate of every driver's effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    count: f64,
    /// Of all drivers' effects together, which estimate the variance; of their squares.
    whole: [f64; 2],
    /// For each driver: of its effects; of their squares; of their products with the whole.
    each: Vec<[f64; 3]>,
}

impl Effects {
    /// Of no sample yet.
    pub fn none(drivers: usize) -> Self {
        Self { count: 0.0, whole: [0.0; 2], each: vec![[0.0; 3]; drivers] }
    }

    /// Adds the samples of others.
    pub fn add(&mut self, other: &Self) {
        let add = |sums: &mut [f64], more: &[f64]| sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        self.count += other.count;
        add(&mut self.whole, &other.whole);
        self.each.iter_mut().zip(&other.each).for_each(|(sums, more)| add(sums, more));
    }

    /// The variance of the function, and its standard error.
    pub fn variance(&self) -> (f64, f64) {
        let [mean, square] = self.whole.map(|sum| self.mean(sum));
        (mean, self.error(square - mean * mean))
    }

    /// A driver's effect as a share of the function's variance and some more, which is known with a standard error of
    /// its own; and the standard error of the share, by the delta method: it is a ratio of two means. 0 where nothing
    /// varies.
    pub fn share(&self, driver: usize, (more, more_error): (f64, f64)) -> (f64, f64) {
        let variance = self.variance().0;
        let total = variance + more;
        if total <= 0.0 {
            return (0.0, 0.0);
        }
        let [effect, squared, product] = self.each[driver].map(|sum| self.mean(sum));
        let share = effect / total;
        // The spread of effect − share·whole.
        let square = squared - 2.0 * share * product + share * share * self.mean(self.whole[1]);
        let mean = effect - share * variance;
        (share, libm::hypot(self.error(square - mean * mean), share * more_error) / total)
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / self.count.max(1.0)
    }

    /// The standard error of a mean of samples that have this variance.
    fn error(&self, variance: f64) -> f64 {
        self.mean(variance.max(0.0)).sqrt()
    }
}

/// Block `block` of [`LANES`] samples of the drivers' effects on `f`, which takes a lane of normals for each driver.
/// Costs one evaluation more than there are drivers.
pub fn effects(seed: u64, drivers: &Drivers, block: u32, mut f: impl FnMut(&[Lanes]) -> Lanes) -> Effects {
    let count = drivers.luck.len();
    let luck = |of: u32| drivers.luck.iter().map(move |&(key, bucket)| uniforms(seed, key, of, bucket, block));
    let normals = |of| luck(of).map(|lane| quantiles(&lane)).collect::<Vec<Lanes>>();
    let orders = Orders::new(&luck(ORDER).collect::<Vec<Lanes>>(), &drivers.correlation);
    let (first, second) = (normals(FIRST), normals(SECOND));
    let values: Vec<Lanes> = (0..=count).map(|kept| f(&orders.mix(&first, &second, kept))).collect();
    let mut sums = Effects::none(count);
    for i in 0..LANES {
        let (redrawn, same) = (values[0][i], values[count][i]);
        let whole = 0.5 * (same - redrawn) * (same - redrawn);
        sums.count += 1.0;
        sums.whole[0] += whole;
        sums.whole[1] += whole * whole;
        for (ranks, sums) in orders.ranks.iter().zip(&mut sums.each) {
            let rank = usize::from(ranks[i]);
            let (before, after) = (values[rank][i], values[rank + 1][i]);
            // The gap makes it w(k−1) − w(k). Where nothing has to be drawn given another, the same values read
            // backwards are those of the reverse order: the mean of both has less spread, and is simpler than either.
            let gap = if orders.related.is_empty() { same - redrawn } else { 2.0 * same - before - after };
            let effect = 0.5 * (after - before) * gap;
            sums[0] += effect;
            sums[1] += effect * effect;
            sums[2] += effect * whole;
        }
    }
    sums
}

/// For each lane the order in which drivers become known.
struct Orders {
    /// By driver: how many come before it.
    ranks: Vec<[u8; LANES]>,
    /// Drivers that are correlated with another.
    related: Vec<usize>,
    /// For each lane the order of the related drivers, by their places among these, and the Cholesky factor of their
    /// correlations in that order: a normal is a mix of the independent ones of drivers before it and of its own.
    factors: Vec<(Vec<usize>, Vec<Vec<f64>>)>,
}

impl Orders {
    /// The orders that random keys put drivers in.
    fn new(keys: &[Lanes], correlation: &[Vec<f64>]) -> Self {
        let rank = |key: &Lanes, i: usize| keys.iter().filter(|other| other[i] < key[i]).count() as u8;
        let ranks: Vec<[u8; LANES]> = keys.iter().map(|key| std::array::from_fn(|i| rank(key, i))).collect();
        let is_related = |a: &usize| (0..keys.len()).any(|b| *a != b && correlation[*a][b] != 0.0);
        let related: Vec<usize> = (0..keys.len()).filter(is_related).collect();
        let factor = |i: usize| {
            let mut order: Vec<usize> = (0..related.len()).collect();
            sort(&mut order, |&one, &other| ranks[related[one]][i] < ranks[related[other]][i]);
            let row = |&a: &usize| order.iter().map(|&b| correlation[related[a]][related[b]]).collect();
            let matrix: Vec<Vec<f64>> = order.iter().map(row).collect();
            // What has a factor in one order has one in every.
            let factor = cholesky(&matrix).unwrap_or_default();
            (order, factor)
        };
        let factors = if related.is_empty() { Vec::new() } else { (0..LANES).map(factor).collect() };
        Self { ranks, related, factors }
    }

    /// The normals that keep the `kept` drivers that each lane's order has first, and have the others anew, given them.
    fn mix(&self, first: &[Lanes], second: &[Lanes], kept: usize) -> Vec<Lanes> {
        let choose = |(driver, ranks): (usize, &[u8; LANES])| {
            let mut lane = second[driver];
            for i in 0..LANES {
                if usize::from(ranks[i]) < kept {
                    lane[i] = first[driver][i];
                }
            }
            lane
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
