//! Goal seek: what an input must be so that a target is reached by a month with some probability.
//!
//! First passage. Not every lever is monotone (a price that is too high may cost more customers than it brings), so the
//! input's whole range is scanned before anything is bisected. The probabilities come from whoever can simulate; all share
//! their luck, so that between neighbouring values they hardly jump.

use super::question::{Question, TOGETHER};
use super::sample::Figure;
use super::sort;
use holdfast_scenario::{CheckedStudy, Input, Key, Target};

/// Runs of a step.
pub const SEEK_RUNS: u32 = 10_000;
/// Steps of the slider's range that are tried first.
const SCAN: usize = 16;
/// Values beyond the slider on either side, up to the hard bounds.
const BEYOND: usize = 4;
/// Values between the two that the answer lies between, tried at a time; and how often.
const BETWEEN: usize = 3;
const ROUNDS: u32 = 5;
/// Standard errors to either side of a 95% interval.
const Z: f64 = 1.959_963_984_540_054;

/// What is to be reached by which input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    pub lever: Key,
    pub target: Target,
    /// By the end of which month, at least 1.
    pub month: u32,
    /// With which probability, between 0 and 1.
    pub probability: f64,
}

/// Which values of the input reach the goal, near the one that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    AtLeast,
    AtMost,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found {
    Reached {
        /// Where the probability is what is asked for.
        value: f64,
        side: Side,
        /// 95% of what simulation leaves open.
        interval: (f64, f64),
        /// Whether no other value within the bounds does as well: the probability rises or falls throughout.
        is_only: bool,
    },
    /// The goal is met whatever the input is, with this probability at least.
    Anyway { least: f64 },
    /// No value does. The best of all, and its probability.
    OutOfReach { value: f64, chance: f64 },
}

impl Found {
    /// The same in no more digits than simulation has a say in, a tenth of the interval: the value moved to the side where
    /// the goal is met, so that it keeps its promise, and the interval's ends outwards; none beyond the bounds.
    pub fn in_short(self, input: &Input) -> Self {
        let Self::Reached { value, side, interval: (low, high), is_only } = self else { return self };
        // Where there is no interval to speak of, four digits.
        let grain = libm::floor(libm::log10(f64::max(0.1 * (high - low), 1e-3 * value.abs())));
        if !grain.is_finite() {
            return self;
        }
        let power = libm::pow(10.0, grain.abs());
        let (min, max) = input.bounds;
        let moved = |value: f64, side: Side| {
            let steps = if grain < 0.0 { value * power } else { value / power };
            // What lies on a step but for dust stays there.
            let steps = match side {
                Side::AtLeast => libm::ceil(steps - 1e-9),
                Side::AtMost => libm::floor(steps + 1e-9),
            };
            // Not "-0".
            (if grain < 0.0 { steps / power } else { steps * power } + 0.0).clamp(min, max)
        };
        let interval = (moved(low, Side::AtMost), moved(high, Side::AtLeast));
        Self::Reached { value: moved(value, side), side, interval, is_only }
    }
}

/// The search, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Seek {
    pub goal: Goal,
    pub runs: u32,
    /// The input as it is, at its median.
    now: f64,
    /// Values tried and their probabilities, ascending; those that are not possible are left out.
    points: Vec<(f64, f64)>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Scan,
    Beyond,
    /// Around the best value so far, which meets the goal no more than the others.
    Peak,
    /// Between two neighbouring points, so many times.
    Between(f64, f64, u32),
    Done(Found),
}

impl Seek {
    /// Begins with the one scenario of a study.
    pub fn new(study: &CheckedStudy, goal: Goal) -> Self {
        let now = study.scenarios()[0][goal.lever].median();
        Self { goal, runs: SEEK_RUNS, now, points: Vec::new(), stage: Stage::Scan }
    }

    /// What was found, once that is known.
    pub fn found(&self) -> Option<Found> {
        if let Stage::Done(found) = self.stage { Some(found) } else { None }
    }

    /// How many values have been tried so far that are possible.
    pub fn tried(&self) -> usize {
        self.points.len()
    }

    /// How likely the goal is with the input as it is, once that is known.
    pub fn chance_now(&self) -> Option<f64> {
        self.points.iter().find(|(value, _)| *value == self.now).map(|&(_, chance)| chance)
    }

    /// The values to try next; none once something is found.
    pub fn values(&self) -> Vec<f64> {
        let input = self.goal.lever.input();
        match self.stage {
            Stage::Scan => {
                let steps = input.slider_steps();
                let mut values: Vec<f64> =
                    (0..=SCAN).map(|at| input.slider_value(steps * at as f64 / SCAN as f64)).collect();
                values.push(self.now);
                sort(&mut values, |a, b| a < b);
                values.dedup();
                values
            }
            Stage::Beyond => {
                // From order of magnitude to order of magnitude, as counted from 0.
                let beyond = |from: f64, to: f64| {
                    let from = if from == 0.0 { input.slider_step.copysign(to) } else { from };
                    let is_alike = from * to > 0.0;
                    let value = move |at: usize| {
                        let share = at as f64 / BEYOND as f64;
                        if is_alike { from * libm::pow(to / from, share) } else { from + share * (to - from) }
                    };
                    (1..=BEYOND).map(value).filter(move |value| *value != from)
                };
                let (low, high) = input.slider;
                let below = (input.bounds.0 < low).then(|| beyond(low, input.bounds.0)).into_iter().flatten();
                let above = (input.bounds.1 > high).then(|| beyond(high, input.bounds.1)).into_iter().flatten();
                below.chain(above).collect()
            }
            Stage::Between(low, high, _) => between_ends(low, high),
            Stage::Peak => {
                let ends = self.around_best();
                ends.map(|[low, best, high]| [between_ends(low, best), between_ends(best, high)].concat())
                    .unwrap_or_default()
            }
            Stage::Done(_) => Vec::new(),
        }
    }

    /// The same as so many questions, each with some of the values.
    pub fn questions(&self, count: usize) -> Vec<(Vec<f64>, Question)> {
        let values = self.values();
        // Every so-many-th, so that all questions are as heavy; no more in one than share their luck.
        let count = count.max(values.len().div_ceil(TOGETHER)).min(values.len());
        let question = |at: usize| {
            let mine: Vec<f64> = values.iter().copied().skip(at).step_by(count).collect();
            let points = mine.iter().map(|&value| vec![value]).collect();
            let figure = Figure::Chance(self.goal.target, self.goal.month);
            (mine, Question::Figures { keys: vec![self.goal.lever], points, figure, runs: self.runs })
        };
        (0..count).map(question).collect()
    }

    /// Takes the probabilities at all of [`Self::values`]; NaN where a value is not possible.
    pub fn take(&mut self, chances: impl IntoIterator<Item = (f64, f64)>) {
        for (value, chance) in chances.into_iter().filter(|(_, chance)| chance.is_finite()) {
            let at = self.points.partition_point(|point| point.0 < value);
            if self.points.get(at).is_none_or(|point| point.0 != value) {
                self.points.insert(at, (value, chance));
            }
        }
        self.stage = match self.stage {
            Stage::Scan => Stage::Beyond,
            Stage::Beyond | Stage::Peak => match self.nearest_crossing() {
                Some((low, high)) => Stage::Between(low, high, 1),
                None if self.stage == Stage::Beyond && self.around_best().is_some() => Stage::Peak,
                None => Stage::Done(self.uncrossed()),
            },
            Stage::Between(low, high, round) => {
                let within = |&(a, b): &(f64, f64)| a >= low && b <= high;
                let (low, high) = self.crossings().find(within).unwrap_or((low, high));
                if round < ROUNDS { Stage::Between(low, high, round + 1) } else { Stage::Done(self.reached(low, high)) }
            }
            done => done,
        };
    }

    fn is_met(&self, chance: f64) -> bool {
        chance >= self.goal.probability
    }

    fn is_met_everywhere(&self) -> bool {
        !self.points.is_empty() && self.points.iter().all(|&(_, chance)| self.is_met(chance))
    }

    /// Neighbouring values, of which one meets the goal and the other does not.
    fn crossings(&self) -> impl Iterator<Item = (f64, f64)> {
        let pairs = self.points.windows(2);
        pairs.filter(|pair| self.is_met(pair[0].1) != self.is_met(pair[1].1)).map(|pair| (pair[0].0, pair[1].0))
    }

    /// The crossing that is the shortest way of the slider from the input as it is.
    fn nearest_crossing(&self) -> Option<(f64, f64)> {
        let input = self.goal.lever.input();
        let here = input.slider_position(self.now);
        let way = |&(low, high): &(f64, f64)| {
            (input.slider_position(0.5 * (low + high)) - here).abs() + 1e-12 * (0.5 * (low + high) - self.now).abs()
        };
        self.crossings().min_by(|a, b| way(a).total_cmp(&way(b)))
    }

    /// The best value where none meets the goal, with its neighbours; `None` at the end of what there is.
    fn around_best(&self) -> Option<[f64; 3]> {
        let best = self.points.windows(3).max_by(|a, b| a[1].1.total_cmp(&b[1].1))?;
        let is_peak = !self.is_met_everywhere() && best[1].1 >= best[0].1.max(best[2].1) && best[1].1 > 0.0;
        is_peak.then(|| [best[0].0, best[1].0, best[2].0])
    }

    fn uncrossed(&self) -> Found {
        if self.is_met_everywhere() {
            return Found::Anyway { least: self.points.iter().fold(1.0, |least, point| f64::min(least, point.1)) };
        }
        let best = self.points.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        let (value, chance) = best.unwrap_or((self.now, 0.0));
        Found::OutOfReach { value, chance }
    }

    /// The answer between two neighbouring values.
    fn reached(&self, low: f64, high: f64) -> Found {
        let at = |value: f64| self.points.iter().position(|point| point.0 == value).unwrap_or(0);
        let (low, high) = (at(low), at(high));
        let wanted = self.goal.probability;
        let value = between(self.points[low], self.points[high], wanted);
        let error = Z * (wanted * (1.0 - wanted) / f64::from(self.runs)).sqrt();
        // Outwards from the answer, to where the probability differs by more than simulation leaves open.
        let end = |inner: usize, outer: &mut dyn Iterator<Item = usize>| {
            let mut before = self.points[inner];
            let leaves = |chance: f64| (chance - wanted).abs() >= error;
            if leaves(before.1) {
                let level = wanted + error.copysign(before.1 - wanted);
                return between((value, wanted), before, level);
            }
            for at in outer {
                let next = self.points[at];
                if leaves(next.1) {
                    return between(before, next, wanted + error.copysign(next.1 - wanted));
                }
                before = next;
            }
            before.0
        };
        let interval = (end(low, &mut (0..low).rev()), end(high, &mut (high + 1..self.points.len())));
        let side = if self.is_met(self.points[high].1) { Side::AtLeast } else { Side::AtMost };
        // Close by, luck may cross more than once.
        let elsewhere = |&(a, b): &(f64, f64)| b < interval.0 || a > interval.1;
        Found::Reached { value, side, interval, is_only: !self.crossings().any(|pair| elsewhere(&pair)) }
    }
}

/// Values between two, at equal distances.
fn between_ends(low: f64, high: f64) -> Vec<f64> {
    (1..=BETWEEN).map(|at| low + (high - low) * at as f64 / (BETWEEN + 1) as f64).collect()
}

/// Where the line through two points has a height; half way where it has no slope.
fn between(a: (f64, f64), b: (f64, f64), height: f64) -> f64 {
    let share = if a.1 == b.1 { 0.5 } else { ((height - a.1) / (b.1 - a.1)).clamp(0.0, 1.0) };
    a.0 + share * (b.0 - a.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(value: f64, side: Side, interval: (f64, f64)) -> Found {
        Found::Reached { value, side, interval, is_only: true }
    }

    #[test]
    fn what_is_told_in_short_keeps_its_promise() {
        use Side::{AtLeast, AtMost};
        let cases = [
            (Key::Churn, AtMost, (0.038_261, 0.037_31, 0.039_02), (0.0382, 0.0373, 0.0391)),
            (Key::Churn, AtLeast, (0.038_261, 0.037_31, 0.039_02), (0.0383, 0.0373, 0.0391)),
            // Nothing to be rounded off, and no dust of its own.
            (Key::Price, AtLeast, (52.3, 51.0, 54.0), (52.3, 51.0, 54.0)),
            (Key::Price, AtLeast, (52.31, 51.0, 54.0), (52.4, 51.0, 54.0)),
            (Key::TrialsStart, AtLeast, (8123.0, 7900.0, 8400.0), (8130.0, 7900.0, 8400.0)),
            (Key::TrialsStep, AtLeast, (-81.23, -90.0, -70.0), (-81.0, -90.0, -70.0)),
            // Of no width: four digits.
            (Key::Price, AtMost, (52.348, 52.348, 52.348), (52.34, 52.34, 52.35)),
            // Never beyond the bounds.
            (Key::SaveRate, AtLeast, (0.998, 0.9, 1.0), (1.0, 0.9, 1.0)),
            (Key::Churn, AtMost, (0.0004, 0.0, 0.02), (0.0, 0.0, 0.02)),
        ];
        for (key, side, (value, low, high), (short, short_low, short_high)) in cases {
            let found = reached(value, side, (low, high)).in_short(key.input());
            assert_eq!(found, reached(short, side, (short_low, short_high)), "{key:?} {value}");
        }
        let nothing = reached(0.0, AtLeast, (0.0, 0.0));
        assert_eq!(nothing.in_short(Key::Churn.input()), nothing);
        let out = Found::OutOfReach { value: 0.123_456, chance: 0.1 };
        assert_eq!(out.in_short(Key::Churn.input()), out);
    }
}
