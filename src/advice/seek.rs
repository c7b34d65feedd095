//! Goal seek: what an input must be so that a target is reached by a month with some probability.
//!
//! First passage. Not every lever is monotone (a price that is too high may cost more customers than it brings), so the
//! input's whole range is scanned before anything is bisected. The probabilities come from whoever can simulate; all share
//! their luck, so that between neighbouring values they hardly jump.

use super::question::Question;
use super::sample::Figure;
use super::sort;
use crate::scenario::{CheckedStudy, Key, Target};

/// Runs of a step.
pub const SEEK_RUNS: u32 = 10_000;
/// Steps of the slider's range that are tried first.
const SCAN: usize = 16;
/// Values beyond the slider on either side, up to the hard bounds, that are tried where the slider's range does not do.
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
            Stage::Between(low, high, _) => {
                (1..=BETWEEN).map(|at| low + (high - low) * at as f64 / (BETWEEN + 1) as f64).collect()
            }
            Stage::Done(_) => Vec::new(),
        }
    }

    /// The same as so many questions, each with some of the values.
    pub fn questions(&self, count: usize) -> Vec<(Vec<f64>, Question)> {
        let values = self.values();
        // Every so-many-th, so that all questions are as heavy; no more in one than share their luck.
        let count = count.max(values.len().div_ceil(8)).min(values.len());
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
        self.points.extend(chances.into_iter().filter(|(_, chance)| chance.is_finite()));
        sort(&mut self.points, |a, b| a.0 < b.0);
        self.points.dedup_by_key(|point| point.0);
        self.stage = match self.stage {
            Stage::Scan | Stage::Beyond => match self.nearest_crossing() {
                Some((low, high)) => Stage::Between(low, high, 1),
                None if self.stage == Stage::Scan && !self.is_met_everywhere() => Stage::Beyond,
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

/// Where the line through two points has a height; half way where it has no slope.
fn between(a: (f64, f64), b: (f64, f64), height: f64) -> f64 {
    let share = if a.1 == b.1 { 0.5 } else { ((height - a.1) / (b.1 - a.1)).clamp(0.0, 1.0) };
    a.0 + share * (b.0 - a.0)
}
