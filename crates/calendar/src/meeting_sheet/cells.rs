//! Takes a sheet apart into rows and cells: quotation marks by RFC 4180, any line end, and a row
//! that a forgotten quotation mark would run away with costs itself alone.

use std::borrow::Cow;

/// The template has under forty columns; cells beyond this are counted and not kept.
const CELLS_MAX: usize = 200;
/// How often the reader goes back behind a row that doesn't end. Each time it may have read one
/// row's limit of bytes, so this bounds the time a hostile sheet can take.
const RETRIES_MAX: usize = 1_000;

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Row<'a> {
    /// The cells that are kept, and how many there were.
    Cells(Vec<Cow<'a, str>>, usize),
    /// A row longer than the limit was passed over.
    TooLong,
    /// A row whose quotation marks don't close was passed over.
    Broken,
    /// Too much is broken; the rest isn't read.
    GivenUp,
}

#[derive(Debug)]
pub(super) struct Rows<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
    row_bytes_max: usize,
    retries: usize,
}

/// Why a row doesn't end.
enum Endless {
    TooLong,
    Broken,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str, separator: u8, row_bytes_max: usize) -> Self {
        Self {
            text,
            at: 0,
            separator,
            row_bytes_max,
            retries: 0,
        }
    }

    /// The next row; `None` behind the last.
    pub(super) fn next_row(&mut self) -> Option<Row<'a>> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let mut cells = Vec::new();
        let mut count = 0;
        loop {
            let cell = match self.cell(start) {
                Ok(cell) => cell,
                Err(endless) => return Some(self.pass_over(start, &endless)),
            };
            count += 1;
            if cells.len() < CELLS_MAX {
                cells.push(cell);
            }
            if self.byte() == Some(self.separator) {
                self.at += 1;
                continue;
            }
            self.skip_line_end();
            return Some(Row::Cells(cells, count));
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn is_over(&self) -> bool {
        self.byte()
            .is_none_or(|byte| byte == self.separator || byte == b'\n' || byte == b'\r')
    }

    fn skip_line_end(&mut self) {
        if self.byte() == Some(b'\r') {
            self.at += 1;
        }
        if self.byte() == Some(b'\n') {
            self.at += 1;
        }
    }

    /// The cell that begins here, up to what divides it from the next.
    fn cell(&mut self, row_start: usize) -> Result<Cow<'a, str>, Endless> {
        let start = self.at;
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
        if self.byte() == Some(b'"') {
            return self.quoted(row_start);
        }
        self.at = start;
        self.plain(row_start).map(Cow::Borrowed)
    }

    fn plain(&mut self, row_start: usize) -> Result<&'a str, Endless> {
        let start = self.at;
        while !self.is_over() {
            self.at += 1;
            if self.at - row_start > self.row_bytes_max {
                return Err(Endless::TooLong);
            }
        }
        Ok(&self.text[start..self.at])
    }

    fn quoted(&mut self, row_start: usize) -> Result<Cow<'a, str>, Endless> {
        self.at += 1;
        let start = self.at;
        let mut has_line_end = false;
        let mut has_marks = false;
        loop {
            if self.at - row_start > self.row_bytes_max {
                return Err(Endless::TooLong);
            }
            match self.byte().ok_or(Endless::Broken)? {
                b'"' if self.text.as_bytes().get(self.at + 1) == Some(&b'"') => {
                    has_marks = true;
                    self.at += 2;
                }
                b'"' => break,
                byte => {
                    has_line_end |= byte == b'\n' || byte == b'\r';
                    self.at += 1;
                }
            }
        }
        let inside = &self.text[start..self.at];
        self.at += 1;
        let text = if has_marks {
            Cow::Owned(inside.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inside)
        };
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
        if self.is_over() {
            return Ok(text);
        }
        // Words follow the closing mark. Within one cell, somebody wrote marks without doubling
        // them; over several, this mark opens a later cell, and one before it was forgotten.
        if has_line_end || inside.as_bytes().contains(&self.separator) {
            return Err(Endless::Broken);
        }
        let rest = self.plain(row_start)?;
        Ok(Cow::Owned(format!("{text} {rest}")))
    }

    /// Goes on at the line behind the one where a row began.
    fn pass_over(&mut self, start: usize, endless: &Endless) -> Row<'a> {
        self.retries += 1;
        let line_end = self.text[start..].find(['\r', '\n']);
        self.at = line_end.map_or(self.text.len(), |end| start + end);
        self.skip_line_end();
        match endless {
            _ if self.retries > RETRIES_MAX => {
                self.at = self.text.len();
                Row::GivenUp
            }
            Endless::TooLong => Row::TooLong,
            Endless::Broken => Row::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut rows = Rows::new(text, b',', 40);
        let mut found = Vec::new();
        while let Some(row) = rows.next_row() {
            found.push(match row {
                Row::Cells(cells, _) => cells.into_iter().map(Cow::into_owned).collect(),
                other => vec![format!("{other:?}")],
            });
        }
        found
    }

    #[test]
    fn cells_are_divided_as_the_standard_says() {
        assert_eq!(
            rows("a,\"b, c\",\"say \"\"hi\"\"\"\r\n,,\n\"two\nlines\",x\rlast"),
            vec![
                vec!["a", "b, c", "say \"hi\""],
                vec!["", "", ""],
                vec!["two\nlines", "x"],
                vec!["last"]
            ]
        );
        assert!(rows("").is_empty());
    }

    #[test]
    fn marks_that_nobody_doubled_are_words() {
        assert_eq!(
            rows("\"The\" Group, \"b\" ,5\" pipe"),
            [["The Group", "b", "5\" pipe"]]
        );
    }

    #[test]
    fn a_forgotten_mark_costs_its_row() {
        assert_eq!(
            rows("\"a,1\n\"b\",2\n\"c\",3"),
            vec![vec!["Broken"], vec!["b", "2"], vec!["c", "3"]]
        );
        assert_eq!(rows("\"a,1"), [["Broken"]]);
        let long = format!("x{}\nb,2", "y".repeat(50));
        assert_eq!(rows(&long), vec![vec!["TooLong"], vec!["b", "2"]]);
    }

    #[test]
    fn a_forgotten_mark_costs_its_row_whatever_ends_a_line() {
        for end in ["\r", "\n", "\r\n"] {
            let text = ["h", "\"b,1", "c,2", "d,3"].join(end);
            let expected = vec![vec!["h"], vec!["Broken"], vec!["c", "2"], vec!["d", "3"]];
            assert_eq!(rows(&text), expected, "{end:?}");
        }
        // The next mark stands on the same line.
        assert_eq!(
            rows("\"a, b,1,\"x\"\nc,2"),
            vec![vec!["Broken"], vec!["c", "2"]]
        );
    }

    #[test]
    fn time_is_bounded_for_a_sheet_of_broken_rows() {
        let text = "\"a\n".repeat(50_001);
        assert_eq!(rows(&text).last().unwrap(), &["GivenUp"]);
    }
}
