//! Pages for those who lead: the sessions of their groups, and the record of each.

use axum::Router;
use axum::extract::State as AxumState;
use axum::response::Response;
use axum::routing::get;
use circle::format::Format;
use store::Keys;

use super::kept::{self, Place as SealedPlace};
use super::lead_view::{self, Leading, Past, PhaseRan, PulseShown, RecordPage, Someone};
use super::my_pages::coming;
use super::page_words::PageWords;
use super::pages::place;
use super::planning;
use super::record::Record;
use super::store::{Attended, Tally};
use super::table::FACE;
use super::wire::Face;
use super::{SessionId, State, debrief, store as rows};
use crate::App;
use crate::formats::{self, text_in};
use crate::groups;
use crate::safety;
use crate::site::id::At;
use crate::site::lang::Lang;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::Member;

/// How far ahead Leading looks: to the same evening next week.
const AHEAD_MS: i64 = 7 * 24 * 3_600_000;
/// A pulse that fewer answered could tell who said what.
const PULSE_ANSWERS_MIN: i64 = 5;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/leading", get(leading))
        .route("/sessions/{id}/record", get(record))
        .merge(super::format_pages::routes())
}

/// `GET /leading`
async fn leading(AxumState(app): AxumState<App>, member: Member) -> Result<Response, Problem> {
    let (person, now_ms) = (member.me.person, app.clock.now_ms());
    let (next, past, may_invite, duties, waiting) = app
        .store
        .read(move |tx| {
            let mut next = planning::next_of(tx, person, now_ms)?;
            next.retain(|next| next.role.leads());
            let mut past = Vec::new();
            // Also of groups that have no next meeting.
            for group in planning::led_by(tx, person)? {
                let ended = rows::ended_of_group(tx, group.id)?;
                past.extend(ended.into_iter().map(|session| (group.clone(), session)));
            }
            past.sort_by_key(|(_, session)| std::cmp::Reverse(session.starts_ms));
            let mine = groups::groups_of(tx, person)?;
            let may_invite = mine.iter().any(|(_, place)| place.looks_after());
            let duties = groups::duties(tx, person, now_ms)?;
            let waiting = safety::waiting(tx, person, now_ms)?;
            Ok::<_, store::StoreError>((next, past, may_invite, duties, waiting))
        })
        .await
        .map_err(Problem::from)?;
    let page = Leading {
        now_ms,
        coming: next
            .iter()
            .filter(|next| next.starts_ms <= now_ms + AHEAD_MS)
            .map(|next| coming(next, now_ms))
            .collect(),
        past: past
            .into_iter()
            .map(|(group, session)| Past {
                group_name: group.name,
                zone: group.zone,
                starts_ms: session.starts_ms,
                path: format!("/sessions/{}/record", session.id),
            })
            .collect(),
        may_invite: may_invite || member.me.is_coordinator,
        duties,
        waiting,
    };
    let lang = member.visitor.lang;
    let title = PageWords::of(lang).leading;
    Ok(
        Page::new(&app, &member.visitor, title, Shell::Places(Place::Leading))
            .respond(lead_view::leading(lang, &page)),
    )
}

/// `GET /sessions/{id}/record`: for those who lead the group, and for coordinators.
async fn record(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let found = place(&app, id, &member).await?;
    if !found.role.leads() && !member.me.is_coordinator {
        return Err(Problem::not_yours());
    }
    if found.session.state != State::Ended {
        return Err(Problem::not_found());
    }
    let key = found.session.format.clone();
    let me = member.me.person;
    let (format, attended, record, pulse, has_debrief) = app
        .store
        .read(move |tx| {
            Ok::<_, store::StoreError>((
                formats::get(tx, &key)?,
                rows::attendance(tx, id)?,
                rows::record(tx, id)?,
                rows::pulse(tx, id)?,
                debrief::store::has(tx, id, me)?,
            ))
        })
        .await
        .map_err(Problem::from)?;
    let record: Record = record
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let lang = member.visitor.lang;
    let someone = |came: Attended| Someone {
        name: face_of(&app.keys, id, &came).map(|face| face.name),
        role: came.role,
        from_ms: came.from_ms,
        to_ms: came.to_ms,
    };
    let page = RecordPage {
        debrief_path: has_debrief.then(|| format!("/sessions/{id}/debrief")),
        follow_up_path: found
            .role
            .leads()
            .then(|| format!("/sessions/{id}/follow-up")),
        people: attended.into_iter().map(someone).collect(),
        phases: phases(lang, format.as_ref(), &record, found.session.pace),
        pulse: middles(&pulse),
        starts_ms: found.session.starts_ms,
        group_name: found.group.name,
        zone: found.group.zone,
    };
    let title = PageWords::of(lang).record_title;
    Ok(
        Page::new(&app, &member.visitor, title, Shell::Places(Place::Leading))
            .respond(lead_view::record(lang, &page)),
    )
}

/// The face that somebody had that evening; nothing once they have been erased.
pub(super) fn face_of(keys: &Keys, session: SessionId, came: &Attended) -> Option<Face> {
    let seat = u64::try_from(came.seat).ok()?;
    let place = SealedPlace::Draft(session, FACE, seat);
    let sealed = came.face_sealed.as_deref()?;
    let text = kept::open(keys, came.person?, place, sealed).ok()?;
    serde_json::from_str(&text).ok()
}

/// The phases with their names, in minutes of the plan whatever the pace was.
fn phases(lang: Lang, format: Option<&Format>, record: &Record, pace: u32) -> Vec<PhaseRan> {
    let names = format
        .map(|format| format.phases.as_slice())
        .unwrap_or_default();
    let minutes = |ms: i64| (ms * i64::from(pace) + 30_000) / 60_000;
    names
        .iter()
        .zip(&record.phases)
        .map(|(phase, ran)| PhaseRan {
            name: text_in(lang, &phase.name).to_owned(),
            planned_minutes: minutes(ran.planned_ms),
            actual_minutes: ran.used_ms.map(minutes),
        })
        .collect()
}

/// The middle answer to each question; nothing if too few answered.
fn middles(tallies: &[Tally]) -> Option<PulseShown> {
    let mut middles = Vec::new();
    let mut answers = 0;
    for question in ["heard", "safe", "useful", "together"] {
        let of: Vec<&Tally> = tallies.iter().filter(|t| t.question == question).collect();
        let total: i64 = of.iter().map(|tally| tally.answers).sum();
        if total < PULSE_ANSWERS_MIN {
            return None;
        }
        answers = total;
        let mut before = 0;
        let middle = of.iter().find(|tally| {
            before += tally.answers;
            before * 2 >= total
        });
        middles.push((question.to_owned(), middle.map_or(0, |tally| tally.rating)));
    }
    Some(PulseShown { answers, middles })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(question: &str, rating: i64, answers: i64) -> Tally {
        Tally {
            question: question.to_owned(),
            rating,
            answers,
        }
    }

    #[test]
    fn a_pulse_of_four_is_never_shown() {
        let of = |answers: i64| -> Vec<Tally> {
            ["heard", "safe", "useful", "together"]
                .into_iter()
                .flat_map(|question| [tally(question, 2, 2), tally(question, 5, answers - 2)])
                .collect()
        };
        assert!(middles(&of(4)).is_none());
        let shown = middles(&of(5)).map(|pulse| (pulse.answers, pulse.middles[0].1));
        assert_eq!(shown, Some((5, 5)));
    }
}
