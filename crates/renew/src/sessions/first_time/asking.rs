//! Asking members, one after the other, whether they would greet a newcomer.

use ::store::{StoreError, Tx};

use super::super::planning;
use super::super::store as rows;
use super::super::{Session, SessionId, State};
use super::choose::{ASKS_MAX, Candidate, KEPT_MS, LATELY_MS, choose, waits_ms};
use super::store::{self, Ask};
use super::view::AskedFor;
use super::{Visit, pages};
use crate::App;
use crate::groups::{self, GroupId};
use crate::site::visitor::PersonId;

/// A session may run late; after this nobody is asked any more.
const OVER_AFTER_MS: i64 = 3 * 3_600_000;

/// Asks whoever is next for each newcomer of a session who would like a buddy and has none.
/// Answers with those who were asked just now.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    session: &Session,
    now_ms: i64,
) -> Result<Vec<PersonId>, StoreError> {
    let mut asked = Vec::new();
    if session.state == State::Ended || now_ms > session.starts_ms + OVER_AFTER_MS {
        return Ok(asked);
    }
    for visit in store::unmet(tx, session.id)? {
        let asks = store::asks_in(tx, session.id)?;
        if !is_due(&asks, visit.person, now_ms) {
            continue;
        }
        let candidates = candidates(tx, session, &visit, &asks, now_ms)?;
        if let Some(buddy) = choose(&candidates) {
            store::ask(
                tx,
                &Ask {
                    session: session.id,
                    newcomer: visit.person,
                    buddy,
                    starts_ms: session.starts_ms,
                    asked_ms: now_ms,
                    answer: None,
                },
            )?;
            asked.push(buddy);
        }
    }
    Ok(asked)
}

/// Whether another member is to be asked for this newcomer: nobody is still thinking about it.
fn is_due(asks: &[Ask], newcomer: PersonId, now_ms: i64) -> bool {
    let mut theirs = asks.iter().filter(|ask| ask.newcomer == newcomer);
    let waits = |ask: &Ask| {
        ask.answer.is_none() && now_ms < ask.asked_ms + waits_ms(ask.asked_ms, ask.starts_ms)
    };
    theirs.clone().count() < ASKS_MAX && !theirs.any(waits)
}

/// The members of the group who are willing, know it, do not lead it, and have not been asked in
/// this session yet.
fn candidates(
    tx: &mut Tx<'_>,
    session: &Session,
    visit: &Visit,
    asks: &[Ask],
    now_ms: i64,
) -> Result<Vec<Candidate>, StoreError> {
    let willing = store::all_willing(tx)?;
    let mut candidates = Vec::new();
    for place in groups::members_of(tx, GroupId(session.group))? {
        let person = place.person;
        let fits = place.is_member && !place.leads() && willing.contains(&person);
        let was_asked = asks.iter().any(|ask| ask.buddy == person);
        if !fits || was_asked || person == visit.person {
            continue;
        }
        if rows::came_before(tx, person, session.group, session.id)? {
            candidates.push(candidate(tx, session, person, now_ms)?);
        }
    }
    Ok(candidates)
}

fn candidate(
    tx: &mut Tx<'_>,
    session: &Session,
    person: PersonId,
    now_ms: i64,
) -> Result<Candidate, StoreError> {
    let asks = store::asks_of(tx, person)?;
    let count = |since_ms: i64, is_yes: bool| {
        let counted = asks.iter().filter(|ask| {
            let fits = !is_yes || ask.answer.as_deref() == Some("yes");
            fits && ask.asked_ms >= since_ms
        });
        u32::try_from(counted.count()).unwrap_or(u32::MAX)
    };
    Ok(Candidate {
        person,
        is_here: session.state == State::Open && rows::came(tx, session.id, person)?,
        asked: count(now_ms - KEPT_MS, false),
        last_asked_ms: asks.iter().map(|ask| ask.asked_ms).max(),
        greeted_lately: count(now_ms - LATELY_MS, true),
    })
}

/// Somebody says yes or no to being asked, or takes their yes back. Answers with everybody whose
/// page of the room is another one now.
pub(super) fn answer(
    tx: &mut Tx<'_>,
    session: &Session,
    buddy: PersonId,
    is_yes: bool,
    now_ms: i64,
) -> Result<Vec<PersonId>, StoreError> {
    let asks = store::asks_in(tx, session.id)?;
    let mut touched = vec![buddy];
    for ask in asks.iter().filter(|ask| ask.buddy == buddy) {
        touched.push(ask.newcomer);
        if is_yes && ask.answer.as_deref() != Some("yes") {
            // Somebody else may have been quicker; then there is nothing to keep.
            if store::pair(tx, session.id, ask.newcomer, buddy)? {
                store::answer(tx, session.id, buddy, true)?;
                // Whoever was asked meanwhile is asked no longer.
                let others = asks.iter().filter(|other| other.newcomer == ask.newcomer);
                touched.extend(others.map(|other| other.buddy));
            }
        }
    }
    if !is_yes {
        store::unpair(tx, session.id, buddy)?;
        store::answer(tx, session.id, buddy, false)?;
    }
    touched.extend(settle(tx, session, now_ms)?);
    touched.sort_unstable();
    touched.dedup();
    Ok(touched)
}

/// The sessions in which this person is asked to greet somebody, for their own page.
pub(in super::super) fn asked_today(
    tx: &mut Tx<'_>,
    person: PersonId,
    now_ms: i64,
) -> Result<Vec<AskedFor>, StoreError> {
    let mut asked = Vec::new();
    for session in store::asked_in(tx, person, now_ms - OVER_AFTER_MS)? {
        if let Some(place) = planning::place(tx, session, person)? {
            asked.push(AskedFor {
                session,
                group_name: place.group.name,
                zone: place.group.zone,
                starts_ms: place.session.starts_ms,
            });
        }
    }
    Ok(asked)
}

/// Asks whoever is due in all sessions to come, and removes what is long over.
pub(in super::super) async fn tend_once(app: &App) -> Result<(), StoreError> {
    let now_ms = app.clock.now_ms();
    let asked = app
        .store
        .write(move |tx| {
            store::clear_away(tx, now_ms - KEPT_MS)?;
            let mut asked: Vec<(SessionId, Vec<PersonId>)> = Vec::new();
            for id in store::sessions_unmet(tx, now_ms - OVER_AFTER_MS)? {
                if let Some(session) = rows::get(tx, id)? {
                    asked.push((id, settle(tx, &session, now_ms)?));
                }
            }
            Ok::<_, StoreError>(asked)
        })
        .await?;
    for (session, people) in asked {
        pages::tell_room(app, session, &people).await?;
    }
    Ok(())
}
