use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use circle::format::Format;

use crate::formats::file::written;
use crate::formats::routes;
use crate::groups::{self, Details, Group, GroupId, Membership, Roles};
use crate::site::lang::Lang;
use crate::site::testing::{Answer, Here, coordinator, member};
use crate::site::visitor::{PersonId, SignedIn, Visitor};

async fn get(here: &Here, who: Visitor, path: &str) -> Answer {
    here.get(routes(), who, path).await
}

async fn post(here: &Here, path: &str, form: &str) -> Answer {
    here.post(routes(), coordinator(Lang::En), path, form).await
}

/// A copy of the talking circle, and where it is.
async fn copied(here: &Here) -> String {
    let answer = post(here, "/leading/formats", "from=talking-circle").await;
    answer.to().strip_suffix("/edit").unwrap().to_owned()
}

/// The value of the hidden field `was` of the form that leads to `action`.
fn was(page: &str, action: &str) -> String {
    let form = page
        .split("<form")
        .find(|form| form.contains(&format!("action=\"{action}\"")));
    let value = form.unwrap().split("name=\"was\" value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// What a form would send if nobody touched it, but for `changes`.
fn filled(page: &str, changes: &[(&str, &str)]) -> String {
    let mut fields: Vec<(String, String)> = Vec::new();
    let form = page
        .split("<form")
        .find(|form| form.contains("name=\"heading_en\""))
        .unwrap();
    for tag in form.split('<').skip(1) {
        let of = |name: &str| {
            let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
            rest.split('"').next().map(unescaped)
        };
        let Some(name) = of("name") else { continue };
        if tag.starts_with("textarea") {
            fields.push((name, unescaped(tag.split('>').nth(1).unwrap())));
        } else if tag.starts_with("input") {
            let is_box = tag.contains("checkbox") || tag.contains("radio");
            if !is_box || tag.contains(" checked") {
                fields.push((name, of("value").unwrap_or_else(|| "on".into())));
            }
        }
    }
    for select in form.split("<select").skip(1) {
        let name = select
            .split(" name=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let chosen = select
            .split("<option")
            .find(|option| option.contains(" selected"));
        let value = chosen.and_then(|option| option.split("value=\"").nth(1));
        let value = value
            .and_then(|value| value.split('"').next())
            .unwrap_or_default();
        fields.push((name.to_owned(), value.to_owned()));
    }
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    pairs.join("&")
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes()
        .map(|byte| match byte {
            b if plain(b) => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

#[tokio::test]
async fn a_copy_is_changed_part_by_part_and_offered_to_groups() {
    let here = Here::new();
    let path = copied(&here).await;
    let edit = format!("{path}/edit");
    let page = get(&here, coordinator(Lang::En), &edit).await;
    assert!(page.body.contains("Copy of Talking circle") && page.body.contains("It is ready"));

    let phase = format!("{path}/phases/2");
    let form = get(&here, coordinator(Lang::En), &phase).await.body;
    let sent = filled(&form, &[("target", "20"), ("heading_en", "What is <new>?")]);
    let kept = post(&here, &phase, &sent).await;
    assert_eq!(kept.to(), format!("{edit}?told=kept#part-2"));
    let page = get(&here, coordinator(Lang::En), &edit).await.body;
    assert!(page.contains("62 minutes in 6 parts"));
    let look = get(&here, coordinator(Lang::En), &path).await.body;
    assert!(look.contains("What is &lt;new&gt;?"));

    let moves = format!("{path}/phases/3/moves");
    let sent = format!("was={}&to=up", was(&page, &moves));
    let moved = post(&here, &moves, &sent).await;
    assert_eq!(moved.to(), format!("{edit}#part-2"));

    let released = post(&here, &format!("{path}/versions"), "").await;
    assert_eq!(released.to(), format!("{edit}?told=kept"));
    // A second tap makes no second version.
    post(&here, &format!("{path}/versions"), "").await;
    let page = get(&here, coordinator(Lang::En), &edit).await.body;
    assert!(page.contains("Groups can choose it as it stands here."));
    let list = get(&here, coordinator(Lang::Es), "/leading/formats")
        .await
        .body;
    assert!(list.contains("Copia de Círculo de palabra") && list.contains("Los grupos pueden"));
    let added = post(&here, &format!("{path}/phases"), "kind=agenda").await;
    assert_eq!(added.to(), format!("{edit}?told=kept#part-4"));
    let page = get(&here, coordinator(Lang::En), &edit).await.body;
    assert!(page.contains("Give groups this version"));
}

#[tokio::test]
async fn what_is_unfinished_is_kept_and_not_offered() {
    let here = Here::new();
    let path = copied(&here).await;
    let phase = format!("{path}/phases/2");
    let form = get(&here, coordinator(Lang::En), &phase).await.body;
    let sent = filled(&form, &[("heading_es", ""), ("min", "30")]);
    let kept = post(&here, &phase, &sent).await;
    assert_eq!(kept.to(), format!("{phase}?told=kept"));
    let page = get(&here, coordinator(Lang::En), &phase).await.body;
    assert!(
        page.contains("don't fit together") && page.contains("in both languages"),
        "{page}"
    );
    let released = post(&here, &format!("{path}/versions"), "").await;
    assert_eq!(released.to(), format!("{path}/edit?told=stale"));
    let list = get(&here, coordinator(Lang::En), "/leading/formats")
        .await
        .body;
    assert!(list.contains("Unfinished"));
    let edit = get(&here, coordinator(Lang::En), &format!("{path}/edit"))
        .await
        .body;
    assert!(edit.contains("Before groups can choose it"));
}

#[tokio::test]
async fn what_can_t_be_read_comes_back_word_for_word() {
    let here = Here::new();
    let path = copied(&here).await;
    let phase = format!("{path}/phases/2");
    let form = get(&here, coordinator(Lang::En), &phase).await.body;
    let sent = filled(
        &form,
        &[("target", "a while"), ("why_en", "\"Because\" <b>")],
    );
    let refused = post(&here, &phase, &sent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"a while\""));
    assert!(
        refused.body.contains("&quot;Because&quot; &lt;b&gt;")
            || refused.body.contains("\"Because\" &lt;b&gt;")
    );
    let refused = post(&here, &path, "name_en=Evening&seats=many").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"Evening\"") && refused.body.contains("value=\"many\""));
}

#[tokio::test]
async fn nobody_writes_over_what_another_changed_meanwhile() {
    let here = Here::new();
    let path = copied(&here).await;
    let phase = format!("{path}/phases/2");
    let form = get(&here, coordinator(Lang::En), &phase).await.body;
    post(&here, &phase, &filled(&form, &[("target", "20")])).await;
    let late = post(&here, &phase, &filled(&form, &[("target", "21")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("value=\"21\"") && late.body.contains("What stands there now"));
    // Kept again, it wins.
    let again = post(&here, &phase, &filled(&late.body, &[])).await;
    assert_eq!(again.to(), format!("{path}/edit?told=kept#part-2"));

    // Taken out meanwhile, it comes back as a new part.
    let edit = get(&here, coordinator(Lang::En), &format!("{path}/edit"))
        .await
        .body;
    let form = get(&here, coordinator(Lang::En), &format!("{path}/phases/3"))
        .await
        .body;
    let removal = format!("{path}/phases/3/removal");
    let out = post(&here, &removal, &format!("was={}", was(&edit, &removal))).await;
    assert_eq!(out.to(), format!("{path}/edit?told=removed"));
    let gone = post(
        &here,
        &format!("{path}/phases/3"),
        &filled(&form, &[("max", "26")]),
    )
    .await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    let back = post(&here, &format!("{path}/phases/3"), &filled(&gone.body, &[])).await;
    assert_eq!(back.to(), format!("{path}/edit?told=kept#part-3"));
    let edit = get(&here, coordinator(Lang::En), &format!("{path}/edit"))
        .await
        .body;
    assert!(edit.contains("6 parts"));

    // The name: the same.
    let stale = post(&here, &path, "name_en=Mine&seats=8&was=before").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("value=\"Mine\""));
}

#[tokio::test]
async fn what_no_format_may_lose_stays_and_says_why() {
    let here = Here::new();
    let path = copied(&here).await;
    let edit = get(&here, coordinator(Lang::En), &format!("{path}/edit"))
        .await
        .body;
    let moves = format!("{path}/phases/0/moves");
    let sent = format!("was={}", was(&edit, &moves));
    let refused = post(&here, &format!("{path}/phases/0/removal"), &sent).await;
    assert_eq!(refused.to(), format!("{path}/edit?told=stays-stillness"));
    let page = get(&here, coordinator(Lang::Es), refused.to()).await.body;
    assert!(page.contains("Este momento de calma se queda"));
    let unknown = post(&here, &format!("{path}/phases/77/removal"), "was=nothing").await;
    assert_eq!(unknown.to(), format!("{path}/edit?told=stale"));
    for path in [
        format!("{path}/phases/x"),
        format!("{path}/phases/77"),
        "/leading/formats/own-1/edit".into(),
    ] {
        assert_eq!(
            get(&here, coordinator(Lang::En), &path).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_format_is_put_away_or_while_nobody_had_it_deleted() {
    let here = Here::new();
    let path = copied(&here).await;
    let gone = post(&here, &format!("{path}/deletion"), "").await;
    assert_eq!(gone.to(), "/leading/formats?told=deleted");
    let path = copied(&here).await;
    post(&here, &format!("{path}/versions"), "").await;
    let still = post(&here, &format!("{path}/deletion"), "").await;
    assert_eq!(still.to(), format!("{path}/edit?told=stale"));
    post(&here, &format!("{path}/removal"), "").await;
    let page = get(&here, coordinator(Lang::En), &format!("{path}/edit"))
        .await
        .body;
    assert!(page.contains("This format is put away"));
    post(&here, &format!("{path}/return"), "").await;
    let page = get(&here, coordinator(Lang::En), &format!("{path}/edit"))
        .await
        .body;
    assert!(page.contains("Groups can choose it as it stands here."));
}

fn leads(person: i64) -> Visitor {
    let who = coordinator(Lang::En).who.unwrap();
    Visitor {
        who: Some(std::sync::Arc::new(SignedIn {
            person: PersonId(person),
            is_coordinator: false,
            ..SignedIn::clone(&who)
        })),
        ..coordinator(Lang::En)
    }
}

#[tokio::test]
async fn facilitators_make_their_own_hosts_look_and_members_see_none() {
    let here = Here::new();
    let path = copied(&here).await;
    here.app
        .store
        .write::<_, ::store::StoreError, _>(|tx| {
            groups::create(tx, &Group::new(GroupId(201), Details::default(), 0))?;
            let roles = Roles {
                is_facilitator: true,
                ..Roles::default()
            };
            groups::set_membership(
                tx,
                &Membership::joined(GroupId(201), PersonId(901), roles, 0),
            )
        })
        .await
        .unwrap();
    let own = here
        .post(routes(), leads(901), "/leading/formats", "from=renew-90")
        .await;
    assert!(own.to().ends_with("/edit"), "{own:?}");
    assert_eq!(
        get(&here, leads(901), own.to()).await.status,
        StatusCode::OK
    );
    for (who, path, status) in [
        (leads(901), format!("{path}/edit"), StatusCode::FORBIDDEN),
        (leads(902), path.clone(), StatusCode::OK),
        (
            leads(902),
            "/leading/formats/imports".into(),
            StatusCode::FORBIDDEN,
        ),
        (
            member(Lang::En),
            "/leading/formats".into(),
            StatusCode::FORBIDDEN,
        ),
        (member(Lang::En), path.clone(), StatusCode::FORBIDDEN),
        (Visitor::default(), path.clone(), StatusCode::SEE_OTHER),
    ] {
        let answer = get(&here, who, &path).await;
        assert_eq!(answer.status, status, "{path}");
    }
    let host = here
        .post(routes(), leads(902), "/leading/formats", "from=renew-90")
        .await;
    assert_eq!(host.status, StatusCode::FORBIDDEN);
    for (what, form) in [
        ("/versions", ""),
        ("/phases", "kind=round"),
        ("/deletion", ""),
        ("", "seats=3"),
    ] {
        let answer = here
            .post(routes(), leads(901), &format!("{path}{what}"), form)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
    }
}

async fn send(here: &Here, file: &[u8]) -> Answer {
    let mut body =
        b"--x1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.json\"\r\n\r\n"
            .to_vec();
    body.extend(file);
    body.extend(b"\r\n--x1--\r\n");
    let request = Request::post("/leading/formats/imports")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x1")
        .body(Body::from(body))
        .unwrap();
    here.send(routes(), coordinator(Lang::En), request).await
}

#[tokio::test]
async fn a_file_goes_out_and_comes_in_as_a_draft() {
    let here = Here::new();
    let file = get(
        &here,
        coordinator(Lang::En),
        "/leading/formats/check-in-60/file",
    )
    .await;
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"check-in-60.json\""
    );
    assert_eq!(file.body, written(&Format::by_id("check-in-60").unwrap()));
    let came = send(&here, file.body.as_bytes()).await;
    let page = get(&here, coordinator(Lang::En), came.to()).await.body;
    assert!(page.contains("Check-in circle") && page.contains("It is ready"));
    let out = format!("{}/file", came.to().strip_suffix("/edit").unwrap());
    let again = get(&here, coordinator(Lang::En), &out).await;
    assert!(again.body.contains("\"id\": \"own-"));
    // Unfinished, it comes in as well, and its page says what to mend.
    let unfinished = file.body.replace("\"target\": 26", "\"target\": 0");
    let came = send(&here, unfinished.as_bytes()).await;
    let page = get(&here, coordinator(Lang::En), came.to()).await.body;
    assert!(page.contains("Before groups can choose it"));
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_in_sentences() {
    let here = Here::new();
    let wrong = send(&here, b"{\"phases\": [{\"kind\": \"<script>\"}]}").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("What to mend in the file") && wrong.body.contains("Part 1: "));
    assert!(!wrong.body.contains("<script>\""));
    for (file, words) in [
        (&b""[..], "Choose a file first."),
        (b"nonsense", "can't be read from line 1"),
        (&vec![b' '; 300_000], "larger than 192 KB"),
    ] {
        let refused = send(&here, file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(words), "{words}");
    }
    let list = get(&here, coordinator(Lang::En), "/leading/formats")
        .await
        .body;
    assert!(list.contains("None of your own yet"));
}
