//! What a worker has collected so far, and how the collections of several become one summary.

use super::follow::Follower;
use super::histogram::Histogram;
use super::moments::{Moments, Node, Tree};
use super::quantile;
use super::stats::{LEVELS, Stats, Summary};
use super::track::Track;
use crate::engine::Plan;

/// Up to so many runs every value is kept and percentiles are exact; above, they come from histograms.
pub const EXACT_RUNS_MAX: u32 = 10_000;

/// The values behind the quantiles.
#[derive(Clone, Debug, PartialEq)]
enum Spread {
    /// By block: for each track, for each month, its runs.
    Exact(Vec<(u32, Vec<f64>)>),
    /// For each track, for each month.
    Binned(Vec<Histogram>),
}

/// Some blocks of a study's runs, summed up as far as that goes without the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Partial {
    /// Tracks × months.
    cells: usize,
    moments: Tree,
    spread: Spread,
}

impl Partial {
    /// Nothing yet of a study of `runs` runs in all, with `cells` = tracks × (H + 1) quantities to follow.
    pub fn new(runs: u32, tracks: &[Track], horizon_months: usize) -> Self {
        let cells = tracks.len() * (horizon_months + 1);
        let spread = if runs <= EXACT_RUNS_MAX {
            Spread::Exact(Vec::new())
        } else {
            Spread::Binned(vec![Histogram::default(); cells])
        };
        Self { cells, moments: Tree::default(), spread }
    }

    /// Simulates one more block and takes it in. Each block of a study is to be run once, by whichever partial.
    pub fn run_block(&mut self, plan: &Plan, tracks: &[Track], block: u32) {
        let runs = plan.runs_in(block);
        let months = self.cells / tracks.len();
        let mut moments = vec![Moments::default(); self.cells];
        let mut values = match self.spread {
            Spread::Exact(_) => vec![0.0; self.cells * runs],
            Spread::Binned(_) => Vec::new(),
        };
        let mut followers: Vec<Follower> = tracks.iter().copied().map(Follower::new).collect();
        plan.run_block(block, |month, states| {
            for (at, follower) in followers.iter_mut().enumerate() {
                let cell = at * months + month;
                let lane = follower.next(states, plan.target());
                moments[cell] = Moments::of(&lane[..runs]);
                match &mut self.spread {
                    Spread::Exact(_) => values[cell * runs..(cell + 1) * runs].copy_from_slice(&lane[..runs]),
                    Spread::Binned(histograms) => lane[..runs].iter().for_each(|&value| histograms[cell].add(value)),
                }
            }
        });
        self.moments.insert(0, block, Node { runs: runs as f64, moments });
        if let Spread::Exact(blocks) = &mut self.spread {
            blocks.push((block, values));
        }
    }

    /// Takes in what another worker has collected of the same study.
    pub fn absorb(&mut self, other: Self) {
        self.moments.absorb(other.moments);
        match (&mut self.spread, other.spread) {
            (Spread::Exact(blocks), Spread::Exact(more)) => blocks.extend(more),
            (Spread::Binned(histograms), Spread::Binned(more)) => {
                histograms.iter_mut().zip(&more).for_each(|(histogram, more)| histogram.absorb(more));
            }
            _ => debug_assert!(false, "partials of one study keep their values alike"),
        }
    }

    /// The summary of everything collected; `None` where nothing was.
    pub fn finish(mut self, tracks: &[Track]) -> Option<Summary> {
        let Node { runs, moments } = self.moments.total()?;
        if let Spread::Exact(blocks) = &mut self.spread {
            blocks.sort_unstable_by_key(|(block, _)| *block);
        }
        let mut values = Vec::new();
        let stats = moments.iter().enumerate().map(|(cell, moments)| {
            if moments.count == 0.0 {
                return Stats::default();
            }
            let quantiles = match &self.spread {
                Spread::Exact(blocks) => {
                    values.clear();
                    for (_, block) in blocks {
                        let runs = block.len() / self.cells;
                        let some = block[cell * runs..(cell + 1) * runs].iter();
                        values.extend(some.filter(|value| !value.is_nan()));
                    }
                    quantile::of(&mut values, LEVELS)
                }
                Spread::Binned(histograms) => {
                    let wanted = LEVELS.map(|level| quantile::ranks(moments.count as u64, level));
                    let mut ranks = wanted.map(|(low, next, _)| [low, next]).concat();
                    ranks.sort_unstable();
                    let values = histograms[cell].at_ranks(&ranks);
                    let at = |rank| values[ranks.partition_point(|&known| known < rank)];
                    wanted.map(|(low, next, share)| quantile::between(at(low), at(next), share))
                }
            };
            Stats {
                runs: moments.count as u32,
                mean: moments.mean,
                variance: moments.squares / (moments.count - 1.0).max(1.0),
                quantiles,
                above_zero: moments.above / moments.count,
                at_zero: moments.zero / moments.count,
            }
        });
        Some(Summary::new(tracks.to_vec(), runs as u32, stats.collect()))
    }

    /// As plain numbers, to cross from a worker: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        // The values are most of it: no room for twice as many, such as a vector takes that grows.
        let values = match &self.spread {
            Spread::Exact(blocks) => blocks.iter().map(|(_, values)| values.len() + 2).sum(),
            Spread::Binned(_) => 0,
        };
        let nodes = self.moments.nodes().count();
        let mut out = Vec::with_capacity(values + nodes * (3 + self.cells * Moments::WORDS) + 4);
        out.extend([self.cells as f64, nodes as f64]);
        for (level, index, node) in self.moments.nodes() {
            out.extend([f64::from(level), f64::from(index), node.runs]);
            out.extend(node.moments.iter().flat_map(|moments| moments.encode()));
        }
        match &self.spread {
            Spread::Exact(blocks) => {
                out.extend([0.0, blocks.len() as f64]);
                for (block, values) in blocks {
                    out.extend([f64::from(*block), values.len() as f64]);
                    out.extend_from_slice(values);
                }
            }
            Spread::Binned(histograms) => {
                out.push(1.0);
                histograms.iter().for_each(|histogram| histogram.encode(&mut out));
            }
        }
        out
    }

    /// What [`Self::encode`] wrote; `None` where it ends too early.
    pub fn decode(words: &[f64]) -> Option<Self> {
        let mut words = words.iter().copied();
        let (cells, nodes) = (words.next()? as usize, words.next()? as usize);
        let mut moments = Tree::default();
        for _ in 0..nodes {
            let (level, index, runs) = (words.next()? as u32, words.next()? as u32, words.next()?);
            let mut cell = || {
                let mut numbers = [0.0; Moments::WORDS];
                for number in &mut numbers {
                    *number = words.next()?;
                }
                Some(Moments::decode(numbers))
            };
            let cells = (0..cells).map(|_| cell()).collect::<Option<_>>()?;
            moments.insert(level, index, Node { runs, moments: cells });
        }
        let spread = if words.next()? == 0.0 {
            let mut blocks = Vec::new();
            for _ in 0..words.next()? as usize {
                let (block, len) = (words.next()? as u32, words.next()? as usize);
                let values: Vec<f64> = words.by_ref().take(len).collect();
                blocks.push((block, values));
            }
            Spread::Exact(blocks)
        } else {
            Spread::Binned((0..cells).map(|_| Histogram::decode(&mut words)).collect::<Option<_>>()?)
        };
        Some(Self { cells, moments, spread })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Quantity;
    use crate::scenario::presets;

    fn study(runs: u64) -> (Plan, Vec<Track>) {
        let study = crate::scenario::Study { runs, horizon_months: 12, ..presets::leaky_bucket() };
        let tracks =
            vec![Track::own(0, Quantity::Mrr), Track::gap(2, 0, Quantity::Mrr), Track::own(1, Quantity::Customers)];
        (Plan::new(&study.check().unwrap()), tracks)
    }

    #[test]
    fn any_split_gives_the_same_bits() {
        for runs in [2, 1000, 10_001] {
            let (plan, tracks) = study(runs);
            let new = || Partial::new(runs as u32, &tracks, 12);
            let mut whole = new();
            (0..plan.blocks()).for_each(|block| whole.run_block(&plan, &tracks, block));
            let (mut left, mut right) = (new(), new());
            for block in (0..plan.blocks()).rev() {
                if block % 3 == 1 { &mut left } else { &mut right }.run_block(&plan, &tracks, block);
            }
            let mut merged = Partial::decode(&right.encode()).unwrap();
            merged.absorb(Partial::decode(&left.encode()).unwrap());
            let summary = whole.finish(&tracks).unwrap();
            assert_eq!(merged.finish(&tracks).unwrap(), summary);
            assert_eq!(summary.runs(), runs as u32);
            assert_eq!(Summary::decode(&tracks, &summary.encode()), Some(summary));
        }
    }

    #[test]
    fn histograms_agree_with_exact_percentiles_within_half_a_percent() {
        let (plan, tracks) = study(10_000);
        let (mut exact, mut binned) = (Partial::new(10_000, &tracks, 12), Partial::new(10_001, &tracks, 12));
        for block in 0..plan.blocks() {
            exact.run_block(&plan, &tracks, block);
            binned.run_block(&plan, &tracks, block);
        }
        let (exact, binned) = (exact.finish(&tracks).unwrap(), binned.finish(&tracks).unwrap());
        for &track in &tracks {
            for (a, b) in exact.months(track).unwrap().iter().zip(binned.months(track).unwrap()) {
                assert_eq!((a.mean, a.variance), (b.mean, b.variance));
                for (a, b) in a.quantiles.iter().zip(b.quantiles) {
                    assert!((a - b).abs() <= 0.005 * a.abs() + 1e-6, "{track:?} {a} {b}");
                }
            }
        }
    }
}
