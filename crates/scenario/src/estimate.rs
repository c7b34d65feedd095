//! Estimates of inputs. An estimate is an exact value or a range, and a range has a distribution.

use super::input::{Input, Support};
use super::rounding::{round_to_digits, strip_float_noise};
use super::unit::Unit;
use serde::Serialize;

/// The 95% quantile of the standard normal. The ends of a range are the 5th and the 95th percentile, so they lie this
/// number of standard deviations from the median.
pub const Z_95: f64 = 1.644_853_626_951_472_2;
/// The greatest distance of a draw from the median, in standard deviations. About one draw in 16,000 is clipped to this
/// distance. The limit is needed because joint constraints must hold for every draw. Without it, they would have to
/// hold even for a draw eight deviations from the median. A user who types a range does not think of such a draw.
pub const Z_MAX: f64 = 4.0;

/// The value of an input as the user typed it. It is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Estimate {
    /// One number, the same in all runs.
    Exact(f64),
    /// The 5th and the 95th percentile: the value is between `low` and `high` with a probability of 90%.
    Range { low: f64, high: f64 },
}

/// The name of one number of an estimate, for example in a field path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// The number of [`Estimate::Exact`].
    Exact,
    /// The low end of [`Estimate::Range`].
    Low,
    /// The high end of [`Estimate::Range`].
    High,
}

impl End {
    /// The ends of both variants of [`Estimate`].
    pub const ALL: [Self; 3] = [Self::Exact, Self::Low, Self::High];
}

impl Estimate {
    /// The numbers of the estimate, each with its name.
    pub fn ends(self) -> impl Iterator<Item = (End, f64)> {
        let (first, second) = match self {
            Self::Exact(value) => ((End::Exact, value), None),
            Self::Range { low, high } => ((End::Low, low), Some((End::High, high))),
        };
        std::iter::once(first).chain(second)
    }

    /// Returns the same variant, with `change` applied to each number.
    pub fn map(self, change: impl Fn(f64) -> f64) -> Self {
        match self {
            Self::Exact(value) => Self::Exact(change(value)),
            Self::Range { low, high } => Self::Range { low: change(low), high: change(high) },
        }
    }

    /// The number at an end; `None` if the estimate has no such end.
    pub fn end(self, end: End) -> Option<f64> {
        self.ends().find(|&(at, _)| at == end).map(|(_, value)| value)
    }

    /// Returns the estimate with the number at `end` replaced by `value`. If it has no such end, returns it unchanged.
    pub fn with_end(self, end: End, value: f64) -> Self {
        match (self, end) {
            (Self::Exact(_), End::Exact) => Self::Exact(value),
            (Self::Range { high, .. }, End::Low) => Self::Range { low: value, high },
            (Self::Range { low, .. }, End::High) => Self::Range { low, high: value },
            _ => self,
        }
    }

    /// Clips a new `value` for one end of a range so that it is at least one `step` away from the other end.
    pub fn clamp_to_other_end(self, end: End, value: f64, step: f64) -> f64 {
        match (self, end) {
            (Self::Range { high, .. }, End::Low) => value.min(strip_float_noise(high - step)),
            (Self::Range { low, .. }, End::High) => value.max(strip_float_noise(low + step)),
            _ => value,
        }
    }

    /// The distribution of the input with this estimate. Returns `None` if a number is not finite or is outside the
    /// input's bounds, or if the low end is not below the high end.
    pub fn prior(self, input: &Input) -> Option<Prior> {
        let fits = |value: f64| (input.bounds.0..=input.bounds.1).contains(&value);
        let is_ordered = match self {
            Self::Exact(_) => true,
            Self::Range { low, high } => low < high,
        };
        (is_ordered && self.ends().all(|(_, value)| fits(value))).then(|| Prior::new(input, self))
    }

    /// Returns the estimate with another median, which must be within the input's bounds. A range keeps its width on
    /// the scale of its distribution (linear, log or logit). If the range is not valid, or if its ends become equal,
    /// the result is an exact value.
    pub fn with_median(self, input: &Input, median: f64) -> Self {
        let (Self::Range { low, high }, Some(prior)) = (self, self.prior(input)) else { return Self::Exact(median) };
        let scale = Scale::of(input.support, low, high);
        let moved = Prior { centre: scale.to_normal(median), ..prior };
        // The ends are rounded to six decimals.
        let end = |z: f64| libm::round(moved.at(z) * 1e6) / 1e6;
        let (low, high) = (end(-Z_95), end(Z_95));
        if low < high { Self::Range { low, high } } else { Self::Exact(median) }
    }

    /// Changes the variant. A range becomes its median, rounded. An exact value becomes a range with this median. On
    /// the linear scale, the range is the value ± 20%. On the log scale, it is the value divided and multiplied by 1.2.
    /// On the logit scale, the odds are divided and multiplied by 1.2.
    ///
    /// If an exact value is toggled twice, the result is the same value, rounded. There is an exception if no range can
    /// have this median, for example a share of 100%.
    pub fn toggled(self, input: &Input) -> Self {
        match self {
            Self::Exact(value) => Self::around(input, value),
            Self::Range { .. } => {
                let median = round_for_input(input, Prior::new(input, self).median());
                // The median of an invalid range may be NaN.
                Self::Exact(if median.is_finite() { median } else { input.default })
            }
        }
    }

    /// A range with the median `value`. Its ends have as few digits as possible. With fewer digits, the rounded median
    /// would change.
    fn around(input: &Input, value: f64) -> Self {
        let scale = Scale::of(input.support, value, value);
        let reach = match scale {
            Scale::Log | Scale::Logit => libm::log(1.2),
            // A fifth of 0 is 0, and a range must have a width. So the range reaches one step of the slider.
            Scale::Linear if value == 0.0 => input.slider_step,
            Scale::Linear => 0.2 * value.abs(),
        };
        let (centre, (min, max)) = (scale.to_normal(value), input.bounds);
        let range = |digits: i32| {
            let end = |normal: f64| round_to_digits(scale.to_value(normal), digits).clamp(min, max);
            Self::Range { low: end(centre - reach), high: end(centre + reach) }
        };
        let keeps =
            |range: &Self| round_for_input(input, Prior::new(input, *range).median()) == round_for_input(input, value);
        (2..8).map(range).find(keeps).unwrap_or_else(|| range(8))
    }
}

/// Rounds to a whole number of customers, or to a tenth of the slider's step. The user does not need more digits.
fn round_for_input(input: &Input, value: f64) -> f64 {
    let unit = if input.unit == Unit::Customers { 1.0 } else { 0.1 * input.slider_step };
    strip_float_noise(libm::round(value / unit) * unit)
}

/// The scale on which the distribution of a range is normal: the value, its logarithm, or the logarithm of its odds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scale {
    Linear,
    Log,
    Logit,
}

impl Scale {
    /// The scale of a range from `low` to `high`. If an end lies on the edge of the support, its log or logit would be
    /// infinite, so the scale is linear.
    fn of(support: Support, low: f64, high: f64) -> Self {
        match support {
            Support::OpenShare if low > 0.0 && high < 1.0 => Self::Logit,
            Support::Positive if low > 0.0 => Self::Log,
            _ => Self::Linear,
        }
    }

    fn to_normal(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => libm::log(value),
            Self::Logit => libm::log(value / (1.0 - value)),
        }
    }

    fn to_value(self, normal: f64) -> f64 {
        match self {
            Self::Linear => normal,
            Self::Log => libm::exp(normal),
            Self::Logit => 1.0 / (1.0 + libm::exp(-normal)),
        }
    }
}

/// The distribution of one input over the runs, made from a checked estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    scale: Scale,
    /// The median and the standard deviation on `scale`. The deviation is 0 if the estimate is exact.
    centre: f64,
    deviation: f64,
    bounds: (f64, f64),
}

impl Prior {
    /// The distribution of an input with this estimate. The caller must have checked that the numbers are finite and
    /// within the input's bounds, and that the low end is below the high end.
    pub(super) fn new(input: &Input, estimate: Estimate) -> Self {
        Self::within(input.support, input.bounds, estimate)
    }

    /// The distribution of a quantity with this support, these bounds and this estimate. The quantity need not be an
    /// input; it can be the amount of an event.
    #[inline(never)]
    pub(super) fn within(support: Support, bounds: (f64, f64), estimate: Estimate) -> Self {
        match estimate {
            Estimate::Exact(value) => Self { scale: Scale::Linear, centre: value, deviation: 0.0, bounds },
            Estimate::Range { low, high } => {
                let scale = Scale::of(support, low, high);
                let (from, to) = (scale.to_normal(low), scale.to_normal(high));
                Self { scale, centre: 0.5 * (from + to), deviation: 0.5 * (to - from) / Z_95, bounds }
            }
        }
    }

    /// Whether the estimate is an exact value, so that all draws are the same.
    pub fn is_exact(&self) -> bool {
        self.deviation == 0.0
    }

    /// The value that the draw `z` of a standard normal gives. First `z` is clipped to ±[`Z_MAX`], then the value is
    /// clipped to the bounds.
    #[inline(never)]
    pub fn at(&self, z: f64) -> f64 {
        self.scale.to_value(self.centre + self.deviation * z.clamp(-Z_MAX, Z_MAX)).clamp(self.bounds.0, self.bounds.1)
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.at(0.0)
    }

    /// The least and the greatest value that a draw can have.
    #[inline(never)]
    pub fn extremes(&self) -> (f64, f64) {
        (self.at(-Z_MAX), self.at(Z_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::Key;
    use super::*;

    fn prior(key: Key, low: f64, high: f64) -> Prior {
        Prior::new(key.input(), Estimate::Range { low, high })
    }

    #[test]
    fn a_range_matches_both_percentiles() {
        for (key, low, high) in [
            (Key::Churn, 0.03, 0.05),
            (Key::Price, 40.0, 62.5),
            (Key::TrialsStep, -20.0, 70.0),
            (Key::Churn, 0.0, 0.1),
            (Key::TrialsStart, 0.0, 10.0),
        ] {
            let prior = prior(key, low, high);
            assert!((prior.at(-Z_95) - low).abs() < 1e-12 * high, "{key:?}");
            assert!((prior.at(Z_95) - high).abs() < 1e-12 * high, "{key:?}");
        }
    }

    #[test]
    fn a_range_keeps_its_width_when_its_median_moves() {
        let moved = |key: Key, low, high, to| Estimate::Range { low, high }.with_median(key.input(), to);
        assert_eq!(moved(Key::Price, 40.0, 62.5, 100.0), Estimate::Range { low: 80.0, high: 125.0 });
        assert_eq!(moved(Key::TrialsStep, 280.0, 420.0, 0.0), Estimate::Range { low: -70.0, high: 70.0 });
        let Estimate::Range { low, high } = moved(Key::Churn, 0.03, 0.05, 0.1) else { panic!() };
        assert!((prior(Key::Churn, low, high).median() - 0.1).abs() < 1e-4, "{low} {high}");
        assert_eq!(Estimate::Exact(0.04).with_median(Key::Churn.input(), 0.1), Estimate::Exact(0.1));
        assert!(Estimate::Range { low: 0.2, high: 0.1 }.prior(Key::Churn.input()).is_none());
        assert!(Estimate::Exact(f64::NAN).prior(Key::Churn.input()).is_none());
    }

    #[test]
    fn toggling_twice_gives_the_same_value() {
        for (key, value, expected) in [
            (Key::Churn, 0.04, (0.0336, 0.0476)),
            (Key::Price, 50.0, (41.7, 60.0)),
            (Key::TrialsStep, 350.0, (280.0, 420.0)),
            (Key::TrialsStep, 0.0, (-10.0, 10.0)),
            (Key::OpeningCustomers, 100.0, (83.0, 120.0)),
            (Key::GrossMargin, 0.8, (0.769, 0.828)),
        ] {
            let range = Estimate::Exact(value).toggled(key.input());
            assert_eq!(range, Estimate::Range { low: expected.0, high: expected.1 }, "{key:?}");
        }
        for &key in Key::ALL.iter().filter(|key| key.input().support != Support::Whole) {
            let input = key.input();
            for share in 1..20 {
                let value = round_for_input(
                    input,
                    input.slider.0 + (input.slider.1 - input.slider.0) * f64::from(share) / 20.0,
                );
                let back = Estimate::Exact(value).toggled(input).toggled(input);
                assert_eq!(back, Estimate::Exact(value), "{key:?}");
            }
        }
        // No range of trials has the median 0, and no range of conversion has the median 100%. Such a value becomes an
        // end of the range.
        for (key, value, expected) in [(Key::TrialsStart, 0.0, (0.0, 1.0)), (Key::Conversion, 1.0, (0.8, 1.0))] {
            let range = Estimate::Exact(value).toggled(key.input());
            assert_eq!(range, Estimate::Range { low: expected.0, high: expected.1 }, "{key:?}");
        }
    }

    #[test]
    fn the_scale_follows_the_support() {
        assert!((prior(Key::Price, 40.0, 62.5).median() - 50.0).abs() < 1e-12);
        assert!((prior(Key::Conversion, 0.039, 0.1225).median() - 0.07).abs() < 1e-15);
        assert_eq!(prior(Key::TrialsStep, 280.0, 420.0).median(), 350.0);
        assert_eq!(prior(Key::Churn, 0.0, 0.1).median(), 0.05, "a range that touches the edge is normal");
    }

    #[test]
    fn draws_stay_inside_the_hard_bounds() {
        let (low, high) = prior(Key::Churn, 0.0, 0.9).extremes();
        assert_eq!((low, high), Key::Churn.input().bounds);
    }
}
