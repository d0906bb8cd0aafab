//! What happens at a table: who sits there, what they see, what one of them does.

use std::collections::HashMap;

use ::store::{StoreError, Tx};

use super::super::planning;
use super::super::room::{Coming, RoomHandle};
use super::super::step::Why;
use super::super::wire::{Act, Close, Face, Seat};
use super::super::{Role, Session, State};
use super::{
    AT_TABLE_MAX, AtTable, Device, EVER_AT_TABLE_MAX, Kind, Seated, Shown, TableLook, store,
};
use crate::App;
use crate::people::{self, Known};
use crate::site::lang::Lang;
use crate::site::problem::Problem;
use crate::site::sign::Sign;
use crate::site::visitor::PersonId;

/// Somebody at a table, as its pages show them.
#[derive(Clone, Debug)]
pub(super) struct Sitter {
    pub(super) person: PersonId,
    /// Nothing while the room has not taken them in.
    pub(super) seat: Option<Seat>,
    pub(super) face: Face,
    /// Left the table.
    pub(super) is_gone: bool,
    /// Acts on a device of their own.
    pub(super) is_claimed: bool,
}

/// A table at one moment.
#[derive(Debug)]
pub(super) struct AtOnce {
    pub(super) group_name: String,
    pub(super) people: Vec<Sitter>,
    /// Nothing while nobody is in the circle, or the room is being rebuilt.
    pub(super) shown: Option<Shown>,
    pub(super) refused: Option<Why>,
    /// The room is being rebuilt: it is there again in a moment.
    pub(super) is_away: bool,
    /// What was written makes no room any more.
    pub(super) is_shut: bool,
    pub(super) room: Option<RoomHandle>,
}

/// What somebody at a table wants, by the form of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Act(Act),
    /// Goes home, or out of this circle.
    Goes,
    /// Is there again after all.
    Returns,
}

impl Wish {
    /// Reads a form. Only what may be done on a phone that others see is understood: no words, and
    /// nothing of who leads.
    pub(super) fn of(form: &HashMap<String, String>) -> Option<Self> {
        let field = |name: &str| form.get(name).map(String::as_str);
        let turn = || field("turn")?.parse().ok();
        Some(match field("do")? {
            "agree" => Self::Act(Act::Agree),
            "done" => Self::Act(Act::Done { turn: turn()? }),
            "pass" => Self::Act(Act::Pass { turn: turn()? }),
            "invite" => Self::Act(Act::Invite {
                turn: turn()?,
                is: field("is")? == "true",
            }),
            "hand" => Self::Act(Act::Hand {
                up: field("up")? == "true",
            }),
            "want_turn" => Self::Act(Act::WantTurn),
            "step_out" => Self::Act(Act::StepOut),
            "come_back" => Self::Act(Act::ComeBack),
            "while_away" => Self::Act(Act::WhileAway {
                phase: field("phase")?.parse().ok()?,
                turn: turn()?,
                passed: field("passed")? == "true",
                spoken_ms: field("spoken_ms")?.parse().ok().filter(|ms| *ms >= 0)?,
            }),
            "goes" => Self::Goes,
            "returns" => Self::Returns,
            _ => return None,
        })
    }
}

/// The table of a device, with its people kept there for `lease_ms`; and what one of them wants is
/// done. Nothing when the session is no more.
pub(super) async fn look(
    app: &App,
    device: Device,
    lang: Lang,
    lease_ms: i64,
    wish: Option<(PersonId, Wish)>,
) -> Result<Option<AtOnce>, Problem> {
    let wish = match wish {
        Some((person, wish)) => Some((person, note(app, device, person, wish).await?)),
        None => None,
    };
    let tells = matches!(&wish, Some((_, Some(Act::WhileAway { .. }))));
    let Some((session, group, people)) = read(app, device).await? else {
        // It stands for nothing any more, and may become another.
        let stop = move |tx: &mut Tx<'_>| store::stop_device(tx, device.session, device.id);
        app.store.write(stop).await?;
        return Ok(None);
    };
    let mut once = AtOnce {
        group_name: group.name.clone(),
        people,
        shown: None,
        refused: None,
        is_away: false,
        is_shut: false,
        room: None,
    };
    if session.state == State::Planned {
        return Ok(Some(once));
    }
    let room = match app.rooms.room(&app.means(), &session, &group).await {
        Ok(room) => room,
        // The device stays what it is, and says so: it is nowhere else to be led to.
        Err(error) => {
            tracing::warn!(%error, "a room can't be shown on a device");
            once.is_shut = error.is_for_good();
            once.is_away = !once.is_shut;
            return Ok(Some(once));
        }
    };
    let at = AtTable {
        table: device.table(),
        people: coming(&once.people, device, lang),
        act: wish.and_then(|(person, act)| Some((person, act?))),
        lang,
        lease_ms,
    };
    match room.at_table(at).await {
        Ok(TableLook {
            shown,
            seats,
            refused,
        }) => {
            for sitter in &mut once.people {
                let mut seats = seats.iter();
                let seat = seats.find(|(person, _)| *person == sitter.person);
                sitter.seat = seat.map(|(_, seat)| *seat);
            }
            once.shown = shown;
            // What a table tells of the time without a line is told again when the answer got lost;
            // the second time there is nothing left to tell, which is nobody's fault.
            once.refused = refused.filter(|_| !tells);
        }
        Err(Close::Restarting) => once.is_away = true,
        // Nobody of them is let in; the page says what else there is.
        Err(_) => {}
    }
    once.room = Some(room);
    Ok(Some(once))
}

/// Notes whether somebody sits there, and gives what the room is asked for. What belongs to a person
/// of another table, or to one who acts on a device of their own, is not done here.
async fn note(
    app: &App,
    device: Device,
    person: PersonId,
    wish: Wish,
) -> Result<Option<Act>, Problem> {
    let is_gone = match &wish {
        Wish::Goes => Some(true),
        Wish::Returns => Some(false),
        Wish::Act(_) => None,
    };
    let is_here = app.store.write(move |tx| {
        let seated = store::seated(tx, person)?;
        let is_here = seated.is_some_and(|seated| {
            let here = (device.session, device.nth);
            (seated.session, seated.table) == here && !seated.is_claimed
        });
        if let Some(is_gone) = is_gone.filter(|_| is_here) {
            store::set_gone(tx, person, is_gone)?;
        }
        Ok::<_, StoreError>(is_here)
    });
    if !is_here.await? {
        return Err(Problem::changed());
    }
    Ok(match wish {
        Wish::Act(act) => Some(act),
        Wish::Goes => Some(Act::Leave),
        Wish::Returns => None,
    })
}

/// The name of the group whose session a device is in; nothing when the session is no more.
pub(super) async fn group_name(app: &App, device: Device) -> Result<Option<String>, Problem> {
    let read = app
        .store
        .read(move |tx| planning::session_of(tx, device.session));
    let found = read.await?;
    Ok(found.map(|(_, group)| group.name))
}

type Read = (Session, super::super::GroupForSession, Vec<Sitter>);

async fn read(app: &App, device: Device) -> Result<Option<Read>, Problem> {
    let keys = app.keys.clone();
    let read = app.store.read(move |tx| {
        let Some((session, group)) = planning::session_of(tx, device.session)? else {
            return Ok(None);
        };
        let seated = match device.kind {
            Kind::Table => store::people_at(tx, device.session, device.nth)?,
            Kind::Wall => Vec::new(),
        };
        let people: Vec<PersonId> = seated.iter().map(|one| one.person).collect();
        let known = people::known(tx, &keys, &people)?;
        Ok::<_, StoreError>(Some((session, group, sitters(&seated, &known))))
    });
    Ok(read.await?)
}

/// The people of a table; somebody who has been erased is not among them.
pub(super) fn sitters(seated: &[Seated], known: &HashMap<PersonId, Known>) -> Vec<Sitter> {
    let sitter = |one: &Seated| {
        let Known { name, sign } = known.get(&one.person)?;
        Some(Sitter {
            person: one.person,
            seat: None,
            face: Face {
                name: name.clone(),
                sign: *sign,
            },
            is_gone: one.is_gone,
            is_claimed: one.is_claimed,
        })
    };
    seated.iter().filter_map(sitter).collect()
}

fn coming(people: &[Sitter], device: Device, lang: Lang) -> Vec<Coming> {
    let table = device.table();
    let here = people.iter().filter(|one| !one.is_gone && !one.is_claimed);
    here.take(AT_TABLE_MAX)
        .map(|one| Coming {
            person: one.person,
            // No sign-in stands behind it, so none ends it.
            sign_in: 0,
            face: one.face.clone(),
            // Who leads put the phone there: its people need nobody else to vouch for them.
            role: Role::Member,
            lang,
            page: 0,
            in_room: true,
            table,
            last_plan: None,
            welcome: Default::default(),
        })
        .collect()
}

/// Why somebody can't be added to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotAdded {
    /// What is wrong with the name.
    Name(&'static str),
    SameName,
    Full,
    Over,
}

/// Adds somebody to a table, as a person of their own.
pub(super) async fn add(
    app: &App,
    device: Device,
    lang: Lang,
    (name, sign): (&str, Sign),
) -> Result<Result<PersonId, NotAdded>, Problem> {
    let Some((session, _, people)) = read(app, device).await? else {
        return Err(Problem::not_found());
    };
    if session.state == State::Ended {
        return Ok(Err(NotAdded::Over));
    }
    if let Err(why) = may_add(&people, name) {
        return Ok(Err(why));
    }
    if let Err(sentence) = people::may_bear(name, lang) {
        return Ok(Err(NotAdded::Name(sentence)));
    }
    let person = PersonId(app.chance.id());
    // The place first: whatever interrupts the making of a person, they are found by it, and erased.
    let place = (device.session, device.nth);
    let has_place = app
        .store
        .write(move |tx| store::add_person(tx, place, person, EVER_AT_TABLE_MAX))
        .await?;
    if !has_place {
        return Ok(Err(NotAdded::Full));
    }
    let guest = people::Guest {
        name,
        sign,
        lang,
        is_coordinator: false,
    };
    people::make_at_table(app, person, guest).await?;
    Ok(Ok(person))
}

/// Whether there is room for one more of this name. Two of the same at one table could not be told
/// apart on its phone.
fn may_add(people: &[Sitter], name: &str) -> Result<(), NotAdded> {
    let here = people.iter().filter(|one| !one.is_gone && !one.is_claimed);
    let here = here.count();
    if here >= AT_TABLE_MAX {
        return Err(NotAdded::Full);
    }
    let same = |one: &Sitter| one.face.name.to_lowercase() == name.trim().to_lowercase();
    if people.iter().any(same) {
        return Err(NotAdded::SameName);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sitter(name: &str, is_gone: bool) -> Sitter {
        Sitter {
            person: PersonId(1),
            seat: None,
            face: Face {
                name: name.into(),
                sign: Sign::Bird,
            },
            is_gone,
            is_claimed: false,
        }
    }

    #[test]
    fn a_table_has_eight_places_and_each_name_once() {
        let mut people: Vec<Sitter> = (0..7).map(|n| sitter(&format!("Bea {n}"), false)).collect();
        assert_eq!(may_add(&people, "Tomás"), Ok(()));
        assert_eq!(may_add(&people, " bea 3"), Err(NotAdded::SameName));
        people.push(sitter("Ridley", false));
        assert_eq!(may_add(&people, "Tomás"), Err(NotAdded::Full));
        // Somebody who went makes room.
        people[0].is_gone = true;
        assert_eq!(may_add(&people, "Tomás"), Ok(()));
        // So does somebody who goes on with a phone of their own.
        people[0].is_gone = false;
        assert_eq!(may_add(&people, "Tomás"), Err(NotAdded::Full));
        people[0].is_claimed = true;
        assert_eq!(may_add(&people, "Tomás"), Ok(()));
    }

    #[test]
    fn a_table_s_form_asks_for_nothing_private_and_leads_nothing() {
        let wish = |text: &str| {
            let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
            Wish::of(&pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
        };
        assert_eq!(
            wish("do=done&turn=7"),
            Some(Wish::Act(Act::Done { turn: 7 }))
        );
        assert_eq!(
            wish("do=hand&up=true"),
            Some(Wish::Act(Act::Hand { up: true }))
        );
        let (turn, is) = (7, false);
        assert_eq!(
            wish("do=invite&turn=7&is=false"),
            Some(Wish::Act(Act::Invite { turn, is }))
        );
        assert_eq!(wish("do=goes"), Some(Wish::Goes));
        let away = wish("do=while_away&phase=2&turn=0&passed=true&spoken_ms=90000");
        assert!(matches!(
            away,
            Some(Wish::Act(Act::WhileAway { passed: true, .. }))
        ));
        for not in [
            "do=done",
            "do=done&turn=x",
            "do=invite&turn=7",
            "do=while_away&phase=2&turn=7&passed=false",
            "do=while_away&phase=2&turn=7&passed=false&spoken_ms=-1",
            "do=private&choice=not_ok",
            "do=plan&text=Walk&who=circle",
            "do=go_on&turn=7",
            "do=end",
            "turn=7",
        ] {
            assert_eq!(wish(not), None, "{not}");
        }
    }
}
