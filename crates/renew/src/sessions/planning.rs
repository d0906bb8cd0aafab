//! Which session, for whom, and what they may do there: the rules between groups and rooms.

use ::store::{KeyError, Keys, StoreError, Tx};

use super::kept::{self, Note, Place as SealedPlace, Plan};
use super::store as rows;
use super::store::kept::{NoteRow, PlanRow, RecordRow};
use super::{GroupForSession, KeptSheet, Role, Session, SessionId, State, in_room};
use crate::App;
use crate::formats;
use crate::groups::{self, Group, GroupId, Membership};
use crate::safety;
use crate::site::chance::Chance;
use crate::site::visitor::PersonId;

/// Meetings of one group that are looked at to find the next one that is not over yet.
const NEXT_MAX: usize = 3;
/// Groups of one person that are looked at for one page.
const GROUPS_MAX: usize = 40;

/// A session with its group, and what one person is in it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) session: Session,
    pub(super) group: GroupForSession,
    pub(super) role: Role,
    /// It was planned for a time at which the group doesn't meet any more: the evening was
    /// cancelled or moved, or the group has other times now.
    pub(super) is_off: bool,
}

impl Place {
    /// Whether this person may open the room at this moment.
    pub(super) fn may_open(&self, now_ms: i64) -> bool {
        !self.is_off && self.session.may_open(self.role, now_ms)
    }

    /// Whether this person may take a seat, or knock, at this moment.
    pub(super) fn may_enter(&self, now_ms: i64) -> bool {
        let welcome = self.role != Role::Newcomer || !self.group.members_only;
        welcome && self.session.may_enter(self.role, now_ms)
    }
}

/// The session of this id as `person` finds it.
pub(super) fn place(
    tx: &mut Tx<'_>,
    id: SessionId,
    person: PersonId,
) -> Result<Option<Place>, StoreError> {
    let Some(session) = rows::get(tx, id)? else {
        return Ok(None);
    };
    let group_id = GroupId(session.group);
    let Some(group) = groups::group(tx, group_id)? else {
        return Ok(None);
    };
    let mut role = role_of(groups::role_in(tx, person, group_id)?.as_ref());
    if !role.leads() && safety::is_let_in(tx, id, person)? {
        role = Role::Host;
    }
    // Who sat at a table of this evening belongs to it, whatever they are in the group.
    if role == Role::Newcomer && in_room::sat_at_table(tx, id, person)? {
        role = Role::Member;
    }
    Ok(Some(Place {
        is_off: session.state == State::Planned && !begins_at(&group, session.starts_ms),
        session,
        group: for_session(tx, &group)?,
        role,
    }))
}

/// The session of this id and its group, as nobody in particular finds them.
pub(super) fn session_of(
    tx: &mut Tx<'_>,
    id: SessionId,
) -> Result<Option<(Session, GroupForSession)>, StoreError> {
    let Some(session) = rows::get(tx, id)? else {
        return Ok(None);
    };
    match groups::group(tx, GroupId(session.group))? {
        Some(group) => Ok(Some((session, for_session(tx, &group)?))),
        None => Ok(None),
    }
}

/// Whether the group has a meeting that begins at this moment and happens.
fn begins_at(group: &Group, starts_ms: i64) -> bool {
    let meetings = group.timetable().between(starts_ms, starts_ms + 1);
    let mut meetings = meetings.iter().filter(|one| !one.is_cancelled);
    meetings.any(|one| one.start_ms == starts_ms)
}

/// Sessions that are open and have begun, with their groups.
pub(super) fn open_places(
    tx: &mut Tx<'_>,
    now_ms: i64,
) -> Result<Vec<(Session, GroupForSession)>, StoreError> {
    let mut open = Vec::new();
    for session in rows::open_since(tx, now_ms)? {
        if let Some(group) = groups::group(tx, GroupId(session.group))? {
            open.push((session, for_session(tx, &group)?));
        }
    }
    Ok(open)
}

/// The next session of a group (or the one that is on), made if nobody looked at it before.
pub(super) fn ensure_next(
    tx: &mut Tx<'_>,
    (chance, pace): (&Chance, u32),
    group_id: GroupId,
    now_ms: i64,
) -> Result<Option<Session>, StoreError> {
    let Some(group) = groups::group(tx, group_id)? else {
        return Ok(None);
    };
    match next_start(tx, &group, now_ms)? {
        Some((Some(session), _)) => Ok(Some(session)),
        Some((None, starts_ms)) => {
            let id = SessionId(chance.id());
            let wanted = planned(tx, &group, (id, starts_ms, pace))?;
            rows::ensure(tx, &wanted).map(Some)
        }
        None => Ok(None),
    }
}

/// A session of this group that begins now and is open: for the demo and for measurements, which
/// do not wait for a group's hour.
///
/// # Errors
/// There is no such group, or the database can't be written.
pub async fn open_now(app: &App, group_id: GroupId, pace: u32) -> Result<SessionId, StoreError> {
    let (id, now_ms) = (SessionId(app.chance.id()), app.clock.now_ms());
    app.store
        .write(move |tx| {
            let group = groups::group(tx, group_id)?.ok_or(StoreError::NotFound)?;
            let wanted = planned(tx, &group, (id, now_ms, pace))?;
            let session = rows::ensure(tx, &wanted)?;
            open(tx, &session, now_ms)?;
            Ok(session.id)
        })
        .await
}

/// Opens a planned session as its group wants it now. False if somebody was faster.
pub(super) fn open(tx: &mut Tx<'_>, session: &Session, now_ms: i64) -> Result<bool, StoreError> {
    let sealed = groups::is_sealed(tx, GroupId(session.group))?;
    rows::open(tx, session.id, (now_ms, sealed))
}

/// What a person's page says about the next session of one of their groups.
#[derive(Clone, Debug)]
pub(super) struct Next {
    pub(super) group: GroupForSession,
    pub(super) role: Role,
    pub(super) starts_ms: i64,
    /// Its row, if somebody looked at it before.
    pub(super) session: Option<Session>,
}

/// The next session of each group that this person belongs to, the soonest first.
pub(super) fn next_of(
    tx: &mut Tx<'_>,
    person: PersonId,
    now_ms: i64,
) -> Result<Vec<Next>, StoreError> {
    let mut next = Vec::new();
    for (group, membership) in groups::groups_of(tx, person)?.into_iter().take(GROUPS_MAX) {
        let role = role_of(Some(&membership));
        if role == Role::Newcomer {
            continue;
        }
        if let Some((session, starts_ms)) = next_start(tx, &group, now_ms)? {
            next.push(Next {
                group: for_session(tx, &group)?,
                role,
                starts_ms,
                session,
            });
        }
    }
    next.sort_by_key(|next| (next.starts_ms, next.group.id));
    Ok(next)
}

/// The groups that this person leads, whether they meet again or not.
pub(super) fn led_by(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<GroupForSession>, StoreError> {
    let groups = groups::groups_of(tx, person)?;
    let led = groups
        .iter()
        .filter(|(_, membership)| role_of(Some(membership)).leads())
        .take(GROUPS_MAX);
    led.map(|(group, _)| for_session(tx, group)).collect()
}

/// When a group meets next: a session that is still open, the one that is on, or the next that
/// has not ended early.
fn next_start(
    tx: &mut Tx<'_>,
    group: &Group,
    now_ms: i64,
) -> Result<Option<(Option<Session>, i64)>, StoreError> {
    if let Some(open) = rows::open_of_group(tx, group.id.0)? {
        let starts_ms = open.starts_ms;
        return Ok(Some((Some(open), starts_ms)));
    }
    let Some(first) = groups::next_session(group, now_ms) else {
        return Ok(None);
    };
    let later = group.timetable().next(first.start_ms + 1, NEXT_MAX);
    for occurrence in std::iter::once(first).chain(later) {
        let session = rows::of_occurrence(tx, group.id.0, occurrence.start_ms)?;
        let is_over = session
            .as_ref()
            .is_some_and(|session| session.state == State::Ended);
        if !is_over {
            return Ok(Some((session, occurrence.start_ms)));
        }
    }
    Ok(None)
}

/// A session that nobody has looked at yet.
fn planned(
    tx: &mut Tx<'_>,
    group: &Group,
    (id, starts_ms, pace): (SessionId, i64, u32),
) -> Result<Session, StoreError> {
    let group = for_session(tx, group)?;
    Ok(Session {
        id,
        group: group.id,
        starts_ms,
        minutes: group.minutes,
        pace,
        format: group.format,
        state: State::Planned,
        ended_ms: None,
        sealed: false,
    })
}

fn for_session(tx: &mut Tx<'_>, group: &Group) -> Result<GroupForSession, StoreError> {
    let format = formats::planned(tx, &group.format)?;
    let zone = group.details.zone.as_ref();
    Ok(GroupForSession {
        id: group.id.0,
        name: group.name().to_owned(),
        minutes: i64::from(format.minutes),
        format: format.key,
        zone: zone.map_or_else(|| "UTC".to_owned(), |zone| zone.name().to_owned()),
        call_url: group.call_url().map(ToOwned::to_owned),
        door: match group.door {
            groups::Door::Open => circle::command::Door::Open,
            groups::Door::Vouched | groups::Door::Members => circle::command::Door::Vouched,
        },
        members_only: group.door == groups::Door::Members,
    })
}

fn role_of(membership: Option<&Membership>) -> Role {
    match membership {
        Some(place) if !place.is_member => Role::Newcomer,
        Some(place) if place.roles.is_facilitator => Role::Facilitator,
        Some(place) if place.roles.is_host => Role::Host,
        Some(_) => Role::Member,
        None => Role::Newcomer,
    }
}

/// Opens a plan for its owner. Nothing when it can't be opened any more.
pub(super) fn open_plan(keys: &Keys, row: &PlanRow) -> Result<Option<Plan>, KeyError> {
    let place = SealedPlace::Plan(row.id.0);
    Ok(
        opened(kept::open(keys, row.person, place, &row.sealed))?.map(|text| Plan {
            id: row.id,
            person: row.person,
            session: row.session,
            group: row.group,
            made_ms: row.made_ms,
            may_know: row.may_know,
            text,
            how: row.how,
            shown_in: row.shown_in,
        }),
    )
}

/// Opens a note for its owner. Nothing when it can't be opened any more.
pub(super) fn open_note(keys: &Keys, row: &NoteRow) -> Result<Option<Note>, KeyError> {
    let place = SealedPlace::Note(row.id);
    Ok(
        opened(kept::open(keys, row.person, place, &row.sealed))?.map(|text| Note {
            session: row.session,
            kind: row.kind,
            made_ms: row.made_ms,
            text,
        }),
    )
}

/// Opens what somebody keeps of an activity. Nothing when it can't be opened any more, or is of a
/// shape that this program doesn't know.
pub(super) fn open_record(keys: &Keys, row: &RecordRow) -> Result<Option<KeptSheet>, KeyError> {
    let place = SealedPlace::Record(row.id);
    let text = opened(kept::open(keys, row.person, place, &row.sealed))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Seals what [`open_record`] opened, with what was added to it.
pub(super) fn seal_record(
    keys: &Keys,
    chance: &Chance,
    row: &RecordRow,
    sheet: &KeptSheet,
) -> Result<Vec<u8>, KeyError> {
    let text = serde_json::to_string(sheet).unwrap_or_default();
    let place = SealedPlace::Record(row.id);
    kept::seal(keys, chance, row.person, place, &text)
}

fn opened(text: Result<String, KeyError>) -> Result<Option<String>, KeyError> {
    match text {
        Ok(text) => Ok(Some(text)),
        Err(KeyError::Gone | KeyError::Unsealable) => Ok(None),
        Err(error) => Err(error),
    }
}
