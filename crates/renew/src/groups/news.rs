//! What changed since a board was read: told by the sequences of the groups, so that it doesn't
//! matter who changed them.

use std::collections::BTreeSet;

use ::store::{StoreError, Tx};

use super::board::{Board, Listing};
use super::differences::{Closure, Venue};
use super::{GroupId, changes_store, differences_store, store};

/// Where more groups than this changed at once, all are read: that takes no longer.
const NEWS_MAX: usize = 200;

/// What changed.
#[derive(Debug)]
pub(super) enum News {
    Nothing,
    /// A few groups, as they are now, those that are no more, and the venues that are closed.
    Few {
        changed: Vec<Listing>,
        gone: Vec<GroupId>,
        closures: Vec<Closure>,
    },
    /// Too much to tell.
    Much,
}

/// Compares a board with the database.
pub(super) fn since(tx: &mut Tx<'_>, board: &Board) -> Result<News, StoreError> {
    let sequences = store::sequences(tx)?;
    let closures = differences_store::closures(tx)?;
    let mut other = touched(board, &closures);
    let now = sequences.iter();
    let is_other = |(id, sequence): &&(i64, i64)| {
        let known = board.listing(*id);
        known.is_none_or(|known| known.sequence != *sequence)
    };
    other.extend(now.filter(is_other).map(|(id, _)| GroupId(*id)));
    let gone = gone(board, &sequences);
    let is_same = other.is_empty() && gone.is_empty() && *board.closures() == *closures;
    if is_same {
        return Ok(News::Nothing);
    }
    if other.len() + gone.len() > NEWS_MAX {
        return Ok(News::Much);
    }
    let other: Vec<GroupId> = other.into_iter().collect();
    Ok(News::Few {
        changed: store::listings_of(tx, &other)?,
        gone,
        closures,
    })
}

fn gone(board: &Board, sequences: &[(i64, i64)]) -> Vec<GroupId> {
    let known = sequences.iter();
    let known = known.filter(|(id, _)| board.listing(*id).is_some()).count();
    if known == board.len() {
        return Vec::new();
    }
    let now: BTreeSet<i64> = sequences.iter().map(|(id, _)| *id).collect();
    let groups = board.listings().iter().map(|listing| listing.id);
    groups.filter(|id| !now.contains(&id.0)).collect()
}

/// The groups that a closure touches which is new, or is no more; and those that may meet there by
/// what they plan.
fn touched(board: &Board, closures: &[Closure]) -> BTreeSet<GroupId> {
    let (old, new) = (board.closures(), closures);
    let other = old
        .iter()
        .filter(|one| !new.contains(one))
        .chain(new.iter().filter(|one| !old.contains(one)));
    let venues: BTreeSet<Venue> = other
        .map(|one| Venue::of(&one.place, &one.address))
        .collect();
    if venues.is_empty() {
        return BTreeSet::new();
    }
    let groups = board.listings().iter().filter(|group| {
        !group.differences.planned.is_empty()
            || venues.contains(&Venue::of(&group.place, &group.address))
    });
    groups.map(|group| group.id).collect()
}

/// The number of the newest line in the log of changes; 0 where there is none.
pub(super) fn newest_change(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let newest = changes_store::newest_changes(tx, 1)?;
    Ok(newest.first().map_or(0, |change| change.id))
}
