//! Facilitators: what they may do for the people of their own groups, and no more.

use axum::http::StatusCode;
use renew::groups::{self, Details, Group, GroupId, Membership, Roles};
use renew::site::visitor::PersonId;
use store::StoreError;

use crate::browser::{Community, NOW_MS};

async fn person(community: &Community, name: &str) -> PersonId {
    let print = community
        .app
        .keys
        .fingerprint("people.name", name.as_bytes());
    let row: (i64,) = community
        .app
        .store
        .read(move |tx| {
            let sql = "SELECT id FROM people WHERE name_print = $1";
            tx.one::<(i64,)>(sql, &store::params![print])
        })
        .await
        .unwrap();
    PersonId(row.0)
}

fn group(id: i64) -> Group {
    let details = Details {
        name: "Tuesday circle".to_owned(),
        ..Details::default()
    };
    Group::new(GroupId(id), details, NOW_MS)
}

#[allow(clippy::too_many_lines)] // One story with three people; cut up it would say less.
#[tokio::test]
async fn a_facilitator_opens_doors_for_their_own_members_only() {
    let community = Community::new();
    community.coordinator("Bao").await;
    let (mut facilitator, _) = community.join("Marta").await;
    let (mut member, _) = community.join("Wren").await;
    community.join("Oak").await;
    // Folded: an «l» stands for the letters that look like it.
    let (marta, wren) = (
        person(&community, "marta").await,
        person(&community, "wren").await,
    );
    let (oak, bao) = (
        person(&community, "oak").await,
        person(&community, "bao").await,
    );
    let lead = Roles {
        is_facilitator: true,
        ..Roles::default()
    };
    community
        .app
        .store
        .write(move |tx| {
            groups::create(tx, &group(7))?;
            for (who, roles) in [
                (marta, lead),
                (wren, Roles::default()),
                (bao, Roles::default()),
            ] {
                groups::set_membership(tx, &Membership::joined(GroupId(7), who, roles, NOW_MS))?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    let circle = facilitator.get("/people").await;
    assert!(circle.has("Wren") && circle.has(&format!("/people/{wren}/door")));
    assert!(!circle.has("Oak"));
    let seen = member.get("/people").await;
    assert!(seen.has("Marta") && !seen.has("/door"));

    let status = |path: String| {
        let mut browser = facilitator.clone();
        async move { browser.post(&path, &[("sure", "yes")]).await.status }
    };
    assert_eq!(status(format!("/people/{wren}/door")).await, StatusCode::OK);
    assert_eq!(
        status(format!("/people/{oak}/door")).await,
        StatusCode::FORBIDDEN
    );
    // Through a coordinator's door they would become more than they are.
    assert_eq!(
        status(format!("/people/{bao}/door")).await,
        StatusCode::FORBIDDEN
    );

    let invitations = facilitator.get("/looking-after/invitations").await;
    assert_eq!(invitations.status, StatusCode::OK);
    let fields = [
        ("group", "000000000000z"),
        ("role", "member"),
        ("uses", "1"),
        ("days", "1"),
    ];
    let elsewhere = facilitator
        .post("/looking-after/invitations", &fields)
        .await;
    assert!(elsewhere.has("href=\"#group\""));
    let home = GroupId(7).to_string();
    let fields = [
        ("group", &*home),
        ("role", "facilitator"),
        ("uses", "1"),
        ("days", "1"),
    ];
    let higher = facilitator
        .post("/looking-after/invitations", &fields)
        .await;
    assert!(higher.has("href=\"#role\""));
    let fields = [
        ("group", &*home),
        ("role", "host"),
        ("uses", "1"),
        ("days", "1"),
    ];
    let made = facilitator
        .post("/looking-after/invitations", &fields)
        .await;
    assert!(made.has("id=\"link\""));
}
