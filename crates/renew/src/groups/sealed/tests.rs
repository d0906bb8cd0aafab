//! Whether a group is sealed, kept and shown.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ::store::testing::TestDatabase;
use ::store::{StoreError, Tx, on_both_engines};
use maud::Markup;

use super::store::{is_sealed, set_sealed};
use super::view::{self, SealedPage};
use crate::groups::{Details, Group, GroupId, create};
use crate::site::lang::Lang;
use crate::site::testing::lines;

on_both_engines! {
    a_group_is_sealed_when_it_says_so,
}

fn a_group_is_sealed_when_it_says_so(database: &TestDatabase) {
    let store = database.store();
    let [one, other] = [GroupId(201), GroupId(202)];
    let change = move |tx: &mut Tx<'_>| {
        for id in [one, other] {
            create(tx, &Group::new(id, Details::default(), 0))?;
        }
        let fresh = is_sealed(tx, one)?;
        set_sealed(tx, one, true)?;
        let on = (is_sealed(tx, one)?, is_sealed(tx, other)?);
        set_sealed(tx, one, false)?;
        let off = is_sealed(tx, one)? || is_sealed(tx, GroupId(999))?;
        Ok::<_, StoreError>((fresh, on, off))
    };
    let told = store.write_blocking(change).unwrap();
    assert_eq!(told, (false, (true, false), false));
}

fn shown(is_sealed: bool, lang: Lang) -> Markup {
    view::page(
        lang,
        &SealedPage {
            group: GroupId(201),
            name: "Evening circle",
            is_sealed,
            has_voices: is_sealed,
            kept: is_sealed,
        },
    )
}

fn both(name: &str, view: impl Fn(Lang) -> Markup) {
    for lang in Lang::ALL {
        insta::assert_snapshot!(format!("{name}_{}", lang.tag()), lines(&view(lang)));
    }
}

#[test]
fn the_page_of_those_who_look_after_it() {
    both("off", |lang| shown(false, lang));
    both("on", |lang| shown(true, lang));
    both("on_group_page", |lang| {
        view::on_group_page(lang, GroupId(201), true)
    });
    both("for_invitation", |lang| {
        view::key_for_invitation(lang, GroupId(201))
    });
    both("from_invitation", |lang| {
        view::key_from_invitation(lang, GroupId(201))
    });
}
