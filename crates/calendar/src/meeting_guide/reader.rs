//! Takes the entries of a feed one by one, whatever form they come in, and gathers what came of
//! them. Each form is turned into the fields of Meeting Guide first, so that there is one place
//! for every rule.

use serde_json::{Map, Value};

use super::entry::{Entry, Log};
use super::problem::{Done, Fault};
use super::refusal::Refusal;
use super::split::{Piece, Split};
use super::text::windows_letter;
use super::{Attendance, Options, Reading, meeting, twins};

/// The bytes of a file behind its byte order mark.
pub(crate) fn within_limits<'a>(bytes: &'a [u8], options: &Options) -> Result<&'a [u8], Refusal> {
    if bytes.len() > options.limits.bytes_max {
        return Err(Refusal::TooLarge {
            megabytes_max: options.limits.bytes_max / (1024 * 1024),
        });
    }
    Ok(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// What a form of feed says in fields that Meeting Guide doesn't have.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    /// How people can come, where the feed says so itself.
    pub(crate) venue: Option<Attendance>,
    /// From 1 to a whole day.
    pub(crate) duration_minutes: Option<u16>,
}

/// The state between two entries.
pub(crate) struct Reader<'a> {
    options: &'a Options,
    reading: Reading,
    pub(crate) log: Log,
    /// What tells each meeting that was read from another with the same slug.
    marks: Vec<twins::Mark>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(options: &'a Options) -> Self {
        Self {
            options,
            reading: Reading::default(),
            log: Log::new(options.limits.problems_max),
            marks: Vec::new(),
        }
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.reading.is_whole
    }

    /// Takes the elements of a JSON array until it ends or a limit is reached.
    pub(crate) fn take_all(
        &mut self,
        split: &mut Split<'_>,
        mut take: impl FnMut(&mut Self, Map<String, Value>),
    ) {
        while let Some(piece) = split.next_piece() {
            match piece {
                Piece::End => {
                    self.end();
                    break;
                }
                Piece::CutShort => {
                    self.note_feed("", Fault::CutShort, Done::LeftOut);
                    break;
                }
                _ if self.is_full() => break,
                Piece::TooLong { bytes_max } => self.refuse(Fault::EntryTooLong { bytes_max }),
                Piece::Broken => self.refuse(Fault::Unreadable),
                Piece::Entry(bytes) => {
                    if let Some(map) = self.object(bytes) {
                        take(self, map);
                    }
                }
            }
        }
    }

    /// Says that the feed was read to its end.
    pub(crate) fn end(&mut self) {
        self.reading.is_whole = true;
    }

    /// Whether there is room for no more entries; says so in the problems.
    pub(crate) fn is_full(&mut self) -> bool {
        let meetings_max = self.options.limits.meetings_max;
        let is_full = self.reading.entries >= meetings_max;
        if is_full {
            self.note_feed("", Fault::TooManyMeetings { meetings_max }, Done::LeftOut);
        }
        is_full
    }

    /// Notes what is wrong with the feed as a whole.
    pub(crate) fn note_feed(&mut self, field: &'static str, fault: Fault, done: Done) {
        self.log.begin(0);
        self.log.note(field, fault, done);
    }

    /// Counts an entry that holds no meeting.
    pub(crate) fn refuse(&mut self, fault: Fault) {
        self.reading.entries += 1;
        self.reading.has_unnamed_losses = true;
        self.log.begin(self.reading.entries);
        self.log.note("", fault, Done::LeftOut);
    }

    /// Begins the next entry. What is noted from here on is about it.
    pub(crate) fn begin(&mut self) {
        self.reading.entries += 1;
        self.log.begin(self.reading.entries);
    }

    /// Leaves out the entry that was begun.
    pub(crate) fn leave_out(&mut self) {
        match self.log.slug() {
            "" => self.reading.has_unnamed_losses = true,
            slug => self.reading.left_out.push(slug.to_owned()),
        }
    }

    /// The object that the bytes of an element hold; anything else is refused. The entry is begun.
    fn object(&mut self, bytes: &[u8]) -> Option<Map<String, Value>> {
        let (value, is_utf8) = match std::str::from_utf8(bytes) {
            Ok(text) => (serde_json::from_str(text), true),
            Err(_) => (serde_json::from_str(&old_encoding(bytes)), false),
        };
        let fault = match value {
            Ok(Value::Object(map)) => {
                self.begin();
                if !is_utf8 {
                    self.log.note("", Fault::NotUtf8, Done::Mended);
                }
                return Some(map);
            }
            Ok(_) => Fault::NotAMeeting,
            Err(_) => Fault::Unreadable,
        };
        self.refuse(fault);
        None
    }

    /// Reads the fields of the entry that was begun as a meeting.
    #[allow(clippy::needless_pass_by_value)] // Takes what the splitter hands on.
    pub(crate) fn take(&mut self, map: Map<String, Value>) {
        self.take_told(&map, Told::default());
    }

    /// As [`Self::take`], with what Meeting Guide has no field for.
    pub(crate) fn take_told(&mut self, map: &Map<String, Value>, told: Told) {
        let mut entry = Entry::new(map, &mut self.log);
        let mark = twins::Mark::of(&entry, self.reading.entries);
        match meeting::read(&mut entry, self.options, told) {
            Some(meeting) => {
                self.reading.meetings.push(meeting);
                self.marks.push(mark);
            }
            None => self.leave_out(),
        }
    }

    pub(crate) fn finish(mut self) -> Reading {
        twins::tell_apart(&mut self.reading, &self.marks, &mut self.log);
        (self.reading.problems, self.reading.problems_unlisted) = self.log.into_problems();
        self.reading
    }
}

/// Bytes that are not UTF-8, as the old encoding of Windows in which each byte is a letter: what
/// spreadsheet exports that get this wrong are written in.
pub(crate) fn old_encoding(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| windows_letter(*byte)).collect()
}
