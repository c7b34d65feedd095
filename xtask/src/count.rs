//! The number of tests that passed and failed, read from the summary lines of the test runners.

use std::fmt;

/// The sum over all runners so far.
#[derive(Default)]
pub struct Count {
    passed: u32,
    failed: u32,
}

impl Count {
    /// Adds a line such as `test result: ok. 12 passed; 0 failed; 1 ignored`; other lines add nothing.
    /// Cargo prints one per test program, and our Playwright reporter prints one in the same form.
    pub fn add_line(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else { return };
        let words: Vec<&str> = result.split_whitespace().collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<u32>() else { continue };
            match pair[1].trim_end_matches([';', '.']) {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_the_summary_lines_only() {
        let mut count = Count::default();
        count.add_line("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
        count.add_line("test result: FAILED. 3 passed; 2 failed; 0 ignored; finished in 0.01s");
        count.add_line("a test printed: 99 passed; 99 failed");
        assert_eq!(count.to_string(), "15 passed, 2 failed");
    }
}
