//! Of each meeting the first of the times that are asked for.
//!
//! A meeting is found once, however often it comes together. Where all times from now on are asked
//! for, the first ones are known beforehand; otherwise those meetings are walked through that have
//! several times.

use std::ops::Range;

use super::answer::Asked;
use super::bits::{Bits, Span};
use super::index::Part;
use super::sets::Set;
use super::{Moment, Query};

impl Part {
    /// Of each meeting that is in all sets, the first time that is asked for.
    pub(super) fn firsts(
        &self,
        query: &Query,
        asked: &Asked<'_>,
        range: &Range<usize>,
        also: Option<&Bits>,
    ) -> Bits {
        let sets = asked.sets.iter().filter_map(|set| match set {
            Set::Many(bits) => Some(&**bits),
            Set::Few(_) => None,
        });
        let narrow = |times: &mut Bits| {
            for bits in sets.clone().chain(also) {
                times.keep(bits, &asked.span);
            }
        };
        let is_every_day = query.days.is_empty() && query.buckets.is_empty();
        if is_every_day && let Some(mut firsts) = self.firsts_of_moment(query, asked, range) {
            narrow(&mut firsts);
            return firsts;
        }
        let mut times = asked.on_days().clone();
        narrow(&mut times);
        self.keep_first(&mut times, &asked.span, query.now_ms);
        times
    }

    /// What is listed beforehand, for moments that reach from now on without a gap.
    fn firsts_of_moment(
        &self,
        query: &Query,
        asked: &Asked<'_>,
        range: &Range<usize>,
    ) -> Option<Bits> {
        match query.moment {
            Moment::NowAndComing | Moment::Coming | Moment::Soon { .. } => {}
            Moment::InProgress | Moment::Later | Moment::ByAppointment => return None,
        }
        let mut firsts = self.entries.firsts(&(asked.upcoming..range.end))?;
        for entry in asked.struck {
            firsts.remove(*entry);
        }
        let running: Vec<u32> = self
            .before(&asked.times, range.start..asked.upcoming)
            .collect();
        for entry in &running {
            firsts.insert(*entry);
        }
        for entry in running {
            self.remove_next(&mut firsts, entry, asked.upcoming);
        }
        Some(firsts)
    }

    fn before<'a>(&self, times: &'a Bits, part: Range<usize>) -> impl Iterator<Item = u32> + 'a {
        let numbers = times.numbers(None, &Span::around(&part));
        numbers.take_while(move |entry| (*entry as usize) < part.end)
    }

    /// Removes the times of the same meeting after one that began, as far as the next that is
    /// upcoming.
    fn remove_next(&self, times: &mut Bits, begun: u32, upcoming: usize) {
        let mut at = begun;
        while let Some(next) = self.entries.next(at) {
            times.remove(next);
            if next as usize >= upcoming {
                break;
            }
            at = next;
        }
    }

    /// Of each meeting only the first time.
    ///
    /// Two times that are a week apart or more are both asked for only if one has begun. All others
    /// are of meetings that come together more often.
    pub(super) fn keep_first(&self, times: &mut Bits, span: &Span, now_ms: i64) {
        let begun = self.before(times, span.start()..self.entries.from(now_ms + 1));
        let begun: Vec<u32> = begun.collect();
        for next in begun.iter().filter_map(|entry| self.entries.next(*entry)) {
            times.remove(next);
        }
        self.keep_first_among(times, self.entries.are_often(), span);
    }

    pub(super) fn keep_first_among(&self, times: &mut Bits, some: &Bits, span: &Span) {
        let mut seen = Bits::none(self.len());
        let later: Vec<u32> = times
            .numbers(Some(some), span)
            .filter(|entry| !seen.insert_new(self.entries.meeting(*entry)))
            .collect();
        for entry in later {
            times.remove(entry);
        }
    }
}
