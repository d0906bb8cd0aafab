//! Who somebody is, by their name and words.

use axum::http::HeaderMap;

use super::limits::Network;
use super::session::{self, Opening};
use super::{PeopleError, joining, name, store as rows, word_list};
use crate::App;
use crate::site::visitor::PersonId;

/// The person of this name, if these are their words. Whether there is no such person or the
/// words are others, the answer is the same and takes the same time.
pub(super) async fn by_words(
    app: &App,
    network: Network,
    typed_name: &str,
    typed_words: &str,
) -> Result<Option<PersonId>, PeopleError> {
    let print = joining::name_print(app, &name::fold(typed_name));
    let limits = &app.people.limits;
    let made = limits.attempt(&app.chance, app.clock.now_ms(), network, &print)?;
    let found = app
        .store
        .read(move |tx| rows::person_by_print(tx, &print))
        .await?;
    let (person, proof) = match found {
        Some(row) => (Some(row.id), Some(row.words_proof)),
        None => (None, None),
    };
    let words = word_list::fold(typed_words);
    let holds = app.people.hashing.holds(&app.keys, words, proof).await?;
    if holds {
        limits.succeeded(made);
        return Ok(person);
    }
    Ok(None)
}

/// Writes the sign-in down. The one that this browser had before ends: a cookie that was planted
/// there opens nothing of the person who signs in.
pub(super) async fn sign_in(
    app: &App,
    headers: &HeaderMap,
    opening: &Opening,
) -> Result<(), PeopleError> {
    session::end_sign_in(app, headers).await?;
    let row = opening.row;
    app.store
        .write(move |tx| {
            // Somebody who asked to be erased a moment ago gets no new way in.
            if rows::person(tx, row.person)?.is_none() {
                return Err(PeopleError::LinkGone);
            }
            rows::add_sign_in(tx, &row)?;
            Ok(())
        })
        .await
}
