//! What a job is asked for: the tracks whose figures are wanted, and which of them to look at closely.

use super::track::{Series, Track};
use super::wire::{count, list, push_list, whole};
use holdfast_engine::LANES;

/// What to sum up. It changes no run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// At least one; of each, the figures of every month.
    pub tracks: Vec<Track>,
    /// More about some of them.
    pub close: Option<Close>,
}

/// A closer look at some tracks: how their values spread at one month, and a few runs whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// Each once, and among the tracks that are asked for; others are left out.
    pub tracks: Vec<Track>,
    /// The month of the spread; past the horizon it is the horizon.
    pub spread_month: u32,
    /// How many runs to keep whole, the first ones: at most [`LANES`], and no more than the study has.
    pub samples: u32,
}

impl From<Vec<Track>> for Ask {
    /// No closer look.
    fn from(tracks: Vec<Track>) -> Self {
        Self { tracks, close: None }
    }
}

impl Ask {
    /// Where the tracks to look at closely stand among all of them.
    pub(super) fn close_places(&self) -> Vec<usize> {
        let close = self.close.iter().flat_map(|close| &close.tracks);
        close.filter_map(|track| self.tracks.iter().position(|known| known == track)).collect()
    }

    /// How many of the first `runs` runs, those of the first block, to keep whole.
    pub(super) fn samples(&self, runs: usize) -> usize {
        self.close.as_ref().map_or(0, |close| (close.samples as usize).min(LANES).min(runs))
    }

    /// As plain numbers, to cross to a worker: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        let mut out = Vec::new();
        push_tracks(&mut out, &self.tracks);
        if let Some(close) = &self.close {
            out.extend([f64::from(close.spread_month), f64::from(close.samples)]);
            push_tracks(&mut out, &close.tracks);
        }
        out
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(mut words: &[f64]) -> Option<Self> {
        let words = &mut words;
        let tracks = tracks(words)?;
        let close = match words {
            [] => None,
            _ => Some(Close { spread_month: count(words)?, samples: count(words)?, tracks: self::tracks(words)? }),
        };
        words.is_empty().then_some(Self { tracks, close })
    }
}

/// How many numbers a track takes.
const WORDS: usize = 3;

/// The series by its place among all, the scenario, and from 1 on the one to subtract.
fn push_tracks(out: &mut Vec<f64>, tracks: &[Track]) {
    let mut words = Vec::new();
    for track in tracks {
        let series = Series::ALL.iter().position(|&series| series == track.series).unwrap_or(Series::ALL.len());
        words.extend([series, track.scenario, track.minus.map_or(0, |minus| minus + 1)].map(|word| word as f64));
    }
    push_list(out, &words);
}

fn tracks(words: &mut &[f64]) -> Option<Vec<Track>> {
    let (each, []) = list(words)?.as_chunks::<WORDS>() else { return None };
    let mut tracks = Vec::new();
    for &[series, scenario, minus] in each {
        tracks.push(Track {
            series: *Series::ALL.get(whole(series)? as usize)?,
            scenario: whole(scenario)? as usize,
            minus: (whole(minus)? as usize).checked_sub(1),
        });
    }
    Some(tracks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::Quantity;

    #[test]
    fn a_closer_look_is_at_tracks_there_are() {
        let [mrr, customers, cash] = [Quantity::Mrr, Quantity::Customers, Quantity::Cash].map(|of| Track::own(0, of));
        let close = Close { tracks: vec![customers, cash, mrr], spread_month: 3, samples: 1000 };
        let ask = Ask { tracks: vec![mrr, customers], close: Some(close) };
        assert_eq!(ask.close_places(), [1, 0]);
        assert_eq!((ask.samples(LANES), ask.samples(7)), (LANES, 7));
        let plain = Ask::from(ask.tracks);
        assert_eq!((plain.close_places().len(), plain.samples(7)), (0, 0));
    }

    #[test]
    fn what_is_asked_for_crosses_unchanged() {
        let own = Series::ALL.map(|series| Track::own(7, series));
        let gaps = Quantity::ALL.map(|quantity| Track::gap(1, 0, quantity));
        let plain = Ask::from([&own[..], &gaps].concat());
        let close = Close { tracks: gaps.to_vec(), spread_month: 240, samples: 20 };
        for ask in [Ask { close: Some(close), ..plain.clone() }, plain] {
            let words = ask.encode();
            assert_eq!(Ask::decode(&words).as_ref(), Some(&ask));
            for cut in 0..words.len() {
                assert!(Ask::decode(&words[..cut]).is_none_or(|cut| cut.close.is_none() && ask.close.is_some()));
            }
            for wrong in [f64::NAN, -1.0, 0.5, 4e9] {
                for at in 0..words.len() {
                    let mut words = words.clone();
                    words[at] = wrong;
                    assert_ne!(Ask::decode(&words).as_ref(), Some(&ask));
                }
            }
        }
        assert_eq!(Ask::decode(&[3.0, 28.0, 0.0, 0.0]), None, "a series that there is not");
    }
}
