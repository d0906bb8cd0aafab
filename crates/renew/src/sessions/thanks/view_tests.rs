//! Every view of thanks, from samples, in both languages.

use super::super::{Session, SessionId, State};
use super::view::{self, Done, Got, MinePage, Recent, Somebody, ThankPage, TodayPart};
use super::{Phrase, Saying, Standing, ThanksId};
use crate::site::form::Errors;
use crate::site::sign::Sign;
use crate::site::testing::both;

const NOW_MS: i64 = 1_795_363_200_000;
const SESSION: SessionId = SessionId(301);

fn page() -> ThankPage {
    let somebody = |seat, name: &str, is_thanked| Somebody {
        seat,
        name: name.into(),
        sign: Sign::Tree,
        is_thanked,
    };
    ThankPage {
        session: Session {
            id: SESSION,
            group: 201,
            starts_ms: NOW_MS,
            minutes: 90,
            pace: 1,
            format: "renew-90".into(),
            state: State::Ended,
            ended_ms: Some(NOW_MS + 5_400_000),
            sealed: false,
        },
        group_name: "Sunday <evening> circle".into(),
        zone: "America/Chicago".into(),
        standing: Standing::Open,
        people: vec![somebody(1, "Marlow", false), somebody(3, "Sol <3", true)],
        to: None,
        typed: Saying::default(),
        is_sent: false,
        errors: Errors::default(),
    }
}

fn got(from: Option<&str>, phrase: Option<Phrase>, text: &str) -> Got {
    Got {
        id: ThanksId(1301),
        from: from.map(str::to_owned),
        group: Some("Sunday evening circle".into()),
        day: "Sunday 22 November".into(),
        saying: Saying {
            phrase,
            text: text.into(),
        },
    }
}

#[test]
fn thanking() {
    both("thank", |lang| view::thank(lang, &page()));
    let mut bad = page();
    bad.to = Some(3);
    bad.typed.text = "Thank you for <the tea>".into();
    bad.errors.add("to", "Choose the person.");
    bad.errors.add("text", "Make it a little shorter.");
    both("thank_bad", |lang| view::thank(lang, &bad));
    let sent = ThankPage {
        is_sent: true,
        people: (1..=5)
            .map(|seat| Somebody {
                seat,
                name: format!("Person {seat}"),
                sign: Sign::Boat,
                is_thanked: true,
            })
            .collect(),
        ..page()
    };
    both("thank_full", |lang| view::thank(lang, &sent));
    let over = ThankPage {
        standing: Standing::Over,
        ..page()
    };
    both("thank_over", |lang| view::thank(lang, &over));
    let alone = ThankPage {
        people: Vec::new(),
        ..page()
    };
    both("thank_alone", |lang| view::thank(lang, &alone));
}

#[test]
fn what_one_got() {
    let some = MinePage {
        got: vec![
            got(
                Some("Wren"),
                Some(Phrase::Honest),
                "The <bus> story.\nI laughed.",
            ),
            got(None, Some(Phrase::Stayed), ""),
        ],
        declined: vec![(NOW_MS, "Robin".into())],
        recent: vec![Recent {
            session: SESSION,
            group: "Sunday evening circle".into(),
            day: "Sunday 22 November".into(),
        }],
        done: Some(Done::RatherNot),
    };
    both("thanks_mine", |lang| view::mine(lang, &some));
    let none = MinePage {
        done: Some(Done::Thrown),
        ..MinePage::default()
    };
    both("thanks_none", |lang| view::mine(lang, &none));
}

#[test]
fn what_today_says() {
    let part = TodayPart {
        is_thanked: true,
        may_thank: Some(SESSION),
    };
    both("part_thanks_today", |lang| view::today(lang, &part));
    let nothing = view::today(crate::site::lang::Lang::En, &TodayPart::default());
    assert_eq!(nothing.0, "");
}
