//! Who is new, and who has to be told what will happen.

use super::{Face, Known, PersonId, Standing, Welcome};
use crate::site::sign::Sign;

#[test]
fn whoever_never_came_is_new_once_the_group_has_met_or_they_say_so() {
    let stranger = Known::default();
    let of = |known| {
        let Standing {
            is_new,
            must_look,
            may_look,
        } = Standing::of(known);
        (is_new, must_look, may_look)
    };
    assert_eq!(of(stranger), (false, false, true), "everybody would be new");
    let met = Known {
        group_has_met: true,
        ..stranger
    };
    assert_eq!(of(met), (true, true, true));
    let says = Known {
        has_chosen: true,
        ..stranger
    };
    assert_eq!(of(says), (true, false, true), "they went through it");
    let sits = Known {
        has_seat: true,
        ..met
    };
    assert_eq!(of(sits), (true, false, true), "nobody is sent out again");
}

#[test]
fn whoever_leads_came_before_or_knows_the_group_is_not_new() {
    let met = Known {
        group_has_met: true,
        has_chosen: true,
        ..Known::default()
    };
    for known in [
        Known { leads: true, ..met },
        Known {
            came_before: true,
            ..met
        },
        Known {
            says_so: true,
            ..met
        },
    ] {
        assert_eq!(Standing::of(known), Standing::default(), "{known:?}");
    }
}

#[test]
fn somebody_who_was_erased_leaves_a_welcome() {
    let face = |name: &str| Face {
        name: name.into(),
        sign: Sign::Bird,
    };
    let mut welcome = Welcome {
        buddy: Some((PersonId(1), face("Wren"))),
        greets: Some((PersonId(2), face("Sol"))),
        ..Welcome::default()
    };
    welcome.forget(PersonId(1));
    let greeting = welcome.greeting();
    assert_eq!((greeting.buddy, greeting.greets), (None, Some(face("Sol"))));
}
