//! What there is for somebody who is on call.

use ::store::{StoreError, Tx};

use super::{Answer, DoorId, store as rows};
use crate::site::visitor::PersonId;

/// What somebody on call should see on their own pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnNews {
    /// Down on the rota, or asked in.
    pub is_on_call: bool,
    /// Doors that can still be answered.
    pub(super) asked: Vec<DoorId>,
}

/// What there is for this person: whether they are on the rota, and who asks them in.
///
/// # Errors
/// The database can't be read.
pub fn own_news(tx: &mut Tx<'_>, person: PersonId, now_ms: i64) -> Result<OwnNews, StoreError> {
    let shifts = rows::shifts(tx)?;
    let doors = rows::doors_of(tx, person)?;
    let asked = doors
        .iter()
        .filter(|door| door.answer == Answer::Asked && door.is_open(now_ms));
    let asked: Vec<DoorId> = asked.map(|door| door.id).collect();
    Ok(OwnNews {
        is_on_call: !asked.is_empty() || shifts.iter().any(|shift| shift.person == person),
        asked,
    })
}
