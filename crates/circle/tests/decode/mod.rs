//! Any bytes as a session: its format and times, and whatever is done in it. The property tests
//! and the fuzz target read their bytes through this.

mod rules;

use std::collections::BTreeMap;

use circle::activity::{ActivityKind, Part, Slot};
use circle::command::{
    Act, Door, Entry, Input, MayKnow, PrivateChoice, QuietWord, Refusal, Role, Said,
};
use circle::event::Outbox;
use circle::format::Format;
use circle::side_rooms::{RoomPart, RoomStep};
use circle::view::{Presence, State, View};
use circle::{Circle, Config, Millis, PersonId, TableId};

/// People in a decoded session: enough for a queue, few enough for their paths to cross.
const PEOPLE: u64 = 6;
/// Beside its format's texts, a session of six keeps less than this.
const SNAPSHOT_BYTES_MAX: usize = 64 * 1024;

/// Reads bytes; past the end there is nothing but zeros.
struct Bytes<'a> {
    rest: &'a [u8],
    /// The last command's number.
    n: u32,
    /// What the screens show: most commands name it.
    turn: u64,
    phase: u32,
    proposal: u64,
}

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.rest.split_first().unwrap_or((&0, &[]));
        self.rest = rest;
        *first
    }

    fn below(&mut self, bound: u8) -> u8 {
        self.byte() % bound
    }

    fn is(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    fn who(&mut self) -> PersonId {
        PersonId(1 + u64::from(self.byte()) % PEOPLE)
    }

    /// What is on the screen, or else anything.
    fn shown_or_any(&mut self, shown: u64) -> u64 {
        if self.below(6) == 0 {
            u64::from(self.below(12))
        } else {
            shown
        }
    }

    /// Looks at the leads' screen.
    fn look(&mut self, screens: &[Option<View>]) {
        let leads = screens.iter().flatten().find(|view| view.leads);
        let Some(view) = leads.or_else(|| screens.iter().flatten().next()) else {
            return;
        };
        self.turn = view.turn.map_or(0, |turn| turn.turn);
        self.phase = view.phase.map_or(0, |phase| phase.index);
        self.proposal = view.proposal.map_or(0, |open| open.proposal);
    }

    /// How most sessions open: everybody comes and agrees, and the first begins.
    fn opening(&mut self) -> Vec<Input> {
        let mut inputs = Vec::new();
        for number in 1..=PEOPLE - u64::from(self.below(3)) {
            let who = PersonId(number);
            let role = match number {
                1 => Role::Facilitator,
                2 if self.is() => Role::Host,
                _ => Role::Member,
            };
            inputs.push(Input::Enter(Entry {
                who,
                role,
                walks_in: true,
                in_room: false,
                table: None,
            }));
            inputs.push(self.said(who, Act::Agree));
        }
        inputs.push(self.said(PersonId(1), Act::Start));
        for phase in 0..u32::from(self.below(7)) {
            inputs.push(self.said(PersonId(1), Act::NextPhase { phase }));
        }
        if self.is() {
            // The first was heard and wants to speak again, before the others had their turn.
            for act in [
                Act::Hand { up: true },
                Act::GoOn { turn: 0 },
                Act::Done { turn: 1 },
                Act::WantTurn,
                Act::Hand { up: true },
            ] {
                inputs.push(self.said(PersonId(1), act));
            }
        }
        inputs
    }

    fn said(&mut self, by: PersonId, act: Act) -> Input {
        self.n += 1;
        Input::Act(Said {
            by,
            page: 1,
            n: self.n,
            act,
        })
    }

    fn config(&mut self) -> Config {
        let mut format =
            [Format::talking_circle(), Format::renew_90()][usize::from(self.below(2))].clone();
        // Sometimes a format that no community could have made.
        match self.below(8) {
            0 => format.phases.truncate(usize::from(self.below(3))),
            1 => format.phases.iter_mut().for_each(|p| p.minutes.target = 0),
            2 => format.seats_max = self.byte(),
            _ => {}
        }
        Config {
            format,
            pace: [1, 1, 60, 0, u32::MAX][usize::from(self.below(5))],
            scheduled_at: [1_790_000_000_000, 0, i64::MIN, i64::MAX][usize::from(self.below(4))],
            door: [Door::Open, Door::Vouched, Door::Locked][usize::from(self.below(3))],
        }
    }

    /// The time of the next step, from that of the last.
    fn time(&mut self, now: Millis) -> Millis {
        let span = Millis::from(self.byte());
        match self.below(16) {
            0..8 => now.saturating_add(span * 100),
            8..12 => now.saturating_add(span * 4_000),
            12 => now.saturating_add(span * 600_000),
            13 => now.saturating_sub(span * 10_000),
            14 => now,
            _ => [i64::MIN, i64::MAX, 0, now][usize::from(self.below(4))],
        }
    }

    /// What happens next; nothing but time when it is none.
    fn input(&mut self) -> Option<Input> {
        let who = self.who();
        Some(match self.below(12) {
            0 => return None,
            1 => Input::Connected { who },
            2 => Input::Disconnected { who },
            3 => Input::Enter(Entry {
                who,
                role: [Role::Member, Role::Host, Role::Facilitator][usize::from(self.below(3))],
                walks_in: self.is(),
                in_room: self.is(),
                table: self.is().then(|| TableId(u32::from(self.below(3)))),
            }),
            4 => Input::Act(Said {
                by: who,
                page: u64::from(self.below(3)),
                n: u32::from(self.byte()),
                act: self.act(),
            }),
            _ => {
                let act = self.act();
                self.said(who, act)
            }
        })
    }

    fn act(&mut self) -> Act {
        let (who, is) = (self.who(), self.is());
        let number = self.shown_or_any(self.turn);
        match self.below(48) {
            0..3 => Act::Agree,
            3 => Act::InRoom { is },
            4 => Act::Listen { only: is },
            5 | 6 => Act::Done { turn: number },
            7 => Act::Invite { turn: number, is },
            8 => Act::Pass { turn: number },
            9 => Act::Moment { turn: number },
            10 => Act::WantTurn,
            11 | 12 => Act::Hand { up: is },
            13 => Act::Quiet {
                turn: number,
                kind: [QuietWord::HearYou, QuietWord::MeToo][usize::from(is)],
            },
            14 => Act::Private {
                choice: [PrivateChoice::NotOk, PrivateChoice::FewMinutes][usize::from(is)],
            },
            15 => Act::StepOut,
            16 => Act::ComeBack,
            17 => Act::Leave,
            18 => Act::KeptPlan {
                who: MayKnow::Mentor,
            },
            19 => Act::NothingThisWeek,
            20 => Act::KeptReflection,
            21 => Act::KeptTakeaway,
            22 => Act::GavePulse,
            23 => Act::SharedMilestone,
            24 => Act::TakeLead,
            25 => Act::Vouch { who },
            26 => Act::Seen {
                word: self.shown_or_any(1),
            },
            27 => Act::Taken {
                word: self.shown_or_any(1),
            },
            28 => Act::Replied {
                word: self.shown_or_any(1),
            },
            29 | 30 => Act::GoOn { turn: number },
            31 => Act::Give { who, turn: number },
            32 => Act::SkipPerson { who },
            33 => Act::Minute { turn: number },
            34..37 => self.activity_act(who, is),
            37 => self.room_act(is),
            38 => Act::WhileAway {
                phase: self.phase,
                turn: number,
                passed: is,
                spoken_ms: [0, 60_000, i64::MIN, i64::MAX][usize::from(self.below(4))],
            },
            39 if is => Act::EnterLounge,
            39 => Act::LeaveLounge,
            _ => self.leads_act(who, is),
        }
    }

    /// Something of an activity: few numbers, so that most name the one under way.
    fn activity_act(&mut self, who: PersonId, is: bool) -> Act {
        let (activity, slip) = (u64::from(self.below(3)), u64::from(self.below(4)));
        let slot = Slot {
            part: [Part::Thought, Part::Fairer, Part::Strength, Part::Idea]
                [usize::from(self.below(4))],
            nth: self.below(3),
            to: self.is().then_some(who),
        };
        match self.below(11) {
            0 => Act::BeginActivity {
                activity,
                kind: ActivityKind::ALL[usize::from(self.below(9))],
            },
            1..3 => Act::NextStep {
                activity,
                step: self.below(6),
            },
            3 => Act::StopActivity { activity },
            4 => Act::BringOne { activity },
            5 => Act::HandBack { activity },
            6 => Act::Write {
                activity,
                slot,
                named: is,
            },
            7 => Act::Unwrite { activity, slot },
            8 => Act::Ready { activity, is },
            9 => Act::KeepSlip { activity, slip, is },
            _ => Act::ChooseSlip { activity, slip, is },
        }
    }

    fn room_act(&mut self, is: bool) -> Act {
        let room = u64::from(self.below(3));
        let parts = [RoomPart::Partner, RoomPart::Watcher, RoomPart::Guest];
        let steps = [RoomStep::Scene, RoomStep::Play, RoomStep::Takeaway];
        match self.below(11) {
            0 => Act::OpenRoom { activity: room },
            1 => Act::TakePart {
                room,
                part: parts[usize::from(self.below(3))],
            },
            2 => Act::LeaveRoom { room },
            3 => Act::NextRoomStep {
                room,
                step: steps[usize::from(self.below(3))],
            },
            4 => Act::WantSwap { room, is },
            5 => Act::PauseRoom { room, is },
            6 => Act::StopRoom { room },
            7 => Act::CallHelp { room, is },
            8 => Act::VisitRoom { room },
            9 => Act::BringBack { room },
            _ => Act::AskAside { word: room },
        }
    }

    fn leads_act(&mut self, who: PersonId, is: bool) -> Act {
        let phase = u32::try_from(self.shown_or_any(u64::from(self.phase))).unwrap_or(0);
        let proposal = self.shown_or_any(self.proposal);
        match self.below(18) {
            0 => Act::Hold,
            1 => Act::Resume,
            2 => Act::Order {
                people: (0..self.below(80)).map(|_| self.who()).collect(),
            },
            3 => Act::Extend {
                minutes: self.byte(),
            },
            4..6 => Act::NextPhase { phase },
            6 | 7 => Act::SkipPhase { phase: phase + 1 },
            8 => Act::Accept { proposal },
            9 => Act::Decline { proposal },
            10 => Act::HandLead { to: who },
            11 => Act::MakeHost { who, is },
            12 => Act::Admit { who },
            13 => Act::RefuseEntry { who },
            14 => Act::Door {
                is: [Door::Open, Door::Vouched, Door::Locked][usize::from(self.below(3))],
            },
            15 if is && self.is() => Act::ToWaitingRoom { who },
            15 if is && self.is() => Act::RestMic { who, is: self.is() },
            15 if is => Act::Remove { who },
            15 => Act::AutoAdvance { is: self.is() },
            16 => Act::Start,
            _ if self.below(4) == 0 => Act::End,
            _ => Act::EndLater {
                minutes: self.byte(),
            },
        }
    }
}

/// Runs the session that the bytes describe, and asks of it after each step what must always be
/// so.
///
/// # Panics
/// When something is not as it must be.
pub(crate) fn follow(bytes: &[u8]) {
    let mut bytes = Bytes {
        rest: bytes,
        n: 0,
        turn: 0,
        phase: 0,
        proposal: 0,
    };
    let config = bytes.config();
    let mut now = config.scheduled_at;
    let mut circle = Circle::open(config.clone());
    let mut again = Circle::open(config);
    let mut screens: Vec<Option<View>> = vec![None; usize::try_from(PEOPLE).unwrap_or(0)];
    let mut sent = BTreeMap::new();
    let mut coming = if bytes.below(4) == 0 {
        Vec::new()
    } else {
        bytes.opening()
    };
    coming.reverse();
    while !bytes.rest.is_empty() {
        let input = match coming.pop() {
            Some(input) => Some(input),
            None => {
                now = bytes.time(now);
                bytes.input()
            }
        };
        let mut out = Outbox::default();
        let answer = feed(&mut circle, now, input.as_ref(), &mut out);
        let mut twice = Outbox::default();
        assert_eq!(feed(&mut again, now, input.as_ref(), &mut twice), answer);
        assert_eq!(out, twice, "the same input, another answer");
        let is_new = is_new(input.as_ref(), answer, &mut sent);
        let before = screens.clone();
        for (index, screen) in screens.iter_mut().enumerate() {
            let who = PersonId(1 + u64::try_from(index).unwrap_or(0));
            bring(&circle, who, screen, &out);
            assert_eq!(
                *screen,
                circle.view(who),
                "after {input:?}, on {who:?}'s screen"
            );
        }
        must_always_be(&circle, &screens);
        rules::must_hold(&rules::Step {
            input: input.as_ref().filter(|_| is_new),
            answer,
            out: &out,
            before: &before,
            after: &screens,
        });
        bytes.look(&screens);
        if bytes.below(16) == 0 {
            circle = restored(&circle);
        }
    }
    let people: Vec<PersonId> = (1..=PEOPLE).map(PersonId).collect();
    rules::can_end(&circle, &people, now);
}

/// Whether this was not said before; what was is only answered again. Whoever isn't seated is
/// turned away unheard, so what they said is as new as ever when they come in.
fn is_new(
    input: Option<&Input>,
    answer: Result<(), Refusal>,
    sent: &mut BTreeMap<(PersonId, u64), u32>,
) -> bool {
    let Some(Input::Act(said)) = input else {
        return true;
    };
    let last = sent.get(&(said.by, said.page)).copied();
    let unheard = matches!(answer, Err(Refusal::NotSeated | Refusal::Removed));
    if !unheard {
        sent.insert((said.by, said.page), last.unwrap_or(0).max(said.n));
    }
    last.is_none_or(|last| said.n > last)
}

fn feed(
    circle: &mut Circle,
    now: Millis,
    input: Option<&Input>,
    out: &mut Outbox,
) -> Result<(), Refusal> {
    match input {
        Some(input) => circle.handle(now, input, out),
        None => {
            circle.tick(now, out);
            Ok(())
        }
    }
}

/// Brings the events to one screen; without one, it is shown what a newcomer sees.
fn bring(circle: &Circle, who: PersonId, screen: &mut Option<View>, out: &Outbox) {
    let Some(view) = screen else {
        *screen = circle.view(who);
        return;
    };
    let mut fresh = false;
    for (audience, event) in &out.events {
        fresh |= circle.hears(who, *audience) && !view.apply(event);
    }
    if fresh {
        *screen = circle.view(who);
    }
}

/// A circle that was kept and came back: the same, byte for byte.
fn restored(circle: &Circle) -> Circle {
    let kept = circle.snapshot();
    assert!(kept.len() < SNAPSHOT_BYTES_MAX, "{} bytes", kept.len());
    let back = Circle::restore(&kept).unwrap_or_else(|_| panic!("a snapshot that can't be read"));
    assert_eq!(back.snapshot(), kept);
    assert_eq!(back.next_deadline(), circle.next_deadline());
    back
}

fn must_always_be(circle: &Circle, screens: &[Option<View>]) {
    for view in screens.iter().flatten() {
        let me = view.seats.iter().find(|seat| seat.who == view.me);
        assert_eq!(me.is_none(), view.waiting);
        if !view.leads {
            assert!(view.words.is_empty() && view.nudges.is_empty() && view.proposal.is_none());
        }
        if let Some(turn) = view.turn {
            assert_eq!(view.session.state, State::Live);
            let holder = view.seats.iter().find(|seat| seat.who == turn.who);
            let may = |seat: &circle::view::SeatView| {
                seat.agreed && seat.presence != Presence::SteppedOut
            };
            assert!(holder.is_some_and(may), "{turn:?} of {holder:?}");
            assert!(!view.queue.contains(&turn.who), "speaks and waits");
        }
        if view.session.state == State::Ended {
            assert!(view.turn.is_none() && view.phase.is_none() && view.queue.is_empty());
        }
    }
    let record = circle.record();
    assert!(record.attended.len() <= screens.len());
}
