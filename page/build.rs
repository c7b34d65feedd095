//! Makes a typed function of every text in `src/text/lang/en.json`, the reference of all languages, so that a missing
//! text or a wrong argument fails the build.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs, path::Path};

#[path = "../src/text/fingerprint.rs"]
mod fingerprint;

const REFERENCE: &str = "../src/text/lang/en.json";

fn main() {
    println!("cargo:rerun-if-changed={REFERENCE}");
    println!("cargo:rerun-if-changed=build.rs");
    let json = fs::read_to_string(REFERENCE).expect("the reference language is there");
    let texts: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&json).expect("the reference language is one JSON object");

    let mut ids = String::from(
        "/// Every text id, sorted.\n#[cfg(not(target_family = \"wasm\"))]\npub const IDS: &[&str] = &[\n",
    );
    let mut structs = String::from(
        "/// Arguments of texts that take more than one, so that none can take another's place.\npub mod args {\n",
    );
    let mut functions = String::from("impl Words {\n");
    for (at, (id, text)) in texts.iter().enumerate() {
        writeln!(ids, "    {id:?},").unwrap();
        // Texts whose id holds a table's key are looked up by that key, not by name.
        if id.contains(':') {
            continue;
        }
        let (count, count_type) = if text.is_object() { ("Some(count)", ", count: f64") } else { ("None", "") };
        let names = placeholders(text);
        let (argument, prefix) = match names.len() {
            0 => (String::new(), ""),
            1 => (format!(", {}: &str", names.first().unwrap()), ""),
            _ => {
                let name = camel_case(id);
                writeln!(structs, "    /// Of `{id}`.\n    pub struct {name}<'a> {{").unwrap();
                names.iter().for_each(|field| writeln!(structs, "        pub {field}: &'a str,").unwrap());
                structs.push_str("    }\n");
                (format!(", args: args::{name}<'_>"), "args.")
            }
        };
        let pairs: Vec<String> = names.iter().map(|name| format!("({name:?}, {prefix}{name})")).collect();
        writeln!(
            functions,
            "    /// `{id}`\n    pub fn {}(&self{count_type}{argument}) -> String {{\n        self.fill({at}, {count}, &[{}])\n    }}",
            id.replace('.', "_"),
            pairs.join(", ")
        )
        .unwrap();
    }
    let fingerprint = fingerprint::fingerprint(texts.keys());
    let out = format!("{ids}];\n\nconst FINGERPRINT: u64 = {fingerprint};\n\n{structs}}}\n\n{functions}}}\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("texts.rs"), out).expect("OUT_DIR can be written");
}

/// `problem.out_of_bounds` as `ProblemOutOfBounds`.
fn camel_case(id: &str) -> String {
    id.split(['.', '_']).map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

/// The names between braces other than `count`, in a plain text or in any plural form of one.
fn placeholders(text: &serde_json::Value) -> BTreeSet<String> {
    let forms: Vec<&str> = match text {
        serde_json::Value::Object(forms) => forms.values().filter_map(|form| form.as_str()).collect(),
        _ => text.as_str().into_iter().collect(),
    };
    let names = forms.iter().flat_map(|form| form.split('{').skip(1).filter_map(|rest| rest.split('}').next()));
    names.filter(|name| *name != "count").map(str::to_string).collect()
}
