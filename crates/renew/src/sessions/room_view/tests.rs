//! Every moment of the room is drawn in both languages; and the page's scripts are given the
//! same moments, with what they have to make of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use circle::PersonId;
use circle::command::{Act, Input};
use circle::event::Audience;
use circle::format::Format;
use maud::Markup;
use serde_json::{Value, json};

use super::moments::{Moment, moments};
use super::page::RoomPage;
use super::run_scene::RunScene;
use super::samples::{BEA, Evening, JUNIPER, MARLOW, MINUTE, RIDLEY, SOL, TOMAS, WREN};
use super::scene::{Scene, Screen};
use crate::sessions::picture::{Picture, phase_texts};
use crate::sessions::why_words;
use crate::sessions::words::{PanelWords, RoomWords};
use crate::site::lang::Lang;

/// Draws a moment as the handlers would, without the frame around it.
fn moment_drawn(moment: &Moment, lang: Lang) -> Markup {
    let picture = moment.evening.picture(moment.who, lang);
    let page = RoomPage {
        picture: &picture,
        notice: moment.notice.map(|why| why_words::sentence(lang, why)),
        sheet: moment.sheet,
        as_list: moment.as_list,
        typed: None,
        has_voices: false,
    };
    page_drawn(&page, lang, moment.runs())
}

fn drawn(picture: &Picture, lang: Lang, leads: bool) -> Markup {
    let page = RoomPage {
        picture,
        notice: None,
        sheet: None,
        as_list: false,
        typed: None,
        has_voices: false,
    };
    page_drawn(&page, lang, leads)
}

fn page_drawn(page: &RoomPage<'_>, lang: Lang, leads: bool) -> Markup {
    let drawn = if leads {
        super::run(lang, page)
    } else {
        super::room(lang, page)
    };
    drawn.body
}

/// One tag a line, without the words for the scripts and the print of the assets.
fn readable(markup: &Markup) -> String {
    let html = markup.0.replace("><", ">\n<");
    let mut out = String::new();
    for line in html.lines() {
        let line = match line.split_once("data-room=\"") {
            Some((before, rest)) => {
                let after = rest.split_once('"').map_or("", |(_, after)| after);
                format!("{before}data-room=\"...\"{after}")
            }
            None => line.to_owned(),
        };
        match (line.find("/static/"), line.find("/icons.svg")) {
            (Some(from), Some(to)) if from < to => {
                out.push_str(&format!("{}/static/...{}", &line[..from], &line[to..]));
            }
            _ => out.push_str(&line),
        }
        out.push('\n');
    }
    out
}

#[test]
fn every_moment_is_drawn_in_both_languages() {
    for moment in moments() {
        for lang in Lang::ALL {
            let markup = moment_drawn(&moment, lang);
            insta::assert_snapshot!(format!("{}-{}", moment.name, lang.tag()), readable(&markup));
        }
    }
}

#[test]
fn both_docks_have_a_place_for_voices_where_the_program_carries_them() {
    for (who, leads) in [(WREN, false), (MARLOW, true)] {
        for lang in Lang::ALL {
            let picture = Evening::check_in().picture(who, lang);
            let page = RoomPage {
                picture: &picture,
                notice: None,
                sheet: None,
                as_list: false,
                typed: None,
                has_voices: true,
            };
            let name = format!(
                "voice-{}-{}",
                if leads { "run" } else { "room" },
                lang.tag()
            );
            insta::assert_snapshot!(name, readable(&page_drawn(&page, lang, leads)));
        }
    }
}

/// What the scripts are tested with. When the circle or a scene changes on purpose, run with
/// `RENEW_WRITE_FIXTURES=1` to write it anew, and the scripts' tests say what has to follow.
#[test]
fn the_scripts_are_given_the_same_moments() {
    let texts = |lang| phase_texts(&Format::renew_90(), lang, true);
    // A line for each moment, so that a change shows where it is.
    let lines: Vec<String> = moments()
        .iter()
        .flat_map(as_scripts_get_it)
        .map(|one| one.to_string())
        .collect();
    let text = format!(
        "{{\"minute_ms\":{MINUTE},\n\"words\":{},\n\"phases\":{},\n\"evening\":{},\n\"moments\":[\n{}\n]}}\n",
        json!({ "en": RoomWords::of(Lang::En), "es": RoomWords::of(Lang::Es) }),
        json!({ "en": &*texts(Lang::En), "es": &*texts(Lang::Es) }),
        followed(),
        lines.join(",\n"),
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/js/fixture.json");
    if std::env::var_os("RENEW_WRITE_FIXTURES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{} is not what the room says now; if that is meant, RENEW_WRITE_FIXTURES=1 writes it anew",
        path.display()
    );
}

/// A moment's snapshot, as the socket sends it, and the scenes that belong to it.
fn as_scripts_get_it(moment: &Moment) -> Vec<Value> {
    let one = |lang: Lang| {
        let picture = moment.evening.picture(moment.who, lang);
        let mut snapshot = json!(picture.snapshot());
        // The format's texts are the same in every moment; the file has them once.
        snapshot["phases"] = Value::Null;
        json!({
            "name": moment.name,
            "lang": lang,
            "now": picture.now_ms,
            "snapshot": snapshot,
            "scene": Scene::of(&picture, lang, MINUTE),
            "run": picture.view.leads.then(|| RunScene::of(&picture, lang, MINUTE)),
        })
    };
    Lang::ALL.into_iter().map(one).collect()
}

/// An evening as Wren follows it: the first snapshot, every event that reached her, the last.
fn followed() -> Value {
    let mut evening = Evening::breathing();
    evening.act(WREN, Act::Agree);
    let first = evening.picture(WREN, Lang::En).view;
    evening.heard.clear();
    evening.act(MARLOW, Act::NextPhase { phase: 0 });
    evening.act(MARLOW, Act::NextPhase { phase: 1 });
    for who in [MARLOW, JUNIPER, WREN, SOL] {
        evening.give(who);
        evening.wait(20_000);
        let turn = evening
            .picture(who, Lang::En)
            .view
            .turn
            .map_or(0, |turn| turn.turn);
        evening.act(
            TOMAS,
            Act::Quiet {
                turn,
                kind: circle::command::QuietWord::MeToo,
            },
        );
        evening.act(who, Act::Done { turn });
    }
    evening.put(Input::Disconnected {
        who: PersonId(RIDLEY),
    });
    evening.act(
        WREN,
        Act::Private {
            choice: circle::command::PrivateChoice::Upset,
        },
    );
    evening.act(MARLOW, Act::Taken { word: 1 });
    evening.act(SOL, Act::Leave);
    evening.act(MARLOW, Act::NextPhase { phase: 2 });
    evening.act(WREN, Act::Hand { up: true });
    let mine = |audience: &Audience| match audience {
        Audience::Everyone => true,
        Audience::One(who) => *who == PersonId(WREN),
        Audience::Leads => false,
    };
    let events = evening.heard.iter().filter(|(audience, _)| mine(audience));
    let events: Vec<Value> = events.map(|(_, event)| json!(event)).collect();
    let last = evening.picture(WREN, Lang::En).view;
    json!({ "first": first, "events": events, "last": last })
}

#[test]
fn nobody_shares_before_the_agreement() {
    let evening = Evening::welcome();
    let scene = Scene::of(&evening.picture(WREN, Lang::En), Lang::En, MINUTE);
    assert_eq!(scene.screen, Screen::Agree);
    for offered in ["can_hand", "quiet", "my_turn", "can_pass"] {
        assert!(!scene.is(offered), "{offered}");
    }
}

#[test]
fn a_private_word_s_text_is_only_on_the_page_of_who_leads() {
    let evening = Evening::notes();
    let page = |who, leads| drawn(&evening.picture(who, Lang::En), Lang::En, leads).0;
    assert!(page(MARLOW, true).contains("hospitals"));
    assert!(!page(WREN, false).contains("hospitals"));
    assert!(!page(WREN, false).contains("I&apos;m not OK:"));
}

#[test]
fn a_circle_that_nobody_came_to_lead_is_asked_five_minutes_after_its_time() {
    let mut evening = Evening::gathering();
    let asked = |evening: &Evening| {
        let scene = Scene::of(&evening.picture(WREN, Lang::En), Lang::En, MINUTE);
        (scene.is("lead_wanted"), !scene.lead_lost.is_empty())
    };
    for who in [MARLOW, BEA] {
        evening.act(who, Act::Leave);
    }
    evening.wait(5 * MINUTE - 1);
    assert_eq!(asked(&evening), (false, false));
    evening.wait(1);
    assert_eq!(asked(&evening), (true, true));
    // The circle takes it from the moment at which the page offers it.
    evening.act(WREN, Act::TakeLead);
    assert_eq!(asked(&evening), (false, false));
    evening.act(WREN, Act::Start);
    let scene = Scene::of(&evening.picture(WREN, Lang::En), Lang::En, MINUTE);
    assert!(scene.is("live"));
}

#[test]
fn the_lead_is_offered_to_whoever_would_be_given_it_for_their_role() {
    let lead = |evening: &Evening| evening.picture(WREN, Lang::En).view.lead.who;
    let offered = |make: &dyn Fn() -> Evening| {
        let people = [MARLOW, BEA, SOL].into_iter();
        people
            .filter(|who| {
                let mut evening = make();
                let picture = evening.picture(*who, Lang::En);
                let is = Scene::of(&picture, Lang::En, MINUTE).is("may_lead");
                let before = lead(&evening);
                evening.act(*who, Act::TakeLead);
                let is_given = lead(&evening) == Some(PersonId(*who));
                assert_eq!(is, is_given && lead(&evening) != before, "{who}");
                is
            })
            .collect::<Vec<_>>()
    };
    let after_a_minute = |who: u64, act: Act| {
        let mut evening = Evening::check_in();
        evening.act(who, act);
        evening.wait(MINUTE);
        evening
    };
    assert!(offered(&Evening::check_in).is_empty(), "Marlow leads");
    assert_eq!(offered(&Evening::stood_in), [MARLOW]);
    assert_eq!(offered(&Evening::given_lead), [MARLOW, BEA]);
    let out = || after_a_minute(MARLOW, Act::StepOut);
    assert_eq!(lead(&out()), Some(PersonId(BEA)));
    assert!(offered(&out).is_empty(), "Marlow has to come back first");
    let over = || {
        let mut evening = Evening::stood_in();
        evening.act(BEA, Act::End);
        evening
    };
    assert!(offered(&over).is_empty());
}

#[test]
fn a_session_that_was_left_open_can_be_closed_by_who_is_there() {
    let offered = |evening: &Evening| {
        let picture = evening.picture(WREN, Lang::En);
        Scene::of(&picture, Lang::En, MINUTE).is("may_end")
    };
    assert!(!offered(&Evening::reflection()), "Marlow is there");
    let mut evening = Evening::left_open();
    assert!(offered(&evening));
    evening.act(WREN, Act::End);
    let scene = Scene::of(&evening.picture(WREN, Lang::En), Lang::En, MINUTE);
    assert_eq!(scene.screen, Screen::Ended);
    assert!(!offered(&evening));
}

#[test]
fn a_private_word_names_those_whom_it_reaches_only_while_one_of_them_is_here() {
    let only = |evening: &Evening| {
        let picture = evening.picture(WREN, Lang::En);
        Scene::of(&picture, Lang::En, MINUTE).tell.only
    };
    let mut evening = Evening::check_in();
    let gone = |who| Input::Disconnected { who: PersonId(who) };
    evening.put(gone(MARLOW));
    assert!(only(&evening).contains("Marlow and Bea"), "Bea is here");
    evening.put(gone(BEA));
    assert!(
        only(&evening).starts_with("Whoever leads next"),
        "the lead's grace"
    );
    evening.wait(MINUTE);
    assert!(
        only(&evening).starts_with("Whoever leads next"),
        "nobody leads"
    );
}

#[test]
fn no_suggested_words_call_on_somebody_new() {
    let said = |new: bool| {
        let mut evening = Evening::first_time();
        if !new {
            evening.first_time.clear();
        }
        let picture = evening.picture(MARLOW, Lang::En);
        assert_eq!(picture.view.queue.first(), Some(&PersonId(SOL)));
        RunScene::of(&picture, Lang::En, MINUTE).say.join(" ")
    };
    assert!(said(false).contains("Sol"), "others are");
    let words = said(true);
    assert!(
        !words.contains("Sol") && words.contains("or just listen"),
        "{words}"
    );
}

#[test]
fn who_came_to_listen_may_still_have_a_turn() {
    let mut evening = Evening::check_in();
    let wants = |evening: &Evening| {
        Scene::of(&evening.picture(WREN, Lang::En), Lang::En, MINUTE).is("want_turn")
    };
    assert!(!wants(&evening));
    evening.act(WREN, Act::Listen { only: true });
    assert!(wants(&evening));
    evening.act(WREN, Act::WantTurn);
    assert!(!wants(&evening));
    assert!(
        evening
            .picture(WREN, Lang::En)
            .view
            .queue
            .contains(&PersonId(WREN))
    );
    evening.act(WREN, Act::Listen { only: true });
    assert!(wants(&evening), "listening again can be taken back again");
}

#[test]
fn only_who_leads_is_told_that_private_words_wait() {
    let evening = Evening::notes();
    let new = |who| Scene::of(&evening.picture(who, Lang::En), Lang::En, MINUTE).words_new;
    assert_eq!(new(MARLOW), "1 new");
    assert_eq!(new(WREN), "");
}

#[test]
fn every_page_and_every_sheet_has_the_way_out_first() {
    for moment in moments() {
        let page = moment_drawn(&moment, Lang::En).0;
        let links = page.find("<a ").unwrap();
        assert!(
            page[links..].starts_with("<a class=\"leave\""),
            "{}",
            moment.name
        );
        assert!(page.contains("class=\"room-help\""), "{}", moment.name);
        for sheet in page.split("<dialog").skip(1) {
            let sheet = sheet.split("</dialog>").next().unwrap();
            assert!(sheet.contains("data-leave"), "{}", moment.name);
        }
    }
}

/// A text that no page says any more would still be translated, and sent to every browser.
#[test]
fn every_text_of_the_room_is_said_somewhere() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut source = String::new();
    for folder in ["src/sessions/room_view", "assets/js/room"] {
        for file in std::fs::read_dir(here.join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() && !path.ends_with("tests.rs") {
                source.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    // `w.name` in markup; `words.name`, or the name in quotes, in the scripts.
    let said = |name: &str| {
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        ["w.", "words.", "'"].iter().any(|before| {
            let whole = format!("{before}{name}");
            source
                .match_indices(&whole)
                .any(|(at, _)| ends(&source[at + whole.len()..]))
        })
    };
    for words in [
        json!(RoomWords::of(Lang::En)),
        json!(PanelWords::of(Lang::En)),
    ] {
        for name in words.as_object().unwrap().keys() {
            assert!(said(name), "nothing says `{name}`");
        }
    }
}

#[test]
fn a_name_is_text_wherever_it_stands() {
    let evening = Evening::notes();
    let mut picture = evening.picture(MARLOW, Lang::En);
    for face in picture.people.values_mut() {
        face.name = "<b>\"'&".to_owned();
    }
    for leads in [true, false] {
        let page = drawn(&picture, Lang::En, leads).0;
        assert!(!page.contains("<b>\"'&"), "{leads}");
        assert!(page.contains("&lt;b&gt;"), "{leads}");
    }
}
