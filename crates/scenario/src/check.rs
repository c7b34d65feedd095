//! From a study as typed to one that the engine can run: every problem at once, or a [`CheckedStudy`].

use super::checked::{CheckedScenario, CheckedStudy};
use super::correlation::Copula;
use super::estimate::{End, Estimate};
use super::event::{Action, Event};
use super::input::{
    EVENTS_MAX, EXPECTED_MAX, FIRST_YEAR, HORIZON_MONTHS, Input, Key, NAME_MAX_CHARS, PLANS_MAX, RETENTION_BOUNDS,
    RETENTION_ROWS, RUNS, SCENARIOS, SEASON_BOUNDS, SEED, Setting, Support,
};
use super::joint;
use super::problem::{Fault, Place, Problem};
use super::study::{Scenario, Study, Survival};
use super::unit::Unit;

impl Study {
    /// Checks everything, and returns every problem there is.
    pub fn check(&self) -> Result<CheckedStudy, Vec<Problem>> {
        let mut report = Report(Vec::new());
        report.text(&self.title, Place::study("title"));
        if self.currency.len() != 3 || !self.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            report.add(Place::study("currency"), Fault::NotACurrency);
        }
        let horizon_fits = report.setting(&HORIZON_MONTHS, self.horizon_months);
        report.setting(&RUNS, self.runs);
        report.setting(&SEED, self.seed);
        let (first, year) = (Place::study("first_month"), FIRST_YEAR);
        report.number(self.first_month.year as f64, (*year.start() as f64, *year.end() as f64), Unit::Plain, &first);
        report.number(self.first_month.month as f64, (1.0, 12.0), Unit::Plain, &first);
        if let Some(target) = self.target {
            let place = Place::study("target").then("value");
            report.number(target.value, (-EXPECTED_MAX, EXPECTED_MAX), Unit::Plain, &place);
        }
        let copula = self.check_correlations(&mut report);
        report.count(self.scenarios.len(), (*SCENARIOS.start(), *SCENARIOS.end()), Place::study("scenarios"));

        let mut scenarios = Vec::new();
        for (index, scenario) in self.scenarios.iter().enumerate().take(*SCENARIOS.end()) {
            let before = report.0.len();
            report.scenario(index, scenario);
            if report.0.len() == before {
                let checked = CheckedScenario::new(scenario, self.first_month.month.clamp(1, 12));
                if horizon_fits {
                    joint::check(index, &checked, self.horizon_months as u32, &mut |place, fault| {
                        report.add(place, fault)
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
        let list = Place::study("correlations");
        let before = report.0.len();
        let pairs = Key::ALL.len() * (Key::ALL.len() - 1) / 2;
        report.count(self.correlations.len(), (0, pairs), list.clone());
        for (at, pair) in self.correlations.iter().enumerate().take(pairs) {
            let place = list.entry(at);
            let (min, max) = (-1.0, 1.0);
            if !(min..=max).contains(&pair.rank_correlation) {
                report.add(
                    place.then("rank_correlation"),
                    Fault::ImpossibleCorrelation { inputs: pair.inputs, min, max },
                );
            }
            if pair.inputs.iter().any(|key| key.input().support == Support::Whole) {
                report.add(place.then("inputs"), Fault::NoRange);
            }
        }
        if report.0.len() > before {
            return None;
        }
        Copula::new(&self.correlations).map_err(|problems| report.0.extend(problems)).ok()
    }
}

/// The problems found so far.
struct Report(Vec<Problem>);

impl Report {
    #[inline(never)]
    fn add(&mut self, place: Place, fault: Fault) {
        self.0.push(Problem::new(place, fault));
    }

    #[inline(never)]
    fn text(&mut self, text: &str, place: Place) {
        if text.chars().count() > NAME_MAX_CHARS {
            self.add(place, Fault::TooLong { max_chars: NAME_MAX_CHARS });
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &str, place: Place) {
        self.text(name, place.clone());
        if name.trim().is_empty() {
            self.add(place, Fault::Empty);
        }
    }

    #[inline(never)]
    fn setting(&mut self, setting: &Setting, value: u64) -> bool {
        let (min, max) = setting.bounds;
        let before = self.0.len();
        self.number(value as f64, (min as f64, max as f64), Unit::Plain, &Place::study(setting.name));
        self.0.len() == before
    }

    #[inline(never)]
    fn count(&mut self, count: usize, (min, max): (usize, usize), place: Place) {
        if !(min..=max).contains(&count) {
            self.add(place, Fault::Count { min, max });
        }
    }

    #[inline(never)]
    fn number(&mut self, value: f64, (min, max): (f64, f64), unit: Unit, place: &Place) {
        if !value.is_finite() {
            self.add(place.clone(), Fault::NotFinite);
        } else if !(min..=max).contains(&value) {
            self.add(place.clone(), Fault::OutOfBounds { min, max, unit });
        }
    }

    /// An estimate of an input, or of what an event does to it.
    #[inline(never)]
    fn estimate(&mut self, input: &Input, estimate: Estimate, bounds: (f64, f64), unit: Unit, place: &Place) {
        let before = self.0.len();
        for (end, value) in estimate.ends() {
            self.number(value, bounds, unit, &place.at(end));
        }
        let fault = match estimate {
            _ if self.0.len() > before => return,
            Estimate::Range { low, high } if low >= high => Fault::Reversed,
            Estimate::Range { .. } if input.support == Support::Whole => Fault::NoRange,
            _ => return,
        };
        self.add(place.at(End::Low), fault);
    }

    /// An estimate of an input.
    #[inline(never)]
    fn input(&mut self, key: Key, estimate: Estimate, place: &Place) {
        let input = key.input();
        let before = self.0.len();
        self.estimate(input, estimate, input.bounds, input.unit, place);
        let is_whole = input.support == Support::Whole || input.unit == Unit::Customers;
        if self.0.len() == before && is_whole && estimate.end(End::Exact).is_some_and(|value| value.fract() != 0.0) {
            self.add(place.clone(), Fault::NotWhole);
        }
    }

    /// Everything about a scenario but what must hold between its inputs.
    #[inline(never)]
    fn scenario(&mut self, index: usize, scenario: &Scenario) {
        let place = |key: &str| Place::of_scenario(index, key);
        self.name(&scenario.name, place("name"));
        let last_color = *SCENARIOS.end() as f64 - 1.0;
        self.number(scenario.color as f64, (0.0, last_color), Unit::Plain, &place("color"));
        for &key in Key::ALL {
            self.input(key, scenario.inputs[key], &place(key.input().name));
        }
        if !matches!(scenario.seasonality.len(), 0 | 12) {
            self.add(place("seasonality"), Fault::Count { min: 12, max: 12 });
        }
        for (at, &factor) in scenario.seasonality.iter().enumerate().take(12) {
            self.number(factor, SEASON_BOUNDS, Unit::Ratio, &place("seasonality").entry(at));
        }
        self.plans(scenario, &place("plans"));
        let (min, max) = RETENTION_ROWS.into_inner();
        let least = if scenario.survival == Survival::Table { min } else { 0 };
        self.count(scenario.retention.len(), (least, max), place("retention"));
        for (at, &retention) in scenario.retention.iter().enumerate().take(max) {
            self.number(retention, RETENTION_BOUNDS, Unit::SharePerMonth, &place("retention").entry(at));
        }
        self.count(scenario.events.len(), (0, EVENTS_MAX), place("events"));
        for (at, event) in scenario.events.iter().enumerate().take(EVENTS_MAX) {
            self.event(event, &place("events").entry(at));
        }
    }

    #[inline(never)]
    fn plans(&mut self, scenario: &Scenario, list: &Place) {
        self.count(scenario.plans.len(), (0, PLANS_MAX), list.clone());
        let before = self.0.len();
        for (at, plan) in scenario.plans.iter().enumerate().take(PLANS_MAX) {
            let place = list.entry(at);
            self.name(&plan.name, place.then("name"));
            self.number(plan.share, (0.0, 1.0), Unit::Share, &place.then("share"));
            for (key, own) in Key::OF_PLANS.into_iter().zip(plan.own) {
                if let Some(estimate) = own {
                    self.input(key, estimate, &place.then(key.input().name));
                }
            }
        }
        let sum: f64 = scenario.plans.iter().map(|plan| plan.share).sum();
        if self.0.len() == before && !scenario.plans.is_empty() && (sum - 1.0).abs() > 1e-6 {
            self.add(list.clone(), Fault::SharesSum { sum });
        }
    }

    #[inline(never)]
    fn event(&mut self, event: &Event, place: &Place) {
        let months = |least: u64| (least as f64, HORIZON_MONTHS.bounds.1 as f64);
        self.number(event.from_month as f64, months(1), Unit::Months, &place.then("from_month"));
        self.number(event.ramp_months as f64, months(0), Unit::Months, &place.then("ramp_months"));
        if event.until_month.is_some_and(|until| until < event.from_month) {
            self.add(place.then("until_month"), Fault::Before { month: event.from_month });
        }
        if event.input.is_at_opening() {
            self.add(place.then("input"), Fault::OnlyAtOpening);
        }
        let input = event.input.input();
        if !event.action.suits(input) {
            let known = Action::ALL.into_iter().filter(|action| action.suits(input)).map(Action::name).collect();
            self.add(place.then("action"), Fault::NotOneOf { known });
        }
        // The amount need not be whole: the month's value is rounded.
        self.estimate(input, event.value, event.bounds(), event.unit(), &place.then("value"));
    }
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
}
