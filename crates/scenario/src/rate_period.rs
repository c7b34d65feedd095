//! Yearly rates in the form. Studies store monthly rates, but the user can see and type them as yearly rates.

use super::input::Input;
use super::unit::Unit;
use super::validation_error::ErrorKind;

/// The step of a slider that shows a yearly rate: a tenth of a percentage point.
const YEARLY_STEP: f64 = 0.001;

/// An input, and whether its field and slider show a yearly rate.
#[derive(Clone, Copy, Debug)]
pub struct RatePeriod {
    input: &'static Input,
    is_yearly: bool,
}

impl RatePeriod {
    /// Makes the period of the field of an input. The field shows a yearly rate if `is_yearly` is true and the input is
    /// a monthly rate. Otherwise it shows the number as it is stored.
    pub fn new(input: &'static Input, is_yearly: bool) -> Self {
        Self { input, is_yearly: is_yearly && input.unit.yearly(0.0).is_some() }
    }

    /// The unit of the displayed number.
    pub fn unit(self) -> Unit {
        if self.is_yearly { Unit::Share } else { self.input.unit }
    }

    /// Converts a stored number to the displayed number. A yearly rate is rounded to a hundredth of a percentage point,
    /// and −0 becomes 0. A monthly rate is rounded to five significant digits. If it was typed as a yearly rate, the
    /// stored monthly rate can have many more digits.
    pub fn to_displayed(self, stored: f64) -> f64 {
        match self.is_yearly {
            true => self.input.unit.yearly(stored).map_or(f64::NAN, |yearly| libm::round(yearly * 1e4) / 1e4 + 0.0),
            false => self.input.unit.round_for_display(stored),
        }
    }

    /// Converts a displayed number to the number to store. For a yearly rate, this is the monthly rate, and the result
    /// is an error if the monthly rate is outside the input's bounds. If the field does not show a yearly rate, the
    /// number is returned unchanged, and the check of the study tests its bounds.
    pub fn to_stored(self, displayed: f64) -> Result<f64, ErrorKind> {
        if !self.is_yearly {
            return Ok(displayed);
        }
        let (min, max) = self.input.bounds;
        let monthly = self.input.unit.monthly(displayed).filter(|rate| (min..=max).contains(rate));
        let (low, high) = (self.to_displayed(min), self.to_displayed(max));
        // If the greatest allowed monthly rate is 99%, it is displayed as 100% a year because of rounding. But 100% a
        // year is not allowed, so the error must say that the yearly rate has to be less than 100%.
        let is_open = max < 1.0 && high == 1.0;
        monthly.ok_or(match displayed >= high && is_open {
            true => ErrorKind::YearNotBelow { max: high },
            false => ErrorKind::YearOutOfBounds { min: low, max: high },
        })
    }

    /// The number of the slider's steps. The slider's positions are the whole numbers from 0 to this number.
    pub fn slider_steps(self) -> f64 {
        let (from, to) = self.ends();
        if self.is_yearly { libm::round((to - from) / YEARLY_STEP) } else { self.input.slider_steps() }
    }

    /// The slider's position for a stored number. The position may be between two steps.
    pub fn slider_position(self, stored: f64) -> f64 {
        if !self.is_yearly {
            return self.input.slider_position(stored);
        }
        let (from, to) = self.ends();
        ((self.input.unit.yearly(stored).unwrap_or(to) - from) / YEARLY_STEP).clamp(0.0, self.slider_steps())
    }

    /// The number to store if the slider is at this position.
    pub fn slider_value(self, position: f64) -> f64 {
        if !self.is_yearly {
            return self.input.slider_value(position);
        }
        let (from, (low, high)) = (self.ends().0, self.input.slider);
        if position >= self.slider_steps() {
            return high;
        }
        // The yearly rate is a multiple of the step, even if the slider does not begin at a multiple of the step.
        let yearly = libm::round(from / YEARLY_STEP + position) * YEARLY_STEP;
        self.input.unit.monthly(yearly).unwrap_or(high).clamp(low, high)
    }

    /// The yearly rates at the two ends of the slider.
    fn ends(self) -> (f64, f64) {
        let yearly = |rate| self.input.unit.yearly(rate).unwrap_or(1.0);
        (yearly(self.input.slider.0), yearly(self.input.slider.1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::{INPUTS, Key};
    use super::*;

    #[test]
    fn monthly_rates_are_shown_as_stored() {
        for input in &INPUTS {
            let period = RatePeriod::new(input, false);
            assert_eq!((period.to_displayed(0.3), period.to_stored(0.3), period.unit()), (0.3, Ok(0.3), input.unit));
            let value = input.slider_value(4.0);
            assert_eq!(
                (period.slider_value(4.0), period.slider_position(value)),
                (value, input.slider_position(value))
            );
        }
    }

    #[test]
    fn a_yearly_slider_takes_round_values() {
        for input in INPUTS.iter().filter(|input| input.unit.yearly(0.0).is_some()) {
            let period = RatePeriod::new(input, true);
            assert_eq!(period.unit(), Unit::Share);
            let mut last = f64::NEG_INFINITY;
            for at in 0..=period.slider_steps() as u32 {
                let at = f64::from(at);
                let value = period.slider_value(at);
                assert!(value > last && value >= input.slider.0 && value <= input.slider.1, "{} {at}", input.name);
                assert!((period.slider_position(value) - at).abs() <= 1.0, "{} {at}", input.name);
                last = value;
            }
            for typed in [-0.25, 0.0, 0.1, 0.387, 0.95] {
                if typed >= 0.0 || input.slider.0 < 0.0 {
                    let kept = period.to_stored(typed).unwrap();
                    assert!((period.to_displayed(kept) - typed).abs() < 1e-9, "{} {typed}", input.name);
                }
            }
        }
    }

    #[test]
    fn only_rates_can_be_yearly() {
        let price = Key::Price.input();
        assert_eq!(RatePeriod::new(price, true).unit(), Unit::MoneyPerMonth);
        let key = Key::Churn;
        assert_eq!(RatePeriod::new(key.input(), false).to_displayed(0.041_675_471_373), 0.041_675);
        let churn = RatePeriod::new(key.input(), true);
        assert_eq!(churn.to_displayed(0.04), 0.3873);
        for typed in [1.2, 1.0] {
            assert_eq!(churn.to_stored(typed), Err(ErrorKind::YearNotBelow { max: 1.0 }), "{typed}");
        }
        assert_eq!(churn.to_stored(-0.1), Err(ErrorKind::YearOutOfBounds { min: 0.0, max: 1.0 }));
    }
}
