// @ts-check
// What comes from the room, as `sessions::wire` and `circle::view` serialise it.

/**
 * @typedef {'here' | 'away' | 'stepped_out'} Presence
 * @typedef {'member' | 'host' | 'facilitator'} Role
 * @typedef {'not_yet' | 'shared' | 'passed'} Heard
 * @typedef {'done' | 'now' | 'coming' | 'skipped'} PhaseState
 * @typedef {'still' | 'round' | 'hands' | 'one'} Floor
 * @typedef {'hear_you' | 'me_too' | 'thank_you' | 'with_you'} QuietKind
 * @typedef {'not_ok' | 'few_minutes' | 'upset'} PrivateChoice
 * @typedef {'only_me' | 'mentor' | 'circle'} MayKnow
 * @typedef {'did_it' | 'part_of_it' | 'not_yet'} HowItWent
 *
 * @typedef {{ room: number, places: { who: number, part: string }[] }} SideRoom
 * @typedef {{ who: number, role: Role, presence: Presence, in_room: boolean, agreed: boolean,
 *   listening: boolean, hand: boolean, heard: Heard }} Seat
 * @typedef {{ state: 'gathering' | 'live' | 'ended', scheduled_at: number,
 *   started_at: number | null, ends_at: number, auto_advance: boolean,
 *   anyone_may_end: boolean }} Session
 * @typedef {{ who: number | null, wanted: boolean }} Lead
 * @typedef {{ index: number, kind: string, floor: Floor, crosstalk: string, led_by: string,
 *   started_at: number, ends_at: number, held_at: number | null }} Phase
 * @typedef {{ turn: number, who: number, started_at: number, ends_at: number,
 *   held_at: number | null, moment: boolean, invites: boolean }} Turn
 * @typedef {{ state: PhaseState, planned_ms: number, used_ms: number }} PhasePlan
 * @typedef {{ phases: PhasePlan[], behind_ms: number, next_turn_ms: number }} Timetable
 * @typedef {{ is: 'open' | 'vouched' | 'locked', waiting: number[] }} Door
 * @typedef {{ offer: 'take_from', phase: number, minutes: number }
 *   | { offer: 'end_later', minutes: number }
 *   | { offer: 'go_on', phase: number }} Offer
 * @typedef {{ proposal: number, offer: Offer }} Proposal
 * @typedef {{ room: { people: number, spoken_ms: number },
 *   online: { people: number, spoken_ms: number } }} Airtime
 * @typedef {{ ends_at: number, people: number[] }} Lounge
 * @typedef {{ nudge: 'turn_over' | 'speaker_away', turn: number }
 *   | { nudge: 'phase_over', phase: number } | { nudge: 'closing_due' }
 *   | { nudge: 'step_over', activity: number, step: number }} Nudge
 * @typedef {{ word: number, from: number, choice: PrivateChoice, at: number,
 *   seen_by: number | null, taken_by: number | null, replied: boolean }} Word
 * @typedef {{ word: number, choice: PrivateChoice, at: number, seen_by: number | null,
 *   taken_by: number | null, replied: boolean }} MyWord
 * @typedef {{ room: number, aside: boolean, places: { who: number }[] }} MyRoom
 * @typedef {{ quiet_given: QuietKind[], quiet_received: { from: number, kind: QuietKind }[],
 *   words: MyWord[], plan: MayKnow | null, nothing_this_week: boolean, reflection: boolean,
 *   takeaway: boolean, pulse: boolean, milestone: boolean, wants_turn: boolean,
 *   room: MyRoom | null, asked_aside: object | null }} MineView
 * @typedef {{ me: number, waiting: boolean, asked_to_wait: boolean, leads: boolean,
 *   session: Session, lead: Lead, seats: Seat[], phase: Phase | null, turn: Turn | null, queue: number[], timetable: Timetable,
 *   activity: object | null, rooms: SideRoom[], rooms_run: { room: number, calls: boolean }[],
 *   door: Door, proposal: Proposal | null, airtime: Airtime | null, lounge: Lounge | null,
 *   words: Word[], nudges: Nudge[], mics_rested: number[],
 *   mine: MineView }} View
 *
 * @typedef {{ name: string, sign: string }} Face
 * @typedef {{ name: string, ribbon: string, heading: string, guidance: string, why: string,
 *   more: string, say: string[] }} PhaseText
 * @typedef {{ who: number, when: 'last' | 'this', text: string, how?: HowItWent }} ToldPlan
 * @typedef {{ who: number, text: string }} ToldMilestone
 * @typedef {{ word: number, text: string, reply: string }} WordText
 * @typedef {{ id: string, text: string, who: MayKnow, how: HowItWent | null, made: number,
 *   shown: boolean }} MyPlan
 * @typedef {{ last_plan: MyPlan | null, plan: MyPlan | null, reflection: string | null,
 *   takeaway: string | null }} Mine
 *
 * @typedef {{ is_new: boolean, has_chosen: boolean, is_waiting: boolean, buddy: Face | null,
 *   greets: Face | null, is_asked: boolean }} Greeting
 *
 * Everything that this person may know at one moment.
 * @typedef {{ view: View, people: Record<string, Face>, phases: PhaseText[], plans: ToldPlan[],
 *   milestones: ToldMilestone[], words: WordText[], mine: Mine, greeting: Greeting,
 *   first_time: number[] }} State
 *
 * The texts of the page, by their names in `sessions::words::RoomWords`.
 * @typedef {Record<string, string>} Words
 *
 * What the page told at its start, in `data-room`.
 * @typedef {{ session: string, group: string, me: number, lang: string, minute_ms: number, run: boolean,
 *   words: Words, voice: Words }} Told
 */

export {};
