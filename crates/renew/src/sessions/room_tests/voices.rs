//! Microphones, cameras, and whether a page can seal what is said: what a page says of them once is done
//! once.

use serde_json::json;

use super::super::wire::Seals;
use super::*;

/// Wren switches something on and off again; both are taken, and both answers are lost. What is on
/// after the first of them came once more, and after a new tap.
async fn on_off_and_on(switch: fn(bool) -> Act, which: &str) -> [Value; 2] {
    let world = World::new().await.with_voices();
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    wren.does(switch(true)).await.unwrap();
    assert_eq!(knows(&mut lead).await[which], json!([wren.me]));
    wren.does(switch(false)).await.unwrap();
    // The line is cut, and the same page comes again.
    let mut again = world.client(world.coming(102, "Wren", Role::Member)).await;
    again.n = wren.n - 2;
    again.does(switch(true)).await.unwrap();
    let repeated = knows(&mut lead).await[which].clone();
    again.n = wren.n;
    again.does(switch(true)).await.unwrap();
    assert_eq!(again.me, wren.me);
    [repeated, knows(&mut lead).await[which].clone()]
}

#[tokio::test]
async fn what_was_switched_off_since_is_not_switched_on_by_what_comes_again() {
    let seat = json!([2]);
    let mics = on_off_and_on(|on| Act::Mic { on }, "mics").await;
    assert_eq!(mics, [json!([]), seat.clone()]);
    let cameras = on_off_and_on(|on| Act::Camera { on }, "cameras").await;
    assert_eq!(cameras, [json!([]), seat]);
}

#[tokio::test]
async fn what_is_said_at_the_door_opens_nothing_inside() {
    let world = World::new().await.with_voices();
    let [mut lead, ..] = world.in_a_round().await;
    let juniper = || world.coming(104, "Juniper", Role::Newcomer);
    let mut waits = world.client(juniper()).await;
    assert!(waits.view().waiting);
    waits.does(Act::Mic { on: true }).await.unwrap();
    lead.does(Act::Admit { who: waits.me }).await.unwrap();
    waits.until(|view| !view.waiting).await;
    // Who has agreed is one of those whose microphone the others are told of.
    waits.does(Act::Agree).await.unwrap();
    assert_eq!(knows(&mut lead).await["mics"], json!([]));
    let mut again = world.client(juniper()).await;
    again.n = waits.n - 2;
    again.does(Act::Mic { on: true }).await.unwrap();
    assert_eq!(knows(&mut lead).await["mics"], json!([]));
    again.n = waits.n;
    again.does(Act::Mic { on: true }).await.unwrap();
    assert_eq!(knows(&mut lead).await["mics"], json!([waits.me]));
}

#[tokio::test]
async fn a_page_that_has_the_key_by_now_is_not_taken_for_one_without() {
    let mut world = World::new().await.with_voices();
    world.session.sealed = true;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    lead.does(Act::Seals { is: Seals::Ready }).await.unwrap();
    sol.does(Act::Seals { is: Seals::Ready }).await.unwrap();
    let without = Act::Seals {
        is: Seals::NoSecret,
    };
    wren.does(without.clone()).await.unwrap();
    assert_eq!(knows(&mut lead).await["sealed"], json!(false));
    wren.does(Act::Seals { is: Seals::Ready }).await.unwrap();
    assert_eq!(knows(&mut lead).await["sealed"], json!(true));
    let mut again = world.client(world.coming(102, "Wren", Role::Member)).await;
    again.n = wren.n - 2;
    again.does(without).await.unwrap();
    assert_eq!(knows(&mut lead).await["sealed"], json!(true));
}
