//! The script by which module and browser call each other, in the words of the pinned wasm-bindgen.

use std::collections::BTreeMap;

use crate::project::Outcome;

/// What the module is called where it is imported from.
const MODULE: &str = "\"./holdfast_bg.js\"";

/// The names that wasm-opt gives to imports and exports, by those that wasm-bindgen gave.
#[derive(Default)]
pub struct Names {
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    /// Reads what `--minify-imports-and-exports-and-modules` prints: a line `["module", "old", "new"]` for each import,
    /// and `["old", "new"]` for each export.
    pub fn read(printed: &str) -> Self {
        let mut names = Self::default();
        for line in printed.lines() {
            let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
            match words[..] {
                [_, old, new] => names.imports.insert(old.into(), new.into()),
                [old, new] => names.exports.insert(old.into(), new.into()),
                _ => None,
            };
        }
        names
    }
}

/// The script without the classes that it exports. They are a crate's that comes with Leptos and streams to a server
/// (wasm-streams); a page of ours has no use for a class, but all that these call would be kept for them.
/// Fails where something else names one of them.
pub fn without_classes(glue: &str) -> Outcome<String> {
    let name = |line: &str| line.strip_prefix("export class ")?.split(' ').next().map(str::to_owned);
    let classes: Vec<String> = glue.lines().filter_map(name).collect();
    let is_of_class = |line: &str| {
        classes.iter().any(|name| {
            ["export class NAME ", "if (Symbol.dispose) NAME.", "const NAMEFinalization "]
                .iter()
                .any(|start| line.starts_with(&start.replace("NAME", name)))
        })
    };
    let mut is_dropped = false;
    let is_kept = |line: &&str| {
        // A statement goes on with lines that are indented or empty, and with its last brace.
        if !line.is_empty() && !line.starts_with([' ', '}']) {
            is_dropped = is_of_class(line);
        }
        !is_dropped
    };
    let kept = joined(glue.lines().filter(is_kept));
    match classes.iter().find(|name| kept.contains(*name)) {
        Some(name) => Err(format!("The script uses {name}, a class that was to be dropped.")),
        None => Ok(kept),
    }
}

/// What the script uses of the module, as the graph that wasm-metadce reads: the rest of the module may go.
pub fn graph(glue: &str) -> String {
    let mut names: Vec<&str> = glue.split(EXPORT).skip(1).map(word).collect();
    names.sort_unstable();
    names.dedup();
    let node = |name: &str| format!("{{\"name\":\"{name}\",\"export\":\"{name}\",\"root\":true}}");
    format!("[{}]", names.into_iter().map(node).collect::<Vec<_>>().join(","))
}

/// The script with new names, and without what the module no longer imports. Fails where the two do not fit together.
pub fn renamed(glue: &str, names: &Names) -> Outcome<String> {
    // A tool that prints them in another way would seem to have found nothing to rename.
    if names.imports.is_empty() || names.exports.is_empty() {
        return Err("wasm-opt printed no new names of imports, or none of exports.".into());
    }
    let mut missing = names.imports.clone();
    let (mut lines, mut is_dropped) = (Vec::new(), false);
    for line in glue.lines() {
        if let Some((old, rest)) = import(line) {
            let new = missing.remove(old);
            is_dropped = new.is_none();
            lines.extend(new.map(|new| format!("        {new}{rest}")));
        } else {
            if !is_dropped {
                lines.push(line.to_owned());
            }
            is_dropped &= !line.starts_with("        }");
        }
    }
    if let Some(name) = missing.into_keys().next() {
        return Err(format!("The module imports {name}, which its script does not have."));
    }
    let text = joined(lines.iter().map(String::as_str));
    if text.matches(MODULE).count() != 1 {
        return Err(format!("The script does not name {MODULE} once."));
    }
    let text = text.replace(MODULE, "a");
    let mut parts = text.split(EXPORT);
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let old = word(part);
        let new = names.exports.get(old).ok_or_else(|| format!("The script uses {old}, which the module lacks."))?;
        renamed += &[EXPORT, new, &part[old.len()..]].concat();
    }
    Ok(renamed)
}

/// How the script names the module's exports.
const EXPORT: &str = "wasm.";

/// The name and the rest of a line that begins an import, in the list of them.
fn import(line: &str) -> Option<(&str, &str)> {
    let entry = line.strip_prefix("        ")?;
    let (name, rest) = entry.split_at(word(entry).len());
    (!name.is_empty() && rest.starts_with(": function(")).then_some((name, rest))
}

/// The identifier that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && !"_$".contains(letter));
    &text[..end.unwrap_or(text.len())]
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
export class Source {
    free() {

        wasm.__wbg_source_free(0);
    }
}
if (Symbol.dispose) Source.prototype[Symbol.dispose] = Source.prototype.free;

export function serve() {
    wasm.serve();
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_add_cf82: function(arg0) { return handleError(function () {
            arg0.add(wasm.memory);
        }, arguments); },
        __wbg_old_0123: function() {
            wasm.table.get(0);
        },
        __wbindgen_is_null: function(arg0) {
            const ret = arg0 === null;
            return ret;
        },
    };
    return {
        __proto__: null,
        \"./holdfast_bg.js\": import0,
    };
}
const SourceFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_source_free(ptr, 1));
let wasm;
";

    const PRINTED: &str = "{\n \"imports\": [\n  [\"./holdfast_bg.js\", \"__wbg_add_cf82\", \"$a\"],\n  \
        [\"./holdfast_bg.js\", \"__wbindgen_is_null\", \"if\"]\n ],\n \"exports\": [\n  [\"memory\", \"b\"],\n  \
        [\"serve\", \"c\"]\n ]\n}\n";

    #[test]
    fn nothing_is_left_of_a_class() {
        let text = without_classes(GLUE).unwrap();
        assert!(!text.contains("Source") && !text.contains("source"), "{text}");
        assert!(text.starts_with("export function serve() {\n    wasm.serve();\n}\nfunction __wbg_get_imports() {\n"));
        assert!(text.ends_with("    };\n}\nlet wasm;\n"));
    }

    #[test]
    fn the_graph_has_each_export_that_is_used_once() {
        let node = |name| format!("{{\"name\":\"{name}\",\"export\":\"{name}\",\"root\":true}}");
        let nodes = ["memory", "serve", "table"].map(node);
        assert_eq!(graph(&without_classes(GLUE).unwrap()), format!("[{}]", nodes.join(",")));
    }

    #[test]
    fn names_are_changed_and_what_is_not_imported_goes() {
        let text = renamed(&without_classes(GLUE).unwrap(), &Names::read(PRINTED)).unwrap();
        assert!(text.contains(
            "        __proto__: null,\n        $a: function(arg0) { return handleError(function () {\n            \
            arg0.add(wasm.b);\n        }, arguments); },\n        if: function(arg0) {\n            const ret = arg0 === null;\n"
        ));
        assert!(text.contains("    wasm.c();\n") && text.contains("        a: import0,\n    };\n}\nlet wasm;\n"));
        assert!(!text.contains("__wb") || text.matches("__wb").count() == 1, "{text}");
    }

    #[test]
    fn a_module_and_a_script_that_do_not_fit_are_refused() {
        let glue = without_classes(GLUE).unwrap();
        let fits = |printed: &str| renamed(&glue, &Names::read(printed)).is_ok();
        assert!(fits(PRINTED));
        assert!(!fits(&PRINTED.replace("__wbindgen_is_null", "__wbindgen_is_string")));
        assert!(!fits(&PRINTED.replace("memory", "memories")));
        assert!(renamed("const import0 = {};\n", &Names::default()).is_err());
    }
}
