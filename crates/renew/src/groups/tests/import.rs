//! Importing feeds, as a coordinator's browser does.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{ALMA, Answer, BRAM, Community, NOW_MS, coordinator, someone};
use crate::groups::{Group, Membership, Roles, store};
use crate::site::visitor::SignedIn;

pub(super) const FEED: &str = include_str!("../../../../calendar/tests/feeds/river_valley.json");

impl Community {
    /// Sends a feed as a browser's form does.
    pub(super) async fn upload(&self, feed_name: &str, file: &[u8]) -> Answer {
        self.upload_in_zone(feed_name, "", file).await
    }

    pub(super) async fn upload_in_zone(&self, feed_name: &str, zone: &str, file: &[u8]) -> Answer {
        let fields = [("feed", feed_name), ("fellowship", "aa"), ("zone", zone)];
        self.upload_with(&fields, file).await
    }

    async fn upload_with(&self, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = Vec::new();
        let fields = fields.iter().map(|(name, value)| (*name, value.as_bytes()));
        for (name, value) in fields.chain([("file", file)]) {
            body.extend_from_slice(
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n")
                    .as_bytes(),
            );
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = Request::post("/looking-after/imports")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        self.send(Some(coordinator()), request).await
    }

    /// Sends a feed, looks at it, imports it, and gives the page that tells what happened.
    pub(super) async fn import(&self, file: &[u8]) -> (Answer, Answer) {
        self.import_in_zone("", file).await
    }

    pub(super) async fn import_in_zone(&self, zone: &str, file: &[u8]) -> (Answer, Answer) {
        let preview = self.upload_in_zone("River Valley", zone, file).await.to;
        assert!(preview.starts_with("/looking-after/imports/"), "{preview}");
        let looked = self.get(Some(coordinator()), &preview).await;
        let done = self
            .post(Some(coordinator()), &format!("{preview}/groups"), "")
            .await
            .to;
        (looked, self.get(Some(coordinator()), &done).await)
    }
}

#[tokio::test]
async fn a_feed_is_looked_at_then_imported_and_again_without_doubles() {
    let here = Community::new();
    let (looked, done) = here.import(FEED.as_bytes()).await;
    assert!(looked.body.contains("12 meetings are in the file"));
    assert!(done.body.contains("River Valley is imported"));
    assert_eq!(here.groups().await.len(), 12);
    let list = here.get(None, "/groups").await;
    assert!(list.body.contains("Every Evening Circle") && !list.body.contains("Chapel Monday"));
    assert!(!list.body.contains("pwd="), "no passcode in public");

    // A coordinator gives a group other words; the feed gives it another name and drops a group.
    let mut group = here
        .groups()
        .await
        .into_iter()
        .find(|g| g.name() == "Every Evening Circle")
        .unwrap();
    let id = group.id;
    group.details.about = "Ours.".into();
    here.app
        .store
        .write::<_, ::store::StoreError, _>(move |tx| store::save(tx, &group))
        .await
        .unwrap();
    let newer = FEED
        .replace("Every Evening Circle", "Evenings")
        .replace("Cameras may stay off.", "Cameras on.")
        .replace("\"sunday-agnostics\"", "\"sunday-secular\"");
    let (_, done) = here.import(newer.as_bytes()).await;
    let groups = here.groups().await;
    assert_eq!(groups.len(), 13, "one more, none twice");
    let group = groups.iter().find(|g| g.id == id).unwrap();
    assert_eq!(
        (group.name(), group.details.about.as_str()),
        ("Evenings", "Ours.")
    );
    assert!(done.body.contains("“Ours.” stays"), "{}", done.body);
    let gone: Vec<_> = groups
        .iter()
        .filter(|g| {
            g.origin
                .as_ref()
                .is_some_and(|origin| origin.gone_ms.is_some())
        })
        .map(Group::name)
        .collect();
    assert_eq!(gone, ["Sunday, Secular"]);
}

#[tokio::test]
async fn what_is_no_feed_is_told_in_the_form_and_nothing_is_kept() {
    let here = Community::new();
    for (file, sentence) in [
        (
            &b"<!doctype html><title>Just a moment</title>"[..],
            "This is a web page",
        ),
        (b"", "Choose the file"),
        (b"{}", "there is no list of meetings in it"),
        (b"[]", "There is no meeting in this list"),
        (b"PK\x03\x04", "This is a spreadsheet or a packed file"),
        (b"just words", "list of meetings that we can read"),
        (b"[] and more", "more text after the end"),
    ] {
        let answer = here.upload("River Valley", file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(sentence), "{sentence}");
        assert!(
            answer.body.contains("value=\"River Valley\""),
            "typed words stay"
        );
    }
    let large = here
        .upload("River Valley", &vec![b' '; 41 * 1024 * 1024])
        .await;
    assert!(large.body.contains("larger than 40 MB"));
    let refused = here
        .get(Some(someone(ALMA)), "/looking-after/imports")
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_may_be_the_whole_body() {
    let here = Community::new();
    let request = Request::post("/looking-after/imports?feed=River+Valley&fellowship=aa")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(FEED))
        .unwrap();
    let answer = here.send(Some(coordinator()), request).await;
    assert!(answer.to.starts_with("/looking-after/imports/"));
}

#[tokio::test]
async fn the_waiting_file_of_another_is_not_there() {
    let here = Community::new();
    let preview = here.upload("River Valley", FEED.as_bytes()).await.to;
    let other = SignedIn {
        person: BRAM,
        ..coordinator()
    };
    assert_eq!(
        here.get(Some(other), &preview).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_feed_keeps_its_zone_and_its_name_until_somebody_says_another() {
    let here = Community::new();
    let feed = br#"[{"slug":"a","name":"Alder","day":1,"time":"19:00"},
                    {"slug":"b","name":"Birch","day":2,"time":"19:00"}]"#;
    here.import_in_zone("America/Denver", feed).await;
    let zones = async || {
        let groups = here.groups().await;
        groups
            .iter()
            .map(|group| {
                group
                    .details
                    .zone
                    .as_ref()
                    .map(|zone| zone.name().to_owned())
            })
            .collect::<Vec<_>>()
    };
    let denver = Some("America/Denver".to_owned());
    assert_eq!(zones().await, [denver.clone(), denver.clone()]);
    let (_, done) = here.import(feed).await;
    assert!(!done.body.contains("no time zone yet"));
    assert_eq!(zones().await, [denver.clone(), denver]);

    // The form of the feed, filled in.
    let form = here
        .get(Some(coordinator()), "/looking-after/imports")
        .await;
    let (_, rest) = form
        .body
        .split_once("/looking-after/imports?feed=")
        .unwrap();
    let id = rest.split_once('"').unwrap().0;
    let path = format!("/looking-after/imports?feed={id}");
    let form = here.get(Some(coordinator()), &path).await;
    assert!(form.body.contains("name=\"feed\" value=\"River Valley\""));
    assert!(form.body.contains("<option value=\"aa\" selected>"));
    assert!(
        form.body
            .contains("<option value=\"America/Denver\" selected>")
    );
    // A name that was mistyped shows before anything is there twice.
    let preview = here.upload("River Vally", feed).await.to;
    let looked = here.get(Some(coordinator()), &preview).await;
    assert!(
        looked
            .body
            .contains("Bring River Valley up to date instead")
    );
    assert!(looked.body.contains(&path));
}

#[tokio::test]
async fn ways_in_among_notes_are_for_members_and_the_report_says_so_for_good() {
    let here = Community::new();
    let feed = br#"[{"slug":"a","name":"Alder","day":1,"time":"19:00","timezone":"America/Lima",
                     "notes":"Zoom ID 869996359 pw=oxkqipdd"},
                    {"slug":"lost","name":"Lost","day":1,"time":"late"}, {"slug":"broken"]"#;
    let (looked, done) = here.import(feed).await;
    for page in [looked, done] {
        assert!(page.body.contains("Only members of the group will read"));
        assert!(page.body.contains("isn't a time of day") && page.body.contains("lost"));
        assert!(page.body.contains("nothing is marked as gone") && page.body.contains("entry 3"));
        assert!(!page.body.contains("oxkqipdd"));
    }
    let id = here.groups().await[0].id;
    here.place(Membership::joined(id, BRAM, Roles::default(), NOW_MS))
        .await;
    let one = format!("/groups/{id}");
    let public = here.get(None, &one).await.body;
    assert!(!public.contains("oxkqipdd") && public.contains("told to members"));
    let member = here.get(Some(someone(BRAM)), &one).await.body;
    assert!(member.contains("Zoom ID 869996359 pw=oxkqipdd"));
}

#[tokio::test]
async fn a_file_of_any_form_is_read_whether_its_form_is_said_or_not() {
    let sheet = "Name,Day,Time,Types\nCedar,Tuesday,7:00 PM,O\n";
    let answer = r#"[{"id_bigint":"7","meeting_name":"Cedar","weekday_tinyint":"3",
        "start_time":"19:00:00","duration_time":"01:00:00","published":"1"}]"#;
    for (file, form) in [(sheet, ""), (sheet, "csv"), (answer, ""), (answer, "bmlt")] {
        let here = Community::new();
        let fields = [
            ("feed", "Valley"),
            ("fellowship", "na"),
            ("zone", "America/Lima"),
            ("form", form),
        ];
        let preview = here.upload_with(&fields, file.as_bytes()).await.to;
        here.post(Some(coordinator()), &format!("{preview}/groups"), "")
            .await;
        let groups = here.groups().await;
        assert_eq!(groups.len(), 1, "{form:?} {file}");
        let details = &groups[0].details;
        assert_eq!(details.name, "Cedar");
        assert_eq!(
            details.rule,
            crate::groups::weekly(calendar::Days::one(jiff::civil::Weekday::Tuesday))
        );
        assert_eq!(details.start_minute, Some(19 * 60));
    }
    // A form that is said is believed, and one that is none is told.
    let here = Community::new();
    for (form, sentence) in [("bmlt", "can read"), ("xml", "Choose one of these")] {
        let fields = [("feed", "Valley"), ("fellowship", "na"), ("form", form)];
        let answer = here.upload_with(&fields, sheet.as_bytes()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(
            answer.body.contains("id=\"form-bad\"") || answer.body.contains("id=\"file-bad\""),
            "{form}: {sentence}"
        );
    }
}

#[tokio::test]
async fn what_both_sides_changed_waits_for_somebody_who_decides() {
    let here = Community::new();
    here.import(FEED.as_bytes()).await;
    let words = async || {
        let groups = here.groups().await;
        let group = groups
            .into_iter()
            .find(|g| g.name() == "Every Evening Circle");
        group.unwrap()
    };
    let mut group = words().await;
    let (id, feed) = (group.id, group.origin.as_ref().unwrap().feed);
    group.details.about = "Ours.".into();
    here.app
        .store
        .write::<_, ::store::StoreError, _>(move |tx| store::save(tx, &group))
        .await
        .unwrap();
    let newer = FEED.replace("Cameras may stay off.", "Cameras on.");
    here.import(newer.as_bytes()).await;
    // It waits for as long as nobody decides, whatever is imported in between.
    let (_, done) = here.import(newer.as_bytes()).await;
    assert!(done.body.contains("Waiting for your decision"));
    let page = format!("/looking-after/feeds/{}", crate::groups::FeedId(feed));
    let decide = async |who: Option<SignedIn>, stays: &str| {
        let form = format!("group={id}&field=about&stays={stays}");
        here.post(who, &format!("{page}/decisions"), &form).await
    };
    let refused = decide(Some(someone(ALMA)), "theirs").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(
        decide(Some(coordinator()), "both").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(words().await.details.about, "Ours.");

    decide(Some(coordinator()), "theirs").await;
    assert!(words().await.details.about.starts_with("Cameras on."));
    let decided = here.get(Some(coordinator()), &page).await;
    assert!(!decided.body.contains("Waiting for your decision"));
    // From now on the field follows the feed again.
    here.import(FEED.as_bytes()).await;
    assert!(
        words()
            .await
            .details
            .about
            .contains("Cameras may stay off.")
    );
}
