//! Numbers by which somebody is reached, told apart from addresses, postcodes, dates and times by
//! how their digits stand in groups.

use super::scan::Scope;

/// So many groups has the longest phone number that is written apart.
const GROUPS_MAX: usize = 6;
/// The longest number of the world's plan has fifteen; anything longer is counted as this.
const DIGITS_MAX: u8 = 20;

/// What stands between two groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// Nothing that belongs to the number.
    Start,
    Space,
    Hyphen,
    Dot,
    Slash,
}

#[derive(Clone, Copy, Debug)]
struct Digits {
    at: usize,
    count: u8,
    /// Of the first four, as a number.
    value: u16,
    before: Sign,
}

/// Digits in groups that follow one another, as far as they reach.
pub(super) struct Row {
    pub(super) end: usize,
    /// Where the first phone or meeting number in it begins.
    pub(super) held_at: Option<usize>,
    /// Whether it is written as a meeting's number is and a phone's isn't: with spaces at most.
    pub(super) is_spaced: bool,
}

/// What was said before a number.
#[derive(Clone, Copy)]
pub(super) struct Said {
    /// `Call`, `tel.`, `llama`.
    pub(super) is_phone: bool,
    pub(super) scope: Scope,
}

/// Reads the row of digits that begins here, and is begun by a plus sign if `has_plus`.
pub(super) fn row(text: &str, at: usize, has_plus: bool, said: Said) -> Row {
    let bytes = text.as_bytes();
    let mut row = Row {
        end: at,
        held_at: None,
        is_spaced: true,
    };
    let mut last: [Digits; GROUPS_MAX] = [Digits {
        at,
        count: 0,
        value: 0,
        before: Sign::Start,
    }; GROUPS_MAX];
    let (mut known, mut total, mut groups) = (0_usize, 0_u32, 0_usize);
    // A Japanese postcode has the shape of a short phone number, and a sign of its own.
    let is_postcode = text.get(..at).unwrap_or_default().ends_with('〒');
    let mut next = Some((at, Sign::Start));
    while let Some((start, before)) = next {
        let digits = digits_at(bytes, start, before);
        let end = start + bytes_run(bytes, start);
        let after = text.get(end..).and_then(|rest| rest.chars().next());
        if groups > 0 && after.is_some_and(|c| c.is_alphabetic() && !matches!(c, 'x' | 'X')) {
            // `2nd`, `7pm`: a word of its own.
            break;
        }
        last.rotate_left(1);
        last[GROUPS_MAX - 1] = digits;
        known = (known + 1).min(GROUPS_MAX);
        groups += 1;
        total += u32::from(digits.count);
        row.end = end;
        row.is_spaced &= matches!(before, Sign::Start | Sign::Space);
        if row.held_at.is_none() && !is_postcode {
            let whole = has_plus && groups <= GROUPS_MAX && (8..=15).contains(&total);
            let found = (1..=known).rev().find_map(|count| {
                let window = &last[GROUPS_MAX - count..];
                is_number(window, said).then(|| window[0].at)
            });
            row.held_at = if whole { Some(at) } else { found };
        }
        next = sign_after(text, end);
    }
    row
}

fn bytes_run(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn digits_at(bytes: &[u8], at: usize, before: Sign) -> Digits {
    let count = bytes_run(bytes, at);
    let rest = bytes.get(at..at + count.min(4)).unwrap_or_default();
    Digits {
        at,
        count: u8::try_from(count).unwrap_or(DIGITS_MAX).min(DIGITS_MAX),
        value: rest
            .iter()
            .fold(0, |value, byte| value * 10 + u16::from(byte - b'0')),
        before,
    }
}

/// What stands behind a group, if another group follows: at most three signs, `) -`.
fn sign_after(text: &str, end: usize) -> Option<(usize, Sign)> {
    const SIGNS_MAX: usize = 3;
    let mut sign = Sign::Start;
    for (offset, letter) in text.get(end..)?.char_indices().take(SIGNS_MAX + 1) {
        let own = match letter {
            '0'..='9' if sign != Sign::Start => return Some((end + offset, sign)),
            ' ' | '\u{a0}' | '(' | ')' => Sign::Space,
            '-' | '\u{2010}'..='\u{2014}' => Sign::Hyphen,
            '.' => Sign::Dot,
            '/' => Sign::Slash,
            _ => return None,
        };
        if matches!(sign, Sign::Start | Sign::Space) {
            sign = own;
        }
    }
    None
}

/// Whether these groups are a number by which somebody is reached, or a meeting's.
fn is_number(window: &[Digits], said: Said) -> bool {
    const COUNTS: usize = GROUPS_MAX;
    let mut counts = [0; COUNTS];
    for (count, digits) in counts.iter_mut().zip(window) {
        *count = digits.count;
    }
    let counts = &counts[..window.len().min(COUNTS)];
    let first = window[0];
    let is_joined = matches!(first.before, Sign::Hyphen | Sign::Dot | Sign::Slash);
    let inner = window.get(1..).unwrap_or_default();
    let second = inner.first().map_or(Sign::Start, |digits| digits.before);
    let is_even = inner.iter().all(|digits| digits.before == second);
    // Dates are written with slashes; between a phone's groups at most the first is one.
    let has_slash = inner
        .iter()
        .skip(1)
        .any(|digits| digits.before == Sign::Slash);
    let has_zero = window_begins_with_zero(&first);
    let is_words = said.scope == Scope::Words;
    match counts {
        [9..=15] => is_words || counts[0] >= 10,
        [3, 3, 4] => !has_slash,
        _ if has_slash => false,
        [3, 3 | 4, 3 | 4] => is_words && second != Sign::Slash,
        [4 | 5, 3 | 4, 3 | 4] | [4, 6 | 7] | [3, 7 | 8] | [5, 5 | 6] if has_zero => true,
        [2, 2, 2, 2, 2] => has_zero && is_even,
        [2, 3, 4] => is_words && !is_joined && second != Sign::Slash,
        // A month, a year and an hour look the same.
        [2, 4, 4] => is_words && !is_joined && !is_year(&window[1]) && second != Sign::Slash,
        [2, 3, 2, 2] | [3, 2, 2, 2] => is_words && is_even && !is_joined,
        [3, 6 | 7] => is_words && !is_joined && matches!(second, Sign::Space | Sign::Hyphen),
        [3, 4] if second == Sign::Hyphen && is_words => {
            (!is_joined && first.value >= 200) || said.is_phone
        }
        [7] => is_words && said.is_phone,
        [8] => is_words && said.is_phone && !(1900..=2099).contains(&first.value),
        [3, 4] | [4, 3] | [4, 4] | [3, 2, 2] | [3, 3, 2] | [2, 2, 2, 2] => {
            is_words && said.is_phone
        }
        _ => false,
    }
}

fn window_begins_with_zero(first: &Digits) -> bool {
    let most = 10_u16.pow(u32::from(first.count.min(4)).saturating_sub(1));
    first.count > 1 && first.value < most
}

fn is_year(digits: &Digits) -> bool {
    digits.count == 4 && (1900..=2099).contains(&digits.value)
}
