//! What an invitation makes of the one who follows it.

use store::{StoreError, Tx};

use super::store as rows;
use crate::groups::{self, GroupId, Membership, Roles};
use crate::site::visitor::PersonId;

/// As what somebody is invited. Roles other than the coordinator's are roles in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum InvitedAs {
    #[default]
    Member,
    Host,
    Facilitator,
    Mentor,
    Coordinator,
}

impl InvitedAs {
    pub(super) const ALL: [Self; 5] = [
        Self::Member,
        Self::Host,
        Self::Facilitator,
        Self::Mentor,
        Self::Coordinator,
    ];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Host => "host",
            Self::Facilitator => "facilitator",
            Self::Mentor => "mentor",
            Self::Coordinator => "coordinator",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Gives the role to the person who followed the invitation, and says whether that is news.
    pub(super) fn give(
        self,
        tx: &mut Tx<'_>,
        person: PersonId,
        group: Option<i64>,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        if self == Self::Coordinator {
            let is_one = rows::person(tx, person)?.is_some_and(|row| row.is_coordinator);
            if !is_one {
                rows::set_coordinator(tx, person, true)?;
            }
            return Ok(!is_one);
        }
        let Some(group) = group.map(GroupId) else {
            return Ok(false);
        };
        // The group may have gone since the invitation was made.
        if groups::group(tx, group)?.is_none() {
            return Ok(false);
        }
        let before = groups::role_in(tx, person, group)?;
        let mut place =
            before.unwrap_or(Membership::joined(group, person, Roles::default(), now_ms));
        place.is_member = true;
        place.joined_ms = place.joined_ms.or(Some(now_ms));
        match self {
            Self::Host => place.roles.is_host = true,
            Self::Facilitator => place.roles.is_facilitator = true,
            Self::Mentor => place.roles.is_mentor = true,
            Self::Member | Self::Coordinator => {}
        }
        let is_news = before != Some(place);
        if is_news {
            groups::set_membership(tx, &place)?;
        }
        Ok(is_news)
    }
}
