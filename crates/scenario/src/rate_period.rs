//! How an input is spoken of: as it is kept, or a monthly rate by the year.

use super::input::Input;
use super::unit::Unit;
use super::validation_error::ErrorKind;

/// A slider that speaks by the year goes in tenths of a percent.
const YEARLY_STEP: f64 = 0.001;

/// An input, and the way in which its field and slider speak of it.
#[derive(Clone, Copy, Debug)]
pub struct RatePeriod {
    input: &'static Input,
    is_yearly: bool,
}

impl RatePeriod {
    /// By the year, if that is wanted and the input is a monthly rate.
    pub fn new(input: &'static Input, is_yearly: bool) -> Self {
        Self { input, is_yearly: is_yearly && input.unit.yearly(0.0).is_some() }
    }

    /// The unit of what is typed and shown.
    pub fn unit(self) -> Unit {
        if self.is_yearly { Unit::Share } else { self.input.unit }
    }

    /// The number to show for a kept one; by the year, to the hundredth of a percent, and never −0. A rate that was
    /// typed by the year has digits without end by the month: five are shown.
    pub fn to_displayed(self, kept: f64) -> f64 {
        match self.is_yearly {
            true => self.input.unit.yearly(kept).map_or(f64::NAN, |yearly| libm::round(yearly * 1e4) / 1e4 + 0.0),
            false => self.input.unit.round_for_display(kept),
        }
    }

    /// The number to keep for a typed one. `Err` where no monthly rate within the input's bounds makes such a year;
    /// what is typed by the month is checked with the study.
    pub fn to_stored(self, typed: f64) -> Result<f64, ErrorKind> {
        if !self.is_yearly {
            return Ok(typed);
        }
        let (min, max) = self.input.bounds;
        let monthly = self.input.unit.monthly(typed).filter(|rate| (min..=max).contains(rate));
        let (low, high) = (self.to_displayed(min), self.to_displayed(max));
        // 99% a month leave so little of a year that it is shown as none.
        let is_open = max < 1.0 && high == 1.0;
        monthly.ok_or(match typed >= high && is_open {
            true => ErrorKind::YearNotBelow { max: high },
            false => ErrorKind::YearOutOfBounds { min: low, max: high },
        })
    }

    /// How many steps its slider has: its positions are 0 to this.
    pub fn slider_steps(self) -> f64 {
        let (from, to) = self.ends();
        if self.is_yearly { libm::round((to - from) / YEARLY_STEP) } else { self.input.slider_steps() }
    }

    /// Where a kept number stands on the slider, also between two steps.
    pub fn slider_position(self, kept: f64) -> f64 {
        if !self.is_yearly {
            return self.input.slider_position(kept);
        }
        let (from, to) = self.ends();
        ((self.input.unit.yearly(kept).unwrap_or(to) - from) / YEARLY_STEP).clamp(0.0, self.slider_steps())
    }

    /// The number to keep for a slider's position.
    pub fn slider_value(self, position: f64) -> f64 {
        if !self.is_yearly {
            return self.input.slider_value(position);
        }
        let (from, (low, high)) = (self.ends().0, self.input.slider);
        if position >= self.slider_steps() {
            return high;
        }
        // Round years, wherever the slider begins.
        let yearly = libm::round(from / YEARLY_STEP + position) * YEARLY_STEP;
        self.input.unit.monthly(yearly).unwrap_or(high).clamp(low, high)
    }

    /// What the slider's ends come to by the year.
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
    fn by_the_month_nothing_is_changed() {
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
    fn by_the_year_a_slider_goes_through_round_years() {
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
    fn what_is_no_rate_has_no_year() {
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
