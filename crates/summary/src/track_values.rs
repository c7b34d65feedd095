//! Computes the values of a track, month by month, for one block of runs.

use super::track::{Series, Track, YEAR, churned, quick_ratio, retention};
use holdfast_engine::{LANES, Lanes, Month, Quantity};
use holdfast_scenario::Target;

/// Computes the values of a track for one block of runs, while the block is simulated month by month.
pub struct TrackValues {
    scenario: SeriesValues,
    /// The series of the scenario to subtract; `None` if the track is not a gap.
    minus: Option<SeriesValues>,
}

impl TrackValues {
    /// Creates the state before month 0 of a block.
    pub fn new(track: Track) -> Self {
        let values_of =
            |scenario| SeriesValues { series: track.series, scenario, memory: Vec::new(), opening_mrr: [0.0; LANES] };
        Self { scenario: values_of(track.scenario), minus: track.minus.map(values_of) }
    }

    /// Returns the track's values of the next month, one for each run of the block; an undefined value is NaN. `months`
    /// holds the quantities of every scenario in this month. The first call is for month 0, the second for month 1, and
    /// so on.
    pub fn next(&mut self, months: &[&Month<LANES>], target: Option<Target>) -> Lanes {
        let mut values = self.scenario.next(months, target);
        if let Some(minus) = &mut self.minus {
            let other = minus.next(months, target);
            for i in 0..LANES {
                values[i] -= other[i];
            }
        }
        values
    }
}

/// Computes a series of one scenario, and stores the values of earlier months that the series depends on.
struct SeriesValues {
    series: Series,
    scenario: usize,
    /// For the series `LowestCash`, `CashRanOut` and `TargetReached`: the value so far. For retention: the monthly
    /// ratios of the last 12 months, oldest first. Empty for all other series.
    memory: Vec<Lanes>,
    /// MRR at the end of the month before. Only retention uses it.
    opening_mrr: Lanes,
}

impl SeriesValues {
    fn next(&mut self, months: &[&Month<LANES>], target: Option<Target>) -> Lanes {
        self.value(self.series, months[self.scenario], target)
    }

    fn value(&mut self, series: Series, month: &Month<LANES>, target: Option<Target>) -> Lanes {
        let each = |value: &dyn Fn(usize) -> f64| {
            let mut values = [0.0; LANES];
            for (i, slot) in values.iter_mut().enumerate() {
                *slot = value(i);
            }
            values
        };
        match series {
            Series::Of(quantity) => month[quantity],
            Series::Arr => each(&|i| 12.0 * month[Quantity::Mrr][i]),
            Series::ChurnedMrr => each(&|i| churned(|quantity| month[quantity][i])),
            Series::QuickRatio => each(&|i| quick_ratio(|quantity| month[quantity][i])),
            Series::LowestCash => {
                let cash = &month[Quantity::Cash];
                let so_far = self.memory.pop().unwrap_or(*cash);
                let lowest = each(&|i| if cash[i] < so_far[i] { cash[i] } else { so_far[i] });
                self.memory.push(lowest);
                lowest
            }
            Series::CashRanOut => self.ever(&each(&|i| f64::from(month[Quantity::Cash][i] < 0.0))),
            Series::TargetReached => {
                let Some(target) = target else { return [f64::NAN; LANES] };
                // The series of the target's measure (such as MRR or cash) does not use `memory`. So `memory` can store
                // whether the target has been reached.
                let values = self.value(target.measure.into(), month, None);
                self.ever(&each(&|i| f64::from(values[i] >= target.value)))
            }
            Series::NetRevenueRetention | Series::GrossRevenueRetention => {
                let is_net = series == Series::NetRevenueRetention;
                // Month 0 has no opening MRR, so its ratio is NaN. This ratio is removed from `memory` in month 12,
                // which is therefore the first month with a value.
                let opening = self.opening_mrr;
                let ratio = each(&|i| retention(is_net, opening[i], |quantity| month[quantity][i]));
                self.opening_mrr = month[Quantity::Mrr];
                if self.memory.len() == YEAR {
                    self.memory.remove(0);
                }
                self.memory.push(ratio);
                if self.memory.len() < YEAR {
                    return [f64::NAN; LANES];
                }
                each(&|i| self.memory.iter().map(|ratio| ratio[i]).product())
            }
        }
    }

    /// Returns for each run: 1 if `now` is above 0 in this month or was above 0 in an earlier month, else 0.
    fn ever(&mut self, now: &Lanes) -> Lanes {
        let mut ever = self.memory.pop().unwrap_or([0.0; LANES]);
        for i in 0..LANES {
            if now[i] > 0.0 {
                ever[i] = 1.0;
            }
        }
        self.memory.push(ever);
        ever
    }
}
