//! Where the engines differ, and what we do about it. Nothing outside this file and the two
//! engine files knows which engine runs.
//!
//! What is made equal here:
//!
//! - **Types.** Migrations are written in PostgreSQL's names; for SQLite [`script_for_sqlite`] turns
//!   them into its own and makes each table `STRICT`, so that a column holds what it says. A
//!   `BIGINT PRIMARY KEY` becomes SQLite's row id, which saves a second tree per table.
//! - **Sums.** `SUM` and `AVG` of `BIGINT` are `NUMERIC` on PostgreSQL; [`numeric`] reads them
//!   back as the number that SQLite gives.
//! - **LIKE** ignores case on SQLite alone; [`SQLITE_SETTINGS`] makes it exact. (Compare with
//!   `lower(...)` where case should not count: both engines fold ASCII only.)
//! - **Order of texts.** Bytewise, as SQLite has it; a PostgreSQL database with another collation
//!   is refused at the start ([`POSTGRES_ORDER_PROBE`]).
//! - **Values.** PostgreSQL's texts hold no NUL and SQLite's numbers no NaN: neither gets in
//!   ([`check_values`]).
//! - **Many rows.** One statement with many tuples saves PostgreSQL a round trip per row
//!   ([`insert_many`]); SQLite gains nothing from it.
//!
//! What stays with the one who writes SQL, because no translation is honest:
//!
//! - Parameters appear in the order `$1, $2, ...` (SQLite numbers them by first appearance; a
//!   statement in another order is refused).
//! - `NULLS FIRST` or `NULLS LAST` is written out wherever a sorted column can be null.
//! - A truth value in SQL is not a number on PostgreSQL: `WHERE open = 1`, never `WHERE open`.
//! - No `INTEGER`: PostgreSQL's has 32 bits. No `FOR UPDATE`: SQLite has none, and serializable
//!   transactions need none.
//! - Constraints are not `DEFERRABLE`: they would speak up at the commit that others share.

use crate::{StoreError, Value};

/// For every SQLite connection. FULL syncs the log at each commit: what was answered survives a
/// power cut. Deleted rows are overwritten: what is erased is not to be found in the file.
/// Checkpoints are ours to run (see `wal`), so that they never stall a commit.
pub(crate) const SQLITE_SETTINGS: &str = "
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
    PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;
    PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;";

/// For every PostgreSQL connection. A statement over half a minute is a defect, not patience.
pub(crate) const POSTGRES_SETTINGS: &str = "
    SET synchronous_commit = on; SET statement_timeout = '30s'; SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning;
    SET client_encoding = 'UTF8'; SET TimeZone = 'UTC'";

pub(crate) const POSTGRES_BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";
pub(crate) const POSTGRES_BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// 1 when texts are ordered by their bytes. Each pair is put the other way round by some locale
/// or other: capitals, accents, punctuation, and the letters past ASCII.
pub(crate) const POSTGRES_ORDER_PROBE: &str = "
    SELECT CASE WHEN current_setting('server_encoding') = 'UTF8' AND 'B' < 'a' AND 'a-c' < 'ab'
        AND 'z' < CHR(233) AND CHR(233) < CHR(945) AND 'a b' < 'aa' THEN 1 ELSE 0 END";

pub(crate) const POSTGRES_ORDER_REFUSAL: &str = "the PostgreSQL database must hold UTF-8 and order \
    texts by their bytes; make it with: CREATE DATABASE renew TEMPLATE template0 ENCODING 'UTF8' \
    LC_COLLATE 'C' LC_CTYPE 'C'";

/// Refuses the values that only one of the engines can hold.
pub(crate) fn check_values(values: &[Value]) -> Result<(), StoreError> {
    for value in values {
        let refusal = match value {
            Value::Text(text) if text.as_bytes().contains(&0) => "a text may hold no NUL",
            Value::Real(number) if number.is_nan() => "a number must be one",
            _ => continue,
        };
        return Err(StoreError::Refused(refusal.into()));
    }
    Ok(())
}

/// PostgreSQL takes parameters in any order; a statement that only it understands is refused
/// there as well.
pub(crate) fn check_order(sql: &str, params: usize) -> Result<(), StoreError> {
    let mut seen = 0;
    for piece in pieces(sql) {
        let place = piece.strip_prefix('$').map(str::parse::<usize>);
        match place {
            Some(Ok(place)) if place <= seen => {}
            Some(Ok(place)) if place == seen + 1 => seen = place,
            Some(_) => return Err(wrong_order(sql)),
            None => {}
        }
    }
    if seen == params {
        Ok(())
    } else {
        Err(StoreError::Engine(format!(
            "{params} parameters for {seen} places in: {sql}"
        )))
    }
}

pub(crate) fn wrong_order(sql: &str) -> StoreError {
    StoreError::Engine(format!(
        "the parameters must first appear as $1, $2, ... in: {sql}"
    ))
}

/// The steps of a migration in SQLite's names.
pub(crate) fn script_for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut table = Table::Outside;
    let mut words = pieces(sql).peekable();
    while let Some(piece) = words.next() {
        match piece.to_ascii_uppercase().as_str() {
            "BIGINT" => out.push_str("INTEGER"),
            "BYTEA" => out.push_str("BLOB"),
            "DOUBLE" => {
                out.push_str("REAL");
                while words
                    .next_if(|next| {
                        next.trim().is_empty() || next.eq_ignore_ascii_case("PRECISION")
                    })
                    .is_some()
                {}
                out.push(' ');
            }
            word => {
                out.push_str(piece);
                table = table.after(word);
                if table == Table::Ended {
                    out.push_str(" STRICT");
                    table = Table::Outside;
                }
            }
        }
    }
    out
}

/// The steps of a migration as PostgreSQL reads them: `X'00ff'` is a text of bits there.
pub(crate) fn script_for_postgres(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut words = pieces(sql).peekable();
    while let Some(piece) = words.next() {
        let bytes = words.next_if(|next| next.starts_with('\'') && matches!(piece, "x" | "X"));
        match bytes {
            Some(bytes) => {
                out.push_str("BYTEA '\\x");
                out.push_str(&bytes[1..]);
            }
            None => out.push_str(piece),
        }
    }
    out
}

/// Where in a `CREATE TABLE name (...)` we are.
#[derive(Clone, Copy, PartialEq)]
enum Table {
    Outside,
    Create,
    /// After the word TABLE, with this many parentheses open.
    Inside(u32),
    Ended,
}

impl Table {
    fn after(self, word: &str) -> Self {
        match (self, word) {
            (Self::Outside, "CREATE") => Self::Create,
            (Self::Create, "TABLE") => Self::Inside(0),
            (Self::Create, word) if !word.trim().is_empty() => Self::Outside,
            (Self::Inside(open), "(") => Self::Inside(open + 1),
            (Self::Inside(1), ")") => Self::Ended,
            (Self::Inside(open), ")") => Self::Inside(open.saturating_sub(1)),
            (state, _) => state,
        }
    }
}

/// A text of SQL cut into words, signs, white space, and quoted texts and comments as wholes.
fn pieces(sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let end = piece_end(rest)?;
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

fn piece_end(sql: &str) -> Option<usize> {
    let first = sql.chars().next()?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let until = |stop: &dyn Fn(char) -> bool| sql.find(stop).unwrap_or(sql.len());
    Some(if sql.starts_with("--") {
        until(&|c| c == '\n')
    } else if first == '\'' || first == '"' {
        // A doubled quote inside ends one piece and begins the next, which changes nothing.
        sql[1..].find(first).map_or(sql.len(), |end| end + 2)
    } else if is_word(first) {
        until(&|c| !is_word(c))
    } else if first.is_whitespace() {
        until(&|c| !c.is_whitespace())
    } else {
        first.len_utf8()
    })
}

/// `INSERT ... VALUES ($1, $2)` for several rows at once, if the statement allows it: one tuple,
/// and after it nothing or `ON CONFLICT ... DO NOTHING` (an update in one statement may not
/// touch a row twice, while one after the other may).
pub(crate) fn insert_many(sql: &str, rows: usize) -> Option<String> {
    let upper = sql.to_ascii_uppercase();
    let values = upper.find("VALUES")? + "VALUES".len();
    let open = values + upper[values..].find('(')?;
    let close = open + upper[open..].find(')')?;
    let (head, tuple, tail) = (&sql[..open], &sql[open..=close], &upper[close + 1..]);
    let tail_is_known =
        tail.trim().is_empty() || (tail.contains("ON CONFLICT") && tail.contains("DO NOTHING"));
    if !upper[values..open].trim().is_empty()
        || tuple[1..].contains('(')
        || tail.contains('$')
        || !tail_is_known
        || !upper.trim_start().starts_with("INSERT")
    {
        return None;
    }
    let width = pieces(tuple).filter(|piece| piece.starts_with('$')).count();
    let mut out = String::with_capacity(head.len() + rows * (tuple.len() + 8) + tail.len());
    out.push_str(head);
    for row in 0..rows {
        if row > 0 {
            out.push_str(", ");
        }
        for piece in pieces(tuple) {
            match piece
                .strip_prefix('$')
                .and_then(|place| place.parse::<usize>().ok())
            {
                Some(place) => out.push_str(&format!("${}", row * width + place)),
                None => out.push_str(piece),
            }
        }
    }
    out.push_str(&sql[close + 1..]);
    Some(out)
}

/// PostgreSQL's NUMERIC in its wire form: a whole number becomes one, anything else a fraction,
/// as SQLite's own `SUM` and `AVG` do. None when it is not a number or larger than 64 bits.
pub(crate) fn numeric(wire: &[u8]) -> Option<Value> {
    const NEGATIVE: i16 = 0x4000;
    let words: Vec<i16> = wire
        .chunks_exact(2)
        .map(|two| i16::from_be_bytes([two[0], two[1]]))
        .collect();
    // Digits are to the base of 10,000; the first one counts 10,000 to the power of `weight`.
    let [_, weight, sign, decimals, digits @ ..] = words.as_slice() else {
        return None;
    };
    if *sign != 0 && *sign != NEGATIVE {
        return None;
    }
    if *decimals == 0 {
        let mut whole: i64 = 0;
        for place in 0..=usize::try_from(*weight).unwrap_or(0) {
            let digit = digits.get(place).copied().unwrap_or(0);
            // Summed below zero, because the smallest number has no positive twin.
            whole = whole.checked_mul(10_000)?.checked_sub(i64::from(digit))?;
        }
        return Some(Value::Int(if *sign == NEGATIVE {
            whole
        } else {
            whole.checked_neg()?
        }));
    }
    // By way of its decimal text, which is the one way that rounds once.
    let minus = if *sign == NEGATIVE { "-" } else { "" };
    let digits: String = digits.iter().map(|digit| format!("{digit:04}")).collect();
    let exponent = 4 * (i64::from(*weight) + 1);
    let text = format!("{minus}0.{digits}0e{exponent}");
    text.parse().ok().map(Value::Real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_become_sqlites_and_tables_strict() {
        let sql = "-- a BIGINT in a comment (
            CREATE TABLE plans (id BIGINT PRIMARY KEY, share DOUBLE PRECISION NOT NULL,
                text BYTEA, kind TEXT NOT NULL CHECK (kind IN ('BIGINT', 'a)b')));
            CREATE INDEX by_kind ON plans (kind);";
        assert_eq!(
            script_for_sqlite(sql),
            "-- a BIGINT in a comment (
            CREATE TABLE plans (id INTEGER PRIMARY KEY, share REAL NOT NULL,
                text BLOB, kind TEXT NOT NULL CHECK (kind IN ('BIGINT', 'a)b'))) STRICT;
            CREATE INDEX by_kind ON plans (kind);"
        );
    }

    #[test]
    fn bytes_are_written_as_postgres_reads_them() {
        assert_eq!(
            script_for_postgres("INSERT INTO t (a, x) VALUES (X'00ff', 'x''y') -- X'00'"),
            "INSERT INTO t (a, x) VALUES (BYTEA '\\x00ff', 'x''y') -- X'00'"
        );
    }

    #[test]
    fn an_insert_of_one_row_becomes_one_of_many() {
        let one = "INSERT INTO t (a, b, c) VALUES ($1, 0, $2) ON CONFLICT (a) DO NOTHING";
        assert_eq!(
            insert_many(one, 2).as_deref(),
            Some(
                "INSERT INTO t (a, b, c) VALUES ($1, 0, $2), ($3, 0, $4) \
                 ON CONFLICT (a) DO NOTHING"
            )
        );
        for other in [
            "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = $1",
            "INSERT INTO t (a) VALUES (lower($1))",
            "INSERT INTO t (a) VALUES ($1) RETURNING a",
            "INSERT INTO t (a) SELECT $1",
            "UPDATE t SET a = $1",
        ] {
            assert_eq!(insert_many(other, 2), None, "{other}");
        }
    }

    #[test]
    fn numeric_is_read_as_the_number_it_is() {
        let wire = |words: &[i16]| {
            words
                .iter()
                .flat_map(|w| w.to_be_bytes())
                .collect::<Vec<_>>()
        };
        assert_eq!(numeric(&wire(&[0, 0, 0, 0])), Some(Value::Int(0)));
        assert_eq!(numeric(&wire(&[1, 1, 0, 0, 3])), Some(Value::Int(30_000)));
        assert_eq!(
            numeric(&wire(&[2, 1, 0x4000, 0, 1, 2345])),
            Some(Value::Int(-12_345))
        );
        assert_eq!(
            numeric(&wire(&[2, 0, 0, 2, 2, 5000])),
            Some(Value::Real(2.5))
        );
        // 4 / 7, to the digits that PostgreSQL gives.
        assert_eq!(
            numeric(&wire(&[5, -1, 0, 20, 5714, 2857, 1428, 5714, 2857])),
            Some(Value::Real(4.0 / 7.0))
        );
        assert_eq!(numeric(&wire(&[0, 0, 0, 2])), Some(Value::Real(0.0)));
        assert_eq!(numeric(&wire(&[1, 9, 0, 0, 9999])), None);
        assert_eq!(numeric(&wire(&[0, 0, -16384, 0])), None);
    }
}
