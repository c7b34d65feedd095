//! The values of a track, month by month, in one block of runs.

use super::track::{Series, Track, YEAR, churned, quick_ratio, retention};
use holdfast_engine::{LANES, Lanes, Month, Quantity};
use holdfast_scenario::Target;

/// The values of a track, computed month after month while a block is simulated.
pub struct TrackValues {
    scenario: SeriesValues,
    /// The scenario to subtract.
    minus: Option<SeriesValues>,
}

impl TrackValues {
    /// The state before month 0.
    pub fn new(track: Track) -> Self {
        let values_of =
            |scenario| SeriesValues { series: track.series, scenario, memory: Vec::new(), opening_mrr: [0.0; LANES] };
        Self { scenario: values_of(track.scenario), minus: track.minus.map(values_of) }
    }

    /// The values of the next month, one for each run of the block; NaN where they are undefined. `months` holds the
    /// state of every scenario. Months must come in their order.
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

/// The values of a series of one scenario, with what must be remembered of earlier months.
struct SeriesValues {
    series: Series,
    scenario: usize,
    /// The extreme so far, or the monthly ratios of the last year, oldest first.
    memory: Vec<Lanes>,
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
                // A target's series needs no memory, so the call does not disturb the memory of this one.
                let values = self.value(target.measure.into(), month, None);
                self.ever(&each(&|i| f64::from(values[i] >= target.value)))
            }
            Series::NetRevenueRetention | Series::GrossRevenueRetention => {
                let is_net = series == Series::NetRevenueRetention;
                // Month 0 has no opening MRR, so the first ratio is undefined. It leaves the year after month 12.
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

    /// 1 in each run in which `now` has been above 0 in some month so far, else 0.
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
