//! The live session: one hour in which peers listen to each other, as a state machine.
//!
//! A [`Circle`] has no clock, no socket, no thread and no chance. The caller tells it the time
//! with every [`Input`](command::Input), drains what it has to say from an
//! [`Outbox`](event::Outbox), and wakes it at [`Circle::next_deadline`]. The same inputs at the
//! same times give the same circle and the same bytes, so a session can be journalled, replayed,
//! and run through ten thousand evenings in a minute.
//!
//! ```
//! use circle::command::{Act, Door, Entry, Input, Role, Said};
//! use circle::{Circle, Config, PersonId, event::Outbox, format::Format};
//!
//! let scheduled_at = 1_790_000_000_000;
//! let format = Format::renew_90();
//! let mut circle = Circle::open(Config { format, pace: 1, scheduled_at, door: Door::Vouched });
//! let (marlow, mut out) = (PersonId(1), Outbox::default());
//! let entry = Entry { who: marlow, role: Role::Facilitator, walks_in: true, in_room: false, table: None };
//! circle.handle(scheduled_at, &Input::Enter(entry), &mut out)?;
//! let start = Said { by: marlow, page: 1, n: 1, act: Act::Start };
//! circle.handle(scheduled_at, &Input::Act(start), &mut out)?;
//! assert!(circle.view(marlow).unwrap().phase.is_some());
//! assert!(circle.next_deadline().is_some());
//! # Ok::<(), circle::command::Refusal>(())
//! ```
//!
//! # What it knows
//!
//! People are numbers ([`PersonId`]); names, texts and plans stay with the program around it. A
//! [`Format`](format::Format) says which phases there are. Each phase has a
//! [`Floor`](format::Floor): still, a round, raised hands, or one person.
//!
//! # Who hears what
//!
//! Everything that anybody may see is one picture. After each input the new picture is compared
//! with the last, and each part that differs becomes an [`Event`](event::Event) with its
//! [`Audience`](event::Audience). A [`View`](view::View) is one person's part of the picture;
//! [`View::apply`](view::View::apply) follows the events, and equals a view made anew.
//!
//! # What never happens
//!
//! - Two people have the floor in a round.
//! - Somebody gets a second turn by the conductor's choice while a person who is here and wants
//!   one has not been offered a first.
//! - The software takes the floor from anybody: a turn ends when its holder is done, passes, steps
//!   out or leaves, or when who leads goes on. (With nobody leading, a holder whose line has been
//!   gone for a minute is set aside and offered the floor anew.)
//! - A late tap hits another turn, round or part than the one that was on the screen.
//! - A private word is known to anyone but its sender, who leads, and the hosts.
//! - Somebody comes to lead by handing over, or being handed, what was not theirs to give.
//! - Somebody has the floor, a hand, or a quiet word before agreeing to the agreement.
//! - Anything of an answer is known to anybody but its writer before all are shown together; or who
//!   wrote an unnamed one, to anybody, from then on.
//! - An activity can't be stopped, at whichever step.
//! - Somebody who was asked to wait at the door comes in again without who leads letting them.
//! - What a table did while its line was gone takes the floor, or a first turn, from anybody.
//! - A session can't be ended.

mod acting;
pub mod activity;
mod airtime;
mod broken;
mod circle;
pub mod command;
mod conductor;
pub mod debrief;
mod door;
pub mod event;
mod fidelity;
pub mod format;
mod lead;
mod lounge;
mod pages;
mod person;
mod phases;
mod proposal;
mod publish;
mod queue;
mod record;
pub mod side_rooms;
mod snapshot;
mod tables;
mod timers;
pub mod view;
pub mod voices;
mod words;

#[cfg(feature = "broken-rules")]
pub use broken::{Broken, NoSuchRule};
pub use circle::{Circle, Config, PEOPLE_MAX, WAITING_MAX};
pub use fidelity::{Airtime, Element, Figure, Finding, How, Side, airtime, fidelity, gini_percent};
pub use person::Span;
pub use record::{Attended, Record};
pub use snapshot::Unreadable;

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, or a span of them. The caller tells the time.
pub type Millis = i64;

/// A person, by a number that means nothing outside this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub u64);

/// Seats in one circle. A shared-out round of more than this gives nobody a minute in an hour.
pub const SEATS_MAX: usize = 60;

/// People round one device in the room, by a number that means nothing outside this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TableId(pub u32);

/// People round one device. More can't reach it, nor read a name from where they sit.
pub const TABLE_PEOPLE_MAX: usize = 8;
