//! The schedule of a large community, narrowed.

use super::*;

#[tokio::test]
async fn the_schedule_counts_all_gaps_and_is_narrowed_by_words_and_gaps() {
    let here = Community::new();
    here.app
        .store
        .write::<_, ::store::StoreError, _>(|tx| {
            for n in 0..250_i64 {
                let mut group = tuesday(Door::Open);
                group.id = GroupId(n + 1);
                group.details.region = if n % 2 == 0 { "Old Town" } else { "Harbour" }.into();
                store::create(tx, &group)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let host = Roles {
        is_host: true,
        ..Roles::default()
    };
    here.place(Membership::joined(GroupId(2), ALMA, host, NOW_MS))
        .await;
    let leaders = format!("/groups/{}/evenings/2026-11-24/leaders", GroupId(2));
    here.post(Some(someone(ALMA)), &leaders, "").await;
    let page = async |query: &str| {
        let path = format!("/looking-after/schedule?{query}");
        here.get(Some(coordinator()), &path).await.body
    };
    let rows = |body: &str| body.matches("<li class=\"meet\"").count();
    let first = page("").await;
    assert!(
        first.contains("249 of them have nobody to lead them yet."),
        "{first}"
    );
    let harbour = page("words=HARBOUR").await;
    assert!(harbour.contains("125 meetings.") && harbour.contains("124 of them have nobody"));
    assert!(harbour.contains("value=\"HARBOUR\""));
    assert!(
        harbour.contains("&amp;words=HARBOUR"),
        "the other weeks are narrowed as well"
    );
    let gaps = page("words=harbour&gaps=on").await;
    assert!(gaps.contains("124 meetings.") && rows(&gaps) == 124);
    assert!(
        page("words=nowhere")
            .await
            .contains("No meeting of these days fits.")
    );
    let last = page("gaps=on&page=1").await;
    assert_eq!(rows(&last), 49);
}
