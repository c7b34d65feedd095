//! The values that quantiles are taken from: every single value, or counts of them in the bins of a histogram.

use super::histogram::Histogram;
use super::quantile;
use super::stats::LEVELS;
use serde::{Deserialize, Serialize};

/// The greatest number of runs of which every value is stored, so that percentiles are exact. With more runs they come
/// from histograms.
pub const EXACT_RUNS_MAX: u32 = 10_000;

/// The values of some blocks of runs. A cell is one month of one track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ValueStore {
    /// Blocks in any order. A block holds, cell after cell, the values of its runs.
    Exact(Vec<Vec<f64>>),
    /// One histogram for each cell.
    Binned(Vec<Histogram>),
}

impl ValueStore {
    /// An empty store for a study of `runs` runs in all.
    pub fn new(runs: u32, cells: usize) -> Self {
        if runs <= EXACT_RUNS_MAX { Self::Exact(Vec::new()) } else { Self::Binned(vec![Histogram::default(); cells]) }
    }

    /// Makes room for a block of `runs` runs.
    pub fn open_block(&mut self, cells: usize, runs: usize) {
        if let Self::Exact(blocks) = self {
            blocks.push(vec![0.0; cells * runs]);
        }
    }

    /// Stores the values of all runs in one cell of the block that was opened last.
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

    /// Adds the values that another worker has stored of the same study.
    pub fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Exact(blocks), Self::Exact(more)) => blocks.extend(more),
            (Self::Binned(histograms), Self::Binned(more)) => {
                histograms.iter_mut().zip(&more).for_each(|(histogram, more)| histogram.merge(more));
            }
            _ => debug_assert!(false, "all accumulators of one study store their values in the same way"),
        }
    }

    /// The quantiles at [`LEVELS`] of a cell that has `count` values; NaN if it has none. `scratch` is working memory
    /// that the caller can use again.
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

    /// The quantiles at any ascending levels of a cell that has `count` values; empty if it has none.
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
}

/// Collects the values of a cell from all blocks, without those that are undefined (NaN).
fn gather(blocks: &[Vec<f64>], cells: usize, cell: usize, out: &mut Vec<f64>) {
    out.clear();
    for block in blocks {
        let runs = block.len() / cells;
        out.extend(block[cell * runs..(cell + 1) * runs].iter().filter(|value| !value.is_nan()));
    }
}
