//! Reads sheets of meetings: the CSV template of Meeting Guide, and what spreadsheet programs make
//! of it.
//!
//! The same rows as Google's spreadsheets give them to a program are a sheet, too.
//!
//! The first line names the columns, in any order and any case. Each row becomes the same entry
//! that a JSON feed has, so every rule about meetings stays with that reader. Rows that have a slug
//! in common and differ only in their day are one meeting on several days.

mod cells;
mod columns;
mod values;

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::meeting_guide::reader::{Reader, old_encoding, within_limits};
use crate::meeting_guide::{Done, Fault, FormFault, Options, Reading, Refusal};
use cells::{Row, Rows};
use columns::Column;

/// What spreadsheets divide cells with, the commonest first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// A week has no more days to put together.
const DAYS_MAX: usize = 7;
/// Spreadsheet programs write out empty rows, and have about a million of them at most.
const BLANK_ROWS_MAX: usize = 1_100_000;
/// A first line is read so far when its separator is looked for.
const HEADER_BYTES_MAX: usize = 16 * 1024;

/// Whether these are the rows of a sheet as Google's spreadsheets give them to a program.
pub(crate) fn is_values(bytes: &[u8]) -> bool {
    values::rows_of(bytes).is_some()
}

/// Whether the first line of a text names the columns of a sheet of meetings.
#[must_use]
pub fn is_sheet(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEADER_BYTES_MAX)];
    let text = decoded(head, head.len() < bytes.len()).0;
    Sheet::open(&text, HEADER_BYTES_MAX).is_some()
}

/// Reads a sheet.
///
/// # Errors
/// When it is too large or empty, or its first line doesn't name a sheet's columns.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, Refusal> {
    let bytes = within_limits(bytes, options)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::Empty);
    }
    let row_bytes_max = options.limits.meeting_bytes_max;
    let (text, is_utf8) = match values::rows_of(bytes) {
        Some(rows) => {
            // The first line, and one more than is read, which shows that there are more.
            let rows_max = options.limits.meetings_max.saturating_add(2);
            (values::as_sheet(rows, row_bytes_max, rows_max).into(), true)
        }
        None => decoded(bytes, false),
    };
    let mut sheet = Sheet::open(&text, row_bytes_max).ok_or(Refusal::NotASheet)?;
    let mut reader = Reader::new(options);
    if !is_utf8 {
        reader.note_feed("", Fault::NotUtf8, Done::Mended);
    }
    for found in std::mem::take(&mut sheet.unknown) {
        let fault = Fault::Form(FormFault::UnknownColumn { found });
        reader.note_feed("", fault, Done::Dropped);
    }
    let gathered = gather(&mut sheet, options);
    for row in gathered.rows {
        match row.what {
            Err(fault) => reader.refuse(fault),
            Ok(map) => {
                reader.begin();
                if let Some(fault) = row.width {
                    reader.log.set_slug(&row.slug);
                    reader.log.note("", fault, Done::Kept);
                }
                reader.take(map);
            }
        }
    }
    match gathered.end {
        End::Whole => reader.end(),
        End::Full => {
            let meetings_max = options.limits.meetings_max;
            reader.note_feed("", Fault::TooManyMeetings { meetings_max }, Done::LeftOut);
        }
        End::GivenUp => reader.note_feed("", Fault::CutShort, Done::LeftOut),
    }
    Ok(reader.finish())
}

/// The text of a sheet or of its head alone, and whether it was in UTF-8. "Unicode text" of a
/// spreadsheet program is UTF-16 and says so in its first two bytes.
fn decoded(bytes: &[u8], is_head: bool) -> (Cow<'_, str>, bool) {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]))
            .collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => (wide(rest, u16::from_le_bytes), false),
        [0xfe, 0xff, rest @ ..] => (wide(rest, u16::from_be_bytes), false),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => (Cow::Borrowed(text), true),
                // The head of a file may end within a letter, and so may a file that was cut. In
                // one without any other such letter, the last byte is a letter of its own.
                Err(error)
                    if error.error_len().is_none()
                        && (is_head || !bytes[..error.valid_up_to()].is_ascii()) =>
                {
                    (String::from_utf8_lossy(bytes), is_head)
                }
                Err(_) => (Cow::Owned(old_encoding(bytes)), false),
            }
        }
    }
}

/// A sheet behind its first line.
struct Sheet<'a> {
    rows: Rows<'a>,
    columns: Vec<Column>,
    unknown: Vec<String>,
}

impl<'a> Sheet<'a> {
    /// `None` when the first line doesn't name a meeting's name and something else of it.
    fn open(text: &'a str, row_bytes_max: usize) -> Option<Self> {
        let mut text = text.trim_start();
        // Some programs write first by what the cells are divided.
        let line = text.lines().next().unwrap_or_default().trim_end();
        let said = line.strip_prefix("sep=").filter(|mark| mark.len() <= 1);
        if said.is_some() {
            text = text[line.len()..].trim_start_matches(['\t', '\r', '\n']);
        }
        let mut best: Option<Self> = None;
        for separator in SEPARATORS {
            let mut rows = Rows::new(text, separator, row_bytes_max);
            let Some(Row::Cells(headers, _)) = rows.next_row() else {
                continue;
            };
            let columns: Vec<Column> = headers.iter().map(|header| columns::of(header)).collect();
            let unknown = headers
                .iter()
                .zip(&columns)
                .filter(|(header, column)| **column == Column::Unknown && !header.trim().is_empty())
                .map(|(header, _)| crate::meeting_guide::quoted(header))
                .collect();
            let sheet = Self {
                rows,
                columns,
                unknown,
            };
            if best
                .as_ref()
                .is_none_or(|best| sheet.known() > best.known())
            {
                best = Some(sheet);
            }
        }
        let is_named = |column: &Column| matches!(column, Column::Field("name" | "group"));
        best.filter(|sheet| sheet.known() > 1 && sheet.columns.iter().any(is_named))
    }

    /// How many columns have a name that we know.
    fn known(&self) -> usize {
        let is_field = |column: &&Column| matches!(column, Column::Field(_));
        self.columns.iter().filter(is_field).count()
    }

    /// The fields of a row. Of several columns for one field the first that says something counts.
    fn fields(&self, cells: Vec<Cow<'a, str>>) -> Map<String, Value> {
        let mut map = Map::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            let Column::Field(field) = column else {
                continue;
            };
            if !cell.trim().is_empty() && !map.contains_key(*field) {
                map.insert((*field).to_owned(), Value::String(cell.into_owned()));
            }
        }
        map
    }
}

/// How the rows of a sheet end.
enum End {
    Whole,
    Full,
    GivenUp,
}

/// A row as it came: its fields, or why it has none.
struct Gathered {
    what: Result<Map<String, Value>, Fault>,
    slug: String,
    width: Option<Fault>,
}

struct Rest {
    rows: Vec<Gathered>,
    end: End,
}

/// Reads the rows, and puts those together that are one meeting on several days.
fn gather(sheet: &mut Sheet<'_>, options: &Options) -> Rest {
    let mut rows: Vec<Gathered> = Vec::new();
    let mut by_slug: HashMap<String, usize> = HashMap::new();
    let mut blank_rows = 0;
    while let Some(row) = sheet.rows.next_row() {
        if rows.len() >= options.limits.meetings_max {
            let end = End::Full;
            return Rest { rows, end };
        }
        let row = match row {
            Row::GivenUp => {
                let end = End::GivenUp;
                return Rest { rows, end };
            }
            Row::TooLong => lost(Fault::EntryTooLong {
                bytes_max: options.limits.meeting_bytes_max,
            }),
            Row::Broken => lost(Fault::Form(FormFault::BrokenRow)),
            Row::Cells(cells, _) if cells.iter().all(|cell| cell.trim().is_empty()) => {
                blank_rows += 1;
                if blank_rows > BLANK_ROWS_MAX {
                    let end = End::GivenUp;
                    return Rest { rows, end };
                }
                continue;
            }
            Row::Cells(cells, count) => gathered(sheet, cells, count),
        };
        if let (Ok(map), false) = (&row.what, row.slug.is_empty()) {
            let earlier = by_slug.get(&row.slug).and_then(|at| rows.get_mut(*at));
            if earlier.is_some_and(|earlier| joins(earlier, map)) {
                continue;
            }
            by_slug.insert(row.slug.clone(), rows.len());
        }
        rows.push(row);
    }
    let end = End::Whole;
    Rest { rows, end }
}

fn lost(fault: Fault) -> Gathered {
    Gathered {
        what: Err(fault),
        slug: String::new(),
        width: None,
    }
}

fn gathered<'a>(sheet: &Sheet<'a>, cells: Vec<Cow<'a, str>>, count: usize) -> Gathered {
    let columns = sheet.columns.len();
    let has_more = cells
        .get(columns..)
        .is_some_and(|rest| rest.iter().any(|cell| !cell.trim().is_empty()));
    let width = Fault::Form(FormFault::WrongWidth {
        cells: count,
        columns,
    });
    // Without the cell of its slug nobody can tell which meeting it is, and it would get another.
    let slug_at = sheet
        .columns
        .iter()
        .position(|column| *column == Column::Field("slug"));
    if slug_at.is_some_and(|at| count <= at) {
        return lost(width);
    }
    // A row with too much in it was moved by a comma that nobody quoted: its time may stand where
    // its day should, and a meeting at a wrong time is worse than none.
    if has_more {
        return lost(width);
    }
    let map = sheet.fields(cells);
    let slug = map.get("slug").and_then(Value::as_str).unwrap_or_default();
    Gathered {
        slug: crate::meeting_guide::slugged(slug.trim()),
        width: (count < columns).then_some(width),
        what: Ok(map),
    }
}

/// Whether a row is the same meeting as an earlier one on another day; its day goes there then.
fn joins(earlier: &mut Gathered, map: &Map<String, Value>) -> bool {
    let Ok(first) = &mut earlier.what else {
        return false;
    };
    let rest = |map: &Map<String, Value>| {
        let mut rest = map.clone();
        rest.remove("day");
        rest
    };
    let (Some(own), Some(other)) = (first.get("day"), map.get("day")) else {
        return false;
    };
    // The same day again is the same row again, which is for the reader to tell.
    let is_known = own == other || own.as_array().is_some_and(|days| days.contains(other));
    let is_whole_week = own.as_array().is_some_and(|days| days.len() >= DAYS_MAX);
    if is_known || is_whole_week || rest(first) != rest(map) {
        return false;
    }
    let days = match own {
        Value::Array(days) => days.iter().chain([other]).cloned().collect(),
        one => vec![one.clone(), other.clone()],
    };
    first.insert("day".to_owned(), Value::Array(days));
    true
}
