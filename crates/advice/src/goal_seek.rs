//! Goal seek: the value of an input with which a target is reached by a month with a given probability (first passage).
//!
//! The probability need not be monotone in the input: a price that is too high may lose more customers than it is
//! worth. So the whole range of the input is scanned before an interval is refined. The caller simulates the
//! probabilities; all values use the same random numbers, so that the probabilities of neighbouring values hardly
//! differ by chance.

use super::question::{Answer, POINTS_MAX, Question};
use super::statistic::Statistic;
use holdfast_scenario::{CheckedStudy, Input, Key, Target};
use std::cmp::Ordering;

/// Simulated runs for each value.
pub const SEEK_RUNS: u32 = 10_000;
/// Steps between the values of the first scan, over the slider's range.
const SCAN_STEPS: usize = 16;
/// Values beyond the slider's range in each direction, up to the hard bounds.
const VALUES_BEYOND: usize = 4;
/// Values in each round of refinement, between the two values that enclose the result, and the number of rounds.
const VALUES_BETWEEN: usize = 3;
const ROUNDS: u32 = 5;
/// The half width of a 95% confidence interval, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

/// The goal: a target that an input should reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The input to vary.
    pub lever: Key,
    pub target: Target,
    /// The target is to be reached by the end of this month, at least 1.
    pub month: u32,
    /// The wanted probability, between 0 and 1.
    pub probability: f64,
}

/// On which side of the result the values of the input meet the goal, close to the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    AtLeast,
    AtMost,
}

/// The result of a goal seek.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GoalSeekResult {
    /// The goal is reached.
    Reached {
        /// The value of the input, in its unit, at which the probability is the wanted one.
        value: f64,
        bound: Bound,
        /// The 95% confidence interval of the value, from the error of simulation.
        interval: (f64, f64),
        /// Whether the probability passes the wanted one nowhere else within the bounds.
        is_unique: bool,
    },
    /// Every value meets the goal, with this probability or a higher one.
    AlwaysMet { min_probability: f64 },
    /// No value meets the goal. The value with the highest probability, and that probability.
    OutOfReach { best_value: f64, probability: f64 },
}

impl GoalSeekResult {
    /// The result with as few digits as the error of simulation justifies: a tenth of the interval. The value is
    /// rounded to the side where the goal is met, and the ends of the interval outwards, all within the input's bounds.
    pub fn rounded(self, input: &Input) -> Self {
        let Self::Reached { value, bound, interval: (low, high), is_unique } = self else { return self };
        // Four significant digits if the interval is narrower than that.
        let digit = libm::floor(libm::log10(f64::max(0.1 * (high - low), 1e-3 * value.abs())));
        if !digit.is_finite() {
            return self;
        }
        let power = libm::pow(10.0, digit.abs());
        let (min, max) = input.bounds;
        let round = |value: f64, bound: Bound| {
            let steps = if digit < 0.0 { value * power } else { value / power };
            // A value that is on a step up to a rounding error stays there.
            let steps = match bound {
                Bound::AtLeast => libm::ceil(steps - 1e-9),
                Bound::AtMost => libm::floor(steps + 1e-9),
            };
            // Adding 0 turns -0 into 0.
            (if digit < 0.0 { steps / power } else { steps * power } + 0.0).clamp(min, max)
        };
        let interval = (round(low, Bound::AtMost), round(high, Bound::AtLeast));
        Self::Reached { value: round(value, bound), bound, interval, is_unique }
    }
}

/// A search that the caller drives: it simulates [`Self::next_values`], passes the probabilities to
/// [`Self::add_answers`], and repeats this until there is a [`Self::result`].
#[derive(Clone, Debug, PartialEq)]
pub struct GoalSeek {
    pub goal: Goal,
    /// Simulated runs for each value.
    pub runs: u32,
    /// The input's median in the study.
    current: f64,
    /// Values tried and their probabilities, by ascending value. Values that do not pass the checks are left out.
    points: Vec<(f64, f64)>,
    stage: Stage,
}

/// The purpose of the next values to try.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Scan the slider's range.
    Scan,
    /// Scan beyond it, up to the hard bounds.
    Beyond,
    /// Search around the best value so far, because no value meets the goal.
    Peak,
    /// Refine the interval between two neighbouring points; the number of the round, from 1.
    Refine(f64, f64, u32),
    Done(GoalSeekResult),
}

impl GoalSeek {
    /// Starts a search for the one scenario of a study.
    pub fn new(study: &CheckedStudy, goal: Goal) -> Self {
        let current = study.scenarios()[0][goal.lever].median();
        Self { goal, runs: SEEK_RUNS, current, points: Vec::new(), stage: Stage::Scan }
    }

    /// The result, once the search is done.
    pub fn result(&self) -> Option<GoalSeekResult> {
        if let Stage::Done(result) = self.stage { Some(result) } else { None }
    }

    /// The number of values tried so far that passed the checks.
    pub fn values_tried(&self) -> usize {
        self.points.len()
    }

    /// The probability with the input at its median in the study, once it is known.
    pub fn current_probability(&self) -> Option<f64> {
        self.points.iter().find(|(value, _)| *value == self.current).map(|&(_, probability)| probability)
    }

    /// The values to try next, in the input's unit. Empty once the search is done, or if a stage has no values: then it
    /// is left by [`Self::add_answers`] without any.
    pub fn next_values(&self) -> Vec<f64> {
        let input = self.goal.lever.input();
        match self.stage {
            Stage::Scan => {
                let steps = input.slider_steps();
                let mut values: Vec<f64> =
                    (0..=SCAN_STEPS).map(|at| input.slider_value(steps * at as f64 / SCAN_STEPS as f64)).collect();
                values.push(self.current);
                values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
                values.dedup();
                values
            }
            Stage::Beyond => {
                // Equal ratios, starting from one slider step if the slider ends at 0; equal distances if a range
                // includes 0.
                let beyond = |from: f64, to: f64| {
                    let from = if from == 0.0 { input.slider_step.copysign(to) } else { from };
                    let has_same_sign = from * to > 0.0;
                    let value = move |at: usize| {
                        let share = at as f64 / VALUES_BEYOND as f64;
                        if has_same_sign { from * libm::pow(to / from, share) } else { from + share * (to - from) }
                    };
                    (1..=VALUES_BEYOND).map(value).filter(move |value| *value != from)
                };
                let (low, high) = input.slider;
                let below = (input.bounds.0 < low).then(|| beyond(low, input.bounds.0)).into_iter().flatten();
                let above = (input.bounds.1 > high).then(|| beyond(high, input.bounds.1)).into_iter().flatten();
                below.chain(above).collect()
            }
            Stage::Refine(low, high, _) => values_between(low, high),
            Stage::Peak => {
                let peak = self.peak();
                peak.map(|[low, best, high]| [values_between(low, best), values_between(best, high)].concat())
                    .unwrap_or_default()
            }
            Stage::Done(_) => Vec::new(),
        }
    }

    /// [`Self::next_values`] split into about `count` questions, each with the values that it asks about.
    pub fn questions(&self, count: usize) -> Vec<(Vec<f64>, Question)> {
        let values = self.next_values();
        let count = count.max(values.len().div_ceil(POINTS_MAX)).min(values.len());
        let question = |at: usize| {
            // Every `count`-th value, so that all questions take about as long.
            let own: Vec<f64> = values.iter().copied().skip(at).step_by(count).collect();
            let points = own.iter().map(|&value| vec![value]).collect();
            let statistic = Statistic::Probability(self.goal.target, self.goal.month);
            (own, Question::Statistics { keys: vec![self.goal.lever], points, statistic, runs: self.runs })
        };
        (0..count).map(question).collect()
    }

    /// Adds the answers to all of [`Self::questions`], each with the values of its question, and decides on the next stage.
    ///
    /// Values and probabilities are paired question by question, so that a missing answer cannot shift the others.
    pub fn add_answers<'a>(&mut self, answers: impl IntoIterator<Item = (&'a [f64], &'a Answer)>) {
        let pairs =
            |(values, answer): (&'a [f64], &'a Answer)| values.iter().copied().zip(answer.statistics().iter().copied());
        let probabilities = answers.into_iter().flat_map(pairs);
        // A probability is NaN if the study with that value does not pass the checks.
        for (value, probability) in probabilities.filter(|(_, probability)| probability.is_finite()) {
            let at = self.points.partition_point(|point| point.0 < value);
            if self.points.get(at).is_none_or(|point| point.0 != value) {
                self.points.insert(at, (value, probability));
            }
        }
        self.stage = match self.stage {
            Stage::Scan => Stage::Beyond,
            Stage::Beyond | Stage::Peak => match self.nearest_crossing() {
                Some((low, high)) => Stage::Refine(low, high, 1),
                None if self.stage == Stage::Beyond && self.peak().is_some() => Stage::Peak,
                None => Stage::Done(self.without_crossing()),
            },
            Stage::Refine(low, high, round) => {
                let is_within = |&(a, b): &(f64, f64)| a >= low && b <= high;
                let (low, high) = self.crossings().find(is_within).unwrap_or((low, high));
                if round < ROUNDS { Stage::Refine(low, high, round + 1) } else { Stage::Done(self.reached(low, high)) }
            }
            done => done,
        };
    }

    fn is_met(&self, probability: f64) -> bool {
        probability >= self.goal.probability
    }

    fn is_met_everywhere(&self) -> bool {
        !self.points.is_empty() && self.points.iter().all(|&(_, probability)| self.is_met(probability))
    }

    /// Pairs of neighbouring values of which exactly one meets the goal.
    fn crossings(&self) -> impl Iterator<Item = (f64, f64)> {
        let pairs = self.points.windows(2);
        pairs.filter(|pair| self.is_met(pair[0].1) != self.is_met(pair[1].1)).map(|pair| (pair[0].0, pair[1].0))
    }

    /// The crossing that is nearest to the current value on the slider, and among equals in the input's unit.
    fn nearest_crossing(&self) -> Option<(f64, f64)> {
        let input = self.goal.lever.input();
        let here = input.slider_position(self.current);
        let distance = |&(low, high): &(f64, f64)| {
            (input.slider_position(0.5 * (low + high)) - here).abs() + 1e-12 * (0.5 * (low + high) - self.current).abs()
        };
        self.crossings().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// The value with the highest probability, between its two neighbours. Returns `None` if it has only one neighbour,
    /// if all values meet the goal, or if the probability is 0 everywhere.
    fn peak(&self) -> Option<[f64; 3]> {
        let best = self.points.windows(3).max_by(|a, b| a[1].1.total_cmp(&b[1].1))?;
        let is_peak = !self.is_met_everywhere() && best[1].1 >= best[0].1.max(best[2].1) && best[1].1 > 0.0;
        is_peak.then(|| [best[0].0, best[1].0, best[2].0])
    }

    /// The result if either all values meet the goal or none does.
    fn without_crossing(&self) -> GoalSeekResult {
        if self.is_met_everywhere() {
            let min_probability = self.points.iter().fold(1.0, |least, point| f64::min(least, point.1));
            return GoalSeekResult::AlwaysMet { min_probability };
        }
        let best = self.points.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        let (best_value, probability) = best.unwrap_or((self.current, 0.0));
        GoalSeekResult::OutOfReach { best_value, probability }
    }

    /// The result between two neighbouring values, by linear interpolation of the probability.
    fn reached(&self, low: f64, high: f64) -> GoalSeekResult {
        let at = |value: f64| self.points.iter().position(|point| point.0 == value).unwrap_or(0);
        let (low, high) = (at(low), at(high));
        let wanted = self.goal.probability;
        let value = interpolate(self.points[low], self.points[high], wanted);
        let error = Z * (wanted * (1.0 - wanted) / f64::from(self.runs)).sqrt();
        // The end of the interval on one side: where the probability first differs by more than the error.
        let end = |inner: usize, outer: &mut dyn Iterator<Item = usize>| {
            let mut before = self.points[inner];
            let is_outside = |probability: f64| (probability - wanted).abs() >= error;
            if is_outside(before.1) {
                let level = wanted + error.copysign(before.1 - wanted);
                return interpolate((value, wanted), before, level);
            }
            for at in outer {
                let next = self.points[at];
                if is_outside(next.1) {
                    return interpolate(before, next, wanted + error.copysign(next.1 - wanted));
                }
                before = next;
            }
            before.0
        };
        let interval = (end(low, &mut (0..low).rev()), end(high, &mut (high + 1..self.points.len())));
        let bound = if self.is_met(self.points[high].1) { Bound::AtLeast } else { Bound::AtMost };
        // Only crossings outside the interval count, because those inside it may come from the error of simulation.
        let is_elsewhere = |&(a, b): &(f64, f64)| b < interval.0 || a > interval.1;
        let is_unique = !self.crossings().any(|pair| is_elsewhere(&pair));
        GoalSeekResult::Reached { value, bound, interval, is_unique }
    }
}

/// Values between two ends, at equal distances, without the ends.
fn values_between(low: f64, high: f64) -> Vec<f64> {
    (1..=VALUES_BETWEEN).map(|at| low + (high - low) * at as f64 / (VALUES_BETWEEN + 1) as f64).collect()
}

/// The place where the line from `a` to `b` has a height, limited to the two ends; the middle if the line is level.
fn interpolate(a: (f64, f64), b: (f64, f64), height: f64) -> f64 {
    let share = if a.1 == b.1 { 0.5 } else { ((height - a.1) / (b.1 - a.1)).clamp(0.0, 1.0) };
    a.0 + share * (b.0 - a.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_answer_leaves_the_others_at_their_own_values() {
        let study = holdfast_scenario::presets::leaky_bucket().check().unwrap().only_scenario(0);
        let target = Target { measure: holdfast_scenario::Measure::Arr, value: 1e7 };
        let mut seek = GoalSeek::new(&study, Goal { lever: Key::Churn, target, month: 48, probability: 0.8 });
        let questions = seek.questions(3);
        // The probability of each value is the value itself; the worker of the second question died.
        let answers: Vec<Answer> = questions
            .iter()
            .enumerate()
            .map(|(at, (values, _))| Answer::Statistics(if at == 1 { Vec::new() } else { values.clone() }))
            .collect();
        seek.add_answers(questions.iter().map(|(values, _)| &values[..]).zip(&answers));
        assert_eq!(seek.points.len(), questions[0].0.len() + questions[2].0.len());
        assert!(seek.points.iter().all(|(value, probability)| value == probability), "{:?}", seek.points);
    }

    fn reached(value: f64, bound: Bound, interval: (f64, f64)) -> GoalSeekResult {
        GoalSeekResult::Reached { value, bound, interval, is_unique: true }
    }

    #[test]
    fn a_rounded_value_still_meets_the_goal() {
        use Bound::{AtLeast, AtMost};
        let cases = [
            (Key::Churn, AtMost, (0.038_261, 0.037_31, 0.039_02), (0.0382, 0.0373, 0.0391)),
            (Key::Churn, AtLeast, (0.038_261, 0.037_31, 0.039_02), (0.0383, 0.0373, 0.0391)),
            // Nothing to round, and rounding adds no error.
            (Key::Price, AtLeast, (52.3, 51.0, 54.0), (52.3, 51.0, 54.0)),
            (Key::Price, AtLeast, (52.31, 51.0, 54.0), (52.4, 51.0, 54.0)),
            (Key::TrialsStart, AtLeast, (8123.0, 7900.0, 8400.0), (8130.0, 7900.0, 8400.0)),
            (Key::TrialsStep, AtLeast, (-81.23, -90.0, -70.0), (-81.0, -90.0, -70.0)),
            // An interval without width: four digits.
            (Key::Price, AtMost, (52.348, 52.348, 52.348), (52.34, 52.34, 52.35)),
            // Within the bounds of the input.
            (Key::SaveRate, AtLeast, (0.998, 0.9, 1.0), (1.0, 0.9, 1.0)),
            (Key::Churn, AtMost, (0.0004, 0.0, 0.02), (0.0, 0.0, 0.02)),
        ];
        for (key, bound, (value, low, high), (short, short_low, short_high)) in cases {
            let found = reached(value, bound, (low, high)).rounded(key.input());
            assert_eq!(found, reached(short, bound, (short_low, short_high)), "{key:?} {value}");
        }
        let nothing = reached(0.0, AtLeast, (0.0, 0.0));
        assert_eq!(nothing.rounded(Key::Churn.input()), nothing);
        let out = GoalSeekResult::OutOfReach { best_value: 0.123_456, probability: 0.1 };
        assert_eq!(out.rounded(Key::Churn.input()), out);
    }
}
