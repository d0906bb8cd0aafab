//! Routes of a group's coming meetings, for those who lead in it: one meeting, who leads it, and
//! what changes from it on.

use std::collections::BTreeSet;

use ::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use jiff::civil::Date;
use serde::Deserialize;

use super::arranging::{self, ArrangeError};
use super::care_pages::{in_care_of, place_of};
use super::evening::{self, Evening, OnceForm, note_of, refusal};
use super::evening_view::{self, EveningPage, EveningsPage, Forms, Leader, Row, Told};
use super::onward::OnwardForm;
use super::onward_view::{self, OnwardPage};
use super::schedule_words::ScheduleWords;
use super::{Group, GroupError, GroupId, LEADERS_MAX, Membership, Turn};
use super::{finder, places_store, rota_store, store};
use crate::App;
use crate::site::form::{Errors, Form, Query};
use crate::site::id::At;
use crate::site::lang::Lang;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, SignedIn, redirect};

/// As far ahead as people plan who leads.
pub(super) const WEEKS: u16 = 8;
/// Eight weeks of a meeting on every day.
const ROWS_MAX: usize = 60;
/// Shows the reader's own time beside that of the group.
const OWN_TIME: &[&str] = &["js/own-time.js"];

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/groups/{id}/evenings", get(list))
        .route("/groups/{id}/evenings/{date}", get(one))
        .route("/groups/{id}/evenings/{date}/cancellation", post(call_off))
        .route("/groups/{id}/evenings/{date}/restoration", post(restore))
        .route("/groups/{id}/evenings/{date}/online", post(go_online))
        .route("/groups/{id}/evenings/{date}/change", post(change))
        .route("/groups/{id}/evenings/{date}/leaders", post(put_down))
        .route(
            "/groups/{id}/evenings/{date}/leaders/{person}/removal",
            post(take_off),
        )
        .route(
            "/groups/{id}/evenings/{date}/onward",
            get(onward).post(keep_onward),
        )
        .route("/groups/{id}/plans/{date}/removal", post(unplan))
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kept: String,
}

/// A group, for somebody who leads in it or looks after it.
struct Led {
    group: Group,
    /// Looks after it: a facilitator of it, or a coordinator.
    may_arrange: bool,
    /// Leads its sessions, and so may take a turn.
    may_lead: bool,
}

fn led_by(tx: &mut Tx<'_>, me: &SignedIn, id: GroupId) -> Result<Led, GroupError> {
    let group = store::group(tx, id)?.ok_or(GroupError::NotFound)?;
    let place = places_store::role_in(tx, me.person, id)?;
    let may_lead = place.as_ref().is_some_and(Membership::leads);
    let may_arrange = me.is_coordinator || place.as_ref().is_some_and(Membership::looks_after);
    if !may_lead && !may_arrange {
        return Err(GroupError::NotYours);
    }
    Ok(Led {
        group,
        may_arrange,
        may_lead,
    })
}

async fn list(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (me, keys, now_ms) = (member.me.clone(), app.keys.clone(), app.clock.now_ms());
    let (led, rows) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let led = led_by(tx, &me, id)?;
            let table = led.group.timetable();
            let evenings = evening::coming(&table, now_ms, WEEKS, ROWS_MAX);
            let dates = evenings.iter().map(|one| one.at.date);
            let turns = match (dates.clone().min(), dates.max()) {
                (Some(first), Some(last)) => rota_store::rota_of(tx, id, (first, last))?,
                _ => Vec::new(),
            };
            let people: BTreeSet<PersonId> = turns.iter().map(|turn| turn.person).collect();
            let people: Vec<PersonId> = people.into_iter().collect();
            let known = crate::people::known(tx, &keys, &people)?;
            let row = |evening: Evening| {
                let here = turns.iter().filter(|turn| turn.date == evening.at.date);
                let people: Vec<PersonId> = here.map(|turn| turn.person).collect();
                let names = people.iter().filter_map(|person| known.get(person));
                Row {
                    names: names.map(|known| known.name.clone()).collect(),
                    is_mine: people.contains(&me.person),
                    evening,
                }
            };
            let rows: Vec<Row> = evenings.into_iter().map(row).collect();
            Ok((led, rows))
        })
        .await?;
    let lang = member.visitor.lang;
    let page = EveningsPage {
        group: &led.group,
        rows: &rows,
        may_arrange: led.may_arrange,
        may_lead: led.may_lead,
        kept: !asked.kept.is_empty(),
        now_ms,
    };
    let title = ScheduleWords::of(lang).evenings_title;
    let shell = Shell::Places(place_of(&member.me));
    Ok(Page::new(&app, &member.visitor, title, shell).respond(evening_view::evenings(lang, &page)))
}

/// `GET /groups/{id}/evenings/{date}`: the date is the name of the meeting, also when it is held on
/// another.
async fn one(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let told = match asked.kept.as_str() {
        "" => None,
        "turn" => Some(Told::Turn),
        _ => Some(Told::Kept),
    };
    page(&app, &member, (id, on), told, None).await
}

/// The page of one meeting; with forms that could not be accepted, if there are such.
async fn page(
    app: &App,
    member: &Member,
    (id, on): (GroupId, Date),
    told: Option<Told>,
    refused: Option<(Forms, Errors)>,
) -> Result<Response, Problem> {
    let (me, keys) = (member.me.clone(), app.keys.clone());
    let (led, evening, leaders) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let led = led_by(tx, &me, id)?;
            let evening = Evening::on(&led.group.timetable(), on).ok_or(GroupError::NotFound)?;
            let mut people: Vec<PersonId> = places_store::members_of(tx, id)?
                .into_iter()
                .filter(Membership::leads)
                .map(|place| place.person)
                .collect();
            let turns = rota_store::rota_of(tx, id, (on, on))?;
            let down: BTreeSet<PersonId> = turns.iter().map(|turn| turn.person).collect();
            people.sort_by_key(|person| !down.contains(person));
            let mut known = crate::people::known(tx, &keys, &people)?;
            let leader = |person: PersonId| Leader {
                person,
                known: known.remove(&person).map(|known| (known.name, known.sign)),
                is_down: down.contains(&person),
            };
            let leaders: Vec<Leader> = people.into_iter().map(leader).collect();
            Ok((led, evening, leaders))
        })
        .await?;
    let lang = member.visitor.lang;
    let is_refused = refused.is_some();
    let (forms, errors) =
        refused.unwrap_or_else(|| (Forms::of(&led.group, &evening), Errors::default()));
    let body = evening_view::evening(
        lang,
        &EveningPage {
            group: &led.group,
            evening: &evening,
            leaders: &leaders,
            me: member.me.person,
            may_arrange: led.may_arrange,
            forms: &forms,
            errors: &errors,
            told,
            now_ms: app.clock.now_ms(),
        },
    );
    let title = ScheduleWords::of(lang).evenings_title;
    let shell = Shell::Places(place_of(&member.me));
    let mut response = Page::new(app, &member.visitor, title, shell)
        .scripts(OWN_TIME)
        .with_errors(is_refused)
        .respond(body);
    if is_refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What came of something that somebody asked for: done, or what is wrong with the form.
type Outcome = Result<Result<(), Errors>, GroupError>;

/// What could not be arranged, beside its fields: that of the day, and that of the note.
fn told(
    lang: Lang,
    fields: (&'static str, &'static str),
    done: Result<(), ArrangeError>,
) -> Outcome {
    match done {
        Ok(()) => Ok(Ok(())),
        Err(ArrangeError::Store(error)) => Err(error.into()),
        Err(ArrangeError::NoGroup) => Err(GroupError::NotFound),
        Err(error) => Ok(Err(refusal(lang, &error, fields))),
    }
}

/// Arranges one meeting, for somebody who looks after the group, and goes back to its page.
async fn arrange(
    app: &App,
    member: &Member,
    (id, on): (GroupId, Date),
    typed: impl FnOnce(Forms) -> Forms,
    work: impl Fn(&mut Tx<'_>, &Evening, i64) -> Outcome + Send + 'static,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let (group, evening, done) = finder::change(app, move |tx| {
        let group = in_care_of(tx, &me, id)?;
        let evening = Evening::on(&group.timetable(), on).ok_or(GroupError::NotFound)?;
        let done = work(tx, &evening, now_ms)?;
        Ok((group, evening, done))
    })
    .await?;
    match done {
        Ok(()) => Ok(redirect(&format!("/groups/{id}/evenings/{on}?kept=1"))),
        Err(errors) => {
            let forms = typed(Forms::of(&group, &evening));
            page(app, member, (id, on), None, Some((forms, errors))).await
        }
    }
}

/// A note beside its field, or the sentence that it is too long.
fn noted(lang: Lang, field: &'static str, typed: &str) -> Result<String, Errors> {
    note_of(lang, typed).map_err(|long| {
        let mut errors = Errors::default();
        errors.add(field, long);
        errors
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OffForm {
    off_note: String,
}

/// `POST .../cancellation`
async fn call_off(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(OffForm { off_note }): Form<OffForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let typed = off_note.clone();
    arrange(
        &app,
        &member,
        (id, on),
        |forms| Forms {
            off_note: typed,
            ..forms
        },
        move |tx, _, now_ms| match noted(lang, "off_note", &off_note) {
            Ok(note) => told(
                lang,
                ("off_note", "off_note"),
                arranging::cancel(tx, id, on, &note, now_ms),
            ),
            Err(errors) => Ok(Err(errors)),
        },
    )
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OnlineForm {
    online_note: String,
}

/// `POST .../online`
async fn go_online(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(OnlineForm { online_note }): Form<OnlineForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let typed = online_note.clone();
    arrange(
        &app,
        &member,
        (id, on),
        |forms| Forms {
            online_note: typed,
            ..forms
        },
        move |tx, _, now_ms| match noted(lang, "online_note", &online_note) {
            Ok(note) => told(
                lang,
                ("online_note", "online_note"),
                arranging::move_online(tx, id, on, &note, now_ms),
            ),
            Err(errors) => Ok(Err(errors)),
        },
    )
    .await
}

/// `POST .../change`
async fn change(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(form): Form<OnceForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let once = form.clone();
    arrange(
        &app,
        &member,
        (id, on),
        |forms| Forms { once, ..forms },
        move |tx, evening, now_ms| match form.meant(lang, evening) {
            Ok((held, note)) => told(
                lang,
                ("day", "note"),
                arranging::change_once(tx, id, on, held, &note, now_ms),
            ),
            Err(errors) => Ok(Err(errors)),
        },
    )
    .await
}

/// `POST .../restoration`
async fn restore(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    arrange(
        &app,
        &member,
        (id, on),
        |forms| forms,
        move |tx, _, now_ms| {
            let fields = ("off_note", "off_note");
            told(lang, fields, arranging::restore(tx, id, on, now_ms))
        },
    )
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TurnForm {
    /// Nobody named is whoever asks.
    person: String,
    /// `list` goes back to the list of meetings.
    back: String,
}

/// `POST .../leaders`: takes a turn, or puts somebody else down who leads in the group.
async fn put_down(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(form): Form<TurnForm>,
) -> Result<Response, Problem> {
    let person = match form.person.as_str() {
        "" => member.me.person,
        named => named.parse().map_err(|_| Problem::not_found())?,
    };
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    app.store
        .write::<_, GroupError, _>(move |tx| {
            let led = led_by(tx, &me, id)?;
            if person != me.person && !led.may_arrange {
                return Err(GroupError::NotYours);
            }
            let leads = places_store::role_in(tx, person, id)?.is_some_and(|place| place.leads());
            let evening =
                Evening::on(&led.group.timetable(), on).filter(|one| !one.is_over(now_ms));
            if !leads || evening.is_none() {
                return Err(GroupError::NotFound);
            }
            // The page of a full meeting says so; here somebody was quicker.
            let others = rota_store::rota_of(tx, id, (on, on))?;
            let others = others.iter().filter(|turn| turn.person != person).count();
            if i64::try_from(others).unwrap_or(i64::MAX) < LEADERS_MAX {
                let turn = Turn {
                    date: on,
                    group: id,
                    person,
                };
                rota_store::take_turn(tx, turn, now_ms)?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect(&match form.back.as_str() {
        "list" => format!("/groups/{id}/evenings"),
        _ => format!("/groups/{id}/evenings/{on}?kept=turn"),
    }))
}

/// `POST .../leaders/{person}/removal`: gives a turn back, or takes somebody off.
async fn take_off(
    State(app): State<App>,
    member: Member,
    At((id, on, person)): At<(GroupId, Date, PersonId)>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    app.store
        .write::<_, GroupError, _>(move |tx| {
            let led = led_by(tx, &me, id)?;
            if person != me.person && !led.may_arrange {
                return Err(GroupError::NotYours);
            }
            let turn = Turn {
                date: on,
                group: id,
                person,
            };
            rota_store::give_turn_back(tx, turn)?;
            Ok(())
        })
        .await?;
    Ok(redirect(&format!("/groups/{id}/evenings/{on}?kept=turn")))
}

/// `GET .../onward`: the form for the meetings from this one on.
async fn onward(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let (group, evening) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let group = in_care_of(tx, &me, id)?;
            let evening = Evening::on(&group.timetable(), on).ok_or(GroupError::NotFound)?;
            Ok((group, evening))
        })
        .await?;
    let form = OnwardForm::of(&group, on);
    let errors = Errors::default();
    Ok(onward_page(
        &app,
        &member,
        (&group, &evening),
        &form,
        &errors,
        false,
    ))
}

/// Why what was typed was not kept.
enum Unkept {
    Wrong(Errors),
    /// Somebody was quicker: what they changed is not undone unseen.
    Stale,
}

/// `POST .../onward`
async fn keep_onward(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(form): Form<OnwardForm>,
) -> Result<Response, Problem> {
    let (me, lang, now_ms) = (member.me.clone(), member.visitor.lang, app.clock.now_ms());
    let typed = form.clone();
    let (group, evening, done) = finder::change(&app, move |tx| {
        let group = in_care_of(tx, &me, id)?;
        let evening = Evening::on(&group.timetable(), on).ok_or(GroupError::NotFound)?;
        let done = keep_from(tx, (&group, on), &typed, lang, now_ms)?;
        Ok((group, evening, done))
    })
    .await?;
    let (errors, is_stale) = match done {
        Ok(()) => return Ok(redirect(&format!("/groups/{id}/evenings?kept=1"))),
        Err(Unkept::Wrong(errors)) => (errors, false),
        Err(Unkept::Stale) => (Errors::default(), true),
    };
    let form = form.about(&group);
    Ok(onward_page(
        &app,
        &member,
        (&group, &evening),
        &form,
        &errors,
        is_stale,
    ))
}

fn keep_from(
    tx: &mut Tx<'_>,
    (group, on): (&Group, Date),
    typed: &OnwardForm,
    lang: Lang,
    now_ms: i64,
) -> Result<Result<(), Unkept>, GroupError> {
    let after = match typed.meant(lang, group, on) {
        Ok(after) => after,
        Err(errors) => return Ok(Err(Unkept::Wrong(errors))),
    };
    // It came before, from a second tap on the button: it is kept.
    if after == group.differences.details_on(&group.details, on) {
        return Ok(Ok(()));
    }
    if !typed.is_about(group) {
        return Ok(Err(Unkept::Stale));
    }
    let done = arranging::change_from(tx, group.id, on, &after, now_ms).map(|_| ());
    Ok(told(lang, ("kind", "kind"), done)?.map_err(Unkept::Wrong))
}

fn onward_page(
    app: &App,
    member: &Member,
    (group, evening): (&Group, &Evening),
    form: &OnwardForm,
    errors: &Errors,
    is_stale: bool,
) -> Response {
    let lang = member.visitor.lang;
    let page = OnwardPage {
        group,
        evening,
        form,
        errors,
        is_stale,
    };
    let title = ScheduleWords::of(lang).scope_onward;
    let shell = Shell::Places(place_of(&member.me));
    let mut response = Page::new(app, &member.visitor, title, shell)
        .with_errors(!errors.is_empty())
        .respond(onward_view::onward(lang, &page));
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    } else if is_stale {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    response
}

/// `POST /groups/{id}/plans/{date}/removal`: takes back what was to change from a day on.
async fn unplan(
    State(app): State<App>,
    member: Member,
    At((id, from)): At<(GroupId, Date)>,
) -> Result<Response, Problem> {
    let (me, lang, now_ms) = (member.me.clone(), member.visitor.lang, app.clock.now_ms());
    finder::change(&app, move |tx| {
        in_care_of(tx, &me, id)?;
        let done = arranging::unplan(tx, id, from, now_ms);
        told(lang, ("kind", "kind"), done)
    })
    .await?
    .ok();
    Ok(redirect(&format!("/groups/{id}/evenings?kept=1")))
}
