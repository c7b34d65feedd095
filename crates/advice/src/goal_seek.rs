//! Goal seek: the search for the value of an input with which a target is reached by a given month with a given
//! probability. A run that has reached the target once counts, even if it falls below the target later (first passage).
//!
//! The probability need not be monotone in the input. For example, more trials can first raise and then lower the cash
//! of a business that pays for every new customer. So the whole range of the input is scanned before the search refines
//! an interval. The code that calls the search simulates the probabilities. It uses the same random numbers for all
//! values, so that the probabilities of neighbouring values hardly differ by chance.

use super::question::{Answer, POINTS_MAX, Question};
use super::statistic::Statistic;
use holdfast_scenario::{CheckedStudy, Input, Key, Target};
use std::cmp::Ordering;

/// Simulated runs for each value.
pub const SEEK_RUNS: u32 = 10_000;
/// The number of equal steps into which the first scan divides the range of the slider.
const SCAN_STEPS: usize = 16;
/// The number of values that are tried beyond each end of the slider, up to the hard bound of the input.
const VALUES_BEYOND: usize = 4;
/// The number of new values in each round of refinement. They lie between the two values that enclose the result.
const VALUES_BETWEEN: usize = 3;
/// The number of rounds of refinement.
const ROUNDS: u32 = 5;
/// Half the width of a 95% confidence interval, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

/// The goal: an input, and the target that it should reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The input whose value is sought.
    pub lever: Key,
    pub target: Target,
    /// The month by whose end the target should be reached, at least 1.
    pub month: u32,
    /// The probability with which the target should be reached, between 0 and 1.
    pub probability: f64,
}

/// The side of the result on which the values of the input meet the goal: at least as great as the result, or at most
/// as great. This is true close to the result; values far from it may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    AtLeast,
    AtMost,
}

/// The result of a goal seek.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GoalSeekResult {
    /// The search found a value with which the goal is just reached.
    Reached {
        /// The value of the input, in its unit, at which the probability equals the wanted one. It is interpolated.
        value: f64,
        bound: Bound,
        /// The 95% confidence interval of the value. It takes account of the simulation error of the probabilities.
        interval: (f64, f64),
        /// Whether the search found no second place, outside the interval, where the probability passes the wanted one.
        is_unique: bool,
    },
    /// Every value that was tried meets the goal. `min_probability` is the lowest probability that was found.
    AlwaysMet { min_probability: f64 },
    /// No value that was tried meets the goal. `best_value` has the highest probability that was found, and
    /// `probability` is that probability.
    OutOfReach { best_value: f64, probability: f64 },
}

impl GoalSeekResult {
    /// The result, rounded to as few digits as the simulation error justifies. The rounding step is the largest power
    /// of ten that is at most a tenth of the interval's width. The value is rounded to the side where the goal is met,
    /// and the ends of the interval are rounded outwards. All three stay within the input's bounds.
    pub fn rounded(self, input: &Input) -> Self {
        let Self::Reached { value, bound, interval: (low, high), is_unique } = self else { return self };
        // The value gets at most four significant digits, even if the interval is so narrow that it would justify more.
        let digit = libm::floor(libm::log10(f64::max(0.1 * (high - low), 1e-3 * value.abs())));
        if !digit.is_finite() {
            return self;
        }
        let power = libm::pow(10.0, digit.abs());
        let (min, max) = input.bounds;
        let round = |value: f64, bound: Bound| {
            let steps = if digit < 0.0 { value * power } else { value / power };
            // A value may differ from a multiple of the rounding step by a rounding error. Because of the 1e-9, it is
            // still rounded to that multiple.
            let steps = match bound {
                Bound::AtLeast => libm::ceil(steps - 1e-9),
                Bound::AtMost => libm::floor(steps + 1e-9),
            };
            // Adding 0 turns −0 into 0.
            (if digit < 0.0 { steps / power } else { steps * power } + 0.0).clamp(min, max)
        };
        let interval = (round(low, Bound::AtMost), round(high, Bound::AtLeast));
        Self::Reached { value: round(value, bound), bound, interval, is_unique }
    }
}

/// A search in which the caller computes the probabilities. The caller simulates [`Self::next_values`], passes the
/// probabilities to [`Self::add_answers`], and repeats both until [`Self::result`] returns a result.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalSeek {
    pub goal: Goal,
    /// Simulated runs for each value.
    pub runs: u32,
    /// The median of the input in the study.
    current: f64,
    /// The values tried so far, each with its probability, by ascending value. Values that do not pass the checks are
    /// left out.
    points: Vec<(f64, f64)>,
    stage: Stage,
}

/// The stage of the search, which says what the next values are for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// Scan the range of the slider.
    Scan,
    /// Scan beyond both ends of the slider, up to the hard bounds of the input.
    Beyond,
    /// Search around the value with the highest probability so far. This stage comes only if no value meets the goal
    /// yet.
    Peak,
    /// Refine the interval between two neighbouring values. The fields are the two values and the number of the round,
    /// from 1.
    Refine(f64, f64, u32),
    Done(GoalSeekResult),
}

impl GoalSeek {
    /// Starts a search for the first scenario of a study.
    pub fn new(study: &CheckedStudy, goal: Goal) -> Self {
        let current = study.scenarios()[0][goal.lever].median();
        Self { goal, runs: SEEK_RUNS, current, points: Vec::new(), stage: Stage::Scan }
    }

    /// The result. It is `None` until the search is done.
    pub fn result(&self) -> Option<GoalSeekResult> {
        if let Stage::Done(result) = self.stage { Some(result) } else { None }
    }

    /// The number of values tried so far that passed the checks.
    pub fn values_tried(&self) -> usize {
        self.points.len()
    }

    /// The probability if the input is at its median in the study. It is `None` until that value has been tried.
    pub fn current_probability(&self) -> Option<f64> {
        self.points.iter().find(|(value, _)| *value == self.current).map(|&(_, probability)| probability)
    }

    /// The values to try next, in the input's unit. There are none if the search is done. A stage of the search can
    /// also have no values; a call of [`Self::add_answers`] without answers then ends this stage.
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
                // Values at equal ratios. If the slider ends at 0, the values start one slider step away from 0,
                // because a ratio needs a start that is not 0. If the start and the bound have different signs, the
                // values are at equal distances instead.
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

    /// [`Self::next_values`] divided among about `count` questions. Each question is returned with the values that it
    /// asks about.
    pub fn questions(&self, count: usize) -> Vec<(Vec<f64>, Question)> {
        let values = self.next_values();
        let count = count.max(values.len().div_ceil(POINTS_MAX)).min(values.len());
        let question = |at: usize| {
            // A question gets every `count`-th value, so that all questions take about the same time.
            let own: Vec<f64> = values.iter().copied().skip(at).step_by(count).collect();
            let points = own.iter().map(|&value| vec![value]).collect();
            let statistic = Statistic::Probability(self.goal.target, self.goal.month);
            (own, Question::Statistics { keys: vec![self.goal.lever], points, statistic, runs: self.runs })
        };
        (0..count).map(question).collect()
    }

    /// Adds the answers to all of [`Self::questions`], and decides on the next stage. Each answer comes with the values
    /// of its question.
    ///
    /// Values and probabilities are matched for each question separately. So if an answer is missing, the values of the
    /// other questions still get the right probabilities.
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

    /// The crossings: pairs of neighbouring values, one of which meets the goal while the other does not.
    fn crossings(&self) -> impl Iterator<Item = (f64, f64)> {
        let pairs = self.points.windows(2);
        pairs.filter(|pair| self.is_met(pair[0].1) != self.is_met(pair[1].1)).map(|pair| (pair[0].0, pair[1].0))
    }

    /// The crossing that is nearest to the input's current value. The distance is measured on the slider. If two
    /// crossings have the same distance there, the distance in the input's unit decides.
    fn nearest_crossing(&self) -> Option<(f64, f64)> {
        let input = self.goal.lever.input();
        let here = input.slider_position(self.current);
        let distance = |&(low, high): &(f64, f64)| {
            (input.slider_position(0.5 * (low + high)) - here).abs() + 1e-12 * (0.5 * (low + high) - self.current).abs()
        };
        self.crossings().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// Three neighbouring values, of which the middle one has the highest probability of all values. Returns `None` if
    /// the highest probability is at the first or the last value, if all values meet the goal, or if the probability is
    /// 0 everywhere.
    fn peak(&self) -> Option<[f64; 3]> {
        let best = self.points.windows(3).max_by(|a, b| a[1].1.total_cmp(&b[1].1))?;
        let is_peak = !self.is_met_everywhere() && best[1].1 >= best[0].1.max(best[2].1) && best[1].1 > 0.0;
        is_peak.then(|| [best[0].0, best[1].0, best[2].0])
    }

    /// The result if there is no crossing: either all values meet the goal, or no value does.
    fn without_crossing(&self) -> GoalSeekResult {
        if self.is_met_everywhere() {
            let min_probability = self.points.iter().fold(1.0, |least, point| f64::min(least, point.1));
            return GoalSeekResult::AlwaysMet { min_probability };
        }
        let best = self.points.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        let (best_value, probability) = best.unwrap_or((self.current, 0.0));
        GoalSeekResult::OutOfReach { best_value, probability }
    }

    /// The result between two neighbouring values. It is found by linear interpolation of the probability between them.
    fn reached(&self, low: f64, high: f64) -> GoalSeekResult {
        let at = |value: f64| self.points.iter().position(|point| point.0 == value).unwrap_or(0);
        let (low, high) = (at(low), at(high));
        let wanted = self.goal.probability;
        let value = interpolate(self.points[low], self.points[high], wanted);
        let error = Z * (wanted * (1.0 - wanted) / f64::from(self.runs)).sqrt();
        // The end of the confidence interval on one side of the result. It is the first place, going outwards, where
        // the probability differs from the wanted one by `error`. `inner` is the index of the nearest value on that
        // side. `outer` has the indices of the values farther out.
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
        // Only crossings outside the interval count. A crossing inside it may be due to simulation error.
        let is_elsewhere = |&(a, b): &(f64, f64)| b < interval.0 || a > interval.1;
        let is_unique = !self.crossings().any(|pair| is_elsewhere(&pair));
        GoalSeekResult::Reached { value, bound, interval, is_unique }
    }
}

/// [`VALUES_BETWEEN`] values at equal distances between two ends, without the ends.
fn values_between(low: f64, high: f64) -> Vec<f64> {
    (1..=VALUES_BETWEEN).map(|at| low + (high - low) * at as f64 / (VALUES_BETWEEN + 1) as f64).collect()
}

/// The x at which the line through the points `a` and `b` has this height, limited to the interval between the points.
/// If both points have the same height, it is the middle between them.
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
        // In this test the probability of each value is the value itself. The answer to the second question is empty,
        // as if its worker had failed.
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
            // The value is a multiple of the rounding step already, so rounding must not change it.
            (Key::Price, AtLeast, (52.3, 51.0, 54.0), (52.3, 51.0, 54.0)),
            (Key::Price, AtLeast, (52.31, 51.0, 54.0), (52.4, 51.0, 54.0)),
            (Key::TrialsStart, AtLeast, (8123.0, 7900.0, 8400.0), (8130.0, 7900.0, 8400.0)),
            (Key::TrialsStep, AtLeast, (-81.23, -90.0, -70.0), (-81.0, -90.0, -70.0)),
            // The interval has the width 0, so the value gets four significant digits.
            (Key::Price, AtMost, (52.348, 52.348, 52.348), (52.34, 52.34, 52.35)),
            // The value is rounded to a bound of the input, and not beyond it.
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
