//! Notes as pages show them.

use std::collections::HashMap;

use ::store::{Keys, StoreError, Tx};

use super::{FollowUp, FollowUpId, Offered, Standing, open, store as rows};
use crate::groups::{self, GroupId};
use crate::people::{self, Known};
use crate::site::visitor::PersonId;

/// A note, opened for somebody who may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: FollowUpId,
    /// Nothing for a group that is gone.
    pub(super) group: Option<String>,
    pub(super) zone: String,
    pub(super) made_ms: i64,
    /// Whom it is about.
    pub(super) person: String,
    pub(super) made_by: Someone,
    pub(super) keeper: Someone,
    /// Who is asked to take over.
    pub(super) asked: Someone,
    pub(super) offered: Offered,
    pub(super) standing: Standing,
    pub(super) is_disputed: bool,
}

/// Somebody, as the reader sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Someone {
    Me,
    Other(String),
    Nobody,
}

/// What waits for somebody who leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Mine to follow up, whose time is still to come.
    pub due: usize,
    /// Mine to follow up, whose time has passed.
    pub past: usize,
    /// That I am asked to take over.
    pub asked: usize,
    /// Of which the person says that something isn't right.
    pub disputed: usize,
}

/// What waits for this person to follow up.
///
/// # Errors
/// The database can't be read.
pub fn waiting(tx: &mut Tx<'_>, person: PersonId, now_ms: i64) -> Result<Waiting, StoreError> {
    let mut waiting = Waiting::default();
    for row in rows::of_leader(tx, person)? {
        let is_mine = row.keeper == Some(person);
        match row.standing(now_ms) {
            Standing::Due { .. } if is_mine => waiting.due += 1,
            Standing::Past { .. } if is_mine => waiting.past += 1,
            _ => {}
        }
        waiting.asked += usize::from(row.is_asked(person));
        let hears = row.hears_of_dispute() == Some(person);
        waiting.disputed += usize::from(row.disputed_ms.is_some() && hears);
    }
    Ok(waiting)
}

/// An open note as a coordinator sees it: nothing of whom it is about, nor of what was offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Open {
    pub(in super::super) id: FollowUpId,
    pub(in super::super) group: Option<String>,
    pub(in super::super) zone: String,
    /// Nothing when nobody follows up any more.
    pub(in super::super) keeper: Option<String>,
    pub(in super::super) standing: Standing,
}

/// All that are open, for coordinators.
pub(in super::super) fn open_ones(
    tx: &mut Tx<'_>,
    keys: &Keys,
    now_ms: i64,
) -> Result<Vec<Open>, StoreError> {
    let rows = rows::open_ones(tx)?;
    let keepers: Vec<PersonId> = rows.iter().filter_map(|row| row.keeper).collect();
    let known = people::known(tx, keys, &keepers)?;
    let mut groups = GroupNames::default();
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        open.push(Open {
            id: row.id,
            group: groups.of(tx, row.group)?,
            keeper: row
                .keeper
                .and_then(|keeper| known.get(&keeper))
                .map(|known| known.name.clone()),
            standing: row.standing(now_ms),
            zone: row.zone,
        });
    }
    Ok(open)
}

/// The names of groups, each read once.
#[derive(Default)]
pub(super) struct GroupNames(HashMap<i64, Option<String>>);

impl GroupNames {
    pub(super) fn of(&mut self, tx: &mut Tx<'_>, group: i64) -> Result<Option<String>, StoreError> {
        if let Some(name) = self.0.get(&group) {
            return Ok(name.clone());
        }
        let found = groups::group(tx, GroupId(group))?;
        let name = found.map(|group| group.name().to_owned());
        self.0.insert(group, name.clone());
        Ok(name)
    }
}

/// The notes as `me` sees them.
pub(super) fn items(
    tx: &mut Tx<'_>,
    keys: &Keys,
    rows: &[FollowUp],
    (me, now_ms): (PersonId, i64),
) -> Result<Vec<Item>, StoreError> {
    let ids: Vec<PersonId> = rows
        .iter()
        .flat_map(|row| [Some(row.person), row.made_by, row.keeper, row.asked])
        .flatten()
        .collect();
    let known = people::known(tx, keys, &ids)?;
    let mut groups = GroupNames::default();
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let offered = open(keys, row).map_err(|e| StoreError::Inconsistent(e.to_string()))?;
        items.push(Item {
            id: row.id,
            group: groups.of(tx, row.group)?,
            zone: row.zone.clone(),
            made_ms: row.made_ms,
            person: known
                .get(&row.person)
                .map_or_else(String::new, |known| known.name.clone()),
            made_by: someone(row.made_by, me, &known),
            keeper: someone(row.keeper, me, &known),
            asked: someone(row.asked, me, &known),
            offered,
            standing: row.standing(now_ms),
            is_disputed: row.disputed_ms.is_some(),
        });
    }
    Ok(items)
}

fn someone(who: Option<PersonId>, me: PersonId, known: &HashMap<PersonId, Known>) -> Someone {
    match who {
        Some(who) if who == me => Someone::Me,
        Some(who) => known
            .get(&who)
            .map_or(Someone::Nobody, |known| Someone::Other(known.name.clone())),
        None => Someone::Nobody,
    }
}
