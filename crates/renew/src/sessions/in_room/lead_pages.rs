//! Who leads puts devices in the room.

use std::collections::HashMap;

use ::store::StoreError;
use axum::Router;
use axum::extract::State as AxumState;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::super::pages::{is_just_over, path_for, place};
use super::super::planning::Place;
use super::super::{SessionId, State, store as session_rows};
use super::code::{self, Fresh};
use super::lead_view::{self, DevicesPage, Made, Placed};
use super::store::DeviceCode;
use super::table::sitters;
use super::words::DeviceWords;
use super::{DEVICE_CODE_MS, Device, Kind, Seated, Shown, sound_pages, store};
use crate::App;
use crate::people::{self, Known};
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
    person: Option<PersonId>,
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
        "seat_again" => {
            let person = change
                .person
                .ok_or_else(|| Problem::unreadable("nobody to seat"))?;
            seat_again(&app, id, person).await?;
            page(&app, &member, &place, None, None).await
        }
        "stop" => {
            stop(&app, id, change.device).await?;
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

/// The table's phone speaks again for somebody who came with their code and whose own phone is signed
/// in no more: it was lost, or the way in with it.
async fn seat_again(app: &App, session: SessionId, person: PersonId) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    let done = app.store.write(move |tx| {
        let seated = store::seated(tx, person)?;
        let is_here = seated.is_some_and(|one| one.session == session && one.is_claimed);
        if !is_here || people::has_browser(tx, person, now_ms)? {
            return Ok(false);
        }
        store::seat_again(tx, person)?;
        Ok::<_, StoreError>(true)
    });
    if done.await? {
        Ok(())
    } else {
        Err(Problem::changed())
    }
}

/// A device that stands for nobody: nobody typed its code, the code has run out, and at its table
/// nobody sits.
fn free(all: &[Device], seated: &[Seated], now_ms: i64) -> Option<i64> {
    let is_sat_at = |device: &Device| {
        device.kind == Kind::Table && seated.iter().any(|one| one.table == device.nth)
    };
    let free = all.iter().find(|device| {
        let is_awaited = device.code_ends_ms.is_some_and(|ends_ms| ends_ms > now_ms);
        !device.is_there && !is_awaited && !is_sat_at(device)
    });
    free.map(|device| device.id)
}

/// Makes a device with this code. One that stands for nobody gets it instead. False when there are as
/// many as one session takes.
async fn put(app: &App, session: SessionId, kind: Kind, code: &Fresh) -> Result<bool, Problem> {
    let now_ms = app.clock.now_ms();
    let (id, code) = (app.chance.id(), device_code(code, now_ms));
    let made = app.store.write(move |tx| {
        let mut all = store::devices(tx, session)?;
        all.retain(|device| device.kind == kind);
        let seated = store::people_of(tx, session)?;
        if let Some(free) = free(&all, &seated, now_ms) {
            store::set_device_code(tx, free, code)?;
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
            code_ends_ms: Some(code.ends_ms),
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

/// Shows a device out: it stands for nothing any more, and what it sends is heard by nobody.
async fn stop(app: &App, session: SessionId, id: i64) -> Result<(), Problem> {
    let stopped = app.store.write(move |tx| {
        let all = store::devices(tx, session)?;
        store::stop_device(tx, session, id)?;
        Ok::<_, StoreError>(all.into_iter().find(|device| device.id == id))
    });
    if let Some(device) = stopped.await? {
        sound_pages::end(app, device).await;
    }
    Ok(())
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

/// What the page of the devices is made of, read at one moment.
struct Read {
    devices: Vec<Device>,
    seated: Vec<Seated>,
    known: HashMap<PersonId, Known>,
    seats: HashMap<PersonId, u64>,
    /// Those who came with their code and are signed in nowhere.
    lost: Vec<PersonId>,
}

async fn read(app: &App, id: SessionId) -> Result<Read, Problem> {
    let (keys, now_ms) = (app.keys.clone(), app.clock.now_ms());
    let read = app.store.read(move |tx| {
        let devices = store::devices(tx, id)?;
        let seated = store::people_of(tx, id)?;
        let people: Vec<PersonId> = seated.iter().map(|one| one.person).collect();
        let known = people::known(tx, &keys, &people)?;
        let sat = session_rows::who_sat(tx, id)?.into_iter();
        let seats = sat.filter_map(|(seat, person)| Some((person, u64::try_from(seat).ok()?)));
        let mut lost = Vec::new();
        for one in seated.iter().filter(|one| one.is_claimed && one.is_guest) {
            if !people::has_browser(tx, one.person, now_ms)? {
                lost.push(one.person);
            }
        }
        Ok::<_, StoreError>(Read {
            devices,
            seats: seats.collect(),
            seated,
            known,
            lost,
        })
    });
    Ok(read.await?)
}

/// The devices with who sits there, and whether the room still hears of them.
async fn placed(app: &App, place: &Place, member: &Member) -> Result<Vec<Placed>, Problem> {
    let id = place.session.id;
    let read = read(app, id).await?;
    let shown = match app.rooms.live(id).await {
        Some(room) => room.show(member.visitor.lang).await.ok().flatten(),
        None => None,
    };
    let one = |device: &Device| read.placed(device, shown.as_ref());
    Ok(read.devices.iter().map(one).collect())
}

impl Read {
    fn placed(&self, device: &Device, shown: Option<&Shown>) -> Placed {
        let at_it = |is: &dyn Fn(&Seated) -> bool| {
            let mut people = self.seated.clone();
            people.retain(|one| {
                let is_at_it = device.kind == Kind::Table && one.table == device.nth;
                is_at_it && is(one)
            });
            sitters(&people, &self.known)
        };
        let here = at_it(&|one| !one.is_gone && !one.is_claimed);
        let lost = at_it(&|one| self.lost.contains(&one.person));
        let seats = here.iter().filter_map(|one| self.seats.get(&one.person));
        Placed {
            id: device.id,
            kind: device.kind,
            nth: device.nth,
            is_there: device.is_there,
            is_silent: shown.is_some_and(|shown| all_away(shown, seats.copied())),
            names: here.into_iter().map(|one| one.face.name).collect(),
            lost: lost
                .into_iter()
                .map(|one| (one.person, one.face.name))
                .collect(),
        }
    }
}

/// Whether the room has heard nothing of anybody on these seats for a while. Of nobody it can't tell.
pub(super) fn all_away(shown: &Shown, seats: impl Iterator<Item = u64>) -> bool {
    let mut seats = seats.filter(|seat| shown.seat(*seat).is_some()).peekable();
    seats.peek().is_some() && seats.all(|seat| shown.is_away(seat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_somebody_is_walking_with_is_given_to_no_other_device() {
        let device = |id, kind, is_there, code_ends_ms| Device {
            id,
            session: SessionId(301),
            kind,
            nth: id,
            is_there,
            code_ends_ms,
        };
        let sits = Seated {
            person: PersonId(110),
            session: SessionId(301),
            table: 1,
            is_guest: true,
            is_gone: false,
            is_claimed: false,
            code_ends_ms: 0,
        };
        let table = |is_there, code| [device(1, Kind::Table, is_there, code)];
        assert_eq!(free(&table(false, Some(1_001)), &[], 1_000), None);
        assert_eq!(free(&table(false, Some(1_000)), &[], 1_000), Some(1));
        assert_eq!(free(&table(false, None), &[], 1_000), Some(1));
        assert_eq!(free(&table(true, None), &[], 1_000), None);
        assert_eq!(free(&table(false, None), &[sits], 1_000), None);
        // People sit at tables: the screen of the same number is free.
        let wall = [device(1, Kind::Wall, false, None)];
        assert_eq!(free(&wall, &[sits], 1_000), Some(1));
    }
}
