//! Number formats, which the caller passes in.

use holdfast_scenario::Unit;

/// The number formats of a language and a currency.
pub struct Formats<'a> {
    /// A number at a tick of an axis.
    pub tick: &'a dyn Fn(f64, Unit) -> String,
    /// A number in a text.
    pub value: &'a dyn Fn(f64, Unit) -> String,
    /// A range between two numbers.
    pub range: &'a dyn Fn(f64, f64, Unit) -> String,
    /// The name of a month, from 0.
    pub month: &'a dyn Fn(usize) -> String,
}
