//! People that the program makes by itself: the simulated peers of the demo, and the crowds of a
//! measurement. They are people like all others, except that nobody holds their words.

use axum::http::HeaderValue;

use super::name::Name;
use super::store::{self as rows, Person};
use super::{joining, name_context, session};
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
    let id = PersonId(app.chance.id());
    let name = Name::parse(guest.name).map_err(|_| Problem::ours("a guest without a name"))?;
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
        name_print: joining::name_print(app, &name.folded()).to_vec(),
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
