//! Passkeys: made while joining or in one's own space, and used to come back in.
//!
//! A question (a random challenge) is put to the phone and remembered for a few minutes in the
//! database, so that any copy of the program can take the answer; an answer is taken once. What
//! ties a passkey to a person is a handle that only this community can derive from their
//! identifier: it is stored nowhere and tells nothing.

use std::borrow::Borrow as _;
use std::fmt::Debug;

use store::Keys;
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions,
    UserHandle, Username,
};
use webauthn_rp::request::{AsciiDomain, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::auth::DiscoverableAuthentication;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, Registration, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId, SentChallenge};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions,
    RegistrationServerState,
};

use super::draft::DraftPasskey;
use super::limits::Network;
use super::{PeopleError, passkeys_store as rows};
use crate::App;
use crate::site::visitor::PersonId;

const HANDLE_BYTES: usize = 32;
/// The phone is given five minutes; a slow network gets one more.
const CEREMONY_LIFE_MS: i64 = 6 * 60 * 1000;

type Handle = UserHandle<HANDLE_BYTES>;
type PublicKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

/// The question that makes a passkey for a person, as JSON for the browser. `known` are the
/// credentials that they have already.
pub(super) async fn ask_to_make(
    app: &App,
    network: Network,
    (person, name): (PersonId, &str),
    known: Vec<Vec<u8>>,
) -> Result<String, PeopleError> {
    let (rp_id, handle) = (rp_id(app)?, handle(&app.keys, person));
    let user = PublicKeyCredentialUserEntity {
        name: username(name)?,
        id: &handle,
        display_name: Nickname::try_from(name).ok(),
    };
    let known = known.into_iter().filter_map(descriptor).collect();
    let mut options = PublicKeyCredentialCreationOptions::passkey(&rp_id, user, known);
    // Many phones' own authenticators don't know this extension, and refuse when it is enforced.
    // We ask for the unlocking at each use all the same.
    options.extensions.cred_protect = CredProtect::None;
    let (server, client) = options.start_ceremony().map_err(failed)?;
    let question = serde_json::to_string(&client).map_err(failed)?;
    let state = server.encode().map_err(failed)?;
    let challenge: SentChallenge = *server.borrow();
    remember(
        app,
        network,
        print(app, "make", Some(person), challenge),
        state,
    )
    .await?;
    Ok(question)
}

/// Checks the browser's answer to [`ask_to_make`].
pub(super) async fn take_made(
    app: &App,
    person: PersonId,
    answer: &[u8],
) -> Result<DraftPasskey, PeopleError> {
    let registration = Registration::from_json_relaxed(answer).map_err(unfit)?;
    let challenge = registration.challenge_relaxed().map_err(unfit)?;
    let state = recall(app, print(app, "make", Some(person), challenge)).await?;
    let server = RegistrationServerState::<HANDLE_BYTES>::decode(&state).map_err(failed)?;
    let options = RegistrationVerificationOptions::<&str, &str> {
        allowed_origins: &[app.config.origin.as_str()],
        // A browser that tells more than it was asked is not a reason to keep somebody out.
        error_on_unsolicited_extensions: false,
        ..RegistrationVerificationOptions::default()
    };
    let made = server
        .verify(&rp_id(app)?, &registration, &options)
        .map_err(unfit)?;
    Ok(DraftPasskey {
        credential: made.id().as_ref().to_vec(),
        fixed_state: made.static_state().encode().map_err(failed)?,
        moving_state: made.dynamic_state().encode().map_err(failed)?.to_vec(),
    })
}

/// The question that lets anybody with a passkey in, as JSON for the browser.
pub(super) async fn ask_to_use(app: &App, network: Network) -> Result<String, PeopleError> {
    let rp_id = rp_id(app)?;
    let options = DiscoverableCredentialRequestOptions::passkey(&rp_id);
    let (server, client) = options.start_ceremony().map_err(failed)?;
    let question = serde_json::to_string(&client).map_err(failed)?;
    let state = server.encode().map_err(failed)?;
    let challenge: SentChallenge = *server.borrow();
    remember(app, network, print(app, "use", None, challenge), state).await?;
    Ok(question)
}

/// Checks the browser's answer to [`ask_to_use`]: who it is.
pub(super) async fn take_used(app: &App, answer: &[u8]) -> Result<PersonId, PeopleError> {
    let used = DiscoverableAuthentication::<HANDLE_BYTES>::from_json_relaxed(answer);
    let used = used.map_err(unfit)?;
    let challenge = used.challenge_relaxed().map_err(unfit)?;
    let state = recall(app, print(app, "use", None, challenge)).await?;
    let server = DiscoverableAuthenticationServerState::decode(&state).map_err(failed)?;
    let credential = used.raw_id().as_ref().to_vec();
    let found = app
        .store
        .read(move |tx| rows::by_credential(tx, &credential))
        .await?;
    let (row, person, fixed, moving) =
        found.ok_or_else(|| PeopleError::Passkey("an unknown passkey".to_owned()))?;
    let person = PersonId(person);
    let handle = handle(&app.keys, person);
    let moving: [u8; 7] = moving.try_into().map_err(|_| failed("a moving state"))?;
    let mut kept = AuthenticatedCredential::new(
        used.raw_id(),
        &handle,
        StaticState::<PublicKey>::decode(&fixed).map_err(failed)?,
        DynamicState::decode(moving).map_err(failed)?,
    )
    .map_err(failed)?;
    let options = AuthenticationVerificationOptions::<&str, &str> {
        allowed_origins: &[app.config.origin.as_str()],
        error_on_unsolicited_extensions: false,
        ..AuthenticationVerificationOptions::default()
    };
    server
        .verify(&rp_id(app)?, &used, &mut kept, &options)
        .map_err(unfit)?;
    let moved = kept.dynamic_state().encode().map_err(failed)?;
    let now_ms = app.clock.now_ms();
    app.store
        .write(move |tx| rows::used(tx, row, &moved, now_ms))
        .await?;
    Ok(person)
}

/// Passkeys are bound to the host that people type.
fn rp_id(app: &App) -> Result<RpId, PeopleError> {
    let host = app.config.host().to_owned();
    AsciiDomain::try_from(host)
        .map(RpId::Domain)
        .map_err(failed)
}

fn handle(keys: &Keys, person: PersonId) -> Handle {
    let bytes = keys.fingerprint("people.passkey.handle", &person.0.to_be_bytes());
    match Handle::decode(bytes) {
        Ok(handle) => handle,
        Err(never) => match never {},
    }
}

/// What the phone shows in its list of passkeys. Its rules for names allow no spaces.
fn username(name: &str) -> Result<Username<'static>, PeopleError> {
    Username::try_from(name.replace([' ', '’', '\''], "-"))
        .or_else(|_| Username::try_from("renew"))
        .map_err(failed)
}

fn descriptor(credential: Vec<u8>) -> Option<PublicKeyCredentialDescriptor<Vec<u8>>> {
    Some(PublicKeyCredentialDescriptor {
        id: CredentialId::<Vec<u8>>::decode(credential).ok()?,
        transports: AuthTransports::decode(0).ok()?,
    })
}

/// A challenge, bound to what it is for: an answer made for one thing serves no other.
fn print(app: &App, purpose: &str, person: Option<PersonId>, challenge: SentChallenge) -> [u8; 32] {
    let person = person.map_or(0, |person| person.0);
    let data = [&challenge.0.to_be_bytes()[..], &person.to_be_bytes()].concat();
    app.keys
        .fingerprint(&format!("people.passkey.{purpose}"), &data)
}

async fn remember(
    app: &App,
    network: Network,
    print: [u8; 32],
    state: Vec<u8>,
) -> Result<(), PeopleError> {
    let now_ms = app.clock.now_ms();
    app.people.limits.ceremony(&app.chance, now_ms, network)?;
    let span = (now_ms, now_ms + CEREMONY_LIFE_MS);
    app.store
        .write(move |tx| rows::add_ceremony(tx, &print, &state, span))
        .await?;
    Ok(())
}

async fn recall(app: &App, print: [u8; 32]) -> Result<Vec<u8>, PeopleError> {
    let now_ms = app.clock.now_ms();
    let state = app
        .store
        .write(move |tx| rows::take_ceremony(tx, &print, now_ms))
        .await?;
    state.ok_or_else(|| PeopleError::Passkey("no such question is open".to_owned()))
}

/// The answer does not fit the question. Of the reason only its kind is kept: many quote what the
/// browser sent, and the log holds nothing of that.
fn unfit(reason: impl Debug) -> PeopleError {
    let reason = format!("{reason:?}");
    let kind = reason.split(|c: char| !c.is_ascii_alphanumeric()).next();
    PeopleError::Passkey(kind.unwrap_or_default().to_owned())
}

fn failed(error: impl ToString) -> PeopleError {
    PeopleError::Inside(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_browser_sent_reaches_the_log() {
        let sent = br#"{"id":"my name is Ana"}"#;
        let refused = Registration::from_json_relaxed(sent).map_err(unfit);
        let said = refused.unwrap_err().to_string();
        assert!(!said.contains("Ana"), "{said}");
        assert!(said.ends_with(": Error"), "{said}");
        let quoted: serde_json::Error = serde_json::from_str::<u8>("\"Ana\"").unwrap_err();
        assert!(quoted.to_string().contains("Ana"));
        assert!(!unfit(quoted).to_string().contains("Ana"));
    }
}
