//! What lines hear of somebody's first time.

use super::super::Welcome;
use super::*;

fn face(name: &str) -> Face {
    Face {
        name: name.into(),
        sign: Sign::Tree,
    }
}

fn new(listens: bool) -> Welcome {
    Welcome {
        is_new: true,
        has_chosen: true,
        is_waiting: true,
        listens,
        ..Welcome::default()
    }
}

/// The newest whole view that came, once what is under way has been heard.
async fn newest(client: &mut Client) -> Value {
    client.does(Act::Pong).await.ok();
    client
        .told("view")
        .last()
        .map(|view| (*view).clone())
        .unwrap()
}

#[tokio::test]
async fn the_mark_reaches_those_who_lead_and_nobody_else() {
    let world = World::new().await;
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let mut wren = world.client(world.coming(102, "Wren", Role::Member)).await;
    let coming = Coming {
        welcome: new(true),
        ..world.coming(103, "Sol", Role::Member)
    };
    let sol = world.client(coming).await;
    lead.until(|view| view.seats.len() == 3).await;
    wren.until(|view| view.seats.len() == 3).await;
    let seen = newest(&mut lead).await;
    assert_eq!(seen["first_time"], serde_json::json!([sol.me]));
    assert_eq!(newest(&mut wren).await["first_time"], serde_json::json!([]));
    let listens = |view: &View| view.seats.iter().any(|one| one.listening);
    assert!(listens(lead.view()) && listens(wren.view()));
    let sol_sees = sol.told("view")[0].clone();
    assert_eq!(sol_sees["first_time"], serde_json::json!([]));
    assert_eq!(sol_sees["greeting"]["is_new"], true);
}

#[tokio::test]
async fn whoever_was_let_in_at_the_door_listens_as_they_wished() {
    let world = World::new().await;
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let coming = Coming {
        welcome: new(true),
        ..world.coming(103, "Sol", Role::Newcomer)
    };
    let mut sol = world.client(coming).await;
    assert!(sol.view().waiting);
    lead.does(Act::Admit { who: sol.me }).await.unwrap();
    let me = sol.me;
    let listens = move |view: &View| {
        let mine = view.seats.iter().find(|one| one.who.0 == me);
        mine.is_some_and(|one| one.listening)
    };
    sol.until(listens).await;
    sol.does(Act::Listen { only: false }).await.unwrap();
    let again = Coming {
        welcome: new(true),
        ..world.coming(103, "Sol", Role::Newcomer)
    };
    let sol = world.client(again).await;
    assert!(!listens(sol.view()), "it is theirs to change");
}

#[tokio::test]
async fn a_yes_is_seen_at_once_and_an_erased_buddy_is_gone() {
    let world = World::new().await;
    let mut wren = world.client(world.coming(102, "Wren", Role::Member)).await;
    let coming = Coming {
        welcome: new(false),
        ..world.coming(103, "Sol", Role::Member)
    };
    let mut sol = world.client(coming).await;
    let greeted = Welcome {
        is_waiting: false,
        buddy: Some((PersonId(102), face("Wren"))),
        ..new(false)
    };
    let greets = Welcome {
        greets: Some((PersonId(103), face("Sol"))),
        ..Welcome::default()
    };
    let room = world.room().await;
    room.welcome(PersonId(103), greeted).await;
    room.welcome(PersonId(102), greets).await;
    room.welcome(PersonId(180), Welcome::default()).await;
    let buddy = |frame: &Value| frame["greeting"]["buddy"]["name"].clone();
    assert_eq!(buddy(&newest(&mut sol).await), "Wren");
    assert_eq!(newest(&mut wren).await["greeting"]["greets"]["name"], "Sol");
    world.erase(102).await;
    assert_eq!(buddy(&newest(&mut sol).await), Value::Null);
}
