//! Every page of this slice as it is written, in both languages.

use maud::Markup;
use serde_json::json;

use super::Known;
use super::draft::Phone;
use super::invitations::InvitedAs;
use super::links_store::Invitation;
use super::name::BadName;
use super::passkeys_store::Passkey;
use super::view::{care, come_back, join, links, my_data, my_space};
use super::words::JoinWords;
use crate::site::form::Errors;
use crate::site::lang::Lang;
use crate::site::sign::Sign;
use crate::site::testing::lines;
use crate::site::visitor::PersonId;

const AT_MS: i64 = 1_767_722_400_000;

fn both(name: &str, view: impl Fn(Lang) -> Markup) {
    for lang in Lang::ALL {
        insta::assert_snapshot!(format!("{name}_{}", lang.tag()), lines(&view(lang)));
    }
}

fn words() -> Vec<String> {
    ["lantern", "gravel", "otter", "thursday"]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn first_step() {
    both("join_name", |lang| {
        join::name(&join::NameStep {
            lang,
            name: "",
            sign: None,
            for_key: "",
            suggestions: &["Heron", "Alder"],
            is_invited: true,
            is_first: false,
            is_again: true,
            come_back: "/come-back?next=/invited/x",
            errors: &Errors::default(),
        })
    });
}

#[test]
fn first_step_with_mistakes() {
    both("join_name_mistakes", |lang| {
        let w = JoinWords::of(lang);
        let mut errors = Errors::default();
        errors.add("name", join::sentence(BadName::Reserved, w));
        errors.add("sign", w.bad_sign);
        errors.add("for", w.bad_for);
        join::name(&join::NameStep {
            lang,
            name: "<Host> & \"you\"",
            sign: Some(Sign::Lotus),
            for_key: "other",
            suggestions: &["Heron"],
            is_invited: false,
            is_first: true,
            is_again: false,
            come_back: "/come-back",
            errors: &errors,
        })
    });
}

#[test]
fn second_step() {
    for (name, phone, has_passkey) in [
        ("join_way", None, false),
        ("join_way_passkey", Some(Phone::Own), true),
    ] {
        both(name, |lang| {
            join::way(&join::WayStep {
                lang,
                name: "Wren",
                phone,
                words: &words(),
                has_passkey,
                has_other_words: !has_passkey,
                errors: &Errors::default(),
            })
        });
    }
}

#[test]
fn third_step() {
    both("join_promises", |lang| {
        let mut errors = Errors::default();
        errors.add("ok", JoinWords::of(lang).bad_promise);
        join::promises(&join::PromisesStep {
            lang,
            is_ticked: false,
            is_counted: true,
            has_only_words: true,
            errors: &errors,
        })
    });
}

#[test]
fn coming_back() {
    both("come_back", |lang| {
        come_back::come_back(&come_back::ComeBack {
            lang,
            name: "Wren",
            words: "",
            is_shared: true,
            next: "/today",
            errors: &Errors::default(),
        })
    });
    both("door", |lang| links::door(lang, "Wren", "/door/x"));
}

#[test]
fn own_space() {
    let passkeys = [Passkey {
        id: 7,
        made_ms: AT_MS,
        used_ms: None,
    }];
    let device = |id, is_this| my_space::Device {
        id,
        is_this,
        is_shared: !is_this,
        seen_ms: AT_MS,
    };
    both("my_space", |lang| {
        my_space::my_space(&my_space::MySpace {
            lang,
            name: "Wren",
            sign: Some(Sign::Bird),
            reads: Lang::Es,
            is_counted: false,
            is_kept: true,
            is_on_call: true,
            passkeys: &passkeys,
            devices: &[device(1, true), device(2, false)],
            errors: &Errors::default(),
        })
    });
    both("new_words", |lang| my_space::new_words(lang, &words()));
}

#[test]
fn own_data() {
    let me = json!({
        "name": "boat", "sign": "boat", "joined_ms": AT_MS, "is_coordinator": false,
        "left_out": null,
    });
    let plan = json!({
        "text": "only_me <Sol>", "made_ms": AT_MS, "who_may_know": "only_me",
        "how_it_went": "part_of_it",
    });
    let attended = json!({ "starts_ms": AT_MS, "role": "host" });
    let parts = [
        ("me", me),
        ("groups", json!([])),
        (
            "sessions",
            json!({ "plans": [plan], "attended": [attended] }),
        ),
    ];
    both("my_data", |lang| my_data::my_data(lang, &parts));
    for (name, is_last) in [("erase", false), ("erase_last", true)] {
        let errors = Errors::default();
        both(name, |lang| my_data::ask_erase(lang, is_last, &errors));
    }
}

#[test]
fn people_and_care() {
    let wren = Known {
        name: "Wren".to_owned(),
        sign: Sign::Bird,
    };
    let circles = [care::MyCircle {
        group: crate::groups::GroupId(7),
        name: "Tuesday circle".to_owned(),
        may_open_doors: true,
        people: vec![(PersonId(5), wren)],
    }];
    both("people", |lang| care::mine(lang, &circles));
    both("people_none", |lang| care::mine(lang, &[]));
    let somebody = care::Somebody {
        id: PersonId(5),
        name: "Wren".to_owned(),
        sign: Sign::Bird,
        is_coordinator: true,
        leads: true,
        for_another: true,
    };
    both("everybody", |lang| {
        care::everybody(&care::Everybody {
            lang,
            query: "wr",
            people: std::slice::from_ref(&somebody),
            is_cut: true,
            is_last: true,
        })
    });
}

#[test]
fn invitations() {
    let open = [Invitation {
        id: 9,
        token_print: Vec::new(),
        group: Some(7),
        role: InvitedAs::Host,
        uses_left: 3,
        made_by: None,
        made_ms: AT_MS,
        ends_ms: AT_MS,
    }];
    let groups = [("0000000000007".to_owned(), "Tuesday circle")];
    both("invitations", |lang| {
        care::invitations(&care::Invitations {
            lang,
            groups: &groups,
            roles: &InvitedAs::ALL,
            may_skip_group: true,
            open: &open,
            typed: care::TypedInvitation {
                group: "0000000000007",
                role: "mentor",
                uses: "1",
                days: "7",
            },
            link: Some("https://renew.example/invited/x"),
            sealed: None,
            errors: &Errors::default(),
        })
    });
}
