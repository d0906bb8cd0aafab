//! The SQL of people, their sign-ins and their passkeys. That of links and invitations stands
//! with their rules in `links_store`.

use store::{Cell, Column, FromRow, Row, StoreError, Tx, params};

use super::links_store;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// A row of `people`.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: PersonId,
    pub(super) name_sealed: Vec<u8>,
    pub(super) name_print: Vec<u8>,
    pub(super) sign: Sign,
    pub(super) lang: Lang,
    pub(super) for_another: bool,
    pub(super) is_counted: bool,
    pub(super) is_coordinator: bool,
    pub(super) leads: bool,
    pub(super) words_proof: Vec<u8>,
    pub(super) joined_ms: i64,
}

impl FromRow for Person {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: PersonId(row.get("id")?),
            name_sealed: row.get("name_sealed")?,
            name_print: row.get("name_print")?,
            sign: row.get("sign")?,
            lang: row.get("lang")?,
            for_another: row.get("for_another")?,
            is_counted: row.get("is_counted")?,
            is_coordinator: row.get("is_coordinator")?,
            leads: row.get("leads")?,
            words_proof: row.get("words_proof")?,
            joined_ms: row.get("joined_ms")?,
        })
    }
}

impl Column for Sign {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Text(key) => Self::from_key(key).ok_or_else(|| unknown("sign")),
            other => Err(other.is_not("a sign")),
        }
    }
}

impl Column for Lang {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Text(tag) => Self::from_tag(tag).ok_or_else(|| unknown("language")),
            other => Err(other.is_not("a language")),
        }
    }
}

fn unknown(what: &str) -> StoreError {
    StoreError::Inconsistent(format!("an unknown {what}"))
}

const PERSON: &str = "SELECT id, name_sealed, name_print, sign, lang, for_another, is_counted,
    is_coordinator, leads, words_proof, joined_ms FROM people";

/// A person who is here; somebody on the way out is not found.
pub(super) fn person(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    tx.maybe(
        &format!("{PERSON} WHERE id = $1 AND erasing_ms IS NULL"),
        &params![id],
    )
}

pub(super) fn person_by_print(
    tx: &mut Tx<'_>,
    name_print: &[u8],
) -> Result<Option<Person>, StoreError> {
    tx.maybe(
        &format!("{PERSON} WHERE name_print = $1 AND erasing_ms IS NULL"),
        &params![name_print],
    )
}

/// Everybody, those who came first on top. `limit` bounds the page.
pub(super) fn everybody(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Person>, StoreError> {
    tx.all(
        &format!("{PERSON} WHERE erasing_ms IS NULL ORDER BY joined_ms, id LIMIT $1"),
        &params![limit],
    )
}

pub(super) fn add_person(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    let Person {
        id,
        name_sealed,
        name_print,
        sign,
        lang,
        for_another,
        is_counted,
        is_coordinator,
        leads,
        words_proof,
        joined_ms,
    } = person;
    tx.run(
        "INSERT INTO people (id, name_sealed, name_print, sign, lang, for_another, is_counted,
            is_coordinator, leads, words_proof, joined_ms, erasing_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL)",
        &params![
            *id,
            name_sealed,
            name_print,
            sign.key(),
            lang.tag(),
            *for_another,
            *is_counted,
            *is_coordinator,
            *leads,
            words_proof,
            *joined_ms
        ],
    )?;
    Ok(())
}

pub(super) fn rename(
    tx: &mut Tx<'_>,
    id: PersonId,
    sealed: &[u8],
    print: &[u8],
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE people SET name_sealed = $1, name_print = $2 WHERE id = $3",
        &params![sealed, print, id],
    )?;
    Ok(())
}

/// Finds a person by their name from now on.
pub(super) fn claim_name(tx: &mut Tx<'_>, id: PersonId, print: &[u8]) -> Result<(), StoreError> {
    let params = params![print, id];
    tx.run("UPDATE people SET name_print = $1 WHERE id = $2", &params)?;
    Ok(())
}

pub(super) fn set_sign(tx: &mut Tx<'_>, id: PersonId, sign: Sign) -> Result<(), StoreError> {
    let params = params![sign.key(), id];
    tx.run("UPDATE people SET sign = $1 WHERE id = $2", &params)?;
    Ok(())
}

pub(super) fn set_lang(tx: &mut Tx<'_>, id: PersonId, lang: Lang) -> Result<(), StoreError> {
    let params = params![lang.tag(), id];
    tx.run("UPDATE people SET lang = $1 WHERE id = $2", &params)?;
    Ok(())
}

pub(super) fn set_counted(tx: &mut Tx<'_>, id: PersonId, yes: bool) -> Result<(), StoreError> {
    let params = params![yes, id];
    tx.run("UPDATE people SET is_counted = $1 WHERE id = $2", &params)?;
    Ok(())
}

pub(super) fn set_words(tx: &mut Tx<'_>, id: PersonId, proof: &[u8]) -> Result<(), StoreError> {
    let params = params![proof, id];
    tx.run("UPDATE people SET words_proof = $1 WHERE id = $2", &params)?;
    Ok(())
}

pub(super) fn set_coordinator(tx: &mut Tx<'_>, id: PersonId, yes: bool) -> Result<(), StoreError> {
    tx.run(
        "UPDATE people SET is_coordinator = $1 WHERE id = $2 AND erasing_ms IS NULL",
        &params![yes, id],
    )?;
    // A door that was opened for a member would let whoever holds it in as a coordinator.
    links_store::remove_doors_of(tx, id)?;
    renew_tokens(tx, id)
}

pub(super) fn set_leads(tx: &mut Tx<'_>, id: PersonId, yes: bool) -> Result<(), StoreError> {
    let touched = tx.run(
        "UPDATE people SET leads = $1 WHERE id = $2 AND leads <> $3",
        &params![yes, id, yes],
    )?;
    if touched > 0 {
        renew_tokens(tx, id)?;
    }
    Ok(())
}

/// Who coordinates.
pub(super) fn who_coordinates(tx: &mut Tx<'_>) -> Result<Vec<PersonId>, StoreError> {
    /// More people than coordinate any community.
    const COORDINATORS_MAX: i64 = 100;
    let rows: Vec<(i64,)> = tx.all(
        "SELECT id FROM people WHERE is_coordinator = 1 AND erasing_ms IS NULL
         ORDER BY id LIMIT $1",
        &params![COORDINATORS_MAX],
    )?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

/// Who leads any group, or coordinates.
pub(super) fn who_leads(tx: &mut Tx<'_>) -> Result<Vec<PersonId>, StoreError> {
    /// More people than lead the groups of any community.
    const LEADERS_MAX: i64 = 500;
    let rows: Vec<(i64,)> = tx.all(
        "SELECT id FROM people WHERE (leads = 1 OR is_coordinator = 1) AND erasing_ms IS NULL
         ORDER BY id LIMIT $1",
        &params![LEADERS_MAX],
    )?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

pub(super) fn coordinators(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(
        "SELECT COUNT(*) FROM people WHERE is_coordinator = 1 AND erasing_ms IS NULL",
        &[],
    )?;
    Ok(count)
}

/// Begins somebody's way out: from here on nobody can sign in as them.
pub(super) fn begin_erasing(tx: &mut Tx<'_>, id: PersonId, now_ms: i64) -> Result<(), StoreError> {
    tx.run(
        "UPDATE people SET erasing_ms = $1, is_coordinator = 0 WHERE id = $2 AND erasing_ms IS NULL",
        &params![now_ms, id],
    )?;
    end_all(tx, id)
}

/// Those whose erasing was begun and not finished.
pub(super) fn on_the_way_out(tx: &mut Tx<'_>) -> Result<Vec<PersonId>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT id FROM people WHERE erasing_ms IS NOT NULL ORDER BY id LIMIT 1000",
        &[],
    )?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

/// The numbers of all who are here, from the one after `after` on. `limit` bounds one look.
pub(super) fn ids_after(tx: &mut Tx<'_>, after: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64,)> = tx.all(
        "SELECT id FROM people WHERE id > $1 AND erasing_ms IS NULL ORDER BY id LIMIT $2",
        &params![after, limit],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Removes every row of this slice that holds the person, and their name from what they made.
pub(super) fn remove_person(tx: &mut Tx<'_>, id: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM sign_ins WHERE person = $1",
        "DELETE FROM passkeys WHERE person = $1",
        "DELETE FROM doors WHERE person = $1",
        "UPDATE doors SET made_by = NULL WHERE made_by = $1",
        "UPDATE invitations SET made_by = NULL WHERE made_by = $1",
        "DELETE FROM people WHERE id = $1",
    ] {
        tx.run(sql, &params![id])?;
    }
    Ok(())
}

/// A sign-in with what every page wants to know of the person.
#[derive(Clone, Debug)]
pub(super) struct SignIn {
    pub(super) id: i64,
    pub(super) person: PersonId,
    pub(super) token_print: Vec<u8>,
    pub(super) has_former: bool,
    pub(super) former_until_ms: i64,
    pub(super) is_shared: bool,
    pub(super) made_ms: i64,
    pub(super) seen_ms: i64,
    pub(super) rotated_ms: i64,
    pub(super) name_sealed: Vec<u8>,
    pub(super) sign: Sign,
    pub(super) lang: Lang,
    pub(super) is_coordinator: bool,
    pub(super) leads: bool,
}

impl FromRow for SignIn {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person: PersonId(row.get("person")?),
            token_print: row.get("token_print")?,
            has_former: row.get::<Option<Vec<u8>>>("former_print")?.is_some(),
            former_until_ms: row.get("former_until_ms")?,
            is_shared: row.get("is_shared")?,
            made_ms: row.get("made_ms")?,
            seen_ms: row.get("seen_ms")?,
            rotated_ms: row.get("rotated_ms")?,
            name_sealed: row.get("name_sealed")?,
            sign: row.get("sign")?,
            lang: row.get("lang")?,
            is_coordinator: row.get("is_coordinator")?,
            leads: row.get("leads")?,
        })
    }
}

/// The moments after which sign-ins are still open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Since {
    pub(super) own_seen_ms: i64,
    pub(super) shared_seen_ms: i64,
    pub(super) shared_made_ms: i64,
}

impl SignIn {
    pub(super) fn is_in_time(&self, since: Since) -> bool {
        if self.is_shared {
            self.seen_ms > since.shared_seen_ms && self.made_ms > since.shared_made_ms
        } else {
            self.seen_ms > since.own_seen_ms
        }
    }
}

/// Removes the sign-ins that have run out: when somebody was last here is kept for nothing else.
pub(super) fn remove_sign_ins_past(tx: &mut Tx<'_>, since: Since) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM sign_ins WHERE (is_shared = 0 AND seen_ms <= $1)
             OR (is_shared = 1 AND (seen_ms <= $2 OR made_ms <= $3))",
        &params![
            since.own_seen_ms,
            since.shared_seen_ms,
            since.shared_made_ms
        ],
    )
}

const SIGN_IN: &str = "SELECT s.id, s.person, s.token_print, s.former_print, s.former_until_ms,
        s.is_shared, s.made_ms, s.seen_ms, s.rotated_ms,
        p.name_sealed, p.sign, p.lang, p.is_coordinator, p.leads
    FROM sign_ins s JOIN people p ON p.id = s.person AND p.erasing_ms IS NULL";

/// The sign-in that a token's print opens, by the present token or by the one before it. Whether
/// it still does is for the caller to judge by the clock.
pub(super) fn sign_in(tx: &mut Tx<'_>, print: &[u8]) -> Result<Option<SignIn>, StoreError> {
    // Two plain look-ups, the second hardly ever needed: an OR over two indexes is planned
    // differently by each engine.
    let present = tx.maybe(
        &format!("{SIGN_IN} WHERE s.token_print = $1"),
        &params![print],
    )?;
    if present.is_some() {
        return Ok(present);
    }
    tx.maybe(
        &format!("{SIGN_IN} WHERE s.former_print = $1"),
        &params![print],
    )
}

/// Every sign-in of a person, those that have run out and wait to be removed included; the last
/// used first.
pub(super) fn sign_ins_of(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<SignIn>, StoreError> {
    tx.all(
        &format!("{SIGN_IN} WHERE s.person = $1 ORDER BY s.seen_ms DESC, s.id LIMIT 100"),
        &params![id],
    )
}

/// Where a new sign-in begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewSignIn {
    pub(super) id: i64,
    pub(super) person: PersonId,
    pub(super) token_print: [u8; 32],
    pub(super) is_shared: bool,
    pub(super) now_ms: i64,
}

/// As many as one person's devices will ever be; the one not seen for longest makes room.
const SIGN_INS_MAX: i64 = 20;

pub(super) fn add_sign_in(tx: &mut Tx<'_>, new: &NewSignIn) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO sign_ins (id, person, token_print, former_print, former_until_ms, is_shared,
            made_ms, seen_ms, rotated_ms) VALUES ($1, $2, $3, NULL, 0, $4, $5, $6, $7)",
        &params![
            new.id,
            new.person,
            new.token_print,
            new.is_shared,
            new.now_ms,
            new.now_ms,
            new.now_ms
        ],
    )?;
    tx.run(
        "DELETE FROM sign_ins WHERE person = $1 AND id NOT IN (
            SELECT id FROM sign_ins WHERE person = $2 ORDER BY seen_ms DESC, id LIMIT $3)",
        &params![new.person, new.person, SIGN_INS_MAX],
    )?;
    Ok(())
}

/// Puts a new token in place of the one presented, if nobody has done so meanwhile.
pub(super) fn rotate(
    tx: &mut Tx<'_>,
    id: i64,
    rotated_ms: i64,
    change: &Rotation,
) -> Result<bool, StoreError> {
    let touched = tx.run(
        "UPDATE sign_ins SET token_print = $1, former_print = $2, former_until_ms = $3,
            rotated_ms = $4, seen_ms = $5 WHERE id = $6 AND rotated_ms = $7",
        &params![
            change.token_print,
            &change.former_print,
            change.former_until_ms,
            change.now_ms,
            change.now_ms,
            id,
            rotated_ms
        ],
    )?;
    Ok(touched == 1)
}

/// A change of token.
#[derive(Clone, Debug)]
pub(super) struct Rotation {
    pub(super) token_print: [u8; 32],
    pub(super) former_print: Vec<u8>,
    pub(super) former_until_ms: i64,
    pub(super) now_ms: i64,
}

/// Notes that a sign-in is in use, and how long the token before still opens.
pub(super) fn touch(
    tx: &mut Tx<'_>,
    id: i64,
    now_ms: i64,
    former_until_ms: i64,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE sign_ins SET seen_ms = $1, former_until_ms = $2 WHERE id = $3",
        &params![now_ms, former_until_ms, id],
    )?;
    Ok(())
}

/// Makes every sign-in of a person change its token at the next page.
pub(super) fn renew_tokens(tx: &mut Tx<'_>, id: PersonId) -> Result<(), StoreError> {
    let sql = "UPDATE sign_ins SET rotated_ms = 0 WHERE person = $1";
    tx.run(sql, &params![id])?;
    Ok(())
}

pub(super) fn end_one(tx: &mut Tx<'_>, person: PersonId, id: i64) -> Result<u64, StoreError> {
    let sql = "DELETE FROM sign_ins WHERE person = $1 AND id = $2";
    tx.run(sql, &params![person, id])
}

/// Ends the sign-ins that a token opens or opened, and says whose they were.
pub(super) fn end_by_print(
    tx: &mut Tx<'_>,
    print: &[u8],
) -> Result<Vec<(PersonId, i64)>, StoreError> {
    let mut ended = Vec::new();
    for (find, end) in [
        (
            "SELECT person, id FROM sign_ins WHERE token_print = $1",
            "DELETE FROM sign_ins WHERE token_print = $1",
        ),
        (
            "SELECT person, id FROM sign_ins WHERE former_print = $1",
            "DELETE FROM sign_ins WHERE former_print = $1",
        ),
    ] {
        let found: Vec<(i64, i64)> = tx.all(find, &params![print])?;
        ended.extend(found.into_iter().map(|(person, id)| (PersonId(person), id)));
        tx.run(end, &params![print])?;
    }
    Ok(ended)
}

/// Whether a sign-in has not been ended.
pub(super) fn has_sign_in(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = tx.maybe("SELECT id FROM sign_ins WHERE id = $1", &params![id])?;
    Ok(row.is_some())
}

pub(super) fn end_all(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    tx.run("DELETE FROM sign_ins WHERE person = $1", &params![person])?;
    Ok(())
}

/// Who has a name, those on their way out included: their name is free when they are gone.
pub(super) fn holder_of_name(
    tx: &mut Tx<'_>,
    print: &[u8],
) -> Result<Option<PersonId>, StoreError> {
    let row: Option<(i64,)> = tx.maybe(
        "SELECT id FROM people WHERE name_print = $1",
        &params![print],
    )?;
    Ok(row.map(|(id,)| PersonId(id)))
}
