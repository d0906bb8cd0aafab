//! Answers as a BMLT server does, for the fields that a community has: the programs of Narcotics
//! Anonymous find its meetings as they find those of their own servers.
//!
//! Every value is a text. A meeting stands once for each of its days, with a number for each. The
//! formats of a meeting are its types; world ids, by which servers understand each other, belong
//! to Narcotics Anonymous and are written of its meetings alone. Whoever may join from afar is led
//! to the meeting's own page, never to the link itself.
//!
//! What isn't a question that we answer gets what a BMLT server says to it: an empty list.

mod entry;
mod formats;
mod question;

use std::borrow::Cow;
use std::ops::Range;

use serde_json::{Map, Value, json};

use crate::Language;
use crate::listed::{Listed, Publisher};
use crate::meeting_guide::Point;
use crate::meeting_guide_write::{FEED_BYTES_MAX, minute_of};
use formats::Formats;
pub use question::Question;

/// What the answers say of the server's own program: the version whose answers these are like.
const VERSION: (&str, &str) = ("3.0.0", "3000000");

/// A piece of a long answer has so many bytes, and those of one meeting more at most: what a
/// connection takes at once.
pub const PIECE_BYTES: usize = 64 * 1024;
/// Of fewer fields, or with distances, each object is written anew: so many take some milliseconds.
const PIECE_ROWS_MAX: usize = 200;

/// The international mile.
const KILOMETRES_OF_A_MILE: f64 = 1.609_344;

/// One meeting on one day.
#[derive(Clone, Debug)]
struct Row {
    /// Where its object stands among those of all.
    text: Range<usize>,
    /// 1 is Sunday.
    day: u8,
    /// 1 in the room, 2 online, 3 both.
    venue: u8,
    /// The ids of its formats, without those that the venue stands for.
    formats: Vec<u32>,
    point: Option<Point>,
    /// What a search looks through, in lower case.
    words: String,
}

/// All meetings of a community, ready to be asked for.
#[derive(Debug)]
pub struct Catalogue {
    /// The answer to who asks for all meetings: the others are parts of it.
    all: String,
    rows: Vec<Row>,
    formats: Formats,
    server: Publisher,
    left_out: usize,
}

impl Catalogue {
    /// The meetings that have a day and a time, as the form has no others; as many as fit into the
    /// largest answer ([`FEED_BYTES_MAX`]).
    #[must_use]
    pub fn of(meetings: &[Listed], server: Publisher) -> Self {
        let formats = Formats::of(meetings);
        let mut rows: Vec<(u8, i32, String, Row)> = Vec::new();
        let mut bytes = 0;
        let mut left_out = 0;
        for (place, meeting) in meetings.iter().enumerate() {
            let own = entry::rows(meeting, &formats, &server);
            bytes += own.iter().map(|(text, _)| text.len() + 1).sum::<usize>();
            if bytes > FEED_BYTES_MAX {
                left_out = meetings.len() - place;
                break;
            }
            let start = meeting.start.map_or(0, minute_of);
            let own = own.into_iter();
            rows.extend(own.map(|(text, row)| (row.day, start, text, row)));
        }
        // As the servers do it; meetings that begin together stay in the order they came in.
        rows.sort_by_key(|(day, start, ..)| (*day, *start));
        let mut all = String::from("[");
        let mut own = Vec::with_capacity(rows.len());
        for (_, _, text, row) in rows {
            if !own.is_empty() {
                all.push(',');
            }
            let from = all.len();
            all.push_str(&text);
            let text = from..all.len();
            own.push(Row { text, ..row });
        }
        all.push(']');
        Self {
            all,
            rows: own,
            formats,
            server,
            left_out,
        }
    }

    /// How many meetings didn't fit.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// All meetings, as JSON.
    #[must_use]
    pub fn all(&self) -> &str {
        &self.all
    }

    /// What answers a question. It holds little by itself: the meetings stay in the catalogue.
    #[must_use]
    pub fn reply(&self, question: Question) -> Reply {
        if question.is_for_all() {
            return Reply::All;
        }
        match question.switcher.as_str() {
            "GetSearchResults" => self.search_results(question),
            "GetFormats" => {
                let formats = self.formats.list(&self.server, question.language);
                Reply::Short(formats.to_string())
            }
            "GetServerInfo" => Reply::Short(self.server_info().to_string()),
            "GetServiceBodies" => Reply::Short(self.service_bodies().to_string()),
            _ => Reply::Short("[]".to_owned()),
        }
    }

    /// The answer to a question in one piece, as JSON.
    #[must_use]
    pub fn answer(&self, question: &Question) -> String {
        match self.reply(question.clone()) {
            Reply::All => self.all.clone(),
            Reply::Short(text) => text,
            Reply::Long(mut results) => {
                let mut whole = String::new();
                while let Some(piece) = self.piece(&mut results) {
                    whole.push_str(&piece);
                }
                whole
            }
        }
    }

    fn search_results(&self, question: Question) -> Reply {
        let found = question.find(&self.rows);
        let mut ends = ("[", "]".to_owned());
        if question.used_formats {
            let used = found.iter().filter_map(|found| self.row(*found));
            let used = used.flat_map(Row::formats_of_all);
            let formats = self
                .formats
                .list_of(used.collect(), &self.server, question.language);
            if question.formats_only {
                return Reply::Short(json!({ "formats": formats }).to_string());
            }
            ends = ("{\"meetings\":[", format!("],\"formats\":{formats}}}"));
        }
        Reply::Long(Box::new(Results {
            question,
            found,
            ends: Some(ends),
            given: 0,
        }))
    }

    /// The next piece of a long answer, of some [`PIECE_BYTES`]; `None` after the last.
    #[must_use]
    pub fn piece(&self, results: &mut Results) -> Option<String> {
        let (begin, end) = results.ends.take()?;
        let mut piece = String::from(begin);
        let before = results.given;
        while let Some(found) = results.found.get(results.given) {
            if results.given > 0 {
                piece.push(',');
            }
            piece.push_str(&self.text(*found, &results.question));
            results.given += 1;
            let is_full = piece.len() >= PIECE_BYTES || results.given - before >= PIECE_ROWS_MAX;
            if is_full && results.given < results.found.len() {
                results.ends = Some(("", end));
                return Some(piece);
            }
        }
        piece.push_str(&end);
        Some(piece)
    }

    fn row(&self, found: Found) -> Option<&Row> {
        self.rows.get(found.row as usize)
    }

    fn text(&self, found: Found, question: &Question) -> Cow<'_, str> {
        let row = self.row(found);
        let text = row.and_then(|row| self.all.get(row.text.clone()));
        let text = text.unwrap_or("{}");
        if found.kilometres.is_none() && question.keys.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut fields: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
        if let Some(kilometres) = found.kilometres {
            let miles = kilometres / KILOMETRES_OF_A_MILE;
            let told = |length: f64| json!(format!("{length:.3}"));
            fields.insert("distance_in_km".to_owned(), told(kilometres));
            fields.insert("distance_in_miles".to_owned(), told(miles));
        }
        if !question.keys.is_empty() {
            fields.retain(|field, _| question.keys.iter().any(|key| key == field));
        }
        Cow::Owned(Value::Object(fields).to_string())
    }

    /// What a program asks first, to know with whom it talks.
    fn server_info(&self) -> Value {
        let centre = self.rows.iter().find_map(|row| row.point);
        let degrees = |of: fn(Point) -> f64| centre.map_or(0.0, of).to_string();
        json!([{
            "version": VERSION.0,
            "versionInt": VERSION.1,
            "langs": "en,es",
            "nativeLang": "en",
            "centerLongitude": degrees(|point| point.longitude),
            "centerLatitude": degrees(|point| point.latitude),
            "centerZoom": "6",
            "defaultDuration": "01:00:00",
            "regionBias": "",
            "charSet": "UTF-8",
            "distanceUnits": "mi",
            "semanticAdmin": "0",
            "emailEnabled": "0",
            "emailIncludesServiceBodies": "0",
            "changesPerMeeting": "0",
            "google_api_key": "",
            "available_keys": entry::KEYS.join(","),
        }])
    }

    /// The community itself is its only service body.
    fn service_bodies(&self) -> Value {
        json!([{
            "id": entry::SERVICE_BODY,
            "parent_id": "0",
            "name": entry::body_name(&self.server),
            "description": "",
            "type": "AS",
            "url": self.server.website,
            "helpline": "",
            "world_id": "",
        }])
    }
}

impl Row {
    /// The ids of its formats and of the one that stands for its venue.
    fn formats_of_all(&self) -> impl Iterator<Item = u32> + '_ {
        let venue = formats::of_venue(self.venue);
        self.formats.iter().copied().chain(venue)
    }
}

/// A meeting that fits, and how far it is.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// Its place among the rows.
    row: u32,
    /// Where the question has a place.
    kilometres: Option<f64>,
}

/// What answers a question.
#[derive(Debug)]
pub enum Reply {
    /// [`Catalogue::all`].
    All,
    /// A text of a few kilobytes.
    Short(String),
    /// To be taken from the catalogue piece by piece.
    Long(Box<Results>),
}

/// The meetings that a question finds, and how many of them were given out. It belongs to the
/// catalogue that made it.
#[derive(Debug)]
pub struct Results {
    question: Question,
    found: Vec<Found>,
    /// What stands before the next piece, and after the last one; `None` when all is given out.
    ends: Option<(&'static str, String)>,
    given: usize,
}

impl Results {
    /// How many meetings there are in it, each once for each of its days.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

fn language(tag: &str) -> Language {
    match tag {
        "es" => Language::Spanish,
        _ => Language::English,
    }
}
