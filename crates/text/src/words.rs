//! The texts of one language, and the functions that return them.

use super::locale::{Locale, Plain};
use super::reference::{fingerprint, placeholders};
use serde_json::{Map, Value};

/// A text of a language file.
struct Text {
    /// Pairs of a plural category and the text for it. A text without plural forms has one pair, with an empty
    /// category.
    forms: Vec<(String, String)>,
    /// The names of the text's arguments, sorted. They are the same as in the English file, because the fingerprints
    /// are equal.
    names: Vec<String>,
}

impl Text {
    /// Reads a text from JSON. Returns `None` if the value is neither a string nor an object of strings.
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

/// The texts of one language, and its locale.
pub struct Words {
    /// The ids of the texts, sorted. The build script sorts the English ids in the same way. Each generated function
    /// contains the index of its text.
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
    /// Contains no texts. It is used until a language is loaded.
    pub const NONE: &Self = &Self { ids: Vec::new(), texts: Vec::new(), locale: &Plain };

    /// Reads a language file. The file must have the same ids as the English file, in any order, and each text must
    /// have the same arguments. Otherwise an error message is returned.
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

    /// Returns the English texts with the plain locale.
    #[cfg(not(target_family = "wasm"))]
    pub fn english() -> Self {
        Self::read(ENGLISH, &Plain).unwrap_or_else(|error| unreachable!("tests/texts.rs reads it: {error}"))
    }

    /// The locale of this language.
    pub fn locale(&self) -> &dyn Locale {
        self.locale
    }

    /// Returns a text without arguments. Most texts have no arguments, so a separate function for them keeps the code
    /// small.
    #[inline(never)]
    fn plain(&self, at: usize) -> String {
        self.form(at, "").to_string()
    }

    /// Returns a text with its placeholders replaced by the arguments. The arguments are in the order of their names.
    #[inline(never)]
    fn fill(&self, at: usize, arguments: &[&str]) -> String {
        self.filled(at, self.form(at, ""), "", arguments)
    }

    /// Returns the text for a count, with its placeholders replaced by the count and the arguments.
    #[inline(never)]
    fn count(&self, at: usize, count: f64, arguments: &[&str]) -> String {
        self.filled(at, self.form(at, &self.locale.plural(count)), &self.locale.number(count), arguments)
    }

    /// Returns the form of a text for a plural category. If the text has no such form, the form `other` is returned,
    /// which every text with plural forms has.
    fn form(&self, at: usize, category: &str) -> &str {
        let forms = &self.texts[at].forms;
        let form = |wanted: &str| forms.iter().find(|(known, _)| known == wanted).map(|(_, form)| form.as_str());
        form(category).or_else(|| form("other")).unwrap_or(&self.ids[at])
    }

    /// Returns the template with each placeholder replaced by the count or by an argument.
    fn filled(&self, at: usize, template: &str, count: &str, arguments: &[&str]) -> String {
        let names = &self.texts[at].names;
        let mut out = String::with_capacity(template.len() + 16);
        let mut rest = template;
        // The template is read once, from left to right. Inserted arguments are not read again, so braces in an
        // argument are not treated as placeholders.
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

    /// Returns the text with the id `group:key`. Such a text belongs to a row of a table. Returns the id itself if
    /// there is no such text.
    pub(crate) fn keyed_text(&self, group: &str, key: &str) -> String {
        let id = format!("{group}:{key}");
        self.ids.binary_search(&id).map_or(id, |at| self.plain(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_different_ids_is_rejected() {
        let renamed = ENGLISH.replacen("\"app.title\"", "\"app.titel\"", 1);
        assert!(renamed != ENGLISH && Words::read(&renamed, &Plain).is_err());
        assert!(Words::read("{}", &Plain).is_err());
    }

    #[test]
    fn braces_in_an_argument_are_not_placeholders() {
        let words = Words::english();
        let text = words.notice_file_problem(args::NoticeFileProblem { place: "{count}<script>", problem: "x" });
        assert!(text.contains("{count}<script>"), "{text}");
    }
}
