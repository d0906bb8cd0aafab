//! The lounge on a live line: its panel comes by itself, and says how long there is.

use super::*;

/// The panel that came last.
fn panel(client: &Client) -> String {
    let told = client.told("panel");
    let last = told.last().map(|frame| frame["html"].as_str().unwrap());
    last.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_lounge_comes_with_the_end_says_who_is_there_and_how_long() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    lead.does(Act::End).await.unwrap();
    for client in [&mut lead, &mut wren, &mut sol] {
        client.until(|view| view.lounge.is_some()).await;
    }
    wren.does(Act::EnterLounge).await.unwrap();
    sol.until(|view| {
        let people = view.lounge.as_ref().map(|lounge| lounge.people.len());
        people == Some(1)
    })
    .await;
    while !panel(&sol).contains("Here now") {
        sol.hear().await;
    }
    assert!(panel(&sol).contains("Wren") && panel(&sol).contains("About a quarter of an hour"));
    // Nobody does anything, and the words follow the time all the same.
    world.pass(4 * 60_000).await;
    while !panel(&sol).contains("About ten minutes left.") {
        sol.hear().await;
    }
    world.pass(11 * 60_000).await;
    sol.until(|view| view.lounge.is_none()).await;
    while !panel(&sol).contains("The lounge is closed") {
        sol.hear().await;
    }
    assert!(wren.does(Act::EnterLounge).await.is_err());
}
