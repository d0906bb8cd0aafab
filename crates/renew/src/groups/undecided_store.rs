//! The SQL of fields that were changed here and in their feed. Ours stays, and a coordinator may
//! take the feed's instead; until somebody decides, the field waits here.

use ::store::{FromRow, Row, StoreError, Tx, params};

use super::Field;
use super::report::Kept;
use super::{Group, GroupId, inconsistent, store};

/// As many as a page lists; the others come when these are decided.
const LISTED_MAX: i64 = 200;

struct Waiting {
    group: GroupId,
    field: Field,
}

impl FromRow for Waiting {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            group: GroupId(row.get("group_id")?),
            field: Field::from_key(&row.get::<String>("field")?)
                .ok_or_else(|| inconsistent("a field that is none"))?,
        })
    }
}

/// Lets a field wait for a decision, if it doesn't yet.
pub(super) fn note(
    tx: &mut Tx<'_>,
    group: GroupId,
    field: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO undecided_fields (group_id, field, since_ms) VALUES ($1, $2, $3)
         ON CONFLICT (group_id, field) DO NOTHING",
        &params![group, field, now_ms],
    )?;
    Ok(())
}

/// The fields of a feed's groups that wait. One in which both say the same by now needs nobody's
/// decision and isn't among them.
pub(super) fn of_feed(tx: &mut Tx<'_>, feed: i64) -> Result<Vec<Kept>, StoreError> {
    let mut undecided = all_of_feed(tx, feed)?;
    undecided.retain(|one| one.ours != one.theirs);
    Ok(undecided)
}

/// Lets those go in which both say the same by now: when they differ again, that is a new matter.
pub(super) fn forget_settled(tx: &mut Tx<'_>, feed: i64) -> Result<(), StoreError> {
    for one in all_of_feed(tx, feed)? {
        if one.ours == one.theirs {
            decided(tx, GroupId(one.group), &one.field)?;
        }
    }
    Ok(())
}

fn all_of_feed(tx: &mut Tx<'_>, feed: i64) -> Result<Vec<Kept>, StoreError> {
    let waiting: Vec<Waiting> = tx.all(
        "SELECT u.group_id, u.field FROM undecided_fields u
         JOIN meeting_groups g ON g.id = u.group_id
         WHERE g.feed_id = $1 ORDER BY g.name, g.id, u.field LIMIT $2",
        &params![feed, LISTED_MAX],
    )?;
    let mut undecided = Vec::new();
    let mut last: Option<Group> = None;
    for Waiting { group: id, field } in waiting {
        if last.as_ref().is_none_or(|group| group.id != id) {
            last = store::group(tx, id)?;
        }
        let Some((group, origin)) = last
            .as_ref()
            .and_then(|group| Some((group, group.origin.as_ref()?)))
        else {
            continue;
        };
        undecided.push(Kept {
            group: id.0,
            name: group.name().to_owned(),
            field: field.key().to_owned(),
            ours: group.details.text(field),
            theirs: origin.said.text(field),
        });
    }
    Ok(undecided)
}

/// The field waits no more. False if it didn't.
pub(super) fn decided(tx: &mut Tx<'_>, group: GroupId, field: &str) -> Result<bool, StoreError> {
    let gone = tx.run(
        "DELETE FROM undecided_fields WHERE group_id = $1 AND field = $2",
        &params![group, field],
    )?;
    Ok(gone > 0)
}
