//! Private words: whom they reach, and that none is ever lost or refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use circle::command::{Act, Input, PrivateChoice};
use circle::view::View;
use circle::{Circle, PersonId};
use table::*;

const UPSET: Act = Act::Private {
    choice: PrivateChoice::Upset,
};

fn numbers(view: &View) -> Vec<u64> {
    view.words.iter().map(|word| word.word).collect()
}

/// What somebody sees who had `screen` and heard all that was told since.
fn followed(table: &Table, who: PersonId, mut screen: View, since: usize) -> View {
    for (audience, event) in &table.heard[since..] {
        let hears = table.circle.hears(who, *audience);
        if hears && !screen.apply(event) {
            return table.view(who);
        }
    }
    screen
}

#[test]
fn the_thirteenth_private_word_is_a_new_one_and_the_oldest_goes() {
    let mut table = Table::in_check_in();
    for _ in 0..12 {
        table.act(WREN, UPSET).unwrap();
        table.wait(SECOND);
    }
    // Somebody else's word between them, so that the order can go wrong.
    table.act(SOL, UPSET).unwrap();
    table
        .act(MARLOW, Act::MakeHost { who: ANA, is: true })
        .unwrap();
    assert_eq!(numbers(&table.view(ANA)), [0_u64; 0]);
    let (leads, host) = (table.view(BEA), table.view(ANA));
    let since = table.heard.len();
    table.wait(SECOND);
    table.act(WREN, UPSET).unwrap();
    assert_eq!(
        numbers(&table.view(BEA)),
        [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    );
    assert_eq!(numbers(&table.view(ANA)), [14], "only what is new to her");
    assert!(!table.circle.may_read(ANA, 12));
    assert_eq!(table.circle.newest_word_of(WREN), Some(14));
    let mine = table.view(WREN).mine.words;
    assert_eq!((mine.len(), mine[0].word), (12, 2));
    for (who, screen) in [(BEA, leads), (ANA, host)] {
        assert_eq!(followed(&table, who, screen, since), table.view(who));
    }
}

#[test]
fn a_call_for_help_in_the_grace_after_the_leads_line_reaches_who_leads_next() {
    let mut table = Table::in_check_in();
    table.act(BEA, Act::Leave).unwrap();
    table.act(WREN, UPSET).unwrap();
    table.put(&Input::Disconnected { who: MARLOW }).unwrap();
    table.wait(10 * SECOND);
    table.act(WREN, UPSET).unwrap();
    table.wait(20 * SECOND);
    table.act(ANA, UPSET).unwrap();
    table.act(SOL, Act::TakeLead).unwrap();
    assert_eq!(
        numbers(&table.view(SOL)),
        [2, 3],
        "not what Marlow was there to read"
    );
}

#[test]
fn words_of_a_grace_that_the_lead_came_back_from_stay_with_the_lead() {
    let mut table = Table::in_check_in();
    table.act(BEA, Act::Leave).unwrap();
    table.put(&Input::Disconnected { who: MARLOW }).unwrap();
    table.wait(10 * SECOND);
    table.act(WREN, UPSET).unwrap();
    table.put(&Input::Connected { who: MARLOW }).unwrap();
    table.wait(MINUTE);
    table.act(MARLOW, Act::HandLead { to: SOL }).unwrap();
    assert_eq!(numbers(&table.view(SOL)), [0_u64; 0]);
}

#[test]
fn who_is_made_a_host_in_the_same_moment_does_not_see_what_was_sent_before() {
    let mut table = Table::in_check_in();
    table.act(WREN, UPSET).unwrap();
    table
        .act(MARLOW, Act::MakeHost { who: ANA, is: true })
        .unwrap();
    assert_eq!(numbers(&table.view(ANA)), [0_u64; 0]);
    table.act(WREN, UPSET).unwrap();
    assert_eq!(numbers(&table.view(ANA)), [2]);
}

#[test]
fn a_snapshot_does_not_forget_how_many_words_there_were() {
    let mut table = Table::in_check_in();
    for _ in 0..13 {
        table.act(WREN, UPSET).unwrap();
    }
    table.circle = Circle::restore(&table.circle.snapshot()).unwrap();
    table.act(SOL, UPSET).unwrap();
    assert_eq!(table.circle.newest_word_of(SOL), Some(14));
}

#[test]
fn a_lead_whom_the_circle_missed_still_finds_the_words_from_before() {
    let mut table = Table::in_check_in();
    table.act(MARLOW, Act::HandLead { to: SOL }).unwrap();
    for who in [MARLOW, BEA] {
        table.act(who, Act::Leave).unwrap();
    }
    table.act(WREN, UPSET).unwrap();
    assert_eq!(numbers(&table.view(SOL)), [1]);
    table.put(&Input::Disconnected { who: SOL }).unwrap();
    table.wait(25 * SECOND);
    assert_eq!(table.view(WREN).lead.who, None);
    assert_eq!(
        numbers(&table.view(SOL)),
        [0_u64; 0],
        "who doesn't lead sees none"
    );
    table.put(&Input::Connected { who: SOL }).unwrap();
    assert_eq!(table.view(WREN).lead.who, Some(SOL));
    table.act(WREN, UPSET).unwrap();
    assert_eq!(numbers(&table.view(SOL)), [1, 2]);
}
