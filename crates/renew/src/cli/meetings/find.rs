//! `renew meetings find`: asks the finder, over the community's groups or over a file of meetings.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use calendar::fellowship::{Fellowship, MeetingType};
use calendar::finder::{self, Bucket, Found, Index, LIMIT_MAX, MILE_KM, Near, Order, Point, Query};
use calendar::meeting_guide::{Attendance, Meeting};
use calendar::{Days, Language, Occurrence, Timetable, Zone};
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::super::{Place, door, serve};
use super::{CheckArgs, Format, json as words, print};
use crate::App;
use crate::config::Config;
use crate::groups::{self, Listing};
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// Where to look, and for what.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct FindArgs {
    #[command(flatten)]
    place: Place,
    /// Look into this file of meetings and not into the community; `-` reads standard input.
    #[arg(long)]
    file: Option<PathBuf>,
    /// The form of the file; by default it is told by what is in it.
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    /// Whose type codes the file has; by default `na` for BMLT and `aa` for everything else.
    #[arg(long)]
    fellowship: Option<String>,
    /// The time zone of the file's meetings that name none, such as America/New_York.
    #[arg(long)]
    feed_zone: Option<String>,
    /// The moment to look from, such as 2026-11-24T19:00:00+01:00; by default now.
    #[arg(long)]
    at: Option<Timestamp>,
    /// By whose clock: days, times of day, and the times that are printed.
    #[arg(long, default_value = "UTC")]
    zone: String,
    /// A type that the meetings have, by its code or its name. Several: all of them.
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// A day of the week: 0 for Sunday to 6, or its English name. Several: any of them.
    #[arg(long = "day", value_parser = weekday)]
    days: Vec<Weekday>,
    /// A time of day by the hour of the start. Several: any of them.
    #[arg(long = "bucket", value_enum)]
    buckets: Vec<TimeOfDay>,
    /// How people come. Several: any of them.
    #[arg(long, value_enum)]
    attendance: Vec<Way>,
    /// Near this place: latitude and longitude in degrees.
    #[arg(long, value_parser = point, allow_hyphen_values = true, value_name = "LAT,LON")]
    near: Option<Point>,
    /// How near, in miles.
    #[arg(long, default_value_t = 10.0, value_parser = miles)]
    within_miles: f64,
    /// Words of the name, the place or the region.
    #[arg(long, default_value = "")]
    text: String,
    /// At most so many.
    #[arg(long, default_value_t = 50, value_parser = limit)]
    limit: usize,
    /// Pass over so many: those of the pages before.
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// The nearest first, and not the soonest.
    #[arg(long)]
    nearest: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TimeOfDay {
    Morning,
    Midday,
    Evening,
    Night,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Way {
    InPerson,
    Online,
    Hybrid,
    Inactive,
}

fn weekday(text: &str) -> Result<Weekday, String> {
    const NAMES: [&str; 7] = [
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ];
    let lower = text.to_ascii_lowercase();
    let is_name = |name: &&str| lower.len() >= 3 && name.starts_with(&lower);
    let named = NAMES.iter().position(is_name);
    let numbered = || text.parse::<usize>().ok();
    named
        .or_else(numbered)
        .and_then(|day| Weekday::from_sunday_zero_offset(i8::try_from(day).ok()?).ok())
        .ok_or_else(|| "write 0 for Sunday to 6 for Saturday, or the day's name".to_owned())
}

fn point(text: &str) -> Result<Point, String> {
    let degrees = |text: &str| text.trim().parse::<f64>().ok();
    text.split_once(',')
        .and_then(|(latitude, longitude)| Point::new(degrees(latitude)?, degrees(longitude)?))
        .ok_or_else(|| "write latitude and longitude in degrees, such as 40.42,-3.70".to_owned())
}

fn miles(text: &str) -> Result<f64, String> {
    let miles: Option<f64> = text.parse().ok();
    miles
        .filter(|miles| (0.0..=finder::WITHIN_KM_MAX / MILE_KM).contains(miles))
        .ok_or_else(|| "write a number of miles up to 310".to_owned())
}

fn limit(text: &str) -> Result<usize, String> {
    let limit: Option<usize> = text.parse().ok();
    limit
        .filter(|limit| (1..=LIMIT_MAX).contains(limit))
        .ok_or_else(|| format!("write a number from 1 to {LIMIT_MAX}"))
}

/// A meeting to find, and what is printed of it.
struct Known {
    /// The slug in a file, the number of a group here.
    name_in_source: String,
    meeting: finder::Meeting,
    codes: Vec<String>,
    place: String,
    zone: Option<Zone>,
}

/// What is looked into.
#[derive(Default)]
struct Source {
    known: Vec<Known>,
    /// Whose type codes are in it.
    fellowships: Vec<&'static Fellowship>,
}

pub(super) fn run(args: &FindArgs) -> Result<(), String> {
    let zone = Zone::named(&args.zone).ok_or_else(|| {
        let zone = &args.zone;
        format!("“{zone}” isn't a time zone with a name such as America/New_York.")
    })?;
    let source = match &args.file {
        Some(file) => of_file(args, file)?,
        None => of_community(args)?,
    };
    let now_ms = args
        .at
        .map_or_else(|| Clock::System.now_ms(), Timestamp::as_millisecond);
    let query = query(args, &source, zone, now_ms)?;
    let meetings: Vec<finder::Meeting> = source
        .known
        .iter()
        .map(|known| known.meeting.clone())
        .collect();
    let answer = Index::build(&meetings, now_ms).answer(&query);
    let by_id: HashMap<i64, &Known> = source
        .known
        .iter()
        .map(|known| (known.meeting.id, known))
        .collect();
    let found = answer
        .found
        .iter()
        .filter_map(|found| Some((*by_id.get(&found.id)?, found)));
    if args.json {
        let meetings: Vec<Value> = found
            .map(|(known, found)| in_json(known, found, &query.zone))
            .collect();
        return print(&json!({ "meetings": meetings, "total": answer.total }).to_string());
    }
    let mut text = format!("{} meetings\n", answer.total);
    for (known, found) in found {
        in_words(&mut text, known, found, &query.zone);
    }
    print(text.trim_end())
}

fn of_file(args: &FindArgs, file: &std::path::Path) -> Result<Source, String> {
    let checked = CheckArgs {
        file: file.to_owned(),
        format: args.format,
        fellowship: args.fellowship.clone(),
        zone: args.feed_zone.clone(),
        formats: None,
        default_minutes: 60,
        json: args.json,
    };
    let (reading, fellowship) = super::read(&checked)?;
    let numbered = (0_i64..).zip(&reading.meetings);
    Ok(Source {
        known: numbered
            .map(|(id, meeting)| of_feed(id, meeting, fellowship))
            .collect(),
        fellowships: vec![fellowship],
    })
}

fn of_feed(id: i64, meeting: &Meeting, fellowship: &Fellowship) -> Known {
    let place = &meeting.place;
    let texts = [
        &place.location,
        &place.formatted_address,
        &meeting.group,
        &meeting.notes,
        &meeting.district,
    ];
    let kinds = meeting
        .types
        .iter()
        .filter_map(|code| fellowship.meeting_type(code));
    let at = place.point.filter(|_| !place.is_approximate);
    Known {
        name_in_source: meeting.slug.clone(),
        meeting: finder::Meeting {
            id,
            name: meeting.name.clone(),
            timetable: meeting.schedule().map(Timetable::from).unwrap_or_default(),
            attendance: meeting.attendance,
            types: kinds.map(key).map(str::to_owned).collect(),
            regions: place.regions.clone(),
            point: at.and_then(|at| Point::new(at.latitude, at.longitude)),
            language: String::new(),
            texts: texts.into_iter().flatten().cloned().collect(),
        },
        codes: meeting
            .types
            .iter()
            .map(|code| (*code).to_owned())
            .collect(),
        place: joined(
            [&place.location, &place.formatted_address]
                .into_iter()
                .flatten(),
        ),
        zone: meeting.zone.clone(),
    }
}

fn of_community(args: &FindArgs) -> Result<Source, String> {
    // Where `serve` listens unless it is told otherwise.
    let mut config = Config::local(args.place.data.clone(), ([127, 0, 0, 1], 8080).into());
    config.database = args.place.database();
    door::refuse_nothing(&config)?;
    let listings = serve::runtime()?.block_on(async {
        let app = App::open(config, Clock::System, Chance::System)?;
        let listings = app.store.read(groups::listings).await;
        listings.map_err(|error| format!("The groups can't be read: {error}"))
    })?;
    let mut fellowships: Vec<&'static Fellowship> = Vec::new();
    for fellowship in listings
        .iter()
        .filter_map(|one| Fellowship::of(&one.fellowship))
    {
        if !fellowships
            .iter()
            .any(|known| known.code == fellowship.code)
        {
            fellowships.push(fellowship);
        }
    }
    Ok(Source {
        known: listings.iter().map(of_group).collect(),
        fellowships,
    })
}

fn of_group(listing: &Listing) -> Known {
    let codes = listing.types.split(',').map(str::trim);
    let codes = codes.filter(|code| !code.is_empty());
    Known {
        name_in_source: listing.id.to_string(),
        meeting: groups::to_find(listing),
        codes: codes.map(str::to_owned).collect(),
        place: joined([&listing.place, &listing.address].into_iter()),
        zone: listing.zone.clone(),
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a String>) -> String {
    let parts: Vec<&str> = parts
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

/// By which a type is known here: its name, since codes mean other things elsewhere.
fn key(kind: &MeetingType) -> &'static str {
    kind.name(Language::English)
}

fn query(args: &FindArgs, source: &Source, zone: Zone, now_ms: i64) -> Result<Query, String> {
    let mut query = Query::at(now_ms, zone);
    let days = args.days.iter();
    let days = days.fold(0_i64, |days, day| days | 1 << day.to_sunday_zero_offset());
    query.days = Days::from_bits(days).unwrap_or_default();
    query.buckets = args
        .buckets
        .iter()
        .map(|bucket| match bucket {
            TimeOfDay::Morning => Bucket::Morning,
            TimeOfDay::Midday => Bucket::Midday,
            TimeOfDay::Evening => Bucket::Evening,
            TimeOfDay::Night => Bucket::Night,
        })
        .collect();
    query.attendance = args
        .attendance
        .iter()
        .map(|way| match way {
            Way::InPerson => Attendance::InPerson,
            Way::Online => Attendance::Online,
            Way::Hybrid => Attendance::Hybrid,
            Way::Inactive => Attendance::Inactive,
        })
        .collect();
    for written in &args.types {
        query.types.push(meant(written, &source.fellowships)?);
    }
    query.near = args.near.map(|point| Near {
        point,
        within_km: args.within_miles * MILE_KM,
    });
    query.text.clone_from(&args.text);
    if args.nearest {
        query.order = Order::Distance;
    }
    query.limit = args.limit;
    query.offset = args.offset;
    Ok(query)
}

/// The name of the type that is meant.
fn meant(written: &str, fellowships: &[&'static Fellowship]) -> Result<String, String> {
    let mut names: Vec<(&'static str, &'static str)> = Vec::new();
    for fellowship in fellowships {
        if let Some(kind) = fellowship.meeting_type(written)
            && !names.iter().any(|(name, _)| *name == key(kind))
        {
            names.push((key(kind), fellowship.short_name));
        }
    }
    match names.as_slice() {
        [] => Err(format!("“{written}” isn't a type of these meetings.")),
        [(name, _)] => Ok((*name).to_owned()),
        several => {
            let several: Vec<String> = several
                .iter()
                .map(|(name, whose)| format!("“{name}” in {whose}"))
                .collect();
            let several = several.join(", ");
            Err(format!("“{written}” means {several}; write the name."))
        }
    }
}

fn in_json(known: &Known, found: &Found, zone: &Zone) -> Value {
    let meeting = &known.meeting;
    let at = found.occurrence;
    let there = known.zone.as_ref();
    let (start, end) = (at.map(|at| at.start_ms), at.map(|at| at.end_ms));
    json!({
        "slug": known.name_in_source,
        "name": meeting.name,
        "start": start.map(|ms| on_clock(ms, zone)),
        "end": end.map(|ms| on_clock(ms, zone)),
        "start_there": start.zip(there).map(|(ms, there)| on_clock(ms, there)),
        "timezone": there.map(Zone::name),
        "in_progress": found.is_in_progress,
        "cancelled": at.is_some_and(|at| at.is_cancelled),
        "attendance": words::attendance(this_time(meeting.attendance, at)),
        "types": known.codes,
        "regions": meeting.regions,
        "formatted_address": known.place,
        "latitude": meeting.point.map(Point::latitude),
        "longitude": meeting.point.map(Point::longitude),
        "distance_km": found.distance_km,
        "distance_miles": found.distance_km.map(|km| km / MILE_KM),
    })
}

fn in_words(text: &mut String, known: &Known, found: &Found, zone: &Zone) {
    let at = found.occurrence;
    let when = at.map_or_else(
        || "by appointment".to_owned(),
        |at| {
            zone.wall_clock(at.start_ms)
                .strftime("%a %d %b %H:%M")
                .to_string()
        },
    );
    let attendance = this_time(known.meeting.attendance, at);
    let way = words::attendance(attendance).replace('_', " ");
    // Writing into a string can't fail.
    let _ = write!(text, "{when}  {way:<9}  {}", shown(&known.meeting.name));
    if let (Some(at), Some(there)) = (at, known.zone.as_ref().filter(|there| *there != zone)) {
        let time = there.wall_clock(at.start_ms).strftime("%a %H:%M");
        let _ = write!(text, "  ({time} in {})", there.place());
    }
    if at.is_some_and(|at| at.is_cancelled) {
        text.push_str("  off this time");
    } else if found.is_in_progress {
        text.push_str("  on now");
    }
    // Nobody is sent to a door behind which nobody meets.
    let is_in_room = matches!(attendance, Attendance::InPerson | Attendance::Hybrid);
    if is_in_room && !known.place.is_empty() {
        let _ = write!(text, "  {}", shown(&known.place));
    }
    if let Some(km) = found.distance_km {
        let _ = write!(text, "  {:.1} mi", km / MILE_KM);
    }
    text.push('\n');
}

/// How people come to this time.
fn this_time(usual: Attendance, at: Option<Occurrence>) -> Attendance {
    at.map_or(usual, |at| finder::this_time(usual, at.way))
}

/// An instant with the offset of a zone: `2026-11-25T04:00:00+01:00`.
fn on_clock(at_ms: i64, zone: &Zone) -> String {
    let instant = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let wall = zone.wall_clock(at_ms);
    let as_utc = TimeZone::UTC.to_timestamp(wall).unwrap_or(instant);
    let offset = i32::try_from(as_utc.as_second() - instant.as_second()).unwrap_or_default();
    let offset = jiff::tz::Offset::from_seconds(offset).unwrap_or(jiff::tz::Offset::UTC);
    instant.display_with_offset(offset).to_string()
}

/// One line of text that can't steer the terminal.
fn shown(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
