//! Meetings that have something in common: a list of few, or bits over the times of many.

use std::borrow::Cow;

use super::bits::Bits;
use super::entries::Entries;

/// A list of more takes hardly less room than the bits, and is slower to go through.
const FEW_PARTS: usize = 128;

#[derive(Clone, Debug)]
pub(super) enum Set<'a> {
    /// Numbers of meetings, in order.
    Few(Cow<'a, [u32]>),
    /// All times of each of the meetings.
    Many(Cow<'a, Bits>),
}

pub(super) type Posting = Set<'static>;

impl Set<'static> {
    pub(super) fn of(meetings: Vec<u32>, entries: &Entries) -> Self {
        if meetings.len() <= entries.len() / FEW_PARTS {
            return Self::Few(Cow::Owned(meetings));
        }
        let mut bits = Bits::none(entries.len());
        insert_all(&mut bits, &meetings, entries);
        Self::Many(Cow::Owned(bits))
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Few(list) => size_of_val::<[u32]>(list),
                Self::Many(bits) => bits.bytes(),
            }
    }
}

impl<'a> Set<'a> {
    pub(super) fn nothing() -> Self {
        Self::Few(Cow::Borrowed(&[]))
    }

    pub(super) fn lent(&'a self) -> Self {
        match self {
            Self::Few(list) => Self::Few(Cow::Borrowed(list)),
            Self::Many(bits) => Self::Many(Cow::Borrowed(bits)),
        }
    }

    pub(super) fn has(&self, meeting: u32, first_entry: u32) -> bool {
        match self {
            Self::Few(list) => list.binary_search(&meeting).is_ok(),
            Self::Many(bits) => bits.has(first_entry),
        }
    }

    /// What is in any of them.
    pub(super) fn any(sets: Vec<Self>, entries: &Entries) -> Self {
        let mut sets = sets;
        if sets.len() == 1 {
            return sets.pop().unwrap_or_else(Set::nothing);
        }
        let is_few = |set: &Self| matches!(set, Self::Few(_));
        let listed: usize = sets
            .iter()
            .map(|set| match set {
                Self::Few(list) => list.len(),
                Self::Many(_) => 0,
            })
            .sum();
        if sets.iter().all(is_few) && listed <= entries.len() / FEW_PARTS {
            let mut all: Vec<u32> = Vec::with_capacity(listed);
            for set in &sets {
                if let Self::Few(list) = set {
                    all.extend_from_slice(list);
                }
            }
            all.sort_unstable();
            all.dedup();
            return Self::Few(Cow::Owned(all));
        }
        let mut bits = Bits::none(entries.len());
        for set in &sets {
            match set {
                Self::Few(list) => insert_all(&mut bits, list, entries),
                Self::Many(other) => bits.add(other),
            }
        }
        Self::Many(Cow::Owned(bits))
    }

    /// What is in all of them; of none, `None`.
    pub(super) fn all(sets: Vec<Self>, entries: &Entries) -> Option<Self> {
        let mut sets = sets;
        sets.sort_by_key(|set| match set {
            Self::Few(list) => list.len(),
            Self::Many(_) => usize::MAX,
        });
        let mut rest = sets.into_iter();
        let first = rest.next()?;
        Some(rest.fold(first, |kept, other| match kept {
            Self::Few(list) => {
                let both = list.iter().copied().filter(|meeting| {
                    let first = entries.of_meeting(*meeting).first();
                    first.is_some_and(|first| other.has(*meeting, *first))
                });
                Self::Few(Cow::Owned(both.collect()))
            }
            Self::Many(bits) => {
                let mut bits = bits.into_owned();
                if let Self::Many(other) = &other {
                    bits.keep_everywhere(other);
                }
                Self::Many(Cow::Owned(bits))
            }
        }))
    }

    /// The meetings themselves, in order.
    pub(super) fn meetings(&self, entries: &Entries) -> Vec<u32> {
        match self {
            Self::Few(list) => list.to_vec(),
            Self::Many(bits) => {
                let times = bits.numbers(None, &bits.everywhere());
                let firsts = times.filter(|entry| !entries.has_previous().has(*entry));
                let mut meetings: Vec<u32> = firsts.map(|entry| entries.meeting(entry)).collect();
                meetings.sort_unstable();
                meetings
            }
        }
    }
}

fn insert_all(bits: &mut Bits, meetings: &[u32], entries: &Entries) {
    for meeting in meetings {
        for entry in entries.of_meeting(*meeting) {
            bits.insert(*entry);
        }
    }
}
