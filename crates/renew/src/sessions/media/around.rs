//! A phone on a table among those who hear each other: it has one microphone and one loudspeaker for
//! all who sit around it. Plain rules, which take nothing back of what the circle says:
//!
//! - Its microphone goes where everybody around it who may speak at all may speak: to the circle while
//!   it is the turn of one of them, or while all of them may speak. What it carries is theirs who may.
//! - Its loudspeaker is heard by everybody around it, so it plays only whom all of them may hear. While
//!   somebody in the room has not agreed, or is at the door, that is who leads.
//! - Who is in the room is never played there: they are heard through the air, and would go round and
//!   round.
//! - Of all microphones in the room one is open at a time, as long as a table's is among them: each of
//!   the others would carry what a loudspeaker plays back to whom it comes from. While another one than
//!   its own is open, a table plays only who leads. But who leads is always heard, and their own
//!   microphone never keeps the room from hearing: they are told that it echoes.

use std::collections::BTreeSet;

use circle::voices::Ring;
use circle::{PersonId as SeatId, TableId};
use relay::core::{self, PeerId};

use crate::sessions::wire::Seat;

/// Where the numbers of tables begin for the relay, which knows people by their seats: no session has
/// as many.
const TABLES_FROM: u64 = 1 << 40;

/// Tables whose phone has the sound of its room, and who is around each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Around {
    pub(in super::super) tables: Vec<(TableId, Vec<SeatId>)>,
    /// Everybody who is in the room, whatever device they have.
    pub(in super::super) in_room: BTreeSet<SeatId>,
    /// Those of them who have not agreed.
    pub(in super::super) waits: Vec<SeatId>,
    /// Somebody is in the room and at the door of the circle.
    pub(in super::super) has_door: bool,
}

/// Whose microphones are on and reach us, tables' among them, by their numbers for the relay.
pub(super) type Mics = BTreeSet<u64>;

/// A table, as the relay knows it.
pub(super) fn peer_of(table: TableId) -> PeerId {
    PeerId(TABLES_FROM + u64::from(table.0))
}

/// The seats whose devices are tables have numbers of their own here.
pub(super) fn is_table(peer: u64) -> bool {
    peer >= TABLES_FROM
}

impl Around {
    pub(super) fn at(&self, table: TableId) -> &[SeatId] {
        let mut tables = self.tables.iter();
        tables
            .find(|(one, _)| *one == table)
            .map_or(&[], |(_, seats)| seats)
    }

    /// Whose voice it is that comes from a peer of the relay, in a ring. Nobody's, if nothing of it
    /// may come there now.
    pub(super) fn whose(&self, ring: &Ring, rings: &[Ring], peer: PeerId) -> Vec<SeatId> {
        if !is_table(peer.0) {
            return vec![SeatId(peer.0)];
        }
        let table = self.tables.iter().find(|(one, _)| peer_of(*one) == peer);
        table.map_or_else(Vec::new, |(_, seats)| carried(ring, rings, seats))
    }

    /// What the relay forwards: the circle's own rings, in which tables speak for their people, and
    /// for each table what it plays.
    pub(super) fn for_relay(&self, rings: &[Ring], mics: &Mics) -> Vec<core::Ring> {
        let mut out: Vec<core::Ring> = rings.iter().map(plain).collect();
        for (table, seats) in &self.tables {
            for (ring, out) in rings.iter().zip(&mut out) {
                speak_for(peer_of(*table), &carried(ring, rings, seats), out);
            }
        }
        for ring in &mut out {
            self.one_at_a_time(mics, ring);
        }
        for (table, seats) in &self.tables {
            let is_overheard = self.has_door || !self.waits.is_empty();
            let only_lead = is_overheard || self.is_quiet(*table, mics, &out[..rings.len()]);
            if let Some(played) = played(rings, seats, &self.in_room, only_lead) {
                let hearers = vec![peer_of(*table)];
                out.push(core::Ring {
                    hearers,
                    ..plain(&played)
                });
            }
        }
        out
    }

    fn is_in_room(&self, peer: PeerId) -> bool {
        is_table(peer.0) || self.in_room.contains(&SeatId(peer.0))
    }

    /// Of the microphones in the room that are on, one stays in a ring: whose turn it is; else a
    /// table's, that of who leads before others. It carries the room for those who are taken out. Who
    /// leads stays, whatever is on.
    fn one_at_a_time(&self, mics: &Mics, ring: &mut core::Ring) {
        let is_open = |peer: &PeerId| mics.contains(&peer.0) && self.is_in_room(*peer);
        let turn = ring.turn.filter(is_open);
        let table = named(ring).find(|peer| is_table(peer.0) && is_open(peer));
        let table = table.copied();
        let Some(one) = turn.or(table) else { return };
        let stays = |peer: &PeerId| *peer == one || !self.is_in_room(*peer);
        ring.others.retain(stays);
    }

    /// Whether another microphone in the room than a table's own is open, in the circle's rings as the
    /// relay has them, but for that of who leads.
    pub(super) fn is_quiet(&self, table: TableId, mics: &Mics, rings: &[core::Ring]) -> bool {
        let own = peer_of(table);
        let is_other =
            |peer: &PeerId| *peer != own && mics.contains(&peer.0) && self.is_in_room(*peer);
        rings.iter().any(|ring| {
            let is_lead = |peer: &&PeerId| ring.lead == Some(**peer);
            named(ring).filter(|peer| !is_lead(peer)).any(is_other)
        })
    }
}

/// Whose voices are let through in a ring, who leads first.
pub(super) fn named(ring: &core::Ring) -> impl Iterator<Item = &PeerId> {
    ring.lead.iter().chain(&ring.turn).chain(&ring.others)
}

fn plain(ring: &Ring) -> core::Ring {
    let peer = |who: SeatId| PeerId(who.0);
    core::Ring {
        hearers: ring.hearers.iter().copied().map(peer).collect(),
        lead: ring.lead.map(peer),
        turn: ring.turn.map(peer),
        others: ring.others.iter().copied().map(peer).collect(),
    }
}

/// A table's phone takes the place of those whom it carries.
fn speak_for(table: PeerId, whom: &[SeatId], ring: &mut core::Ring) {
    let is_one = |peer: &PeerId| whom.contains(&SeatId(peer.0));
    let before = ring.others.len();
    ring.others.retain(|peer| !is_one(peer));
    if ring.others.len() < before {
        ring.others.push(table);
    }
    for place in [&mut ring.lead, &mut ring.turn] {
        if place.as_ref().is_some_and(is_one) {
            *place = Some(table);
        }
    }
}

pub(super) fn may_speak(ring: &Ring, who: SeatId) -> bool {
    ring.lead == Some(who) || ring.turn == Some(who) || ring.others.contains(&who)
}

/// For whom a table's microphone is heard in a ring: one of those around it whose turn it is; or all of
/// them, where all may speak; or who leads, as long as nobody has the turn or nobody else is around: in
/// the turn of another what the others say there is not for the circle. Nobody, if somebody around it
/// may speak elsewhere and not here: what they say would come here as well.
pub(super) fn carried(ring: &Ring, rings: &[Ring], around: &[SeatId]) -> Vec<SeatId> {
    let speaks = |who: &&SeatId| rings.iter().any(|ring| may_speak(ring, **who));
    if !around
        .iter()
        .filter(speaks)
        .all(|who| may_speak(ring, *who))
    {
        return Vec::new();
    }
    let one = |who: Option<SeatId>| who.filter(|who| around.contains(who));
    if let Some(turn) = one(ring.turn) {
        return vec![turn];
    }
    if around.iter().all(|who| may_speak(ring, *who)) {
        return around.to_vec();
    }
    // At the threshold nobody has the turn, and it is the same table.
    let is_anothers = |ring: &Ring| ring.turn.is_some_and(|who| !around.contains(&who));
    let may = around.len() == 1 || !rings.iter().any(is_anothers);
    one(ring.lead).filter(|_| may).into_iter().collect()
}

/// What a table plays: those whom everybody around it may hear, without who is in the room anyway.
/// Nothing, while somebody around it is where the circle isn't.
fn played(
    rings: &[Ring],
    around: &[SeatId],
    in_room: &BTreeSet<SeatId>,
    only_lead: bool,
) -> Option<Ring> {
    let theirs = |who: &SeatId| rings.iter().find(|ring| ring.hearers.contains(who));
    let all: Vec<&Ring> = around.iter().map(theirs).collect::<Option<_>>()?;
    let first = all.first()?;
    let fits = |who: &SeatId| {
        let is_online = !in_room.contains(who) && !around.contains(who);
        is_online && all.iter().all(|ring| may_speak(ring, *who))
    };
    Some(Ring {
        hearers: Vec::new(),
        lead: first.lead.filter(fits),
        turn: first.turn.filter(|who| !only_lead && fits(who)),
        others: if only_lead {
            Vec::new()
        } else {
            first.others.iter().copied().filter(fits).collect()
        },
    })
}

/// Whether somebody who is not around the table hears it now.
pub(super) fn is_heard(rings: &[Ring], around: &[SeatId]) -> bool {
    rings.iter().any(|ring| {
        let outside = |hearer: &SeatId| !around.contains(hearer);
        ring.hearers.iter().any(outside) && !carried(ring, rings, around).is_empty()
    })
}

/// For whom a table is heard at all, in whichever ring it is.
pub(super) fn carried_anywhere(rings: &[Ring], around: &[SeatId]) -> Vec<SeatId> {
    let mut all = rings.iter().map(|ring| carried(ring, rings, around));
    all.find(|whom| !whom.is_empty()).unwrap_or_default()
}

/// Whether everybody around a table hears the same: the circle, or the one side room.
pub(super) fn is_together(rings: &[Ring], around: &[SeatId]) -> bool {
    let theirs = |who: &SeatId| rings.iter().position(|ring| ring.hearers.contains(who));
    let all: Option<BTreeSet<usize>> = around.iter().map(theirs).collect();
    all.is_some_and(|all| all.len() <= 1)
}

/// The numbers of those around a table, as the pages know them.
pub(super) fn numbers(seats: &[SeatId]) -> Vec<Seat> {
    seats.iter().map(|seat| seat.0).collect()
}

#[cfg(test)]
mod tests;
