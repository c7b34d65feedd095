//! Every word that a user reads, in every language.
//!
//! A language is one file in `lang/`, a flat JSON object from text id to text, that a translator can edit. A text may
//! hold `{named}` placeholders; a text that depends on a count is an object of plural forms (the categories of Unicode
//! CLDR: `zero`, `one`, `two`, `few`, `many`, `other`). English is the reference: the build makes a function of each of
//! its texts, and `tests/texts.rs` compares every other language with it. The page loads only the language in use. How
//! numbers look is the locale's business, which is handed in: the browser's `Intl` on the page, plain digits elsewhere.

pub mod csv;
mod problems;
mod reference;
mod told;
mod typed;

use holdfast_scenario::{Input, Stage, Unit};
use reference::{fingerprint, placeholders};
use serde_json::{Map, Value};

pub use typed::{read_estimate, read_number, read_numbers, read_whole, show_number};

/// How a language writes numbers and counts things.
pub trait Locale {
    /// The plural category of a count.
    fn plural(&self, count: f64) -> String;
    /// A number, exactly enough to be typed back.
    fn number(&self, value: f64) -> String;
    /// A number with its unit: "4%" or "0.04", "$50" or "50".
    fn amount(&self, value: f64, unit: Unit) -> String;
    /// A figure in three digits: "$1.23M", "12.3K", "97.5%".
    fn short(&self, value: f64, unit: Unit, currency: &str) -> String;
    /// A round figure in as few digits as it takes: "$2M".
    fn tick(&self, value: f64, unit: Unit, currency: &str) -> String;
    /// A month of the calendar, the first of a year being 1: "Dec 2027".
    fn month(&self, year: u64, month: u64) -> String;
    /// A month of any year, from 1: "December".
    fn month_name(&self, month: usize) -> String;
}

/// Plain digits and fractions as in study files, for the command line.
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

/// One text of a language file.
struct Text {
    /// Plural category and form; one form without a category where nothing is counted.
    forms: Vec<(String, String)>,
    /// What its arguments are called, in their order: as in the reference, which the fingerprint holds.
    names: Vec<String>,
}

impl Text {
    /// `None` where the value is neither a text nor an object of texts.
    fn read(value: Value) -> Option<Self> {
        let form = |(category, form): (String, Value)| Some((category, form.as_str()?.to_string()));
        let forms = match value {
            Value::String(text) => vec![(String::new(), text)],
            Value::Object(forms) => forms.into_iter().map(form).collect::<Option<_>>()?,
            _ => return None,
        };
        Some(Self { names: placeholders(forms.iter().map(|(_, form)| form)), forms })
    }
}

/// A language ready for use.
pub struct Words {
    /// Sorted: the build made its functions of the same ids, and each of them knows its place.
    ids: Vec<String>,
    /// In the order of the ids.
    texts: Vec<Text>,
    locale: &'static dyn Locale,
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The English file, for the command line, which has no other way to load it. The page fetches its language.
#[cfg(not(target_family = "wasm"))]
pub const ENGLISH: &str = include_str!("../lang/en.json");

impl Words {
    /// No language at all, until there is one.
    pub const NONE: &Self = &Self { ids: Vec::new(), texts: Vec::new(), locale: &Plain };

    /// Reads a language file. `Err` says what is wrong with it: it must have the ids of the reference, in any order, and
    /// the same arguments.
    pub fn read(json: &str, locale: &'static dyn Locale) -> Result<Self, String> {
        let texts: Map<String, Value> = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let (ids, texts): (Vec<String>, Vec<Value>) = texts.into_iter().unzip();
        let itself = |id: &String| Text { forms: vec![(String::new(), id.clone())], names: Vec::new() };
        let text = |(value, id): (Value, &String)| Text::read(value).unwrap_or_else(|| itself(id));
        let texts: Vec<Text> = texts.into_iter().zip(&ids).map(text).collect();
        if fingerprint(ids.iter().zip(texts.iter().map(|text| &text.names))) != FINGERPRINT {
            return Err("The texts are those of another build.".into());
        }
        Ok(Self { ids, texts, locale })
    }

    /// English with plain numbers.
    #[cfg(not(target_family = "wasm"))]
    pub fn english() -> Self {
        Self::read(ENGLISH, &Plain).unwrap_or_else(|error| unreachable!("tests/texts.rs reads it: {error}"))
    }

    /// How this language writes numbers.
    pub fn locale(&self) -> &dyn Locale {
        self.locale
    }

    /// A text that takes nothing: most of all texts, so that their calls are short.
    #[inline(never)]
    fn plain(&self, at: usize) -> String {
        self.form(at, "").to_string()
    }

    /// A text with its arguments, in the order of their names.
    #[inline(never)]
    fn fill(&self, at: usize, arguments: &[&str]) -> String {
        self.filled(at, self.form(at, ""), "", arguments)
    }

    /// A text that depends on a count.
    #[inline(never)]
    fn count(&self, at: usize, count: f64, arguments: &[&str]) -> String {
        self.filled(at, self.form(at, &self.locale.plural(count)), &self.locale.number(count), arguments)
    }

    /// The form for a category, or else the one that every text has.
    fn form(&self, at: usize, category: &str) -> &str {
        let forms = &self.texts[at].forms;
        let form = |wanted: &str| forms.iter().find(|(known, _)| known == wanted).map(|(_, form)| form.as_str());
        form(category).or_else(|| form("other")).unwrap_or(&self.ids[at])
    }

    fn filled(&self, at: usize, template: &str, count: &str, arguments: &[&str]) -> String {
        let names = &self.texts[at].names;
        let mut out = String::with_capacity(template.len() + 16);
        let mut rest = template;
        // One pass from the left, so that braces in an argument mean nothing.
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            let place = names.binary_search_by(|known| known.as_str().cmp(name));
            let argument = place.ok().and_then(|place| arguments.get(place)).copied();
            out.push_str(if name == "count" { count } else { argument.unwrap_or(name) });
            rest = after;
        }
        out + rest
    }

    /// The text of a row of a table, by the row's key.
    fn of_row(&self, group: &str, key: &str) -> String {
        let id = format!("{group}:{key}");
        self.ids.binary_search(&id).map_or(id, |at| self.plain(at))
    }

    /// An input's label.
    pub fn input_label(&self, input: &Input) -> String {
        self.of_row("input.label", input.name)
    }

    /// What an input means.
    pub fn input_help(&self, input: &Input) -> String {
        self.of_row("input.help", input.name)
    }

    /// Where an input's default comes from.
    pub fn input_source(&self, input: &Input) -> String {
        self.of_row("source", input.source.name())
    }

    /// The name of a stage of the customer's life.
    pub fn stage(&self, stage: Stage) -> String {
        self.of_row("stage", stage.name())
    }

    /// The name of a chart's tab, by the tab's own name.
    pub fn tab(&self, name: &str) -> String {
        self.of_row("tab", name)
    }

    /// The name of a series, by its own name.
    pub fn series(&self, name: &str) -> String {
        self.of_row("series.name", name)
    }

    /// A movement of MRR, by the name of its quantity.
    pub fn movement(&self, name: &str) -> String {
        self.of_row("movement", name)
    }

    /// A unit, as it stands behind a number field.
    pub fn unit(&self, unit: Unit, currency: &str) -> String {
        match unit {
            Unit::Share => self.unit_share(),
            Unit::SharePerMonth | Unit::GrowthPerMonth => self.unit_share_per_month(),
            Unit::CountPerMonth => self.unit_count_per_month(),
            Unit::Customers => self.unit_customers(),
            Unit::MoneyPerMonth => self.unit_money_per_month(currency),
            Unit::Money => self.unit_money(currency),
            Unit::Months => self.unit_months(),
            Unit::Ratio | Unit::Plain => String::new(),
        }
    }

    /// What is wished beside the study, by its name.
    pub fn wish(&self, name: &str) -> String {
        self.of_row("wish", name)
    }

    /// A preset's title, by its name.
    pub fn preset_title(&self, name: &str) -> String {
        self.of_row("preset.title", name)
    }

    /// What a preset shows and what it leaves unsaid.
    pub fn preset_about(&self, name: &str) -> String {
        self.of_row("preset.about", name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_other_ids_is_refused() {
        let renamed = ENGLISH.replacen("\"app.title\"", "\"app.titel\"", 1);
        assert!(renamed != ENGLISH && Words::read(&renamed, &Plain).is_err());
        assert!(Words::read("{}", &Plain).is_err());
    }

    #[test]
    fn braces_in_an_argument_mean_nothing() {
        let words = Words::english();
        let text = words.notice_file_problem(args::NoticeFileProblem { place: "{count}<script>", problem: "x" });
        assert!(text.contains("{count}<script>"), "{text}");
    }
}
