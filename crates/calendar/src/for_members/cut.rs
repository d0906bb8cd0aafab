//! A text without what isn't for strangers.

use std::borrow::Cow;

use super::scan::{Found, Scope, scan};
use super::{Holds, holds, holds_in_address};

/// A note, by who may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// For everybody.
    pub told: Cow<'a, str>,
    /// For members.
    pub held: Cow<'a, str>,
}

/// Parts a note. One that tells a way in goes to members whole: nobody knows which of its sentences
/// can be told without. Of one that names somebody's phone or address, the sentences go that do so,
/// with those that speak of calling or writing, where the name is, and short lines beside them.
#[must_use]
pub fn parts(text: &str) -> Parts<'_> {
    let whole = |is_told: bool| {
        let (text, none) = (Cow::Borrowed(text.trim()), Cow::Borrowed(""));
        let (told, held) = if is_told { (text, none) } else { (none, text) };
        Parts { told, held }
    };
    match holds(text) {
        None => return whole(true),
        Some(Holds::WayIn) => return whole(false),
        Some(Holds::Contact) => {}
    }
    let sentences: Vec<(&str, Found)> = sentences(text)
        .map(|sentence| (sentence, scan(sentence, Scope::Words)))
        .collect();
    let mut is_held: Vec<bool> = sentences
        .iter()
        .map(|(_, found)| found.first.is_some() || found.speaks_of_contact)
        .collect();
    for (place, (sentence, found)) in sentences.iter().enumerate() {
        if found.first.is_none() || !is_alone(sentence) {
            continue;
        }
        // A line that is hardly more than a number has its name on the line before or behind it.
        for beside in [place.checked_sub(1), Some(place + 1)]
            .into_iter()
            .flatten()
        {
            let is_name = sentences.get(beside).is_some_and(|(one, _)| is_alone(one));
            if let Some(held) = is_held.get_mut(beside) {
                *held |= is_name;
            }
        }
    }
    let joined = |held: bool| {
        let own = sentences.iter().zip(&is_held);
        let own = own.filter(|(_, is_held)| **is_held == held);
        own.map(|((sentence, _), _)| *sentence).collect::<String>()
    };
    let told = joined(false);
    if holds(&told).is_some() {
        // What was two sentences reads as one without what stood between.
        return whole(false);
    }
    Parts {
        told: Cow::Owned(told.trim().to_owned()),
        held: Cow::Owned(joined(true).trim().to_owned()),
    }
}

/// Whether a sentence is a name or a number at most.
fn is_alone(sentence: &str) -> bool {
    const WORDS_MAX: usize = 3;
    let words = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphabetic));
    words.take(WORDS_MAX + 1).count() <= WORDS_MAX && !sentence.trim_end().ends_with(['.', '!'])
}

/// The sentences and lines of a text, which together are all of it. Where a full stop may be that of
/// an initial or an abbreviation (`Jane D. at`, `tel. 555`, `St. Mark`), there is none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut borders = borders(text);
    borders.push(text.len());
    let mut start = 0;
    borders.into_iter().filter_map(move |end| {
        let sentence = text.get(start..end);
        start = end;
        sentence.filter(|sentence| !sentence.is_empty())
    })
}

/// Where a sentence or a line begins.
fn borders(text: &str) -> Vec<usize> {
    const LETTERS_MIN: usize = 4;
    let mut borders = Vec::new();
    // Letters in the word before, whether a sentence may be over, and whether a space followed.
    let (mut letters, mut is_over, mut has_space) = (0, false, false);
    let mut is_digit = false;
    for (at, letter) in text.char_indices() {
        if letter == '\n' {
            borders.push(at + 1);
            (letters, is_over, has_space) = (0, false, false);
            continue;
        }
        match letter {
            '.' | '!' | '?' | '…' | ';' => {
                is_over = letters >= LETTERS_MIN || is_digit || letter != '.';
                has_space = false;
            }
            _ if letter.is_whitespace() => has_space = true,
            ')' | '"' | '”' | '»' | '*' => {}
            _ => {
                let is_first = letter.is_uppercase() || matches!(letter, '¿' | '¡');
                if is_over && has_space && is_first {
                    borders.push(at);
                }
                is_over = false;
            }
        }
        is_digit = letter.is_ascii_digit();
        letters = if letter.is_alphabetic() {
            letters + 1
        } else {
            0
        };
    }
    borders
}

/// A name, or another line of words, up to where it tells a way in or a contact; empty where nothing
/// of it can be told.
#[must_use]
pub fn told_name(text: &str) -> &str {
    let found = scan(text, Scope::Words);
    let Some(first) = found.first else {
        return text;
    };
    let before = text.get(..first).unwrap_or_default();
    let before = match found.way_in {
        // `hope is the passcode`: the code may stand before the word.
        true if ends_with_is(before) => "",
        true => without_its_door(before),
        // Whose phone it is stands before it, too.
        false => before.rfind(border).map_or("", |at| &before[..at]),
    };
    before.trim_end_matches(|c: char| c.is_whitespace() || border(c) || "-#*@+<\"“".contains(c))
}

/// What parts a name.
fn border(c: char) -> bool {
    ",;:|()[]–—•·/".contains(c)
}

/// Without what a code belongs to: `Elm Hall (door` and `Elm Hall, gate` are `Elm Hall`.
fn without_its_door(before: &str) -> &str {
    const DOORS: [&str; 5] = ["door", "entry", "entrance", "gate", "lobby"];
    if let Some(open) = before.rfind(['(', '[']) {
        let is_open = !before[open..].contains([')', ']']);
        if is_open {
            return &before[..open];
        }
    }
    let at = before.rfind(border).unwrap_or(0);
    let last = before[at..].trim_start_matches(border).trim();
    match DOORS.contains(&&*last.to_lowercase()) {
        true => &before[..at],
        false => before,
    }
}

fn ends_with_is(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let is = |word: &str| ["is", "es", "are", "son"].contains(&&*word.to_lowercase());
    let (last, before) = (words.next(), words.next());
    last.is_some_and(is) || before.is_some_and(is)
}

/// An address without the parts between its commas that tell a way in or a contact.
#[must_use]
pub fn told_address(text: &str) -> Cow<'_, str> {
    if holds_in_address(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut told: Vec<&str> = Vec::new();
    let mut is_open = false;
    for part in text.split([',', ';', '|', '\n']) {
        let found = scan(part, Scope::Address);
        // `passcode, hope`: what a part ends with, the next one says.
        if found.first.is_none() && !is_open && !found.is_open {
            told.push(part.trim());
        }
        is_open = found.is_open;
    }
    let told = told.join(", ");
    match holds_in_address(&told) {
        None => Cow::Owned(told),
        Some(_) => Cow::Borrowed(""),
    }
}
