//! The same seeded operations on both engines, and every answer compared.
//!
//! `RENEW_SEEDS` sets how many seeds are tried.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use store::testing::TestDatabase;
use store::{FromRow, Migration, Row, Store, StoreError, Tx, Value, params};

const TABLES: Migration = Migration {
    version: 1,
    name: "0001_tables",
    sql: "CREATE TABLE people (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, seen_ms BIGINT,
              share DOUBLE PRECISION NOT NULL, sealed BYTEA, here BIGINT NOT NULL CHECK (here < 2));
          CREATE INDEX people_by_seen ON people (seen_ms, id);
          CREATE TABLE plans (person BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
              number BIGINT NOT NULL, text TEXT, PRIMARY KEY (person, number));",
    sample: "",
};

const STEPS: usize = 150;

/// Seeded chance (splitmix64), so that a failing seed can be run again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
    }

    /// Few different ids, so that operations meet.
    fn id(&mut self) -> i64 {
        self.pick(&[1, 2, 3, 4, 5, 6, 7, -1, i64::MAX])
    }

    fn text(&mut self) -> &'static str {
        self.pick(&[
            "",
            "a",
            "A",
            "b",
            "B",
            "ab",
            "a b",
            "a-b",
            "a_b",
            "a%b",
            "é",
            "É",
            "z",
            "~",
            "\u{1f30a}",
            "'",
        ])
    }

    fn maybe_number(&mut self) -> Option<i64> {
        self.pick(&[
            None,
            Some(0),
            Some(-5),
            Some(5),
            Some(i64::MIN),
            Some(1 << 40),
        ])
    }

    /// Sums of these are exact in any order.
    fn fraction(&mut self) -> f64 {
        self.pick(&[0.0, 0.5, -0.25, 3.0, 1024.125])
    }

    fn maybe_bytes(&mut self) -> Option<Vec<u8>> {
        self.pick(&[
            None,
            Some(vec![]),
            Some(vec![0]),
            Some(vec![0, 1]),
            Some(vec![255, 92]),
        ])
    }
}

/// A row as it is; wide enough for every question below.
#[derive(Debug, PartialEq)]
struct Any(Vec<Value>);

impl FromRow for Any {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let values = (0..8).map_while(|place| row.at::<Value>(place).ok());
        Ok(Self(values.collect()))
    }
}

#[derive(Clone, Debug)]
enum Step {
    Run(&'static str, Vec<Value>),
    Ask(&'static str, Vec<Value>),
}

fn change(chance: &mut Chance) -> Step {
    let (sql, params) = match chance.below(9) {
        0 | 1 => (
            "INSERT INTO people (id, name, seen_ms, share, sealed, here)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                chance.id(),
                chance.text(),
                chance.maybe_number(),
                chance.fraction(),
                chance.maybe_bytes(),
                chance.pick(&[0, 1, 1, 2])
            ]
            .to_vec(),
        ),
        2 => (
            "INSERT INTO people (id, name, share, here) VALUES ($1, $2, 1, 0)
             ON CONFLICT DO NOTHING",
            params![chance.id(), chance.text()].to_vec(),
        ),
        3 => (
            "INSERT INTO people (id, name, share, here) VALUES ($1, $2, $3, 1) ON CONFLICT (id)
             DO UPDATE SET share = people.share + excluded.share, seen_ms = NULL",
            params![chance.id(), chance.text(), chance.fraction()].to_vec(),
        ),
        4 => (
            "UPDATE people SET seen_ms = $1, share = share * 2 WHERE name > $2",
            params![chance.maybe_number(), chance.text()].to_vec(),
        ),
        5 => (
            "UPDATE people SET name = name || $1 WHERE id = $2 AND length(name) < 4",
            params![chance.text(), chance.id()].to_vec(),
        ),
        6 => (
            "DELETE FROM people WHERE id = $1",
            params![chance.id()].to_vec(),
        ),
        7 => (
            "INSERT INTO plans (person, number, text) VALUES ($1, $2, $3)",
            params![chance.id(), chance.id(), chance.text()].to_vec(),
        ),
        _ => (
            "INSERT INTO plans (person, number, text)
             SELECT id, $1, name FROM people WHERE here = 1 ON CONFLICT DO NOTHING",
            params![chance.id()].to_vec(),
        ),
    };
    Step::Run(sql, params)
}

fn question(chance: &mut Chance) -> Step {
    let (sql, params) = match chance.below(9) {
        0 => ("SELECT * FROM people ORDER BY id", vec![]),
        1 => (
            "SELECT id, seen_ms FROM people ORDER BY seen_ms DESC NULLS LAST, id LIMIT $1 OFFSET $2",
            params![chance.pick(&[0, 1, 3, 100]), chance.pick(&[0, 1, 2])].to_vec(),
        ),
        2 => (
            "SELECT name FROM people WHERE name LIKE $1 ORDER BY name",
            params![chance.pick(&["a%", "A%", "_", "%b", "%é%", "%"])].to_vec(),
        ),
        3 => (
            "SELECT COUNT(*), COUNT(seen_ms), SUM(here), SUM(share), AVG(here), MIN(name), MAX(name)
             FROM people WHERE share >= $1",
            params![chance.fraction()].to_vec(),
        ),
        4 => (
            "SELECT here, COUNT(*), MAX(seen_ms) FROM people GROUP BY here
             HAVING COUNT(*) > $1 ORDER BY here",
            params![chance.below(3).cast_signed()].to_vec(),
        ),
        5 => (
            "SELECT people.id, plans.number, plans.text FROM people
             LEFT JOIN plans ON plans.person = people.id ORDER BY 1, 2 NULLS FIRST, 3",
            vec![],
        ),
        6 => (
            "SELECT id, lower(name), upper(name), length(name), substr(name, 1, 1), length(sealed)
             FROM people WHERE sealed IS NOT NULL OR seen_ms IS NULL ORDER BY name DESC",
            vec![],
        ),
        7 => (
            "SELECT id, CASE WHEN seen_ms IS NULL THEN $1 ELSE seen_ms / 7 END, here = 1
             FROM people WHERE id IN (SELECT person FROM plans WHERE text <> $2) ORDER BY id",
            params![chance.id(), chance.text()].to_vec(),
        ),
        _ => (
            "SELECT id FROM people WHERE sealed = $1 OR sealed > $2 ORDER BY sealed, id",
            params![vec![0_u8], vec![0_u8, 0]].to_vec(),
        ),
    };
    Step::Ask(sql, params)
}

fn take(tx: &mut Tx<'_>, step: &Step) -> Result<Vec<Any>, StoreError> {
    match step {
        Step::Run(sql, params) => {
            let touched = tx.run(sql, params)?;
            Ok(vec![Any(vec![Value::Int(touched.cast_signed())])])
        }
        Step::Ask(sql, params) => tx.all(sql, params),
    }
}

type Answer = Result<Vec<Vec<Any>>, StoreError>;

fn answer(store: &Store, steps: &[Step], fails: bool) -> Answer {
    let steps = steps.to_vec();
    store.write_blocking(move |tx| {
        let answers = steps.iter().map(|step| take(tx, step));
        let answers = answers.collect::<Result<Vec<_>, _>>()?;
        if fails {
            Err(StoreError::NotFound)
        } else {
            Ok(answers)
        }
    })
}

/// The engines' own sentences differ; what kind of error it is may not.
fn kind(answer: Answer) -> Answer {
    answer.map_err(|error| match error {
        StoreError::Engine(_) => StoreError::Engine(String::new()),
        other => other,
    })
}

#[test]
fn both_engines_answer_alike() {
    let seeds = std::env::var("RENEW_SEEDS").map_or(12, |seeds| seeds.parse().unwrap());
    for seed in 1..=seeds {
        let (here, there) = (TestDatabase::sqlite(), TestDatabase::postgres());
        let (here, there) = (here.store_with(&[TABLES]), there.store_with(&[TABLES]));
        let mut chance = Chance(seed);
        let (mut kept, mut refused) = (0, 0);
        for number in 0..STEPS {
            let width = 1 + chance.below(3);
            let mut steps: Vec<Step> = (0..width).map(|_| change(&mut chance)).collect();
            steps.push(question(&mut chance));
            let fails = chance.below(8) == 0;
            let sqlite = kind(answer(&here, &steps, fails));
            let postgres = kind(answer(&there, &steps, fails));
            assert_eq!(sqlite, postgres, "seed {seed}, step {number}: {steps:#?}");
            if sqlite.is_ok() {
                kept += 1;
            } else {
                refused += 1;
            }
        }
        assert!(
            kept > 20 && refused > 20,
            "a dull seed: {kept} kept, {refused} refused"
        );
    }
}
