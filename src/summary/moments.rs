//! Means and variances that do not depend on the order in which runs arrive.
//!
//! Floating-point sums do depend on order, so the order is fixed: each block of runs is a leaf, and leaves merge in
//! pairs up a binary tree over the block indices. Any split of the blocks gives the same nodes.

use crate::engine::LANES;

/// Mean and sum of squared deviations of some runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    pub mean: f64,
    pub squares: f64,
}

impl Moments {
    /// Of the runs of one block, at least one.
    pub fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = sum(values.iter().copied()) / count;
        Self { mean, squares: sum(values.iter().map(|value| (value - mean) * (value - mean))) }
    }

    /// Chan, Golub and LeVeque's merge (1979).
    fn merge(self, count: f64, other: Self, other_count: f64) -> Self {
        let total = count + other_count;
        let shift = other.mean - self.mean;
        Self {
            mean: self.mean + shift * (other_count / total),
            squares: self.squares + other.squares + shift * shift * (count * other_count / total),
        }
    }
}

/// Sum in a fixed order with several accumulators, so that it can vectorise.
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sums = [0.0; 8];
    for (at, value) in values.enumerate() {
        sums[at % 8] += value;
    }
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
}

/// The moments of many quantities over a run of blocks that is a node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Number of runs.
    pub count: f64,
    pub moments: Vec<Moments>,
}

/// Complete nodes by (level, index): a node covers the blocks index·2^level to (index + 1)·2^level − 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Sorted by key.
    nodes: Vec<((u32, u32), Node)>,
}

impl Tree {
    /// Adds a node, and joins it with its sibling for as long as there is one.
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

    /// The nodes there are, with their levels and indices.
    pub fn nodes(&self) -> impl Iterator<Item = (u32, u32, &Node)> {
        self.nodes.iter().map(|((level, index), node)| (*level, *index, node))
    }

    /// Moves every node of `other` in.
    pub fn absorb(&mut self, other: Self) {
        for ((level, index), node) in other.nodes {
            self.insert(level, index, node);
        }
    }

    /// Everything joined from the first block to the last.
    pub fn total(self) -> Option<Node> {
        let mut nodes = self.nodes;
        nodes.sort_by_key(|&((level, index), _)| u64::from(index) << level);
        nodes.into_iter().map(|(_, node)| node).reduce(|left, right| join(left, &right))
    }
}

fn join(mut left: Node, right: &Node) -> Node {
    for (a, &b) in left.moments.iter_mut().zip(&right.moments) {
        *a = a.merge(left.count, b, right.count);
    }
    left.count += right.count;
    left
}

const _: () = assert!(LANES.is_multiple_of(8));

#[cfg(test)]
mod tests {
    use super::*;

    fn node(block: u32) -> Node {
        let values: Vec<f64> = (0..LANES).map(|i| f64::from(block).sin() + (i as f64).sqrt()).collect();
        Node { count: LANES as f64, moments: vec![Moments::of(&values)] }
    }

    #[test]
    fn any_order_gives_the_same_bits() {
        let mut forwards = Tree::default();
        (0..79).for_each(|block| forwards.insert(0, block, node(block)));
        let (mut odd, mut even) = (Tree::default(), Tree::default());
        (0..79).rev().for_each(|block| if block % 3 == 0 { &mut odd } else { &mut even }.insert(0, block, node(block)));
        even.absorb(odd);
        assert_eq!(forwards, even);
        assert_eq!(forwards.total().unwrap().count, 79.0 * LANES as f64);
    }

    #[test]
    fn merged_moments_are_those_of_the_whole() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i * i % 97)).collect();
        let (left, right) = values.split_at(128);
        let merged = Moments::of(left).merge(128.0, Moments::of(right), 872.0);
        let whole = Moments::of(&values);
        assert!((merged.mean / whole.mean - 1.0).abs() < 1e-14);
        assert!((merged.squares / whole.squares - 1.0).abs() < 1e-13);
    }
}
