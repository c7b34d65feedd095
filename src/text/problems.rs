//! Problems put into words.

use super::{Words, args};
use crate::scenario::{Expected, Fault, Key, Problem, input::Unit};

impl Words {
    /// What is wrong and where, in the page's own names: the scenario's, where it is in one, and the input's.
    pub fn described_problem(&self, scenario: &str, problem: &Problem) -> String {
        let place = problem.place.to_string();
        let key = problem.place.key();
        let names = [scenario.to_string(), key.map(|key| self.input_label(key.input())).unwrap_or_default()];
        let known: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let place = if known.is_empty() { place } else { known.join(", ") };
        self.notice_file_problem(args::NoticeFileProblem { place: &place, problem: &self.problem(problem) })
    }

    /// What is wrong, without the place.
    pub fn problem(&self, problem: &Problem) -> String {
        let number = |value: usize| self.locale().number(value as f64);
        match &problem.fault {
            Fault::NotJson { line, column } => {
                self.problem_not_json(args::ProblemNotJson { line: &number(*line), column: &number(*column) })
            }
            Fault::TooLarge { max_bytes } => self.problem_too_large(&number(max_bytes / 1024)),
            Fault::NewerVersion { known } => self.problem_newer_version(&known.to_string()),
            Fault::BrokenLink => self.problem_broken_link(),
            Fault::UnknownKey => self.problem_unknown_key(),
            Fault::Missing => self.problem_missing(),
            Fault::WrongType { expected } => match expected {
                Expected::Object => self.problem_expected_object(),
                Expected::List => self.problem_expected_list(),
                Expected::Text => self.problem_expected_text(),
                Expected::WholeNumber => self.problem_expected_whole(),
                Expected::Estimate => self.problem_expected_estimate(),
                Expected::Month => self.problem_expected_month(),
                Expected::Number => self.problem_expected_number(),
            },
            Fault::OutOfBounds { min, max, unit } => {
                let amount = |value: f64| self.locale().amount(value, *unit);
                self.problem_out_of_bounds(args::ProblemOutOfBounds { min: &amount(*min), max: &amount(*max) })
            }
            Fault::NotFinite => self.problem_expected_number(),
            Fault::NotWhole => self.problem_expected_whole(),
            Fault::Reversed => self.problem_reversed(),
            Fault::Count { min, max } => {
                self.problem_count(args::ProblemCount { min: &number(*min), max: &number(*max) })
            }
            Fault::TooLong { max_chars } => self.problem_too_long(&number(*max_chars)),
            Fault::Empty => self.problem_empty(),
            Fault::NotACurrency => self.problem_not_a_currency(),
            Fault::ContractionAboveRest { contraction, churn } => {
                let share = |value| self.locale().amount(value, Unit::SharePerMonth);
                self.problem_contraction_above_rest(args::ProblemContractionAboveRest {
                    churn: &share(*churn),
                    contraction: &share(*contraction),
                    rest: &share(1.0 - churn),
                })
            }
            Fault::NoRange => self.problem_no_range(),
            Fault::NotOneOf { known } => self.problem_not_one_of(&known.join(", ")),
            Fault::Before { month } => self.problem_before(&month.to_string()),
            Fault::OnlyAtOpening => self.problem_only_at_opening(),
            Fault::SharesSum { sum } => self.problem_shares_sum(&self.locale().number(*sum)),
            Fault::PausedAboveAll { resume, leave } => {
                let share = |value| self.locale().amount(value, Unit::SharePerMonth);
                self.problem_paused_above_all(args::ProblemPausedAboveAll {
                    resume: &share(*resume),
                    leave: &share(*leave),
                })
            }
            Fault::SamePair => self.problem_same_pair(),
            Fault::ImpossibleCorrelation { inputs, min, max } => {
                self.problem_impossible_correlation(args::ProblemImpossibleCorrelation {
                    inputs: &self.labels(inputs),
                    min: &self.locale().number(*min),
                    max: &self.locale().number(*max),
                })
            }
            Fault::Explodes { month, inputs } => {
                self.problem_explodes(args::ProblemExplodes { inputs: &self.labels(inputs), month: &month.to_string() })
            }
        }
    }

    fn labels(&self, inputs: &[Key]) -> String {
        inputs.iter().map(|key| self.input_label(key.input())).collect::<Vec<_>>().join(", ")
    }
}
