//! What is kept of a feed's file: what it says of each meeting in our fields, and what was noticed.
//! The file itself is let go. It may name people with their phones, and nobody here needs them, so
//! nobody here keeps them.

use std::collections::BTreeSet;

use calendar::Language;
use calendar::fellowship::Fellowship;
use calendar::for_members::{Holds, holds, holds_in_address, holds_in_link, parts};
use calendar::meeting_guide::{self, Meeting, Reading};
use calendar::schedule::Season;
use serde::{Deserialize, Serialize};

use super::details::{Attendance, Details, weekly};
use super::report::Notices;
use super::told;
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
    /// Meetings that tell how to join, or how to reach somebody, where everybody reads it; that goes
    /// to members.
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

/// A meeting of a feed as our details, and whether something of it went to the members. Contacts,
/// the group's own email and phone, and the publisher stay behind.
fn details(meeting: &Meeting, fellowship: &Fellowship) -> (Details, bool) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let start = meeting.start.map(|start| {
        u16::from(start.hour().unsigned_abs()) * 60 + u16::from(start.minute().unsigned_abs())
    });
    // Half a time is none: without a day the start says nothing, and the other way round.
    let has_time = start.is_some() && !meeting.days.is_empty();
    let lang = if speaks_spanish(meeting, fellowship) {
        Lang::Es
    } else {
        Lang::En
    };
    let mut held = Held::of(meeting);
    let details = Details {
        lang,
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
        about: held.notes([&meeting.notes, &meeting.group_notes]),
        place_notes: held.notes([&meeting.place.location_notes, &None]),
        name: told::name(lang, held.line(&meeting.name)).to_owned(),
        place: told::place(held.line(&text(&meeting.place.location))),
        address: held.address(&text(&meeting.place.formatted_address)),
        region: held.region(&meeting.place.regions),
        point: meeting.place.point,
        is_approximate: meeting.place.is_approximate,
        fellowship: fellowship.code.to_owned(),
        types: meeting.types.join(","),
        group_name: told::place(held.line(&text(&meeting.group))),
        website: held.website(text(&meeting.links.website)),
        call_phone: text(&meeting.online.phone),
        call_phone_notes: text(&meeting.online.phone_notes),
        venmo: text(&meeting.payment.venmo),
        square: text(&meeting.payment.square),
        paypal: text(&meeting.payment.paypal),
        // Last: by now all is in there that the other fields hold back.
        call_url: held.call_url,
        call_notes: held.call_notes,
    };
    (details, held.tells)
}

/// What goes to members, as it comes together. Many write the link, the number and the passcode
/// where everybody reads them, and somebody's phone beside it.
struct Held {
    call_url: String,
    call_notes: String,
    /// Whether anything was taken out of what everybody reads.
    tells: bool,
}

impl Held {
    fn of(meeting: &Meeting) -> Self {
        let url = meeting.online.url.as_deref().unwrap_or_default();
        Self {
            call_url: secure(url),
            call_notes: meeting.online.url_notes.clone().unwrap_or_default(),
            tells: false,
        }
    }

    fn add(&mut self, text: &str) {
        self.tells = true;
        add(&mut self.call_notes, text);
    }

    /// Notes as everybody may read them.
    fn notes(&mut self, notes: [&Option<String>; 2]) -> String {
        let mut told = String::new();
        for note in notes.into_iter().flatten() {
            let parts = parts(note);
            if !parts.held.is_empty() {
                self.add(&parts.held);
            }
            if !parts.told.is_empty() {
                add(&mut told, &parts.told);
            }
        }
        told
    }

    /// A line as it was, once the members have it whole, if it is not for everybody.
    fn line<'a>(&mut self, text: &'a str) -> &'a str {
        if holds(text).is_some() {
            self.add(text);
        }
        text
    }

    fn address(&mut self, text: &str) -> String {
        if holds_in_address(text).is_some() {
            self.add(text);
        }
        told::address(text)
    }

    fn region(&mut self, levels: &[String]) -> String {
        let told: Vec<String> = levels.iter().map(|level| self.address(level)).collect();
        let told: Vec<String> = told.into_iter().filter(|level| !level.is_empty()).collect();
        told.join(" > ")
    }

    /// A page on the web. One that leads into a call is the way to join, if there is no other.
    fn website(&mut self, address: String) -> String {
        let Some(what) = holds_in_link(&address) else {
            return address;
        };
        let address = secure(&address);
        self.tells = true;
        if what == Holds::WayIn && self.call_url.is_empty() {
            self.call_url = address;
        } else if self.call_url != address {
            self.add(&address);
        }
        String::new()
    }
}

fn secure(address: &str) -> String {
    address.replacen("http://", "https://", 1)
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
        read_said(
            fellowship,
            &format!(r#"[{{"slug":"a","name":"A",{fields}}}]"#),
        )
    }

    fn read_said(fellowship: &str, feed: &str) -> Said {
        let options = Options {
            fellowship: Fellowship::of(fellowship).unwrap(),
            zone: None,
            limits: Limits::default(),
        };
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
    fn what_is_for_members_goes_to_them_from_any_field() {
        let fields = r#""name":"Morning Zoom ID 812 3456 7890 pw SECRET1",
            "location":"Zoom passcode SECRET2","group":"Circle https://zoom.us/j/1?pwd=SECRET3",
            "formatted_address":"Zoom pw SECRET4, Springfield, OH 45501, USA",
            "regions":["Ohio","Zoom ID 999 888 7777 passcode SECRET5"],
            "website":"https://us02web.zoom.us/j/812?pwd=SECRET6",
            "notes":"Bring biscuits. Call Jane D. at (408) 555-0199 first.",
            "location_notes":"Reunión por Zoom, código de acceso 778899""#;
        let feed = format!(r#"[{{"slug":"a",{fields}}}]"#);
        let said = read_said("aa", &feed);
        let details = &said.meetings[0].1;
        let told = [
            &details.name,
            &details.place,
            &details.group_name,
            &details.address,
            &details.region,
            &details.website,
            &details.about,
            &details.place_notes,
        ];
        let expected = [
            "Morning Zoom",
            "Zoom",
            "Circle",
            "Springfield, OH 45501, USA",
            "Ohio",
            "",
            "Bring biscuits.",
            "",
        ];
        assert_eq!(told, expected);
        assert_eq!(
            details.call_url,
            "https://us02web.zoom.us/j/812?pwd=SECRET6"
        );
        for n in 1..6 {
            assert!(details.call_notes.contains(&format!("SECRET{n}")), "{n}");
        }
        assert!(
            details
                .call_notes
                .contains("Call Jane D. at (408) 555-0199 first.")
        );
        assert!(details.call_notes.contains("778899"));
        assert_eq!(said.for_members, ["a"]);
        assert_eq!(details.told(), *details);
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
