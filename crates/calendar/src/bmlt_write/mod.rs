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

use serde_json::{Map, Value, json};

use crate::Language;
use crate::listed::{Listed, Publisher};
use crate::meeting_guide::Point;
use crate::meeting_guide_write::{FEED_BYTES_MAX, minute_of};
use formats::Formats;
pub use question::Question;

/// What the answers say of the server's own program: the version whose answers these are like.
const VERSION: (&str, &str) = ("3.0.0", "3000000");

/// The international mile.
const KILOMETRES_OF_A_MILE: f64 = 1.609_344;

/// One meeting on one day.
#[derive(Clone, Debug)]
struct Row {
    /// The object, as it stands in an answer.
    text: String,
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
#[derive(Clone, Debug)]
pub struct Catalogue {
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
        let mut rows: Vec<(u8, i32, Row)> = Vec::new();
        let mut bytes = 0;
        let mut left_out = 0;
        for (place, meeting) in meetings.iter().enumerate() {
            let own = entry::rows(meeting, &formats, &server);
            bytes += own.iter().map(|row| row.text.len() + 1).sum::<usize>();
            if bytes > FEED_BYTES_MAX {
                left_out = meetings.len() - place;
                break;
            }
            let start = meeting.start.map_or(0, minute_of);
            rows.extend(own.into_iter().map(|row| (row.day, start, row)));
        }
        // As the servers do it; meetings that begin together stay in the order they came in.
        rows.sort_by_key(|(day, start, _)| (*day, *start));
        let rows = rows.into_iter().map(|(_, _, row)| row).collect();
        Self {
            rows,
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

    /// The answer to a question, as JSON.
    #[must_use]
    pub fn answer(&self, question: &Question) -> String {
        match question.switcher.as_str() {
            "GetSearchResults" => self.search_results(question),
            "GetFormats" => self
                .formats
                .list(&self.server, question.language)
                .to_string(),
            "GetServerInfo" => self.server_info().to_string(),
            "GetServiceBodies" => self.service_bodies().to_string(),
            _ => "[]".to_owned(),
        }
    }

    fn search_results(&self, question: &Question) -> String {
        let found = question.find(&self.rows);
        let meetings = if question.formats_only {
            "[]".to_owned()
        } else {
            let texts: Vec<String> = found.iter().map(|found| found.text(question)).collect();
            format!("[{}]", texts.join(","))
        };
        if !question.used_formats {
            return meetings;
        }
        let used = found.iter().flat_map(|found| found.row.formats_of_all());
        let formats = self
            .formats
            .list_of(used.collect(), &self.server, question.language);
        if question.formats_only {
            return json!({ "formats": formats }).to_string();
        }
        format!("{{\"meetings\":{meetings},\"formats\":{formats}}}")
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
struct Found<'a> {
    row: &'a Row,
    /// Where the question has a place.
    kilometres: Option<f64>,
}

impl Found<'_> {
    fn text(&self, question: &Question) -> String {
        if self.kilometres.is_none() && question.keys.is_empty() {
            return self.row.text.clone();
        }
        let mut fields: Map<String, Value> =
            serde_json::from_str(&self.row.text).unwrap_or_default();
        if let Some(kilometres) = self.kilometres {
            let miles = kilometres / KILOMETRES_OF_A_MILE;
            fields.insert(
                "distance_in_km".to_owned(),
                json!(format!("{kilometres:.3}")),
            );
            fields.insert("distance_in_miles".to_owned(), json!(format!("{miles:.3}")));
        }
        if !question.keys.is_empty() {
            fields.retain(|field, _| question.keys.iter().any(|key| key == field));
        }
        Value::Object(fields).to_string()
    }
}

fn language(tag: &str) -> Language {
    match tag {
        "es" => Language::Spanish,
        _ => Language::English,
    }
}
