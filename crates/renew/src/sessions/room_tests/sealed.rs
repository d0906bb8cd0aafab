//! What the pages of a sealed session hand each other, and who never gets it.

use super::super::wire::Seals;
use super::*;

impl World {
    async fn sealed() -> Self {
        let mut world = Self::new().await;
        world.session.sealed = true;
        world
    }
}

/// Waits until the room has done what it was told so far.
async fn settle(client: &mut Client) {
    client.does(Act::Pong).await.unwrap();
}

fn keys(to: &[(Seat, &str)]) -> Act {
    let to = to.iter().map(|(seat, blob)| (*seat, (*blob).to_owned()));
    Act::Keys { to: to.collect() }
}

fn got(client: &Client) -> Vec<(u64, String)> {
    let frames = client.told("key").into_iter();
    frames
        .map(|frame| {
            let blob = frame["blob"].as_str().unwrap().to_owned();
            (frame["from"].as_u64().unwrap(), blob)
        })
        .collect()
}

#[tokio::test]
async fn a_key_reaches_the_seat_that_it_is_for_and_no_other() {
    let world = World::sealed().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    let given = keys(&[
        (wren.me, "forWren"),
        (sol.me, "forSol"),
        (wren.me, "again"),
        (99, "nobody"),
    ]);
    lead.does(given).await.unwrap();
    settle(&mut wren).await;
    settle(&mut sol).await;
    settle(&mut lead).await;
    assert_eq!(
        got(&wren),
        [
            (lead.me, "forWren".to_owned()),
            (lead.me, "again".to_owned())
        ]
    );
    assert_eq!(got(&sol), [(lead.me, "forSol".to_owned())]);
    assert_eq!(got(&lead), []);
    lead.does(keys(&[(lead.me, "own")])).await.unwrap();
    settle(&mut lead).await;
    assert_eq!(got(&lead), []);
    let database = String::from_utf8_lossy(&world.database_bytes()).into_owned();
    assert!(!database.contains("forWren"), "it is written nowhere");
}

#[tokio::test]
async fn who_waits_at_the_door_gives_and_gets_no_keys() {
    let world = World::sealed().await;
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    let mut waits = world
        .client(world.coming(104, "Juniper", Role::Newcomer))
        .await;
    assert!(waits.view().waiting);
    lead.does(keys(&[(waits.me, "early")])).await.unwrap();
    waits
        .does(keys(&[(wren.me, "fromTheDoor")]))
        .await
        .unwrap_err();
    settle(&mut waits).await;
    settle(&mut wren).await;
    assert_eq!(got(&waits), []);
    assert_eq!(got(&wren), []);
    // And who was sent back there gets no more.
    let who = wren.me;
    lead.does(Act::ToWaitingRoom { who }).await.unwrap();
    lead.does(keys(&[(who, "late")])).await.unwrap();
    settle(&mut wren).await;
    assert!(wren.view().waiting);
    assert_eq!(got(&wren), []);
}

#[tokio::test]
async fn a_group_that_is_not_sealed_hands_nothing_on() {
    let world = World::new().await;
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    lead.does(keys(&[(wren.me, "key")])).await.unwrap_err();
    settle(&mut wren).await;
    assert_eq!(got(&wren), []);
}

#[tokio::test]
async fn nobody_floods_the_others_with_keys() {
    let world = World::sealed().await;
    let [mut lead, mut wren, sol] = world.in_a_round().await;
    let many = vec![(sol.me + 100, "k"); 120];
    for _ in 0..5 {
        lead.does(keys(&many)).await.unwrap();
    }
    lead.does(keys(&[(wren.me, "tooMany")])).await.unwrap_err();
    settle(&mut wren).await;
    assert_eq!(got(&wren), []);
    world.pass(10_000).await;
    lead.does(keys(&[(wren.me, "later")])).await.unwrap();
    settle(&mut wren).await;
    assert_eq!(got(&wren).len(), 1);
}

/// Whether somebody was told last that the session is sealed, and why it isn't.
async fn told(client: &mut Client) -> (bool, Value) {
    settle(client).await;
    settle(client).await;
    let frame = client.told("voices").pop().unwrap().clone();
    (
        frame["sealed"].as_bool().unwrap(),
        frame["unsealed"].clone(),
    )
}

#[tokio::test]
async fn a_page_that_has_said_nothing_is_promised_nothing() {
    let world = World::sealed().await.with_voices();
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    assert_eq!(told(&mut lead).await, (false, Value::Null));
    lead.does(Act::Seals { is: Seals::Ready }).await.unwrap();
    wren.does(Act::Seals { is: Seals::Ready }).await.unwrap();
    assert_eq!(told(&mut lead).await, (true, Value::Null));
    // Another page of the same person has yet to say it.
    let mut coming = world.coming(102, "Wren", Role::Member);
    coming.page += 1;
    let mut again = world.client(coming).await;
    assert_eq!(told(&mut again).await, (false, Value::Null));
    assert_eq!(told(&mut lead).await, (true, Value::Null));
}

#[tokio::test]
async fn a_hole_in_the_reception_changes_nothing_and_who_stays_away_decides_nothing() {
    let world = World::sealed().await.with_voices();
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    for client in [&mut lead, &mut wren] {
        client.does(Act::Seals { is: Seals::Ready }).await.unwrap();
    }
    sol.does(Act::Seals {
        is: Seals::NoSecret,
    })
    .await
    .unwrap();
    assert_eq!(told(&mut lead).await, (false, Value::from("secret")));
    sol.room.gone(sol.line).await;
    assert_eq!(told(&mut lead).await, (false, Value::from("secret")));
    world.pass(60_000).await;
    assert_eq!(told(&mut lead).await, (false, Value::from("secret")));
    // The same page, before it has said anything again.
    let mut sol = world.client(world.coming(103, "Sol", Role::Member)).await;
    assert_eq!(told(&mut sol).await, (false, Value::from("secret")));
    sol.room.gone(sol.line).await;
    settle(&mut lead).await;
    world.pass(120_000).await;
    assert_eq!(told(&mut lead).await, (true, Value::Null));
}

#[tokio::test]
async fn everybody_is_told_whether_the_session_is_sealed() {
    let world = World::sealed().await.with_voices();
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    for client in [&mut lead, &mut wren, &mut sol] {
        client.does(Act::Seals { is: Seals::Ready }).await.unwrap();
    }
    let offered = lead.told("view").pop().unwrap()["media"]["seal"].clone();
    assert_eq!(offered, crate::groups::GroupId(world.group.id).to_string());
    for client in [&mut lead, &mut wren, &mut sol] {
        assert_eq!(told(client).await, (true, Value::Null));
    }
    for (is, why) in [(Seals::NoSecret, "secret"), (Seals::Cannot, "browser")] {
        sol.does(Act::Seals { is }).await.unwrap();
        for client in [&mut lead, &mut wren, &mut sol] {
            assert_eq!(told(client).await, (false, Value::from(why)));
        }
    }
    // Who waits at the door decides nothing for those inside.
    sol.does(Act::Leave).await.unwrap();
    let mut waits = world
        .client(world.coming(104, "Juniper", Role::Newcomer))
        .await;
    waits.does(Act::Seals { is: Seals::Cannot }).await.unwrap();
    for client in [&mut lead, &mut wren] {
        assert_eq!(told(client).await, (true, Value::Null));
    }
}
