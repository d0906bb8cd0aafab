//! One walk through a text, which finds what isn't for strangers and where that begins.

use super::Holds;
use super::links::{judge, judge_host};
use super::numbers::{Said, row};
use super::words::{Class, Weak, Word, is_unseen};

/// In what kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Words,
    /// Full of numbers that nobody is reached by.
    Address,
}

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Where the first of it begins.
    pub(super) first: Option<usize>,
    pub(super) way_in: bool,
    /// Whether the text speaks of calling or writing to somebody.
    pub(super) speaks_of_contact: bool,
    /// Whether the text ends with a word that what comes next would belong to: `Passcode`, `tel.`
    pub(super) is_open: bool,
}

/// Reads a text from its start to its end.
pub(super) fn scan(text: &str, scope: Scope) -> Found {
    let mut walk = Walk::new(text, scope);
    while let Some(letter) = walk.rest().chars().next() {
        let is_plus = letter == '+' && walk.digit_at(walk.at + 1);
        if letter.is_ascii_digit() || is_plus {
            walk.digits(is_plus);
        } else if letter.is_alphanumeric() {
            walk.word();
        } else {
            walk.sign(letter);
        }
    }
    walk.finish()
}

/// A word that waits for what it names.
#[derive(Clone, Copy)]
struct Waiting {
    at: usize,
    /// `None` is a way to pay.
    what: Option<Weak>,
    words: u8,
    is_said: bool,
    /// Whether it was said which code is meant.
    is_named: bool,
    /// The word before it makes another sense likely: `la clave es`.
    is_doubtful: bool,
}

struct Walk<'a> {
    text: &'a str,
    scope: Scope,
    at: usize,
    found: Found,
    /// Where the run of signs without a space began in which we are.
    run_at: usize,
    /// Up to where a name with dots was looked at already.
    host_until: usize,
    waiting: Option<Waiting>,
    /// The word before this one, in the same sentence.
    last: Class,
    last_was_la: bool,
    /// How many words ago a word for calling was read.
    since_phone: u8,
    /// A number, and 1 behind it, 2 behind a word that says what it is.
    number: (usize, u8),
    has_online: bool,
    has_people: bool,
    has_at: bool,
    handle_at: Option<usize>,
    bare_clave_at: Option<usize>,
}

/// So many words may stand between a word and what it names: `código de acceso de la sala es`.
const BETWEEN_MAX: u8 = 6;
/// So many words behind `call`, a number is a phone: `call Jane at home on`.
const PHONE_WORDS_MAX: u8 = 5;

impl<'a> Walk<'a> {
    fn new(text: &'a str, scope: Scope) -> Self {
        Self {
            text,
            scope,
            at: 0,
            found: Found::default(),
            run_at: 0,
            host_until: 0,
            waiting: None,
            last: Class::Any,
            last_was_la: false,
            since_phone: u8::MAX,
            number: (0, 0),
            has_online: false,
            has_people: false,
            has_at: false,
            handle_at: None,
            bare_clave_at: None,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b' ')
    }

    fn digit_at(&self, at: usize) -> bool {
        self.byte(at).is_ascii_digit()
    }

    fn add(&mut self, held: Holds, at: usize) {
        self.found.way_in |= held == Holds::WayIn;
        self.found.first = Some(self.found.first.map_or(at, |first| first.min(at)));
    }

    fn finish(mut self) -> Found {
        if let Some(at) = self.handle_at.filter(|_| self.has_people) {
            self.add(Holds::Contact, at);
        }
        if let Some(at) = self.bare_clave_at.filter(|_| self.has_online) {
            self.add(Holds::WayIn, at);
        }
        self.found.is_open = self.waiting.is_some() || self.last == Class::Strong;
        self.found
    }

    /// Digits, alone or in groups; or a word that begins with one.
    fn digits(&mut self, has_plus: bool) {
        let at = self.at + usize::from(has_plus);
        let word = Word::at(self.text, at);
        if word.has_letter && !matches!(self.byte(word.end - 1), b'x' | b'X') {
            self.at = at;
            return self.word();
        }
        let waiting = self.waiting.take();
        if let Some(waiting) = waiting.filter(|waiting| waiting.what.is_some()) {
            self.add(Holds::WayIn, waiting.at);
        }
        let said = Said {
            is_phone: self.since_phone <= PHONE_WORDS_MAX,
            scope: self.scope,
        };
        let row = row(self.text, at, has_plus, said);
        if let Some(held_at) = row.held_at {
            // A meeting's number behind the name of its service has no hyphens.
            let is_meeting = self.last == Class::Online && row.is_spaced && !has_plus;
            let held = if is_meeting {
                Holds::WayIn
            } else {
                Holds::Contact
            };
            self.add(held, held_at - usize::from(has_plus && held_at == at));
        }
        if self.byte(row.end) == b'#' && row.end - at >= 6 {
            self.add(Holds::WayIn, at);
        }
        self.number = (at, 1);
        self.last = Class::Any;
        self.at = row.end.max(at + 1);
    }

    fn word(&mut self) {
        if self.at >= self.host_until && self.dotted() {
            return;
        }
        let at = self.at;
        let word = Word::at(self.text, at);
        self.at = word.end;
        let class = word.class();
        if word.has_digit {
            match word.class_before_digits() {
                Class::Strong | Class::Weak(_) => self.add(Holds::WayIn, at),
                _ => {}
            }
        }
        self.since_phone = self.since_phone.saturating_add(1);
        self.named(&word, class);
        self.counted(class, at);
        self.meant(class, at);
        if word.has_digit {
            self.number = (at, 1);
        }
        self.last = class;
        self.last_was_la = word.is_la();
    }

    /// A web address, or a name with dots, that begins here. Whether it was taken whole.
    fn dotted(&mut self) -> bool {
        let bytes = self.rest().as_bytes();
        let is_of_host = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        let length = bytes.iter().take_while(is_of_host).count();
        let end = self.at + length;
        self.host_until = end;
        let host = self.text.get(self.at..end).unwrap_or_default();
        let host = host.trim_end_matches(['.', '-']);
        let after = self.text.get(end..).unwrap_or_default();
        let is_whole = after.starts_with("://")
            || (host.contains('.') && after.starts_with(['/', '?']))
            || host
                .get(..4)
                .is_some_and(|www| www.eq_ignore_ascii_case("www."));
        if is_whole {
            let is_end = |c: char| c.is_whitespace() || ",;<>()[]{}\"'|»”".contains(c);
            let length = self.rest().find(is_end).unwrap_or(self.rest().len());
            let address = self.rest().get(..length).unwrap_or_default();
            if let Some(held) = judge(address) {
                self.add(held, self.at);
            }
            self.waiting = None;
            self.last = Class::Any;
            self.at += length.max(1);
            return true;
        }
        if let Some(held) = host.contains('.').then(|| judge_host(host)).flatten() {
            self.add(held, self.at);
        }
        false
    }

    /// Whether this word is what a word before it names.
    fn named(&mut self, word: &Word, class: Class) {
        let Some(mut waiting) = self.waiting.take() else {
            return;
        };
        let Some(what) = waiting.what else {
            return;
        };
        if word.has_digit {
            return self.add(Holds::WayIn, waiting.at);
        }
        waiting.words += 1;
        match class {
            Class::Is => waiting.is_said = true,
            Class::Which | Class::Online => waiting.is_named = true,
            Class::Between => {}
            Class::Weak(Weak::Code) if what == Weak::Pass => {
                return self.add(Holds::WayIn, waiting.at);
            }
            Class::Rest | Class::At | Class::Weak(_) | Class::Strong => return,
            _ => {
                let is_told = waiting.is_said
                    && matches!(what, Weak::Pass | Weak::Pin | Weak::Code)
                    || waiting.is_named
                        && !matches!(what, Weak::Id | Weak::Pass)
                        && !waiting.is_doubtful;
                if is_told {
                    self.add(Holds::WayIn, waiting.at);
                } else if what == Weak::Clave && !waiting.is_doubtful {
                    self.bare_clave_at.get_or_insert(waiting.at);
                }
                return;
            }
        }
        if waiting.words <= BETWEEN_MAX {
            self.waiting = Some(waiting);
        }
    }

    /// `4711 is the code`.
    fn counted(&mut self, class: Class, at: usize) {
        let (number_at, state) = self.number;
        self.number.1 = match (class, state) {
            (Class::Is, 1 | 2) => 2,
            (Class::Between | Class::Which | Class::Online, 2) => 2,
            (Class::Weak(what), 2) if what != Weak::Id => {
                self.add(Holds::WayIn, number_at.min(at));
                0
            }
            _ => 0,
        };
    }

    /// What this word begins by itself.
    fn meant(&mut self, class: Class, at: usize) {
        let waiting = |what, walk: &Self| Waiting {
            at,
            what,
            words: 0,
            is_said: false,
            is_named: matches!(walk.last, Class::Which | Class::Online),
            is_doubtful: walk.last_was_la,
        };
        match class {
            Class::Strong => self.add(Holds::WayIn, at),
            Class::Weak(what) if self.last != Class::OtherCode => {
                self.waiting = Some(waiting(Some(what), self));
            }
            Class::Online => self.has_online = true,
            Class::Phone => {
                self.since_phone = 0;
                self.found.speaks_of_contact = true;
                self.has_people = true;
            }
            Class::Pay => {
                self.has_people = true;
                self.found.speaks_of_contact = true;
                self.waiting = Some(waiting(None, self));
            }
            Class::App if self.last == Class::Cash => {
                self.has_people = true;
                self.waiting = Some(waiting(None, self));
            }
            Class::Social => self.has_people = true,
            Class::At => {
                self.has_at = true;
                let is_in_brackets = self
                    .text
                    .get(..at)
                    .unwrap_or_default()
                    .ends_with(['(', '['])
                    && matches!(self.byte(self.at), b')' | b']');
                if is_in_brackets {
                    self.add(Holds::Contact, self.run_at);
                }
            }
            Class::Arroba => self.add(Holds::Contact, self.run_at),
            Class::MailHost if self.last == Class::At => self.add(Holds::Contact, at),
            Class::Ending if self.last == Class::Dot && self.has_at => {
                self.add(Holds::Contact, at);
            }
            _ => {}
        }
    }

    fn sign(&mut self, letter: char) {
        let at = self.at;
        self.at += letter.len_utf8();
        match letter {
            '\n' | '\r' => {
                self.run_at = self.at;
                self.forget();
            }
            _ if letter.is_whitespace() => self.run_at = self.at,
            ':' | '=' => {
                if let Some(waiting) = self.waiting.take() {
                    let held = waiting.what.map_or(Holds::Contact, |_| Holds::WayIn);
                    self.add(held, waiting.at);
                }
            }
            '@' => self.at_sign(at),
            '$' => {
                let word = Word::at(self.text, self.at);
                // A name in Cash App begins with a letter, an amount of money doesn't.
                if word.has_letter && !self.digit_at(self.at) {
                    self.add(Holds::Contact, at);
                }
            }
            ',' => {
                if self.byte(self.at) == b',' && self.digit_at(self.at + 1) {
                    self.add(Holds::WayIn, at);
                }
                self.waiting = None;
            }
            '.' | '!' | '?' | ';' => {
                let next = self.rest().chars().next();
                if letter != '.' || next.is_none_or(char::is_whitespace) {
                    self.forget();
                }
            }
            '(' | ')' | '[' | ']' => self.waiting = None,
            _ if is_unseen(letter) => {}
            _ => {}
        }
    }

    /// The end of a sentence or a line. `No.` and `tel.` are neither; what they say goes on.
    fn forget(&mut self) {
        if !matches!(self.last, Class::Between | Class::Phone) {
            self.waiting = None;
            self.number.1 = 0;
            self.last = Class::Any;
        }
    }

    /// An email address, or a name by which somebody is known elsewhere.
    fn at_sign(&mut self, at: usize) {
        let rest = self.rest();
        let is_of_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
        let host = rest.find(|c| !is_of_host(c)).unwrap_or(rest.len());
        let host = rest
            .get(..host)
            .unwrap_or_default()
            .trim_matches(['.', '-']);
        let before = self.text.get(self.run_at..at).unwrap_or_default();
        let has_name = before.ends_with(|c: char| c.is_alphanumeric() || "._%+-".contains(c));
        let begins_with_letter = host.starts_with(char::is_alphabetic);
        if has_name {
            let is_mail = host.contains('.') || Word::at(host, 0).class() == Class::MailHost;
            if is_mail && !host.is_empty() {
                self.add(Holds::Contact, self.run_at);
            }
        } else if begins_with_letter && host.chars().nth(2).is_some() {
            self.handle_at.get_or_insert(at);
        }
    }
}
