//! Messages of validation errors.

use super::words::{Words, args};
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{ErrorKind, ExpectedType, FieldPath, Key, Unit, ValidationError};

impl Words {
    /// Returns the message of an error, with the names of its scenario and field before it, as the page shows them. The
    /// argument `scenario` is the name of the scenario. It is empty if the error is not in a scenario.
    pub fn error_with_path(&self, scenario: &str, error: &ValidationError) -> String {
        let names = [scenario.to_string(), self.path_label(&error.path)];
        let known: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let place = if known.is_empty() { error.path.to_string() } else { known.join(", ") };
        self.notice_file_problem(args::NoticeFileProblem { place: &place, problem: &self.error_message(error) })
    }

    /// Returns the name of a field, for example "plan 2, Price (ARPA)". The name of the scenario is not included, so
    /// the result is empty if `place` is a whole scenario. If the page has no name for a key, the key itself is used,
    /// as in the study file.
    fn path_label(&self, place: &FieldPath) -> String {
        let place = place.to_string();
        let name = |part: &str| {
            let (key, entry) = part.split_once('[').unwrap_or((part, ""));
            let number = entry.trim_end_matches(']').parse::<usize>().map(|index| (index + 1).to_string());
            let name = match (key, number.as_deref()) {
                ("scenarios", _) | ("low" | "high" | "rank_correlation", _) => return None,
                ("plans", Ok(number)) => self.place_plan(number),
                ("events", Ok(number)) => self.place_event(number),
                ("correlations", Ok(number)) => self.place_correlation(number),
                ("retention", Ok(number)) => self.place_retention(number),
                ("seasonality", Ok(number)) => {
                    self.place_season(&self.locale().month_name(number.parse().unwrap_or_default()))
                }
                ("retention", _) => self.retention_label(),
                ("seasonality", _) => self.seasonality_label(),
                ("survival", _) => self.survival_label(),
                ("plans", _) => self.plans_title(),
                ("share", _) => self.plans_share(),
                ("events", _) => self.events_title(),
                ("input", _) => self.event_input(),
                ("action", _) => self.event_action(),
                ("value", _) => self.event_value(),
                ("from_month", _) => self.event_from_month(),
                ("ramp_months", _) => self.event_ramp_months(),
                ("until_month", _) => self.event_until_month(),
                ("correlations", _) => self.correlations_title(),
                ("target", _) => self.settings_target(),
                ("name", _) => self.scenario_name(),
                ("title", _) => self.settings_study_title(),
                ("currency", _) => self.settings_currency(),
                ("horizon_months", _) => self.settings_horizon(),
                ("first_month", _) => self.settings_first_month(),
                ("runs", _) => self.settings_runs(),
                ("seed", _) => self.settings_seed(),
                _ => match (Key::from_name(key), CARDS.iter().find(|card| card.name == key)) {
                    (Some(key), _) => self.input_label(key.input()),
                    (None, Some(card)) => self.card(card),
                    (None, None) => part.to_string(),
                },
            };
            Some(name)
        };
        place.split('.').filter_map(name).collect::<Vec<_>>().join(", ")
    }

    /// Returns the message of an error, without the name of the field.
    pub fn error_message(&self, error: &ValidationError) -> String {
        let number = |value: usize| self.locale().number(value as f64);
        match &error.kind {
            ErrorKind::NotJson { line, column } => {
                self.problem_not_json(args::ProblemNotJson { line: &number(*line), column: &number(*column) })
            }
            ErrorKind::TooLarge { max_bytes } => self.problem_too_large(&number(max_bytes / 1024)),
            ErrorKind::NewerVersion { known } => self.problem_newer_version(&known.to_string()),
            ErrorKind::BrokenLink => self.problem_broken_link(),
            ErrorKind::UnknownKey => self.problem_unknown_key(),
            ErrorKind::Missing => self.problem_missing(),
            ErrorKind::WrongType { expected } => match expected {
                ExpectedType::Object => self.problem_expected_object(),
                ExpectedType::List => self.problem_expected_list(),
                ExpectedType::Text => self.problem_expected_text(),
                ExpectedType::WholeNumber => self.problem_expected_whole(),
                ExpectedType::Estimate => self.problem_expected_estimate(),
                ExpectedType::Month => self.problem_expected_month(),
                ExpectedType::Number => self.problem_expected_number(),
                ExpectedType::Boolean => self.problem_expected_boolean(),
            },
            ErrorKind::OutOfBounds { min, max, unit } => {
                // A year is written without a thousands separator: "1900", not "1,900".
                let is_year = error.path == FieldPath::study("first_month");
                let amount = |value: f64| if is_year { value.to_string() } else { self.locale().amount(value, *unit) };
                self.problem_out_of_bounds(args::ProblemOutOfBounds { min: &amount(*min), max: &amount(*max) })
            }
            ErrorKind::YearOutOfBounds { min, max } => {
                let amount = |value: f64| self.locale().amount(value, Unit::Share);
                self.problem_year_out_of_bounds(args::ProblemYearOutOfBounds { min: &amount(*min), max: &amount(*max) })
            }
            ErrorKind::YearNotBelow { max } => self.problem_year_not_below(&self.locale().amount(*max, Unit::Share)),
            ErrorKind::NoPercent => self.problem_no_percent(),
            ErrorKind::NeedsSwitch => self.problem_needs_switch(&self.range_switch()),
            ErrorKind::NotFinite => self.problem_expected_number(),
            ErrorKind::NotWhole => self.problem_expected_whole(),
            ErrorKind::Reversed => self.problem_reversed(),
            ErrorKind::Count { min, max } if min == max => self.problem_count_exact(&number(*max)),
            ErrorKind::Count { min, max } => {
                self.problem_count(args::ProblemCount { min: &number(*min), max: &number(*max) })
            }
            ErrorKind::TooLong { max_chars } => self.problem_too_long(&number(*max_chars)),
            ErrorKind::Empty => self.problem_empty(),
            ErrorKind::NotACurrency => self.problem_not_a_currency(),
            ErrorKind::ContractionAboveRest { contraction, churn } => {
                // Rounds to a millionth, so that the small rounding errors of a sum are not shown.
                let share = |value: f64| self.locale().amount((value * 1e6).round() / 1e6, Unit::SharePerMonth);
                self.problem_contraction_above_rest(args::ProblemContractionAboveRest {
                    churn: &share(*churn),
                    contraction: &share(*contraction),
                    rest: &share(1.0 - churn),
                })
            }
            ErrorKind::NoRange => self.problem_no_range(),
            ErrorKind::NotOneOf { known } => self.problem_not_one_of(&known.join(", ")),
            ErrorKind::Before { month } => self.problem_before(&month.to_string()),
            ErrorKind::OnlyAtOpening => self.problem_only_at_opening(),
            ErrorKind::SharesSum { sum } => {
                let share = |value: f64| self.locale().amount(value, Unit::Share);
                self.problem_shares_sum(args::ProblemSharesSum { sum: &share(*sum), whole: &share(1.0) })
            }
            ErrorKind::PausedAboveAll { resume, leave } => {
                // Rounds to a millionth, so that the small rounding errors of a sum are not shown.
                let share = |value: f64| self.locale().amount((value * 1e6).round() / 1e6, Unit::SharePerMonth);
                self.problem_paused_above_all(args::ProblemPausedAboveAll {
                    resume: &share(*resume),
                    leave: &share(*leave),
                })
            }
            ErrorKind::SamePair => self.problem_same_pair(),
            ErrorKind::ImpossibleCorrelation { inputs, min, max } => {
                let [a, b] = &inputs.map(|key| self.input_label(key.input()));
                // Rounds both ends to two decimals, which are easy to type. The rounded interval lies inside the exact
                // one, so both rounded ends are allowed. If no such interval exists, the exact ends are shown.
                let (up, down) = ((min * 100.0).ceil() / 100.0, (max * 100.0).floor() / 100.0);
                let ends = if up <= down { [up, down] } else { [*min, *max] };
                let [low, high] = &ends.map(|end| self.locale().number(end));
                match (*min, *max) {
                    (-1.0, 1.0) => self.problem_no_correlation(args::ProblemNoCorrelation { a, b, low, high }),
                    _ => self.problem_impossible_correlation(args::ProblemImpossibleCorrelation { a, b, low, high }),
                }
            }
            ErrorKind::Explodes { month, inputs } => {
                self.problem_explodes(args::ProblemExplodes { inputs: &self.labels(inputs), month: &month.to_string() })
            }
        }
    }

    fn labels(&self, inputs: &[Key]) -> String {
        inputs.iter().map(|key| self.input_label(key.input())).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::End;

    #[test]
    fn a_field_has_the_name_that_the_page_shows() {
        let words = Words::english();
        let message = |place: FieldPath| words.error_with_path("A", &ValidationError::new(place, ErrorKind::Empty));
        let list = |key| FieldPath::scenario_field(0, key);
        for (place, expected) in [
            (FieldPath::input(0, Key::Churn, End::Low), "A, Monthly churn: "),
            (list("plans").entry(1).child("price").at_end(End::High), "A, plan 2, Price (ARPA): "),
            (list("plans").entry(0).child("share"), "A, plan 1, Share: "),
            (list("plans"), "A, Plans: "),
            (list("events").entry(2).child("value"), "A, event 3, Amount: "),
            (list("seasonality").entry(11), "A, seasonality, 12: "),
            (list("retention").entry(0), "A, retention of month 1: "),
            (FieldPath::scenario(0), "A: "),
        ] {
            assert!(message(place).starts_with(expected), "{expected}");
        }
        let at = |place| words.error_with_path("", &ValidationError::new(place, ErrorKind::Empty));
        assert!(at(FieldPath::study("runs")).starts_with("Simulated futures: "));
        assert!(at(FieldPath::link()).starts_with("link: "));
    }
}
