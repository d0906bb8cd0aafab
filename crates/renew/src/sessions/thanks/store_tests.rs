//! Sending, withholding and erasing, on both engines.
#![allow(clippy::unwrap_used)]

use ::store::testing::TestDatabase;
use ::store::{Keys, Store, StoreError, Tx, on_both_engines};
use tempfile::TempDir;

use super::super::{Session, SessionId, State, store as rows};
use super::{EACH_MAX, Phrase, Saying, Sending, data, open, send, store};
use crate::site::chance::Chance;
use crate::site::visitor::PersonId;

const NOW_MS: i64 = 1_795_453_200_000;
const TONIGHT: SessionId = SessionId(301);
const WREN: PersonId = PersonId(101);
const SOL: PersonId = PersonId(102);

on_both_engines! {
    one_to_each_and_a_few_in_all,
    what_is_declined_is_withheld_and_what_was_there_stays,
    what_is_thrown_away_stays_away,
    whatever_becomes_of_it_the_sender_s_data_say_the_same,
    erasing_goes_both_ways,
}

struct Here {
    store: Store,
    keys: Keys,
    chance: Chance,
    _folder: TempDir,
}

impl Here {
    fn new(db: &TestDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let chance = Chance::seeded(7);
        let (file, master) = (
            folder.path().join("keys.db"),
            folder.path().join("master.key"),
        );
        let keys = Keys::open(&file, &master, chance.bytes::<32>()).unwrap();
        for person in 101..=120 {
            keys.create(person, chance.bytes::<32>()).unwrap();
        }
        let store = db.store();
        let tonight = Session {
            id: TONIGHT,
            group: 201,
            starts_ms: NOW_MS - 7_200_000,
            minutes: 90,
            pace: 1,
            format: "renew-90".into(),
            state: State::Planned,
            ended_ms: None,
            sealed: false,
        };
        let made = store.write_blocking(move |tx| rows::ensure(tx, &tonight));
        made.unwrap();
        Self {
            store,
            keys,
            chance,
            _folder: folder,
        }
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.write_blocking(work).unwrap()
    }

    fn sends(&self, to: PersonId, text: &str) -> bool {
        self.one_sends(WREN, to, (text, NOW_MS))
    }

    fn one_sends(&self, from: PersonId, to: PersonId, (text, now_ms): (&str, i64)) -> bool {
        let (keys, chance, text) = (self.keys.clone(), self.chance.clone(), text.to_owned());
        self.write(move |tx| {
            let sending = Sending {
                session: TONIGHT,
                group: 201,
                from,
                to,
                saying: Saying {
                    phrase: Some(Phrase::Honest),
                    text: text.clone(),
                },
            };
            send(tx, (&keys, &chance), &sending, now_ms)
        })
    }

    /// What somebody finds, by its words.
    fn found(&self, to: PersonId) -> Vec<String> {
        let keys = self.keys.clone();
        self.write(move |tx| {
            let rows = store::got(tx, to)?;
            let read = rows.iter().map(|row| open(&keys, row));
            let read: Result<Vec<_>, _> = read.collect();
            Ok(read?.into_iter().flatten().map(|one| one.text).collect())
        })
    }

    fn exported(&self, person: PersonId) -> String {
        let keys = self.keys.clone();
        self.write(move |tx| data::export(tx, &keys, person))
            .to_string()
    }
}

fn one_to_each_and_a_few_in_all(db: &TestDatabase) {
    let here = Here::new(db);
    assert!(here.sends(SOL, "first") && here.sends(SOL, "second"));
    assert_eq!(here.found(SOL), ["second"]);
    for (sent, other) in (1..).zip(103..=108) {
        let takes = sent < EACH_MAX;
        assert_eq!(here.sends(PersonId(other), "and you"), takes, "{other}");
    }
    assert!(here.sends(SOL, "third"), "who was thanked can be again");
    assert!(here.write(|tx| store::has_unopened(tx, SOL)));
    here.write(|tx| store::open_all(tx, SOL, NOW_MS + 1));
    here.sends(SOL, "fourth");
    assert_eq!(here.found(SOL), ["fourth"]);
    let again = here.write(|tx| store::has_unopened(tx, SOL));
    assert!(!again, "other words don't call somebody twice");
}

fn what_is_declined_is_withheld_and_what_was_there_stays(db: &TestDatabase) {
    let here = Here::new(db);
    here.sends(SOL, "first");
    here.write(|tx| store::decline(tx, SOL, WREN, NOW_MS));
    here.write(|tx| store::decline(tx, SOL, WREN, NOW_MS + 5));
    assert!(here.sends(SOL, "second"));
    assert_eq!(here.found(SOL), ["first"]);
    here.write(|tx| store::decline(tx, PersonId(103), WREN, NOW_MS));
    assert!(here.sends(PersonId(103), "hello"), "the sender is not told");
    assert_eq!(here.found(PersonId(103)), Vec::<String>::new());
    let given = here.write(|tx| store::given(tx, TONIGHT, WREN));
    assert_eq!(given.len(), 2);
    let withheld = given.iter().find(|row| row.to == PersonId(103)).unwrap();
    assert!(withheld.is_withheld && withheld.sealed.is_empty());
    here.write(|tx| store::welcome(tx, SOL, WREN));
    here.sends(SOL, "third");
    assert_eq!(here.found(SOL), ["third"]);
}

fn what_is_thrown_away_stays_away(db: &TestDatabase) {
    let here = Here::new(db);
    here.sends(SOL, "first");
    let id = here.write(|tx| store::got(tx, SOL))[0].id;
    here.write(move |tx| store::throw_away(tx, WREN, id));
    assert_eq!(here.found(SOL).len(), 1, "only who got it throws it away");
    here.write(move |tx| store::throw_away(tx, SOL, id));
    here.sends(SOL, "second");
    assert_eq!(here.found(SOL), Vec::<String>::new());
    assert!(!here.write(|tx| store::has_unopened(tx, SOL)));
    let given = here.write(|tx| store::given(tx, TONIGHT, WREN));
    assert_eq!(given.len(), 1, "the sender finds everything as it was");
    assert!(given[0].sealed.is_empty());
}

fn whatever_becomes_of_it_the_sender_s_data_say_the_same(db: &TestDatabase) {
    const LATER_MS: i64 = NOW_MS + 3_600_000;
    let here = Here::new(db);
    let [arrived, declined, thrown, declined_after, both] = [110, 111, 112, 113, 114].map(PersonId);
    here.write(move |tx| store::decline(tx, SOL, declined, NOW_MS));
    for from in [arrived, declined, thrown, declined_after, both] {
        assert!(here.one_sends(from, SOL, ("first", NOW_MS)));
    }
    here.write(move |tx| {
        for row in store::got(tx, SOL)? {
            if row.from == Some(thrown) || row.from == Some(both) {
                store::throw_away(tx, SOL, row.id)?;
            }
        }
        store::decline(tx, SOL, declined_after, NOW_MS)?;
        store::decline(tx, SOL, both, NOW_MS)
    });
    let expected = here.exported(arrived);
    assert!(expected.contains("session_starts_ms"), "{expected}");
    let same = |when: &str| {
        for from in [declined, thrown, declined_after, both] {
            assert_eq!(here.exported(from), expected, "{from:?}, {when}");
        }
    };
    same("as it was sent");
    for from in [arrived, declined, thrown, declined_after, both] {
        assert!(here.one_sends(from, SOL, ("second", LATER_MS)));
    }
    assert_eq!(here.exported(arrived), expected);
    same("sent anew");
}

fn erasing_goes_both_ways(db: &TestDatabase) {
    let here = Here::new(db);
    here.sends(SOL, "the bus story");
    here.sends(PersonId(103), "for the tea");
    let got = here.exported(SOL);
    assert!(got.contains("the bus story") && got.contains(r#""thanked_for":"honest""#));
    let given = here.exported(WREN);
    assert!(given.contains("thanks_given") && given.contains("session_starts_ms"));
    assert!(!given.contains("the bus story"), "a letter is the other's");
    // Who sent it goes: it stays, without a name.
    here.write(|tx| data::erase(tx, WREN));
    assert_eq!(here.found(SOL), ["the bus story"]);
    let rows = here.write(|tx| store::got(tx, SOL));
    assert_eq!(rows[0].from, None);
    // Who got it goes: so does what it said.
    here.keys.destroy(SOL.0).unwrap();
    assert_eq!(open(&here.keys, &rows[0]).unwrap(), None);
    here.write(|tx| data::erase(tx, SOL));
    assert_eq!(here.write(|tx| store::got(tx, SOL)), []);
    assert_eq!(here.found(PersonId(103)), ["for the tea"]);
}
