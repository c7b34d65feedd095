//! Means and variances that do not depend on the order in which runs arrive.
//!
//! Floating-point sums depend on the order of addition, so the order is fixed: each block of runs is a leaf of a binary
//! tree over the block indices, and nodes merge in pairs from the leaves upwards. Any split of the blocks between workers
//! gives the same nodes.

use holdfast_engine::LANES;
use serde::{Deserialize, Serialize};

/// The mean of a value over some runs, the sum of its squared deviations, and the number of runs above 0 and at 0. Runs in
/// which the value is undefined (NaN) are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// Runs with a value.
    pub count: f64,
    pub mean: f64,
    /// The sum of squared deviations from the mean.
    pub squares: f64,
    /// Runs with a value above 0.
    pub above: f64,
    /// Runs with a value of exactly 0.
    pub zero: f64,
}

impl Moments {
    /// The moments of the values of one block of runs.
    pub fn of(values: &[f64]) -> Self {
        // Whole numbers and a loop without a branch, so that the compiler can vectorise it.
        let (mut above, mut zero, mut undefined) = (0_u32, 0_u32, 0_u32);
        for &value in values {
            above += u32::from(value > 0.0);
            zero += u32::from(value == 0.0);
            undefined += u32::from(value.is_nan());
        }
        if undefined > 0 {
            let defined: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            return if defined.is_empty() { Self::default() } else { Self::of(&defined) };
        }
        let count = values.len() as f64;
        let mean = sum(values.iter().copied()) / count;
        Self {
            count,
            mean,
            squares: sum(values.iter().map(|value| (value - mean) * (value - mean))),
            above: f64::from(above),
            zero: f64::from(zero),
        }
    }

    /// The moments of two sets of runs together, by the formula of Chan, Golub and LeVeque (1979).
    fn merge(self, other: Self) -> Self {
        if self.count == 0.0 || other.count == 0.0 {
            return if self.count == 0.0 { other } else { self };
        }
        let count = self.count + other.count;
        let shift = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + shift * (other.count / count),
            squares: self.squares + other.squares + shift * shift * (self.count * other.count / count),
            above: self.above + other.above,
            zero: self.zero + other.zero,
        }
    }
}

/// A sum in a fixed order, with eight partial sums so that the compiler can vectorise it.
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sums = [0.0; 8];
    for (at, value) in values.enumerate() {
        sums[at % 8] += value;
    }
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
}

/// A node of the tree: the moments of many quantities over some neighbouring blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Number of runs, including those in which a value is undefined.
    pub runs: f64,
    /// One for each quantity.
    pub moments: Vec<Moments>,
}

/// A binary tree of moments, as its complete nodes by (level, index). A node covers the blocks index·2^level to
/// (index + 1)·2^level − 1. Two siblings are never both there: they are joined to their parent at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Sorted by key.
    nodes: Vec<((u32, u32), Node)>,
}

impl Tree {
    /// Adds a node. While its sibling is there as well, joins the two to their parent.
    pub fn insert(&mut self, mut level: u32, mut index: u32, mut node: Node) {
        while let Ok(at) = self.find((level, index ^ 1)) {
            let (_, sibling) = self.nodes.remove(at);
            node = if index & 1 == 0 { join(node, &sibling) } else { join(sibling, &node) };
            level += 1;
            index >>= 1;
        }
        let (Ok(at) | Err(at)) = self.find((level, index));
        self.nodes.insert(at, ((level, index), node));
    }

    fn find(&self, key: (u32, u32)) -> Result<usize, usize> {
        self.nodes.binary_search_by_key(&key, |(key, _)| *key)
    }

    /// Adds every node of `other`.
    pub fn merge(&mut self, other: Self) {
        for ((level, index), node) in other.nodes {
            self.insert(level, index, node);
        }
    }

    /// All nodes joined to one, from the first block to the last; `None` if there is no node.
    pub fn total(self) -> Option<Node> {
        let (mut nodes, mut whole) = (self.nodes, None);
        let first = |&((level, index), _): &((u32, u32), Node)| u64::from(index) << level;
        // There are few nodes, so a search for the next one is quick, and sorting would add code.
        while let Some(at) = (0..nodes.len()).min_by_key(|&at| first(&nodes[at])) {
            let (_, node) = nodes.swap_remove(at);
            whole = Some(match whole {
                Some(left) => join(left, &node),
                None => node,
            });
        }
        whole
    }
}

fn join(mut left: Node, right: &Node) -> Node {
    for (a, &b) in left.moments.iter_mut().zip(&right.moments) {
        *a = a.merge(b);
    }
    left.runs += right.runs;
    left
}

const _: () = assert!(LANES.is_multiple_of(8));

#[cfg(test)]
mod tests {
    use super::*;

    fn node(block: u32) -> Node {
        let values: Vec<f64> = (0..LANES).map(|i| f64::from(block).sin() + (i as f64).sqrt()).collect();
        Node { runs: LANES as f64, moments: vec![Moments::of(&values)] }
    }

    #[test]
    fn any_order_gives_the_same_bits() {
        let mut forwards = Tree::default();
        (0..79).for_each(|block| forwards.insert(0, block, node(block)));
        let (mut odd, mut even) = (Tree::default(), Tree::default());
        (0..79).rev().for_each(|block| if block % 3 == 0 { &mut odd } else { &mut even }.insert(0, block, node(block)));
        even.merge(odd);
        assert_eq!(forwards, even);
        assert_eq!(forwards.total().unwrap().runs, 79.0 * LANES as f64);
    }

    #[test]
    fn merged_moments_are_those_of_the_whole() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i * i % 97)).collect();
        let (left, right) = values.split_at(128);
        let merged = Moments::of(left).merge(Moments::of(right));
        let whole = Moments::of(&values);
        assert!((merged.mean / whole.mean - 1.0).abs() < 1e-14);
        assert!((merged.squares / whole.squares - 1.0).abs() < 1e-13);
        assert_eq!((merged.count, merged.above, merged.zero), (1000.0, whole.above, whole.zero));
        assert_eq!(whole.above + whole.zero, 1000.0);
    }

    #[test]
    fn undefined_runs_do_not_count() {
        let some = Moments::of(&[f64::NAN, 3.0, f64::NAN, 0.0]);
        assert_eq!((some.count, some.mean, some.above, some.zero), (2.0, 1.5, 1.0, 1.0));
        let none = Moments::of(&[f64::NAN; 3]);
        assert_eq!((none, none.merge(some), some.merge(none)), (Moments::default(), some, some));
    }
}
