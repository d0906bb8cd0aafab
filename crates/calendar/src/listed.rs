//! A meeting as a community publishes it: everything that strangers may know, and nothing else.
//!
//! There is no field for a link to join, a passcode, or somebody to ask. What members alone may
//! know can't get into a feed by an oversight of whoever writes one.

use jiff::civil::Time;

use crate::fellowship::Fellowship;
use crate::for_members::{self, told_address, told_link, told_name};
use crate::meeting_guide::text::{line, lines, shortened};
use crate::meeting_guide::types::without_the_room;
use crate::meeting_guide::{Attendance, LINE_CHARS_MAX, NAME_CHARS_MAX, NOTES_CHARS_MAX, Point};
use crate::schedule::Days;
use crate::zone::Zone;

/// A group's meeting that comes back every week, or by appointment. Texts that nobody wrote are
/// empty.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Names the meeting for ever; at most 64 characters that an address can hold.
    pub slug: String,
    /// The same as a number, above 0.
    pub number: i64,
    pub name: String,
    /// Empty by appointment.
    pub days: Days,
    /// `None` by appointment.
    pub start: Option<Time>,
    pub duration_minutes: u16,
    /// `None` when nobody has said it; it is never guessed.
    pub zone: Option<Zone>,
    pub attendance: Attendance,
    /// Whose type codes these are; without one the codes mean nothing and are left out.
    pub fellowship: Option<&'static Fellowship>,
    pub types: Vec<String>,
    pub notes: String,
    /// The building.
    pub place: String,
    pub place_notes: String,
    /// In one line; of an approximate place at most the town.
    pub address: String,
    pub is_approximate: bool,
    /// From general to specific.
    pub regions: Vec<String>,
    pub point: Option<Point>,
    /// The group that holds the meeting, where that has another name.
    pub group: String,
    pub website: String,
    /// With its `@`.
    pub venmo: String,
    /// With its `$`.
    pub square: String,
    pub paypal: String,
    /// The meeting's own page.
    pub url: String,
    /// Milliseconds since the epoch.
    pub updated_ms: i64,
}

/// Who publishes.
#[derive(Clone, Debug, Default)]
pub struct Publisher {
    pub name: String,
    /// The address under which the community is found, without a slash at its end.
    pub website: String,
}

impl Listed {
    /// Whether it has a day and a time.
    #[must_use]
    pub fn has_time(&self) -> bool {
        !self.days.is_empty() && self.start.is_some()
    }

    /// Whether its place may be shown: somebody can go there, and it is known exactly.
    pub(crate) fn has_exact_place(&self) -> bool {
        self.attendance.is_in_person() && !self.is_approximate
    }

    /// The address as far as it may be shown. Nobody goes to the street of a meeting that is held
    /// online.
    pub(crate) fn shown_address(&self) -> String {
        match self.has_exact_place() || self.is_approximate {
            true => told_address(&one_line(&self.address, LINE_CHARS_MAX)).into_owned(),
            false => String::new(),
        }
    }

    /// The building, if somebody can go there.
    pub(crate) fn shown_place(&self) -> String {
        match self.attendance.is_in_person() {
            true => told_name(&one_line(&self.place, LINE_CHARS_MAX)).to_owned(),
            false => String::new(),
        }
    }

    pub(crate) fn shown_place_notes(&self) -> String {
        match self.attendance.is_in_person() {
            true => note(&self.place_notes),
            false => String::new(),
        }
    }

    /// The point, where the place is exact. Two zeros are a field that nobody filled in.
    pub(crate) fn shown_point(&self) -> Option<Point> {
        self.point.filter(|point| {
            self.has_exact_place() && (point.latitude, point.longitude) != (0.0, 0.0)
        })
    }

    pub(crate) fn shown_name(&self) -> String {
        told_name(&one_line(&self.name, NAME_CHARS_MAX)).to_owned()
    }

    pub(crate) fn shown_group(&self) -> String {
        told_name(&one_line(&self.group, LINE_CHARS_MAX)).to_owned()
    }

    /// Its page on the web, unless that leads into a call.
    pub(crate) fn shown_website(&self) -> String {
        told_link(&one_line(&self.website, LINE_CHARS_MAX)).to_owned()
    }

    pub(crate) fn shown_regions(&self) -> Vec<String> {
        let regions = self.regions.iter();
        let told =
            regions.map(|region| told_address(&one_line(region, LINE_CHARS_MAX)).into_owned());
        told.filter(|region| !region.is_empty()).collect()
    }

    /// The codes as the fellowship's table has them, each once. What is said about a room goes
    /// where there is none, and open goes where closed stands as well.
    pub(crate) fn shown_types(&self) -> Vec<&'static str> {
        let mut codes: Vec<&'static str> = Vec::new();
        let Some(fellowship) = self.fellowship else {
            return codes;
        };
        for known in self
            .types
            .iter()
            .filter_map(|code| fellowship.meeting_type(code))
        {
            if !codes.contains(&known.code) {
                codes.push(known.code);
            }
        }
        if codes.contains(&"C") {
            codes.retain(|code| *code != "O");
        }
        if !self.attendance.is_in_person() {
            without_the_room(&mut codes);
        }
        codes
    }
}

/// A note as far as everybody may read it.
pub(crate) fn note(text: &str) -> String {
    // What markup hides is told by what reads it.
    let text = settled(text, lines);
    shortened(&for_members::parts(&text).told, NOTES_CHARS_MAX).to_owned()
}

/// A text as one line without markup, control characters and marks that turn the direction.
pub(crate) fn one_line(text: &str, chars_max: usize) -> String {
    shortened(&settled(text, line), chars_max).to_owned()
}

/// A text that says the same to programs that read markup and to those that don't. What stands in
/// angle brackets would be lost to the first and could be run by the second, so they become
/// brackets that mean nothing.
fn settled(text: &str, read: fn(&str) -> String) -> String {
    // Markup that was escaped over and over; a reader goes no deeper.
    const PASSES_MAX: usize = 4;
    let mut text = text.to_owned();
    for _ in 0..PASSES_MAX {
        let next = read(&text.replace('<', "\u{2039}").replace('>', "\u{203a}"));
        if next == text {
            break;
        }
        text = next;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_words_and_marks_go() {
        let shown = |text: &str| one_line(text, 99);
        assert_eq!(shown("Tuesday <Circle>"), "Tuesday ‹Circle›");
        assert_eq!(
            shown("<script>go()</script> &lt;b&gt;ages <18"),
            "‹script›go()‹/script› ages ‹18"
        );
        assert_eq!(shown("&amp;amp;amp;amp;lt;b>"), "‹b›");
        assert_eq!(shown("Ho\u{202e}pe\u{0}\n\u{200f}here"), "Hope here");
        assert_eq!(one_line("añb", 2), "añ");
    }

    #[test]
    fn a_note_with_the_way_in_is_told_to_nobody() {
        assert_eq!(note("Side door.\nBring tea."), "Side door.\nBring tea.");
        assert_eq!(note("Side door. Zoom ID: 466 1572 1721, pw hope"), "");
        assert_eq!(note("Side door. P<b></b>w hope &#112;wd 4711"), "");
    }
}
