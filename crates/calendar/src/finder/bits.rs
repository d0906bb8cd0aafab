//! Sets of small numbers, one bit each.

use std::ops::Range;

const NUMBERS_PER_WORD: usize = 64;

#[derive(Clone, Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// No number yet; room for those below `count`.
    pub(super) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(NUMBERS_PER_WORD)])
    }

    /// Numbers beyond the room are in no set, and are not taken.
    pub(super) fn insert(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / NUMBERS_PER_WORD) {
            *word |= 1 << (number % 64);
        }
    }

    /// Whether it was not there before.
    pub(super) fn insert_new(&mut self, number: u32) -> bool {
        let is_new = !self.has(number);
        self.insert(number);
        is_new
    }

    pub(super) fn remove(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / NUMBERS_PER_WORD) {
            *word &= !(1 << (number % 64));
        }
    }

    pub(super) fn has(&self, number: u32) -> bool {
        let word = self.0.get(number as usize / NUMBERS_PER_WORD);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn insert_range(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let inner = range.start.div_ceil(NUMBERS_PER_WORD)..range.end / NUMBERS_PER_WORD;
        if inner.start >= inner.end {
            return self.insert_where(range, |_| true);
        }
        let room = self.0.len();
        if let Some(words) = self.0.get_mut(inner.start.min(room)..inner.end.min(room)) {
            words.fill(u64::MAX);
        }
        self.insert_where(range.start..inner.start * NUMBERS_PER_WORD, |_| true);
        self.insert_where(inner.end * NUMBERS_PER_WORD..range.end, |_| true);
    }

    /// Takes those of a range for which something holds. A word is put together before it is
    /// written, without a branch for each number.
    pub(super) fn insert_where(&mut self, range: Range<usize>, holds: impl Fn(usize) -> bool) {
        let (mut at, end) = (range.start, range.end);
        while at < end {
            let next = (at / NUMBERS_PER_WORD + 1) * NUMBERS_PER_WORD;
            let upto = next.min(end);
            let ones = (at..upto)
                .rev()
                .fold(0, |ones, number| ones << 1 | u64::from(holds(number)));
            let ones = ones << (at % NUMBERS_PER_WORD);
            if let Some(word) = self.0.get_mut(at / NUMBERS_PER_WORD) {
                *word |= ones;
            }
            at = upto;
        }
    }

    /// Keeps only the numbers of a range.
    pub(super) fn keep_range(&mut self, range: &Range<usize>) {
        let span = Span::around(range);
        let (first, last) = (span.0.start, span.0.end);
        for place in [first, last.saturating_sub(1)] {
            let begin = place * NUMBERS_PER_WORD;
            let mut inside = Self::none(NUMBERS_PER_WORD);
            let within = |number: usize| number.clamp(begin, begin + NUMBERS_PER_WORD) - begin;
            inside.insert_range(within(range.start)..within(range.end));
            if let Some(word) = self.0.get_mut(place) {
                *word &= inside.word(0);
            }
        }
        for outside in [
            0..first.min(self.0.len()),
            last.min(self.0.len())..self.0.len(),
        ] {
            if let Some(words) = self.0.get_mut(outside) {
                words.fill(0);
            }
        }
    }

    /// Keeps what is in both, within a span of words; outside of it nothing may be set.
    pub(super) fn keep(&mut self, other: &Self, span: &Span) {
        for (word, other) in span.of_mut(&mut self.0).iter_mut().zip(span.of(&other.0)) {
            *word &= other;
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    pub(super) fn keep_everywhere(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    pub(super) fn count(&self, span: &Span) -> usize {
        let ones = span.of(&self.0).iter().map(|word| word.count_ones());
        ones.map(|ones| ones as usize).sum()
    }

    /// How many are in both.
    pub(super) fn count_with(&self, other: &Self, span: &Span) -> usize {
        let both = span.of(&self.0).iter().zip(span.of(&other.0));
        both.map(|(word, other)| (word & other).count_ones() as usize)
            .sum()
    }

    /// In order. `also` narrows it to what is in both.
    pub(super) fn numbers<'a>(
        &'a self,
        also: Option<&'a Self>,
        span: &Span,
    ) -> impl Iterator<Item = u32> + use<'a> {
        let first = span.0.start;
        span.of(&self.0)
            .iter()
            .enumerate()
            .flat_map(move |(place, word)| {
                let place = place + first;
                let other = also.map_or(u64::MAX, |also| also.word(place));
                Ones(word & other).map(move |bit| (place * NUMBERS_PER_WORD) as u32 + bit)
            })
    }

    fn word(&self, place: usize) -> u64 {
        self.0.get(place).copied().unwrap_or_default()
    }

    /// The numbers before the `skip` first ones are passed over by whole words.
    pub(super) fn page(&self, skip: usize, take: usize, span: &Span) -> Vec<u32> {
        let mut left = skip;
        let mut page = Vec::with_capacity(take.min(NUMBERS_PER_WORD));
        for place in span.0.clone() {
            let word = self.word(place);
            let ones = word.count_ones() as usize;
            if ones <= left {
                left -= ones;
                continue;
            }
            let numbers = Ones(word).skip(left).take(take - page.len());
            page.extend(numbers.map(|bit| (place * NUMBERS_PER_WORD) as u32 + bit));
            left = 0;
            if page.len() == take {
                break;
            }
        }
        page
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<u64>()
    }

    pub(super) fn everywhere(&self) -> Span {
        Span(0..self.0.len())
    }
}

/// A part of all words; what lies outside is known to be empty.
#[derive(Clone, Debug)]
pub(super) struct Span(Range<usize>);

impl Span {
    /// The words that hold these numbers.
    pub(super) fn around(numbers: &Range<usize>) -> Self {
        if numbers.is_empty() {
            return Self(0..0);
        }
        Self(numbers.start / NUMBERS_PER_WORD..numbers.end.div_ceil(NUMBERS_PER_WORD))
    }

    /// The first number that it may hold.
    pub(super) fn start(&self) -> usize {
        self.0.start * NUMBERS_PER_WORD
    }

    fn of<'a>(&self, words: &'a [u64]) -> &'a [u64] {
        words.get(self.0.clone()).unwrap_or_default()
    }

    fn of_mut<'a>(&self, words: &'a mut [u64]) -> &'a mut [u64] {
        words.get_mut(self.0.clone()).unwrap_or_default()
    }
}

/// The places of the ones in a word.
struct Ones(u64);

impl Iterator for Ones {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(bits: &Bits) -> Vec<u32> {
        bits.numbers(None, &bits.everywhere()).collect()
    }

    #[test]
    fn ranges_fill_across_words() {
        for range in [
            0..0,
            3..9,
            0..64,
            60..70,
            63..65,
            1..200,
            128..192,
            199..200,
        ] {
            let mut bits = Bits::none(200);
            bits.insert_range(range.clone());
            let expected: Vec<u32> = range.map(|number| number as u32).collect();
            assert_eq!(numbers(&bits), expected);
            assert_eq!(bits.count(&bits.everywhere()), expected.len());
        }
    }

    #[test]
    fn outside_of_a_range_nothing_is_kept() {
        for range in [0..0, 3..9, 0..64, 60..70, 64..128, 1..200, 199..200, 0..200] {
            let mut bits = Bits::none(200);
            bits.insert_where(0..200, |number| number % 3 != 1);
            bits.keep_range(&range);
            let expected: Vec<u32> = range.map(|number| number as u32).collect();
            let expected: Vec<u32> = expected.into_iter().filter(|n| n % 3 != 1).collect();
            assert_eq!(numbers(&bits), expected);
        }
    }

    #[test]
    fn a_page_begins_where_the_last_one_ended() {
        let mut bits = Bits::none(1000);
        (0..1000)
            .filter(|number| number % 7 == 3)
            .for_each(|number| bits.insert(number));
        let all = numbers(&bits);
        for skip in [0, 1, 9, 10, 64, 142, 143, 200] {
            let expected: Vec<u32> = all.iter().copied().skip(skip).take(10).collect();
            assert_eq!(bits.page(skip, 10, &bits.everywhere()), expected);
        }
    }

    #[test]
    fn beyond_the_room_there_is_nothing() {
        let mut bits = Bits::none(10);
        bits.insert(64);
        bits.insert_range(60..80);
        assert!(!bits.has(64) && bits.has(63));
        bits.remove(63);
        assert!(!bits.has(63) && !bits.has(u32::MAX));
    }
}
