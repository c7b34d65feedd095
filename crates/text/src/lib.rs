//! Every word that a user reads, in every language.
//!
//! A language is one file in `lang/`, a flat JSON object from text id to text, that a translator can edit. A text may
//! hold `{named}` placeholders; a text that depends on a count is an object of plural forms (the categories of Unicode
//! CLDR: `zero`, `one`, `two`, `few`, `many`, `other`). English is the reference: the build makes a function of each of
//! its texts, and `tests/texts.rs` compares every other language with it. The page loads only the language in use. How
//! numbers look is the locale's business, which is handed in: the browser's `Intl` on the page, plain digits elsewhere.

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
