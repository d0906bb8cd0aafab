//! The same questions in SQLite: an R-tree for places, FTS5 for words, and a covering index for
//! times with all that is filtered by.

use std::collections::HashSet;

use calendar::finder::{Bucket, Meeting, Moment, Order, Query};
use calendar::meeting_guide::Attendance;
use rusqlite::{Connection, params};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

pub(super) struct Rival {
    connection: Connection,
    points: Vec<Option<calendar::finder::Point>>,
    /// No meeting is longer: what is on began no longer ago.
    longest_ms: i64,
}

fn said(error: rusqlite::Error) -> String {
    error.to_string()
}

fn way(attendance: Attendance) -> i64 {
    match attendance {
        Attendance::InPerson => 0,
        Attendance::Online => 1,
        Attendance::Hybrid => 2,
        Attendance::Inactive => 3,
    }
}

fn number_of(name: &str) -> i64 {
    let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().unwrap_or_default()
}

/// The columns are whole numbers by declaration: compared with an id of the other tables, a column
/// without a type would be converted first, and no index on it could be used.
const TABLES: &str = "CREATE TABLE times (start INTEGER, stop INTEGER, meeting INTEGER,
         way INTEGER, types INTEGER, region INTEGER, spanish INTEGER);
     CREATE VIRTUAL TABLE places USING rtree(id, south, north, west, east);
     CREATE VIRTUAL TABLE words USING fts5(text, content='');
     BEGIN";
const INDEXES: &str = "COMMIT;
     CREATE INDEX by_time ON times (start, meeting, stop, way, types, region, spanish);
     CREATE INDEX by_way ON times (way, start, meeting, stop, types, spanish);
     CREATE INDEX by_region ON times (region, start, meeting, stop, way, types);
     CREATE INDEX by_meeting ON times (meeting, start, stop, way, types);
     INSERT INTO words (words) VALUES ('optimize');
     ANALYZE";

/// Writes one meeting into all three tables.
fn write(connection: &Connection, known: &Meeting, now_ms: i64) -> rusqlite::Result<()> {
    let types = known.types.iter();
    let types = types.fold(0, |mask, code| mask | 1_i64 << number_of(code));
    let region = known.regions.first().map_or(0, |name| number_of(name));
    let times = known.timetable.next(now_ms - DAY_MS, 12).into_iter();
    let mut insert = connection.prepare_cached("INSERT INTO times VALUES (?,?,?,?,?,?,?)")?;
    for at in times.filter(|at| at.start_ms < now_ms + 8 * DAY_MS) {
        insert.execute(params![
            at.start_ms,
            at.end_ms,
            known.id,
            way(known.attendance),
            types,
            region,
            known.language == "es"
        ])?;
    }
    if let Some(point) = known.point {
        let (north, east) = (point.latitude(), point.longitude());
        let mut insert = connection.prepare_cached("INSERT INTO places VALUES (?,?,?,?,?)")?;
        insert.execute(params![known.id, north, north, east, east])?;
    }
    // A line between the texts would not stop a phrase; a word of its own does.
    let text = [&[known.name.clone()][..], &known.regions, &known.texts].concat();
    let mut insert = connection.prepare_cached("INSERT INTO words (rowid, text) VALUES (?,?)")?;
    insert.execute(params![known.id, text.join(" zzz ")])?;
    Ok(())
}

impl Rival {
    pub(super) fn of(meetings: &[Meeting], now_ms: i64) -> Result<Self, String> {
        let connection = Connection::open_in_memory().map_err(said)?;
        has_what_it_needs(&connection)?;
        connection.execute_batch(TABLES).map_err(said)?;
        for known in meetings {
            write(&connection, known, now_ms).map_err(said)?;
        }
        connection.execute_batch(INDEXES).map_err(said)?;
        let longest = "SELECT coalesce(max(stop - start), 0) FROM times";
        let longest_ms = connection.query_row(longest, [], |row| row.get(0));
        Ok(Self {
            longest_ms: longest_ms.map_err(said)?,
            connection,
            points: meetings.iter().map(|known| known.point).collect(),
        })
    }

    /// How many of what is asked have each type, by the number of its code.
    pub(super) fn count_types(&self, query: &Query, types: u64) -> Result<Vec<i64>, String> {
        let sql = select(query, self.longest_ms, "DISTINCT t.meeting, t.types");
        let mut statement = self.connection.prepare_cached(&sql).map_err(said)?;
        let mut rows = statement.query([]).map_err(said)?;
        let mut counts = vec![0; types as usize];
        while let Some(row) = rows.next().map_err(said)? {
            let id = row.get(0).map_err(said)?;
            let mask: i64 = row.get(1).map_err(said)?;
            if self.km(query, id).is_some() {
                for (number, count) in counts.iter_mut().enumerate() {
                    *count += mask >> number & 1;
                }
            }
        }
        Ok(counts)
    }

    /// How far it is from the point that was asked for; nothing if it is too far.
    fn km(&self, query: &Query, id: i64) -> Option<f64> {
        let Some(near) = query.near else {
            return Some(0.0);
        };
        let point = self.points.get(usize::try_from(id).ok()?)?;
        let km = near.point.distance_km((*point)?);
        (km <= near.within_km).then_some(km)
    }

    /// The ids of the first fifty, and how many there are in all.
    pub(super) fn ask_with_total(&self, query: &Query) -> Result<Vec<i64>, String> {
        let columns = match query.near {
            Some(_) => "DISTINCT t.meeting",
            None => "count(DISTINCT t.meeting)",
        };
        let sql = select(query, self.longest_ms, columns);
        let mut statement = self.connection.prepare_cached(&sql).map_err(said)?;
        let mut rows = statement.query([]).map_err(said)?;
        let mut total = 0;
        while let Some(row) = rows.next().map_err(said)? {
            let value: i64 = row.get(0).map_err(said)?;
            total += match query.near {
                Some(_) => i64::from(self.km(query, value).is_some()),
                None => value,
            };
        }
        let mut found = self.ask(query)?;
        found.push(total);
        Ok(found)
    }

    /// The ids of the first fifty.
    pub(super) fn ask(&self, query: &Query) -> Result<Vec<i64>, String> {
        let sql = sql(query, self.longest_ms);
        let mut statement = self.connection.prepare_cached(&sql).map_err(said)?;
        let mut rows = statement.query([]).map_err(said)?;
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        while let Some(row) = rows.next().map_err(said)? {
            let id: i64 = row.get(0).map_err(said)?;
            let Some(km) = self.km(query, id) else {
                continue;
            };
            if seen.insert(id) {
                found.push((km, id));
            }
            if found.len() == query.limit && query.order == Order::Time {
                break;
            }
        }
        if query.order == Order::Distance {
            // Stable: by time where distances are the same.
            found.sort_by(|one, other| one.0.total_cmp(&other.0));
            found.truncate(query.limit);
        }
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }
}

/// SQLite is compiled with or without its index of places and its index of words.
fn has_what_it_needs(connection: &Connection) -> Result<(), String> {
    let mut statement = connection.prepare("PRAGMA compile_options").map_err(said)?;
    let options = statement.query_map([], |row| row.get(0)).map_err(said)?;
    let options: Vec<String> = options.collect::<Result<_, _>>().map_err(said)?;
    for needed in ["ENABLE_RTREE", "ENABLE_FTS5"] {
        if !options.iter().any(|option| option == needed) {
            return Err(format!(
                "This SQLite was compiled without {needed}, so there is nothing to compare with."
            ));
        }
    }
    println!("SQLite {}, with R-tree and FTS5", rusqlite::version());
    Ok(())
}

fn sql(query: &Query, longest_ms: i64) -> String {
    let asked = select(query, longest_ms, "t.meeting");
    format!("{asked} ORDER BY t.start, t.meeting")
}

fn select(query: &Query, longest_ms: i64, columns: &str) -> String {
    let mut with = vec![moment(query, longest_ms)];
    let from = source(query, &mut with);
    let ways = query.attendance.iter().map(|one| way(*one).to_string());
    let ways: Vec<String> = ways.collect();
    with.push(if ways.is_empty() {
        "t.way < 3".to_owned()
    } else {
        format!("t.way IN ({})", ways.join(","))
    });
    for code in &query.types {
        with.push(format!("t.types & {} <> 0", 1_i64 << number_of(code)));
    }
    if let Some(name) = query.regions.first().and_then(|path| path.first()) {
        with.push(format!("t.region = {}", number_of(name)));
    }
    if query.language.is_some() {
        with.push("t.spanish = 1".to_owned());
    }
    on_the_clock(query, &mut with);
    format!("SELECT {columns} FROM {from} WHERE {}", with.join(" AND "))
}

/// From when to when.
fn moment(query: &Query, longest_ms: i64) -> String {
    let (now_ms, ten_ms) = (query.now_ms, 600_000);
    let begun_ms = now_ms - longest_ms.max(ten_ms);
    match query.moment {
        Moment::InProgress => format!(
            "t.start > {} AND t.start <= {} AND t.stop > {now_ms}",
            begun_ms,
            now_ms - ten_ms
        ),
        Moment::Soon { minutes } => format!(
            "t.start > {} AND t.start <= {} AND (t.start > {} OR t.stop > {now_ms})",
            begun_ms,
            now_ms + i64::from(minutes) * 60_000,
            now_ms - ten_ms
        ),
        _ => format!(
            "t.start > {} AND t.start < {} AND (t.start > {} OR t.stop > {now_ms})",
            begun_ms,
            now_ms + 7 * DAY_MS,
            now_ms - ten_ms
        ),
    }
}

/// The tables that are asked, and what is asked of the first.
fn source(query: &Query, with: &mut Vec<String>) -> &'static str {
    if let Some(near) = query.near {
        let north = near.within_km / 111.0;
        let east = north / (near.point.latitude().to_radians().cos() - 0.02);
        let (lat, lon) = (near.point.latitude(), near.point.longitude());
        with.push(format!(
            "p.south >= {} AND p.north <= {} AND p.west >= {} AND p.east <= {}",
            lat - north,
            lat + north,
            lon - east,
            lon + east
        ));
        return "places p CROSS JOIN times t ON t.meeting = p.id";
    }
    if query.text.is_empty() {
        return "times t";
    }
    let text = query.text.trim();
    // The last word of a question may always be a beginning.
    let star = if text.ends_with('"') { "" } else { "*" };
    with.push(format!("w.words MATCH '{text}{star}'"));
    "words w CROSS JOIN times t ON t.meeting = w.rowid"
}

fn on_the_clock(query: &Query, with: &mut Vec<String>) {
    // New York is four hours behind in June; the first of January 1970 was a Thursday.
    let local = format!("(t.start - {})", 4 * HOUR_MS);
    if !query.days.is_empty() {
        let days = query.days.bits();
        with.push(format!("({days} >> (({local} / {DAY_MS} + 4) % 7)) & 1"));
    }
    if query.buckets.contains(&Bucket::Evening) {
        let (from, until) = (16 * HOUR_MS, 21 * HOUR_MS);
        with.push(format!(
            "{local} % {DAY_MS} >= {from} AND {local} % {DAY_MS} < {until}"
        ));
    }
}
