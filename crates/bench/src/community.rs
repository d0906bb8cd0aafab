//! A community for a measurement: rooms full of people who are signed in, with their circle open.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use calendar::{Days, Zone};
use renew::App;
use renew::config::Config;
use renew::groups::{self, Details, Group, GroupId, Membership, Roles};
use renew::people::{self, Guest};
use renew::sessions;
use renew::site::chance::Chance;
use renew::site::clock::Clock;
use renew::site::lang::Lang;
use renew::site::problem::Problem;
use renew::site::sign::Sign;

/// A data folder that goes when the measurement is over.
#[derive(Debug)]
pub(crate) struct Community {
    folder: tempfile::TempDir,
    pub(crate) rooms: Vec<Room>,
}

/// One group, its open session, and its people's cookies. The first leads.
#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) group: String,
    pub(crate) session: String,
    pub(crate) cookies: Vec<String>,
}

impl Community {
    /// Makes `rooms` groups of `people` each, through the program's own functions.
    pub(crate) async fn prepare(rooms: u32, people: u32) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let app = open(folder.path(), SocketAddr::from(([127, 0, 0, 1], 8080)))?;
        let mut made = Vec::new();
        for room in 0..rooms {
            let room = fill_room(&app, room, people).await;
            made.push(room.map_err(|problem| format!("{problem:?}"))?);
        }
        Ok(Self {
            folder,
            rooms: made,
        })
    }

    pub(crate) fn folder(&self) -> String {
        self.folder.path().display().to_string()
    }
}

/// Serves a prepared community until killed.
pub(crate) async fn serve(folder: PathBuf) -> Result<(), String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let app = open(&folder, address)?;
    println!("listening on http://{address}");
    renew::cli::serve::answer(app, listener, std::future::pending()).await;
    Ok(())
}

fn open(folder: &Path, listen: SocketAddr) -> Result<App, String> {
    App::open(
        Config::local(folder.to_owned(), listen),
        Clock::System,
        Chance::System,
    )
}

async fn fill_room(app: &App, number: u32, people: u32) -> Result<Room, Problem> {
    let now_ms = app.clock.now_ms();
    let id = GroupId(app.chance.id());
    let mut places = Vec::new();
    let mut cookies = Vec::new();
    for seat in 0..people {
        let name = format!("Peer {} {}", letters(number), letters(seat));
        let sign = Sign::ALL[seat as usize % Sign::ALL.len()];
        let guest = Guest {
            name: &name,
            sign,
            lang: Lang::En,
            is_coordinator: false,
        };
        let person = people::make_guest(app, guest).await?;
        cookies.push(people::sign_in_guest(app, person).await?.cookie);
        let roles = Roles {
            is_facilitator: seat == 0,
            ..Roles::default()
        };
        places.push(Membership::joined(id, person, roles, now_ms));
    }
    let details = Details {
        name: format!("Circle {number}"),
        rule: groups::weekly(Days::ALL),
        start_minute: Some(0),
        zone: Some(Zone::utc()),
        ..Details::default()
    };
    let group = Group::new(id, details, now_ms);
    app.store
        .write(move |tx| {
            groups::create(tx, &group)?;
            for place in &places {
                groups::set_membership(tx, place)?;
            }
            Ok::<_, store::StoreError>(())
        })
        .await?;
    let session = sessions::open_now(app, id, 1).await?;
    Ok(Room {
        group: id.to_string(),
        session: session.to_string(),
        cookies,
    })
}

/// A number as four letters, since a name with many digits is refused as a phone number; always
/// four, so that no two names look alike once spaces are folded away.
fn letters(number: u32) -> String {
    format!("{number:04}")
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect()
}
