//! The index as others see it: what was built together, and the few meetings that changed since.

use std::sync::Arc;

use super::answer::Entered;
use super::index::{LeftOut, Part};
use super::{Answer, Counts, Found, LIMIT_MAX, Meeting, Order, Query};

/// So many changed meetings stand beside the others: as many evenings as a large intergroup changes
/// in a day. Each question asks both parts, so the small one is to stay small.
pub const BESIDE_MAX: usize = 500;

/// All meetings, to be asked from any number of threads at once.
#[derive(Debug)]
pub struct Index {
    main: Arc<Part>,
    beside: Option<Beside>,
}

/// What changed since the main part was built.
#[derive(Debug)]
struct Beside {
    /// Of all meetings that changed, came or went, in order.
    ids: Vec<i64>,
    /// Their times in the main part, in order.
    struck: Vec<u32>,
    struck_meetings: usize,
    /// As they are now.
    meetings: Vec<Meeting>,
    part: Part,
    /// The codes of both parts.
    codes: Vec<String>,
}

impl Index {
    /// Good from `now_ms` on, for [`GOOD_FOR_MS`](super::GOOD_FOR_MS).
    #[must_use]
    pub fn build(meetings: &[Meeting], now_ms: i64) -> Self {
        Self {
            main: Arc::new(Part::build(meetings, now_ms)),
            beside: None,
        }
    }

    /// The index with some meetings as they are now, new ones among them, and without those that
    /// are gone. It is good for as long as this one. `None` when more have changed than may stand
    /// beside ([`BESIDE_MAX`]), and all are to be built anew.
    #[must_use]
    pub fn with(&self, changed: Vec<Meeting>, gone: &[i64], now_ms: i64) -> Option<Self> {
        let now: Vec<i64> = changed.iter().map(|meeting| meeting.id).collect();
        let mut ids: Vec<i64> = now.iter().chain(gone).copied().collect();
        let mut meetings = changed;
        if let Some(before) = &self.beside {
            let others = before.meetings.iter();
            meetings.extend(others.filter(|one| !ids.contains(&one.id)).cloned());
            ids.extend(&before.ids);
        }
        ids.sort_unstable();
        ids.dedup();
        if ids.len() > BESIDE_MAX {
            return None;
        }
        let (struck, struck_meetings) = self.main.times_of(&ids);
        let part = Part::build(&meetings, now_ms);
        let mut codes = [self.main.types(), part.types()].concat();
        codes.sort_unstable();
        codes.dedup();
        Some(Self {
            main: Arc::clone(&self.main),
            beside: Some(Beside {
                ids,
                struck,
                struck_meetings,
                meetings,
                part,
                codes,
            }),
        })
    }

    /// What is found. A type, region or language that no meeting has finds nothing.
    #[must_use]
    pub fn answer(&self, query: &Query) -> Answer {
        let query = Query {
            now_ms: query.now_ms.clamp(-(1 << 60), 1 << 60),
            limit: query.limit.min(LIMIT_MAX),
            ..query.clone()
        };
        if let Some(beside) = &self.beside {
            return beside.answer(&self.main, &query);
        }
        let Entered {
            entries,
            total,
            counts,
        } = self.main.answer(&query, &[]);
        let found = entries
            .into_iter()
            .map(|(entry, km)| self.main.found(&query, entry, km));
        Answer {
            found: found.collect(),
            total,
            counts,
        }
    }

    /// Whether questions at this instant are answered in full.
    #[must_use]
    pub fn is_good_at(&self, now_ms: i64) -> bool {
        self.main.is_good_at(now_ms)
    }

    /// How many meetings changed since most were built.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.beside.as_ref().map_or(0, |beside| beside.ids.len())
    }

    /// What did not go in when most were built.
    #[must_use]
    pub fn left_out(&self) -> LeftOut {
        self.main.left_out()
    }

    /// The codes of all types, in order. One whose last meeting changed may stay for a while.
    #[must_use]
    pub fn types(&self) -> &[String] {
        match &self.beside {
            Some(beside) => &beside.codes,
            None => self.main.types(),
        }
    }

    /// Whether any meeting is in this region, or in a part of it, or was until it changed.
    #[must_use]
    pub fn has_region(&self, path: &[String]) -> bool {
        let beside = self.beside.as_ref();
        self.main.has_region(path) || beside.is_some_and(|beside| beside.part.has_region(path))
    }

    /// How many meetings it holds; one that is held otherwise on some days is counted for each way
    /// of coming.
    #[must_use]
    pub fn len(&self) -> usize {
        let beside = self.beside.as_ref();
        let (more, fewer) = beside.map_or((0, 0), |one| (one.part.len(), one.struck_meetings));
        self.main.len() + more - fewer
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it takes of memory, in bytes.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let beside = self.beside.as_ref();
        self.main.memory_bytes() + beside.map_or(0, |beside| beside.part.memory_bytes())
    }
}

impl Beside {
    /// The answers of both parts as one. All that the small part finds is known; of the main part
    /// it takes the page, and as much before and after it as the small part may push aside.
    fn answer(&self, main: &Part, query: &Query) -> Answer {
        let all = Query {
            offset: 0,
            limit: usize::MAX,
            ..query.clone()
        };
        let few = self.part.answer(&all, &[]);
        let before = query.offset.saturating_sub(few.total);
        let around = Query {
            offset: before,
            limit: query.limit + few.total,
            ..query.clone()
        };
        let most = main.answer(&around, &self.struck);
        let mut found: Vec<(Key<'_>, Found)> = Vec::new();
        for (part, entered) in [(main, &most), (&self.part, &few)] {
            found.extend(entered.entries.iter().map(|(entry, km)| {
                let nearest = km.filter(|_| query.order == Order::Distance);
                let key = Key {
                    km: nearest.unwrap_or_default(),
                    time: part.key(*entry),
                };
                (key, part.found(query, *entry, *km))
            }));
        }
        found.sort_by(|(one, _), (other, _)| {
            one.km
                .total_cmp(&other.km)
                .then_with(|| one.time.cmp(&other.time))
        });
        let page = found.into_iter().skip(query.offset - before);
        Answer {
            found: page.take(query.limit).map(|(_, found)| found).collect(),
            total: most.total + few.total,
            counts: Option::zip(most.counts, few.counts)
                .map(|(most, few)| self.counts(main, &most, &few)),
        }
    }

    fn counts(&self, main: &Part, most: &Counts, few: &Counts) -> Counts {
        let mut types = vec![0; self.codes.len()];
        for (part, counts) in [(main, most), (&self.part, few)] {
            for (code, count) in part.types().iter().zip(&counts.types) {
                let place = self.codes.binary_search(code).ok();
                if let Some(sum) = place.and_then(|place| types.get_mut(place)) {
                    *sum += count;
                }
            }
        }
        let both = |of: fn(&Counts) -> &[usize]| of(most).iter().zip(of(few)).map(|(a, b)| a + b);
        let mut counts = Counts {
            types,
            ..Counts::default()
        };
        for (sum, both) in counts
            .attendance
            .iter_mut()
            .zip(both(|one| &one.attendance))
        {
            *sum = both;
        }
        for (sum, both) in counts.days.iter_mut().zip(both(|one| &one.days)) {
            *sum = both;
        }
        counts
    }
}

/// By which the answers of two parts are put in order.
struct Key<'a> {
    /// 0 where that is not asked for.
    km: f64,
    time: (i64, &'a str, i64, usize),
}
