//! Routes of a session: its page, the room with and without JavaScript, its socket.

use axum::Router;
use axum::extract::State as AxumState;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::picture::Picture;
use super::planning::{self, Place};
use super::room::{Coming, Looked, RoomHandle};
use super::room_view::{self, RoomPage, Sheet, Typed};
use super::wire::{Act, Close, Face, MyPlan, Weather};
use super::words::RoomWords;
use super::{
    AFTERWARDS_MS, Role, SessionId, State, acts, debrief, first_time, form_act, load, socket,
    store as rows, thanks, view, why_words,
};
use crate::App;
use crate::formats::{self, text_in};
use crate::groups::GroupId;
use crate::site::form::Form;
use crate::site::id::At;
use crate::site::lang::fill;
use crate::site::layout::{Page, Place as SitePlace, Shell};
use crate::site::origin;
use crate::site::problem::{Kind, Problem};
use crate::site::visitor::{Member, Visitor, redirect};

/// Routes of sessions and of what people keep of them.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sessions/next/{group}", get(next))
        .route("/sessions/{id}", get(room))
        .route("/sessions/{id}/run", get(run))
        .route("/sessions/{id}/open", post(open))
        .route("/sessions/{id}/do", post(act))
        .route("/sessions/{id}/socket", get(connect))
        .merge(first_time::routes())
        .merge(thanks::routes())
        .merge(super::media::routes())
        .merge(super::in_room::routes())
        .merge(super::my_pages::routes())
        .merge(super::lead_pages::routes())
        .merge(debrief::routes())
        .merge(super::media::check_routes())
}

/// `GET /sessions/next/{group}`: to the group's next session.
async fn next(
    AxumState(app): AxumState<App>,
    member: Member,
    At(group): At<GroupId>,
) -> Result<Response, Problem> {
    let (now_ms, chance, pace) = (app.clock.now_ms(), app.chance.clone(), app.config.pace);
    let session = app
        .store
        .write(move |tx| planning::ensure_next(tx, (&chance, pace), group, now_ms))
        .await
        .map_err(Problem::from)?
        .ok_or_else(Problem::not_found)?;
    let place = place(&app, session.id, &member).await?;
    Ok(redirect(&path_for(place.role, session.id)))
}

/// Where a session is for someone: who leads sees more, private words above all.
pub(super) fn path_for(role: Role, session: SessionId) -> String {
    let side = if role.leads() { Side::Run } else { Side::Room };
    format!("/sessions/{session}{}", side.path())
}

/// What a page without JavaScript may ask for, and a socket.
#[derive(Debug, Default)]
struct Asked {
    sheet: String,
    list: String,
    /// A socket's page number.
    page: u64,
    in_room: String,
    /// The page that a form stood on.
    from: String,
}

impl Asked {
    /// Reads what stands after `?`. What we don't know, or can't read, asks for nothing.
    fn of(address: &Uri) -> Self {
        let mut asked = Self::default();
        for pair in address.query().unwrap_or_default().split('&') {
            // None of ours needs an escape.
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "sheet" => value.clone_into(&mut asked.sheet),
                "list" => value.clone_into(&mut asked.list),
                "page" => asked.page = value.parse().unwrap_or_default(),
                "in_room" => value.clone_into(&mut asked.in_room),
                "from" => value.clone_into(&mut asked.from),
                _ => {}
            }
        }
        asked
    }
}

/// `GET /sessions/{id}`: the room if this person may be in it, or what there is to know.
async fn room(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    address: Uri,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    if !is_inside(&app, &place).await {
        return lobby(&app, &member, &place).await;
    }
    if let Some(first) = first_time::before_the_seat(&app, &member, &place).await? {
        return Ok(first);
    }
    let looked = look(&app, &member, &place, Vec::new()).await;
    let shown = Shown {
        side: Side::Room,
        asked: &Asked::of(&address),
        typed: None,
        written: None,
        said: None,
    };
    Ok(show(&app, &member.visitor, &place, looked, &shown))
}

/// `GET /sessions/{id}/run`: the room as who leads sees it.
async fn run(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    address: Uri,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    if !is_inside(&app, &place).await {
        return lobby(&app, &member, &place).await;
    }
    if let Some(first) = first_time::before_the_seat(&app, &member, &place).await? {
        return Ok(first);
    }
    let looked = look(&app, &member, &place, Vec::new()).await;
    let shown = Shown {
        side: Side::Run,
        asked: &Asked::of(&address),
        typed: None,
        written: None,
        said: None,
    };
    Ok(show(&app, &member.visitor, &place, looked, &shown))
}

/// `POST /sessions/{id}/open`: opens the room.
async fn open(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    let now_ms = app.clock.now_ms();
    if place.session.state == State::Planned {
        if !place.may_open(now_ms) {
            return Err(Problem::not_yours());
        }
        let session = place.session.clone();
        app.store
            .write(move |tx| planning::open(tx, &session, now_ms))
            .await
            .map_err(Problem::from)?;
    }
    Ok(redirect(&path_for(place.role, id)))
}

/// `POST /sessions/{id}/do`: one command from a plain form.
async fn act(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    address: Uri,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let place = place(&app, id, &member).await?;
    let acts = form_act::acts(&fields).map_err(Problem::unreadable)?;
    let typed = Typed::of(&acts);
    // As it was read, so that what comes back is what would have been kept.
    let written = typed.as_ref().map(|typed| typed.texts().join("\n\n"));
    let written = written.filter(|written| !written.is_empty());
    if !is_inside(&app, &place).await {
        let Some(written) = written else {
            return Ok(redirect(&format!("/sessions/{id}")));
        };
        let why = match place.session.state {
            State::Ended => Close::Ended,
            _ => Close::NotLetIn,
        };
        let visitor = &member.visitor;
        return Ok(outside(&app, visitor, &place, why, Some(&written)));
    }
    let from_run = Asked::of(&address).from == "run";
    let side = if from_run || acts.iter().any(acts::is_leading) {
        Side::Run
    } else {
        Side::Room
    };
    let (leaves, weather) = (acts.contains(&Act::Leave), acts.iter().find_map(weather_of));
    let looked = look(&app, &member, &place, acts).await;
    let said = match &looked {
        // What was done was asked; all else can be loaded again.
        // Whoever has left has no seat to look from any more.
        Err(Close::NotLetIn) if leaves => return Ok(redirect("/today")),
        Ok(Looked {
            refused: None,
            picture,
        }) => match weather {
            Some(weather) => Some(about_weather(picture, weather, &member.visitor)),
            None => return Ok(redirect(&format!("/sessions/{id}{}", side.path()))),
        },
        _ => None,
    };
    let shown = Shown {
        side,
        asked: &Asked::default(),
        typed: typed.as_ref(),
        written: written.as_deref(),
        said,
    };
    Ok(show(&app, &member.visitor, &place, looked, &shown))
}

fn weather_of(act: &Act) -> Option<Weather> {
    match act {
        Act::Weather { is } => Some(*is),
        _ => None,
    }
}

/// What the page says to somebody's weather on leaving. Nobody else hears of it.
fn about_weather(picture: &Picture, weather: Weather, visitor: &Visitor) -> String {
    let w = RoomWords::of(visitor.lang);
    if weather != Weather::Stormy {
        return w.weather_kept.to_owned();
    }
    let lead = picture.view.lead.who.and_then(|who| picture.face(who.0));
    let name = lead.map_or(w.the_facilitator, |face| face.name.as_str());
    fill(w.weather_stormy, &[("name", name)])
}

/// `GET /sessions/{id}/socket`: the live line. What a browser can't read from a refused handshake
/// it reads from a numbered close, so only another site's page is refused before the upgrade.
async fn connect(
    AxumState(app): AxumState<App>,
    headers: HeaderMap,
    member: Result<Member, Problem>,
    At(id): At<SessionId>,
    address: Uri,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    if !origin::is_ours(&headers) {
        return Err(Problem::wrong_origin());
    }
    let upgrade = socket::limited(upgrade);
    let away = |upgrade: WebSocketUpgrade, why| {
        Ok(upgrade.on_upgrade(move |socket| socket::turn_away(socket, why)))
    };
    let member = match member {
        Ok(member) => member,
        Err(problem) if problem.kind == Kind::SignInFirst => {
            return away(upgrade, Close::SignedOut);
        }
        // Their sign-in could not be read: what they have typed stays, and their page tries again.
        Err(_) => return away(upgrade, Close::Restarting),
    };
    let place = place(&app, id, &member).await?;
    if !is_inside(&app, &place).await {
        let why = match place.session.state {
            State::Ended => Close::Ended,
            _ => Close::NotLetIn,
        };
        return away(upgrade, why);
    }
    let Ok(room) = live(&app, &place).await else {
        return away(upgrade, Close::Restarting);
    };
    let mut coming = coming(&app, &member, &place).await?;
    let asked = Asked::of(&address);
    coming.page = asked.page;
    coming.in_room = !asked.in_room.is_empty();
    Ok(upgrade.on_upgrade(move |socket| socket::serve(socket, room, coming, app)))
}

/// Which of the room's two pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Room,
    Run,
}

impl Side {
    fn path(self) -> &'static str {
        match self {
            Self::Room => "",
            Self::Run => "/run",
        }
    }
}

/// The session as this person finds it.
pub(super) async fn place(app: &App, id: SessionId, member: &Member) -> Result<Place, Problem> {
    let person = member.me.person;
    app.store
        .read(move |tx| planning::place(tx, id, person))
        .await
        .map_err(Problem::from)?
        .ok_or_else(Problem::not_found)
}

/// Whether this person belongs in the room now: it is open for them, or it has ended and they
/// are still finishing what they write.
async fn is_inside(app: &App, place: &Place) -> bool {
    let now_ms = app.clock.now_ms();
    place.may_enter(now_ms) || (is_just_over(place, now_ms) && has_room(app, place).await)
}

pub(super) fn is_just_over(place: &Place, now_ms: i64) -> bool {
    let ended_ms = place.session.ended_ms.unwrap_or_default();
    place.session.state == State::Ended && now_ms < ended_ms + AFTERWARDS_MS
}

/// Whether the room of a session that has ended is still there, or can be rebuilt after a restart.
async fn has_room(app: &App, place: &Place) -> bool {
    let session = place.session.id;
    if app.rooms.live(session).await.is_some() {
        return true;
    }
    let found = app.store.read(move |tx| rows::has_snapshot(tx, session));
    found.await.unwrap_or(false)
}

pub(super) async fn live(app: &App, place: &Place) -> Result<RoomHandle, load::LoadError> {
    app.rooms
        .room(&app.means(), &place.session, &place.group)
        .await
}

pub(super) async fn coming(app: &App, member: &Member, place: &Place) -> Result<Coming, Problem> {
    Ok(Coming {
        person: member.me.person,
        sign_in: member.me.session,
        face: Face {
            name: member.me.name.clone(),
            sign: member.me.sign,
        },
        role: place.role,
        lang: member.visitor.lang,
        page: 0,
        in_room: false,
        table: None,
        last_plan: last_plan(app, member, place).await?,
        welcome: first_time::of(app, member, place).await?.1,
    })
}

/// What this person said last time in this group.
async fn last_plan(app: &App, member: &Member, place: &Place) -> Result<Option<MyPlan>, Problem> {
    let (person, group, session) = (member.me.person, place.session.group, place.session.id);
    let row = app
        .store
        .read(move |tx| rows::kept::plan_before(tx, person, group, session))
        .await
        .map_err(Problem::from)?;
    let Some(row) = row else {
        return Ok(None);
    };
    let plan = planning::open_plan(&app.keys, &row)?;
    Ok(plan.map(|plan| load::my_plan(&row, plan.text, &place.session)))
}

/// Comes into the room for a page without JavaScript (or its first paint), and does something.
async fn look(app: &App, member: &Member, place: &Place, acts: Vec<Act>) -> Result<Looked, Close> {
    let coming = coming(app, member, place)
        .await
        .map_err(|_| Close::Restarting)?;
    let room = live(app, place).await.map_err(|error| {
        tracing::error!(%error, "a room could not be brought to life");
        Close::Restarting
    })?;
    room.plain(coming, acts).await
}

/// What a page shows beside the room itself.
struct Shown<'a> {
    side: Side,
    asked: &'a Asked,
    /// What a refused form held: it goes back into its field.
    typed: Option<&'a Typed>,
    /// The words in it, for a page that has no such field any more.
    written: Option<&'a str>,
    /// A sentence for what was done.
    said: Option<String>,
}

fn show(
    app: &App,
    visitor: &Visitor,
    place: &Place,
    looked: Result<Looked, Close>,
    shown: &Shown<'_>,
) -> Response {
    let Looked { picture, refused } = match looked {
        Ok(looked) => looked,
        Err(why) => return outside(app, visitor, place, why, shown.written),
    };
    let refused = refused.map(|why| why_words::sentence(visitor.lang, why));
    let sheet = Sheet::from_query(&shown.asked.sheet);
    let page = RoomPage {
        picture: &picture,
        notice: refused.or(shown.said.as_deref()),
        sheet: sheet.or_else(|| shown.typed?.sheet()),
        as_list: !shown.asked.list.is_empty(),
        typed: shown.typed,
        has_voices: app.voices.address().is_some(),
    };
    let drawn = if shown.side == Side::Run && picture.view.leads {
        room_view::run(visitor.lang, &page)
    } else {
        room_view::room(visitor.lang, &page)
    };
    Page::new(app, visitor, drawn.title, Shell::Room)
        .scripts(room_view::SCRIPTS)
        .respond(drawn.body)
}

/// A sentence for someone who can't be in the room.
/// What they sent and nobody kept comes back to them.
fn outside(
    app: &App,
    visitor: &Visitor,
    place: &Place,
    why: Close,
    written: Option<&str>,
) -> Response {
    if why == Close::Restarting {
        return Problem::busy("a room is being rebuilt").into_response();
    }
    let body = view::outside(visitor.lang, &place.group.name, why, written);
    let shell = Shell::Places(SitePlace::Sessions);
    Page::new(app, visitor, &place.group.name, shell).respond(body)
}

async fn lobby(app: &App, member: &Member, place: &Place) -> Result<Response, Problem> {
    let (session, person) = (place.session.id, member.me.person);
    let is_chosen = place.session.state == State::Planned && place.role.leads();
    let key = place.session.format.clone();
    let (came, format) = app
        .store
        .read(move |tx| {
            let format = match is_chosen {
                true => formats::get(tx, &key)?,
                false => None,
            };
            Ok::<_, store::StoreError>((rows::came(tx, session, person)?, format))
        })
        .await
        .map_err(Problem::from)?;
    let lang = member.visitor.lang;
    let (standing, welcome) = first_time::look(app, member, place).await?;
    let now_ms = app.clock.now_ms();
    let page = view::Lobby {
        greeting: welcome.greeting(),
        may_look: standing.may_look,
        may_open: place.may_open(now_ms),
        has_voices: app.voices.address().is_some(),
        is_off: place.is_off,
        leads: place.role.leads(),
        must_join: place.role == Role::Newcomer && place.group.members_only,
        group_name: place.group.name.clone(),
        group_path: format!("/groups/{}", GroupId(place.group.id)),
        zone: place.group.zone.clone(),
        session: place.session.clone(),
        now_ms,
        came,
        format_name: format.map(|format| text_in(lang, &format.name).to_owned()),
    };
    let shell = Shell::Places(SitePlace::Sessions);
    Ok(Page::new(app, &member.visitor, &place.group.name, shell).respond(view::lobby(lang, &page)))
}
