//! Takes a JSON array apart into the bytes of its elements, without building any of them, and
//! goes on behind an element that is broken.

use super::refusal::Refusal;

/// How often the splitter looks for the next element behind a broken one. Each look may read one
/// element's limit of bytes again, so this bounds the time a hostile feed can take.
const RESYNC_TRIES_MAX: usize = 1_000;

/// What the splitter finds next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// The bytes of one element.
    Entry(&'a [u8]),
    /// An element longer than the limit was passed over.
    TooLong { bytes_max: usize },
    /// An element that doesn't end properly was passed over.
    Broken,
    /// The array's closing bracket.
    End,
    /// The bytes end before the array does.
    CutShort,
}

#[derive(Debug)]
pub(crate) struct Split<'a> {
    bytes: &'a [u8],
    at: usize,
    element_bytes_max: usize,
    resync_tries: usize,
    is_over: bool,
}

/// How an element ends.
enum Edge {
    /// Before the comma or bracket at this offset.
    At(usize),
    /// It passes the limit.
    TooLong,
    /// It lacks a bracket, and what follows it begins at this offset.
    Broken { next: usize },
    /// The bytes end within it.
    Never,
}

impl<'a> Split<'a> {
    pub(crate) fn new(bytes: &'a [u8], element_bytes_max: usize) -> Result<Self, Refusal> {
        let start = bytes
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())
            .ok_or(Refusal::Empty)?;
        match bytes[start] {
            b'[' => Ok(Self {
                bytes,
                at: start + 1,
                element_bytes_max,
                resync_tries: 0,
                is_over: false,
            }),
            b'<' => Err(Refusal::WebPage),
            b'{' => Err(Refusal::NotAList),
            _ => Err(Refusal::NotJson),
        }
    }

    /// The next piece; `None` behind [`Piece::End`] and [`Piece::CutShort`].
    pub(crate) fn next_piece(&mut self) -> Option<Piece<'a>> {
        if self.is_over {
            return None;
        }
        let piece = self.piece();
        self.is_over = matches!(piece, Piece::End | Piece::CutShort);
        Some(piece)
    }

    /// Whether nothing but white space is left.
    pub(crate) fn rest_is_blank(&self) -> bool {
        self.is_blank_from(self.at)
    }

    fn piece(&mut self) -> Piece<'a> {
        self.skip_blanks_and_commas();
        let start = self.at;
        match self.bytes.get(start) {
            None => return Piece::CutShort,
            Some(b']') => {
                self.at += 1;
                return Piece::End;
            }
            Some(_) => {}
        }
        match self.edge(start) {
            Edge::At(end) => {
                self.at = end;
                Piece::Entry(self.bytes[start..end].trim_ascii_end())
            }
            Edge::TooLong => self.pass_over(
                start,
                Piece::TooLong {
                    bytes_max: self.element_bytes_max,
                },
            ),
            Edge::Broken { next } => {
                self.at = next;
                Piece::Broken
            }
            Edge::Never => self.pass_over(start, Piece::Broken),
        }
    }

    fn skip_blanks_and_commas(&mut self) {
        while let Some(byte) = self.bytes.get(self.at)
            && (byte.is_ascii_whitespace() || *byte == b',')
        {
            self.at += 1;
        }
    }

    /// Where the element that begins at `start` ends.
    fn edge(&self, start: usize) -> Edge {
        let limit = start.saturating_add(self.element_bytes_max);
        let mut open = Open::default();
        let mut in_text = false;
        // The last byte that is not white space; a text is its closing mark.
        let mut last = b' ';
        let mut at = start;
        while let Some(byte) = self.bytes.get(at) {
            if at >= limit {
                return Edge::TooLong;
            }
            match (in_text, byte) {
                (true, b'\\') => at += 1,
                // A line can't end within a text: whoever wrote this forgot a quotation mark, and
                // the damage ends here.
                (true, b'"' | b'\n') => in_text = false,
                (true, _) => {}
                (false, b'"') => in_text = true,
                // In an object a brace follows a colon. This one is the next element's: the one
                // before it lacks its own closing brace.
                (false, b'{') if open.is_in_object() && last != b':' => {
                    return Edge::Broken { next: at };
                }
                (false, b'{' | b'[') => open.push(*byte),
                (false, b',' | b']') if open.is_empty() => return Edge::At(at),
                (false, b'}') if open.is_empty() => return Edge::Broken { next: at + 1 },
                // The list's own end, behind an element that lacks its closing brace.
                (false, b']') if !open.holds_list() && self.is_blank_from(at + 1) => {
                    return Edge::Broken { next: at };
                }
                (false, b'}' | b']') => open.close(*byte),
                (false, _) => {}
            }
            if !in_text && !byte.is_ascii_whitespace() {
                last = *byte;
            }
            at += 1;
        }
        if open.was_closed && open.is_empty() && !in_text {
            Edge::At(at.min(self.bytes.len()))
        } else {
            Edge::Never
        }
    }

    fn is_blank_from(&self, at: usize) -> bool {
        self.bytes
            .get(at..)
            .is_some_and(|rest| rest.iter().all(u8::is_ascii_whitespace))
    }

    /// Goes on at the next thing that looks like the start of an element: a brace that follows a
    /// closing brace and a comma.
    fn pass_over(&mut self, start: usize, piece: Piece<'a>) -> Piece<'a> {
        self.resync_tries += 1;
        if self.resync_tries > RESYNC_TRIES_MAX {
            self.at = self.bytes.len();
            return Piece::CutShort;
        }
        match self.next_start(start) {
            Some(at) => {
                self.at = at;
                piece
            }
            None => {
                self.at = self.bytes.len();
                match piece {
                    // The last element, and the bytes end within it.
                    Piece::Broken => Piece::CutShort,
                    other => other,
                }
            }
        }
    }

    fn next_start(&self, start: usize) -> Option<usize> {
        let mut seen = [0_u8; 2];
        for (offset, byte) in self.bytes[start..].iter().enumerate() {
            if byte.is_ascii_whitespace() {
                continue;
            }
            if *byte == b'{' && seen == *b"}," {
                return Some(start + offset);
            }
            seen = [seen[1], *byte];
        }
        None
    }
}

/// The brackets that an element has opened and not closed yet; no more than it has bytes.
#[derive(Debug, Default)]
struct Open {
    kinds: Vec<u8>,
    /// How many of them open a list.
    lists: usize,
    /// Whether all that it opened was closed again at some time.
    was_closed: bool,
    /// How many brackets were looked at to close others.
    #[cfg(test)]
    looks: usize,
}

impl Open {
    fn push(&mut self, kind: u8) {
        self.kinds.push(kind);
        self.lists += usize::from(kind == b'[');
    }

    fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    fn is_in_object(&self) -> bool {
        self.kinds.last() == Some(&b'{')
    }

    fn holds_list(&self) -> bool {
        self.lists > 0
    }

    /// Closes what a bracket belongs to, and with it whatever was left open inside. A bracket that
    /// belongs to nothing is passed over: the element is no JSON, and its end is still its end.
    ///
    /// Whatever it looks at it closes, so an element costs no more looks than it opens brackets.
    fn close(&mut self, bracket: u8) {
        let (kind, is_there) = match bracket {
            b'}' => (b'{', self.kinds.len() > self.lists),
            _ => (b'[', self.holds_list()),
        };
        while is_there && let Some(open) = self.kinds.pop() {
            #[cfg(test)]
            {
                self.looks += 1;
            }
            self.lists -= usize::from(open == b'[');
            self.was_closed = self.kinds.is_empty();
            if open == kind {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut split = Split::new(text.as_bytes(), 40).unwrap();
        let mut found = Vec::new();
        while let Some(piece) = split.next_piece() {
            found.push(match piece {
                Piece::Entry(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                other => format!("{other:?}"),
            });
        }
        found
    }

    #[test]
    fn elements_come_one_by_one() {
        assert_eq!(
            pieces(r#"[ {"a":"]},{"} , [1,{}] ,2 , ]"#),
            [r#"{"a":"]},{"}"#, "[1,{}]", "2", "End"]
        );
        assert_eq!(pieces("[]"), ["End"]);
    }

    #[test]
    fn the_end_of_the_bytes_shows() {
        assert_eq!(pieces(r#"[{"a":1},{"b"#), [r#"{"a":1}"#, "CutShort"]);
        assert_eq!(pieces(r#"[{"a":1}"#), [r#"{"a":1}"#, "CutShort"]);
        assert_eq!(pieces("["), ["CutShort"]);
    }

    #[test]
    fn a_missing_quotation_mark_costs_one_element() {
        assert_eq!(
            pieces(r#"[{"a":"x},{"b":1},{"c":2}]"#),
            ["Broken", r#"{"b":1}"#, r#"{"c":2}"#, "End"]
        );
    }

    #[test]
    fn a_missing_bracket_costs_one_element() {
        // The closing brace of the second, with and without its comma, and of the last.
        assert_eq!(
            pieces(r#"[{"a":1},{"b":{"x":2},{"c":3}]"#),
            [r#"{"a":1}"#, "Broken", r#"{"c":3}"#, "End"]
        );
        assert_eq!(
            pieces(r#"[{"a":1},{"b":[2] {"c":3}]"#),
            [r#"{"a":1}"#, "Broken", r#"{"c":3}"#, "End"]
        );
        assert_eq!(
            pieces("[{\"a\":1},{\"b\":2\n]\n"),
            [r#"{"a":1}"#, "Broken", "End"]
        );
        // The closing and the opening bracket of a list in the second; the reader refuses it.
        assert_eq!(
            pieces(r#"[{"a":1},{"b":["x","y"},{"c":3}]"#),
            [r#"{"a":1}"#, r#"{"b":["x","y"}"#, r#"{"c":3}"#, "End"]
        );
        assert_eq!(
            pieces(r#"[{"a":1},{"b":"x","y"]},{"c":3}]"#),
            [r#"{"a":1}"#, r#"{"b":"x","y"]}"#, r#"{"c":3}"#, "End"]
        );
    }

    #[test]
    fn a_brace_too_many_costs_itself() {
        assert_eq!(
            pieces(r#"[{"a":1}},{"b":2}]"#),
            ["Broken", r#"{"b":2}"#, "End"]
        );
    }

    #[test]
    fn an_element_beyond_the_limit_costs_itself() {
        let long = format!(r#"[{{"a":"{}"}},{{"b":1}}]"#, "x".repeat(100));
        assert_eq!(
            pieces(&long),
            ["TooLong { bytes_max: 40 }", r#"{"b":1}"#, "End"]
        );
    }

    #[test]
    fn brackets_that_close_nothing_cost_nothing() {
        for (opening, stray, closing) in [(b'{', b']', b'}'), (b'[', b'}', b']')] {
            let mut open = Open::default();
            (0..1_000).for_each(|_| open.push(opening));
            (0..10_000).for_each(|_| open.close(stray));
            assert_eq!((open.kinds.len(), open.looks), (1_000, 0));
            (0..1_000).for_each(|_| open.close(closing));
            assert!(open.is_empty() && open.was_closed);
            assert_eq!(open.looks, 1_000);
        }
        let mut mixed = Open::default();
        b"{[{[{".iter().for_each(|kind| mixed.push(*kind));
        mixed.close(b']');
        assert_eq!(mixed.kinds, b"{[{");
        assert!(mixed.holds_list() && !mixed.was_closed);
    }

    #[test]
    fn time_is_bounded_for_a_feed_made_of_broken_starts() {
        let text = format!("[{}", r#"{"},"#.repeat(50_000));
        assert_eq!(pieces(&text).last().map(String::as_str), Some("CutShort"));
    }
}
