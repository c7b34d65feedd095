//! What a worker has collected so far, and how the collections of several become one summary.

use super::ask::Ask;
use super::close::{CloseUp, CloseUps, spread_levels};
use super::follow::Follower;
use super::kept::Kept;
use super::moments::{Moments, Node, Tree};
use super::stats::{Stats, Summary};
use super::wire::{count, list, push_list, some, word};
use holdfast_engine::PreparedStudy;

/// Some blocks of a study's runs, summed up as far as that goes without the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Partial {
    /// Tracks × months.
    cells: usize,
    moments: Tree,
    kept: Kept,
    /// The first runs of each track to be looked at closely, one after another, each with its months. Empty until block 0
    /// is run.
    samples: Vec<f64>,
}

impl Partial {
    /// Nothing yet of a study of `runs` runs in all.
    pub fn new(runs: u32, ask: &Ask, horizon_months: usize) -> Self {
        let cells = ask.tracks.len() * (horizon_months + 1);
        Self { cells, moments: Tree::default(), kept: Kept::new(runs, cells), samples: Vec::new() }
    }

    /// Simulates one more block and takes it in. Each block of a study is to be run once, by whichever partial.
    pub fn run_block(&mut self, plan: &PreparedStudy, ask: &Ask, block: u32) {
        let runs = plan.runs_in(block);
        let months = self.cells / ask.tracks.len();
        let mut moments = vec![Moments::default(); self.cells];
        self.kept.open(self.cells, runs);
        let sampled = if block == 0 { ask.close_places() } else { Vec::new() };
        let samples = ask.samples(runs);
        if block == 0 {
            self.samples = vec![0.0; sampled.len() * samples * months];
        }
        let mut followers: Vec<Follower> = ask.tracks.iter().copied().map(Follower::new).collect();
        plan.run_block(block, |month, states| {
            for (at, follower) in followers.iter_mut().enumerate() {
                let cell = at * months + month;
                let lane = follower.next(states, plan.target());
                moments[cell] = Moments::of(&lane[..runs]);
                self.kept.add(cell, &lane[..runs]);
                if let Some(at) = sampled.iter().position(|&place| place == at) {
                    for (run, value) in lane[..samples].iter().enumerate() {
                        // Every NaN the same one: which bits an operation gives is up to the machine.
                        let value = if value.is_nan() { f64::NAN } else { *value };
                        self.samples[(at * samples + run) * months + month] = value;
                    }
                }
            }
        });
        self.moments.insert(0, block, Node { runs: runs as f64, moments });
    }

    /// Takes in what another worker has collected of the same study.
    pub fn absorb(&mut self, other: Self) {
        self.moments.absorb(other.moments);
        self.kept.absorb(other.kept);
        if !other.samples.is_empty() {
            self.samples = other.samples;
        }
    }

    /// The summary of everything collected; `None` where nothing was.
    pub fn finish(self, ask: &Ask) -> Option<Summary> {
        let Self { cells, moments, kept, samples } = self;
        let Node { runs, moments } = moments.total()?;
        let mut scratch = Vec::new();
        let stats = moments.iter().enumerate().map(|(cell, moments)| {
            if moments.count == 0.0 {
                return Stats::default();
            }
            Stats {
                runs: moments.count as u32,
                mean: moments.mean,
                variance: moments.squares / (moments.count - 1.0).max(1.0),
                quantiles: kept.quantiles(cells, cell, moments.count as u64, &mut scratch),
                above_zero: moments.above / moments.count,
                at_zero: moments.zero / moments.count,
            }
        });
        let stats = stats.collect();
        let close_ups = ask.close.as_ref().map(|close| {
            let months = cells / ask.tracks.len();
            let month = close.spread_month.min(months as u32 - 1);
            let (places, levels) = (ask.close_places(), spread_levels());
            let words = samples.len() / places.len().max(1);
            let close_up = |(at, &place): (usize, &usize)| {
                let cell = place * months + month as usize;
                CloseUp {
                    track: ask.tracks[place],
                    spread: kept.quantiles_at(cells, cell, moments[cell].count as u64, &levels),
                    samples: samples[at * words..(at + 1) * words].to_vec(),
                }
            };
            CloseUps { month, each: places.iter().enumerate().map(close_up).collect() }
        });
        Some(Summary::new(ask.tracks.clone(), runs as u32, stats, close_ups))
    }

    /// As plain numbers, to cross from a worker: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        // The values are most of it: no room for twice as many, such as a vector takes that grows.
        let nodes = self.moments.nodes().count();
        let words = self.kept.words() + self.samples.len() + nodes * (3 + self.cells * Moments::WORDS) + 5;
        let mut out = Vec::with_capacity(words);
        out.extend([self.cells as f64, nodes as f64]);
        for (level, index, node) in self.moments.nodes() {
            out.extend([f64::from(level), f64::from(index), node.runs]);
            out.extend(node.moments.iter().flat_map(|moments| moments.encode()));
        }
        push_list(&mut out, &self.samples);
        self.kept.encode(&mut out);
        out
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(mut words: &[f64]) -> Option<Self> {
        let words = &mut words;
        let (cells, nodes) = (count(words)? as usize, count(words)?);
        let mut moments = Tree::default();
        for _ in 0..nodes {
            let (level, index, runs) = (count(words)?, count(words)?, word(words)?);
            let cell = |words: &mut &[f64]| Some(Moments::decode(some(words, Moments::WORDS)?.try_into().ok()?));
            let cells = (0..cells).map(|_| cell(words)).collect::<Option<_>>()?;
            if level >= u32::BITS {
                return None;
            }
            moments.insert(level, index, Node { runs, moments: cells });
        }
        let samples = list(words)?.to_vec();
        let kept = Kept::decode(cells, words)?;
        (cells > 0 && words.is_empty()).then_some(Self { cells, moments, kept, samples })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Close, Track};
    use super::*;
    use holdfast_engine::Quantity;
    use holdfast_scenario::presets;

    fn study(runs: u64) -> (PreparedStudy, Ask) {
        let study = holdfast_scenario::Study { runs, horizon_months: 12, ..presets::leaky_bucket() };
        let mut tracks = Vec::from([0, 1, 2].map(|at| Track::own(at, Quantity::Mrr)));
        tracks.push(Track::gap(2, 0, Quantity::Mrr));
        let close = Close { tracks: tracks[1..].to_vec(), spread_month: 99, samples: 3 };
        (PreparedStudy::new(&study.check().unwrap()), Ask { tracks, close: Some(close) })
    }

    #[test]
    fn any_split_gives_the_same_bits() {
        for runs in [2, 1000, 10_001] {
            let (plan, ask) = study(runs);
            let new = || Partial::new(runs as u32, &ask, 12);
            let mut whole = new();
            (0..plan.blocks()).for_each(|block| whole.run_block(&plan, &ask, block));
            let (mut left, mut right) = (new(), new());
            for block in (0..plan.blocks()).rev() {
                if block % 3 == 1 { &mut left } else { &mut right }.run_block(&plan, &ask, block);
            }
            let mut merged = Partial::decode(&right.encode()).unwrap();
            merged.absorb(Partial::decode(&left.encode()).unwrap());
            let summary = whole.finish(&ask).unwrap();
            assert_eq!(merged.finish(&ask).unwrap(), summary);
            assert_eq!(summary.runs(), runs as u32);
            assert_eq!(Summary::decode(&ask, &summary.encode()), Some(summary));
        }
    }

    #[test]
    fn histograms_agree_with_exact_percentiles_within_half_a_percent() {
        let (plan, ask) = study(10_000);
        let (mut exact, mut binned) = (Partial::new(10_000, &ask, 12), Partial::new(10_001, &ask, 12));
        for block in 0..plan.blocks() {
            exact.run_block(&plan, &ask, block);
            binned.run_block(&plan, &ask, block);
        }
        let (exact, binned) = (exact.finish(&ask).unwrap(), binned.finish(&ask).unwrap());
        for &track in &ask.tracks {
            for (a, b) in exact.months(track).unwrap().iter().zip(binned.months(track).unwrap()) {
                assert_eq!((a.mean, a.variance), (b.mean, b.variance));
                for (a, b) in a.quantiles.iter().zip(b.quantiles) {
                    assert!((a - b).abs() <= 0.005 * a.abs() + 1e-6, "{track:?} {a} {b}");
                }
            }
        }
    }

    #[test]
    fn malformed_numbers_are_refused() {
        for runs in [200, 10_001] {
            let (plan, ask) = study(runs);
            let mut partial = Partial::new(runs as u32, &ask, 12);
            partial.run_block(&plan, &ask, 0);
            let words = partial.encode();
            assert_eq!(Partial::decode(&words).as_ref(), Some(&partial));
            let summary = partial.finish(&ask).unwrap().encode();
            for cut in 0..words.len() {
                assert_eq!(Partial::decode(&words[..cut]), None, "{cut} numbers of {}", words.len());
            }
            // A summary that lacks whole months is one of fewer months.
            let month = summary.len() - 10 * ask.tracks.len();
            for cut in (0..=3000).chain(month - 50..month).chain(month + 1..summary.len()) {
                assert_eq!(Summary::decode(&ask, &summary[..cut]), None, "{cut} numbers of {}", summary.len());
            }
            assert_eq!(Partial::decode(&[&words[..], &[0.0]].concat()), None);
            assert_eq!(Summary::decode(&ask, &[&summary[..], &[0.0]].concat()), None);
            assert_eq!(Summary::decode(&Ask { tracks: Vec::new(), ..ask.clone() }, &summary), None);
            // Whatever a number is mistaken for, nothing panics.
            for wrong in [f64::NAN, f64::INFINITY, -1.0, 0.0, 0.5, 1.0, 13.0, 4e9] {
                for at in (0..words.len().min(6000)).step_by(31) {
                    let mut words = words.clone();
                    words[at] = wrong;
                    let _ = Partial::decode(&words).and_then(|partial| partial.finish(&ask));
                    if at < summary.len() {
                        let mut words = summary.clone();
                        words[at] = wrong;
                        let summary = Summary::decode(&ask, &words);
                        let _ = summary.map(|summary| summary.samples(ask.tracks[1]).map(Iterator::count));
                    }
                }
            }
        }
    }
}
