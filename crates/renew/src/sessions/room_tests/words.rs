//! What people write: kept before it is called kept, sealed, and told to whom it is meant for.

use super::*;

#[tokio::test]
async fn what_was_answered_ok_is_on_disk() {
    let world = World::new().await;
    let mut wren = world.client(world.coming(102, "Wren", Role::Member)).await;
    wren.does(plan("Walk with Dana", MayKnow::OnlyMe))
        .await
        .unwrap();
    assert_eq!(world.rows_in("plans").await, 1);
    wren.does(Act::Reflection {
        text: "Better than I feared".into(),
    })
    .await
    .unwrap();
    assert_eq!(world.rows_in("session_notes").await, 1);
    wren.does(Act::NothingThisWeek).await.unwrap();
    assert_eq!(world.rows_in("plans").await, 0);
}

#[tokio::test]
async fn no_written_word_and_no_name_is_readable_in_the_database() {
    let world = World::new().await;
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    wren.does(plan("xylophone plan", MayKnow::Circle))
        .await
        .unwrap();
    wren.does(Act::Reflection {
        text: "xylophone thoughts".into(),
    })
    .await
    .unwrap();
    wren.does(Act::Takeaway {
        text: "xylophone tune".into(),
    })
    .await
    .unwrap();
    wren.does(Act::Milestone {
        text: "xylophone year".into(),
    })
    .await
    .unwrap();
    let text = "xylophone pain".to_owned();
    wren.does(Act::Private {
        choice: PrivateChoice::Upset,
        text,
    })
    .await
    .unwrap();
    lead.until(|view| !view.words.is_empty()).await;
    let word = lead.view().words[0].word;
    lead.does(Act::Reply {
        word,
        text: "xylophone ears".into(),
    })
    .await
    .unwrap();
    let bytes = world.database_bytes();
    for secret in ["xylophone", "Marlow", "Wren"] {
        let found = bytes
            .windows(secret.len())
            .any(|part| part == secret.as_bytes());
        assert!(!found, "{secret} is readable in the database");
    }
}

#[tokio::test]
async fn the_text_of_a_word_that_made_room_is_kept_no_longer() {
    let world = World::new().await;
    let [_lead, mut wren, _sol] = world.in_a_round().await;
    let before = world.rows_in("session_drafts").await;
    for n in 1..=13 {
        let (choice, text) = (PrivateChoice::Upset, format!("word {n}"));
        wren.does(Act::Private { choice, text }).await.unwrap();
    }
    assert_eq!(world.rows_in("session_drafts").await, before + 12);
    let again = world.client(world.coming(102, "Wren", Role::Member)).await;
    let mine: Vec<u64> = again.view().mine.words.iter().map(|w| w.word).collect();
    assert_eq!(mine, (2..=13).collect::<Vec<u64>>());
}

#[tokio::test]
async fn a_private_word_reaches_who_leads_and_its_reply_its_sender_and_nobody_else() {
    let world = World::new().await;
    let [mut lead, mut wren, mut sol] = world.in_a_round().await;
    sol.drain();
    let text = "xylophone pain".to_owned();
    wren.does(Act::Private {
        choice: PrivateChoice::NotOk,
        text,
    })
    .await
    .unwrap();
    lead.until(|view| !view.words.is_empty()).await;
    let word = lead.view().words[0].word;
    while lead.told("words").is_empty() {
        lead.hear().await;
    }
    assert_eq!(lead.told("words")[0]["text"], "xylophone pain");
    lead.does(Act::Reply {
        word,
        text: "xylophone ears".into(),
    })
    .await
    .unwrap();
    while wren.told("words").is_empty() {
        wren.hear().await;
    }
    assert_eq!(wren.told("words")[0]["reply"], "xylophone ears");
    // Somebody asks something of the room afterwards, so that all that was meant for Sol is there.
    sol.does(Act::Hand { up: false }).await.ok();
    let heard = serde_json::to_string(&sol.told).unwrap() + &sol.drain();
    assert!(!heard.contains("xylophone"));
    assert!(sol.view().words.is_empty());
}

#[tokio::test]
async fn a_plan_for_the_circle_is_told_and_taken_back() {
    let world = World::new().await;
    let [_lead, mut wren, mut sol] = world.in_a_round().await;
    wren.does(plan("Eat breakfast", MayKnow::Circle))
        .await
        .unwrap();
    while sol.told("plan").is_empty() {
        sol.hear().await;
    }
    assert_eq!(sol.told("plan")[0]["text"], "Eat breakfast");
    wren.does(plan("Eat breakfast", MayKnow::OnlyMe))
        .await
        .unwrap();
    while sol.told("plan").len() < 2 {
        sol.hear().await;
    }
    assert_eq!(sol.told("plan")[1]["text"], "");
    let late = world.client(world.coming(104, "Ash", Role::Member)).await;
    assert_eq!(late.told("view")[0]["plans"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn last_week_s_plan_opens_the_check_in_and_is_shown_only_by_its_owner() {
    let world = World::new().await;
    let [_lead, mut wren, mut sol] = world.in_a_round().await;
    let mut coming = world.coming(104, "Ash", Role::Member);
    let id = super::super::PlanId(9_001);
    coming.last_plan = Some(MyPlan {
        id: id.to_string(),
        text: "Call my sister".into(),
        who: MayKnow::OnlyMe,
        how: None,
        made: STARTS_MS - 604_800_000,
        shown: false,
    });
    let mut ash = world.client(coming).await;
    assert_eq!(
        ash.told("view")[0]["mine"]["last_plan"]["text"],
        "Call my sister"
    );
    ash.does(Act::How {
        plan: id.to_string(),
        how: HowItWent::PartOfIt,
    })
    .await
    .unwrap();
    ash.does(Act::Agree).await.unwrap();
    ash.does(Act::ShowPlan {
        plan: id.to_string(),
    })
    .await
    .unwrap();
    while sol.told("plan").is_empty() {
        sol.hear().await;
    }
    let told = sol.told("plan")[0];
    assert_eq!(
        (&told["text"], &told["how"]),
        (&"Call my sister".into(), &"part_of_it".into())
    );
    let other = wren
        .does(Act::ShowPlan {
            plan: id.to_string(),
        })
        .await;
    assert_eq!(other, Err("That plan isn't the one from last time.".into()));
}

#[tokio::test]
async fn a_command_that_comes_again_is_done_once() {
    let world = World::new().await;
    let mut wren = world.client(world.coming(102, "Wren", Role::Member)).await;
    let pulse = Act::Pulse {
        heard: 4,
        safe: 5,
        useful: 3,
        together: 4,
    };
    wren.does(Act::Agree).await.unwrap();
    wren.does(pulse.clone()).await.unwrap();
    assert_eq!(world.rows_in("pulse_tallies").await, 4);
    // The line is cut, and the page sends it again on a new one.
    let mut again = world.client(world.coming(102, "Wren", Role::Member)).await;
    again.n = wren.n - 1;
    again.does(pulse.clone()).await.unwrap();
    let sum = world.means.store.read(|tx| {
        tx.one::<(i64,)>(
            "SELECT CAST(SUM(answers) AS BIGINT) FROM pulse_tallies",
            &[],
        )
    });
    assert_eq!(sum.await.unwrap().0, 4);
    // A second tap on the same button is no second answer either.
    again.does(pulse).await.unwrap();
    assert_eq!(world.rows_in("pulse_tallies").await, 4);
}

#[tokio::test]
async fn nobody_shows_a_plan_before_agreeing() {
    let world = World::new().await;
    let mut coming = world.coming(104, "Ash", Role::Member);
    let id = super::super::PlanId(9_001).to_string();
    coming.last_plan = Some(MyPlan {
        id: id.clone(),
        text: "Call my sister".into(),
        who: MayKnow::OnlyMe,
        how: None,
        made: STARTS_MS - 604_800_000,
        shown: false,
    });
    let mut ash = world.client(coming).await;
    let refused = ash.does(Act::ShowPlan { plan: id.clone() }).await;
    let sentence = "First read and accept the circle's agreement.";
    assert_eq!(refused, Err(sentence.into()));
    ash.does(Act::Agree).await.unwrap();
    ash.does(Act::ShowPlan { plan: id }).await.unwrap();
}

#[tokio::test]
async fn a_refused_command_that_comes_again_is_refused_again() {
    let world = World::new().await;
    let mut wren = world.client(world.coming(102, "Wren", Role::Member)).await;
    let done = Act::Done { turn: 7 };
    let refused = wren.does(done.clone()).await;
    assert!(refused.is_err());
    wren.does(Act::Agree).await.unwrap();
    // The line is cut; the first command's answer was lost.
    let mut again = world.client(world.coming(102, "Wren", Role::Member)).await;
    assert_eq!(again.does(done).await, refused);
}

#[tokio::test]
async fn a_private_word_that_comes_again_does_not_stand_in_for_a_later_one() {
    let world = World::new().await;
    let [mut lead, mut wren, _sol] = world.in_a_round().await;
    let word = |text: &str| Act::Private {
        choice: PrivateChoice::NotOk,
        text: text.to_owned(),
    };
    let first = wren.n + 1;
    wren.does(word("the first")).await.unwrap();
    wren.does(word("the second")).await.unwrap();
    wren.n = first - 1;
    wren.does(word("the first")).await.unwrap();
    lead.until(|view| view.words.len() == 2).await;
    lead.does(Act::Hand { up: false }).await.ok();
    let texts: Vec<&Value> = lead
        .told("words")
        .iter()
        .map(|told| &told["text"])
        .collect();
    assert_eq!(texts, ["the first", "the second"]);
}
