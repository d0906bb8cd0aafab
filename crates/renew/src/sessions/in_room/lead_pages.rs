//! Who leads puts devices in the room.

use ::store::StoreError;
use axum::Router;
use axum::extract::State as AxumState;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::super::pages::{is_just_over, path_for, place};
use super::super::planning::Place;
use super::super::{SessionId, State};
use super::code::{self, Fresh};
use super::lead_view::{self, DevicesPage, Made, Placed};
use super::store::DeviceCode;
use super::table::sitters;
use super::words::DeviceWords;
use super::{DEVICE_CODE_MS, Device, Kind, Seated, Shown, store};
use crate::App;
use crate::people;
use crate::site::form::Form;
use crate::site::id::At;
use crate::site::layout::{Page, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Member, PersonId};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/sessions/{id}/in-room", get(show).post(change))
}

#[derive(Debug, Deserialize)]
struct Change {
    #[serde(rename = "do")]
    what: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    device: i64,
}

/// `GET /sessions/{id}/in-room`
async fn show(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
) -> Result<Response, Problem> {
    let place = led(&app, &member, id).await?;
    page(&app, &member, &place, None, None).await
}

/// `POST /sessions/{id}/in-room`: another device, another code for one, or none any more.
async fn change(
    AxumState(app): AxumState<App>,
    member: Member,
    At(id): At<SessionId>,
    Form(change): Form<Change>,
) -> Result<Response, Problem> {
    let place = led(&app, &member, id).await?;
    if !is_open(&app, &place) {
        return page(&app, &member, &place, None, None).await;
    }
    match change.what.as_str() {
        "put" => {
            let kind = Kind::from_key(&change.kind)
                .ok_or_else(|| Problem::unreadable("a device of an unknown kind"))?;
            let code = code::for_device(&app.keys, &app.chance);
            if put(&app, id, kind, &code).await? {
                page(&app, &member, &place, Some((kind, code)), None).await
            } else {
                page(&app, &member, &place, None, Some(kind)).await
            }
        }
        "another" => {
            let code = code::for_device(&app.keys, &app.chance);
            let device = another(&app, id, change.device, &code).await?;
            let device = device.ok_or_else(Problem::changed)?;
            page(&app, &member, &place, Some((device.kind, code)), None).await
        }
        "stop" => {
            let device = change.device;
            app.store
                .write(move |tx| store::stop_device(tx, id, device))
                .await?;
            page(&app, &member, &place, None, None).await
        }
        _ => Err(Problem::unreadable("a change that is not on the page")),
    }
}

/// The session, for who leads it; it is nobody else's page.
async fn led(app: &App, member: &Member, id: SessionId) -> Result<Place, Problem> {
    let place = place(app, id, member).await?;
    if place.role.leads() {
        Ok(place)
    } else {
        Err(Problem::not_yours())
    }
}

fn is_open(app: &App, place: &Place) -> bool {
    place.session.state == State::Open || is_just_over(place, app.clock.now_ms())
}

/// Makes a device with this code. One whose code nobody ever typed, and where nobody sits, gets it
/// instead. False when there are as many as one session takes.
async fn put(app: &App, session: SessionId, kind: Kind, code: &Fresh) -> Result<bool, Problem> {
    let now_ms = app.clock.now_ms();
    let (id, code) = (app.chance.id(), device_code(code, now_ms));
    let made = app.store.write(move |tx| {
        let mut all = store::devices(tx, session)?;
        all.retain(|device| device.kind == kind);
        let seated = store::people_of(tx, session)?;
        let is_free = |device: &&Device| {
            !device.is_there && !seated.iter().any(|one| one.table == device.nth)
        };
        if let Some(free) = all.iter().find(is_free) {
            store::set_device_code(tx, free.id, code)?;
            return Ok(true);
        }
        let nth = all.iter().map(|device| device.nth).max().unwrap_or(0) + 1;
        if nth > kind.most() {
            return Ok(false);
        }
        let device = Device {
            id,
            session,
            kind,
            nth,
            is_there: false,
        };
        store::add_device(tx, &device, code, now_ms)?;
        Ok::<_, StoreError>(true)
    });
    Ok(made.await?)
}

/// Another code for a device of this session, for a phone whose battery is empty.
async fn another(
    app: &App,
    session: SessionId,
    id: i64,
    code: &Fresh,
) -> Result<Option<Device>, Problem> {
    let code = device_code(code, app.clock.now_ms());
    let found = app.store.write(move |tx| {
        let all = store::devices(tx, session)?;
        let Some(device) = all.into_iter().find(|device| device.id == id) else {
            return Ok(None);
        };
        store::set_device_code(tx, id, code)?;
        Ok::<_, StoreError>(Some(device))
    });
    Ok(found.await?)
}

fn device_code(code: &Fresh, now_ms: i64) -> DeviceCode {
    DeviceCode {
        print: code.print,
        ends_ms: now_ms + DEVICE_CODE_MS,
    }
}

async fn page(
    app: &App,
    member: &Member,
    place: &Place,
    made: Option<(Kind, Fresh)>,
    full: Option<Kind>,
) -> Result<Response, Problem> {
    let (id, lang) = (place.session.id, member.visitor.lang);
    let devices = placed(app, place, member).await?;
    let address = |kind: Kind| format!("{}/{}", app.config.origin, kind.key());
    let typed_at = made.as_ref().map(|(kind, _)| address(*kind));
    let made = made.as_ref().zip(typed_at.as_deref());
    let path = format!("/sessions/{id}/in-room");
    let body = lead_view::devices(&DevicesPage {
        lang,
        path: &path,
        is_open: is_open(app, place),
        devices: &devices,
        made: made.map(|((kind, code), address)| Made {
            kind: *kind,
            code: &code.shown,
            address,
        }),
        full,
    });
    let back = path_for(place.role, id);
    let shell = Shell::Focus { back: &back };
    Ok(Page::new(app, &member.visitor, DeviceWords::of(lang).title, shell).respond(body))
}

/// The devices with who sits there, and whether the room still hears of them.
async fn placed(app: &App, place: &Place, member: &Member) -> Result<Vec<Placed>, Problem> {
    let (id, keys) = (place.session.id, app.keys.clone());
    let (devices, seated, known) = app
        .store
        .read(move |tx| {
            let devices = store::devices(tx, id)?;
            let seated = store::people_of(tx, id)?;
            let people: Vec<PersonId> = seated.iter().map(|one| one.person).collect();
            let known = people::known(tx, &keys, &people)?;
            Ok::<_, StoreError>((devices, seated, known))
        })
        .await?;
    let shown = match app.rooms.live(id).await {
        Some(room) => room.show(member.visitor.lang).await.ok().flatten(),
        None => None,
    };
    let one = |device: &Device| {
        let at_it: Vec<Seated> = seated
            .iter()
            .filter(|one| device.kind == Kind::Table && one.table == device.nth)
            .filter(|one| !one.is_gone && !one.is_claimed)
            .copied()
            .collect();
        let names: Vec<String> = sitters(&at_it, &known)
            .into_iter()
            .map(|one| one.face.name)
            .collect();
        Placed {
            id: device.id,
            kind: device.kind,
            nth: device.nth,
            is_there: device.is_there,
            is_silent: !names.is_empty() && all_away(shown.as_ref(), &names),
            names,
        }
    };
    Ok(devices.iter().map(one).collect())
}

/// Whether the room has heard nothing of anybody with these names for a while.
fn all_away(shown: Option<&Shown>, names: &[String]) -> bool {
    let Some(shown) = shown else {
        return false;
    };
    let here = shown.seats.iter().filter(|seat| {
        let face = shown.face(seat.who);
        face.is_some_and(|face| names.contains(&face.name)) && seat.in_room
    });
    here.into_iter().all(|seat| shown.is_away(seat.who.0))
}
