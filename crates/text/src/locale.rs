//! The locale: the formats of numbers and months, and the plural rules, of a language.

use holdfast_scenario::Unit;

/// The number formats and plural rules of a language.
pub trait Locale {
    /// The plural category of a count, such as `one` or `other`.
    fn plural(&self, count: f64) -> String;
    /// A number with enough digits to be typed back.
    fn number(&self, value: f64) -> String;
    /// A number with its unit: "4%" or "0.04", "$50" or "50".
    fn amount(&self, value: f64, unit: Unit) -> String;
    /// A figure in three digits: "$1.23M", "12.3K", "97.5%".
    fn short(&self, value: f64, unit: Unit, currency: &str) -> String;
    /// A round figure in as few digits as possible, for an axis: "$2M".
    fn tick(&self, value: f64, unit: Unit, currency: &str) -> String;
    /// A calendar month, 1 to 12, of a year: "Dec 2027".
    fn month(&self, year: u64, month: u64) -> String;
    /// The name of a calendar month, 1 to 12: "December".
    fn month_name(&self, month: usize) -> String;
}

/// The locale of the command line: plain digits, and shares as fractions, as in study files.
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
