//! Means and variances that do not depend on the order in which blocks of runs are simulated.
//!
//! The result of a floating-point sum depends on the order of addition. The order is therefore fixed by a binary tree
//! over the block indices: each block is a leaf, and two sibling nodes are merged into their parent. However the blocks
//! are divided among the workers, the nodes have the same bits.

use holdfast_engine::LANES;
use serde::{Deserialize, Serialize};

/// Statistics of one value over some runs, in a form that can be merged: the mean, the sum of squared deviations, and
/// counts of runs. Runs in which the value is undefined (NaN) are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// The number of runs with a value.
    pub count: f64,
    pub mean: f64,
    /// The sum of squared deviations from the mean.
    pub squares: f64,
    /// The number of runs with a value above 0.
    pub above: f64,
    /// The number of runs with a value of exactly 0.
    pub zero: f64,
}

impl Moments {
    /// The moments of the values of one block of runs.
    pub fn of(values: &[f64]) -> Self {
        // The counters are integers and the loop has no branch, so that the compiler can vectorise it.
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

    /// Merges the moments of two disjoint sets of runs, by the formula of Chan, Golub and LeVeque (1979).
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

/// Adds the values in a fixed order, in eight partial sums, so that the compiler can vectorise the loop.
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sums = [0.0; 8];
    for (at, value) in values.enumerate() {
        sums[at % 8] += value;
    }
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
}

/// A node of the tree: the moments of every cell over the blocks that the node covers. A cell is one month of one
/// track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The number of runs, including runs in which a value is undefined.
    pub runs: f64,
    /// One item for each cell.
    pub moments: Vec<Moments>,
}

/// A binary tree of moments. The node (level, index) covers the blocks from index·2^level to (index + 1)·2^level − 1.
/// The tree never stores two siblings: as soon as both are there, their parent replaces them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Pairs of a key (level, index) and a node, sorted by key.
    nodes: Vec<((u32, u32), Node)>,
}

impl Tree {
    /// Adds a node. If its sibling is stored, the two are merged into their parent, which is then added in the same
    /// way.
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

    /// Adds every node of `other`, a tree over other blocks.
    pub fn merge(&mut self, other: Self) {
        for ((level, index), node) in other.nodes {
            self.insert(level, index, node);
        }
    }

    /// Merges all nodes into one, in the order of their blocks. `None` if the tree is empty.
    pub fn total(self) -> Option<Node> {
        let (mut nodes, mut whole) = (self.nodes, None);
        let first = |&((level, index), _): &((u32, u32), Node)| u64::from(index) << level;
        // Each round searches for the node with the lowest block indices. There are few nodes, so this is quick, and a
        // sort would make the compiled program larger.
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
    fn merging_two_parts_gives_the_moments_of_the_whole() {
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
