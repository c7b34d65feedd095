//! Counts the tests that passed and failed. The numbers come from the summary lines of the test runners.

use std::fmt;

/// The numbers of passed and failed tests, summed over all test runners so far.
#[derive(Default)]
pub struct Count {
    passed: u32,
    failed: u32,
}

impl Count {
    /// Adds the numbers of a line such as `test result: ok. 12 passed; 0 failed; 1 ignored`. Any other line is ignored.
    /// Cargo prints one such line for each test program, and our Playwright reporter prints one in the same format.
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
    fn only_summary_lines_are_counted() {
        let mut count = Count::default();
        count.add_line("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
        count.add_line("test result: FAILED. 3 passed; 2 failed; 0 ignored; finished in 0.01s");
        count.add_line("a test printed: 99 passed; 99 failed");
        assert_eq!(count.to_string(), "15 passed, 2 failed");
    }
}
