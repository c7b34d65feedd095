//! The storage for the values of runs, from which quantiles are computed. It stores every value, or only the counts of
//! values in the bins of histograms.

use super::histogram::Histogram;
use super::quantile;
use super::stats::LEVELS;
use serde::{Deserialize, Serialize};

/// The greatest number of runs for which every value is stored, so that quantiles are exact. With more runs, quantiles
/// are approximated from histograms.
pub const EXACT_RUNS_MAX: u32 = 10_000;

/// The values of some blocks of runs. A cell is one month of one track.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ValueStore {
    /// Every value. Each item is one block of runs; blocks may be in any order. A block holds the values of all its
    /// runs in the first cell, then those in the second cell, and so on.
    Exact(Vec<Vec<f64>>),
    /// The counts of values: one histogram for each cell.
    Binned(Vec<Histogram>),
}

impl ValueStore {
    /// An empty store. `runs` is the number of runs of the whole study; it decides whether every value is stored.
    pub fn new(runs: u32, cells: usize) -> Self {
        if runs <= EXACT_RUNS_MAX { Self::Exact(Vec::new()) } else { Self::Binned(vec![Histogram::default(); cells]) }
    }

    /// Adds space for a block of `runs` runs. The next calls of [`Self::add`] store the values of this block.
    pub fn open_block(&mut self, cells: usize, runs: usize) {
        if let Self::Exact(blocks) = self {
            blocks.push(vec![0.0; cells * runs]);
        }
    }

    /// Stores the values of one cell, one for each run of the block that was opened last.
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

    /// Adds the values of another store of the same study, which another worker has filled.
    pub fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Exact(blocks), Self::Exact(more)) => blocks.extend(more),
            (Self::Binned(histograms), Self::Binned(more)) => {
                histograms.iter_mut().zip(&more).for_each(|(histogram, more)| histogram.merge(more));
            }
            _ => debug_assert!(false, "all accumulators of one study store their values in the same way"),
        }
    }

    /// The quantiles at [`LEVELS`] of one cell; all are NaN if the cell has no value. `cells` is the number of all
    /// cells, and `count` is the number of values in this cell. `scratch` is a buffer for intermediate results. The
    /// caller can pass the same buffer again to avoid allocations.
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

    /// The quantiles of one cell at `levels`, which must be ascending. Empty if the cell has no value. `cells` is the
    /// number of all cells, and `count` is the number of values in this cell.
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

/// Collects the values of one cell from all blocks into `out`, without undefined values (NaN).
fn gather(blocks: &[Vec<f64>], cells: usize, cell: usize, out: &mut Vec<f64>) {
    out.clear();
    for block in blocks {
        let runs = block.len() / cells;
        out.extend(block[cell * runs..(cell + 1) * runs].iter().filter(|value| !value.is_nan()));
    }
}
