//! Building the index, and one part of it.

use std::collections::HashMap;

use super::bits::Bits;
use super::entries::{Entries, coming};
use super::place::Grid;
use super::sets::{Posting, Set};
use super::words::{Words, folded};
use super::{GOOD_FOR_MS, MEETINGS_MAX, Meeting, this_time, way_of};
use crate::meeting_guide::Attendance;
use crate::schedule::Occurrence;

/// Of one meeting: no fellowship has more than a hundred codes.
const TYPES_MAX: usize = 100;
/// Levels of regions of one meeting; feeds have up to five.
const LEVELS_MAX: usize = 8;
/// Stands between the levels of a region in its key, and in no text.
const LEVEL: char = '\u{1f}';

/// What did not go in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Meetings beyond [`MEETINGS_MAX`].
    pub meetings: usize,
    /// Types of meetings that have more than a hundred.
    pub types: usize,
    /// Levels of regions beyond the eighth.
    pub levels: usize,
}

/// Meetings that were built into an index together.
#[derive(Debug)]
pub(super) struct Part {
    built_ms: i64,
    left_out: LeftOut,
    pub(super) ids: Vec<i64>,
    /// By which those are ordered that start together.
    names: Vec<Box<str>>,
    pub(super) ways: Vec<u8>,
    pub(super) entries: Entries,
    codes: Vec<String>,
    pub(super) of_types: Vec<Posting>,
    /// The types of each meeting one after the other, as places in `codes`.
    types: Vec<u32>,
    /// Where the types of each meeting begin; one more at the end.
    begins: Vec<u32>,
    /// Times by the way of coming, and all but those where nobody can come.
    pub(super) of_ways: [Bits; 4],
    pub(super) open: Bits,
    regions: HashMap<String, Posting>,
    languages: HashMap<String, Posting>,
    pub(super) grid: Grid,
    pub(super) words: Words,
}

impl Part {
    /// Good from `now_ms` on, for [`GOOD_FOR_MS`].
    pub(super) fn build(meetings: &[Meeting], now_ms: i64) -> Self {
        // Far from the ends of time, so that a week more or less is still a number.
        let now_ms = now_ms.clamp(-(1 << 60), 1 << 60);
        let mut left_out = LeftOut {
            meetings: meetings.len().saturating_sub(MEETINGS_MAX),
            ..LeftOut::default()
        };
        let mut sorted: Vec<Told<'_>> = meetings
            .iter()
            .take(MEETINGS_MAX)
            .flat_map(|meeting| Told::of(meeting, now_ms))
            .collect();
        sorted.sort_by(|one, other| one.key().cmp(&other.key()));
        for meeting in meetings.iter().take(MEETINGS_MAX) {
            left_out.types += meeting.types.len().saturating_sub(TYPES_MAX);
            left_out.levels += meeting.regions.len().saturating_sub(LEVELS_MAX);
        }
        let entries = Entries::of(sorted.iter().map(|told| told.times.as_slice()), now_ms);
        let ways = sorted.iter().map(|told| way_of(told.way) as u8).collect();
        let sorted: Vec<&Meeting> = sorted.iter().map(|told| told.meeting).collect();
        let texts = sorted.iter().map(|known| {
            let more = known.regions.iter().chain(&known.texts);
            std::iter::once(known.name.as_str()).chain(more.map(String::as_str))
        });
        let mut index = Self {
            built_ms: now_ms,
            left_out,
            ids: sorted.iter().map(|known| known.id).collect(),
            names: sorted
                .iter()
                .map(|known| known.name.as_str().into())
                .collect(),
            ways,
            codes: Vec::new(),
            of_types: Vec::new(),
            types: Vec::new(),
            begins: vec![0],
            of_ways: Default::default(),
            open: Bits::none(entries.len()),
            regions: by_key(&sorted, &entries, |known| region_keys(&known.regions)),
            languages: by_key(&sorted, &entries, |known| vec![folded(&known.language)]),
            grid: Grid::of(
                (0..)
                    .zip(&sorted)
                    .filter_map(|(m, known)| Some((m, known.point?))),
            ),
            words: Words::of(texts, &entries),
            entries,
        };
        index.set_types(&sorted);
        index.set_ways();
        index
    }

    fn set_types(&mut self, sorted: &[&Meeting]) {
        let kept = |known: &Meeting| -> Vec<String> {
            let mut codes: Vec<String> = known.types.iter().take(TYPES_MAX).cloned().collect();
            codes.sort_unstable();
            codes.dedup();
            codes
        };
        let mut of_types: Vec<(String, Posting)> =
            by_key(sorted, &self.entries, kept).into_iter().collect();
        of_types.sort_by(|one, other| one.0.cmp(&other.0));
        (self.codes, self.of_types) = of_types.into_iter().unzip();
        for meeting in sorted {
            for code in kept(meeting) {
                if let Ok(place) = self.codes.binary_search(&code) {
                    self.types.push(place as u32);
                }
            }
            self.begins.push(self.types.len() as u32);
        }
    }

    fn set_ways(&mut self) {
        self.of_ways = std::array::from_fn(|_| Bits::none(self.entries.len()));
        for entry in 0..self.entries.len() as u32 {
            let way = self.way(self.entries.meeting(entry));
            if let Some(bits) = self.of_ways.get_mut(way) {
                bits.insert(entry);
            }
        }
        let [in_person, online, hybrid, _] = &self.of_ways;
        for bits in [in_person, online, hybrid] {
            self.open.add(bits);
        }
    }

    /// Whether questions at this instant are answered in full.
    pub(super) fn is_good_at(&self, now_ms: i64) -> bool {
        (self.built_ms..=self.built_ms.saturating_add(GOOD_FOR_MS)).contains(&now_ms)
    }

    pub(super) fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// The codes of all types, in order.
    pub(super) fn types(&self) -> &[String] {
        &self.codes
    }

    /// Whether any meeting is in this region, or in a part of it.
    pub(super) fn has_region(&self, path: &[String]) -> bool {
        let key = region_keys(path).pop();
        key.is_some_and(|key| self.regions.contains_key(&key))
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// What it takes of memory, in bytes.
    pub(super) fn memory_bytes(&self) -> usize {
        let keyed = |map: &HashMap<String, Posting>| -> usize {
            let each = map.iter();
            each.map(|(key, posting)| key.len() + size_of::<String>() + posting.bytes())
                .sum()
        };
        let codes: usize = self
            .codes
            .iter()
            .map(|code| code.len() + size_of::<String>())
            .sum();
        let of_types: usize = self.of_types.iter().map(Posting::bytes).sum();
        size_of::<Self>()
            + self.ids.capacity() * size_of::<i64>()
            + self.ways.capacity()
            + self.names.iter().map(|name| name.len()).sum::<usize>()
            + self.names.capacity() * size_of::<Box<str>>()
            + (self.types.capacity() + self.begins.capacity()) * size_of::<u32>()
            + self.open.bytes()
            + self.of_ways.iter().map(Bits::bytes).sum::<usize>()
            + codes
            + of_types
            + keyed(&self.regions)
            + keyed(&self.languages)
            + self.entries.bytes()
            + self.grid.bytes()
            + self.words.bytes()
    }

    /// Where a time stands among all: by its start, then as meetings are ordered.
    pub(super) fn key(&self, entry: u32) -> (i64, &str, i64, usize) {
        let number = self.entries.meeting(entry);
        let meeting = number as usize;
        (
            self.entries.start_ms(entry),
            self.names.get(meeting).map_or("", |name| name),
            self.ids.get(meeting).copied().unwrap_or_default(),
            self.way(number),
        )
    }

    /// All times of some meetings, in order, and how many meetings these are. `ids` are in order.
    pub(super) fn times_of(&self, ids: &[i64]) -> (Vec<u32>, usize) {
        let known = (0_u32..).zip(&self.ids);
        let meant: Vec<u32> = known
            .filter(|(_, id)| ids.binary_search(id).is_ok())
            .map(|(meeting, _)| meeting)
            .collect();
        let times = meant
            .iter()
            .flat_map(|meeting| self.entries.of_meeting(*meeting));
        let mut times: Vec<u32> = times.copied().collect();
        times.sort_unstable();
        (times, meant.len())
    }

    pub(super) fn way(&self, meeting: u32) -> usize {
        self.ways.get(meeting as usize).copied().unwrap_or(3).into()
    }

    pub(super) fn types_of(&self, meeting: u32) -> &[u32] {
        let bound = |place: u32| self.begins.get(place as usize).copied().unwrap_or_default();
        let range = bound(meeting) as usize..bound(meeting + 1) as usize;
        self.types.get(range).unwrap_or_default()
    }

    pub(super) fn with_type(&self, code: &str) -> Set<'_> {
        let place = self
            .codes
            .binary_search_by(|known| known.as_str().cmp(code));
        let posting = place.ok().and_then(|place| self.of_types.get(place));
        posting.map_or_else(Set::nothing, Set::lent)
    }

    pub(super) fn in_region(&self, path: &[String]) -> Set<'_> {
        let key = region_keys(path).pop();
        let posting = key.and_then(|key| self.regions.get(&key));
        posting.map_or_else(Set::nothing, Set::lent)
    }

    pub(super) fn in_language(&self, language: &str) -> Set<'_> {
        let posting = self.languages.get(&folded(language));
        posting.map_or_else(Set::nothing, Set::lent)
    }
}

/// A meeting with those of its times to which people come in one way: mostly all of them.
struct Told<'a> {
    meeting: &'a Meeting,
    way: Attendance,
    times: Vec<Occurrence>,
}

impl<'a> Told<'a> {
    /// One for each way, and one for a meeting without any time.
    fn of(meeting: &'a Meeting, now_ms: i64) -> Vec<Self> {
        let times = coming(&meeting.timetable, now_ms);
        let mut told: Vec<Self> = Vec::with_capacity(1);
        for at in times {
            let way = this_time(meeting.attendance, at.way);
            match told.iter_mut().find(|told| told.way == way) {
                Some(known) => known.times.push(at),
                None => told.push(Self {
                    meeting,
                    way,
                    times: vec![at],
                }),
            }
        }
        if told.is_empty() {
            told.push(Self {
                meeting,
                way: meeting.attendance,
                times: Vec::new(),
            });
        }
        told
    }

    /// By name, then by id; of one meeting, the usual way has no precedence.
    fn key(&self) -> (&str, i64, usize) {
        (&self.meeting.name, self.meeting.id, way_of(self.way))
    }
}

/// A key for each level, the general one first.
fn region_keys(path: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for level in path.iter().take(LEVELS_MAX) {
        let own = folded(level.trim());
        keys.push(match keys.last() {
            Some(before) => format!("{before}{LEVEL}{own}"),
            None => own,
        });
    }
    keys
}

fn by_key(
    sorted: &[&Meeting],
    entries: &Entries,
    keys: impl Fn(&Meeting) -> Vec<String>,
) -> HashMap<String, Posting> {
    let mut lists: HashMap<String, Vec<u32>> = HashMap::new();
    for (meeting, known) in (0_u32..).zip(sorted) {
        for key in keys(known) {
            lists.entry(key).or_default().push(meeting);
        }
    }
    let postings = lists.into_iter();
    postings
        .map(|(key, list)| (key, Posting::of(list, entries)))
        .collect()
}
