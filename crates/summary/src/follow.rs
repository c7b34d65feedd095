//! Follows a track through the months of one block of runs.

use super::track::{Series, Track, YEAR, churned, quick_ratio, retention};
use holdfast_engine::{LANES, Lanes, Month, Quantity};
use holdfast_scenario::Target;

/// A track in the middle of a block.
pub struct Follower {
    scenario: OfScenario,
    minus: Option<OfScenario>,
}

impl Follower {
    /// Before month 0.
    pub fn new(track: Track) -> Self {
        let of =
            |scenario| OfScenario { series: track.series, scenario, memory: Vec::new(), opening_mrr: [0.0; LANES] };
        Self { scenario: of(track.scenario), minus: track.minus.map(of) }
    }

    /// The values of the next month; NaN where they are undefined. Months must come in their order.
    pub fn next(&mut self, months: &[&Month<LANES>], target: Option<Target>) -> Lanes {
        let mut lane = self.scenario.next(months, target);
        if let Some(minus) = &mut self.minus {
            let other = minus.next(months, target);
            for i in 0..LANES {
                lane[i] -= other[i];
            }
        }
        lane
    }
}

/// A series of one scenario, with what it must remember.
struct OfScenario {
    series: Series,
    scenario: usize,
    /// The extreme so far, or the monthly ratios of the last year, oldest first.
    memory: Vec<Lanes>,
    opening_mrr: Lanes,
}

impl OfScenario {
    fn next(&mut self, months: &[&Month<LANES>], target: Option<Target>) -> Lanes {
        self.value(self.series, months[self.scenario], target)
    }

    fn value(&mut self, series: Series, month: &Month<LANES>, target: Option<Target>) -> Lanes {
        let each = |value: &dyn Fn(usize) -> f64| {
            let mut lane = [0.0; LANES];
            for (i, slot) in lane.iter_mut().enumerate() {
                *slot = value(i);
            }
            lane
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
                // None of these has a memory.
                let values = self.value(target.measure.into(), month, None);
                self.ever(&each(&|i| f64::from(values[i] >= target.value)))
            }
            Series::NetRevenueRetention | Series::GrossRevenueRetention => {
                let is_net = series == Series::NetRevenueRetention;
                // At month 0 there is no opening MRR: the first ratio is undefined, and leaves the year after month 12.
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

    /// 1 where `now` was 1 in some month so far.
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
