//! Lines that come, go, are replaced and are closed; pages without JavaScript.

use super::*;

#[tokio::test]
async fn a_second_line_replaces_the_first_and_the_seat_stays() {
    let world = World::new().await;
    let first = world.client(world.coming(102, "Wren", Role::Member)).await;
    let me = first.me;
    let second = world.client(world.coming(102, "Wren", Role::Member)).await;
    assert_eq!(first.closed().await, Close::Replaced);
    assert_eq!(second.me, me);
    assert_eq!(second.view().seats.len(), 1);
}

#[tokio::test]
async fn a_line_that_never_reads_is_closed_and_nobody_waits_for_it() {
    let world = World::new().await;
    let [mut lead, wren, mut sol] = world.in_a_round().await;
    let slow = wren;
    for i in 0..100 {
        lead.does(Act::InRoom { is: i % 2 == 0 }).await.unwrap();
        while let Ok(waiting) = sol.incoming.waiting.try_recv() {
            let frame = waiting.frame();
            drop(frame);
        }
    }
    assert!(slow.incoming.waiting.len() <= 64);
    assert_eq!(slow.closed().await, Close::TooSlow);
    sol.does(Act::Hand { up: true }).await.ok();
}

#[tokio::test]
async fn a_lost_line_keeps_the_seat() {
    let world = World::new().await;
    let [mut lead, _wren, sol] = world.in_a_round().await;
    let seat = SeatId(sol.me);
    sol.room.gone(sol.line).await;
    let away = |view: &View| {
        view.seats
            .iter()
            .any(|s| s.who == seat && s.presence == circle::view::Presence::Away)
    };
    lead.until(away).await;
    let sol = world.client(world.coming(103, "Sol", Role::Member)).await;
    assert_eq!(SeatId(sol.me), seat);
    lead.until(|view| !away(view)).await;
}

#[tokio::test]
async fn a_room_that_can_not_write_closes_its_lines_and_is_rebuilt() {
    let world = World::new().await;
    let [mut lead, _wren, _sol] = world.in_a_round().await;
    let turn = lead.view().turn;
    let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
    let (away, back) = (
        rename("session_journal", "elsewhere"),
        rename("elsewhere", "session_journal"),
    );
    world
        .means
        .store
        .write(move |tx| tx.run(&away, &[]))
        .await
        .unwrap();
    lead.n += 1;
    lead.says(lead.n, Act::Hold).await;
    assert_eq!(lead.closed().await, Close::Restarting);
    world
        .means
        .store
        .write(move |tx| tx.run(&back, &[]))
        .await
        .unwrap();
    let lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    // What nobody was told did not happen.
    assert_eq!(lead.view().turn, turn);
}

#[tokio::test]
async fn a_page_without_javascript_takes_part() {
    let world = World::new().await;
    let mut lead = world
        .client(world.coming(101, "Marlow", Role::Facilitator))
        .await;
    let room = world.room().await;
    let coming = || Coming {
        page: 0,
        ..world.coming(102, "Wren", Role::Member)
    };
    let looked = room.plain(coming(), Some(Act::Agree)).await.unwrap();
    assert_eq!(looked.refused, None);
    lead.until(|view| view.seats.iter().any(|seat| seat.agreed))
        .await;
    let refused = room
        .plain(coming(), Some(Act::Start))
        .await
        .unwrap()
        .refused;
    assert!(refused.is_some());
    let kept = room
        .plain(coming(), Some(plan("Walk", MayKnow::OnlyMe)))
        .await
        .unwrap();
    assert_eq!(kept.picture.mine.plan.unwrap().text, "Walk");
    assert_eq!(world.rows_in("plans").await, 1);
    // Nobody looks for a while: the seat is kept, and shown as away.
    world.pass(200_000).await;
    let away = |view: &View| {
        view.seats
            .iter()
            .any(|seat| seat.presence == circle::view::Presence::Away)
    };
    lead.until(away).await;
}

#[tokio::test]
async fn a_disk_that_hangs_makes_people_wait_and_gathers_no_answers_without_end() {
    let world = World::new().await;
    let [mut lead, wren, _sol] = world.in_a_round().await;
    let (go_on, hangs) = std::sync::mpsc::channel::<()>();
    let hangs = std::sync::Mutex::new(hangs);
    let store = world.means.store.clone();
    let hung = tokio::spawn(async move {
        let wait = move |_: &mut store::Tx<'_>| {
            drop(hangs.lock().map(|hangs| hangs.recv()));
            Ok::<_, store::StoreError>(())
        };
        store.write(wait).await
    });
    tokio::task::yield_now().await;
    lead.n += 1;
    lead.says(lead.n, Act::Hold).await;
    // A refusal writes nothing, but its answer waits for what was done before it.
    let is_full = async {
        for n in 1_000..10_000 {
            wren.room
                .said(
                    wren.line,
                    Said {
                        n,
                        act: Act::Done { turn: 99 },
                    },
                )
                .await;
        }
    };
    tokio::time::pause();
    assert!(timeout(Duration::from_secs(5), is_full).await.is_err());
    tokio::time::resume();
    go_on.send(()).unwrap();
    hung.await.unwrap().unwrap();
    lead.until(|view| view.phase.is_some_and(|phase| phase.held_at.is_some()))
        .await;
}
