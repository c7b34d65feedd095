//! The values behind the quantiles: every one of them, or counts of how many lie where.

use super::histogram::Histogram;
use super::quantile;
use super::stats::LEVELS;
use super::wire::{count, list, push_list};

/// Up to so many runs every value is kept and percentiles are exact; above, they come from histograms.
pub const EXACT_RUNS_MAX: u32 = 10_000;

/// The values of some blocks of runs. A cell is one month of one track.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// Blocks in any order: for each cell, its runs.
    Exact(Vec<Vec<f64>>),
    /// For each cell.
    Binned(Vec<Histogram>),
}

impl Kept {
    /// Nothing yet of a study of `runs` runs in all.
    pub fn new(runs: u32, cells: usize) -> Self {
        if runs <= EXACT_RUNS_MAX { Self::Exact(Vec::new()) } else { Self::Binned(vec![Histogram::default(); cells]) }
    }

    /// Makes room for a block of so many runs.
    pub fn open(&mut self, cells: usize, runs: usize) {
        if let Self::Exact(blocks) = self {
            blocks.push(vec![0.0; cells * runs]);
        }
    }

    /// Takes in a cell of the block that was opened last: all its runs.
    pub fn add(&mut self, cell: usize, values: &[f64]) {
        match self {
            Self::Exact(blocks) => {
                if let Some(block) = blocks.last_mut() {
                    block[cell * values.len()..(cell + 1) * values.len()].copy_from_slice(values);
                }
            }
            Self::Binned(histograms) => values.iter().for_each(|&value| histograms[cell].add(value)),
        }
    }

    /// Takes in what another worker has kept of the same study.
    pub fn absorb(&mut self, other: Self) {
        match (self, other) {
            (Self::Exact(blocks), Self::Exact(more)) => blocks.extend(more),
            (Self::Binned(histograms), Self::Binned(more)) => {
                histograms.iter_mut().zip(&more).for_each(|(histogram, more)| histogram.absorb(more));
            }
            _ => debug_assert!(false, "partials of one study keep their values alike"),
        }
    }

    /// The quantiles at [`LEVELS`] of a cell, which has `count` values; NaN where that is none. `scratch` is room to work
    /// in.
    pub fn quantiles(&self, cells: usize, cell: usize, count: u64, scratch: &mut Vec<f64>) -> [f64; LEVELS.len()] {
        match self {
            Self::Exact(blocks) => {
                gather(blocks, cells, cell, scratch);
                if scratch.is_empty() { [f64::NAN; LEVELS.len()] } else { quantile::of(scratch, LEVELS) }
            }
            Self::Binned(histograms) => {
                let found = histograms[cell].quantiles(count, &LEVELS);
                std::array::from_fn(|at| found.get(at).copied().unwrap_or(f64::NAN))
            }
        }
    }

    /// The quantiles at any ascending levels of a cell, which has `count` values; none where that is none.
    pub fn quantiles_at(&self, cells: usize, cell: usize, count: u64, levels: &[f64]) -> Vec<f64> {
        match self {
            Self::Exact(blocks) => {
                let mut values = Vec::new();
                gather(blocks, cells, cell, &mut values);
                values.sort_unstable_by(f64::total_cmp);
                quantile::of_sorted(&values, levels)
            }
            Self::Binned(histograms) => histograms[cell].quantiles(count, levels),
        }
    }

    /// How many numbers [`Self::encode`] writes at least: most of it.
    pub fn words(&self) -> usize {
        match self {
            Self::Exact(blocks) => blocks.iter().map(|values| values.len() + 1).sum(),
            Self::Binned(_) => 0,
        }
    }

    /// As plain numbers, see [`Self::decode`].
    pub fn encode(&self, out: &mut Vec<f64>) {
        match self {
            Self::Exact(blocks) => {
                out.extend([0.0, blocks.len() as f64]);
                blocks.iter().for_each(|values| push_list(out, values));
            }
            Self::Binned(histograms) => {
                out.push(1.0);
                histograms.iter().for_each(|histogram| histogram.encode(out));
            }
        }
    }

    /// What [`Self::encode`] wrote, of so many cells.
    pub fn decode(cells: usize, words: &mut &[f64]) -> Option<Self> {
        let block = |words: &mut &[f64]| Some(list(words)?.to_vec()).filter(|block| block.len().is_multiple_of(cells));
        match count(words)? {
            0 => (0..count(words)?).map(|_| block(words)).collect::<Option<_>>().map(Self::Exact),
            1 => (0..cells).map(|_| Histogram::decode(words)).collect::<Option<_>>().map(Self::Binned),
            _ => None,
        }
    }
}

/// All values of a cell, where it has one.
fn gather(blocks: &[Vec<f64>], cells: usize, cell: usize, out: &mut Vec<f64>) {
    out.clear();
    for block in blocks {
        let runs = block.len() / cells;
        out.extend(block[cell * runs..(cell + 1) * runs].iter().filter(|value| !value.is_nan()));
    }
}
