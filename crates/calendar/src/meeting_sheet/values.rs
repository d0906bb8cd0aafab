//! The answer of Google's spreadsheets to a program: `{"range": ..., "values": [[...], ...]}`, whose
//! rows are those of a sheet.

use serde_json::Value;

use crate::bmlt::answer::list_of;
use crate::meeting_guide::split::{Piece, Split};

/// The list of rows in such an answer, from its opening bracket on.
pub(super) fn rows_of(bytes: &[u8]) -> Option<&[u8]> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let object = text.trim_ascii_start();
    object.starts_with(b"{").then_some(())?;
    let rows = list_of(object, b"values")?;
    rows[1..]
        .trim_ascii_start()
        .starts_with(b"[")
        .then_some(rows)
}

/// The first rows, `rows_max` of them that aren't empty, as a sheet with commas. Rows end behind
/// their last cell that says something; they are filled up to the width of the first. What is no
/// row is an open quotation mark: a broken row.
pub(super) fn as_sheet(rows: &[u8], row_bytes_max: usize, rows_max: usize) -> String {
    let mut sheet = String::new();
    let (mut width, mut count, mut blank_rows) = (0, 0, 0);
    let Ok(mut split) = Split::new(rows, row_bytes_max) else {
        return sheet;
    };
    while count < rows_max
        && blank_rows < super::BLANK_ROWS_MAX
        && let Some(piece) = split.next_piece()
    {
        let cells: Option<Vec<Value>> = match piece {
            Piece::End | Piece::CutShort => break,
            Piece::Entry(b"[]") => {
                blank_rows += 1;
                continue;
            }
            Piece::Entry(bytes) => serde_json::from_slice(bytes).ok(),
            Piece::TooLong { .. } | Piece::Broken => None,
        };
        count += 1;
        let Some(cells) = cells else {
            sheet.push_str("\"\n");
            continue;
        };
        let mut texts: Vec<String> = cells.iter().map(quoted).collect();
        if width == 0 {
            width = texts.len();
        }
        while texts.len() < width {
            texts.push(String::new());
        }
        sheet.push_str(&texts.join(","));
        sheet.push('\n');
    }
    sheet
}

fn quoted(cell: &Value) -> String {
    match cell {
        Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "yes".to_owned(),
        _ => String::new(),
    }
}
