//! The locale of a language: its plural rules, and its formats of numbers and months.

use holdfast_scenario::Unit;

/// The number formats and plural rules of a language.
pub trait Locale {
    /// The plural category of a count, such as `one` or `other`.
    fn plural(&self, count: f64) -> String;
    /// Formats a number with all the digits that a user needs to type it again.
    fn number(&self, value: f64) -> String;
    /// Formats a number with its unit. A share is "4%" in the browser and "0.04" in the plain locale.
    fn amount(&self, value: f64, unit: Unit) -> String;
    /// Formats a number with three significant digits: "$1.23M", "12.3K", "97.5%". The plain locale writes all digits.
    fn short(&self, value: f64, unit: Unit, currency: &str) -> String;
    /// Formats a number for an axis, with as few digits as possible: "$2M". The plain locale writes all digits.
    fn tick(&self, value: f64, unit: Unit, currency: &str) -> String;
    /// Formats a month of a year: "Dec 2027". The month is a number from 1 to 12.
    fn month(&self, year: u64, month: u64) -> String;
    /// Returns the name of a month: "December". The month is a number from 1 to 12.
    fn month_name(&self, month: usize) -> String;
}

/// The locale of the command line. It writes plain digits, and shares as fractions. Study files also contain fractions.
pub struct Plain;

impl Locale for Plain {
    fn plural(&self, count: f64) -> String {
        if count == 1.0 { "one" } else { "other" }.into()
    }

    fn number(&self, value: f64) -> String {
        value.to_string()
    }

    fn amount(&self, value: f64, _: Unit) -> String {
        value.to_string()
    }

    fn short(&self, value: f64, unit: Unit, currency: &str) -> String {
        if unit.is_money() { format!("{value} {currency}") } else { value.to_string() }
    }

    fn tick(&self, value: f64, unit: Unit, currency: &str) -> String {
        self.short(value, unit, currency)
    }

    fn month(&self, year: u64, month: u64) -> String {
        format!("{year:04}-{month:02}")
    }

    fn month_name(&self, month: usize) -> String {
        month.to_string()
    }
}
