//! `bench relay --soak`: an evening of rooms in which the floor goes round every twenty seconds.
//!
//! Some people speak long before anybody may hear them, and some say nothing until late: after
//! eleven minutes of a voice that isn't opened its packets' count runs over (32,768 of them), and
//! whoever lost count can't open the next. Everything that is delivered is opened here.

use std::time::{Duration, Instant};

use super::caller::{Awaited, GRANT_WITHIN, Opens};
use super::crowd::Crowd;
use super::ours::{Floor, Ours};
use crate::stats::percentile;

const PEOPLE: u64 = 10;
const LEAD: u64 = 1;
const GRANT_EVERY: Duration = Duration::from_secs(20);
/// They speak all evening and have the floor late; what nobody may hear goes nowhere.
const UNHEARD: [u64; 2] = [8, 9];
/// Everybody whose turn comes late; the last says nothing before it.
const LATE: [u64; 3] = [8, 9, 10];
/// Those between take turns before that.
const EARLY: [u64; 6] = [2, 3, 4, 5, 6, 7];
/// Grants before the late ones have the floor: eleven minutes and twenty seconds.
const EARLY_GRANTS: u64 = 34;
const TELLS_EVERY: Duration = Duration::from_secs(5 * 60);

/// Whose turn the grant of this number is.
fn turn(grant: u64) -> u64 {
    let late = LATE.len() as u64;
    let in_round = grant % (EARLY_GRANTS + late);
    match in_round.checked_sub(EARLY_GRANTS) {
        Some(late) => LATE[late as usize],
        None => EARLY[(in_round % EARLY.len() as u64) as usize],
    }
}

struct Room {
    id: u64,
    /// Where in the crowd each of its people is, the first first.
    places: Vec<usize>,
    grants: u64,
    next_at: Instant,
    turn: Option<u64>,
}

/// What went wrong, and how long grants took.
#[derive(Debug, Default)]
struct Account {
    waits_ms: Vec<f64>,
    late: u64,
    never: u64,
}

pub(super) fn run(minutes: u64, rooms: u64) -> Result<(), String> {
    println!(
        "{rooms} rooms of {PEOPLE} for {minutes} min; the floor moves every {} s",
        GRANT_EVERY.as_secs()
    );
    let mut soak = Soak::fill(rooms)?;
    soak.tell("start")?;
    let began = Instant::now();
    let end = began + Duration::from_secs(60 * minutes);
    let mut tells_at = began + TELLS_EVERY;
    loop {
        let next = soak.next_grant().min(tells_at).min(end);
        soak.crowd.run_until(next);
        let now = Instant::now();
        if now >= end {
            break;
        }
        if now >= tells_at {
            tells_at += TELLS_EVERY;
            soak.tell(&format!("{} min", (now - began).as_secs() / 60))?;
        }
        soak.grant_due(now)?;
    }
    soak.end()
}

struct Soak {
    ours: Ours,
    crowd: Crowd,
    rooms: Vec<Room>,
    account: Account,
    /// Memory when everybody was in, and what it is of late.
    resident: (u64, u64),
    given_up: u64,
}

impl Soak {
    fn fill(rooms: u64) -> Result<Self, String> {
        let mut ours = Ours::start(false)?;
        let mut crowd = Crowd::new()?;
        let mut filled = Vec::new();
        for id in 1..=rooms {
            let join = |peer| ours.join(&mut crowd, id, peer, Opens::All);
            let places = (1..=PEOPLE).map(join).collect::<Result<Vec<_>, _>>()?;
            filled.push((id, places));
        }
        crowd.connect()?;
        let began = Instant::now();
        let mut rooms = Vec::new();
        for (id, places) in filled {
            for who in UNHEARD {
                crowd.speak(places[who as usize - 1]);
            }
            rooms.push(Room {
                id,
                places,
                grants: 0,
                // Rooms go on at different moments, as they do.
                next_at: began + GRANT_EVERY.mul_f64((id as f64 * 0.618_034).fract()),
                turn: None,
            });
        }
        crowd.begin();
        Ok(Self {
            ours,
            crowd,
            rooms,
            account: Account::default(),
            resident: (0, 0),
            given_up: 0,
        })
    }

    fn next_grant(&self) -> Instant {
        let next = self.rooms.iter().map(|room| room.next_at).min();
        next.unwrap_or_else(Instant::now)
    }

    fn grant_due(&mut self, now: Instant) -> Result<(), String> {
        for number in 0..self.rooms.len() {
            if self.rooms[number].next_at <= now {
                self.settle(number);
                self.grant(number)?;
            }
        }
        Ok(())
    }

    /// Gives the floor to the next, who begins to speak at once.
    fn grant(&mut self, number: usize) -> Result<(), String> {
        let room = &mut self.rooms[number];
        let who = turn(room.grants);
        let before = room.turn.replace(who);
        room.grants += 1;
        room.next_at += GRANT_EVERY;
        let floor = Floor {
            hearers: (1..=PEOPLE).collect(),
            lead: Some(LEAD),
            turn: Some(who),
            others: Vec::new(),
        };
        self.ours.ring(room.id, floor)?;
        let since = Instant::now();
        for (peer, place) in (1..).zip(&room.places) {
            let awaited = Awaited {
                who,
                since,
                heard_at: None,
            };
            self.crowd.caller(*place).awaited = (peer != who).then_some(awaited);
        }
        if let Some(before) = before.filter(|before| !UNHEARD.contains(before)) {
            self.crowd.rest(room.places[before as usize - 1]);
        }
        self.crowd.speak(room.places[who as usize - 1]);
        Ok(())
    }

    /// Looks who heard the last grant, and when.
    fn settle(&mut self, number: usize) {
        for place in &self.rooms[number].places {
            let Some(awaited) = self.crowd.caller(*place).awaited.take() else {
                continue;
            };
            match awaited.heard_at {
                Some(at) => {
                    let waited = at - awaited.since;
                    self.account.late += u64::from(waited > GRANT_WITHIN);
                    self.account.waits_ms.push(waited.as_secs_f64() * 1_000.0);
                }
                None => self.account.never += 1,
            }
        }
    }

    fn strangers(&self) -> u64 {
        let callers = self.crowd.callers().iter();
        callers.map(|caller| caller.strangers).sum()
    }

    fn tell(&mut self, when: &str) -> Result<(), String> {
        self.given_up += self.ours.lost()?;
        let resident = self.ours.server.resident_bytes()?;
        if self.resident.0 == 0 {
            self.resident.0 = resident;
        }
        self.resident.1 = resident;
        let tally = self.crowd.tally(0..self.crowd.len());
        println!(
            "{when:>7}: {:.1} MB, {:.1} CPU-s; {} delivered, {} lost, {} not opened; \
             {} voices heard, {} late, {} never; {} packets of people without the floor; \
             {} connections gone",
            resident as f64 / 1e6,
            self.ours.server.cpu_seconds()?,
            tally.delivered,
            tally.lost,
            tally.unopened,
            self.account.waits_ms.len(),
            self.account.late,
            self.account.never,
            self.strangers(),
            self.given_up,
        );
        Ok(())
    }

    fn end(mut self) -> Result<(), String> {
        // A turn that has only just begun says nothing.
        let now = Instant::now();
        for number in 0..self.rooms.len() {
            let left = self.rooms[number].next_at.saturating_duration_since(now);
            if left + 2 * GRANT_WITHIN < GRANT_EVERY {
                self.settle(number);
            }
        }
        self.tell("end")?;
        let waits = &self.account.waits_ms;
        println!(
            "a granted voice was heard after {:.0} ms (median), {:.0} ms (99 %), {:.0} ms (longest)",
            percentile(waits, 50.0),
            percentile(waits, 99.0),
            percentile(waits, 100.0),
        );
        let unopened = self.crowd.tally(0..self.crowd.len()).unopened;
        let wrong = self.account.late
            + self.account.never
            + unopened
            + self.strangers()
            + self.given_up
            + self.crowd.broken() as u64;
        if wrong > 0 {
            return Err(format!("{wrong} things went wrong that never should"));
        }
        let (before, after) = self.resident;
        if after > before + before / 10 + MEMORY_SPARE_BYTES {
            return Err(format!(
                "memory grew from {:.1} to {:.1} MB",
                before as f64 / 1e6,
                after as f64 / 1e6
            ));
        }
        Ok(())
    }
}

/// What an allocator keeps for itself once everything has been used.
const MEMORY_SPARE_BYTES: u64 = 8_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_turns_come_after_the_count_runs_over() {
        let until = (0..).position(|grant| turn(grant) == LATE[0]).unwrap();
        let packets = until as u64 * GRANT_EVERY.as_secs() * 50;
        assert!(packets > 32_768, "{packets}");
        let round = EARLY_GRANTS + LATE.len() as u64;
        let all: std::collections::BTreeSet<u64> = (0..round).map(turn).collect();
        assert_eq!(all, (2..=PEOPLE).collect());
        assert_eq!(turn(round), EARLY[0], "and round again");
    }
}
