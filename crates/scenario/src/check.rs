//! The check of a study. It returns either all errors, or a [`CheckedStudy`], which the engine can simulate.

use super::action::Action;
use super::checked::{CheckedScenario, CheckedStudy};
use super::correlation::Copula;
use super::estimate::{End, Estimate};
use super::event::Event;
use super::input::{
    EVENTS_MAX, EXPECTED_MAX, FIRST_YEAR, HORIZON_MONTHS, Input, Key, NAME_MAX_CHARS, PLANS_MAX, RETENTION_BOUNDS,
    RETENTION_ROWS, RUNS, SCENARIOS, SEASON_BOUNDS, SEED, Setting, Support,
};
use super::joint_constraints;
use super::study::{Scenario, Study};
use super::survival::Survival;
use super::unit::Unit;
use super::validation_error::{ErrorKind, FieldPath, ValidationError};

impl Study {
    /// Checks the whole study. If there are errors, returns all of them, not only the first.
    pub fn check(&self) -> Result<CheckedStudy, Vec<ValidationError>> {
        let mut report = Report(Vec::new());
        report.text(&self.title, FieldPath::study("title"));
        if self.currency.len() != 3 || !self.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            report.add(FieldPath::study("currency"), ErrorKind::NotACurrency);
        }
        let horizon_fits = report.setting(&HORIZON_MONTHS, self.horizon_months);
        report.setting(&RUNS, self.runs);
        report.setting(&SEED, self.seed);
        let (first, year) = (FieldPath::study("first_month"), FIRST_YEAR);
        report.number(self.first_month.year as f64, (*year.start() as f64, *year.end() as f64), Unit::Plain, &first);
        report.number(self.first_month.month as f64, (1.0, 12.0), Unit::Plain, &first);
        if let Some(target) = self.target {
            let path = FieldPath::study("target").child("value");
            report.number(target.value, (-EXPECTED_MAX, EXPECTED_MAX), Unit::Plain, &path);
        }
        let copula = self.check_correlations(&mut report);
        report.count(self.scenarios.len(), (*SCENARIOS.start(), *SCENARIOS.end()), FieldPath::study("scenarios"));

        let mut scenarios = Vec::new();
        for (index, scenario) in self.scenarios.iter().enumerate().take(*SCENARIOS.end()) {
            let before = report.0.len();
            report.scenario(index, scenario);
            if report.0.len() == before {
                let checked = CheckedScenario::new(scenario, self.first_month.month.clamp(1, 12));
                if horizon_fits {
                    joint_constraints::check(index, &checked, self.horizon_months as u32, &mut |path, kind| {
                        report.add(path, kind)
                    });
                }
                scenarios.push(checked);
            }
        }
        match copula {
            Some(copula) if report.0.is_empty() => Ok(CheckedStudy::new(self, copula, scenarios)),
            _ => Err(report.0),
        }
    }

    fn check_correlations(&self, report: &mut Report) -> Option<Copula> {
        let list = FieldPath::study("correlations");
        let before = report.0.len();
        let pairs = Key::ALL.len() * (Key::ALL.len() - 1) / 2;
        report.count(self.correlations.len(), (0, pairs), list.clone());
        for (at, pair) in self.correlations.iter().enumerate().take(pairs) {
            let path = list.entry(at);
            let (min, max) = (-1.0, 1.0);
            if !(min..=max).contains(&pair.rank_correlation) {
                report.add(
                    path.child("rank_correlation"),
                    ErrorKind::ImpossibleCorrelation { inputs: pair.inputs, min, max },
                );
            }
            if pair.inputs.iter().any(|key| key.input().support == Support::Whole) {
                report.add(path.child("inputs"), ErrorKind::NoRange);
            }
        }
        if report.0.len() > before {
            return None;
        }
        Copula::new(&self.correlations).map_err(|errors| report.0.extend(errors)).ok()
    }
}

/// The errors that the check has found so far.
struct Report(Vec<ValidationError>);

impl Report {
    #[inline(never)]
    fn add(&mut self, path: FieldPath, kind: ErrorKind) {
        self.0.push(ValidationError::new(path, kind));
    }

    #[inline(never)]
    fn text(&mut self, text: &str, path: FieldPath) {
        if text.chars().count() > NAME_MAX_CHARS {
            self.add(path, ErrorKind::TooLong { max_chars: NAME_MAX_CHARS });
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &str, path: FieldPath) {
        self.text(name, path.clone());
        if name.trim().is_empty() {
            self.add(path, ErrorKind::Empty);
        }
    }

    #[inline(never)]
    fn setting(&mut self, setting: &Setting, value: u64) -> bool {
        let (min, max) = setting.bounds;
        let before = self.0.len();
        self.number(value as f64, (min as f64, max as f64), Unit::Plain, &FieldPath::study(setting.name));
        self.0.len() == before
    }

    #[inline(never)]
    fn count(&mut self, count: usize, (min, max): (usize, usize), path: FieldPath) {
        if !(min..=max).contains(&count) {
            self.add(path, ErrorKind::Count { min, max });
        }
    }

    #[inline(never)]
    fn number(&mut self, value: f64, (min, max): (f64, f64), unit: Unit, path: &FieldPath) {
        if !value.is_finite() {
            self.add(path.clone(), ErrorKind::NotFinite);
        } else if !(min..=max).contains(&value) {
            self.add(path.clone(), ErrorKind::OutOfBounds { min, max, unit });
        }
    }

    /// Checks the estimate of `input`, or the amount of an event on `input`. Each number must be finite and within
    /// `bounds`. The low end of a range must be below the high end. Whole inputs must not be ranges.
    #[inline(never)]
    fn estimate(&mut self, input: &Input, estimate: Estimate, bounds: (f64, f64), unit: Unit, path: &FieldPath) {
        let before = self.0.len();
        for (end, value) in estimate.ends() {
            self.number(value, bounds, unit, &path.at_end(end));
        }
        let kind = match estimate {
            _ if self.0.len() > before => return,
            Estimate::Range { low, high } if low >= high => ErrorKind::Reversed,
            Estimate::Range { .. } if input.support == Support::Whole => ErrorKind::NoRange,
            _ => return,
        };
        self.add(path.at_end(End::Low), kind);
    }

    /// Checks the estimate of an input. An exact number of months or of customers must be whole.
    #[inline(never)]
    fn input(&mut self, key: Key, estimate: Estimate, path: &FieldPath) {
        let input = key.input();
        let before = self.0.len();
        self.estimate(input, estimate, input.bounds, input.unit, path);
        let is_whole = input.support == Support::Whole || input.unit == Unit::Customers;
        if self.0.len() == before && is_whole && estimate.end(End::Exact).is_some_and(|value| value.fract() != 0.0) {
            self.add(path.clone(), ErrorKind::NotWhole);
        }
    }

    /// Checks each value of one scenario on its own. [`joint_constraints`] then checks constraints between several
    /// inputs.
    #[inline(never)]
    fn scenario(&mut self, index: usize, scenario: &Scenario) {
        let path = |key: &str| FieldPath::scenario_field(index, key);
        self.name(&scenario.name, path("name"));
        let last_color = *SCENARIOS.end() as f64 - 1.0;
        self.number(scenario.color as f64, (0.0, last_color), Unit::Plain, &path("color"));
        for &key in Key::ALL {
            self.input(key, scenario.inputs[key], &path(key.input().name));
        }
        if !matches!(scenario.seasonality.len(), 0 | 12) {
            self.add(path("seasonality"), ErrorKind::Count { min: 12, max: 12 });
        }
        for (at, &factor) in scenario.seasonality.iter().enumerate().take(12) {
            self.number(factor, SEASON_BOUNDS, Unit::Ratio, &path("seasonality").entry(at));
        }
        self.plans(scenario, &path("plans"));
        let (min, max) = RETENTION_ROWS.into_inner();
        let least = if scenario.survival == Survival::Table { min } else { 0 };
        self.count(scenario.retention.len(), (least, max), path("retention"));
        for (at, &retention) in scenario.retention.iter().enumerate().take(max) {
            self.number(retention, RETENTION_BOUNDS, Unit::SharePerMonth, &path("retention").entry(at));
        }
        self.count(scenario.events.len(), (0, EVENTS_MAX), path("events"));
        for (at, event) in scenario.events.iter().enumerate().take(EVENTS_MAX) {
            self.event(event, &path("events").entry(at));
        }
    }

    #[inline(never)]
    fn plans(&mut self, scenario: &Scenario, list: &FieldPath) {
        self.count(scenario.plans.len(), (0, PLANS_MAX), list.clone());
        let before = self.0.len();
        for (at, plan) in scenario.plans.iter().enumerate().take(PLANS_MAX) {
            let path = list.entry(at);
            self.name(&plan.name, path.child("name"));
            self.number(plan.share, (0.0, 1.0), Unit::Share, &path.child("share"));
            for (key, own) in Key::PER_PLAN.into_iter().zip(plan.own) {
                if let Some(estimate) = own {
                    self.input(key, estimate, &path.child(key.input().name));
                }
            }
        }
        let sum: f64 = scenario.plans.iter().map(|plan| plan.share).sum();
        if self.0.len() == before && !scenario.plans.is_empty() && (sum - 1.0).abs() > 1e-6 {
            self.add(list.clone(), ErrorKind::SharesSum { sum });
        }
    }

    #[inline(never)]
    fn event(&mut self, event: &Event, path: &FieldPath) {
        let months = |least: u64| (least as f64, HORIZON_MONTHS.bounds.1 as f64);
        self.number(event.from_month as f64, months(1), Unit::Months, &path.child("from_month"));
        self.number(event.ramp_months as f64, months(0), Unit::Months, &path.child("ramp_months"));
        if event.until_month.is_some_and(|until| until < event.from_month) {
            self.add(path.child("until_month"), ErrorKind::Before { month: event.from_month });
        }
        if event.input.is_at_opening() {
            self.add(path.child("input"), ErrorKind::OnlyAtOpening);
        }
        let input = event.input.input();
        if !event.action.applies_to(input) {
            let known = Action::ALL.into_iter().filter(|action| action.applies_to(input)).map(Action::name).collect();
            self.add(path.child("action"), ErrorKind::NotOneOf { known });
        }
        // The amount may have a fraction even if the input is whole, because the input is rounded in each month.
        self.estimate(input, event.value, event.bounds(), event.unit(), &path.child("value"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::presets;
    use super::*;

    fn places(study: &Study) -> Vec<String> {
        study.check().unwrap_err().iter().map(|error| error.path.to_string()).collect()
    }

    #[test]
    fn all_errors_are_returned_at_once() {
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
}
