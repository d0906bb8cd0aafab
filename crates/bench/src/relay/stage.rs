//! The same people in front of both servers, and one round of either.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::crowd::Crowd;
use super::ear::Tally;
use super::janus::{Janus, OPENS};
use super::ours::{Floor, Ours};
use crate::process::Server;

/// Packets that are under way when a round ends arrive within this time, if nothing piles up.
const UNDER_WAY: Duration = Duration::from_millis(300);
/// What piled up is waited for, so that it doesn't fall into another round.
const PILED_UP_MAX: Duration = Duration::from_secs(8);
/// Handshakes and first reports are over by then.
const SETTLES: Duration = Duration::from_millis(1_000);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaking {
    One,
    Three,
    All,
}

impl Speaking {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Three => "3",
            Self::All => "all",
        }
    }

    /// How many times as much as Janus we want to deliver for the same time of a processor.
    pub(super) fn target(self) -> f64 {
        if self == Self::All { 2.5 } else { 3.0 }
    }

    fn of(self, people: u64) -> u64 {
        match self {
            Self::One => 1,
            Self::Three => 3,
            Self::All => people,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Scenario {
    pub(super) rooms: u64,
    pub(super) people: u64,
    pub(super) speaking: Speaking,
    /// Only those who speak publish, where that makes a difference.
    pub(super) lean: bool,
}

/// What one round came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    tally: Tally,
    wanted: f64,
    late: u64,
    cpu_seconds: f64,
    seconds: f64,
}

impl Round {
    pub(super) fn per_cpu_second(&self) -> f64 {
        self.tally.delivered as f64 / self.cpu_seconds
    }

    /// Of one core, in percent.
    pub(super) fn cpu_percent(&self) -> f64 {
        100.0 * self.cpu_seconds / self.seconds
    }

    pub(super) fn per_second(&self) -> f64 {
        (self.tally.delivered - self.late) as f64 / self.seconds
    }

    pub(super) fn loss_percent(&self) -> f64 {
        100.0 * (1.0 - self.tally.delivered as f64 / self.wanted).max(0.0)
    }

    pub(super) fn late_percent(&self) -> f64 {
        100.0 * self.late as f64 / self.wanted
    }

    pub(super) fn worst_percent(&self) -> f64 {
        100.0 * self.tally.worst
    }
}

/// One server's part of the crowd.
struct Part {
    places: Range<usize>,
    speakers: Vec<usize>,
    /// To how many listeners each packet of a speaker goes, in the mean.
    fans_out: f64,
}

pub(super) struct Stage {
    crowd: Crowd,
    ours: (Ours, Part),
    plain: Option<(Ours, Part)>,
    theirs: Option<(Janus, Part)>,
}

impl Stage {
    /// Starts the servers and brings everybody in.
    pub(super) fn set(
        scenario: Scenario,
        with_plain: bool,
        with_janus: bool,
    ) -> Result<Self, String> {
        let mut crowd = Crowd::new()?;
        let ours = join_ours(&mut crowd, scenario, false)?;
        let plain = with_plain
            .then(|| join_ours(&mut crowd, scenario, true))
            .transpose()?;
        let theirs = with_janus
            .then(|| join_theirs(&mut crowd, scenario))
            .transpose()?;
        crowd.run_for(SETTLES);
        Ok(Self {
            crowd,
            ours,
            plain,
            theirs,
        })
    }

    pub(super) fn ours(&mut self, seconds: u64) -> Result<Round, String> {
        let (ours, part) = &mut self.ours;
        let round = round(&mut self.crowd, &ours.server, part, seconds)?;
        match ours.lost()? {
            0 => Ok(round),
            count => Err(format!("our relay gave up {count} connections")),
        }
    }

    pub(super) fn plain(&mut self, seconds: u64) -> Result<Option<Round>, String> {
        let Some((plain, part)) = &self.plain else {
            return Ok(None);
        };
        round(&mut self.crowd, &plain.server, part, seconds).map(Some)
    }

    pub(super) fn theirs(&mut self, seconds: u64) -> Result<Option<Round>, String> {
        let Some((janus, part)) = &self.theirs else {
            return Ok(None);
        };
        round(&mut self.crowd, &janus.server, part, seconds).map(Some)
    }
}

fn join_ours(
    crowd: &mut Crowd,
    scenario: Scenario,
    library_seals: bool,
) -> Result<(Ours, Part), String> {
    let mut ours = Ours::start(library_seals)?;
    let first = crowd.len();
    let speak = scenario.speaking.of(scenario.people);
    let mut speakers = Vec::new();
    for room in 1..=scenario.rooms {
        for peer in 1..=scenario.people {
            let place = ours.join(crowd, room, peer, OPENS)?;
            if peer <= speak {
                speakers.push(place);
            }
        }
        let hearers: Vec<u64> = (1..=scenario.people).collect();
        let floor = match scenario.speaking {
            Speaking::One => Floor {
                lead: Some(1),
                ..Floor::default()
            },
            Speaking::Three => Floor {
                lead: Some(1),
                turn: Some(2),
                others: vec![3],
                ..Floor::default()
            },
            Speaking::All => Floor {
                others: hearers.clone(),
                ..Floor::default()
            },
        };
        ours.ring(room, Floor { hearers, ..floor })?;
    }
    crowd.connect().map_err(|error| format!("Renew: {error}"))?;
    let passed_on = speak.min(relay::core::AUDIO_SLOTS as u64);
    let streams = passed_on * (scenario.people - 1);
    let part = Part {
        places: first..crowd.len(),
        speakers,
        fans_out: streams as f64 / speak as f64,
    };
    Ok((ours, part))
}

fn join_theirs(crowd: &mut Crowd, scenario: Scenario) -> Result<(Janus, Part), String> {
    let mut janus = Janus::start()?;
    let first = crowd.len();
    let speak = scenario.speaking.of(scenario.people);
    let publish = if scenario.lean {
        speak
    } else {
        scenario.people
    };
    let mut speakers = Vec::new();
    for room in 1..=scenario.rooms {
        let places = janus.seat(crowd, room, publish)?;
        speakers.extend(places.into_iter().take(speak as usize));
    }
    crowd.connect().map_err(|error| format!("Janus: {error}"))?;
    for room in 1..=scenario.rooms {
        for id in 1..=scenario.people {
            // Whoever speaks alone has nobody to hear.
            if publish > 1 || id > publish {
                janus.listen(crowd, room, id, publish)?;
            }
        }
    }
    crowd.connect().map_err(|error| format!("Janus: {error}"))?;
    let part = Part {
        places: first..crowd.len(),
        speakers,
        fans_out: (scenario.people - 1) as f64,
    };
    Ok((janus, part))
}

fn round(crowd: &mut Crowd, server: &Server, part: &Part, seconds: u64) -> Result<Round, String> {
    crowd.begin();
    let before = server.cpu_seconds()?;
    let began = Instant::now();
    crowd.only(&part.speakers);
    crowd.run_for(Duration::from_secs(seconds));
    crowd.only(&[]);
    let seconds = began.elapsed().as_secs_f64();
    crowd.run_for(UNDER_WAY);
    let in_time = crowd.tally(part.places.clone()).delivered;
    let end = Instant::now() + PILED_UP_MAX;
    let mut all = in_time;
    while Instant::now() < end {
        crowd.run_for(UNDER_WAY);
        let now = crowd.tally(part.places.clone()).delivered;
        if std::mem::replace(&mut all, now) == now {
            break;
        }
    }
    let cpu_seconds = server.cpu_seconds()? - before;
    let tally = crowd.tally(part.places.clone());
    if tally.delivered == 0 || cpu_seconds <= 0.0 {
        return Err("nothing was delivered".into());
    }
    if tally.unopened > 0 {
        return Err(format!("{} packets couldn't be opened", tally.unopened));
    }
    if crowd.broken() > 0 {
        return Err(format!("{} connections broke", crowd.broken()));
    }
    Ok(Round {
        tally,
        wanted: tally.spoken as f64 * part.fans_out,
        late: tally.delivered - in_time,
        cpu_seconds,
        seconds,
    })
}
