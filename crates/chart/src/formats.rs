//! Number formats, which the caller passes in.

use holdfast_scenario::Unit;

/// Functions that write numbers in the format of a language and a currency.
pub struct Formats<'a> {
    /// Writes a number at a tick of an axis.
    pub tick: &'a dyn Fn(f64, Unit) -> String,
    /// Writes a number in a text.
    pub value: &'a dyn Fn(f64, Unit) -> String,
    /// Writes a range between two numbers.
    pub range: &'a dyn Fn(f64, f64, Unit) -> String,
    /// Returns the name of a month. Months count from 0.
    pub month: &'a dyn Fn(usize) -> String,
}
