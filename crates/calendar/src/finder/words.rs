//! Words of meetings, and what people type to find them.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::entries::Entries;
use super::sets::{Posting, Set};

/// Of one meeting. Notes go on for a page at times, and the name comes first.
pub(super) const WORDS_MAX: usize = 512;
/// Characters of one word; the longest place name in use has 58 letters.
const WORD_CHARS_MAX: usize = 64;
/// Bytes that are read of a question; nobody types more into a search box.
const TYPED_BYTES_MAX: usize = 400;
/// Words, phrases and alternatives in one question.
const TERMS_MAX: usize = 16;
/// Fewer letters begin nearly every word, and are taken for a whole one.
const BEGINNING_CHARS_MIN: usize = 2;
/// Between two texts, so that no phrase reaches from one into the other.
const GAP: u32 = u32::MAX;

/// Small letters without accents.
pub(super) fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    if text.is_ascii() {
        plain.push_str(text);
        plain.make_ascii_lowercase();
        return plain;
    }
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c));
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            // What a small letter decomposes into (the dot above of a Turkish capital I).
            letter if is_combining_mark(letter) => {}
            letter => plain.push(letter),
        }
    }
    plain
}

/// Letters and digits that stand together; an apostrophe in between is passed over, because half
/// of all people leave it out.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain = without_apostrophes(text);
    apart(&plain).map(str::to_owned).collect()
}

fn without_apostrophes(text: &str) -> String {
    let mut plain = folded(text);
    plain.retain(|letter| !matches!(letter, '\'' | '’' | 'ʼ'));
    plain
}

fn apart(plain: &str) -> impl Iterator<Item = &str> {
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(|word| {
        let end = word.char_indices().nth(WORD_CHARS_MAX);
        end.and_then(|(end, _)| word.get(..end)).unwrap_or(word)
    })
}

/// One thing that has to be there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    Word(String),
    Beginning(String),
    Phrase(Vec<String>),
}

/// Alternatives, each of terms that have to be there together. Empty when no word was typed.
pub(super) fn typed(text: &str) -> Vec<Vec<Term>> {
    let mut end = text.len().min(TYPED_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let mut alternatives: Vec<Vec<Term>> = vec![Vec::new()];
    let mut count = 0;
    // Every other piece is between quotes.
    for (place, piece) in text.split(['"', '“', '”']).enumerate() {
        if place % 2 == 1 {
            let phrase = words(piece);
            if let (false, Some(last)) = (phrase.is_empty(), alternatives.last_mut()) {
                last.push(Term::Phrase(phrase));
            }
            continue;
        }
        for bare in piece.split_whitespace() {
            if bare == "OR" {
                alternatives.push(Vec::new());
            } else if let Some(last) = alternatives.last_mut() {
                last.extend(words(bare).into_iter().map(Term::Word));
            }
        }
    }
    let ends_bare =
        text.split(['"', '“', '”']).count() % 2 == 1 && !text.trim_end().ends_with(['"', '“', '”']);
    if let Some(Term::Word(word)) = alternatives.last_mut().and_then(|terms| terms.last_mut())
        && ends_bare
        && word.chars().count() >= BEGINNING_CHARS_MIN
    {
        let word = std::mem::take(word);
        if let Some(last) = alternatives.last_mut().and_then(|terms| terms.last_mut()) {
            *last = Term::Beginning(word);
        }
    }
    for terms in &mut alternatives {
        terms.truncate(TERMS_MAX.saturating_sub(count));
        count += terms.len();
    }
    alternatives.retain(|terms| !terms.is_empty());
    alternatives
}

/// All words, and where they are.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// In order.
    known: Vec<Box<str>>,
    /// For each known word, the meetings.
    postings: Vec<Posting>,
    /// Of two words that many meetings say, those that say them one after the other.
    pairs: HashMap<(u32, u32), Posting>,
    /// The words of each meeting one after the other, by their place in `known`.
    said: Vec<u32>,
    /// Where each meeting begins in `said`; one more at the end.
    begins: Vec<u32>,
}

impl Words {
    /// From the texts of meetings in the order of their numbers.
    pub(super) fn of<'a, T: Iterator<Item = &'a str>>(
        texts: impl Iterator<Item = T>,
        entries: &Entries,
    ) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let (mut said, mut begins) = (Vec::new(), vec![0]);
        for texts in texts {
            let mut left = WORDS_MAX;
            for text in texts {
                let plain = without_apostrophes(text);
                for word in apart(&plain).take(left) {
                    // Nearly every word has been said before, and is not kept again.
                    let number = numbers.get(word).copied().unwrap_or_else(|| {
                        let next = numbers.len() as u32;
                        numbers.insert(word.to_owned(), next);
                        next
                    });
                    said.push(number);
                    left -= 1;
                }
                said.push(GAP);
            }
            begins.push(said.len() as u32);
        }
        let mut known: Vec<(String, u32)> = numbers.into_iter().collect();
        known.sort_unstable();
        let mut places = vec![0_u32; known.len()];
        for (place, (_, number)) in (0_u32..).zip(&known) {
            if let Some(kept) = places.get_mut(*number as usize) {
                *kept = place;
            }
        }
        for word in said.iter_mut().filter(|word| **word != GAP) {
            *word = places.get(*word as usize).copied().unwrap_or(GAP);
        }
        let known: Vec<Box<str>> = known.into_iter().map(|(word, _)| word.into()).collect();
        let mut words = Self {
            postings: Vec::new(),
            pairs: HashMap::new(),
            known,
            said,
            begins,
        };
        words.post(entries);
        words
    }

    fn post(&mut self, entries: &Entries) {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); self.known.len()];
        for meeting in 0..self.begins.len().saturating_sub(1) as u32 {
            for word in self.said_by(meeting) {
                if let Some(list) = lists.get_mut(*word as usize)
                    && list.last() != Some(&meeting)
                {
                    list.push(meeting);
                }
            }
        }
        self.postings = lists
            .into_iter()
            .map(|list| Posting::of(list, entries))
            .collect();
        self.pair(entries);
    }

    /// There are few such words, so the pairs are fewer than twice the words that are said.
    fn pair(&mut self, entries: &Entries) {
        let is_common: Vec<bool> = self
            .postings
            .iter()
            .map(|posting| matches!(posting, Set::Many(_)))
            .collect();
        let is_common = |word: u32| is_common.get(word as usize).copied().unwrap_or_default();
        let mut lists: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
        for meeting in 0..self.begins.len().saturating_sub(1) as u32 {
            for pair in self.said_by(meeting).windows(2) {
                if let [one, other] = *pair
                    && is_common(one)
                    && is_common(other)
                {
                    let list = lists.entry((one, other)).or_default();
                    if list.last() != Some(&meeting) {
                        list.push(meeting);
                    }
                }
            }
        }
        let lists = lists.into_iter();
        self.pairs = lists
            .map(|(pair, list)| (pair, Posting::of(list, entries)))
            .collect();
    }

    fn said_by(&self, meeting: u32) -> &[u32] {
        let bound = |place: u32| self.begins.get(place as usize).copied().unwrap_or_default();
        let range = bound(meeting) as usize..bound(meeting + 1) as usize;
        self.said.get(range).unwrap_or_default()
    }

    /// The meetings that what was typed is about; `None` if no word was typed.
    pub(super) fn find(&self, text: &str, entries: &Entries) -> Option<Set<'_>> {
        let alternatives: Vec<Set<'_>> = typed(text)
            .iter()
            .filter_map(|terms| {
                let each = terms.iter().map(|term| self.with(term, entries));
                Set::all(each.collect(), entries)
            })
            .collect();
        (!alternatives.is_empty()).then(|| Set::any(alternatives, entries))
    }

    fn with(&self, term: &Term, entries: &Entries) -> Set<'_> {
        match term {
            Term::Word(word) => self.word(word),
            Term::Beginning(begin) => {
                let from = self.known.partition_point(|word| **word < **begin);
                let many = self.known.get(from..).unwrap_or_default();
                let count = many.partition_point(|word| word.starts_with(begin.as_str()));
                let postings = self.postings.get(from..from + count).unwrap_or_default();
                match postings {
                    [] => Set::nothing(),
                    some => Set::any(some.iter().map(Set::lent).collect(), entries),
                }
            }
            Term::Phrase(phrase) => self.phrase(phrase, entries),
        }
    }

    fn word(&self, word: &str) -> Set<'_> {
        let place = self.place(word);
        let posting = place.and_then(|place| self.postings.get(place as usize));
        posting.map_or_else(Set::nothing, Set::lent)
    }

    fn place(&self, word: &str) -> Option<u32> {
        let place = self.known.binary_search_by(|known| (**known).cmp(word));
        place.ok().and_then(|place| u32::try_from(place).ok())
    }

    fn phrase(&self, phrase: &[String], entries: &Entries) -> Set<'_> {
        let places: Option<Vec<u32>> = phrase.iter().map(|word| self.place(word)).collect();
        let pairs = places.iter().flat_map(|places| places.windows(2));
        let pairs = pairs.filter_map(|pair| match *pair {
            [one, other] => self.pair_of(one, other),
            _ => None,
        });
        let mut each: Vec<Set<'_>> = pairs.collect();
        if phrase.len() == 2
            && let Some(pair) = each.pop()
        {
            return pair;
        }
        each.extend(phrase.iter().map(|word| self.word(word)));
        let all = Set::all(each, entries).unwrap_or_else(Set::nothing);
        match places {
            Some(places) if places.len() > 1 => {
                let mut meetings = all.meetings(entries);
                meetings.retain(|meeting| {
                    let said = self.said_by(*meeting);
                    said.windows(places.len()).any(|window| window == places)
                });
                Set::Few(Cow::Owned(meetings))
            }
            Some(_) => all,
            None => Set::nothing(),
        }
    }

    /// `None` if one of the words is too seldom for a list of their pairs.
    fn pair_of(&self, one: u32, other: u32) -> Option<Set<'_>> {
        let is_common = |word: u32| {
            let posting = self.postings.get(word as usize);
            matches!(posting, Some(Set::Many(_)))
        };
        let pair = self.pairs.get(&(one, other));
        (is_common(one) && is_common(other)).then(|| pair.map_or_else(Set::nothing, Set::lent))
    }

    pub(super) fn bytes(&self) -> usize {
        let letters: usize = self.known.iter().map(|word| word.len()).sum();
        let postings: usize = self.postings.iter().map(Posting::bytes).sum();
        let pairs: usize = self.pairs.values().map(Posting::bytes).sum();
        letters
            + postings
            + pairs
            + self.known.capacity() * size_of::<Box<str>>()
            + (self.said.capacity() + self.begins.capacity()) * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Term {
        Term::Word(text.into())
    }

    #[test]
    fn words_lose_case_accents_and_apostrophes() {
        assert_eq!(
            words("Mañana, ¡Sí! WOMEN’S 12-Step"),
            ["manana", "si", "womens", "12", "step"]
        );
        assert_eq!(
            words("Straße Ærø Łódź İzmir"),
            ["strasse", "aero", "lodz", "izmir"]
        );
    }

    #[test]
    fn a_word_ends_where_no_place_name_goes_on() {
        let long = "ñ".repeat(WORD_CHARS_MAX + 9);
        assert_eq!(words(&long), ["n".repeat(WORD_CHARS_MAX)]);
        assert_eq!(words("ж".repeat(65).as_str()), ["ж".repeat(WORD_CHARS_MAX)]);
    }

    #[test]
    fn what_is_typed_is_read_as_people_mean_it() {
        assert_eq!(
            typed("big \"blue book\" sereni"),
            [vec![
                word("big"),
                Term::Phrase(vec!["blue".into(), "book".into()]),
                Term::Beginning("sereni".into()),
            ]]
        );
        assert_eq!(
            typed("young people OR women \"hope\""),
            [
                vec![word("young"), word("people")],
                vec![word("women"), Term::Phrase(vec!["hope".into()])],
            ]
        );
        assert_eq!(typed("a"), [vec![word("a")]]);
        assert_eq!(typed(" OR ?! \"\" "), Vec::<Vec<Term>>::new());
        let terms: usize = typed(&"w ".repeat(1000)).iter().map(Vec::len).sum();
        assert_eq!(terms, TERMS_MAX);
    }
}
