//! The floor, the lead and the end: what a restart gives back, and what it does not.

use super::*;

#[tokio::test]
async fn everybody_hears_whose_turn_it_is_and_an_answer_comes_after_its_events() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    let turn = lead.view().turn.unwrap();
    assert_eq!(wren.view().turn, Some(turn));
    let speaker = match turn.who.0 {
        who if who == lead.me => &mut lead,
        who if who == wren.me => &mut wren,
        _ => &mut sol,
    };
    speaker.does(Act::Done { turn: turn.turn }).await.unwrap();
    // The events of the command came before its answer.
    assert_ne!(speaker.view().turn, Some(turn));
    assert_eq!(lead.people["1"]["name"], "Marlow");
    assert_eq!(lead.people["3"]["name"], "Sol");
    let over = lead.does(Act::GoOn { turn: turn.turn }).await;
    assert_eq!(over, Err("That has already passed.".into()));
}

#[tokio::test]
async fn after_a_kill_the_same_person_has_the_floor_and_words_are_back() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    wren.does(plan("Walk with Dana", MayKnow::Circle))
        .await
        .unwrap();
    sol.does(plan("Ring the clinic", MayKnow::OnlyMe))
        .await
        .unwrap();
    let private = Act::Private {
        choice: PrivateChoice::NotOk,
        text: "my hands shake".into(),
    };
    sol.does(private).await.unwrap();
    lead.until(|view| !view.words.is_empty()).await;
    let before = lead.view().clone();
    let (lead_seat, sol_seat) = (lead.me, sol.me);

    let world = world.killed().await;
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    assert_eq!(lead.me, lead_seat);
    let after = lead.view();
    assert_eq!(after.turn, before.turn);
    assert_eq!(after.seats, before.seats);
    assert_eq!(after.phase, before.phase);
    assert_eq!(after.lead, before.lead);
    // Faces of people who are not back yet, told plans, and the private word's text.
    assert_eq!(lead.people[&sol_seat.to_string()]["name"], "Sol");
    let snapshot = &lead.told("view")[0];
    assert_eq!(snapshot["plans"][0]["text"], "Walk with Dana");
    assert_eq!(snapshot["plans"].as_array().unwrap().len(), 1);
    assert_eq!(snapshot["words"][0]["text"], "my hands shake");
    let sol = world.client(world.coming(103, "Sol", Role::Member)).await;
    assert_eq!(sol.me, sol_seat);
    assert_eq!(
        sol.told("view")[0]["mine"]["plan"]["text"],
        "Ring the clinic"
    );
}

#[tokio::test]
async fn a_long_session_is_rebuilt_from_a_snapshot_and_what_follows() {
    let world = World::new().await;
    let [mut lead, _wren, _sol] = world.in_a_round().await;
    for i in 0..300 {
        lead.does(Act::InRoom { is: i % 2 == 0 }).await.unwrap();
    }
    assert!(world.rows_in("session_journal").await < 256);
    let before = lead.view().clone();
    let world = world.killed().await;
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    assert_eq!(lead.view(), &before);
}

#[tokio::test]
async fn after_a_restart_seats_that_nobody_comes_back_to_are_away_after_a_while() {
    let world = World::new().await;
    let [lead, _wren, _sol] = world.in_a_round().await;
    drop(lead);
    let world = world.killed().await;
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let away = |view: &View| {
        view.seats
            .iter()
            .filter(|seat| seat.presence == circle::view::Presence::Away)
            .count()
    };
    assert_eq!(away(lead.view()), 0);
    world.pass(16_000).await;
    lead.until(|view| away(view) == 2).await;
}

#[tokio::test]
async fn the_lead_passes_by_the_circle_s_own_timer() {
    let world = World::new().await;
    let [lead, mut wren, _sol] = world.in_a_round().await;
    lead.room.gone(lead.line).await;
    wren.until(|view| {
        view.seats
            .iter()
            .any(|s| s.presence == circle::view::Presence::Away)
    })
    .await;
    world.pass(25_000).await;
    wren.until(|view| view.lead.wanted).await;
    wren.does(Act::TakeLead).await.unwrap();
    assert_eq!(wren.view().lead.who, Some(SeatId(wren.me)));
}

#[tokio::test]
async fn the_end_leaves_the_bare_record_and_takes_the_rest_away() {
    let world = World::new().await;
    let [mut lead, mut wren, sol] = world.in_a_round().await;
    wren.does(plan("Walk with Dana", MayKnow::Circle))
        .await
        .unwrap();
    world.pass(60_000).await;
    lead.does(Act::End).await.unwrap();
    wren.until(|view| view.session.state == circle::view::State::Ended)
        .await;
    let ended = world
        .means
        .store
        .read(move |tx| rows::get(tx, SessionId(301)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ended.state, State::Ended);
    assert_eq!(world.rows_in("session_attendance").await, 3);
    // What was being written when it ended is not lost.
    wren.does(Act::Reflection {
        text: "Lighter".into(),
    })
    .await
    .unwrap();
    world.pass(18 * 60_000).await;
    assert_eq!(wren.closed().await, Close::Ended);
    assert_eq!(sol.closed().await, Close::Ended);
    for table in [
        "session_journal",
        "session_snapshots",
        "session_drafts",
        "session_seats",
    ] {
        assert_eq!(world.rows_in(table).await, 0, "{table}");
    }
    assert_eq!(world.rows_in("plans").await, 1);
    assert_eq!(world.rows_in("session_notes").await, 1);
    let record = world
        .means
        .store
        .read(move |tx| rows::record(tx, SessionId(301)))
        .await
        .unwrap()
        .unwrap();
    let record: super::super::record::Record = serde_json::from_str(&record).unwrap();
    assert!(record.phases[2].used_ms.unwrap() >= 60_000);
    assert!(record.phases.last().unwrap().used_ms.is_none());
}

#[tokio::test]
async fn a_restart_after_the_end_keeps_what_was_written_for_its_time_and_no_longer() {
    let world = World::new().await;
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    lead.does(Act::End).await.unwrap();
    let text = "my hands shake".to_owned();
    let choice = PrivateChoice::NotOk;
    wren.does(Act::Private { choice, text }).await.unwrap();
    world.pass(10 * 60_000).await;
    let world = world.killed().await;
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    assert_eq!(lead.told("view")[0]["words"][0]["text"], "my hands shake");
    // When the time after the end is over, not after the restart.
    world.pass(8 * 60_000).await;
    assert_eq!(lead.closed().await, Close::Ended);
    assert_eq!(world.rows_in("session_drafts").await, 0);
    // Whoever still had the page open finds no room made anew for an evening that is over.
    world.rooms.kill().await;
    let room = world.rooms.room(&world.means, &world.session, &world.group);
    assert!(room.await.is_err());
    assert_eq!(world.rows_in("session_snapshots").await, 0);
}
