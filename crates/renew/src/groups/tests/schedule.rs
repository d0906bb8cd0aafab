//! The schedule as a browser meets it: one meeting, from a day on, who leads, venues, the week.

use jiff::civil::{Date, date};

use super::*;
use crate::groups::{Attendance, Turn, differences_store, rota_store};
use calendar::schedule::Way;

const CARMEN: PersonId = PersonId(103);
/// The Tuesday after [`NOW_MS`], which is the day before.
const TUESDAY: &str = "2026-11-24";

impl Community {
    /// A group that meets in a room and online, with a facilitator, a host and a member.
    pub(super) async fn with_leaders() -> (Self, GroupId) {
        let here = Self::new();
        let mut group = tuesday(Door::Vouched);
        group.details.attendance = Attendance::Both;
        group.details.place = "Elm Street Hall".into();
        let id = group.id;
        here.app
            .store
            .write::<_, ::store::StoreError, _>(move |tx| store::create(tx, &group))
            .await
            .unwrap();
        let facilitator = Roles {
            is_facilitator: true,
            ..Roles::default()
        };
        let host = Roles {
            is_host: true,
            ..Roles::default()
        };
        for (person, roles) in [
            (ALMA, facilitator),
            (BRAM, host),
            (CARMEN, Roles::default()),
        ] {
            here.place(Membership::joined(id, person, roles, NOW_MS))
                .await;
        }
        (here, id)
    }

    pub(super) async fn group(&self) -> Group {
        self.groups().await.remove(0)
    }

    async fn turns(&self, id: GroupId) -> Vec<PersonId> {
        let span = (date(2026, 1, 1), date(2027, 12, 31));
        let turns: Vec<Turn> = self
            .app
            .store
            .read::<_, ::store::StoreError, _>(move |tx| rota_store::rota_of(tx, id, span))
            .await
            .unwrap();
        turns.iter().map(|turn| turn.person).collect()
    }

    async fn closures(&self) -> usize {
        let closures = self
            .app
            .store
            .read::<_, ::store::StoreError, _>(differences_store::closures)
            .await;
        closures.unwrap().len()
    }
}

fn day() -> Date {
    TUESDAY.parse().unwrap()
}

impl Community {
    /// Arranges one meeting by the form that stands on its page.
    async fn arrange(&self, who: SignedIn, one: &str, what: &str, typed: &str) -> Answer {
        let form = self.get(Some(who.clone()), one).await;
        let typed = format!("{typed}&changed_ms={}", changed_ms(&form));
        self.post(Some(who), &format!("{one}/{what}"), &typed).await
    }
}

#[tokio::test]
async fn a_cancelled_meeting_is_read_by_everyone_and_can_happen_after_all() {
    let (here, id) = Community::with_leaders().await;
    let one = format!("/groups/{id}/evenings/{TUESDAY}");
    let off = format!("{one}/cancellation");
    for outsider in [CARMEN, BRAM] {
        let refused = here.post(Some(someone(outsider)), &off, "off_note=x").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    assert!(
        here.get(None, "/groups")
            .await
            .body
            .contains("Tomorrow, Tuesday")
    );

    let long = format!("off_note={}", "n".repeat(501));
    let again = here
        .arrange(someone(ALMA), &one, "cancellation", &long)
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("href=\"#off_note\"") && again.body.contains(&"n".repeat(501)));
    assert!(here.group().await.differences.is_empty());

    let kept = here
        .arrange(
            someone(ALMA),
            &one,
            "cancellation",
            "off_note=The+hall+is+%3Cclosed%3E.",
        )
        .await;
    assert_eq!(kept.to, format!("{one}?kept=1"));
    let page = here.get(Some(someone(ALMA)), &kept.to).await;
    assert!(
        page.body.contains("This meeting is off.") && page.body.contains("It happens after all")
    );
    let public = here.get(None, &format!("/groups/{id}")).await.body;
    assert!(public.contains("The next meeting is off: Tuesday 24 November."));
    assert!(public.contains("The hall is &lt;closed&gt;."));
    // The finder knows it at once, and says it where somebody would look for the meeting.
    let found = here.get(None, "/groups").await.body;
    assert!(found.contains("Tomorrow, Tuesday"));
    assert!(found.contains("Off this time") && found.contains("The hall is &lt;closed&gt;."));
    let mine = here.get(Some(someone(CARMEN)), "/sessions").await.body;
    assert!(mine.contains("The next meeting is off"));

    here.arrange(coordinator(), &one, "restoration", "").await;
    assert!(here.group().await.differences.is_empty());
    let found = here.get(None, "/groups").await.body;
    assert!(found.contains("Tomorrow, Tuesday") && !found.contains("The hall is"));
}

#[tokio::test]
async fn one_meeting_moves_and_goes_online() {
    let (here, id) = Community::with_leaders().await;
    let one = format!("/groups/{id}/evenings/{TUESDAY}");
    let wrong = "day=2026-11-25&start=late&duration=60&way=in-person&note=A+day+later.";
    let again = here.arrange(someone(ALMA), &one, "change", wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["value=\"late\"", "value=\"2026-11-25\"", "A day later."] {
        assert!(again.body.contains(kept), "{kept}");
    }
    let far = wrong
        .replace("late", "19:00")
        .replace("2026-11-25", "2027-11-25");
    let far = here.arrange(someone(ALMA), &one, "change", &far).await;
    assert!(far.body.contains("within two months"));

    let right = wrong.replace("late", "18:30");
    here.arrange(someone(ALMA), &one, "change", &right).await;
    let moved = here.group().await.timetable().on(day()).unwrap();
    assert_eq!((moved.end_ms - moved.start_ms) / 60_000, 60);
    let list = here.get(None, "/groups").await.body;
    assert!(list.contains("Wednesday 25 November") && list.contains("6:30 PM"));

    here.arrange(someone(ALMA), &one, "online", "online_note=Snow.")
        .await;
    let online = here.group().await.timetable().on(day()).unwrap();
    assert_eq!(
        (online.start_ms, online.way),
        (moved.start_ms, Some(Way::Online))
    );

    for nowhere in ["2026-11-25", "2026-02-30", "today"] {
        let path = format!("/groups/{id}/evenings/{nowhere}");
        let page = here.get(Some(someone(ALMA)), &path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn a_change_from_a_day_on_is_planned_shown_and_taken_back() {
    let (here, id) = Community::with_leaders().await;
    let onward = format!("/groups/{id}/evenings/2026-12-08/onward");
    let form = here.get(Some(someone(ALMA)), &onward).await;
    assert!(form.body.contains("From Tuesday 8 December on"));
    let host = here.get(Some(someone(BRAM)), &onward).await;
    assert_eq!(host.status, StatusCode::FORBIDDEN);
    let typed = format!(
        "kind=monthly&day_4=on&nth_last=on&start=18%3A00&duration=60&attendance=online\
         &place=&address=&zone=America%2FNew_York&changed_ms={}",
        changed_ms(&form)
    );
    let wrong = typed.replace("nth_last=on&", "");
    let again = here.post(Some(someone(ALMA)), &onward, &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("href=\"#nth_1\"") && again.body.contains("value=\"18:00\""));

    let kept = here.post(Some(someone(ALMA)), &onward, &typed).await;
    assert_eq!(kept.to, format!("/groups/{id}/evenings?kept=1"));
    // A second tap on the button changes nothing.
    let again = here.post(Some(someone(ALMA)), &onward, &typed).await;
    assert_eq!(
        again.status,
        StatusCode::NOT_FOUND,
        "no meeting has that name any more"
    );
    let page = here.get(Some(someone(ALMA)), &kept.to).await.body;
    assert!(page.contains("From Tuesday 8 December"));
    assert!(page.contains("Last Thursday of the month"));
    assert!(page.contains("Thursday 31 December, 6:00 PM"));

    let back = format!("/groups/{id}/plans/2026-12-08/removal");
    here.post(Some(someone(ALMA)), &back, "").await;
    assert!(here.group().await.differences.is_empty());
}

#[tokio::test]
async fn a_plan_undoes_nothing_unseen() {
    let (here, id) = Community::with_leaders().await;
    let onward = format!("/groups/{id}/evenings/2026-12-08/onward");
    let form = here.get(Some(someone(ALMA)), &onward).await;
    let typed = |changed: &str| {
        format!(
            "kind=weekly&day_2=on&start=18%3A00&duration=90&attendance=both\
             &place=Elm+Street+Hall&address=&zone=America%2FNew_York&changed_ms={changed}"
        )
    };
    let mut group = here.group().await;
    group.details.place = "The new hall".into();
    group.changed_ms += 1;
    here.app
        .store
        .write::<_, ::store::StoreError, _>(move |tx| store::save(tx, &group))
        .await
        .unwrap();
    let stale = here
        .post(Some(someone(ALMA)), &onward, &typed(&changed_ms(&form)))
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("value=\"18:00\""));
    assert!(here.group().await.differences.is_empty());
    here.post(Some(someone(ALMA)), &onward, &typed(&changed_ms(&stale)))
        .await;
    assert_eq!(here.group().await.differences.planned.len(), 1);
}

#[tokio::test]
async fn turns_are_taken_given_and_given_back() {
    let (here, id) = Community::with_leaders().await;
    let list = format!("/groups/{id}/evenings");
    let one = format!("{list}/{TUESDAY}");
    let leaders = format!("{one}/leaders");
    for outsider in [someone(CARMEN), someone(PersonId(9))] {
        let refused = here.get(Some(outsider), &list).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let page = here.get(Some(someone(BRAM)), &list).await.body;
    assert_eq!(page.matches("Nobody yet").count(), 8, "eight weeks");
    let taken = here.post(Some(someone(BRAM)), &leaders, "back=list").await;
    assert_eq!(taken.to, list);
    assert_eq!(here.turns(id).await, [BRAM]);

    // A host puts nobody else down, and only somebody who leads here can be.
    let other = |person| format!("person={person}");
    let refused = here.post(Some(someone(BRAM)), &leaders, &other(ALMA)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refused = here
        .post(Some(coordinator()), &leaders, &other(CARMEN))
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let refused = here.post(Some(coordinator()), &leaders, "").await;
    assert_eq!(
        refused.status,
        StatusCode::NOT_FOUND,
        "coordinators don't lead by themselves"
    );
    here.post(Some(coordinator()), &leaders, &other(ALMA)).await;
    assert_eq!(here.turns(id).await, [ALMA, BRAM]);

    let off = |person| format!("{leaders}/{person}/removal");
    let refused = here.post(Some(someone(BRAM)), &off(ALMA), "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    here.post(Some(someone(BRAM)), &off(BRAM), "").await;
    here.post(Some(coordinator()), &off(ALMA), "").await;
    assert!(here.turns(id).await.is_empty());
}

#[tokio::test]
async fn a_venue_is_closed_for_all_its_meetings_and_opened_again() {
    let (here, id) = Community::with_leaders().await;
    let path = "/looking-after/venues";
    assert_eq!(
        here.get(Some(someone(ALMA)), path).await.status,
        StatusCode::FORBIDDEN
    );
    let list = here.get(Some(coordinator()), path).await.body;
    assert!(list.contains("Elm Street Hall") && list.contains("1 group meets here"));
    let venue = "place=Elm+Street+Hall&address=";
    let closing = format!("{path}/closing?{venue}");
    let form = here.get(Some(coordinator()), &closing).await.body;
    assert!(form.contains("value=\"2026-11-23\""), "from today");
    let days = "first=2026-11-24&last=2026-12-02&note=New+floor.";
    let seen = here
        .get(Some(coordinator()), &format!("{closing}&{days}"))
        .await
        .body;
    assert!(seen.contains("Off: 0. Online instead: 2."), "{seen}");
    assert_eq!(here.closures().await, 0, "looking closes nothing");

    let close = format!("{path}/closures");
    let wrong = format!("{venue}&{}", days.replace("2026-12-02", "2026-11-01"));
    let again = here.post(Some(coordinator()), &close, &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("New floor."));
    for _ in 0..2 {
        here.post(Some(coordinator()), &close, &format!("{venue}&{days}"))
            .await;
    }
    assert_eq!(
        here.closures().await,
        1,
        "the second tap closes nothing more"
    );
    let next = here.group().await.timetable().on(day()).unwrap();
    assert_eq!(next.way, Some(Way::Online));
    let page = here.get(Some(coordinator()), path).await.body;
    let (_, rest) = page.split_once("/looking-after/venues/closures/").unwrap();
    let closure = rest.split_once('/').unwrap().0;
    for _ in 0..2 {
        let open = format!("{path}/closures/{closure}/removal");
        let opened = here.post(Some(coordinator()), &open, "").await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(here.closures().await, 0);
    let public = here.get(None, &format!("/groups/{id}")).await.body;
    assert!(!public.contains("New floor."));
}

#[tokio::test]
async fn the_schedule_shows_seven_days_of_all_groups_and_their_gaps() {
    let (here, id) = Community::with_leaders().await;
    let path = "/looking-after/schedule";
    assert_eq!(
        here.get(Some(someone(ALMA)), path).await.status,
        StatusCode::FORBIDDEN
    );
    let week = here.get(Some(coordinator()), path).await.body;
    assert!(week.contains("seven days from Monday 23 November"));
    assert!(week.contains("Tomorrow, Tuesday") && week.contains("Nobody leads it yet"));
    assert!(week.contains("from=2026-11-30") && week.contains("from=2026-11-16"));
    assert!(week.contains(&format!("/groups/{id}/evenings/{TUESDAY}")));
    for query in [
        "from=nonsense&page=-1",
        "from=9999-12-31",
        "from=2026-11-18&page=9",
    ] {
        let page = here
            .get(Some(coordinator()), &format!("{path}?{query}"))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
    }
    let none = here
        .get(Some(coordinator()), &format!("{path}?from=2026-11-17"))
        .await;
    assert!(none.body.contains("Tuesday 17 November"));
}

#[tokio::test]
async fn seven_days_of_many_groups_have_pages() {
    let here = Community::new();
    here.app
        .store
        .write::<_, ::store::StoreError, _>(|tx| {
            for n in 0..250_i64 {
                let mut group = tuesday(Door::Open);
                group.id = GroupId(n + 1);
                store::create(tx, &group)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let page = async |query: &str| {
        let path = format!("/looking-after/schedule?{query}");
        here.get(Some(coordinator()), &path).await.body
    };
    let rows = |body: &str| body.matches("<li class=\"meet\"").count();
    let first = page("").await;
    assert!(first.contains("250 meetings. Here are 1 to 200."));
    assert!(first.contains("Later in these days"));
    assert_eq!(rows(&first), 200);
    let last = page("page=1").await;
    assert!(last.contains("Here are 201 to 250.") && !last.contains("Later in these days"));
    assert_eq!((rows(&last), rows(&page("page=2").await)), (50, 0));
}
