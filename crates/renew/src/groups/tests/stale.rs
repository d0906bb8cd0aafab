//! One meeting that somebody else arranged while a form of it lay open.

use jiff::civil::date;

use super::*;

#[tokio::test]
async fn a_form_that_is_older_than_its_meeting_undoes_nothing_unseen() {
    let (here, id) = Community::with_leaders().await;
    let one = format!("/groups/{id}/evenings/2026-11-24");
    let old = changed_ms(&here.get(Some(someone(ALMA)), &one).await);
    here.app.clock.advance(1_000);
    let off = format!("off_note=The+hall+is+closed.&changed_ms={old}");
    here.post(Some(coordinator()), &format!("{one}/cancellation"), &off)
        .await;
    here.app.clock.advance(1_000);
    let off_on_tuesday = async || {
        let group = here.group().await;
        let table = group.timetable();
        let note = table.exception(date(2026, 11, 24)).unwrap().note.clone();
        table.on(date(2026, 11, 24)).unwrap().is_cancelled && note == "The hall is closed."
    };
    assert!(off_on_tuesday().await);
    let change = "day=2026-11-24&start=18%3A00&duration=60&way=online&note=Early.";
    for (what, typed, word) in [
        ("change", change, "Early."),
        ("online", "online_note=Snow.", "Snow."),
        ("cancellation", "off_note=No+key.", "No key."),
        ("restoration", "", ""),
    ] {
        let path = format!("{one}/{what}");
        let typed = format!("{typed}&changed_ms={old}");
        let answer = here.post(Some(someone(ALMA)), &path, &typed).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{what}");
        assert!(answer.body.contains("Someone changed this meeting"));
        assert!(answer.body.contains("The hall is closed."), "what stands");
        assert!(answer.body.contains(word), "what was typed");
        assert!(off_on_tuesday().await, "{what}");
    }
    // Whoever has seen that may keep it, and a second tap on the button is as the first.
    let path = format!("{one}/change");
    let typed = |changed: &str| format!("{change}&changed_ms={changed}");
    let again = here.post(Some(someone(ALMA)), &path, &typed(&old)).await;
    for _ in 0..2 {
        let seen = typed(&changed_ms(&again));
        let kept = here.post(Some(someone(ALMA)), &path, &seen).await;
        assert_eq!(kept.to, format!("{one}?kept=1"));
        here.app.clock.advance(1_000);
    }
    assert!(
        !here
            .group()
            .await
            .timetable()
            .on(date(2026, 11, 24))
            .unwrap()
            .is_cancelled
    );
}
