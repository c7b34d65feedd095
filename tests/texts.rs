//! Tests the language files: each language has the same texts as English, with the same placeholders, and every English
//! text is used. If a translation has an error, a test fails and prints the id of the text.

use holdfast_engine::Quantity;
use holdfast_scenario::input::SCENARIOS;
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{Action, Key, LineStyle, Stage, Survival, presets};
use holdfast_summary::Series;
use holdfast_text::{IDS, Plain, Words};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const REFERENCE: &str = "en";
/// The plural categories of Unicode CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

/// The texts of all language files. The keys are the codes of the languages.
fn languages() -> BTreeMap<String, Map<String, Value>> {
    let entries = fs::read_dir(root().join("crates/text/lang")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert_eq!(path.extension().and_then(|end| end.to_str()), Some("json"), "{}", path.display());
            let text = fs::read_to_string(&path).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            let Value::Object(texts) = value else { panic!("{name} is not an object") };
            assert_eq!(texts.len(), keys_as_written(&text), "{name}: an id stands twice");
            (name, texts)
        })
        .collect()
}

/// The number of ids that are written in a file. An id that occurs twice counts twice, whereas a JSON parser keeps only
/// one of the two. Each id is on a separate line.
fn keys_as_written(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("  \"") && line.contains("\": ")).count()
}

/// The forms of a text: one, or one for each plural category.
fn forms(text: &Value) -> Vec<&str> {
    match text {
        Value::String(text) => vec![text],
        Value::Object(forms) => forms.values().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

/// The names of the placeholders in a text, such as `count` in "{count} runs". Returns an error if a brace has no
/// partner or if a name is not valid.
fn placeholders(form: &str) -> Result<BTreeSet<String>, String> {
    let (mut names, mut rest) = (BTreeSet::new(), form);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a brace without a partner")?;
        let sound = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !sound || before.contains('}') {
            return Err(format!("a slip near {{{name}}}"));
        }
        names.insert(name.to_string());
        rest = after;
    }
    if rest.contains('}') { Err("a brace without a partner".into()) } else { Ok(names) }
}

/// The first error of a translated text, compared with the text of the reference language. `None` if there is no error.
fn fault(text: &Value, reference: &Value) -> Option<String> {
    if text.is_object() != reference.is_object() {
        return Some("one is a plural and the other is not".into());
    }
    if let Value::Object(forms) = text {
        let known = forms.iter().all(|(category, form)| CATEGORIES.contains(&category.as_str()) && form.is_string());
        if !known || !forms.contains_key("other") {
            return Some("not plural forms, with `other` among them".into());
        }
    } else if !text.is_string() {
        return Some("not a text".into());
    }
    let mut wanted = BTreeSet::new();
    for form in forms(reference) {
        wanted.extend(placeholders(form).unwrap_or_default());
    }
    for form in forms(text) {
        if form.trim().is_empty() {
            return Some("empty".into());
        }
        let mut found = match placeholders(form) {
            Ok(found) => found,
            Err(fault) => return Some(fault),
        };
        // A plural form such as "One run" does not need the placeholder for the number.
        if text.is_object() && wanted.contains("count") {
            found.insert("count".into());
        }
        if found != wanted {
            return Some(format!("placeholders {found:?} instead of {wanted:?}"));
        }
    }
    None
}

#[test]
fn every_language_says_what_english_says() {
    let languages = languages();
    let reference = &languages[REFERENCE];
    for (name, texts) in &languages {
        let ids = |texts: &Map<String, Value>| texts.keys().cloned().collect::<BTreeSet<_>>();
        let (have, want) = (ids(texts), ids(reference));
        let (extra, missing): (Vec<_>, Vec<_>) = (have.difference(&want).collect(), want.difference(&have).collect());
        assert!(extra.is_empty() && missing.is_empty(), "{name}: missing {missing:?}, unknown {extra:?}");
        for (id, text) in texts {
            assert_eq!(fault(text, &reference[id]), None, "{name}: {id}");
        }
        assert!(Words::read(&Value::Object(texts.clone()).to_string(), &Plain).is_ok(), "{name}");
    }
    let ids: Vec<_> = reference.keys().map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(IDS, ids, "the build made its functions of this file");
}

#[test]
fn errors_of_a_translation_are_found() {
    let text = |json: &str| serde_json::from_str::<Value>(json).unwrap();
    let plain = text(r#""{a} of {b}""#);
    let plural = text(r#"{"one":"{count} run of {a}","other":"{count} runs of {a}"}"#);
    assert_eq!(fault(&text(r#""{b}: {a}""#), &plain), None);
    assert_eq!(fault(&text(r#"{"one":"{a}","other":"{a} {count}"}"#), &plural), None);
    assert_eq!(fault(&text(r#"{"other":"{a} {count}"}"#), &plural), None, "a language without a singular");
    for slip in [r#""{a}""#, r#""{a} {b} {c}""#, r#""{a} {b""#, r#""{a} b} {b}""#, r#""{a} {b } {b}""#, "\"\"", "5"] {
        assert!(fault(&text(slip), &plain).is_some(), "{slip}");
    }
    for slip in [r#""{count} {a}""#, r#"{"one":"{a}"}"#, r#"{"other":"{count}"}"#, r#"{"other":"{a}","all":"{a}"}"#] {
        assert!(fault(&text(slip), &plural).is_some(), "{slip}");
    }
}

/// An id with a colon belongs to a row of a table in the code, such as an input. Each row must have its texts, and each
/// such text must have its row.
#[test]
fn every_row_of_a_table_has_its_texts() {
    let mut rows = BTreeSet::new();
    for &key in Key::ALL {
        let input = key.input();
        rows.insert(format!("input.label:{}", input.name));
        rows.insert(format!("input.help:{}", input.name));
        rows.insert(format!("source:{}", input.source.name()));
    }
    rows.extend(Stage::ALL.map(|stage| format!("stage:{}", stage.name())));
    for preset in presets::ALL {
        rows.insert(format!("preset.title:{}", preset.name));
        rows.insert(format!("preset.about:{}", preset.name));
    }
    rows.extend(CARDS.iter().flat_map(|card| ["card", "card.about"].map(|what| format!("{what}:{}", card.name))));
    rows.extend(Action::ALL.map(|action| format!("action:{}", action.name())));
    rows.extend(LineStyle::ALL.map(|line| format!("line:{}", line.name())));
    rows.extend((0..*SCENARIOS.end()).map(|color| format!("color:{color}")));
    rows.extend(
        Survival::ALL
            .into_iter()
            .flat_map(|curve| ["name", "help"].map(|what| format!("survival.{what}:{}", curve.name()))),
    );
    let movements = Quantity::ALL.into_iter().filter(|quantity| quantity.is_money() && quantity.is_flow());
    rows.extend(movements.map(|quantity| format!("movement:{}", quantity.name())));
    // This test cannot use the tables of the page, because native tests do not compile the page. It searches for the
    // keys of these tables in the source text of the page.
    let (mut ids, mut tabs, mut series, mut wishes) = (BTreeSet::new(), Vec::new(), Vec::new(), Vec::new());
    for id in IDS.iter().filter(|id| id.contains(':')) {
        match id.split_once(':') {
            Some(("tab", name)) => tabs.push(name),
            Some(("series.name", name)) => series.push(name),
            Some(("question.input", name)) => wishes.push(name),
            _ => drop(ids.insert(id.to_string())),
        }
    }
    assert_eq!(ids, rows);
    assert!(series.iter().all(|name| Series::ALL.iter().any(|series| series.name() == *name)));
    let table = fs::read_to_string(root().join("src/advice/wish.rs")).unwrap();
    assert!(wishes.iter().all(|name| table.contains(&format!(" \"{name}\" "))), "a text without its row");
    let page = fs::read_to_string(root().join("src/view.rs")).unwrap();
    assert!(tabs.iter().all(|name| page.contains(&format!("=> \"{name}\","))));
    for (kind, count) in [("Self", tabs.len()), ("Series", series.len())] {
        assert!(page.contains(&format!(": [{kind}; {count}] =")), "{count} texts, but another number of {kind}");
    }
    let words = Words::english();
    for preset in presets::ALL {
        assert_eq!(words.preset_title(preset.name), (preset.study)().title, "the study's title is the preset's");
    }
}

/// Appends to `out` the text of all source files below a folder, including their tests and comments.
fn all_code(folder: &Path, out: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_code(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_text_is_used() {
    let mut code = String::new();
    ["src", "crates"].iter().for_each(|folder| all_code(&root().join(folder), &mut code));
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let functions = IDS.iter().filter(|id| !id.contains(':')).map(|id| id.replace('.', "_"));
    let unused: Vec<String> = functions.filter(|name| !words.contains(name.as_str())).collect();
    assert!(unused.is_empty(), "texts that no code uses: {unused:?}");
}
