//! A phone on a table and a screen on the wall.

mod own_codes;
mod sound;

use super::*;

/// A browser with whatever cookies it was given.
struct Browser<'a> {
    site: &'a Site,
    cookie: String,
}

impl<'a> Browser<'a> {
    fn new(site: &'a Site) -> Self {
        let cookie = String::new();
        Self { site, cookie }
    }

    /// Asks, keeps the cookies, and gives the status with where it leads, or what it says.
    async fn ask(&mut self, method: &str, path: &str, form: &str) -> (StatusCode, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap().to_owned();
            let name = pair.split('=').next().unwrap().to_owned();
            let kept = self
                .cookie
                .split("; ")
                .filter(|one| !one.starts_with(&name));
            let kept: Vec<&str> = kept.filter(|one| !one.is_empty()).collect();
            self.cookie = [kept, vec![pair.as_str()]].concat().join("; ");
        }
        let status = response.status();
        let to = response.headers().get(header::LOCATION).cloned();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        match to {
            Some(to) => (status, to.to_str().unwrap().to_owned()),
            None => (status, String::from_utf8(body.to_vec()).unwrap()),
        }
    }

    async fn get(&mut self, path: &str) -> String {
        self.ask("GET", path, "").await.1
    }

    async fn post(&mut self, path: &str, form: &str) -> String {
        self.ask("POST", path, form).await.1
    }
}

/// What stands between two texts.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let start = text
        .find(before)
        .unwrap_or_else(|| panic!("{before} in {text}"))
        + before.len();
    let end = text[start..].find(after).unwrap();
    &text[start..start + end]
}

fn code_on(page: &str) -> String {
    between(page, r#"<span class="word">"#, "<").replace(' ', "+")
}

/// The number of somebody at a table, by the button that has their name.
fn who_on(page: &str, says: &str) -> String {
    let button = page
        .find(says)
        .unwrap_or_else(|| panic!("{says} in {page}"));
    let form = &page[..button];
    let form = &form[form.rfind("<form").unwrap()..];
    between(form, r#"name="who" value=""#, "\"").to_owned()
}

/// The form with the personal code of somebody at a table.
async fn own_code(table: &mut Browser<'_>, name: &str) -> String {
    let page = table.get("/table/people").await;
    let who = who_on(&page, &format!("{name}: show my code"));
    let page = table.post("/table/codes", &format!("who={who}")).await;
    format!("code={}", code_on(&page))
}

impl Site {
    /// The cookie of another browser in which this person is signed in.
    async fn sign_in(&self, who: Who) -> String {
        let pass = people::sign_in_guest(&self.app, self.people[who]).await;
        pass.unwrap().cookie
    }

    /// A device that whoever leads put in the room.
    async fn device(&self, path: &str, kind: &str) -> Browser<'_> {
        let form = format!("do=put&kind={kind}");
        let page = self.post(LEAD, &format!("{path}/in-room"), &form).await;
        let mut device = Browser::new(self);
        let code = format!("code={}", code_on(&page));
        let here = device.post(&format!("/{kind}"), &code).await;
        assert_eq!(here, format!("/{kind}/here"));
        device
    }

    /// A table with these people, of whom all have agreed.
    async fn table(&self, path: &str, names: &[&str]) -> Browser<'_> {
        // Marlow has the first seat.
        self.get(LEAD, &format!("{path}/run")).await;
        let mut table = self.device(path, "table").await;
        for name in names {
            let form = format!("name={name}&sign=boat");
            assert_eq!(table.post("/table/people", &form).await, "/table/people");
        }
        for name in names {
            let page = table.get("/table/here").await;
            let form = format!("do=agree&who={}", who_on(&page, &format!("{name} agrees")));
            assert_eq!(table.post("/table/do", &form).await, "/table/here");
        }
        table
    }

    /// The check-in round of a session with a table, before its first turn.
    async fn in_a_round(&self, path: &str) {
        for form in [
            "do=agree",
            "do=start",
            "do=next_phase&phase=0",
            "do=next_phase&phase=1",
        ] {
            let to = self.post(LEAD, &format!("{path}/do"), form).await;
            assert!(to.starts_with(path), "{form}: {to}");
        }
    }
}

#[tokio::test]
async fn a_code_lets_one_device_in_once_and_only_for_a_while() {
    let site = Site::new().await;
    let path = site.opened().await;
    let devices = format!("{path}/in-room");
    let (status, _) = site.ask(WREN, "POST", &devices, "do=put&kind=table").await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let page = site.post(LEAD, &devices, "do=put&kind=table").await;
    let code = format!("code={}", code_on(&page));
    let mut phone = Browser::new(&site);
    let wrong = phone.post("/table", "code=CDF+347").await;
    assert!(wrong.contains("This code opens nothing"), "{wrong}");
    assert!(wrong.contains("CDF 347"), "what was typed stays");
    assert_eq!(phone.post("/table", &code).await, "/table/here");
    assert!(phone.get("/table/here").await.contains("tableview"));
    assert_eq!(phone.get("/table").await, "/table/here");
    // A phone is no screen, and nobody else gets in with the same code.
    assert_eq!(phone.get("/wall/here").await, "/wall");
    let mut other = Browser::new(&site);
    assert!(other.post("/table", &code).await.contains("opens nothing"));
    assert_eq!(other.get("/table/here").await, "/table");

    let late = site.post(LEAD, &devices, "do=put&kind=table").await;
    site.app.clock.advance(16 * 60_000);
    let code = format!("code={}", code_on(&late));
    assert!(other.post("/table", &code).await.contains("opens nothing"));
}

#[tokio::test]
async fn a_device_in_the_room_is_signed_in_as_nobody() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    for kind in ["table", "wall"] {
        let form = format!("do=put&kind={kind}");
        let page = site.post(LEAD, &format!("{path}/in-room"), &form).await;
        let mut phone = Browser::new(&site);
        phone.cookie = site.sign_in(WREN).await;
        assert_eq!(phone.ask("GET", "/today", "").await.0, StatusCode::OK);
        let asked = phone.get(&format!("/{kind}")).await;
        assert!(asked.contains("signed in here, Wren"), "{asked}");
        // A code that is none signs nobody out.
        phone.post(&format!("/{kind}"), "code=CDF+347").await;
        assert_eq!(phone.ask("GET", "/today", "").await.0, StatusCode::OK);
        let before = phone.cookie.clone();
        let code = format!("code={}", code_on(&page));
        assert_eq!(
            phone.post(&format!("/{kind}"), &code).await,
            format!("/{kind}/here")
        );
        let today = phone.get("/today").await;
        assert!(today.starts_with("/come-back"), "{today}");
        // A copy of the cookie opens nothing either.
        let mut copy = Browser::new(&site);
        copy.cookie = before;
        assert!(copy.get("/today").await.starts_with("/come-back"));
        // Nor does a personal code sign it in.
        let own = own_code(&mut table, "Bea").await;
        let refused = phone.post("/code", &own).await;
        assert!(refused.contains("on your own phone"), "{refused}");
        assert!(phone.get("/today").await.starts_with("/come-back"));
        assert!(
            table
                .get("/table/here")
                .await
                .contains("At this table: Bea.")
        );
    }
}

#[tokio::test]
async fn a_table_s_page_is_loaded_again_at_its_own_address() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let page = table.get("/table/here").await;
    let who = who_on(&table.get("/table/people").await, "show my code");
    let refused = format!("do=done&who={who}&turn=7");
    let refused = table.post("/table/do", &refused).await;
    for page in [page, refused] {
        assert!(page.contains(r#"content="15;url=/table/here""#), "{page}");
    }
    let promises = table.get("/table/promises").await;
    assert!(promises.contains("What the circle promises"), "{promises}");
    assert!(!promises.contains("http-equiv=\"refresh\""), "{promises}");
    let mut other = Browser::new(&site);
    assert_eq!(other.get("/table/promises").await, "/table");
}

#[tokio::test]
async fn a_device_whose_room_can_t_be_opened_is_led_in_no_circle() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let mut wall = site.device(&path, "wall").await;
    let run = async |sql: &'static str| {
        let done = site.app.store.write(move |tx| tx.run(sql, &[]));
        done.await.unwrap();
    };
    site.app.rooms.kill().await;
    run("ALTER TABLE session_journal RENAME TO elsewhere").await;
    let (status, page) = table.ask("GET", "/table/here", "").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("The room is coming back by itself"), "{page}");
    assert_eq!(wall.ask("GET", "/wall/here", "").await.0, StatusCode::OK);
    run("ALTER TABLE elsewhere RENAME TO session_journal").await;
    assert!(
        table
            .get("/table/here")
            .await
            .contains("At this table: Bea.")
    );

    site.app.rooms.kill().await;
    run("UPDATE session_snapshots SET state = 'nothing'").await;
    let (status, page) = table.ask("GET", "/table/here", "").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("This room is closed"), "{page}");
    // A session that is no more leaves no device behind.
    run("DELETE FROM sessions").await;
    assert_eq!(table.get("/table/here").await, "/table");
    assert!(
        table
            .get("/table")
            .await
            .contains("The code for this device")
    );
}

#[tokio::test]
async fn people_at_a_table_take_their_turns_on_one_phone() {
    let site = Site::new().await;
    let path = site.opened().await;
    // Somebody at a table may bear the name of a member.
    let mut table = site.table(&path, &["Bea", "Wren"]).await;
    let again = table.post("/table/people", "name=bea&sign=sun").await;
    assert!(again.contains("Add a letter"), "{again}");
    site.in_a_round(&path).await;
    // The first seat is Marlow's, then come those of the table.
    let give = "do=give&who=2&turn=0";
    site.post(LEAD, &format!("{path}/do"), give).await;

    let page = table.get("/table/here").await;
    assert_eq!(
        page.matches(r#"<p class="who-now">Bea</p>"#).count(),
        2,
        "{page}"
    );
    assert!(
        page.contains("At this table: Bea, Wren. Online: Marlow."),
        "{page}"
    );
    let form = format!(
        "do=done&who={}&turn={}",
        who_on(&page, "Done"),
        between(&page, r#"name="turn" value=""#, "\"")
    );
    let piece = table.post("/table/do?piece", &form).await;
    assert!(piece.starts_with("<div class=\"tableview-in\""), "{piece}");
    assert!(!piece.contains(r#"<p class="who-now">Bea</p>"#), "{piece}");
    // A late tap hits no other turn, and somebody else's phone speaks for nobody here.
    let late = table.post("/table/do", &form).await;
    assert!(late.contains("already passed"), "{late}");
    let mut other = site.device(&path, "table").await;
    let (status, _) = other.ask("POST", "/table/do", &form).await;
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_table_hears_of_what_happens_while_it_waits() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let mut page = table.get("/table/here").await;
    let mut again = Browser {
        site: &site,
        cookie: table.cookie.clone(),
    };
    let mut asked = 0;
    let waiting = async {
        while page.contains("We begin soon") {
            let since = between(&page, "data-told=\"", "\"");
            let now = format!("/table/now?since={since}");
            page = timeout(PATIENCE, again.get(&now)).await.unwrap();
            asked += 1;
        }
    };
    let happening = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        site.in_a_round(&path).await;
    };
    // Sooner than it would have asked again by itself.
    let both = async { tokio::join!(waiting, happening) };
    timeout(Duration::from_secs(20), both).await.unwrap();
    // It waited for each of the few things that happened, instead of asking all the time.
    assert!((1..=10).contains(&asked), "{asked}");
    // What the page doesn't know yet comes at once.
    let piece = table.get("/table/now?since=1").await;
    assert!(piece.contains("Check-in"), "{piece}");
}

#[tokio::test]
async fn leave_quickly_clears_the_phone_and_the_seats_are_kept() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    let before = table.cookie.clone();
    table.get("/leave").await;
    assert_eq!(table.get("/table/here").await, "/table");
    // A copy of the cookie opens nothing either.
    table.cookie = before;
    assert_eq!(table.get("/table/here").await, "/table");
    assert!(site.get(LEAD, &format!("{path}/run")).await.contains("Bea"));
    // Another phone takes its place.
    let page = site.get(LEAD, &format!("{path}/in-room")).await;
    let device = between(&page, r#"name="device" value=""#, "\"");
    let form = format!("do=another&device={device}");
    let page = site.post(LEAD, &format!("{path}/in-room"), &form).await;
    let code = format!("code={}", code_on(&page));
    let mut other = Browser::new(&site);
    other.post("/table", &code).await;
    assert!(
        other
            .get("/table/here")
            .await
            .contains("At this table: Bea.")
    );
}

#[tokio::test]
async fn a_screen_shows_the_circle_and_nothing_else() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut wall = site.device(&path, "wall").await;
    assert!(
        wall.get("/wall/here")
            .await
            .contains(r#"data-theme="dark""#)
    );
    let mut table = site.table(&path, &["Bea"]).await;
    site.in_a_round(&path).await;
    site.get(WREN, &path).await;
    let agreed = site.post(WREN, &format!("{path}/do"), "do=agree").await;
    assert!(agreed.starts_with(&path), "{agreed}");
    let secret = "do=private&choice=not_ok&text=heavy+tonight";
    let told = site.post(WREN, &format!("{path}/do"), secret).await;
    assert!(told.starts_with(&path), "{told}");
    let run = site.get(LEAD, &format!("{path}/run")).await;
    assert!(run.contains("heavy tonight"), "{run}");
    site.post(LEAD, &format!("{path}/do"), "do=give&who=2&turn=0")
        .await;
    for page in [
        wall.get("/wall/here").await,
        wall.get("/wall/now?since=1").await,
        table.get("/table/here").await,
        table.get("/table/people").await,
    ] {
        assert!(page.contains("Bea"), "{page}");
        assert!(!page.contains("heavy tonight"), "{page}");
    }
    let page = wall.get("/wall/now?since=1").await;
    assert!(
        page.contains("Speaking now") && !page.contains("<form"),
        "{page}"
    );
    assert!(page.contains("minutes left in this part"), "{page}");
}

#[tokio::test]
async fn a_second_phone_leaves_the_first_one_its_code() {
    let site = Site::new().await;
    let path = site.opened().await;
    let devices = format!("{path}/in-room");
    let mut codes = Vec::new();
    for _ in 0..2 {
        let page = site.post(LEAD, &devices, "do=put&kind=table").await;
        codes.push(format!("code={}", code_on(&page)));
    }
    for code in codes {
        let mut phone = Browser::new(&site);
        assert_eq!(phone.post("/table", &code).await, "/table/here");
    }
}

#[tokio::test]
async fn nobody_is_added_after_the_end() {
    let site = Site::new().await;
    let path = site.opened().await;
    let mut table = site.table(&path, &["Bea"]).await;
    site.in_a_round(&path).await;
    site.post(LEAD, &format!("{path}/do"), "do=end").await;
    let refused = table.post("/table/people", "name=Kit&sign=boat").await;
    assert!(refused.contains("The session has ended"), "{refused}");
}
