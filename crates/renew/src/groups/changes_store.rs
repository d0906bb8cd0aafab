//! What those who look for a group, or subscribed to it, should hear: the log of changes.

use ::store::{FromRow, Row, StoreError, Tx, params};
use jiff::civil::Date;

use super::details::{Attendance, Details};
use super::field::Field;
use super::store::date;
use super::{GroupId, inconsistent};

/// A reader of changes asks every few hours and is shown the newest hundred at most; a thousand
/// reach back for weeks even where a whole intergroup is looked after.
pub const CHANGES_KEPT_MAX: usize = 1_000;
/// Numbers for the lines of one millisecond: as many as are written at once. Such a number is exact
/// in a JSON reader for centuries.
const IDS_PER_MS: i64 = 1_000;

/// What happened to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Happened {
    Made,
    /// Its times, its place, or how people come; with a date, those of one evening.
    Changed,
    /// Changes from a date on.
    Planned,
    Cancelled,
    /// One evening, to another day or hour.
    Moved,
    /// One evening is as usual again.
    Restored,
    /// Its venue is closed from a date on.
    Closed,
    /// Its venue is open again, or the group meets again.
    Opened,
    /// It doesn't meet for now.
    Resting,
}

impl Happened {
    pub const ALL: [Self; 9] = [
        Self::Made,
        Self::Changed,
        Self::Planned,
        Self::Cancelled,
        Self::Moved,
        Self::Restored,
        Self::Closed,
        Self::Opened,
        Self::Resting,
    ];

    /// As it is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Changed => "changed",
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
            Self::Moved => "moved",
            Self::Restored => "restored",
            Self::Closed => "closed",
            Self::Opened => "opened",
            Self::Resting => "resting",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.key() == key)
    }

    /// What an edit of a group comes to; nothing when it concerns only its words.
    #[must_use]
    pub fn between(before: &Details, after: &Details) -> Option<Self> {
        const HEARD: [Field; 7] = [
            Field::Attendance,
            Field::Days,
            Field::Start,
            Field::Duration,
            Field::Zone,
            Field::Place,
            Field::Address,
        ];
        let rests = |details: &Details| details.attendance == Attendance::Resting;
        match (rests(before), rests(after)) {
            (false, true) => Some(Self::Resting),
            (true, false) => Some(Self::Opened),
            (true, true) => None,
            (false, false) => {
                let is_other = |field: &Field| before.text(*field) != after.text(*field);
                let changed = before.season != after.season || HEARD.iter().any(is_other);
                changed.then_some(Self::Changed)
            }
        }
    }
}

/// A change of a group, as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupChange {
    /// Grows with each change, and is never that of another one, also where a group went with its
    /// changes.
    pub id: i64,
    pub group: GroupId,
    /// Milliseconds since the epoch.
    pub at_ms: i64,
    pub happened: Happened,
    /// The date that it is about, if it is about one.
    pub date: Option<Date>,
    /// For everyone who would come; may be empty.
    pub note: String,
}

impl FromRow for GroupChange {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let about: Option<String> = row.get("date")?;
        Ok(Self {
            id: row.get("id")?,
            group: GroupId(row.get("group_id")?),
            at_ms: row.get("at_ms")?,
            happened: Happened::from_key(&row.get::<String>("kind")?)
                .ok_or_else(|| inconsistent("a change that is none"))?,
            date: about.as_deref().map(date).transpose()?,
            note: row.get("note")?,
        })
    }
}

/// A change that is to be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tell<'a> {
    pub(super) group: GroupId,
    pub(super) happened: Happened,
    pub(super) date: Option<Date>,
    pub(super) note: &'a str,
}

/// Writes changes into the log, in their order; the oldest go.
pub(super) fn tell(tx: &mut Tx<'_>, changes: &[Tell<'_>], now_ms: i64) -> Result<(), StoreError> {
    let (last,): (i64,) = tx.one("SELECT COALESCE(MAX(id), 0) FROM group_changes", &[])?;
    // An import of a country brings more than are kept: then its last ones are.
    let newest = changes.iter().rev().take(CHANGES_KEPT_MAX).rev();
    // The newest lines may have gone with their group, so their numbers come from the time as well.
    let mut id = last.max(now_ms.saturating_mul(IDS_PER_MS));
    let mut rows = Vec::new();
    for change in newest {
        id += 1;
        let date = change.date.map(|date| date.to_string());
        let kind = change.happened.key();
        rows.push(params![id, change.group, now_ms, kind, date, change.note].to_vec());
    }
    tx.run_many(
        "INSERT INTO group_changes (id, group_id, at_ms, kind, date, note)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &rows,
    )?;
    let kept = i64::try_from(CHANGES_KEPT_MAX).unwrap_or(i64::MAX);
    tx.run(
        "DELETE FROM group_changes WHERE id <=
             (SELECT id FROM group_changes ORDER BY id DESC LIMIT 1 OFFSET $1)",
        &params![kept],
    )?;
    Ok(())
}

/// The newest changes of all groups, the newest first; at most [`CHANGES_KEPT_MAX`].
///
/// # Errors
/// The database refuses, or a row makes no sense.
pub fn newest_changes(tx: &mut Tx<'_>, count: usize) -> Result<Vec<GroupChange>, StoreError> {
    tx.all(
        "SELECT id, group_id, at_ms, kind, date, note FROM group_changes
         ORDER BY id DESC LIMIT $1",
        &params![limit(count)],
    )
}

fn limit(count: usize) -> i64 {
    i64::try_from(count.min(CHANGES_KEPT_MAX)).unwrap_or(i64::MAX)
}
