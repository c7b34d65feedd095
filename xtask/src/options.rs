//! The options of a task: `--name value`, and words without a name.

use crate::project::Outcome;

/// The values of the options, in the order of `names`, and the other words. An unknown option is an error.
pub fn read<'a, const N: usize>(
    task: &str,
    names: [&str; N],
    arguments: &'a [String],
) -> Outcome<([Option<&'a str>; N], Vec<&'a str>)> {
    let (mut values, mut others) = ([None; N], Vec::new());
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if !word.starts_with('-') {
            others.push(word.as_str());
            continue;
        }
        let unknown = || format!("`cargo xtask {task}` does not know `{word}`.");
        let at = names.iter().position(|name| name == word).ok_or_else(unknown)?;
        values[at] = Some(words.next().ok_or_else(|| format!("`{word}` needs a value."))?.as_str());
    }
    Ok((values, others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_any_order() {
        let read = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
            let (values, others) = read("x", ["--a", "--b"], &words)?;
            Ok::<_, String>((values.map(|value| value.map(str::to_owned)), others.join(" ")))
        };
        assert_eq!(read(&["one", "--b", "2", "two"]), Ok(([None, Some("2".into())], "one two".into())));
        assert!(read(&["--c", "1"]).is_err() && read(&["--a"]).is_err());
    }
}
