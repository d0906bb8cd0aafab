//! My space: name and sign, ways back in, other browsers.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::onward;
use crate::App;
use crate::people::joining::{free_name, name_print};
use crate::people::name::BadName;
use crate::people::passkeys_store::{self as passkeys, Passkey};
use crate::people::store::{self as rows, Person, SignIn};
use crate::people::view::join::sentence;
use crate::people::view::my_space as view;
use crate::people::words::JoinWords;
use crate::people::words_inside::SpaceWords;
use crate::people::{PeopleError, name_context, session, word_list};
use crate::safety;
use crate::site::choices::{self, LANG_COOKIE};
use crate::site::form::{Errors, Form, Query};
use crate::site::id::{self, At};
use crate::site::lang::Lang;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::{Member, redirect};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my-space", get(show).post(keep))
        .route("/my-space/words", get(ask_words).post(make_words))
        .route("/my-space/passkeys/{id}/removal", post(remove_passkey))
        .route("/my-space/sign-ins/{id}/end", post(end_sign_in))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    kept: Option<String>,
}

/// What the page is made of, read at one moment.
struct Mine {
    me: Person,
    passkeys: Vec<Passkey>,
    sign_ins: Vec<SignIn>,
    is_on_call: bool,
}

async fn mine(app: &App, member: &Member) -> Result<Mine, Problem> {
    let person = member.me.person;
    let now_ms = app.clock.now_ms();
    let since = session::since(now_ms);
    let mine = app
        .store
        .read(move |tx| {
            let mut sign_ins = rows::sign_ins_of(tx, person)?;
            sign_ins.retain(|row| row.is_in_time(since));
            Ok::<_, store::StoreError>(Mine {
                me: rows::person(tx, person)?.ok_or(store::StoreError::NotFound)?,
                passkeys: passkeys::of_person(tx, person)?,
                sign_ins,
                is_on_call: safety::own_news(tx, person, now_ms)?.is_on_call,
            })
        })
        .await?;
    Ok(mine)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AboutForm {
    name: String,
    sign: String,
    lang: String,
    count: Option<String>,
}

impl AboutForm {
    /// As it is kept.
    fn of(member: &Member, mine: &Mine) -> Self {
        Self {
            name: member.me.name.clone(),
            sign: mine.me.sign.key().to_owned(),
            lang: mine.me.lang.tag().to_owned(),
            count: mine.me.is_counted.then(|| "yes".to_owned()),
        }
    }
}

async fn show(
    State(app): State<App>,
    member: Member,
    Query(shown): Query<Shown>,
) -> Result<Response, Problem> {
    let mine = mine(&app, &member).await?;
    let form = AboutForm::of(&member, &mine);
    let is_kept = shown.kept.is_some();
    Ok(page(
        &app,
        &member,
        &mine,
        &form,
        (&Errors::default(), is_kept),
    ))
}

fn page(
    app: &App,
    member: &Member,
    mine: &Mine,
    form: &AboutForm,
    (errors, is_kept): (&Errors, bool),
) -> Response {
    let device = |row: &SignIn| view::Device {
        id: row.id,
        is_this: row.id == member.me.session,
        is_shared: row.is_shared,
        seen_ms: row.seen_ms,
    };
    let devices: Vec<_> = mine.sign_ins.iter().map(device).collect();
    let lang = member.visitor.lang;
    let body = view::my_space(&view::MySpace {
        lang,
        name: &form.name,
        sign: Sign::from_key(&form.sign),
        reads: Lang::from_tag(&form.lang).unwrap_or(lang),
        is_counted: form.count.is_some(),
        is_kept,
        is_on_call: mine.is_on_call,
        passkeys: &mine.passkeys,
        devices: &devices,
        errors,
    });
    let title = SpaceWords::of(lang).title;
    Page::new(app, &member.visitor, title, Shell::Places(Place::MySpace))
        .scripts(&["js/passkey.js"])
        .with_errors(!errors.is_empty())
        .respond(body)
}

async fn keep(
    State(app): State<App>,
    member: Member,
    Form(form): Form<AboutForm>,
) -> Result<Response, Problem> {
    let person = member.me.person;
    let w = JoinWords::of(member.visitor.lang);
    let mut errors = Errors::default();
    let name = free_name(&app, &form.name, Some(person)).await?;
    if let Err(bad) = name {
        errors.add("name", sentence(bad, w));
    }
    let sign = Sign::from_key(&form.sign);
    if sign.is_none() {
        errors.add("sign", w.bad_sign);
    }
    let (Ok(name), Some(sign)) = (name, sign) else {
        let mine = mine(&app, &member).await?;
        return Ok(page(&app, &member, &mine, &form, (&errors, false)));
    };
    let context = name_context(person);
    let plain = name.as_str().as_bytes();
    let sealed = app
        .keys
        .seal(person.0, &context, plain, app.chance.bytes())?;
    let print = name_print(&app, &name.folded());
    let (reads, is_counted) = (Lang::from_tag(&form.lang), form.count.is_some());
    app.store
        .write(move |tx| {
            // Somebody may have taken the name since we looked.
            if rows::holder_of_name(tx, &print)?.is_some_and(|holder| holder != person) {
                return Err(PeopleError::NameTaken);
            }
            rows::rename(tx, person, &sealed, &print)?;
            rows::set_sign(tx, person, sign)?;
            rows::set_counted(tx, person, is_counted)?;
            if let Some(lang) = reads {
                rows::set_lang(tx, person, lang)?;
            }
            Ok(())
        })
        .await?;
    // What was chosen on this device before would win over what is chosen here.
    let secure = app.config.is_https();
    let cookie = reads.and_then(|lang| choices::keep(LANG_COOKIE, Some(lang.tag()), secure));
    Ok(onward("/my-space?kept=yes", [cookie]))
}

async fn ask_words(State(app): State<App>, member: Member) -> Response {
    let lang = member.visitor.lang;
    let title = SpaceWords::of(lang).new_words_title;
    let shell = Shell::Focus { back: "/my-space" };
    Page::new(&app, &member.visitor, title, shell).respond(view::ask_new_words(lang))
}

async fn make_words(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let person = member.me.person;
    // Words let in together with the name, so it has to be theirs. It is, except for somebody who
    // came from a table, where a name is only for the evening.
    let Ok(name) = free_name(&app, &member.me.name, Some(person)).await? else {
        return ask_other_name(&app, &member).await;
    };
    let print = name_print(&app, &name.folded());
    let words = word_list::draw(lang, &app.chance);
    let folded = word_list::fold(&words.join(" "));
    let proof = app
        .people
        .hashing
        .prove(&app.keys, folded, app.chance.bytes());
    let proof = proof.await?;
    app.store
        .write(move |tx| {
            if rows::holder_of_name(tx, &print)?.is_some_and(|holder| holder != person) {
                return Err(PeopleError::NameTaken);
            }
            rows::claim_name(tx, person, &print)?;
            rows::set_words(tx, person, &proof)?;
            Ok(())
        })
        .await?;
    let title = SpaceWords::of(lang).new_words_shown;
    let shell = Shell::Focus { back: "/my-space" };
    Ok(Page::new(&app, &member.visitor, title, shell)
        .scripts(&["js/backup-words.js"])
        .respond(view::new_words(lang, &words)))
}

/// Somebody else has the name of somebody who came from a table: they choose another first.
async fn ask_other_name(app: &App, member: &Member) -> Result<Response, Problem> {
    let mine = mine(app, member).await?;
    let mut errors = Errors::default();
    errors.add(
        "name",
        sentence(BadName::Taken, JoinWords::of(member.visitor.lang)),
    );
    let form = AboutForm::of(member, &mine);
    Ok(page(app, member, &mine, &form, (&errors, false)))
}

async fn remove_passkey(
    State(app): State<App>,
    member: Member,
    At(id): At<String>,
) -> Result<Response, Problem> {
    let id = id::from_text(&id).ok_or_else(Problem::not_found)?;
    let person = member.me.person;
    app.store
        .write(move |tx| passkeys::remove(tx, person, id))
        .await?;
    Ok(redirect("/my-space?kept=yes"))
}

async fn end_sign_in(
    State(app): State<App>,
    member: Member,
    At(id): At<String>,
) -> Result<Response, Problem> {
    let id = id::from_text(&id).ok_or_else(Problem::not_found)?;
    session::end_one(&app, member.me.person, id).await?;
    Ok(redirect("/my-space?kept=yes"))
}
