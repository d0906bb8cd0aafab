//! What a run reached, counted by name.

use std::{collections::BTreeMap, fmt};

/// How often each thing happened. The names are fixed texts of the simulation, so the table is
/// as long as the source has names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Counts one more of `name`.
    pub fn one(&mut self, name: &'static str) {
        self.many(name, 1);
    }

    pub fn many(&mut self, name: &'static str, count: u64) {
        let slot = self.counts.entry(name).or_default();
        *slot = slot.saturating_add(count);
    }

    pub fn add(&mut self, other: &Self) {
        for (name, count) in &other.counts {
            self.many(name, *count);
        }
    }

    /// How often `name` happened.
    #[must_use]
    pub fn of(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in &self.counts {
            writeln!(f, "{count:>12}  {name}")?;
        }
        Ok(())
    }
}
