//! A list of numbers of a scenario, as one line of text: seasonal factors, or a table of retention.

use super::super::field::Field;
use super::super::typed::Slip;
use super::cell::cell;
use holdfast_scenario::{FieldPath, Scenario, Unit};
use holdfast_text::{format_number, parse_list};

/// A list of numbers of a scenario.
#[derive(Clone, Copy)]
pub struct List {
    /// Its key in study files.
    pub key: &'static str,
    pub unit: Unit,
    pub get: fn(&Scenario) -> &Vec<f64>,
    pub get_mut: fn(&mut Scenario) -> &mut Vec<f64>,
}

/// The line.
pub fn numbers(index: usize, list: List, label: String, help: String) -> Field {
    let show = move |scenario: &Scenario| {
        let show = |&number: &f64| format_number(number, list.unit);
        (list.get)(scenario).iter().map(show).collect::<Vec<_>>().join(", ")
    };
    let take = move |scenario: &mut Scenario, typed: &str| {
        let unread = |(entry, fault)| Slip { fault, entry: Some(entry) };
        *(list.get_mut)(scenario) = parse_list(typed, list.unit).map_err(unread)?;
        Ok(())
    };
    let field = cell(index, FieldPath::scenario_field(index, list.key), label, Box::new(show), Box::new(take));
    Field { hides_label: true, help, ..field }
}
