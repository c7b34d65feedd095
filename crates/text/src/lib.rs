//! Holds all texts that a user reads, in every language. Also reads and writes numbers.
//!
//! Each language is one file in `lang/`, which a translator can edit. The file is a flat JSON object from text id to
//! text. A text can contain placeholders, such as `{name}`. A text that depends on a count is an object of plural
//! forms, with the categories of Unicode CLDR as keys (`zero`, `one`, `two`, `few`, `many`, `other`).
//!
//! English is the reference language. The build script writes a function for each English text. The exceptions are
//! texts that belong to a row of a table, such as the label of an input. They are found by the key of the row.
//! `tests/texts.rs` compares the other languages with English. The page loads only the language in use.
//!
//! A [`Locale`] formats numbers. The page passes a locale that uses the browser's `Intl`. The command line uses
//! [`Plain`], which writes plain digits.

pub mod csv;
mod describe;
mod errors;
mod labels;
mod locale;
mod parse;
mod reference;
mod words;

pub use locale::{Locale, Plain};
pub use parse::{format_number, parse_estimate, parse_list, parse_number, parse_whole};
#[cfg(not(target_family = "wasm"))]
pub use words::{ENGLISH, IDS};
pub use words::{Words, args};
