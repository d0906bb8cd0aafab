//! Counts of passed and failed tests, read from what the test runners print.

use std::fmt;
use std::ops::AddAssign;

/// What ran, and how it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
    /// The runner itself ended badly, whatever it counted: it may not even have compiled.
    pub(crate) broken: bool,
}

impl Tally {
    /// Takes in one line of a runner's output. Most lines say nothing about counts.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result: ") {
            self.passed += number_before(rest, " passed").unwrap_or(0);
            self.failed += number_before(rest, " failed").unwrap_or(0);
        } else if line.starts_with("Summary [") {
            self.passed += number_before(line, " passed").unwrap_or(0);
            self.failed += number_before(line, " failed").unwrap_or(0);
            self.failed += number_before(line, " timed out").unwrap_or(0);
        } else if let Some(rest) = line
            .strip_prefix("# ")
            .or_else(|| line.strip_prefix("\u{2139} "))
        {
            match rest.split_once(' ') {
                Some(("pass", n)) => self.passed += n.parse().unwrap_or(0),
                Some(("fail" | "cancelled", n)) => self.failed += n.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Whether nothing went wrong.
    pub(crate) fn is_good(self) -> bool {
        !self.broken && self.failed == 0
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.broken |= other.broken;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The number that stands right before `unit`.
fn number_before(line: &str, unit: &str) -> Option<u64> {
    let before = line.split(unit).next().filter(|b| b.len() < line.len())?;
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn counts_what_each_runner_prints() {
        let tally = read(&[
            "test result: FAILED. 12 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n",
            "     Summary [   1.204s] 9 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 0 skipped",
            "# pass 4",
            "\u{2139} fail 2",
            "\u{2139} cancelled 1",
        ]);
        assert_eq!((tally.passed, tally.failed), (12 + 7 + 4, 1 + 2 + 2 + 1));
        assert!(!tally.is_good());
    }

    #[test]
    fn other_lines_count_nothing() {
        let tally = read(&[
            "test a ... ok",
            "3 passed the bread",
            "# duration_ms 44",
            "",
        ]);
        assert_eq!(tally, Tally::default());
    }

    #[test]
    fn a_runner_that_broke_is_not_good_even_with_no_failure_counted() {
        let tally = Tally {
            passed: 3,
            failed: 0,
            broken: true,
        };
        assert!(!tally.is_good());
    }
}
