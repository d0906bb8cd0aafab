//! Routes of thanks.

use ::store::{StoreError, Tx};
use axum::Router;
use axum::extract::State as AxumState;
use axum::http::Uri;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::super::pages::place;
use super::super::planning::Place;
use super::super::{SessionId, State, data, when};
use super::view::{self, Done, Got, MinePage, Recent, Somebody, ThankPage};
use super::words::ThanksWords;
use super::{
    Phrase, Saying, Sending, Standing, TEXT_CHARS_MAX, ThanksId, may_thank, open, open_for, send,
    standing, store,
};
use crate::App;
use crate::groups::{self, GroupId};
use crate::people;
use crate::site::form::{Errors, Form, tidy};
use crate::site::id::At;
use crate::site::lang::{Lang, fill};
use crate::site::layout::{Page, Place as SitePlace, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId, redirect};

pub(in super::super) fn routes() -> Router<App> {
    Router::new()
        .route("/sessions/{id}/thank", get(ask).post(thank))
        .route("/my-space/thanks", get(mine).post(open_them))
        .route("/my-space/thanks/let-again", post(let_again))
        .route("/my-space/thanks/{id}/throw-away", post(throw_away))
        .route("/my-space/thanks/{id}/rather-not", post(rather_not))
}

/// `GET /sessions/{id}/thank`
async fn ask(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    address: Uri,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    if place.session.state != State::Ended {
        return Ok(redirect(&format!("/sessions/{id}")));
    }
    let (people, _) = who_can_be_thanked(&app, &place, member.me.person).await?;
    let mut page = page_of(&app, place, people);
    page.is_sent = address.query() == Some("sent=1");
    Ok(show(&app, &member, &page))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    to: String,
    phrase: String,
    text: String,
}

/// `POST /sessions/{id}/thank`
async fn thank(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    if place.session.state != State::Ended {
        return Ok(redirect(&format!("/sessions/{id}")));
    }
    let (lang, me, group) = (member.visitor.lang, member.me.person, place.group.id);
    let (people, persons) = who_can_be_thanked(&app, &place, me).await?;
    let mut page = page_of(&app, place, people);
    page.to = typed.to.parse().ok();
    page.typed = Saying {
        phrase: Phrase::from_key(&typed.phrase),
        text: tidy(&typed.text),
    };
    page.errors = mistakes(lang, &page);
    let to = persons.iter().find(|(seat, _)| Some(*seat) == page.to);
    let Some((_, to)) = to.filter(|_| page.errors.is_empty() && page.standing == Standing::Open)
    else {
        return Ok(show(&app, &member, &page));
    };
    let sending = Sending {
        session: id,
        group,
        from: me,
        to: *to,
        saying: page.typed.clone(),
    };
    let (keys, chance, now_ms) = (app.keys.clone(), app.chance.clone(), app.clock.now_ms());
    let is_sent = app
        .store
        .write(move |tx| send(tx, (&keys, &chance), &sending, now_ms))
        .await
        .map_err(Problem::from)?;
    if !is_sent {
        // Its notice says that no more can be thanked; what was typed stays.
        return Ok(show(&app, &member, &page));
    }
    Ok(redirect(&format!("/sessions/{id}/thank?sent=1")))
}

fn mistakes(lang: Lang, page: &ThankPage) -> Errors {
    let w = ThanksWords::of(lang);
    let mut errors = Errors::default();
    if !page.people.iter().any(|one| Some(one.seat) == page.to) {
        errors.add("to", w.whom_missing);
    }
    if page.typed.text.chars().count() > TEXT_CHARS_MAX {
        let most = TEXT_CHARS_MAX.to_string();
        errors.add("text", fill(w.text_long, &[("n", &most)]));
    } else if page.typed == Saying::default() {
        errors.add("text", w.text_missing);
    }
    errors
}

type Seats = Vec<(u64, PersonId)>;

/// Everybody who sat in the session but the asker, and who they are. Who did not sit there may not
/// ask, nor who was asked to leave: they hear the same.
async fn who_can_be_thanked(
    app: &App,
    place: &Place,
    me: PersonId,
) -> Result<(Vec<Somebody>, Seats), Problem> {
    let (id, keys) = (place.session.id, app.keys.clone());
    let found = app
        .store
        .read(move |tx| {
            if !may_thank(tx, id, me)? {
                return Ok(None);
            }
            let mut seats = super::super::who_sat(tx, id)?;
            seats.retain(|(_, person)| *person != me);
            let ids: Vec<PersonId> = seats.iter().map(|(_, person)| *person).collect();
            let known = people::known(tx, &keys, &ids)?;
            let thanked = store::given(tx, id, me)?;
            let somebody = seats.iter().filter_map(|(seat, person)| {
                let people::Known { name, sign } = known.get(person)?.clone();
                Some(Somebody {
                    seat: *seat,
                    name,
                    sign,
                    is_thanked: thanked.iter().any(|one| one.to == *person),
                })
            });
            let somebody = somebody.collect();
            Ok::<_, StoreError>(Some((somebody, seats)))
        })
        .await
        .map_err(Problem::from)?;
    found.ok_or_else(Problem::not_found)
}

fn page_of(app: &App, place: Place, people: Vec<Somebody>) -> ThankPage {
    ThankPage {
        standing: standing(&place.session, app.clock.now_ms()),
        session: place.session,
        group_name: place.group.name,
        zone: place.group.zone,
        people,
        to: None,
        typed: Saying::default(),
        is_sent: false,
        errors: Errors::default(),
    }
}

fn show(app: &App, member: &Member, page: &ThankPage) -> Response {
    let lang = member.visitor.lang;
    let title = ThanksWords::of(lang).title;
    Page::new(
        app,
        &member.visitor,
        title,
        Shell::Places(SitePlace::Sessions),
    )
    .respond(view::thank(lang, page))
}

/// `POST /my-space/thanks`: opens what came, which Today speaks of no more.
async fn open_them(AxumState(app): AxumState<App>, member: Member) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.person, app.clock.now_ms());
    app.store
        .write(move |tx| store::open_all(tx, me, now_ms))
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/thanks"))
}

/// `GET /my-space/thanks`
async fn mine(
    AxumState(app): AxumState<App>,
    member: Member,
    address: Uri,
) -> Result<Response, Problem> {
    let (me, lang, now_ms) = (member.me.person, member.visitor.lang, app.clock.now_ms());
    let keys = app.keys.clone();
    let mut page = app
        .store
        .read(move |tx| mine_of(tx, &keys, (me, lang), now_ms))
        .await
        .map_err(Problem::from)?;
    page.done = match address.query() {
        Some("done=thrown") => Some(Done::Thrown),
        Some("done=rather-not") => Some(Done::RatherNot),
        _ => None,
    };
    let title = ThanksWords::of(lang).mine_title;
    let shell = Shell::Places(SitePlace::MySpace);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(view::mine(lang, &page)))
}

fn mine_of(
    tx: &mut Tx<'_>,
    keys: &::store::Keys,
    (me, lang): (PersonId, Lang),
    now_ms: i64,
) -> Result<MinePage, StoreError> {
    let mut page = MinePage::default();
    let rows = store::got(tx, me)?;
    let declined = store::declined_by(tx, me)?;
    let ids = rows.iter().filter_map(|row| row.from);
    let ids: Vec<PersonId> = ids.chain(declined.iter().map(|(from, _)| *from)).collect();
    let known = people::known(tx, keys, &ids)?;
    let name = |who: PersonId| known.get(&who).map(|one| one.name.clone());
    for row in rows {
        let Some(saying) = open(keys, &row)? else {
            continue;
        };
        page.got.push(Got {
            id: row.id,
            from: row.from.and_then(name),
            group: data::group_name(tx, row.group)?,
            day: day(tx, lang, row.group, row.made_ms)?,
            saying,
        });
    }
    let declined = declined.iter();
    let declined = declined.filter_map(|(from, since_ms)| Some((*since_ms, name(*from)?)));
    page.declined = declined.collect();
    for (session, group, starts_ms) in open_for(tx, me, now_ms)? {
        let Some(group_name) = data::group_name(tx, group)? else {
            continue;
        };
        page.recent.push(Recent {
            session,
            group: group_name,
            day: day(tx, lang, group, starts_ms)?,
        });
    }
    Ok(page)
}

/// A day where the group lives.
fn day(tx: &mut Tx<'_>, lang: Lang, group: i64, at_ms: i64) -> Result<String, StoreError> {
    let group = groups::group(tx, GroupId(group))?;
    let zone = group.and_then(|group| group.details.zone);
    let zone = zone.map_or_else(|| "UTC".to_owned(), |zone| zone.name().to_owned());
    Ok(when::day(lang, &when::civil(at_ms, &zone)))
}

/// `POST /my-space/thanks/{id}/throw-away`
async fn throw_away(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<ThanksId>,
) -> Result<Response, Problem> {
    let me = member.me.person;
    app.store
        .write(move |tx| store::throw_away(tx, me, id))
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/thanks?done=thrown"))
}

/// `POST /my-space/thanks/{id}/rather-not`: from who sent this one, from now on.
async fn rather_not(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<ThanksId>,
) -> Result<Response, Problem> {
    let (me, now_ms) = (member.me.person, app.clock.now_ms());
    app.store
        .write(move |tx| {
            let from = store::sender_of(tx, me, id)?.ok_or(StoreError::NotFound)?;
            store::decline(tx, me, from, now_ms)
        })
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/thanks?done=rather-not"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Whom {
    /// Since when it was so.
    who: String,
}

/// `POST /my-space/thanks/let-again`
async fn let_again(
    AxumState(app): AxumState<App>,
    member: Member,
    Form(whom): Form<Whom>,
) -> Result<Response, Problem> {
    let me = member.me.person;
    let since_ms: Option<i64> = whom.who.parse().ok();
    app.store
        .write(move |tx| {
            let declined = store::declined_by(tx, me)?;
            let from = declined.iter().find(|(_, since)| Some(*since) == since_ms);
            from.map_or(Ok(()), |(from, _)| store::welcome(tx, me, *from))
        })
        .await
        .map_err(Problem::from)?;
    Ok(redirect("/my-space/thanks"))
}
