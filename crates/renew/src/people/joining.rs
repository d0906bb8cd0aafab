//! Taking a seat: one transaction that makes a person of a draft.

use crate::App;
use crate::site::lang::Lang;
use crate::site::visitor::PersonId;

use store::KeyError;

use super::draft::{Draft, Phone};
use super::limits::Network;
use super::name::{BadName, Name};
use super::session::{self, Opening};
use super::store::{self as rows, Person};
use super::{PeopleError, links, name_context, passkeys_store, word_list};

/// The name, if it may be had. `but` is the person who has it already and may keep it.
pub(super) async fn free_name(
    app: &App,
    typed: &str,
    but: Option<PersonId>,
) -> Result<Result<Name, BadName>, PeopleError> {
    let name = match Name::parse(typed) {
        Ok(name) => name,
        Err(bad) => return Ok(Err(bad)),
    };
    let print = name_print(app, &name.folded());
    let holder = app
        .store
        .read(move |tx| rows::holder_of_name(tx, &print))
        .await?;
    let is_free = holder.is_none() || holder == but;
    Ok(if is_free {
        Ok(name)
    } else {
        Err(BadName::Taken)
    })
}

/// What a folded name is found by.
pub(super) fn name_print(app: &App, folded: &str) -> [u8; 32] {
    app.keys.fingerprint("people.name", folded.as_bytes())
}

/// Somebody at the last step.
#[derive(Debug)]
pub(super) struct Seat<'a> {
    pub(super) draft: &'a Draft,
    pub(super) lang: Lang,
    /// Agreed to be counted in the outcomes, without the name.
    pub(super) is_counted: bool,
    pub(super) network: Network,
}

/// Makes the person and signs them in. Sent twice (a double tap, a page loaded again), the second
/// finds the person made and only signs them in once more.
pub(super) async fn take_seat(app: &App, seat: &Seat<'_>) -> Result<Opening, PeopleError> {
    let draft = seat.draft;
    let person = PersonId(draft.person);
    app.people
        .limits
        .joining(&app.chance, app.clock.now_ms(), seat.network)?;
    let is_shared = draft.phone == Some(Phone::Shared);
    let opening = session::open(app, person, is_shared);
    let row = person_row(app, seat).await?;
    let passkey = draft
        .passkey
        .clone()
        .map(|passkey| (app.chance.id(), passkey));
    let entry = links::Entry {
        invitation: draft
            .invitation
            .as_deref()
            .map(|token| links::print(app, token)),
        begin: draft.begin.as_deref().map(|token| links::print(app, token)),
        is_new: true,
        now_ms: row.joined_ms,
    };
    let sign_in = opening.row;
    app.store
        .write(move |tx| {
            if rows::person(tx, row.id)?.is_none() {
                if rows::holder_of_name(tx, &row.name_print)?.is_some() {
                    return Err(PeopleError::NameTaken);
                }
                rows::add_person(tx, &row)?;
                if let Some((id, passkey)) = &passkey {
                    passkeys_store::add(tx, *id, row.id, passkey, row.joined_ms)?;
                }
                links::enter(tx, row.id, &entry)?;
            }
            rows::add_sign_in(tx, &sign_in)?;
            Ok(())
        })
        .await?;
    Ok(opening)
}

async fn person_row(app: &App, seat: &Seat<'_>) -> Result<Person, PeopleError> {
    let draft = seat.draft;
    let id = PersonId(draft.person);
    let name = Name::parse(&draft.name).map_err(|_| PeopleError::NameTaken)?;
    let words = word_list::fold(&draft.words.join(" "));
    let salt = app.chance.bytes();
    let words_proof = app.people.hashing.prove(&app.keys, words, salt).await?;
    match app.keys.create(id.0, app.chance.bytes()) {
        // There already: this form was sent before, and perhaps its answer got lost.
        Ok(()) | Err(KeyError::Exists) => {}
        Err(error) => return Err(error.into()),
    }
    let name_sealed = app.keys.seal(
        id.0,
        &name_context(id),
        name.as_str().as_bytes(),
        app.chance.bytes(),
    )?;
    Ok(Person {
        id,
        name_sealed,
        name_print: name_print(app, &name.folded()).to_vec(),
        sign: draft.sign,
        lang: seat.lang,
        for_another: draft.for_another.unwrap_or_default(),
        is_counted: seat.is_counted,
        is_coordinator: false,
        leads: false,
        words_proof,
        joined_ms: app.clock.now_ms(),
    })
}
