use ::store::testing::TestDatabase;
use ::store::{Store, StoreError, Tx, on_both_engines};
use circle::format::Format;

use crate::formats::store as rows;
use crate::formats::{
    FormatId, OWN_MAX, Own, build, choices, chosen, erase, get, key_of, own, planned, version_key,
};
use crate::site::visitor::PersonId;

const NOW_MS: i64 = 1_795_453_200_000;
const ALMA: PersonId = PersonId(101);
const ID: FormatId = FormatId(401);

on_both_engines! {
    a_format_comes_back_as_it_went_in,
    a_version_stays_as_it_was_when_groups_could_choose_it,
    what_is_put_away_is_chosen_by_nobody_new,
    only_what_nobody_could_choose_is_forgotten,
    there_is_an_end_to_how_many,
    erasing_a_person_leaves_the_format_and_not_who_made_it,
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(work).unwrap()
}

fn begun() -> Own {
    Own {
        id: ID,
        person: Some(ALMA),
        draft: build::copy(&Format::talking_circle(), ID),
        version: 0,
        is_put_away: false,
        changed_ms: NOW_MS,
    }
}

fn made(store: &Store) -> Own {
    write(store, |tx| rows::make(tx, &begun()));
    begun()
}

fn released(store: &Store) -> Own {
    made(store);
    write(store, |tx| rows::release(tx, &begun(), NOW_MS));
    write(store, |tx| rows::get(tx, ID)).unwrap()
}

fn a_format_comes_back_as_it_went_in(database: &TestDatabase) {
    let store = Store::open(database.url()).unwrap();
    let mut own = made(&store);
    assert_eq!(write(&store, |tx| rows::get(tx, ID)), Some(own.clone()));
    own.draft.phases.clear();
    own.draft.name.en = "Quotes ' and \" and ñ".into();
    own.is_put_away = true;
    own.changed_ms += 1;
    let kept = own.clone();
    write(&store, move |tx| rows::keep(tx, &kept));
    assert_eq!(write(&store, rows::all), [own]);
}

fn a_version_stays_as_it_was_when_groups_could_choose_it(database: &TestDatabase) {
    let store = Store::open(database.url()).unwrap();
    let mut own = released(&store);
    assert_eq!(own.version, 1);
    let key = key_of(ID);
    let first = write(&store, move |tx| planned(tx, &key));
    assert_eq!(
        (first.key.as_str(), first.minutes),
        (version_key(ID, 1).as_str(), 60)
    );

    own.draft.phases[2].minutes.target = 20;
    let second = own.clone();
    write(&store, move |tx| {
        rows::keep(tx, &second)?;
        rows::release(tx, &second, NOW_MS + 1)
    });
    let (key, old) = (key_of(ID), first.key.clone());
    let (newest, now, then) = write(&store, move |tx| {
        Ok((planned(tx, &key)?, get(tx, &key)?, get(tx, &old)?))
    });
    assert_eq!(
        (newest.key.as_str(), newest.minutes),
        (version_key(ID, 2).as_str(), 62)
    );
    assert_eq!(now.unwrap().phases[2].minutes.target, 20);
    let then = then.unwrap();
    assert_eq!((then.phases[2].minutes.target, &then.id), (18, &first.key));
    assert_eq!(then.flaws(), [], "a session can run it");
    assert_eq!(chosen(&first.key), key_of(ID));
}

fn what_is_put_away_is_chosen_by_nobody_new(database: &TestDatabase) {
    let store = Store::open(database.url()).unwrap();
    let mut own = released(&store);
    let keys = |store: &Store, also: String| -> Vec<String> {
        let offered = write(store, move |tx| choices(tx, &also));
        offered.into_iter().map(|choice| choice.key).collect()
    };
    let ours = Format::shipped().len();
    assert_eq!(keys(&store, String::new())[ours..], [key_of(ID)]);
    own.is_put_away = true;
    write(&store, move |tx| rows::keep(tx, &own));
    assert_eq!(keys(&store, String::new()).len(), ours);
    assert_eq!(keys(&store, key_of(ID))[ours..], [key_of(ID)]);
    assert_eq!(keys(&store, version_key(ID, 1))[ours..], [key_of(ID)]);
    // Whoever has it goes on with it.
    let key = key_of(ID);
    assert_eq!(write(&store, move |tx| planned(tx, &key)).minutes, 60);
}

fn only_what_nobody_could_choose_is_forgotten(database: &TestDatabase) {
    let store = Store::open(database.url()).unwrap();
    made(&store);
    assert!(write(&store, |tx| rows::remove(tx, ID)));
    assert_eq!(write(&store, |tx| rows::get(tx, ID)), None);
    released(&store);
    assert!(!write(&store, |tx| rows::remove(tx, ID)));
    assert!(write(&store, |tx| rows::get(tx, ID)).is_some());
}

fn there_is_an_end_to_how_many(database: &TestDatabase) {
    let store = Store::open(database.url()).unwrap();
    let made: Vec<bool> = write(&store, |tx| {
        (1..=OWN_MAX + 1)
            .map(|id| {
                let own = Own {
                    id: FormatId(id),
                    ..begun()
                };
                rows::make(tx, &own)
            })
            .collect()
    });
    assert_eq!(made.iter().filter(|made| !**made).count(), 1);
    assert!(!made.last().unwrap());
}

fn erasing_a_person_leaves_the_format_and_not_who_made_it(database: &TestDatabase) {
    let store = Store::open(database.url()).unwrap();
    made(&store);
    write(&store, |tx| erase(tx, ALMA));
    let own = write(&store, |tx| rows::get(tx, ID)).unwrap();
    assert_eq!(own.person, None);
    assert_eq!(own.draft, begun().draft);
}

#[test]
fn keys_name_a_format_and_perhaps_a_version() {
    assert_eq!(own(&key_of(ID)), Some((ID, None)));
    assert_eq!(own(&version_key(ID, 12)), Some((ID, Some(12))));
    for other in [
        "renew-90",
        "own-",
        "own-1",
        "own-00000000000ch-x",
        "own-00000000000ch-1-2",
        "",
    ] {
        assert_eq!(own(other), None, "{other}");
    }
    assert!(version_key(FormatId(i64::MAX), 500).len() <= circle::format::ID_CHARS_MAX);
}
