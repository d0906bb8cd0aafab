//! The names of people who came, for a record.

use std::collections::HashMap;

use store::{Keys, StoreError, Tx};

use crate::site::visitor::PersonId;

pub(super) fn of(
    _tx: &mut Tx<'_>,
    _keys: &Keys,
    _people: &[PersonId],
) -> Result<HashMap<PersonId, String>, StoreError> {
    Ok(HashMap::new())
}
