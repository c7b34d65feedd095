//! The sliders of inputs. The positions of a slider are whole steps, and the value is different at each step. The
//! functions convert between positions and values, so the page does not need to know the scale of a slider.

use super::input::Input;
use super::rounding::strip_float_noise;
use super::slider_scale::SliderScale;

/// The number of steps of a slider with a log scale. With this number, a step is about two pixels wide, and the values
/// within a step include a round number.
const LOG_STEPS: f64 = 250.0;

impl Input {
    /// The number of the slider's steps. The slider's positions are the whole numbers from 0 to this number.
    pub fn slider_steps(&self) -> f64 {
        match self.slider_scale {
            SliderScale::Linear => libm::round((self.slider.1 - self.slider.0) / self.slider_step),
            SliderScale::Log => LOG_STEPS,
        }
    }

    /// The position for a value. The position may be between two steps. For a value beyond an end of the slider, the
    /// result is the position of that end.
    pub fn slider_position(&self, value: f64) -> f64 {
        let (from, to) = self.slider;
        let (reach, span) = (value.clamp(from, to) - from, to - from);
        self.slider_steps()
            * match self.slider_scale {
                SliderScale::Linear => reach / span,
                SliderScale::Log => {
                    let bend = self.slider_bend();
                    libm::log(1.0 + reach / bend) / libm::log(1.0 + span / bend)
                }
            }
    }

    /// The value at the step nearest to `position`. On a log scale, the value is the roundest number within half a
    /// step.
    pub fn slider_value(&self, position: f64) -> f64 {
        let (from, to) = self.slider;
        let steps = self.slider_steps();
        let step = libm::round(position);
        if step <= 0.0 {
            from
        } else if step >= steps {
            to
        } else if self.slider_scale == SliderScale::Linear {
            strip_float_noise(from + step * self.slider_step)
        } else {
            let bend = self.slider_bend();
            let at = |step: f64| from + bend * (libm::exp(libm::log(1.0 + (to - from) / bend) * step / steps) - 1.0);
            roundest(at(step - 0.5), at(step + 0.5))
        }
    }

    /// Returns b, the distance from the slider's beginning within which a log scale is nearly linear. It is the
    /// solution of b·ln(1 + span/b) = number of steps · first step. The iteration starts above the solution and
    /// decreases to it.
    fn slider_bend(&self) -> f64 {
        let span = self.slider.1 - self.slider.0;
        (0..20).fold(span, |bend, _| LOG_STEPS * self.slider_step / libm::log(1.0 + span / bend))
    }
}

/// The roundest number in `low..high`. This is a multiple of 1, 2 or 5 times a power of ten, where this product is as
/// large as possible.
fn roundest(low: f64, high: f64) -> f64 {
    let middle = 0.5 * (low + high);
    let mut unit = 1e9;
    while unit > 1e-9 {
        for grain in [unit, 0.5 * unit, 0.2 * unit] {
            let multiple = strip_float_noise(libm::round(middle / grain) * grain);
            if (low..high).contains(&multiple) {
                return multiple;
            }
        }
        unit /= 10.0;
    }
    middle
}

#[cfg(test)]
mod tests {
    use super::super::input::{INPUTS, Support};
    use super::super::unit::Unit;
    use super::*;

    /// The values at all steps, from one end of the slider to the other end.
    fn values(input: &Input) -> Vec<f64> {
        (0..=input.slider_steps() as u32).map(|step| input.slider_value(f64::from(step))).collect()
    }

    #[test]
    fn every_step_changes_the_value_and_both_ends_are_hit() {
        for input in &INPUTS {
            let values = values(input);
            assert_eq!((values[0], values[values.len() - 1]), input.slider, "{}", input.name);
            assert!(values.is_sorted_by(|one, next| one < next), "{}", input.name);
            assert!(values.len() > 10 && values.len() <= 1101, "{}: {} values", input.name, values.len());
            let is_whole = input.support == Support::Whole || input.unit == Unit::Customers;
            assert!(!is_whole || values.iter().all(|value| value.fract() == 0.0), "{}", input.name);
            // A position between two steps has the value of the nearer step. A position beyond an end of the slider has
            // the value of that end.
            let between: Vec<f64> = (-100..=12_000).map(|at| input.slider_value(0.1 * f64::from(at))).collect();
            assert!(between.is_sorted() && between.iter().all(|value| values.contains(value)), "{}", input.name);
        }
    }

    #[test]
    fn position_and_value_are_inverse_within_a_step() {
        for input in &INPUTS {
            let values = values(input);
            for (step, pair) in (0..).zip(values.windows(2)) {
                for part in [0.0, 0.1, 0.5, 0.9, 1.0] {
                    let value = pair[0] + part * (pair[1] - pair[0]);
                    let position = input.slider_position(value);
                    assert!(
                        (-0.51..=1.51).contains(&(position - f64::from(step))),
                        "{} {value}: {position}",
                        input.name
                    );
                    let back = input.slider_value(position);
                    assert!((back - value).abs() <= 1.001 * (pair[1] - pair[0]), "{} {value}: {back}", input.name);
                }
                assert_eq!(input.slider_value(input.slider_position(pair[0])), pair[0], "{}", input.name);
            }
            assert_eq!(input.slider_position(f64::MAX), input.slider_steps());
            assert_eq!(input.slider_position(f64::MIN), 0.0);
        }
    }

    #[test]
    fn linear_sliders_are_whole_steps_long() {
        for input in INPUTS.iter().filter(|input| input.slider_scale == SliderScale::Linear) {
            let end = input.slider.0 + input.slider_steps() * input.slider_step;
            assert!((end - input.slider.1).abs() < 1e-9 * end.abs(), "{}", input.name);
        }
    }

    #[test]
    fn log_sliders_have_round_values_and_much_room_for_small_values() {
        for input in INPUTS.iter().filter(|input| input.slider_scale == SliderScale::Log) {
            let values = values(input);
            let first = values[1] - values[0];
            assert!(first >= 0.999 * input.slider_step && first < 1.6 * input.slider_step, "{}: {first}", input.name);
            for value in &values {
                let digits = format!("{value:e}").split('e').next().unwrap().replace(['.', '-'], "").len();
                assert!(digits <= 3, "{} {value}", input.name);
            }
            let middle = input.slider_value(0.5 * input.slider_steps()) / input.slider.1;
            assert!(middle < 0.2, "{}: {middle} of the end at the middle", input.name);
        }
    }
}
