//! People that the program makes by itself: the simulated peers of the demo, the crowds of a
//! measurement, and those who sit at a table of a room with one phone. They are people like all
//! others, except that nobody holds their words.

use ::store::{StoreError, Tx};
use axum::http::{HeaderMap, HeaderValue};

use super::draft::Draft;
use super::limits::Network;
use super::name::Name;
use super::store::{self as rows, Person, Since};
use super::view::join::sentence;
use super::words::JoinWords;
use super::{PeopleError, erasing, joining, name_context, passkeys_store, session};
use crate::App;
use crate::site::lang::Lang;
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// Somebody to make.
#[derive(Clone, Copy, Debug)]
pub struct Guest<'a> {
    pub name: &'a str,
    pub sign: Sign,
    pub lang: Lang,
    pub is_coordinator: bool,
}

/// A sign-in: the header that sets the cookie, and the cookie as a client sends it back.
#[derive(Clone, Debug)]
pub struct Pass {
    pub set_cookie: HeaderValue,
    pub cookie: String,
}

/// Makes a person whom no words let in; [`sign_in_guest`] does.
///
/// # Errors
/// The name is taken, or the database or the keys can't be written.
pub async fn make_guest(app: &App, guest: Guest<'_>) -> Result<PersonId, Problem> {
    let name = Name::parse(guest.name).map_err(|_| Problem::ours("a guest without a name"))?;
    let id = PersonId(app.chance.id());
    let print = joining::name_print(app, &name.folded());
    add(app, (id, &name, print), guest).await
}

async fn add(
    app: &App,
    (id, name, print): (PersonId, &Name, [u8; 32]),
    guest: Guest<'_>,
) -> Result<PersonId, Problem> {
    app.keys.create(id.0, app.chance.bytes())?;
    let name_sealed = app.keys.seal(
        id.0,
        &name_context(id),
        name.as_str().as_bytes(),
        app.chance.bytes(),
    )?;
    let row = Person {
        id,
        name_sealed,
        name_print: print.to_vec(),
        sign: guest.sign,
        lang: guest.lang,
        for_another: false,
        is_counted: false,
        is_coordinator: guest.is_coordinator,
        leads: false,
        // No words hash to nothing, so none let anybody in.
        words_proof: Vec::new(),
        joined_ms: app.clock.now_ms(),
    };
    app.store
        .write(move |tx| rows::add_person(tx, &row))
        .await?;
    Ok(id)
}

/// Whether somebody may bear this name at a table. What is wrong with it comes back as a sentence.
///
/// # Errors
/// The sentence, in `lang`.
pub fn may_bear(name: &str, lang: Lang) -> Result<(), &'static str> {
    match Name::parse(name) {
        Ok(_) => Ok(()),
        Err(bad) => Err(sentence(bad, JoinWords::of(lang))),
    }
}

/// Makes a person for a seat at a table. They have the name for the evening and no claim on it:
/// somebody else may be found by it, and nobody comes back in as them with it. They take it when
/// they make words of their own.
///
/// # Errors
/// The name can't be one, or the database or the keys can't be written.
pub async fn make_at_table(app: &App, id: PersonId, guest: Guest<'_>) -> Result<(), Problem> {
    let name = Name::parse(guest.name).map_err(|_| Problem::ours("a guest without a name"))?;
    let print = nameless_print(app, id);
    add(app, (id, &name, print), guest).await.map(drop)
}

/// What stands where others have the print of their name, and is nobody's name.
fn nameless_print(app: &App, person: PersonId) -> [u8; 32] {
    app.keys
        .fingerprint("people.at_table", &person.0.to_be_bytes())
}

/// Signs in somebody who came with the code that they were given at a table; whoever this browser
/// was signed in as before is not any more. Gives the cookies to set.
///
/// `claim` uses the code up. It is part of the same write as the sign-in: whatever interrupts it,
/// nobody is left with a code that is used up and no way in.
///
/// # Errors
/// `claim` says that the code is none any more, the person has been erased, or the database can't be
/// written.
pub async fn sign_in_from_table(
    app: &App,
    headers: &HeaderMap,
    (person, is_shared): (PersonId, bool),
    claim: impl Fn(&mut Tx<'_>) -> Result<bool, StoreError> + Send + 'static,
) -> Result<[Option<HeaderValue>; 2], Problem> {
    let opening = session::open(app, person, is_shared);
    session::end_sign_in(app, headers).await?;
    let row = opening.row;
    let is_in = app.store.write(move |tx| {
        if !claim(tx)? {
            return Ok(false);
        }
        if rows::person(tx, row.person)?.is_none() {
            return Err(PeopleError::LinkGone);
        }
        rows::add_sign_in(tx, &row)?;
        Ok(true)
    });
    if is_in.await? {
        Ok([opening.cookie, Draft::gone(app)])
    } else {
        Err(Problem::changed())
    }
}

/// Makes this browser nobody's, for a device that many people use: its sign-in ends, and a joining
/// that was begun is forgotten. Gives the cookies to set.
///
/// # Errors
/// The database can't be written.
pub async fn sign_out_for_all(
    app: &App,
    headers: &HeaderMap,
) -> Result<[Option<HeaderValue>; 2], Problem> {
    Ok([session::end_sign_in(app, headers).await?, Draft::gone(app)])
}

/// What became of somebody who was made at a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FromTable {
    Erased,
    /// They stay for as long as a browser of theirs is signed in.
    SignedIn,
    /// They made themselves at home, with words or a passkey.
    AtHome,
}

/// Erases somebody who was made at a table, which the caller knows, unless there is a way for them to
/// come in. A name that they keep on their own page is none.
///
/// # Errors
/// The database or the keys can't be written.
pub async fn erase_from_table(app: &App, person: PersonId) -> Result<FromTable, Problem> {
    let since = session::since(app.clock.now_ms());
    let found = app.store.read(move |tx| {
        // Something interrupted their making, or their erasing.
        let Some(row) = rows::person(tx, person)? else {
            return Ok(FromTable::Erased);
        };
        if !row.words_proof.is_empty() || !passkeys_store::of_person(tx, person)?.is_empty() {
            return Ok(FromTable::AtHome);
        }
        Ok::<_, StoreError>(match is_signed_in(tx, person, since)? {
            true => FromTable::SignedIn,
            false => FromTable::Erased,
        })
    });
    let found = found.await?;
    if found == FromTable::Erased {
        erasing::erase(app, person).await?;
    }
    Ok(found)
}

fn is_signed_in(tx: &mut Tx<'_>, person: PersonId, since: Since) -> Result<bool, StoreError> {
    let sign_ins = rows::sign_ins_of(tx, person)?;
    Ok(sign_ins.iter().any(|sign_in| sign_in.is_in_time(since)))
}

/// Whether a browser of this person is signed in at `now_ms`.
///
/// # Errors
/// The database can't be read.
pub fn has_browser(tx: &mut Tx<'_>, person: PersonId, now_ms: i64) -> Result<bool, StoreError> {
    is_signed_in(tx, person, session::since(now_ms))
}

/// Counts a try at a short code from this network, before it is looked up.
///
/// # Errors
/// It was tried too often.
pub fn try_code(app: &App, network: Network) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    Ok(app.people.limits.code(&app.chance, now_ms, network)?)
}

/// The code that was tried was one.
pub fn code_was_right(app: &App, network: Network) {
    app.people.limits.code_was_right(network);
}

/// Signs a guest in.
///
/// # Errors
/// The database can't be written.
pub async fn sign_in_guest(app: &App, person: PersonId) -> Result<Pass, Problem> {
    let opening = session::open(app, person, false);
    let row = opening.row;
    app.store
        .write(move |tx| rows::add_sign_in(tx, &row))
        .await?;
    let set_cookie = opening
        .cookie
        .ok_or_else(|| Problem::ours("a cookie that is no header"))?;
    let cookie = set_cookie
        .to_str()
        .ok()
        .and_then(|line| line.split(';').next())
        .unwrap_or_default()
        .to_owned();
    Ok(Pass { set_cookie, cookie })
}
