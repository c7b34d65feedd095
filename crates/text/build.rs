//! The build script of the crate. It reads the English texts in `lang/en.json` and writes a Rust function for each of
//! them. So code that uses a missing text or passes a wrong argument does not compile. Texts with a colon in the id get
//! no function.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

#[path = "src/reference.rs"]
mod reference;

const REFERENCE: &str = "lang/en.json";

fn main() {
    println!("cargo:rerun-if-changed={REFERENCE}");
    println!("cargo:rerun-if-changed=build.rs");
    let json = fs::read_to_string(REFERENCE).expect("the reference language is there");
    let texts: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&json).expect("the reference language is one JSON object");

    let mut ids =
        String::from("/// All text ids, sorted.\n#[cfg(not(target_family = \"wasm\"))]\npub const IDS: &[&str] = &[\n");
    let mut structs = String::from("/// The arguments of texts with more than one, as named fields.\npub mod args {\n");
    let mut functions = String::from("impl Words {\n");
    let names: Vec<Vec<String>> = texts.values().map(|text| reference::placeholders(forms(text).iter())).collect();
    for (at, ((id, text), names)) in texts.iter().zip(&names).enumerate() {
        writeln!(ids, "    {id:?},").unwrap();
        // A text with a colon in its id belongs to a row of a table, for example to one input in the table of inputs.
        // It needs no function, because `Words::keyed_text` finds it by the key of the row.
        if id.contains(':') {
            continue;
        }
        let (count, count_type) = if text.is_object() { (", count", ", count: f64") } else { ("", "") };
        let (argument, prefix) = match names.len() {
            0 => (String::new(), ""),
            1 => (format!(", {}: &str", names[0]), ""),
            _ => {
                let name = camel_case(id);
                writeln!(structs, "    /// The arguments of `{id}`.\n    pub struct {name}<'a> {{").unwrap();
                names.iter().for_each(|field| writeln!(structs, "        pub {field}: &'a str,").unwrap());
                structs.push_str("    }\n");
                (format!(", args: args::{name}<'_>"), "args.")
            }
        };
        let given: Vec<String> = names.iter().map(|name| format!("{prefix}{name}")).collect();
        let (function, given) = match (text.is_object(), given.is_empty()) {
            (true, _) => ("count", format!(", &[{}]", given.join(", "))),
            (false, true) => ("plain", String::new()),
            (false, false) => ("fill", format!(", &[{}]", given.join(", "))),
        };
        let signature = format!("{}(&self{count_type}{argument}) -> String", id.replace('.', "_"));
        let body = format!("self.{function}({at}{count}{given})");
        writeln!(functions, "    /// The text `{id}`.\n    pub fn {signature} {{\n        {body}\n    }}").unwrap();
    }
    let fingerprint = reference::fingerprint(texts.keys().zip(&names));
    let out = format!("{ids}];\n\nconst FINGERPRINT: u64 = {fingerprint};\n\n{structs}}}\n\n{functions}}}\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("texts.rs"), out).expect("OUT_DIR can be written");
}

/// Converts a text's id to the name of a type. For example, `problem.out_of_bounds` becomes `ProblemOutOfBounds`.
fn camel_case(id: &str) -> String {
    id.split(['.', '_']).map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

/// Returns all plural forms of a text. A text without plural forms is returned as the only element.
fn forms(text: &serde_json::Value) -> Vec<String> {
    match text {
        serde_json::Value::Object(forms) => {
            forms.values().filter_map(|form| form.as_str()).map(str::to_string).collect()
        }
        _ => text.as_str().map(str::to_string).into_iter().collect(),
    }
}
