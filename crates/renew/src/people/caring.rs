//! Who may do what for whom: making coordinators, opening doors, inviting.

use store::{StoreError, Tx};

use super::invitations::InvitedAs;
use super::links_store::{self as link_rows, Invitation};
use super::{PeopleError, links, store as rows};
use crate::App;
use crate::groups::{self, Listing};
use crate::site::visitor::{PersonId, SignedIn};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Makes somebody a coordinator, or takes that back. The last one stays.
pub(super) async fn set_coordinator(
    app: &App,
    person: PersonId,
    yes: bool,
) -> Result<(), PeopleError> {
    app.store
        .write(move |tx| {
            let row = rows::person(tx, person)?.ok_or(StoreError::NotFound)?;
            if row.is_coordinator && !yes && rows::coordinators(tx)? <= 1 {
                return Err(PeopleError::LastCoordinator);
            }
            rows::set_coordinator(tx, person, yes)?;
            Ok(())
        })
        .await
}

/// Whether `me` may let `person` back in: a coordinator anybody; a facilitator the members of
/// their own groups, except coordinators, as whom they would get more than they have.
pub(super) fn may_open_door(
    tx: &mut Tx<'_>,
    me: &SignedIn,
    person: PersonId,
) -> Result<bool, StoreError> {
    if me.is_coordinator {
        return Ok(true);
    }
    let Some(row) = rows::person(tx, person)? else {
        return Ok(false);
    };
    if row.is_coordinator || person == me.person {
        return Ok(false);
    }
    for groups::NamedPlace { place: mine, .. } in groups::places_of(tx, me.person)? {
        if mine.looks_after() {
            let theirs = groups::role_in(tx, person, mine.group)?;
            if theirs.is_some_and(|place| place.is_member) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Makes the link that lets somebody back in.
pub(super) async fn open_door(
    app: &App,
    me: &SignedIn,
    person: PersonId,
) -> Result<String, PeopleError> {
    let who = me.clone();
    let may = app
        .store
        .read(move |tx| may_open_door(tx, &who, person))
        .await?;
    if !may {
        return Err(PeopleError::NotYours);
    }
    links::door_for(app, Some(me.person), person).await
}

/// The groups that somebody may invite into: a coordinator all, a facilitator their own.
pub(super) fn inviting_groups(tx: &mut Tx<'_>, me: &SignedIn) -> Result<Vec<Listing>, StoreError> {
    if me.is_coordinator {
        return groups::listings(tx);
    }
    let mine = groups::groups_of(tx, me.person)?;
    Ok(mine
        .into_iter()
        .filter(|(_, place)| place.looks_after())
        .map(|(group, _)| Listing::of(&group))
        .collect())
}

/// As what somebody may invite: a facilitator makes no second facilitator or coordinator.
pub(super) fn inviting_roles(me: &SignedIn) -> &'static [InvitedAs] {
    if me.is_coordinator {
        &InvitedAs::ALL
    } else {
        &[InvitedAs::Member, InvitedAs::Host, InvitedAs::Mentor]
    }
}

/// An invitation to make.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewInvitation {
    pub(super) group: Option<i64>,
    pub(super) role: InvitedAs,
    pub(super) uses: i64,
    pub(super) days: i64,
}

/// Makes an invitation and gives its path. What may be invited to has been checked.
pub(super) async fn invite(
    app: &App,
    me: &SignedIn,
    new: NewInvitation,
) -> Result<String, PeopleError> {
    let token = links::token(app);
    let now_ms = app.clock.now_ms();
    let row = Invitation {
        id: app.chance.id(),
        token_print: links::print(app, &token).to_vec(),
        group: new.group,
        role: new.role,
        uses_left: new.uses,
        made_by: Some(me.person),
        made_ms: now_ms,
        ends_ms: now_ms + new.days * DAY_MS,
    };
    app.store
        .write(move |tx| link_rows::add_invitation(tx, &row))
        .await?;
    Ok(format!("/invited/{token}"))
}

/// The open invitations that somebody may see and take back.
pub(super) fn invitations(
    tx: &mut Tx<'_>,
    me: &SignedIn,
    groups: &[Listing],
    now_ms: i64,
) -> Result<Vec<Invitation>, StoreError> {
    let mut all = link_rows::open_invitations(tx, now_ms)?;
    if !me.is_coordinator {
        all.retain(|invitation| {
            let into = |group: &Listing| Some(group.id.0) == invitation.group;
            invitation.made_by == Some(me.person) || groups.iter().any(into)
        });
    }
    Ok(all)
}
