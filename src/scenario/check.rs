//! From a study as typed to one that the engine can run: every problem at once, or a value that proves itself.

use super::estimate::{End, Estimate, Prior};
use super::input::{HORIZON_MONTHS, INPUTS, Key, NAME_MAX_CHARS, RUNS, SCENARIOS, SEED, Setting, Unit};
use super::joint;
use super::problem::{Fault, Place, Problem};
use super::study::{Scenario, Study};
use super::values::Values;
use std::ops::Index;

/// A study whose every draw the engine can run. [`Study::check`] is the only way to one.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedStudy {
    source: Study,
    scenarios: Vec<CheckedScenario>,
}

/// The inputs of one scenario as distributions.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedScenario {
    priors: [Prior; INPUTS.len()],
}

impl CheckedStudy {
    /// The study as typed, for its title, its names and its file.
    pub fn source(&self) -> &Study {
        &self.source
    }

    /// Months after the opening one, 1 to 240.
    pub fn horizon_months(&self) -> usize {
        self.source.horizon_months as usize
    }

    /// Number of futures, 2 to 1,000,000.
    pub fn runs(&self) -> u32 {
        self.source.runs as u32
    }

    /// Which luck, 0 to 2⁵³ − 1.
    pub fn seed(&self) -> u64 {
        self.source.seed
    }

    /// One to eight scenarios.
    pub fn scenarios(&self) -> &[CheckedScenario] {
        &self.scenarios
    }

    /// Whether some input is a range, so that the expected path is one at the medians.
    pub fn has_ranges(&self) -> bool {
        self.scenarios.iter().any(|scenario| scenario.priors.iter().any(|prior| !prior.is_exact()))
    }

    /// Whether the other study has the same months, runs and luck, so that equal scenarios have equal futures.
    pub fn is_alike(&self, other: &Self) -> bool {
        let settings = |study: &Study| (study.horizon_months, study.runs, study.seed);
        settings(&self.source) == settings(&other.source)
    }

    /// The first `runs` runs of the same study: the same futures, fewer of them.
    pub fn with_runs(&self, runs: u32) -> Self {
        let mut study = self.clone();
        study.source.runs = u64::from(runs).clamp(RUNS.bounds.0, RUNS.bounds.1);
        study
    }

    /// The same study with every range collapsed to its median.
    pub fn at_medians(&self) -> Self {
        let mut study = self.clone();
        for (checked, typed) in study.scenarios.iter_mut().zip(&mut study.source.scenarios) {
            for &key in Key::ALL {
                let median = checked[key].median();
                // A count is whole, also where the middle of its range is not.
                let median = if key.input().unit == Unit::Customers { libm::round(median) } else { median };
                typed.inputs[key] = Estimate::Exact(median);
                checked.priors[key as usize] = Prior::new(key.input(), typed.inputs[key]);
            }
        }
        study
    }
}

impl CheckedScenario {
    /// Every input at its median.
    pub fn medians(&self) -> Values {
        Values::from_fn(|key| self[key].median())
    }
}

impl Index<Key> for CheckedScenario {
    type Output = Prior;

    fn index(&self, key: Key) -> &Prior {
        &self.priors[key as usize]
    }
}

impl Study {
    /// Checks everything, and returns every problem there is.
    pub fn check(&self) -> Result<CheckedStudy, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut report = |place: Place, fault: Fault| problems.push(Problem::new(place, fault));

        check_text(&self.title, Place::study("title"), &mut report);
        if self.currency.len() != 3 || !self.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            report(Place::study("currency"), Fault::NotACurrency);
        }
        let horizon_fits = check_setting(&HORIZON_MONTHS, self.horizon_months, &mut report);
        check_setting(&RUNS, self.runs, &mut report);
        check_setting(&SEED, self.seed, &mut report);
        if !SCENARIOS.contains(&self.scenarios.len()) {
            let (min, max) = SCENARIOS.into_inner();
            report(Place::study("scenarios"), Fault::Count { min, max });
        }

        let mut scenarios = Vec::new();
        for (index, scenario) in self.scenarios.iter().enumerate().take(*SCENARIOS.end()) {
            check_text(&scenario.name, Place::of_scenario(index, "name"), &mut report);
            if scenario.name.trim().is_empty() {
                report(Place::of_scenario(index, "name"), Fault::Empty);
            }
            let last_color = *SCENARIOS.end() as u64 - 1;
            if scenario.color > last_color {
                let fault = Fault::OutOfBounds { min: 0.0, max: last_color as f64, unit: Unit::Plain };
                report(Place::of_scenario(index, "color"), fault);
            }
            let Some(checked) = check_inputs(index, scenario, &mut report) else { continue };
            if horizon_fits {
                joint::check(index, &checked, self.horizon_months as u32, &mut report);
            }
            scenarios.push(checked);
        }
        if problems.is_empty() { Ok(CheckedStudy { source: self.clone(), scenarios }) } else { Err(problems) }
    }
}

fn check_text(text: &str, place: Place, report: &mut impl FnMut(Place, Fault)) {
    if text.chars().count() > NAME_MAX_CHARS {
        report(place, Fault::TooLong { max_chars: NAME_MAX_CHARS });
    }
}

fn check_setting(setting: &Setting, value: u64, report: &mut impl FnMut(Place, Fault)) -> bool {
    let (min, max) = setting.bounds;
    let fits = (min..=max).contains(&value);
    if !fits {
        let fault = Fault::OutOfBounds { min: min as f64, max: max as f64, unit: Unit::Plain };
        report(Place::study(setting.name), fault);
    }
    fits
}

/// The scenario's inputs one by one; `None` where any has a problem.
fn check_inputs(index: usize, scenario: &Scenario, report: &mut impl FnMut(Place, Fault)) -> Option<CheckedScenario> {
    let mut sound = true;
    for &key in Key::ALL {
        let input = key.input();
        let (min, max) = input.bounds;
        let mut fault = |end, fault| {
            report(Place::input(index, key, end), fault);
            sound = false;
        };
        for (end, value) in scenario.inputs[key].ends() {
            if !value.is_finite() {
                fault(end, Fault::NotFinite);
            } else if !(min..=max).contains(&value) {
                fault(end, Fault::OutOfBounds { min, max, unit: input.unit });
            } else if input.unit == Unit::Customers && end == End::Exact && value.fract() != 0.0 {
                fault(end, Fault::NotWhole);
            }
        }
        if let Estimate::Range { low, high } = scenario.inputs[key]
            && low >= high
        {
            fault(End::Low, Fault::Reversed);
        }
    }
    sound.then(|| CheckedScenario {
        priors: std::array::from_fn(|at| Prior::new(&INPUTS[at], scenario.inputs[Key::ALL[at]])),
    })
}

#[cfg(test)]
mod tests {
    use super::super::presets;
    use super::*;

    fn places(study: &Study) -> Vec<String> {
        study.check().unwrap_err().iter().map(|problem| problem.place.to_string()).collect()
    }

    #[test]
    fn every_problem_is_returned_at_once() {
        let mut study = presets::leaky_bucket();
        study.horizon_months = 0;
        study.currency = "usd".into();
        study.scenarios[0].inputs[Key::Churn] = Estimate::Exact(f64::NAN);
        study.scenarios[1].inputs[Key::Churn] = Estimate::Range { low: -0.1, high: 0.2 };
        study.scenarios[1].inputs[Key::Price] = Estimate::Range { low: 9.0, high: 8.0 };
        study.scenarios[2].inputs[Key::OpeningCustomers] = Estimate::Exact(0.5);
        study.scenarios[2].name = " ".into();
        let expected = [
            "currency",
            "horizon_months",
            "scenarios[0].churn",
            "scenarios[1].price.low",
            "scenarios[1].churn.low",
            "scenarios[2].name",
            "scenarios[2].opening_customers",
        ];
        assert_eq!(places(&study), expected);
    }

    #[test]
    fn medians_make_every_input_exact() {
        let study = presets::leaky_bucket().check().unwrap();
        assert!(study.has_ranges() && !study.at_medians().has_ranges());
        assert_eq!(study.at_medians(), study.at_medians().source().check().unwrap());
    }
}
