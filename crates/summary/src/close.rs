//! What a closer look at some tracks shows: how their values spread at one month, and a few runs whole.

use super::ask::Ask;
use super::track::Track;
use super::wire::{count, list, push_list};

/// How many equally likely values tell of a spread.
pub const SPREAD_POINTS: usize = 1000;

/// The closer looks of a summary.
#[derive(Clone, Debug, PartialEq)]
pub struct CloseUps {
    /// Of the spreads.
    pub month: u32,
    pub each: Vec<CloseUp>,
}

/// The closer look at one track.
#[derive(Clone, Debug, PartialEq)]
pub struct CloseUp {
    pub track: Track,
    /// The quantiles at [`spread_levels`]; empty where the series is defined in no run.
    pub spread: Vec<f64>,
    /// The first runs, one after another, each with its months 0..=H; NaN where the series is undefined.
    pub samples: Vec<f64>,
}

/// The middles of [`SPREAD_POINTS`] equal parts of 0 to 1.
pub fn spread_levels() -> Vec<f64> {
    (0..SPREAD_POINTS).map(|i| (i as f64 + 0.5) / SPREAD_POINTS as f64).collect()
}

impl CloseUps {
    pub fn of(&self, track: Track) -> Option<&CloseUp> {
        self.each.iter().find(|known| known.track == track)
    }

    /// Takes what `better` has of the tracks that `is_same` approves of, if it is of the same month. Samples of the same
    /// track are the same runs, of which the better summary may have more.
    pub fn adopt(&mut self, better: &Self, is_same: impl Fn(Track) -> bool) {
        if self.month != better.month {
            return;
        }
        for own in self.each.iter_mut().filter(|own| is_same(own.track)) {
            let Some(better) = better.of(own.track) else { continue };
            for (own, better) in [(&mut own.spread, &better.spread), (&mut own.samples, &better.samples)] {
                if better.len() >= own.len() {
                    own.clone_from(better);
                }
            }
        }
    }

    /// As plain numbers, see [`Self::decode`].
    pub fn encode(&self, out: &mut Vec<f64>) {
        out.push(f64::from(self.month));
        for CloseUp { spread, samples, .. } in &self.each {
            push_list(out, spread);
            push_list(out, samples);
        }
    }

    /// What [`Self::encode`] wrote of what was asked for; `None` where the numbers do not fit it.
    pub fn decode(ask: &Ask, words: &mut &[f64]) -> Option<Self> {
        let month = count(words)?;
        let close_up = |place: usize| {
            let (spread, samples) = (list(words)?.to_vec(), list(words)?.to_vec());
            let fits = spread.is_empty() || spread.len() == SPREAD_POINTS;
            fits.then(|| CloseUp { track: ask.tracks[place], spread, samples })
        };
        Some(Self { month, each: ask.close_places().into_iter().map(close_up).collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Close, Partial, Summary};
    use super::*;
    use holdfast_engine::{PreparedStudy, Quantity};
    use holdfast_scenario::{CheckedStudy, Study, presets};

    const TRACKS: [Quantity; 2] = [Quantity::Mrr, Quantity::Customers];

    fn summary(study: &CheckedStudy, spread_month: u32, samples: u32) -> Summary {
        let tracks = Vec::from(TRACKS.map(|quantity| Track::own(0, quantity)));
        let ask = Ask { close: Some(Close { tracks: tracks.clone(), spread_month, samples }), tracks };
        let mut partial = Partial::new(study.runs(), &ask, study.horizon_months());
        let plan = PreparedStudy::new(study);
        (0..plan.blocks()).for_each(|block| partial.run_block(&plan, &ask, block));
        partial.finish(&ask).unwrap()
    }

    #[test]
    fn a_better_closer_look_is_adopted_where_it_is_of_the_same_month() {
        let study = Study { horizon_months: 6, ..presets::leaky_bucket() }.check().unwrap();
        let [mrr, customers] = TRACKS.map(|quantity| Track::own(0, quantity));
        let better = summary(&study.with_runs(500), 5, 30);
        let own = summary(&study.with_runs(20), 5, 30);
        let mut mixed = own.clone();
        mixed.adopt(&better, |track| track == mrr);
        assert_eq!(mixed.spread(mrr), better.spread(mrr));
        assert_eq!(mixed.spread(customers), own.spread(customers));
        assert_ne!(better.spread(customers), own.spread(customers));
        assert_eq!([mrr, customers].map(|track| mixed.samples(track).unwrap().len()), [30, 20]);
        // They are the same futures.
        assert!(mixed.samples(mrr).unwrap().zip(own.samples(mrr).unwrap()).all(|(a, b)| a == b));

        // What the better one lacks is kept, and so is everything of another month.
        let without = summary(&study.with_runs(500), 5, 0);
        mixed.adopt(&without, |_| true);
        assert_eq!(mixed.samples(mrr).unwrap().len(), 30);
        let mut other = summary(&study.with_runs(20), 4, 30);
        let kept = other.spread(mrr).unwrap().to_vec();
        other.adopt(&better, |_| true);
        assert_eq!(other.spread(mrr), Some(&*kept));
        assert_eq!(other.months(mrr), better.months(mrr));
    }

    #[test]
    fn who_asks_for_no_closer_look_gets_none() {
        let study = Study { horizon_months: 6, ..presets::leaky_bucket() }.check().unwrap().with_runs(50);
        let close = summary(&study, 3, 4);
        let tracks = Vec::from(TRACKS.map(|quantity| Track::own(0, quantity)));
        let (plan, ask) = (PreparedStudy::new(&study), Ask::from(tracks.clone()));
        let mut partial = Partial::new(50, &ask, 6);
        partial.run_block(&plan, &ask, 0);
        let plain = partial.finish(&ask).unwrap();
        for track in tracks {
            assert_eq!(plain.months(track), close.months(track));
            assert!(plain.spread(track).is_none() && plain.samples(track).is_none());
        }
        assert_eq!((plain.spread_month(), close.spread_month()), (None, Some(3)));
        assert!(close.encode().ends_with(&plain.encode()[1..]));
    }
}
