//! Routes for those who look after groups: the list and the form for coordinators, a group's form
//! and its people for its facilitators.

use ::store::Tx;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use super::board::Listing;
use super::care_view::{self, GroupsPage, Listed};
use super::finder;
use super::form::GroupForm;
use super::form_view::{self, FormPage, Told};
use super::sought::has_words;
use super::words::CareWords;
use super::{Group, GroupError, GroupId, Happened, Membership, Roles};
use super::{arranging, changes_store, places_store, store};
use crate::App;
use crate::formats::{self, Choice};
use crate::site::form::{Errors, Form, Query, tidy_line};
use crate::site::id::At;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, PersonId, SignedIn, redirect};

/// A list that one can still look through.
const ON_A_PAGE: usize = 100;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/looking-after/groups", get(list).post(make))
        .route("/looking-after/groups/new", get(fresh))
        .route("/groups/{id}/edit", get(edit))
        .route("/groups/{id}/people", get(people))
        .route("/groups/{id}/people/{person}/welcome", post(welcome))
        .route("/groups/{id}/people/{person}/roles", post(give_roles))
        .route("/groups/{id}/people/{person}/departure", post(take_off))
}

/// What somebody looks for in the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sought {
    words: String,
    page: String,
}

/// `GET /looking-after/groups?words=&page=`: all groups, or those that have the words.
async fn list(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(sought): Query<Sought>,
) -> Result<Response, Problem> {
    let board = app.finder.newest_board(&app).await?;
    let is_new_community = board.is_empty();
    let words = tidy_line(&sought.words);
    let mut found: Vec<&Listing> = board.listings().iter().map(|group| &**group).collect();
    found.retain(|group| has_words(&[&group.name, &group.place, &group.region], &words));
    // What makes no sense is the first page: the address may have been typed by hand.
    let page: usize = sought.page.parse().unwrap_or(0);
    let first = found.len().min(page.saturating_mul(ON_A_PAGE));
    let last = found.len().min(first + ON_A_PAGE);
    let body = care_view::groups(
        member.visitor.lang,
        &GroupsPage {
            groups: &found[first..last],
            words: &words,
            count: found.len(),
            page,
            has_more: last < found.len(),
            is_new_community,
        },
    );
    let title = CareWords::of(member.visitor.lang).groups_title;
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(body))
}

async fn fresh(
    State(app): State<App>,
    Coordinator(member): Coordinator,
) -> Result<Response, Problem> {
    let page = FormPage {
        group: None,
        form: &GroupForm::fresh(member.visitor.lang),
        formats: &formats_for(&app, String::new()).await?,
        errors: &Errors::default(),
        told: Told::Nothing,
        is_coordinator: member.me.is_coordinator,
    };
    Ok(form_page(&app, &member, &page))
}

/// What a group can choose that has the format `also`.
async fn formats_for(app: &App, also: String) -> Result<Vec<Choice>, Problem> {
    let found = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(formats::choices(tx, &also)?));
    Ok(found.await?)
}

async fn make(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Form(form): Form<GroupForm>,
) -> Result<Response, Problem> {
    let formats = formats_for(&app, String::new()).await?;
    let meant = match form.meant(member.visitor.lang, None, &formats) {
        Ok(meant) => meant,
        Err(errors) => {
            let page = FormPage {
                group: None,
                form: &form,
                formats: &formats,
                errors: &errors,
                told: Told::Nothing,
                is_coordinator: member.me.is_coordinator,
            };
            return Ok(form_page(&app, &member, &page));
        }
    };
    let are_yet_to_tick = form.kinds.are_yet_to_tick();
    let group = Group {
        format: meant.format,
        door: meant.door,
        ..Group::new(GroupId(app.chance.id()), meant.details, app.clock.now_ms())
    };
    let id = group.id;
    finder::change(&app, move |tx| {
        store::create(tx, &group)?;
        let made = arranging::about(group.id, Happened::Made);
        Ok(changes_store::tell(tx, &[made], group.changed_ms)?)
    })
    .await?;
    Ok(redirect(&match are_yet_to_tick {
        true => format!("/groups/{id}/edit?kept=kinds#kinds"),
        false => format!("/groups/{id}/people"),
    }))
}

/// Whether the form was just kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kept: String,
}

async fn edit(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let (group, formats) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let group = in_care_of(tx, &me, id)?;
            let formats = formats::choices(tx, &group.format)?;
            Ok((group, formats))
        })
        .await?;
    let page = FormPage {
        group: Some(&group),
        form: &GroupForm::of_group(&group),
        formats: &formats,
        errors: &Errors::default(),
        told: match asked.kept.as_str() {
            "" => Told::Nothing,
            "kinds" => Told::KeptKinds,
            "stays" => Told::Stays,
            _ => Told::Kept,
        },
        is_coordinator: member.me.is_coordinator,
    };
    Ok(form_page(&app, &member, &page))
}

/// `POST /groups/{id}`: keeps the form.
pub(super) async fn keep(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
    Form(form): Form<GroupForm>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let (lang, now_ms) = (member.visitor.lang, app.clock.now_ms());
    let typed = form.clone();
    let outcome = finder::change(&app, move |tx| {
        let before = in_care_of(tx, &me, id)?;
        let formats = formats::choices(tx, &before.format)?;
        let meant = match typed.meant(lang, Some(&before), &formats) {
            Ok(meant) => meant,
            Err(errors) => return Ok(Err((before, errors))),
        };
        // It came before, from a second tap on the button: it is kept.
        if meant.is_as(&before) {
            return Ok(Ok(()));
        }
        // An import or somebody else was quicker: what they changed is not undone unseen.
        if !typed.is_about(&before) {
            return Ok(Err((before, Errors::default())));
        }
        let after = Group {
            details: meant.details,
            format: meant.format,
            door: meant.door,
            changed_ms: now_ms,
            ..before.clone()
        };
        arranging::change_all(tx, &before.details, &after, now_ms)?;
        Ok(Ok(()))
    })
    .await?;
    Ok(match outcome {
        Ok(()) if form.kinds.are_yet_to_tick() => {
            redirect(&format!("/groups/{id}/edit?kept=kinds#kinds"))
        }
        Ok(()) => redirect(&format!("/groups/{id}/edit?kept=1")),
        Err((group, errors)) => {
            let told = if form.is_about(&group) {
                Told::Nothing
            } else {
                Told::Stale
            };
            let formats = formats_for(&app, group.format.clone()).await?;
            let page = FormPage {
                group: Some(&group),
                form: &form.about(&group),
                formats: &formats,
                errors: &errors,
                told,
                is_coordinator: member.me.is_coordinator,
            };
            form_page(&app, &member, &page)
        }
    })
}

fn form_page(app: &App, member: &Member, page: &FormPage<'_>) -> Response {
    let lang = member.visitor.lang;
    let w = CareWords::of(lang);
    let title = page.group.map_or(w.new_title, |_| w.edit_title);
    let body = form_view::form(lang, page);
    let mut response = Page::new(
        app,
        &member.visitor,
        title,
        Shell::Places(place_of(&member.me)),
    )
    .with_errors(!page.errors.is_empty())
    .respond(body);
    if !page.errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    } else if page.told == Told::Stale {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    response
}

async fn people(
    State(app): State<App>,
    member: Member,
    At(id): At<GroupId>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    let keys = app.keys.clone();
    let (group, listed) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let group = in_care_of(tx, &me, id)?;
            let places = places_store::members_of(tx, id)?;
            let persons: Vec<PersonId> = places.iter().map(|place| place.person).collect();
            let mut known = crate::people::known(tx, &keys, &persons)?;
            let willing = crate::sessions::willing_to_greet(tx)?;
            let listed = places
                .into_iter()
                .map(|place| Listed {
                    known: known
                        .remove(&place.person)
                        .map(|known| (known.name, known.sign)),
                    is_willing_to_greet: place.is_member && willing.contains(&place.person),
                    place,
                })
                .collect::<Vec<_>>();
            Ok((group, listed))
        })
        .await?;
    let lang = member.visitor.lang;
    let title = CareWords::of(lang).people_title;
    let shell = Shell::Places(place_of(&member.me));
    Ok(Page::new(&app, &member.visitor, title, shell)
        .respond(care_view::people(lang, &group, &listed)))
}

/// `POST .../welcome`: says yes to somebody who asks to join.
async fn welcome(
    State(app): State<App>,
    member: Member,
    At((id, person)): At<(GroupId, PersonId)>,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    change_place(app, member, id, person, move |place| Membership {
        is_member: true,
        joined_ms: place.joined_ms.or(Some(now_ms)),
        ..place
    })
    .await
}

/// What somebody does in a group, as the form sends it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(from = "Ticks")]
struct RolesForm(Roles);

/// Boxes that are not ticked are not sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ticks {
    facilitator: Option<String>,
    host: Option<String>,
    mentor: Option<String>,
}

impl From<Ticks> for RolesForm {
    fn from(ticks: Ticks) -> Self {
        Self(Roles {
            is_host: ticks.host.is_some(),
            is_facilitator: ticks.facilitator.is_some(),
            is_mentor: ticks.mentor.is_some(),
        })
    }
}

/// `POST .../roles`: gives and takes roles of a member.
async fn give_roles(
    State(app): State<App>,
    member: Member,
    At((id, person)): At<(GroupId, PersonId)>,
    Form(RolesForm(roles)): Form<RolesForm>,
) -> Result<Response, Problem> {
    change_place(app, member, id, person, move |place| Membership {
        // Somebody who only asked holds no role, whatever was sent.
        roles: if place.is_member { roles } else { place.roles },
        ..place
    })
    .await
}

async fn change_place(
    app: App,
    member: Member,
    id: GroupId,
    person: PersonId,
    change: impl Fn(Membership) -> Membership + Send + 'static,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    app.store
        .write::<_, GroupError, _>(move |tx| {
            in_care_of(tx, &me, id)?;
            let place = places_store::role_in(tx, person, id)?.ok_or(GroupError::NotFound)?;
            Ok(places_store::set_membership(tx, &change(place))?)
        })
        .await?;
    Ok(redirect(&format!("/groups/{id}/people")))
}

/// `POST .../departure`: takes somebody off the list, or says no to a request.
async fn take_off(
    State(app): State<App>,
    member: Member,
    At((id, person)): At<(GroupId, PersonId)>,
) -> Result<Response, Problem> {
    let me = member.me.clone();
    app.store
        .write::<_, GroupError, _>(move |tx| {
            in_care_of(tx, &me, id)?;
            Ok(places_store::end_membership(tx, person, id)?)
        })
        .await?;
    Ok(redirect(&format!("/groups/{id}/people")))
}

/// The group, for somebody who looks after it: one of its facilitators, or a coordinator.
pub(super) fn in_care_of(tx: &mut Tx<'_>, me: &SignedIn, id: GroupId) -> Result<Group, GroupError> {
    let group = store::group(tx, id)?.ok_or(GroupError::NotFound)?;
    let looks_after = me.is_coordinator
        || places_store::role_in(tx, me.person, id)?.is_some_and(|place| place.looks_after());
    if looks_after {
        Ok(group)
    } else {
        Err(GroupError::NotYours)
    }
}

pub(super) fn place_of(me: &SignedIn) -> Place {
    if me.is_coordinator {
        Place::LookingAfter
    } else {
        Place::Leading
    }
}
