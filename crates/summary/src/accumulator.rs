//! The accumulator: the collected results of the runs that a worker has simulated. The accumulators of all workers are
//! merged, and the merged one gives the summary.

use super::detail::{Details, TrackDetail, spread_levels};
use super::moments::{Moments, Node, Tree};
use super::request::SummaryRequest;
use super::stats::{Stats, Summary};
use super::track_values::TrackValues;
use super::value_store::ValueStore;
use holdfast_engine::PreparedStudy;
use serde::{Deserialize, Serialize};

/// The collected results of some blocks of a study. Accumulators can be merged. The accumulator of all blocks gives the
/// [`Summary`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accumulator {
    /// The number of tracks × the number of months. A cell is one month of one track.
    cells: usize,
    moments: Tree,
    values: ValueStore,
    /// The sample runs of the first track with detail, then those of the second such track, and so on. Each run has one
    /// value for each month. Empty until block 0 has been simulated, because all sample runs are from block 0.
    samples: Vec<f64>,
}

impl Accumulator {
    /// An empty accumulator. `runs` is the number of runs of the whole study.
    pub fn new(runs: u32, request: &SummaryRequest, horizon_months: usize) -> Self {
        let cells = request.tracks.len() * (horizon_months + 1);
        Self { cells, moments: Tree::default(), values: ValueStore::new(runs, cells), samples: Vec::new() }
    }

    /// Simulates a block and adds its results. Each block of a study must be simulated exactly once, in any of the
    /// study's accumulators.
    pub fn run_block(&mut self, prepared: &PreparedStudy, request: &SummaryRequest, block: u32) {
        let runs = prepared.runs_in(block);
        let months = self.cells / request.tracks.len();
        let mut moments = vec![Moments::default(); self.cells];
        self.values.open_block(self.cells, runs);
        let sampled = if block == 0 { request.detail_positions() } else { Vec::new() };
        let samples = request.sample_runs(runs);
        if block == 0 {
            self.samples = vec![0.0; sampled.len() * samples * months];
        }
        let mut tracks: Vec<TrackValues> = request.tracks.iter().copied().map(TrackValues::new).collect();
        prepared.run_block(block, |month, states| {
            for (at, track) in tracks.iter_mut().enumerate() {
                let cell = at * months + month;
                let values = track.next(states, prepared.target());
                moments[cell] = Moments::of(&values[..runs]);
                self.values.add(cell, &values[..runs]);
                if let Some(at) = sampled.iter().position(|&position| position == at) {
                    for (run, value) in values[..samples].iter().enumerate() {
                        // Every NaN is replaced by the same NaN, because the bits of a computed NaN depend on the
                        // machine.
                        let value = if value.is_nan() { f64::NAN } else { *value };
                        self.samples[(at * samples + run) * months + month] = value;
                    }
                }
            }
        });
        self.moments.insert(0, block, Node { runs: runs as f64, moments });
    }

    /// Adds the results that another accumulator has collected of the same study.
    pub fn merge(&mut self, other: Self) {
        self.moments.merge(other.moments);
        self.values.merge(other.values);
        if !other.samples.is_empty() {
            self.samples = other.samples;
        }
    }

    /// Removes and returns the stored values of the runs, one item for each block. Empty if the values are counted in
    /// histograms.
    ///
    /// These values take most of the memory of a large accumulator. A transport can send them to another worker as raw
    /// numbers, and serialize only the rest of the accumulator. Then the values are in memory only once.
    /// [`Self::put_exact_values`] puts the values back.
    pub fn take_exact_values(&mut self) -> Vec<Vec<f64>> {
        match &mut self.values {
            ValueStore::Exact(blocks) => std::mem::take(blocks),
            ValueStore::Binned(_) => Vec::new(),
        }
    }

    /// Puts back the values that [`Self::take_exact_values`] removed. The blocks may be in any order.
    pub fn put_exact_values(&mut self, taken: Vec<Vec<f64>>) {
        if let ValueStore::Exact(blocks) = &mut self.values {
            *blocks = taken;
        }
    }

    /// Computes the summary of all collected results. `None` if no block was simulated.
    pub fn finish(self, request: &SummaryRequest) -> Option<Summary> {
        let Self { cells, moments, values, samples } = self;
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
                quantiles: values.quantiles(cells, cell, moments.count as u64, &mut scratch),
                above_zero: moments.above / moments.count,
                at_zero: moments.zero / moments.count,
            }
        });
        let stats = stats.collect();
        let details = request.detail.as_ref().map(|detail| {
            let months = cells / request.tracks.len();
            let month = detail.spread_month.min(months as u32 - 1);
            let (positions, levels) = (request.detail_positions(), spread_levels());
            let sample_len = samples.len() / positions.len().max(1);
            let track_detail = |(at, &position): (usize, &usize)| {
                let cell = position * months + month as usize;
                TrackDetail {
                    track: request.tracks[position],
                    spread: values.quantiles_at(cells, cell, moments[cell].count as u64, &levels),
                    samples: samples[at * sample_len..(at + 1) * sample_len].to_vec(),
                }
            };
            Details { month, tracks: positions.iter().enumerate().map(track_detail).collect() }
        });
        Some(Summary::new(request.tracks.clone(), runs as u32, stats, details))
    }
}
