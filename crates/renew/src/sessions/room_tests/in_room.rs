//! Phones on tables and screens on walls, as the room sees them.

use circle::view::{Heard, Presence};

use super::super::in_room::{AtTable, HandedOver, TableLook};
use super::*;

const LEASE_MS: i64 = 30_000;

impl World {
    async fn polls(&self, people: &[(i64, &str)], act: Option<(i64, Act)>) -> TableLook {
        let coming = people.iter().map(|(person, name)| Coming {
            in_room: true,
            table: Some(circle::TableId(1)),
            ..self.coming(*person, name, Role::Member)
        });
        let at = AtTable {
            table: Some(circle::TableId(1)),
            people: coming.collect(),
            act: act.map(|(person, act)| (PersonId(person), act)),
            lang: Lang::En,
            lease_ms: LEASE_MS,
        };
        self.room().await.at_table(at).await.unwrap()
    }
}

fn presence(look: &TableLook, seat: Seat) -> Presence {
    let shown = look.shown.as_ref().unwrap();
    shown.seat(seat).unwrap().presence
}

#[tokio::test]
async fn a_table_is_there_while_it_asks_and_its_seats_are_kept_when_it_is_silent() {
    let world = World::new().await;
    let table = [(110, "Bea"), (111, "Tomás")];
    let look = world.polls(&table, None).await;
    assert_eq!(look.seats, [(PersonId(110), 1), (PersonId(111), 2)]);
    let told = look.shown.as_ref().unwrap().told;
    // Asking again is no news for anybody.
    let look = world.polls(&table, None).await;
    assert_eq!(look.shown.as_ref().unwrap().told, told);

    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    world.pass(LEASE_MS + 1_000).await;
    lead.until(|view| {
        let away = view
            .seats
            .iter()
            .filter(|seat| seat.presence == Presence::Away);
        away.count() == 2
    })
    .await;
    let look = world.polls(&table[..1], None).await;
    assert_eq!(presence(&look, 1), Presence::Here);
    assert_eq!(presence(&look, 2), Presence::Away);
}

#[tokio::test]
async fn who_acts_at_a_table_is_told_when_it_is_kept() {
    let world = World::new().await;
    let table = [(110, "Bea")];
    let look = world.polls(&table, Some((110, Act::Agree))).await;
    assert_eq!(look.refused, None);
    assert!(look.shown.unwrap().seats[0].agreed);
    let world = world.killed().await;
    let look = world.polls(&table, None).await;
    assert!(look.shown.unwrap().seats[0].agreed);
    let look = world.polls(&table, Some((111, Act::Agree))).await;
    assert!(look.refused.is_some(), "nobody else is asked for");
}

#[tokio::test]
async fn a_waiting_page_is_told_when_there_is_more() {
    let world = World::new().await;
    let look = world.polls(&[(110, "Bea")], None).await;
    let told = look.shown.unwrap().told;
    let room = world.room().await;
    let waiting = async {
        room.told_more(told, PATIENCE * 10).await;
        room.show(Lang::En).await.unwrap().unwrap()
    };
    let coming = async {
        tokio::task::yield_now().await;
        world
            .client(world.coming(101, "Marlow", Role::Facilitator))
            .await
    };
    let (shown, _lead) = timeout(PATIENCE, async { tokio::join!(waiting, coming) })
        .await
        .unwrap();
    assert_eq!(shown.seats.len(), 2);
    assert!(shown.told > told);
}

#[tokio::test]
async fn a_seat_is_handed_over_with_all_that_belongs_to_it() {
    let world = World::new().await;
    let table = [(110, "Bea")];
    world.polls(&table, Some((110, Act::Agree))).await;
    let room = world.room().await;
    let wren = world.coming(102, "Wren", Role::Member);
    let hands = async |to: Coming| room.hand_over(PersonId(110), to).await.unwrap();
    // Who has a seat gets no other one, and nobody's is taken.
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let marlow = world.coming(101, "Marlow", Role::Facilitator);
    assert_eq!(hands(marlow).await, HandedOver::Kept);
    assert_eq!(hands(wren.clone()).await, HandedOver::Done);
    // A second time there is nothing to hand over.
    assert_eq!(hands(wren.clone()).await, HandedOver::NoSeat);
    lead.until(|view| view.seats.len() == 2).await;
    assert_eq!(world.rows_of(110).await, 0);
    world.erase(110).await;
    let world = world.killed().await;
    let mut client = world.client(wren).await;
    client.until(|view| view.me.0 == 1).await;
    assert!(client.view().seats[0].agreed);
    let shown = world.room().await.show(Lang::En).await.unwrap().unwrap();
    assert_eq!(shown.people[&1].name, "Wren");
}

/// What the person on this seat has done in this part.
fn heard(look: &TableLook, seat: Seat) -> Heard {
    look.shown.as_ref().unwrap().seat(seat).unwrap().heard
}

#[tokio::test]
async fn a_table_tells_once_what_it_did_while_its_line_was_gone() {
    let world = World::new().await;
    let table = [(110, "Bea"), (111, "Tomás"), (112, "Ridley")];
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    lead.does(Act::Agree).await.unwrap();
    for (person, _) in table {
        world.polls(&table, Some((person, Act::Agree))).await;
    }
    lead.does(Act::Start).await.unwrap();
    for phase in [0, 1] {
        lead.does(Act::NextPhase { phase }).await.unwrap();
    }
    let bea = lead
        .view()
        .seats
        .iter()
        .map(|seat| seat.who.0)
        .nth(1)
        .unwrap();
    lead.does(Act::Give { who: bea, turn: 0 }).await.unwrap();
    let look = world.polls(&table, None).await;
    let turn = look.shown.unwrap().turn.unwrap().turn;

    // The line is gone for two minutes: Bea is done, Tomás speaks, Ridley passes.
    world.pass(120_000).await;
    let tells = |turn, passed| Act::WhileAway {
        phase: 2,
        turn,
        passed,
        spoken_ms: 30_000,
    };
    let told = [
        (110, tells(turn, false)),
        (111, tells(0, false)),
        (112, tells(0, true)),
    ];
    let mut spoken_ms = Vec::new();
    for _ in 0..2 {
        for act in &told {
            world.polls(&table, Some(act.clone())).await;
        }
        let look = world.polls(&table, None).await;
        assert_eq!(heard(&look, bea), Heard::Shared);
        assert_eq!(heard(&look, bea + 1), Heard::Shared);
        assert_eq!(heard(&look, bea + 2), Heard::Passed);
        assert!(look.shown.unwrap().turn.is_none());
        // Whatever it says, its answer comes after all that the room told before.
        let _ = lead.does(Act::Agree).await;
        spoken_ms.push(lead.view().airtime.unwrap().room.spoken_ms);
    }
    assert!(spoken_ms[0] > 0);
    assert_eq!(spoken_ms[1], spoken_ms[0]);
}

#[tokio::test]
async fn a_line_that_was_gone_for_a_moment_is_told_of_as_well() {
    let world = World::new().await;
    let table = [(110, "Bea")];
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    lead.does(Act::Agree).await.unwrap();
    world.polls(&table, Some((110, Act::Agree))).await;
    lead.does(Act::Start).await.unwrap();
    for phase in [0, 1] {
        lead.does(Act::NextPhase { phase }).await.unwrap();
    }
    world.pass(5_000).await;
    let act = Act::WhileAway {
        phase: 2,
        turn: 0,
        passed: false,
        spoken_ms: 4_000,
    };
    let look = world.polls(&table, Some((110, act))).await;
    assert_eq!(look.refused, None);
    assert_eq!(heard(&look, 2), Heard::Shared);
}

#[tokio::test]
async fn why_one_is_kept_out_is_not_told_to_the_table() {
    let world = World::new().await;
    let table = [(110, "Bea"), (111, "Tomás")];
    world.polls(&table, None).await;
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    lead.does(Act::Agree).await.unwrap();
    lead.does(Act::Remove { who: 1 }).await.unwrap();
    let look = world.polls(&table, None).await;
    assert_eq!(look.refused, None);
    let shown = look.shown.unwrap();
    assert!(shown.seat(1).is_none() && shown.seat(2).is_some());
}
