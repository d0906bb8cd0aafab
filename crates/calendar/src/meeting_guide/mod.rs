//! Reads Meeting Guide JSON (also called TSML): the array of meetings that a fellowship publishes.
//!
//! Real feeds are written by many programs and many hands. [`read`] imports what is right and
//! lists what is wrong, by meeting and field; one bad meeting never loses the others. It takes the
//! array apart entry by entry, so memory follows the longest entry and the limits, not the file.
//!
//! What a meeting's numbers and letters mean is decided here once: attendance from the host of its
//! link, its phone, its types and its address; types by the fellowship's own table; the zone by
//! what the feed says, and never by a guess.

mod attendance;
mod day_names;
pub(crate) mod entry;
mod extra;
mod form_problem;
mod link;
mod meeting;
mod people;
mod place;
mod problem;
pub(crate) mod reader;
mod refusal;
pub(crate) mod split;
mod street;
pub(crate) mod text;
mod twins;
pub(crate) mod types;
mod when;

pub use form_problem::FormFault;
pub(crate) use link::CONFERENCE_HOSTS;
pub use link::conference_provider;
pub use meeting::{Contact, Entity, Links, Meeting, Online, Payment, Place, Point};
pub use problem::{Done, Fault, Problem};
pub use refusal::Refusal;

use crate::fellowship::Fellowship;
use crate::zone::Zone;
use reader::Reader;
use split::Split;

/// How people can come to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attendance {
    InPerson,
    Online,
    /// In the room and online at once.
    Hybrid,
    /// Listed, but nobody can come at present.
    Inactive,
}

/// How much of a feed is taken. Each limit is far above the feeds of whole countries.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A feed with more bytes is refused unread: real ones hold one or two kilobytes a meeting, so
    /// this is some forty thousand of them, more than the largest fellowships list in a country.
    pub bytes_max: usize,
    /// Entries beyond this are not read.
    pub meetings_max: usize,
    /// One entry may hold so many bytes; the longest real ones hold 6 kB.
    pub meeting_bytes_max: usize,
    /// So many problems are listed; the rest is counted.
    pub problems_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_max: 64 * 1024 * 1024,
            meetings_max: 40_000,
            meeting_bytes_max: 128 * 1024,
            problems_max: 2_000,
        }
    }
}

/// What the reader must be told, because the feed doesn't say it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whose type codes these are.
    pub fellowship: &'static Fellowship,
    /// The zone of meetings that name none, if whoever imports knows it.
    pub zone: Option<Zone>,
    pub limits: Limits,
}

/// What came of reading a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub meetings: Vec<Meeting>,
    pub problems: Vec<Problem>,
    /// Problems beyond the limit, only counted.
    pub problems_unlisted: usize,
    /// Meetings that are in the feed and were left out, as far as they told their slug: what is
    /// known of them from earlier should be kept.
    pub left_out: Vec<String>,
    /// Whether a meeting was left out that nobody can name: any meeting that is absent from this
    /// reading may be that one.
    pub has_unnamed_losses: bool,
    /// Entries in the feed, good and bad, as far as it was read.
    pub entries: usize,
    /// Whether the feed was read to its end. If not, a meeting that is absent may be in the part
    /// that wasn't read.
    pub is_whole: bool,
}

/// Whether a text is an `https` address that may become a link, by the same rules that a feed's
/// links are held to.
#[must_use]
pub fn is_secure_link(text: &str) -> bool {
    link::web_address(text).is_some_and(|address| address == text && text.starts_with("https://"))
}

/// What a sentence quotes of a wrong value.
pub(crate) fn quoted(text: &str) -> String {
    entry::found(text)
}

/// The field by which a community says that people can join a meeting from afar and that the link
/// is told to its members. No public feed holds such a link, and without it other readers take the
/// meeting for one that nobody can come to.
pub(crate) const FOR_MEMBERS: &str = "conference_for_members";

/// The field in which a community says how long a meeting lasts that lasts longer than readers
/// believe of its start and end.
pub(crate) const DURATION_MINUTES: &str = "duration_minutes";
/// So long a meeting may be by its start and end alone.
pub(crate) const DURATION_MINUTES_PLAUSIBLE: u16 = when::DURATION_MINUTES_PLAUSIBLE;

/// The specification's limit of a name, in characters.
pub(crate) const NAME_CHARS_MAX: usize = meeting::NAME_CHARS_MAX;
/// Where notes are cut, in characters.
pub(crate) const NOTES_CHARS_MAX: usize = entry::NOTES_CHARS_MAX;
/// Where texts of one line are cut, in characters.
pub(crate) const LINE_CHARS_MAX: usize = entry::LINE_CHARS_MAX;

/// Letters, digits and `- _ . ~` of a text, anything else a hyphen, one at a time.
pub(crate) fn slugged(text: &str) -> String {
    meeting::slugged(text)
}

/// Reads a feed.
///
/// # Errors
/// When there is nothing to read meetings from: the feed is too large, empty, a web page, not a
/// list, or followed by something that shows it isn't a feed.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, Refusal> {
    let bytes = reader::within_limits(bytes, options)?;
    let mut split = Split::new(bytes, options.limits.meeting_bytes_max)?;
    let mut reader = Reader::new(options);
    reader.take_all(&mut split, Reader::take);
    if reader.is_whole() && !split.rest_is_blank() {
        return Err(Refusal::TrailingText);
    }
    Ok(reader.finish())
}
