//! People of my groups; and looking after people: roles, doors, invitations.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::App;
use crate::groups::{self, GroupId, Listing};
use crate::people::caring::{self, NewInvitation};
use crate::people::invitations::InvitedAs;
use crate::people::links;
use crate::people::links_store::{self, Invitation};
use crate::people::view::care as view;
use crate::people::words_inside::CareWords;
use crate::people::{PeopleError, known, known_of_group, name, open_name, store as rows};
use crate::site::form::{Errors, Form, Query, tidy_line};
use crate::site::id::{self, At};
use crate::site::lang::fill;
use crate::site::layout::{Page, Place, Shell};
use crate::site::problem::Problem;
use crate::site::visitor::{Coordinator, Member, PersonId, SignedIn, redirect};

/// What fits on a page; past it one searches.
const SHOWN_MAX: usize = 200;
/// More people than one community on one machine has; the page says when there are more.
const READ_MAX: i64 = 5000;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/people", get(show_mine))
        .route("/people/{id}/door", get(ask_door).post(make_door))
        .route("/looking-after/people", get(show_everybody))
        .route(
            "/looking-after/people/{id}/coordinator",
            post(set_coordinator),
        )
        .route(
            "/looking-after/invitations",
            get(show_invitations).post(invite),
        )
        .route("/looking-after/invitations/{id}/removal", post(take_back))
}

async fn show_mine(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let (me, keys) = (member.me.clone(), app.keys.clone());
    let circles = app
        .store
        .read(move |tx| {
            let mut circles = Vec::new();
            for groups::NamedPlace { name, place } in groups::places_of(tx, me.person)? {
                if !place.is_member {
                    continue;
                }
                let mut people = known_of_group(tx, &keys, place.group)?;
                people.retain(|(other, _)| *other != me.person);
                people.sort_unstable_by(|(_, a), (_, b)| a.name.cmp(&b.name));
                circles.push(view::MyCircle {
                    group: place.group,
                    name,
                    may_open_doors: place.looks_after(),
                    people,
                });
            }
            Ok::<_, store::StoreError>(circles)
        })
        .await?;
    let lang = member.visitor.lang;
    let title = CareWords::of(lang).people_title;
    Ok(
        Page::new(&app, &member.visitor, title, Shell::Places(Place::People))
            .respond(view::mine(lang, &circles)),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Search {
    q: String,
    last: Option<String>,
}

async fn show_everybody(
    State(app): State<App>,
    Coordinator(member): Coordinator,
    Query(search): Query<Search>,
) -> Result<Response, Problem> {
    let query = tidy_line(&search.q);
    let (wanted, keys) = (name::fold(&query), app.keys.clone());
    let (people, is_cut) = app
        .store
        .read(move |tx| {
            let mut people = Vec::new();
            for row in rows::everybody(tx, READ_MAX)? {
                let Some(name) = open_name(&keys, row.id, &row.name_sealed)? else {
                    continue;
                };
                if !name::fold(&name).contains(&wanted) {
                    continue;
                }
                if people.len() == SHOWN_MAX {
                    return Ok((people, true));
                }
                people.push(view::Somebody {
                    id: row.id,
                    name,
                    sign: row.sign,
                    is_coordinator: row.is_coordinator,
                    leads: row.leads,
                    for_another: row.for_another,
                });
            }
            Ok::<_, store::StoreError>((people, false))
        })
        .await?;
    let lang = member.visitor.lang;
    let title = CareWords::of(lang).everybody_title;
    let body = view::everybody(&view::Everybody {
        lang,
        query: &query,
        people: &people,
        is_cut,
        is_last: search.last.is_some(),
    });
    let shell = Shell::Places(Place::LookingAfter);
    Ok(Page::new(&app, &member.visitor, title, shell).respond(body))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RoleForm {
    is_coordinator: String,
}

async fn set_coordinator(
    State(app): State<App>,
    Coordinator(_): Coordinator,
    At(person): At<PersonId>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Problem> {
    let yes = form.is_coordinator == "yes";
    match caring::set_coordinator(&app, person, yes).await {
        Ok(()) => Ok(redirect("/looking-after/people")),
        Err(PeopleError::LastCoordinator) => Ok(redirect("/looking-after/people?last=yes")),
        Err(error) => Err(error.into()),
    }
}

/// The name of somebody whom `me` may let back in.
async fn name_behind_door(app: &App, me: &SignedIn, person: PersonId) -> Result<String, Problem> {
    let (me, keys) = (me.clone(), app.keys.clone());
    let name = app
        .store
        .read(move |tx| {
            if !caring::may_open_door(tx, &me, person)? {
                return Err(PeopleError::NotYours);
            }
            let mut found = known(tx, &keys, &[person])?;
            Ok(found.remove(&person).map(|known| known.name))
        })
        .await?;
    name.ok_or_else(Problem::not_found)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DoorForm {
    sure: Option<String>,
}

async fn ask_door(
    State(app): State<App>,
    member: Member,
    At(person): At<PersonId>,
) -> Result<Response, Problem> {
    let name = name_behind_door(&app, &member.me, person).await?;
    Ok(door_page(&app, &member, &name, person, &Errors::default()))
}

fn door_page(
    app: &App,
    member: &Member,
    name: &str,
    person: PersonId,
    errors: &Errors,
) -> Response {
    let lang = member.visitor.lang;
    let title = fill(CareWords::of(lang).door_title, &[("name", name)]);
    let body = view::ask_door(lang, &title, person, errors);
    Page::new(
        app,
        &member.visitor,
        CareWords::of(lang).door,
        Shell::Focus { back: "/people" },
    )
    .with_errors(!errors.is_empty())
    .respond(body)
}

async fn make_door(
    State(app): State<App>,
    member: Member,
    At(person): At<PersonId>,
    Form(form): Form<DoorForm>,
) -> Result<Response, Problem> {
    let lang = member.visitor.lang;
    let w = CareWords::of(lang);
    let name = name_behind_door(&app, &member.me, person).await?;
    if form.sure.is_none() {
        let mut errors = Errors::default();
        errors.add("sure", w.bad_sure);
        return Ok(door_page(&app, &member, &name, person, &errors));
    }
    let path = caring::open_door(&app, &member.me, person).await?;
    let link = format!("{}{path}", app.config.origin);
    let title = fill(w.door_title, &[("name", &name)]);
    let shell = Shell::Focus { back: "/people" };
    Ok(Page::new(&app, &member.visitor, w.door, shell).respond(view::link(lang, &title, &link)))
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
struct InviteForm {
    group: String,
    role: String,
    uses: String,
    days: String,
}

impl Default for InviteForm {
    fn default() -> Self {
        Self {
            group: String::new(),
            role: InvitedAs::default().key().to_owned(),
            uses: "1".to_owned(),
            days: "7".to_owned(),
        }
    }
}

async fn show_invitations(State(app): State<App>, member: Member) -> Result<Response, Problem> {
    let inviting = inviting(&app, &member).await?;
    let errors = Errors::default();
    Ok(invitations_page(
        &app,
        &member,
        &inviting,
        &InviteForm::default(),
        (&errors, None, None),
    ))
}

/// What somebody may invite to, and what is open.
struct Inviting {
    groups: Vec<Listing>,
    open: Vec<Invitation>,
}

async fn inviting(app: &App, member: &Member) -> Result<Inviting, Problem> {
    let (me, now_ms) = (member.me.clone(), app.clock.now_ms());
    let inviting = app
        .store
        .read(move |tx| {
            let groups = caring::inviting_groups(tx, &me)?;
            let open = caring::invitations(tx, &me, &groups, now_ms)?;
            Ok::<_, store::StoreError>(Inviting { groups, open })
        })
        .await?;
    if inviting.groups.is_empty() && !member.me.is_coordinator {
        return Err(Problem::not_yours());
    }
    Ok(inviting)
}

fn invitations_page(
    app: &App,
    member: &Member,
    inviting: &Inviting,
    form: &InviteForm,
    (errors, link, sealed): (&Errors, Option<&str>, Option<GroupId>),
) -> Response {
    let lang = member.visitor.lang;
    let groups: Vec<_> = inviting
        .groups
        .iter()
        .map(|group| (group.id.to_string(), group.name()))
        .collect();
    let body = view::invitations(&view::Invitations {
        lang,
        groups: &groups,
        roles: caring::inviting_roles(&member.me),
        may_skip_group: member.me.is_coordinator,
        open: &inviting.open,
        typed: view::TypedInvitation {
            group: &form.group,
            role: &form.role,
            uses: &form.uses,
            days: &form.days,
        },
        link,
        sealed,
        errors,
    });
    let title = CareWords::of(lang).invitations_title;
    let place = if member.me.is_coordinator {
        Place::LookingAfter
    } else {
        Place::Leading
    };
    Page::new(app, &member.visitor, title, Shell::Places(place))
        .scripts(&[groups::INVITES_SCRIPT])
        .with_errors(!errors.is_empty())
        .respond(body)
}

async fn invite(
    State(app): State<App>,
    member: Member,
    Form(form): Form<InviteForm>,
) -> Result<Response, Problem> {
    let before = inviting(&app, &member).await?;
    let mut errors = Errors::default();
    let Some(new) = read_invitation(&form, &member, &before, &mut errors) else {
        return Ok(invitations_page(
            &app,
            &member,
            &before,
            &form,
            (&errors, None, None),
        ));
    };
    let sealed = links::sealed_group(&app, new.group).await?;
    let path = caring::invite(&app, &member.me, new).await?;
    let link = format!("{}{path}", app.config.origin);
    let after = inviting(&app, &member).await?;
    let empty = InviteForm::default();
    Ok(invitations_page(
        &app,
        &member,
        &after,
        &empty,
        (&errors, Some(&link), sealed),
    ))
}

fn read_invitation(
    form: &InviteForm,
    member: &Member,
    inviting: &Inviting,
    errors: &mut Errors,
) -> Option<NewInvitation> {
    let w = CareWords::of(member.visitor.lang);
    let role = InvitedAs::from_key(&form.role)
        .filter(|role| caring::inviting_roles(&member.me).contains(role));
    if role.is_none() {
        errors.add("role", w.bad_role);
    }
    let group = inviting
        .groups
        .iter()
        .find(|group| group.id.to_string() == form.group)
        .map(|group| group.id.0);
    let names_group = !form.group.is_empty() && group.is_none();
    let goes_nowhere = group.is_none()
        && !(member.me.is_coordinator
            && matches!(role, Some(InvitedAs::Member | InvitedAs::Coordinator)));
    if names_group || goes_nowhere {
        errors.add("group", w.bad_group);
    }
    let number = |text: &str, most: i64| {
        let number = text.trim().parse::<i64>().ok();
        number.filter(|n| (1..=most).contains(n))
    };
    let (uses, days) = (number(&form.uses, 100), number(&form.days, 90));
    if uses.is_none() {
        errors.add("uses", w.bad_uses);
    }
    if days.is_none() {
        errors.add("days", w.bad_days);
    }
    if !errors.is_empty() {
        return None;
    }
    Some(NewInvitation {
        group,
        role: role?,
        uses: uses?,
        days: days?,
    })
}

async fn take_back(
    State(app): State<App>,
    member: Member,
    At(id): At<String>,
) -> Result<Response, Problem> {
    let id = id::from_text(&id).ok_or_else(Problem::not_found)?;
    let seen = inviting(&app, &member).await?;
    if !seen.open.iter().any(|invitation| invitation.id == id) {
        return Err(Problem::not_found());
    }
    app.store
        .write(move |tx| links_store::remove_invitation(tx, id))
        .await?;
    Ok(redirect("/looking-after/invitations"))
}
