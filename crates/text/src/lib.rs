//! All texts that a user reads, in every language, and the reading and writing of numbers.
//!
//! Each language is one file in `lang/`, which a translator can edit: a flat JSON object from text id to text. A text
//! can contain `{named}` placeholders. A text that depends on a count is an object of plural forms, with the categories
//! of Unicode CLDR as keys (`zero`, `one`, `two`, `few`, `many`, `other`). English is the reference language: the build
//! script makes a function of each of its texts, and `tests/texts.rs` compares the other languages with it. The page
//! loads only the language in use. The caller hands in a [`Locale`], which formats numbers: the browser's `Intl` on the
//! page, plain digits elsewhere.

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
