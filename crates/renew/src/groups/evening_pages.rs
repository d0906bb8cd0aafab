//! Routes of a group's coming meetings, for those who lead in it: the list of them, and one of them
//! that is arranged.

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
use super::evening::{self, Difference, Evening, OnceForm, note_of, refusal};
use super::evening_view::{self, EveningPage, EveningsPage, Forms, Leader, Row, Told};
use super::rota::led_by;
use super::schedule_words::ScheduleWords;
use super::week_view::way;
use super::{Attendance, Group, GroupError, GroupId, Membership};
use super::{finder, onward_pages, places_store, rota_pages, rota_store};
use crate::App;
use crate::site::form::{Errors, Form, Query, tidy};
use crate::site::id::At;
use crate::site::lang::Lang;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, redirect};

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
        .merge(rota_pages::routes())
        .merge(onward_pages::routes())
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kept: String,
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

/// Why what was sent was not kept.
enum Unkept {
    Wrong(Errors),
    /// Somebody was quicker: what they arranged is not undone unseen.
    Stale,
}

/// The page of one meeting; with forms that could not be accepted, if there are such.
async fn page(
    app: &App,
    member: &Member,
    (id, on): (GroupId, Date),
    told: Option<Told>,
    refused: Option<(Forms, Unkept)>,
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
    let (forms, errors, told, status) = shown(&led.group, &evening, told, refused);
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
        .with_errors(!errors.is_empty())
        .respond(body);
    *response.status_mut() = status;
    Ok(response)
}

/// What stands in the forms of a page, what is wrong with it, what the page tells, and its status.
fn shown(
    group: &Group,
    evening: &Evening,
    told: Option<Told>,
    refused: Option<(Forms, Unkept)>,
) -> (Forms, Errors, Option<Told>, StatusCode) {
    match refused {
        None => {
            let forms = Forms::of(group, evening);
            (forms, Errors::default(), told, StatusCode::OK)
        }
        Some((forms, Unkept::Wrong(errors))) => {
            (forms, errors, None, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Some((forms, Unkept::Stale)) => {
            let told = Some(Told::Stale);
            (forms, Errors::default(), told, StatusCode::CONFLICT)
        }
    }
}

/// What came of something that somebody asked for: done, or what is wrong with the form.
pub(super) type Outcome = Result<Result<(), Errors>, GroupError>;

/// What could not be arranged, beside its fields: that of the day, and that of the note.
pub(super) fn told(
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

/// What was sent to arrange one meeting: from which state of the group, what stands in its forms
/// then, whether the meeting is so already, and what is to be done.
struct Act<T, S, W> {
    changed_ms: String,
    typed: T,
    is_so: S,
    work: W,
}

/// Arranges one meeting, for somebody who looks after the group, and goes back to its page.
async fn arrange(
    app: &App,
    member: &Member,
    (id, on): (GroupId, Date),
    act: Act<
        impl FnOnce(Forms) -> Forms,
        impl Fn(&Group, &Evening) -> bool + Send + 'static,
        impl Fn(&mut Tx<'_>, &Evening, i64) -> Outcome + Send + 'static,
    >,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let Act {
        changed_ms,
        typed,
        is_so,
        work,
    } = act;
    let (group, evening, done) = finder::change(app, move |tx| {
        let group = in_care_of(tx, &me, id)?;
        let evening = Evening::on(&group.timetable(), on).ok_or(GroupError::NotFound)?;
        // It came before, from a second tap on the button: it is kept.
        let done = if is_so(&group, &evening) {
            Ok(())
        } else if changed_ms != group.changed_ms.to_string() {
            Err(Unkept::Stale)
        } else {
            work(tx, &evening, now_ms)?.map_err(Unkept::Wrong)
        };
        Ok((group, evening, done))
    })
    .await?;
    match done {
        Ok(()) => Ok(redirect(&format!("/groups/{id}/evenings/{on}?kept=1"))),
        Err(why_not) => {
            let forms = typed(Forms::of(&group, &evening));
            page(app, member, (id, on), None, Some((forms, why_not))).await
        }
    }
}

/// What can be done to one meeting with nothing but a note: the field of the note, where it is kept
/// when it is not accepted, whether the meeting is so already but for the note, and the act.
struct Noted {
    field: &'static str,
    keep: fn(&mut Forms, String),
    is_so: fn(&Group, &Evening) -> bool,
    act: fn(&mut Tx<'_>, GroupId, Date, &str, i64) -> Result<(), ArrangeError>,
}

const OFF: Noted = Noted {
    field: "off_note",
    keep: |forms, note| forms.off_note = note,
    is_so: |_, evening| evening.difference == Difference::Off,
    act: arranging::cancel,
};

const ONLINE: Noted = Noted {
    field: "online_note",
    keep: |forms, note| forms.online_note = note,
    is_so: |group, evening| {
        evening.difference != Difference::Off
            && way(group.details.attendance, evening) == Attendance::Online
    },
    act: arranging::move_online,
};

async fn with_note(
    app: &App,
    member: &Member,
    (id, on): (GroupId, Date),
    what: Noted,
    (note, changed_ms): (String, String),
) -> Result<Response, Problem> {
    let (lang, typed, said) = (member.visitor.lang, note.clone(), note.clone());
    let act = Act {
        changed_ms,
        typed: |mut forms| {
            (what.keep)(&mut forms, typed);
            forms
        },
        is_so: move |group: &Group, evening: &Evening| {
            (what.is_so)(group, evening) && tidy(&said) == evening.note
        },
        work: move |tx: &mut Tx<'_>, _: &Evening, now_ms| match note_of(lang, &note) {
            Ok(note) => {
                let done = (what.act)(tx, id, on, &note, now_ms);
                told(lang, (what.field, what.field), done)
            }
            Err(long) => {
                let mut errors = Errors::default();
                errors.add(what.field, long);
                Ok(Err(errors))
            }
        },
    };
    arrange(app, member, (id, on), act).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OffForm {
    off_note: String,
    changed_ms: String,
}

/// `POST .../cancellation`
async fn call_off(
    State(app): State<App>,
    member: Member,
    At(meeting): At<(GroupId, Date)>,
    Form(form): Form<OffForm>,
) -> Result<Response, Problem> {
    let sent = (form.off_note, form.changed_ms);
    with_note(&app, &member, meeting, OFF, sent).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OnlineForm {
    online_note: String,
    changed_ms: String,
}

/// `POST .../online`
async fn go_online(
    State(app): State<App>,
    member: Member,
    At(meeting): At<(GroupId, Date)>,
    Form(form): Form<OnlineForm>,
) -> Result<Response, Problem> {
    let sent = (form.online_note, form.changed_ms);
    with_note(&app, &member, meeting, ONLINE, sent).await
}

/// `POST .../change`
async fn change(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(form): Form<OnceForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let (once, said) = (form.clone(), form.clone());
    let act = Act {
        changed_ms: form.changed_ms.clone(),
        typed: |forms: Forms| Forms {
            once: OnceForm {
                changed_ms: forms.once.changed_ms,
                ..once
            },
            ..forms
        },
        is_so: move |group: &Group, evening: &Evening| said.says(group, evening),
        work: move |tx: &mut Tx<'_>, evening: &Evening, now_ms| match form.meant(lang, evening) {
            Ok((held, note)) => told(
                lang,
                ("day", "note"),
                arranging::change_once(tx, id, on, held, &note, now_ms),
            ),
            Err(errors) => Ok(Err(errors)),
        },
    };
    arrange(&app, &member, (id, on), act).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct BackForm {
    changed_ms: String,
}

/// `POST .../restoration`
async fn restore(
    State(app): State<App>,
    member: Member,
    At((id, on)): At<(GroupId, Date)>,
    Form(form): Form<BackForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let act = Act {
        changed_ms: form.changed_ms,
        typed: |forms| forms,
        is_so: |_: &Group, evening: &Evening| !evening.is_news(),
        work: move |tx: &mut Tx<'_>, _: &Evening, now_ms| {
            let fields = ("off_note", "off_note");
            told(lang, fields, arranging::restore(tx, id, on, now_ms))
        },
    };
    arrange(&app, &member, (id, on), act).await
}
