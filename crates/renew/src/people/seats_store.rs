//! What seats and lists show of many people at once.

use ::store::{FromRow, Row, StoreError, Tx, Value, params};

use crate::groups::{GroupId, PEOPLE_OF_GROUP};
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// What a seat shows of a person.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub(super) id: PersonId,
    pub(super) name_sealed: Vec<u8>,
    pub(super) sign: Sign,
}

impl FromRow for Seat {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: PersonId(row.get("id")?),
            name_sealed: row.get("name_sealed")?,
            sign: row.get("sign")?,
        })
    }
}

/// Two lengths only, so that two statements stay prepared however many people are asked for.
const FEW: usize = 8;
const MANY: usize = 32;

const SEATS_OF_FEW: &str = "SELECT id, name_sealed, sign FROM people
     WHERE erasing_ms IS NULL AND id IN ($1, $2, $3, $4, $5, $6, $7, $8)";
const SEATS_OF_MANY: &str = "SELECT id, name_sealed, sign FROM people
     WHERE erasing_ms IS NULL AND id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
         $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31,
         $32)";

/// The seats of those of `people` who are here, in no particular order.
pub(super) fn seats(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<Vec<Seat>, StoreError> {
    let mut seats = Vec::with_capacity(people.len());
    for some in people.chunks(MANY) {
        let (sql, length) = if some.len() > FEW {
            (SEATS_OF_MANY, MANY)
        } else {
            (SEATS_OF_FEW, FEW)
        };
        // A list that is too short is filled up with its last person, who is found once anyhow.
        let fill = some.last().into_iter().cycle();
        let params = some.iter().chain(fill).take(length).copied();
        seats.extend(tx.all::<Seat>(sql, &params.map(Value::from).collect::<Vec<_>>())?);
    }
    Ok(seats)
}

/// A group takes in half as many; a page that can grow without end will.
const SEATS_MAX: i64 = 1000;

/// The seats of those who belong to a group, in no particular order.
pub(super) fn seats_of_group(tx: &mut Tx<'_>, group: GroupId) -> Result<Vec<Seat>, StoreError> {
    tx.all(
        &format!(
            "SELECT p.id, p.name_sealed, p.sign
             FROM ({PEOPLE_OF_GROUP}) m JOIN people p ON p.id = m.person_id
             WHERE p.erasing_ms IS NULL LIMIT $2"
        ),
        &params![group, SEATS_MAX],
    )
}
