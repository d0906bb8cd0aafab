//! The demo's community: its people, and circles that are about to start.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use calendar::{Days, Zone};
use circle::activity::ActivityKind;
use circle::format::{Format, PhaseKind};

use super::mind::Mind;
use super::peer::Peer;
use super::speech::Speech;
use crate::App;
use crate::groups::{self, Attendance, Details, Group, GroupId, Membership, Roles};
use crate::people::{self, Guest, Pass};
use crate::sessions::{self, SessionId};
use crate::site::lang::Lang;
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// Circles that one demo opens. Each holds a handful of sockets; this is an evening of trying out.
const CIRCLES_MAX: usize = 24;

/// The part that the person at the browser takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Member,
    Lead,
}

/// Everybody in the demo.
#[derive(Clone, Debug)]
pub struct Community {
    marlow: PersonId,
    bea: PersonId,
    wren: PersonId,
    robin: PersonId,
    peers: Vec<PersonId>,
    opened: Arc<AtomicUsize>,
}

/// A circle that was opened for somebody, and their way in.
#[derive(Clone, Debug)]
pub struct Opened {
    pub session: SessionId,
    pub pass: Pass,
}

impl Community {
    /// Makes everybody; tells `progress` what it is doing.
    ///
    /// # Errors
    /// The database or the keys can't be written.
    pub async fn prepare(app: &App, progress: impl Fn(&str)) -> Result<Self, Problem> {
        progress("Making people with a key each");
        let make = |name, sign, is_coordinator| async move {
            people::make_guest(
                app,
                Guest {
                    name,
                    sign,
                    lang: Lang::En,
                    is_coordinator,
                },
            )
            .await
        };
        let community = Self {
            marlow: make("Marlow", Sign::Anchor, false).await?,
            bea: make("Bea", Sign::Lotus, false).await?,
            wren: make("Wren", Sign::Bird, false).await?,
            robin: make("Robin", Sign::Tree, true).await?,
            peers: vec![
                make("Juniper", Sign::Tree, false).await?,
                make("Sol", Sign::Sun, false).await?,
                make("Ana", Sign::Boat, false).await?,
                make("Ridley", Sign::Fire, false).await?,
                make("Tomás", Sign::Hills, false).await?,
            ],
            opened: Arc::default(),
        };
        progress("Founding groups");
        for (name, about, hour) in GROUPS {
            community
                .found(app, name, about, hour * 60, Days::ALL)
                .await?;
        }
        Ok(community)
    }

    /// Opens a circle at `pace` that will do `tries` together, sits the simulated peers in it, and
    /// signs the visitor in.
    ///
    /// # Errors
    /// The demo is full, or the database can't be written.
    pub async fn open(
        &self,
        app: &App,
        part: Part,
        (pace, tries): (u32, ActivityKind),
    ) -> Result<Opened, Problem> {
        let number = self.opened.fetch_add(1, Ordering::SeqCst);
        if number >= CIRCLES_MAX {
            return Err(Problem::busy("the demo has opened all its circles"));
        }
        let name = match number {
            0 => "Sunday evening circle".to_owned(),
            more => format!("Sunday evening circle {}", more + 1),
        };
        let minute_of_day = app.clock.now_ms().div_euclid(60_000).rem_euclid(24 * 60);
        let minute = u16::try_from(minute_of_day).unwrap_or_default();
        let group = self
            .found(app, &name, GROUPS[0].1, minute, Days::ALL)
            .await?;
        let session = sessions::open_now(app, group, pace).await?;
        let visitor = match part {
            Part::Member => self.wren,
            Part::Lead => self.marlow,
        };
        let simulated = [self.marlow, self.bea]
            .into_iter()
            .chain(self.peers.iter().copied());
        for (number, person) in (1_u64..).zip(simulated.filter(|person| *person != visitor)) {
            let mind = Mind {
                seed: number,
                pace,
                lang: Lang::En,
                waits_for: self.peers.len() + 3,
                tries,
                works_in: works_in(),
            };
            self.sit(app, session, person, mind).await?;
        }
        let pass = people::sign_in_guest(app, visitor).await?;
        Ok(Opened { session, pass })
    }

    /// Signs the visitor in as the coordinator.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn look_around(&self, app: &App) -> Result<Pass, Problem> {
        people::sign_in_guest(app, self.robin).await
    }

    /// A simulated peer takes a seat, through the same socket as a browser.
    async fn sit(
        &self,
        app: &App,
        session: SessionId,
        person: PersonId,
        mind: Mind,
    ) -> Result<(), Problem> {
        let pass = people::sign_in_guest(app, person).await?;
        let origin = format!("http://{}", app.config.listen);
        let peer = Peer {
            mind,
            socket: format!("ws://{}/sessions/{session}/socket", app.config.listen),
            origin,
            cookie: pass.cookie,
            clock: app.clock.clone(),
        };
        let speech = Speech::new(&app.voices, session, peer.mind.seed);
        tokio::spawn(peer.sit(speech));
        Ok(())
    }

    async fn found(
        &self,
        app: &App,
        name: &str,
        about: &str,
        start_minute: u16,
        days: Days,
    ) -> Result<GroupId, Problem> {
        let now_ms = app.clock.now_ms();
        let id = GroupId(app.chance.id());
        let details = Details {
            name: name.to_owned(),
            about: about.to_owned(),
            attendance: Attendance::Both,
            rule: groups::weekly(days),
            start_minute: Some(start_minute),
            zone: Some(Zone::utc()),
            place: "Elm Street Hall".to_owned(),
            address: "12 Elm Street".to_owned(),
            ..Details::default()
        };
        let group = Group::new(id, details, now_ms);
        let lead = Roles {
            is_facilitator: true,
            ..Roles::default()
        };
        let host = Roles {
            is_host: true,
            ..Roles::default()
        };
        let mut places = vec![
            Membership::joined(id, self.marlow, lead, now_ms),
            Membership::joined(id, self.bea, host, now_ms),
        ];
        let members = [self.wren].into_iter().chain(self.peers.iter().copied());
        places.extend(members.map(|who| Membership::joined(id, who, Roles::default(), now_ms)));
        app.store
            .write(move |tx| {
                groups::create(tx, &group)?;
                for place in &places {
                    groups::set_membership(tx, place)?;
                    people::set_leads(tx, place.person, place.leads())?;
                }
                Ok::<_, store::StoreError>(())
            })
            .await?;
        app.finder.forget();
        Ok(id)
    }
}

/// The working time of the format that the demo's circles run.
pub(super) fn works_in() -> Option<u32> {
    let phases = Format::renew_90().phases;
    let working = phases
        .iter()
        .position(|phase| phase.kind == PhaseKind::Working);
    working.and_then(|index| u32::try_from(index).ok())
}

/// Groups that stand in the finder: name, what to expect, the hour (UTC) at which they meet.
const GROUPS: [(&str, &str, u16); 3] = [
    (
        "Tuesday and every day, early",
        "An hour and a half: a round, something to work on together, a small plan for the week.",
        6,
    ),
    (
        "Midday check-in",
        "Mostly listening, one round at the end. Good for a first visit.",
        12,
    ),
    (
        "Late circle",
        "For evenings that are long. Come as you are; leave when you like.",
        22,
    ),
];
