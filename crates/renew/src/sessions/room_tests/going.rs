//! The door, signing out, and being erased.

use super::*;

#[tokio::test]
async fn somebody_at_the_door_knows_nobody_s_name() {
    let world = World::new().await;
    let [mut lead, _wren, _sol] = world.in_a_round().await;
    let mut kim = world.client(world.coming(110, "Kim", Role::Newcomer)).await;
    assert!(kim.view().waiting);
    assert_eq!(kim.people.len(), 1);
    let who = kim.me;
    lead.until(|view| view.door.waiting == [SeatId(who)]).await;
    lead.does(Act::Admit { who }).await.unwrap();
    kim.until(|view| !view.waiting).await;
    assert_eq!(kim.people.len(), 4);
    lead.does(Act::Remove { who }).await.unwrap();
    assert_eq!(kim.closed().await, Close::Removed);
    let again = Client::come(world.room().await, world.coming(110, "Kim", Role::Newcomer)).await;
    assert_eq!(again.err(), Some(Close::Removed));
}

#[tokio::test]
async fn who_is_asked_to_wait_at_the_door_is_seen_there_by_who_leads_alone() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    let (who, seat) = (sol.me, SeatId(sol.me));
    lead.does(Act::ToWaitingRoom { who }).await.unwrap();
    lead.until(|view| view.door.waiting == [seat]).await;
    sol.until(|view| view.waiting).await;
    assert_eq!(
        sol.told("view").last().unwrap()["view"]["asked_to_wait"],
        true
    );
    assert_eq!(sol.people.len(), 1, "nobody's name is told at the door");
    wren.until(|view| view.seats.iter().all(|one| one.who != seat))
        .await;
    // Somebody new at the door is told to everybody, and those who wait by request are not.
    let kim = world.client(world.coming(110, "Kim", Role::Newcomer)).await;
    assert_eq!(
        kim.told("view").last().unwrap()["view"]["asked_to_wait"],
        false
    );
    let new = SeatId(kim.me);
    wren.until(|view| !view.door.waiting.is_empty()).await;
    assert_eq!(wren.view().door.waiting, [new]);
    lead.until(|view| view.door.waiting == [seat, new]).await;
    let again = world.client(world.coming(102, "Wren", Role::Member)).await;
    assert_eq!(
        again.view().door.waiting,
        [new],
        "nor on a page that is loaded again"
    );
    lead.does(Act::Admit { who }).await.unwrap();
    sol.until(|view| !view.waiting).await;
}

#[tokio::test]
async fn who_signs_out_loses_the_line_and_who_is_erased_the_name_too() {
    let world = World::new().await;
    let [mut lead, wren, sol] = world.in_a_round().await;
    let gone = sol.me.to_string();
    world.rooms.sign_out(PersonId(102)).await;
    assert_eq!(wren.closed().await, Close::SignedOut);
    world.rooms.forget(PersonId(103)).await;
    assert_eq!(sol.closed().await, Close::SignedOut);
    while lead.people.contains_key(&gone) {
        lead.hear().await;
    }
}

#[tokio::test]
async fn where_people_hear_each_other_is_told_to_who_is_inside_and_has_agreed() {
    let mut world = World::new().await;
    world.group.call_url = Some("https://call.example/?pwd=hush".into());
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let mut kim = world.client(world.coming(110, "Kim", Role::Newcomer)).await;
    assert!(kim.view().waiting);
    lead.does(Act::Agree).await.unwrap();
    let who = kim.me;
    lead.until(|view| view.door.waiting == [SeatId(who)]).await;
    lead.does(Act::Admit { who }).await.unwrap();
    kim.until(|view| !view.waiting).await;
    let heard = |client: &Client| serde_json::to_string(&client.told).unwrap();
    assert!(!heard(&kim).contains("call.example"));
    kim.does(Act::Agree).await.unwrap();
    assert_eq!(
        kim.told("view").last().unwrap()["call"],
        "https://call.example/?pwd=hush"
    );
    // The page without JavaScript is drawn from the same picture.
    let room = world.room().await;
    let stranger = world.coming(111, "Ash", Role::Newcomer);
    let looked = room.plain(stranger, None).await.unwrap();
    assert_eq!(looked.picture.group.call_url, None);
    let kim = world.coming(110, "Kim", Role::Newcomer);
    let looked = room.plain(kim, None).await.unwrap();
    assert!(looked.picture.group.call_url.is_some());
}

#[tokio::test]
async fn signing_out_on_one_device_leaves_the_others_alone() {
    let world = World::new().await;
    let [_lead, mut wren, sol] = world.in_a_round().await;
    // Another sign-in of the same person, and the same number with another person.
    world.rooms.sign_out_one(PersonId(102), 9).await;
    world.rooms.sign_out_one(PersonId(103), 1_020).await;
    wren.does(Act::Hand { up: false }).await.ok();
    world.rooms.sign_out_one(PersonId(102), 1_020).await;
    assert_eq!(wren.closed().await, Close::SignedOut);
    assert!(sol.incoming.close.is_empty());
}

#[tokio::test]
async fn who_comes_after_somebody_was_erased_gets_a_number_of_their_own() {
    let world = World::new().await;
    let [_lead, _wren, sol] = world.in_a_round().await;
    let erased = sol.me;
    world.erase(103).await;
    let world = world.killed().await;
    let kim = world.client(world.coming(110, "Kim", Role::Newcomer)).await;
    assert!(
        kim.me > erased,
        "a stranger sits on the seat of who was erased"
    );
    assert!(
        kim.view().waiting,
        "the door knew somebody else by this number"
    );
}

#[tokio::test]
async fn who_was_erased_has_left_the_circle() {
    let world = World::new().await;
    let [mut lead, wren, _sol] = world.in_a_round().await;
    world.erase(102).await;
    lead.until(|view| view.seats.iter().all(|seat| seat.who != SeatId(wren.me)))
        .await;
    let world = world.killed().await;
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    assert_eq!(lead.view().seats.len(), 2);
}

#[tokio::test]
async fn who_was_erased_while_no_room_was_live_has_left_the_circle() {
    let world = World::new().await;
    let [lead, _wren, _sol] = world.in_a_round().await;
    let led = lead.me;
    let world = world.killed().await;
    world.erase(101).await;
    let wren = world
        .client(world.coming(102, "Wren", Role::Facilitator))
        .await;
    let view = wren.view();
    assert!(view.seats.iter().all(|seat| seat.who != SeatId(led)));
    assert_eq!(view.seats.len(), 2);
    assert_ne!(view.lead.who, Some(SeatId(led)));
    // It was written down: the next start comes to the same, and has nothing to write any more.
    let entries =
        |tx: &mut store::Tx<'_>| tx.one::<(i64,)>("SELECT COUNT(*) FROM session_journal", &[]);
    let written = world.means.store.read(entries).await.unwrap();
    let world = world.killed().await;
    drop(world.room().await);
    assert_eq!(world.means.store.read(entries).await.unwrap(), written);
}

#[tokio::test]
async fn an_erased_person_s_private_words_and_replies_go_with_them() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    for (client, text) in [(&mut wren, "wren's words"), (&mut sol, "sol's words")] {
        let text = text.to_owned();
        let choice = PrivateChoice::NotOk;
        client.does(Act::Private { choice, text }).await.unwrap();
    }
    lead.until(|view| view.words.len() == 2).await;
    for word in lead.view().words.clone() {
        let text = format!("reply to {}", word.from.0);
        let word = word.word;
        lead.does(Act::Reply { word, text }).await.unwrap();
    }
    let gone = wren.me.to_string();
    world.erase(102).await;
    while lead.people.contains_key(&gone) {
        lead.hear().await;
    }
    let words = lead.told("view").last().unwrap()["words"].to_string();
    assert!(words.contains("sol's words") && words.contains(&format!("reply to {}", sol.me)));
    assert!(!words.contains("wren's words"), "{words}");
    assert!(!words.contains(&format!("reply to {}", wren.me)), "{words}");
    let count = |tx: &mut store::Tx<'_>| {
        let sql = "SELECT COUNT(*) FROM session_drafts WHERE kind = 'reply'";
        tx.one::<(i64,)>(sql, &[])
    };
    assert_eq!(world.means.store.read(count).await.unwrap().0, 1);
}

#[tokio::test]
async fn nothing_of_an_erased_person_is_still_on_its_way_to_the_database() {
    let world = World::new().await;
    let [_lead, mut wren, _sol] = world.in_a_round().await;
    let text = "Better than I feared".to_owned();
    wren.says(100, Act::Reflection { text }).await;
    wren.says(101, plan("Walk with Dana", MayKnow::OnlyMe))
        .await;
    world.rooms.forget(PersonId(102)).await;
    assert_eq!(world.rows_of(102).await, 0);
    assert_eq!(wren.closed().await, Close::SignedOut);
    assert!(world.rows_of(103).await > 0);
}

#[tokio::test]
async fn who_is_being_erased_comes_into_no_room() {
    let world = World::new().await;
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    world.means.keys.destroy(102).unwrap();
    let wren = Client::come(lead.room.clone(), world.coming(102, "Wren", Role::Member)).await;
    assert_eq!(wren.err(), Some(Close::SignedOut));
    assert_eq!(world.rows_of(102).await, 0);
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    assert_eq!(lead.view().seats.len(), 1);
}
