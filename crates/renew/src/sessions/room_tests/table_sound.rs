//! The sound of a table's phone: whose its microphone is, who hears it, and which page has it.

use circle::TableId;

use super::super::in_room::{AtTable, TableLook};
use super::super::media::NoVoices;
use super::super::room::{TableAsks, TableTold};
use super::super::wire::{MediaOffered, TableSound};
use super::*;

const TABLE: TableId = TableId(1);
const BEA: i64 = 110;
const TOMAS: i64 = 111;
/// A page of the table's phone, and one of another phone.
const PAGE: u64 = 501;
const OTHER_PAGE: u64 = 502;

/// An evening with voices, with two people around a phone and two online.
struct Evening {
    world: World,
    lead: Client,
    juniper: Client,
}

impl Evening {
    /// Everybody is there; at the table Bea has agreed, and Tomás if `all_agree`.
    async fn in_a_round(all_agree: bool) -> Self {
        let world = World::new().await.with_voices();
        let mut lead = world
            .client(world.coming(101, "Marlow", Role::Facilitator))
            .await;
        let mut juniper = world
            .client(world.coming(102, "Juniper", Role::Member))
            .await;
        for client in [&mut lead, &mut juniper] {
            client.does(Act::Agree).await.unwrap();
        }
        let mut evening = Self {
            world,
            lead,
            juniper,
        };
        evening.polls(Some((BEA, Act::Agree))).await;
        if all_agree {
            evening.polls(Some((TOMAS, Act::Agree))).await;
        }
        evening.lead.does(Act::Start).await.unwrap();
        for phase in [0, 1] {
            evening.lead.does(Act::NextPhase { phase }).await.unwrap();
        }
        evening
    }

    /// The table's phone says that its people are there.
    async fn polls(&self, act: Option<(i64, Act)>) -> TableLook {
        let people = [(BEA, "Bea"), (TOMAS, "Tomás")];
        let coming = people.iter().map(|(person, name)| Coming {
            in_room: true,
            table: Some(TABLE),
            ..self.world.coming(*person, name, Role::Member)
        });
        let at = AtTable {
            table: Some(TABLE),
            people: coming.collect(),
            act: act.map(|(person, act)| (PersonId(person), act)),
            lang: Lang::En,
            lease_ms: 30_000,
        };
        self.world.room().await.at_table(at).await.unwrap()
    }

    async fn seat(&self, person: i64) -> Seat {
        let look = self.polls(None).await;
        let mut seats = look.seats.into_iter();
        seats.find(|(who, _)| who.0 == person).unwrap().1
    }

    async fn gives(&mut self, who: Seat) {
        let turn = self.lead.view().turn.map_or(0, |turn| turn.turn);
        self.lead.does(Act::Give { who, turn }).await.unwrap();
        self.lead
            .until(|view| view.turn.is_some_and(|turn| turn.who.0 == who))
            .await;
    }

    async fn asks(&self, page: u64, since: u64) -> TableTold {
        let room = self.world.room().await;
        let told = room.table_news(TABLE, page, since);
        timeout(PATIENCE, told).await.unwrap()
    }

    /// What is so, whatever the page knows already.
    async fn told(&self, page: u64) -> (u64, TableSound) {
        match self.asks(page, 1).await {
            TableTold::Sound { n, sound, .. } => (n, *sound),
            other => panic!("{other:?}"),
        }
    }

    async fn mic(&self, page: u64, on: bool) {
        let room = self.world.room().await;
        let told = room.table_mic(TABLE, page, on).await;
        assert!(matches!(told, Ok(()) | Err(NoVoices::NoSeat)), "{told:?}");
    }

    /// Wren comes into the same room, with a phone of her own.
    async fn wren_comes(&self) -> Client {
        let coming = Coming {
            in_room: true,
            ..self.world.coming(120, "Wren", Role::Member)
        };
        self.world.client(coming).await
    }

    /// What Juniper's page is told of the tables.
    async fn juniper_knows(&mut self) -> Value {
        knows(&mut self.juniper).await
    }
}

#[tokio::test]
async fn a_table_is_heard_while_it_is_the_turn_of_one_around_it() {
    let mut evening = Evening::in_a_round(true).await;
    let (bea, tomas) = (evening.seat(BEA).await, evening.seat(TOMAS).await);
    assert!(evening.juniper_knows().await["tables"].is_null());
    evening.asks(PAGE, 0).await;
    let (_, sound) = evening.told(PAGE).await;
    assert_eq!(sound.around, ["Bea", "Tomás"]);
    assert!(!sound.on && !sound.may && sound.carries.is_empty());

    evening.mic(PAGE, true).await;
    evening.gives(bea).await;
    let (n, sound) = evening.told(PAGE).await;
    assert!(sound.on && sound.may);
    assert_eq!(sound.carries, ["Bea"]);
    let knows = evening.juniper_knows().await;
    let table = &knows["tables"][0];
    assert_eq!(table["seats"], serde_json::json!([bea, tomas]));
    assert_eq!(table["carries"], serde_json::json!([bea]));
    assert_eq!(knows["mics"], serde_json::json!([bea, tomas]));

    // The turn goes on to somebody online: the page that waits hears it at once.
    let juniper = evening.juniper.me;
    let room = evening.world.room().await;
    let waits = tokio::spawn(async move { room.table_news(TABLE, PAGE, n).await });
    evening.gives(juniper).await;
    let told = timeout(PATIENCE, waits).await.unwrap().unwrap();
    let TableTold::Sound { sound, media, .. } = told else {
        panic!("{told:?}");
    };
    assert!(sound.on && !sound.may && sound.carries.is_empty());
    assert_eq!(
        media,
        MediaOffered {
            ice: vec![],
            seal: None
        }
    );
    let knows = evening.juniper_knows().await;
    assert_eq!(knows["tables"][0]["carries"], serde_json::json!([]));
}

#[tokio::test]
async fn who_has_not_agreed_is_named_at_the_table_and_nothing_but_who_leads_is_played() {
    let mut evening = Evening::in_a_round(false).await;
    let bea = evening.seat(BEA).await;
    evening.asks(PAGE, 0).await;
    evening.gives(bea).await;
    let (_, sound) = evening.told(PAGE).await;
    assert_eq!(sound.waits, ["Tomás"]);
    assert!(!sound.apart);
    // Bea is heard in her turn all the same.
    assert_eq!(sound.carries, ["Bea"]);
    evening.polls(Some((TOMAS, Act::Agree))).await;
    let (_, sound) = evening.told(PAGE).await;
    assert!(sound.waits.is_empty());
    // Sent to the door, he still sits beside the loudspeaker.
    let who = evening.seat(TOMAS).await;
    evening.lead.does(Act::ToWaitingRoom { who }).await.unwrap();
    let (_, sound) = evening.told(PAGE).await;
    assert!(sound.apart);
}

#[tokio::test]
async fn of_two_pages_of_one_table_the_later_has_its_sound() {
    let evening = Evening::in_a_round(true).await;
    let first = evening.asks(PAGE, 0).await;
    let TableTold::Sound { n, .. } = first else {
        panic!("{first:?}");
    };
    evening.mic(PAGE, true).await;
    let (on, sound) = evening.told(PAGE).await;
    assert!(sound.on && on > n);
    let room = evening.world.room().await;
    let waits = tokio::spawn(async move { room.table_news(TABLE, PAGE, on).await });
    tokio::task::yield_now().await;
    // The second phone begins with its microphone off, and the first is told.
    evening.asks(OTHER_PAGE, 0).await;
    let told = timeout(PATIENCE, waits).await.unwrap().unwrap();
    assert_eq!(told, TableTold::Elsewhere);
    assert!(!evening.told(OTHER_PAGE).await.1.on);
    // Nothing that the first says counts any more.
    evening.mic(PAGE, true).await;
    assert!(!evening.told(OTHER_PAGE).await.1.on);
    assert_eq!(evening.asks(PAGE, on).await, TableTold::Elsewhere);
    let room = evening.world.room().await;
    let joined = room.table_joins(TABLE, PAGE, "v=0".into()).await;
    assert_eq!(joined, Err(NoVoices::NoSeat));
    // Whoever leads shows the device out.
    evening.mic(OTHER_PAGE, true).await;
    assert!(room.table_asks(TABLE, 0, TableAsks::Ends).await);
    let joined = room.table_joins(TABLE, OTHER_PAGE, "v=0".into()).await;
    assert_eq!(joined, Err(NoVoices::NoSeat));
}

#[tokio::test]
async fn a_table_speaks_for_nobody_of_another_table() {
    let mut evening = Evening::in_a_round(true).await;
    let bea = evening.seat(BEA).await;
    evening.gives(bea).await;
    let room = evening.world.room().await;
    let other = TableId(2);
    room.table_news(other, OTHER_PAGE, 0).await;
    assert_eq!(room.table_mic(other, OTHER_PAGE, true).await, Ok(()));
    let told = room.table_news(other, OTHER_PAGE, 1).await;
    let TableTold::Sound { sound, .. } = told else {
        panic!("{told:?}");
    };
    assert!(sound.around.is_empty() && !sound.may && sound.carries.is_empty());
    assert!(evening.juniper_knows().await["tables"].is_null());
    // Nor does a page of the one have the other's sound.
    let joined = room.table_joins(TABLE, OTHER_PAGE, "v=0".into()).await;
    assert_eq!(joined, Err(NoVoices::NoSeat));
}

#[tokio::test]
async fn a_phone_that_goes_away_in_a_turn_is_silent_and_comes_back_to_the_turn() {
    let mut evening = Evening::in_a_round(true).await;
    let bea = evening.seat(BEA).await;
    evening.asks(PAGE, 0).await;
    evening.mic(PAGE, true).await;
    evening.gives(bea).await;
    let (n, sound) = evening.told(PAGE).await;
    assert!(sound.on && sound.may);
    evening.world.pass(50_000).await;
    let knows = evening.juniper_knows().await;
    assert!(knows["tables"].is_null(), "its page is gone: {knows}");
    evening.polls(None).await;
    let back = evening.asks(PAGE, n).await;
    let TableTold::Sound { sound, .. } = back else {
        panic!("{back:?}");
    };
    // It is still Bea's turn; the microphone is what the page says it is.
    assert!(sound.may && !sound.on);
    assert_eq!(sound.carries, ["Bea"]);
}

#[tokio::test]
async fn who_has_a_page_of_their_own_speaks_for_themselves() {
    let mut evening = Evening::in_a_round(true).await;
    let bea = evening.seat(BEA).await;
    evening.asks(PAGE, 0).await;
    evening.gives(bea).await;
    assert_eq!(evening.told(PAGE).await.1.carries, ["Bea"]);
    let coming = Coming {
        in_room: true,
        ..evening.world.coming(BEA, "Bea", Role::Member)
    };
    let _own = evening.world.client(coming).await;
    let (_, sound) = evening.told(PAGE).await;
    assert_eq!(sound.around, ["Tomás"]);
    assert!(!sound.may && sound.carries.is_empty());
}

#[tokio::test]
async fn a_question_that_was_on_its_way_when_the_device_was_shown_out_begins_nothing() {
    let evening = Evening::in_a_round(true).await;
    evening.asks(PAGE, 0).await;
    let (n, _) = evening.told(PAGE).await;
    let room = evening.world.room().await;
    assert!(room.table_asks(TABLE, 0, TableAsks::Ends).await);
    assert_eq!(evening.asks(PAGE, n).await, TableTold::Ended);
    assert_eq!(
        room.table_mic(TABLE, PAGE, true).await,
        Err(NoVoices::NoSeat)
    );
    // The next phone of this table is another page.
    let told = evening.asks(OTHER_PAGE, 0).await;
    assert!(matches!(told, TableTold::Sound { .. }), "{told:?}");
}

#[tokio::test]
async fn a_device_that_asks_without_end_is_refused_and_another_is_not() {
    let evening = Evening::in_a_round(true).await;
    let room = evening.world.room().await;
    let mut refused = 0;
    for page in 1..=100 {
        // Whichever page it says it is.
        if room.table_news(TABLE, page, 0).await == TableTold::TooOften {
            refused += 1;
        }
    }
    assert!(refused > 50, "{refused}");
    let told = room.table_mic(TABLE, PAGE, true).await;
    assert_eq!(told, Err(NoVoices::TooOften));
    // Off is off, however often it is said.
    assert_eq!(
        room.table_mic(TABLE, 100, false).await,
        Err(NoVoices::NoSeat)
    );
    let other = room.table_news(TableId(2), PAGE, 0).await;
    assert!(matches!(other, TableTold::Sound { .. }), "{other:?}");
}

#[tokio::test]
async fn until_everybody_in_the_room_has_agreed_the_table_says_for_whom_it_waits() {
    let evening = Evening::in_a_round(true).await;
    evening.asks(PAGE, 0).await;
    assert!(evening.told(PAGE).await.1.waits.is_empty());
    let mut wren = evening.wren_comes().await;
    assert_eq!(evening.told(PAGE).await.1.waits, ["Wren"]);
    assert_eq!(knows(&mut wren).await["beside"], true);
    wren.does(Act::Agree).await.unwrap();
    assert!(evening.told(PAGE).await.1.waits.is_empty());
}

#[tokio::test]
async fn a_microphone_that_is_on_and_does_not_come_through_silences_nobody() {
    let mut evening = Evening::in_a_round(true).await;
    let mut wren = evening.wren_comes().await;
    wren.does(Act::Agree).await.unwrap();
    evening.asks(PAGE, 0).await;
    evening.gives(wren.me).await;
    evening.mic(PAGE, true).await;
    wren.does(Act::Mic { on: true }).await.unwrap();
    // In her turn what the table plays would go into her microphone, if that were connected.
    let (_, sound) = evening.told(PAGE).await;
    assert!(!sound.quiet && !sound.may && !sound.yields);
    assert_eq!(knows(&mut wren).await["may"], true);
    // The session is over, and nobody at the table stays.
    evening.lead.does(Act::End).await.unwrap();
    let (_, sound) = evening.told(PAGE).await;
    assert!(sound.ended && sound.apart && sound.still);
}

#[tokio::test]
async fn who_is_in_the_room_and_not_in_the_circle_hears_nothing_that_is_shared() {
    let mut evening = Evening::in_a_round(true).await;
    let wren = evening.wren_comes().await;
    evening.asks(PAGE, 0).await;
    let who = wren.me;
    // Her phone locks, and she sits where she sat.
    drop(wren);
    let (_, sound) = evening.told(PAGE).await;
    assert_eq!(sound.waits, ["Wren"]);
    // Whoever leads online is heard by her as well.
    assert!(!sound.still);
    let _wren = evening.wren_comes().await;
    evening.lead.does(Act::ToWaitingRoom { who }).await.unwrap();
    let (_, sound) = evening.told(PAGE).await;
    assert!(sound.door && sound.waits.is_empty(), "{sound:?}");
}

#[tokio::test]
async fn without_voices_or_in_a_sealed_session_a_table_has_no_sound() {
    let world = World::new().await;
    let room = world.room().await;
    assert_eq!(room.table_news(TABLE, PAGE, 0).await, TableTold::NoVoices);
    let mut world = World::new().await.with_voices();
    world.session.sealed = true;
    let room = world.room().await;
    assert_eq!(room.table_news(TABLE, PAGE, 0).await, TableTold::Sealed);
    let joined = room.table_joins(TABLE, PAGE, "v=0".into()).await;
    assert_eq!(joined, Err(NoVoices::NoSeat));
}

#[tokio::test]
async fn who_speaks_where_nobody_else_has_sound_is_told_so() {
    let mut evening = Evening::in_a_round(true).await;
    let lead = knows(&mut evening.lead).await;
    assert_eq!(
        (&lead["may"], &lead["to_nobody"]),
        (&true.into(), &true.into())
    );
    assert!(
        evening.juniper_knows().await["to_nobody"].is_null(),
        "it isn't her turn"
    );
    // The program makes the voice of somebody there, who needs no connection.
    let seat = evening.juniper.view().me.0;
    let packet = relay::core::Said {
        sequence: 1,
        time: 0,
        payload: [0xf8, 0xff, 0xfe].into(),
    };
    let session = evening.world.session.id;
    evening.world.means.voices.said(session, seat, packet);
    let lead = knows(&mut evening.lead).await;
    assert_eq!(lead["may"], true);
    assert!(lead["to_nobody"].is_null(), "{lead}");
}
