//! The texts of one language.

use super::locale::{Locale, Plain};
use super::reference::{fingerprint, placeholders};
use serde_json::{Map, Value};

/// A text of a language file.
struct Text {
    /// Pairs of plural category and form. A text without plural forms has one pair with an empty category.
    forms: Vec<(String, String)>,
    /// The names of its arguments, in their order. The fingerprint ensures that they are those of the reference.
    names: Vec<String>,
}

impl Text {
    /// Returns `None` if the value is neither a text nor an object of texts.
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

/// The texts of one language, with its locale.
pub struct Words {
    /// The ids, sorted. The build script sorts the same ids, and each of its functions has the index of its text.
    ids: Vec<String>,
    /// The texts, in the order of the ids.
    texts: Vec<Text>,
    locale: &'static dyn Locale,
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The English language file, for the command line. The page fetches its language file instead.
#[cfg(not(target_family = "wasm"))]
pub const ENGLISH: &str = include_str!("../lang/en.json");

impl Words {
    /// A value without texts, for the time before a language is loaded.
    pub const NONE: &Self = &Self { ids: Vec::new(), texts: Vec::new(), locale: &Plain };

    /// Reads a language file. It must have the ids of the reference, in any order, with the same arguments; otherwise
    /// an error message is returned.
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

    /// English with the plain locale.
    #[cfg(not(target_family = "wasm"))]
    pub fn english() -> Self {
        Self::read(ENGLISH, &Plain).unwrap_or_else(|error| unreachable!("tests/texts.rs reads it: {error}"))
    }

    /// The locale of this language.
    pub fn locale(&self) -> &dyn Locale {
        self.locale
    }

    /// A text without arguments. Most texts have none, so they have a function of their own, which keeps the code
    /// small.
    #[inline(never)]
    fn plain(&self, at: usize) -> String {
        self.form(at, "").to_string()
    }

    /// A text filled with its arguments, in the order of their names.
    #[inline(never)]
    fn fill(&self, at: usize, arguments: &[&str]) -> String {
        self.filled(at, self.form(at, ""), "", arguments)
    }

    /// A text that depends on a count, filled with its arguments.
    #[inline(never)]
    fn count(&self, at: usize, count: f64, arguments: &[&str]) -> String {
        self.filled(at, self.form(at, &self.locale.plural(count)), &self.locale.number(count), arguments)
    }

    /// The form for a plural category, or else the form `other`, which each text with plural forms has.
    fn form(&self, at: usize, category: &str) -> &str {
        let forms = &self.texts[at].forms;
        let form = |wanted: &str| forms.iter().find(|(known, _)| known == wanted).map(|(_, form)| form.as_str());
        form(category).or_else(|| form("other")).unwrap_or(&self.ids[at])
    }

    /// The template with each placeholder replaced by the count or by an argument.
    fn filled(&self, at: usize, template: &str, count: &str, arguments: &[&str]) -> String {
        let names = &self.texts[at].names;
        let mut out = String::with_capacity(template.len() + 16);
        let mut rest = template;
        // A single pass from the left, so that braces inside an argument are not taken for placeholders.
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

    /// The text with the id `group:key`, for texts that belong to rows of a table.
    pub(crate) fn keyed_text(&self, group: &str, key: &str) -> String {
        let id = format!("{group}:{key}");
        self.ids.binary_search(&id).map_or(id, |at| self.plain(at))
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
    fn braces_in_an_argument_are_no_placeholders() {
        let words = Words::english();
        let text = words.notice_file_problem(args::NoticeFileProblem { place: "{count}<script>", problem: "x" });
        assert!(text.contains("{count}<script>"), "{text}");
    }
}
