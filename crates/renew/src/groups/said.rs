//! What is kept of a feed's file: what it says of each meeting in our fields, and what was noticed.
//! The file itself is let go. It may name people with their phones, and nobody here needs them, so
//! nobody here keeps them.

use std::collections::BTreeSet;

use calendar::Language;
use calendar::fellowship::Fellowship;
use calendar::meeting_guide::{self, Meeting, Reading, tells_way_in};
use calendar::schedule::Season;
use serde::{Deserialize, Serialize};

use super::details::{Attendance, Details, weekly};
use super::report::Notices;
use crate::site::lang::Lang;

/// A feed's file, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    /// By slug.
    pub(super) meetings: Vec<(String, Details)>,
    pub(super) left_out: BTreeSet<String>,
    /// Meetings in the file, good and bad.
    pub(super) entries: usize,
    pub(super) is_whole: bool,
    pub(super) has_unnamed_losses: bool,
    /// Meetings whose notes tell how to join; those are for members.
    pub(super) for_members: Vec<String>,
    pub(super) notices: Notices,
}

impl Said {
    pub(super) fn of(reading: &Reading, fellowship: &Fellowship) -> Self {
        let mut said = Self {
            left_out: reading.left_out.iter().cloned().collect(),
            entries: reading.entries,
            is_whole: reading.is_whole,
            has_unnamed_losses: reading.has_unnamed_losses,
            notices: Notices::of(reading),
            ..Self::default()
        };
        for meeting in &reading.meetings {
            let (details, tells) = details(meeting, fellowship);
            if tells {
                said.for_members.push(meeting.slug.clone());
            }
            said.meetings.push((meeting.slug.clone(), details));
        }
        said
    }

    /// Whether a meeting that is not in here is not in the feed.
    pub(super) fn lists_all(&self) -> bool {
        self.is_whole && !self.has_unnamed_losses
    }
}

/// A meeting of a feed as our details, and whether its notes told how to join. Contacts, the
/// group's own email and phone, and the publisher stay behind.
fn details(meeting: &Meeting, fellowship: &Fellowship) -> (Details, bool) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let start = meeting.start.map(|start| {
        u16::from(start.hour().unsigned_abs()) * 60 + u16::from(start.minute().unsigned_abs())
    });
    // Half a time is none: without a day the start says nothing, and the other way round.
    let has_time = start.is_some() && !meeting.days.is_empty();
    let notes = Notes::of(meeting);
    let details = Details {
        name: meeting.name.clone(),
        about: notes.about,
        lang: if speaks_spanish(meeting, fellowship) {
            Lang::Es
        } else {
            Lang::En
        },
        attendance: match meeting.attendance {
            meeting_guide::Attendance::InPerson => Attendance::InRoom,
            meeting_guide::Attendance::Online => Attendance::Online,
            meeting_guide::Attendance::Hybrid => Attendance::Both,
            meeting_guide::Attendance::Inactive => Attendance::Resting,
        },
        rule: weekly(meeting.days).filter(|_| has_time),
        season: Season::default(),
        start_minute: start.filter(|_| has_time),
        duration_minutes: meeting.duration_minutes,
        zone: meeting.zone.clone(),
        place: text(&meeting.place.location),
        address: text(&meeting.place.formatted_address),
        place_notes: notes.place,
        region: meeting.place.regions.join(" > "),
        point: meeting.place.point,
        is_approximate: meeting.place.is_approximate,
        fellowship: fellowship.code.to_owned(),
        types: meeting.types.join(","),
        call_url: text(&meeting.online.url).replacen("http://", "https://", 1),
        call_notes: notes.call,
        call_phone: text(&meeting.online.phone),
        call_phone_notes: text(&meeting.online.phone_notes),
        group_name: text(&meeting.group),
        website: text(&meeting.links.website),
        venmo: text(&meeting.payment.venmo),
        square: text(&meeting.payment.square),
        paypal: text(&meeting.payment.paypal),
    };
    (details, notes.tells)
}

/// A meeting's notes, by who may read them.
#[derive(Default)]
struct Notes {
    about: String,
    place: String,
    /// For members.
    call: String,
    /// Whether a note was taken out of the public ones.
    tells: bool,
}

impl Notes {
    /// Many write the link, the number and the passcode into the notes that everybody reads. Such a
    /// note goes to the members whole: nobody knows which of its sentences can be told without.
    fn of(meeting: &Meeting) -> Self {
        let mut notes = Self::default();
        if let Some(call) = &meeting.online.url_notes {
            add(&mut notes.call, call);
        }
        for note in [&meeting.notes, &meeting.group_notes].into_iter().flatten() {
            let tells = tells_way_in(note);
            notes.tells |= tells;
            add(
                if tells {
                    &mut notes.call
                } else {
                    &mut notes.about
                },
                note,
            );
        }
        if let Some(note) = &meeting.place.location_notes {
            let tells = tells_way_in(note);
            notes.tells |= tells;
            add(
                if tells {
                    &mut notes.call
                } else {
                    &mut notes.place
                },
                note,
            );
        }
        notes
    }
}

fn add(text: &mut String, note: &str) {
    if text.contains(note) {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(note);
}

/// Whether one of the meeting's types is the language: the same letter means other things in other
/// fellowships.
fn speaks_spanish(meeting: &Meeting, fellowship: &Fellowship) -> bool {
    meeting.types.iter().any(|code| {
        fellowship
            .meeting_type(code)
            .is_some_and(|known| known.name(Language::English) == "Spanish")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use calendar::meeting_guide::{Limits, Options, read};

    fn said(fellowship: &str, fields: &str) -> Said {
        let options = Options {
            fellowship: Fellowship::of(fellowship).unwrap(),
            zone: None,
            limits: Limits::default(),
        };
        let feed = format!(r#"[{{"slug":"a","name":"A",{fields}}}]"#);
        Said::of(
            &read(feed.as_bytes(), &options).unwrap(),
            options.fellowship,
        )
    }

    fn only(fellowship: &str, fields: &str) -> Details {
        said(fellowship, fields).meetings.remove(0).1
    }

    #[test]
    fn a_note_that_tells_the_way_in_is_for_members() {
        let fields = r#""notes":"Zoom: https://us02web.zoom.us/j/914798588?pwd=v5raPZ Downstairs.",
            "group_notes":"Tea and biscuits.","location_notes":"Meeting ID: 1 Passcode: 2",
            "conference_url":"https://zoom.us/j/1","conference_url_notes":"Wait a moment.""#;
        let said = said("aa", fields);
        let details = &said.meetings[0].1;
        assert_eq!(details.about, "Tea and biscuits.");
        assert_eq!(details.place_notes, "");
        assert_eq!(
            details.call_notes,
            "Wait a moment.\n\nZoom: https://us02web.zoom.us/j/914798588?pwd=v5raPZ Downstairs.\n\n\
             Meeting ID: 1 Passcode: 2"
        );
        assert_eq!(said.for_members, ["a"]);

        // Without a link in its own field, too.
        assert_eq!(
            only("aa", r#""notes":"pwd=7401928929""#).call_notes,
            "pwd=7401928929"
        );
        assert_eq!(only("aa", r#""notes":"Side door.""#).about, "Side door.");
    }

    #[test]
    fn the_letter_for_spanish_is_asked_of_the_fellowship() {
        assert_eq!(only("aa", r#""types":["S"]"#).lang, Lang::Es);
        assert_eq!(only("aca", r#""types":["S"]"#).lang, Lang::En);
    }

    #[test]
    fn what_is_kept_of_a_file_comes_back_and_names_nobody() {
        let said = said(
            "aa",
            r#""day":1,"time":"19:00","timezone":"America/Lima","notes":"Here.","types":["O","ZZ"],
               "contact_1_name":"Rowan Example","contact_1_email":"rowan at example",
               "contact_1_phone":"+1 371 555 0104","email":"rowan@example.org",
               "paypal":"rowan@example.org""#,
        );
        let kept = serde_json::to_string(&said).unwrap();
        assert_eq!(serde_json::from_str::<Said>(&kept).unwrap(), said);
        assert!(
            !kept.to_lowercase().contains("rowan") && !kept.contains("555"),
            "{kept}"
        );
        assert!(kept.contains("isn't an email address"));
    }
}
