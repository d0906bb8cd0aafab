//! What people write in an activity: unseen until all is shown, unnamed from then on, and kept for
//! its owner whatever ends it.

use circle::activity::{ActivityKind, Part};
use circle::format::PhaseKind;

use super::super::planning;
use super::super::store::journal;
use super::super::wire::Sheet;
use super::*;

const MARLOW: (i64, &str, Role) = (101, "Marlow", Role::Facilitator);
const WREN: (i64, &str, Role) = (102, "Wren", Role::Member);
const SOL: (i64, &str, Role) = (103, "Sol", Role::Member);
const ANA: (i64, &str, Role) = (104, "Ana", Role::Member);

impl World {
    /// Acts as a page without JavaScript does, and says what the person's sheet then is.
    async fn acts(&self, who: (i64, &str, Role), act: Act) -> Result<Sheet, String> {
        let (person, name, role) = who;
        let coming = Coming {
            page: 0,
            ..self.coming(person, name, role)
        };
        let looked = self.room().await.plain(coming, Some(act)).await.unwrap();
        match looked.refused {
            None => Ok(looked.picture.sheet),
            Some(why) => Err(format!("{why:?}")),
        }
    }

    async fn sheet(&self, who: (i64, &str, Role)) -> Sheet {
        let (person, name, role) = who;
        let coming = Coming {
            page: 0,
            ..self.coming(person, name, role)
        };
        let looked = self.room().await.plain(coming, None).await.unwrap();
        looked.picture.sheet
    }

    /// Four people in the working time, and `kind` has begun.
    async fn doing(&self, kind: ActivityKind) {
        for who in [MARLOW, WREN, SOL, ANA] {
            self.acts(who, Act::Agree).await.unwrap();
        }
        self.acts(MARLOW, Act::Start).await.unwrap();
        for phase in 0.. {
            let coming = self.coming(MARLOW.0, MARLOW.1, MARLOW.2);
            let looked = self.room().await.plain(coming, None).await.unwrap();
            let now = looked.picture.view.phase.unwrap();
            if now.kind == PhaseKind::Working {
                break;
            }
            self.acts(MARLOW, Act::NextPhase { phase }).await.unwrap();
        }
        let activity = 0;
        let begin = Act::BeginActivity { activity, kind };
        self.acts(MARLOW, begin).await.unwrap();
    }

    /// As [`World::doing`], and Wren brings one.
    async fn wren_brings(&self, kind: ActivityKind) {
        self.doing(kind).await;
        let bring = Act::BringOne { activity: 1 };
        self.acts(WREN, bring).await.unwrap();
    }

    /// A thought record of Wren's, at the step in which the others write alone.
    async fn answering(&self) {
        self.wren_brings(ActivityKind::ThoughtRecord).await;
        self.goes_on(&[0, 1]).await;
        self.acts(WREN, line(Part::Thought, "They all know"))
            .await
            .unwrap();
        self.goes_on(&[2]).await;
    }

    /// Sol and Ana have answered, and all is shown.
    async fn answered(&self, named: bool) {
        self.answering().await;
        for (who, text) in [(SOL, "Most of them don't"), (ANA, "Ask one of them")] {
            let answer = write(Part::Fairer, text, named);
            self.acts(who, answer).await.unwrap();
        }
        self.goes_on(&[3]).await;
    }

    async fn goes_on(&self, steps: &[u8]) {
        for step in steps {
            let (activity, step) = (1, *step);
            let next = Act::NextStep { activity, step };
            self.acts(MARLOW, next).await.unwrap();
        }
    }

    /// The whole journal and snapshot, as they stand in the database.
    async fn journal(&self) -> String {
        let id = self.session.id;
        let read = self.means.store.read(move |tx| journal::read(tx, id)).await;
        let written = read.unwrap();
        let entries = written.entries.iter().map(|entry| entry.text.clone());
        let snapshot = written.snapshot.map(|(_, state)| state);
        entries.chain(snapshot).collect()
    }

    /// How many entries the journal has.
    async fn entries(&self) -> usize {
        let id = self.session.id;
        let read = self.means.store.read(move |tx| journal::read(tx, id)).await;
        read.unwrap().entries.len()
    }

    /// What a person finds that they kept.
    async fn kept(&self, person: i64) -> Vec<super::super::KeptSheet> {
        let read = self
            .means
            .store
            .read(move |tx| rows::kept::records_of(tx, PersonId(person)))
            .await;
        let rows = read.unwrap();
        rows.iter()
            .filter_map(|row| planning::open_record(&self.means.keys, row).unwrap())
            .collect()
    }
}

fn write(part: Part, text: &str, named: bool) -> Act {
    Act::Write {
        activity: 1,
        part,
        nth: 0,
        to: None,
        text: text.to_owned(),
        level: None,
        named,
        on: true,
    }
}

fn line(part: Part, text: &str) -> Act {
    write(part, text, false)
}

fn texts(sheet: &Sheet) -> Vec<&str> {
    sheet.slips.iter().map(|slip| slip.text.as_str()).collect()
}

#[tokio::test]
async fn nobody_reads_an_answer_before_all_are_shown_and_a_restart_loses_none() {
    let world = World::new().await;
    world.answering().await;
    let wrote = world
        .acts(SOL, line(Part::Fairer, "Most of them don't"))
        .await;
    assert_eq!(wrote.unwrap().written[0].text, "Most of them don't");
    world
        .acts(ANA, write(Part::Fairer, "Ask one of them", true))
        .await
        .unwrap();
    let world = world.killed().await;
    for who in [MARLOW, WREN, ANA] {
        let sheet = world.sheet(who).await;
        assert_eq!(sheet.slips, [], "{}", who.1);
        assert!(
            sheet
                .written
                .iter()
                .all(|one| one.text == "Ask one of them")
        );
        assert_eq!(sheet.lines[0].text, "They all know");
    }
    world.goes_on(&[3]).await;
    let world = world.killed().await;
    let expected = ["Ask one of them", "Most of them don't"];
    for who in [MARLOW, WREN, SOL, ANA] {
        let sheet = world.sheet(who).await;
        assert_eq!(texts(&sheet), expected, "{}", who.1);
        assert_eq!(sheet.written, []);
    }
    let late = world.acts(SOL, line(Part::Fairer, "One more")).await;
    assert!(late.is_err());
}

#[tokio::test]
async fn who_wrote_an_unnamed_answer_is_nowhere_in_the_database_once_it_is_shown() {
    let world = World::new().await;
    world.answering().await;
    world
        .acts(SOL, line(Part::Fairer, "xylophone thoughts"))
        .await
        .unwrap();
    let before = world.rows_of(SOL.0).await;
    world.goes_on(&[3]).await;
    // The draft was Sol's row, and what is shown is Wren's.
    assert_eq!(world.rows_of(SOL.0).await, before - 1);
    assert!(!world.journal().await.contains("xylophone"));
    let bytes = world.database_bytes();
    let secret = b"xylophone";
    let readable = bytes.windows(secret.len()).any(|part| part == secret);
    assert!(!readable);
}

#[tokio::test]
async fn what_its_owner_kept_is_found_again_and_the_rest_goes() {
    let world = World::new().await;
    world.answered(false).await;
    let drafts = world.rows_in("session_drafts").await;
    let (activity, slip, is) = (1, 2, true);
    let keep = Act::KeepSlip { activity, slip, is };
    assert!(world.acts(SOL, keep.clone()).await.is_err());
    world.acts(WREN, keep).await.unwrap();
    world
        .acts(MARLOW, Act::StopActivity { activity })
        .await
        .unwrap();
    assert_eq!(world.rows_in("session_drafts").await, drafts - 2);
    let [sheet] = &world.kept(WREN.0).await[..] else {
        panic!("Wren keeps one sheet");
    };
    assert_eq!(sheet.kind, ActivityKind::ThoughtRecord);
    assert_eq!(sheet.lines[0].text, "They all know");
    let kept: Vec<&str> = sheet.kept.iter().map(|slip| slip.text.as_str()).collect();
    assert_eq!(kept, ["Most of them don't"]);
    assert_eq!(world.kept(SOL.0).await, []);
    world.erase(WREN.0).await;
    assert_eq!(world.rows_in("session_records").await, 0);
}

#[tokio::test]
async fn what_the_owner_wrote_is_theirs_when_they_leave_in_the_middle() {
    let world = World::new().await;
    world.answering().await;
    world
        .acts(SOL, line(Part::Fairer, "Most of them don't"))
        .await
        .unwrap();
    let coming = world.coming(WREN.0, WREN.1, WREN.2);
    // Who has left sees no room any more.
    let left = world.room().await.plain(coming, Some(Act::Leave)).await;
    assert!(left.is_err());
    let sheet = &world.kept(WREN.0).await[0];
    assert_eq!(
        (sheet.lines[0].text.as_str(), sheet.kept.len()),
        ("They all know", 0)
    );
    assert_eq!(world.sheet(SOL).await, Sheet::default());
}

#[tokio::test]
async fn who_is_erased_takes_back_what_was_not_shown_yet() {
    let world = World::new().await;
    world.answering().await;
    world
        .acts(SOL, line(Part::Fairer, "Most of them don't"))
        .await
        .unwrap();
    world
        .acts(ANA, line(Part::Fairer, "Ask one of them"))
        .await
        .unwrap();
    world.erase(SOL.0).await;
    world.goes_on(&[3]).await;
    assert_eq!(texts(&world.sheet(WREN).await), ["Ask one of them"]);
}

#[tokio::test]
async fn what_somebody_put_their_name_to_goes_with_them_but_for_what_its_owner_kept() {
    let world = World::new().await;
    world.answered(true).await;
    let sheet = world.sheet(WREN).await;
    let sols = sheet
        .slips
        .iter()
        .find(|slip| slip.text.starts_with("Most"));
    let (activity, slip, is) = (1, sols.unwrap().slip, true);
    let keep = Act::KeepSlip { activity, slip, is };
    world.acts(WREN, keep).await.unwrap();
    let drafts = world.rows_in("session_drafts").await;
    for who in [SOL, ANA] {
        world.erase(who.0).await;
    }
    let erased = drafts - world.rows_in("session_drafts").await;
    assert!(erased >= 1, "what was not kept is gone from the database");
    let reads = async |world: &World| {
        assert_eq!(texts(&world.sheet(WREN).await), ["Most of them don't"]);
        assert_eq!(texts(&world.sheet(MARLOW).await), Vec::<&str>::new());
    };
    reads(&world).await;
    let world = world.killed().await;
    reads(&world).await;
    let kept = &world.kept(WREN.0).await[0].kept;
    assert_eq!(kept[0].text, "Most of them don't");
}

#[tokio::test]
async fn the_first_step_is_the_owner_s_plan_unless_they_made_another() {
    let world = World::new().await;
    world.wren_brings(ActivityKind::ProblemSolving).await;
    world.goes_on(&[0, 1, 2, 3, 4, 5]).await;
    for text in ["Ring Dana", "Ring Dana on Tuesday"] {
        world.acts(WREN, line(Part::FirstStep, text)).await.unwrap();
        let coming = world.coming(WREN.0, WREN.1, WREN.2);
        let looked = world.room().await.plain(coming, None).await.unwrap();
        assert_eq!(looked.picture.mine.plan.unwrap().text, text);
    }
    world
        .acts(WREN, plan("Walk", MayKnow::Circle))
        .await
        .unwrap();
    world
        .acts(WREN, line(Part::FirstStep, "Ring Sol"))
        .await
        .unwrap();
    let coming = world.coming(WREN.0, WREN.1, WREN.2);
    let looked = world.room().await.plain(coming, None).await.unwrap();
    assert_eq!(looked.picture.mine.plan.unwrap().text, "Walk");
    // Nobody else reads the first step.
    assert!(
        world
            .sheet(SOL)
            .await
            .lines
            .iter()
            .all(|line| line.part != Part::FirstStep)
    );
}

#[tokio::test]
async fn the_journal_knows_no_longer_who_wrote_what_once_it_is_shown() {
    let world = World::new().await;
    world.answering().await;
    world
        .acts(SOL, line(Part::Fairer, "Most of them don't"))
        .await
        .unwrap();
    world
        .acts(SOL, write(Part::Pattern, "", false))
        .await
        .unwrap();
    assert!(world.journal().await.contains("\"write\""));
    world.goes_on(&[3]).await;
    let journal = world.journal().await;
    assert!(!journal.contains("\"write\""), "{journal}");
    assert!(journal.contains("\"writings\":[]"), "{journal}");
}

#[tokio::test]
async fn an_empty_corner_of_somebody_else_s_takes_nothing_from_its_owner() {
    let world = World::new().await;
    world.wren_brings(ActivityKind::CostBenefit).await;
    world.goes_on(&[0]).await;
    world
        .acts(WREN, line(Part::UsingNow, "It is quiet"))
        .await
        .unwrap();
    world.goes_on(&[1]).await;
    let sheet = world.acts(SOL, line(Part::UsingNow, " ")).await.unwrap();
    assert_eq!(sheet.lines[0].text, "It is quiet");
    assert_eq!(world.kept(WREN.0).await[0].lines.len(), 1);
}

#[tokio::test]
async fn who_hands_an_activity_back_takes_their_lines_along() {
    let world = World::new().await;
    world.wren_brings(ActivityKind::ModelShare).await;
    for nth in 0..2 {
        let outline = Act::Write {
            activity: 1,
            part: Part::Outline,
            nth,
            to: None,
            text: "How it was".to_owned(),
            level: None,
            named: false,
            on: true,
        };
        world.acts(WREN, outline).await.unwrap();
    }
    world
        .acts(WREN, Act::HandBack { activity: 1 })
        .await
        .unwrap();
    world
        .acts(SOL, Act::BringOne { activity: 1 })
        .await
        .unwrap();
    let world = world.killed().await;
    world
        .acts(SOL, line(Part::Outline, "What happened"))
        .await
        .unwrap();
    let sols = &world.kept(SOL.0).await[0].lines;
    let texts: Vec<&str> = sols.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["What happened"]);
    assert_eq!(world.kept(WREN.0).await[0].lines.len(), 2);
}

#[tokio::test]
async fn a_form_keeps_all_its_places_and_writes_nothing_that_stands_already() {
    let world = World::new().await;
    world.wren_brings(ActivityKind::ThoughtRecord).await;
    world.goes_on(&[0, 1]).await;
    let (activity, is) = (1, true);
    let form = || {
        [
            line(Part::Situation, "On the bus"),
            line(Part::Thought, "They all know"),
            line(Part::Feeling, ""),
            Act::Ready { activity, is },
        ]
    };
    let coming = || Coming {
        page: 0,
        ..world.coming(WREN.0, WREN.1, WREN.2)
    };
    let looked = world.room().await.plain(coming(), form()).await.unwrap();
    assert_eq!(looked.refused, None);
    assert_eq!(looked.picture.sheet.lines.len(), 2);
    let entries = world.entries().await;
    world.room().await.plain(coming(), form()).await.unwrap();
    // Coming and being done again are the only news.
    let news = world.entries().await - entries;
    assert!(news <= 2, "{news}");
    let writes = world.journal().await.matches("\"write\"").count();
    assert_eq!(writes, 2);
    // What comes too late is refused, and the rest of the form is done all the same.
    world.goes_on(&[2]).await;
    let late = [line(Part::Thought, "Or do they"), Act::Hand { up: false }];
    let looked = world.room().await.plain(coming(), late).await.unwrap();
    assert!(looked.refused.is_some());
    assert_eq!(looked.picture.sheet.lines[1].text, "They all know");
}
