//! What came of many evenings, in a table.

use std::fmt;

use super::Outcome;

/// All evenings of one kind.
#[derive(Clone, Debug)]
pub struct Row {
    pub format: String,
    /// How many came, and how many of them the format seats.
    pub people: u64,
    pub seated: u64,
    pub conductor: &'static str,
    pub planned_minutes: i64,
    /// The median, as of the next one.
    pub run_minutes: i64,
    pub over_minutes: i64,
    /// The mean of the Gini coefficients of speaking time, in hundredths.
    pub gini_percent: i64,
    /// The share of people who were heard, in hundredths.
    pub heard_percent: i64,
    /// The share of evenings in which the closing had its full time, and of those in which everybody
    /// who wanted a turn was offered one, in hundredths; whole only if it was so in all of them.
    pub closing_percent: i64,
    pub offered_percent: i64,
}

impl Row {
    pub(super) fn of(
        format: &str,
        (people, seated): (u64, u64),
        conductor: &'static str,
        evenings: &[Outcome],
    ) -> Self {
        let all = |of: fn(&Outcome) -> i64| evenings.iter().map(of).collect::<Vec<_>>();
        let mean = |of| {
            let values = all(of);
            values.iter().sum::<i64>() / i64::try_from(values.len().max(1)).unwrap_or(1)
        };
        Self {
            format: format.to_owned(),
            people,
            seated,
            conductor,
            planned_minutes: evenings.first().map_or(0, |one| one.planned_minutes),
            run_minutes: median(all(|one| one.run_minutes)),
            over_minutes: median(all(|one| one.over_minutes)),
            gini_percent: mean(|one| one.gini_percent),
            heard_percent: mean(|one| one.heard_percent),
            closing_percent: mean(|one| 100 * i64::from(one.closing_whole)),
            offered_percent: mean(|one| 100 * i64::from(one.all_offered)),
        }
    }

    /// Whether the evenings went as the conductor is to make them go.
    #[must_use]
    pub fn is_as_meant(&self) -> bool {
        self.closing_percent == 100 && self.offered_percent == 100 && self.over_minutes == 0
    }

    /// What stands above the rows.
    #[must_use]
    pub fn head() -> String {
        format!(
            "{:<20} {:>8} {:<9} {:>7} {:>4} {:>5} {:>6} {:>8} {:>8} {:>5}",
            "format",
            "people",
            "conductor",
            "planned",
            "run",
            "gini",
            "heard",
            "closing",
            "offered",
            "over"
        )
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = if self.seated < self.people {
            format!("{} of {}", self.seated, self.people)
        } else {
            self.people.to_string()
        };
        write!(
            f,
            "{:<20} {people:>8} {:<9} {:>7} {:>4} {:>5} {:>5}% {:>7}% {:>7}% {:>5}",
            self.format,
            self.conductor,
            self.planned_minutes,
            self.run_minutes,
            format!("0.{:02}", self.gini_percent),
            self.heard_percent,
            self.closing_percent,
            self.offered_percent,
            self.over_minutes,
        )
    }
}

fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(vec![9, 1, 2]), 2);
        assert_eq!(median(Vec::new()), 0);
    }
}
