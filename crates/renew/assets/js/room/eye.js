// @ts-check
// One person's eye on a state: the questions that scenes are made of. The twin of
// `room_view::eye`; whoever changes one changes the other, and the test of the twins tells.

/**
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Seat} Seat
 * @typedef {import('./types.js').Words} Words
 */

/** More seats than this do not fit round a phone's circle; then the list is drawn. */
const SEATS_DRAWN_MAX = 12;
/** With nobody there to lead, the circle lets whoever is here take the lead so long after the time. */
const LATE_LEAD_MINUTES = 5;

/** Phases in which nobody speaks and nobody writes. */
const STILLNESS = ['breathing', 'silence'];

export class Eye {
  /**
   * @param {State} state
   * @param {Words} words
   * @param {number} now the server's time, in milliseconds
   * @param {number} minuteMs how long a minute of the plan lasts
   */
  constructor(state, words, now, minuteMs) {
    this.state = state;
    this.view = state.view;
    this.words = words;
    this.now = now;
    this.minuteMs = Math.max(1, minuteMs);
  }

  /**
   * A text by its name.
   * @param {string} name
   */
  w(name) {
    return this.words[name] ?? '';
  }

  /** @param {number} who */
  name(who) {
    return this.state.people[who]?.name ?? this.w('someone');
  }

  /**
   * Whether `who` is marked as here for the first time; only who leads can see it.
   * @param {number} who
   */
  isNew(who) {
    return this.state.first_time.includes(who);
  }

  /**
   * «you» inside a sentence, or the name.
   * @param {number} who
   */
  label(who) {
    return who === this.view.me ? this.w('you_inside') : this.name(who);
  }

  /** @param {number} who */
  sign(who) {
    return this.state.people[who]?.sign ?? 'bird';
  }

  mySeat() {
    return this.view.seats.find((seat) => seat.who === this.view.me);
  }

  myTurn() {
    return this.view.turn?.who === this.view.me;
  }

  /** @param {number} who */
  speaks(who) {
    return this.view.turn?.who === who;
  }

  /** @param {number} who */
  isNext(who) {
    return this.view.queue[0] === who && !this.speaks(who);
  }

  floor() {
    return this.view.phase?.floor;
  }

  kind() {
    return this.view.phase?.kind;
  }

  stillness() {
    return STILLNESS.includes(this.kind() ?? '');
  }

  leadName() {
    const { who } = this.view.lead;
    return who === null ? this.w('the_facilitator') : this.name(who);
  }

  /** Whether the circle asks who holds it. */
  leadWanted() {
    const { session, lead } = this.view;
    if (session.state === 'live') return lead.wanted;
    if (session.state === 'ended') return false;
    return lead.who === null && this.now >= session.scheduled_at + LATE_LEAD_MINUTES * this.minuteMs;
  }

  /**
   * Whether the lead can be had for being who one is: by a facilitator from anybody, by a host from
   * whoever isn't one.
   */
  mayLead() {
    const { seats, lead, me, session } = this.view;
    const mine = this.mySeat();
    if (mine?.presence !== 'here' || session.state === 'ended' || lead.who === me) return false;
    if (mine.role === 'facilitator') return true;
    const facilitates = seats.find((seat) => seat.who === lead.who)?.role === 'facilitator';
    return mine.role === 'host' && !facilitates;
  }

  /** What fills the middle of the page. */
  screen() {
    const { session, waiting } = this.view;
    const kind = this.kind();
    if (session.state === 'ended') return 'ended';
    if (waiting) return 'door';
    // Who sits apart with a host is away to the others, and not to themself.
    if (this.view.mine.room) return 'together';
    if (this.mySeat()?.presence === 'stepped_out') return 'out';
    if (session.state !== 'live' || !kind) return 'circle';
    if (kind === 'breathing') return 'breathing';
    if (!this.mySeat()?.agreed && !this.stillness()) return 'agree';
    if (this.view.activity && this.floor() === 'still') return 'together';
    if (kind === 'plan' || kind === 'reflection') return kind;
    return 'circle';
  }

  /** What is offered or true, in alphabetical order. */
  flags() {
    const { view } = this;
    const { mine } = view;
    const { greeting } = this.state;
    const live = view.session.state === 'live';
    const seat = this.mySeat();
    const agreed = !!seat?.agreed;
    const listening = !!seat?.listening;
    // Who is in a side room hears nothing of the circle, and has nothing to do there.
    const apart = mine.room !== null;
    const takingPart = live && agreed && !view.waiting && !apart;
    const inQueue = view.queue.includes(view.me);
    const last = this.state.mine.last_plan;
    const floor = this.floor();
    const round = takingPart && floor === 'round';
    const heard = seat?.heard ?? 'not_yet';
    const screen = this.screen();
    const spoken = view.turn !== null;
    const mayWant = listening || (heard !== 'not_yet' && !mine.wants_turn);
    /** @type {[string, boolean][]} */
    const flags = [
      ['agreed', agreed],
      ['apart', apart],
      ['asked_to_greet', greeting.is_asked],
      ['asked_to_wait', view.asked_to_wait],
      ['auto_advance', view.session.auto_advance],
      ['can_hand', takingPart && ['round', 'hands', 'one'].includes(floor ?? '')],
      ['can_pass', round && heard === 'not_yet' && inQueue],
      ['checkin', takingPart && this.kind() === 'check_in'],
      ['closing', takingPart && (screen === 'plan' || screen === 'reflection')],
      ['ended', view.session.state === 'ended'],
      ['greet_waiting', greeting.is_waiting],
      ['greeting', greeting.is_new || greeting.is_asked || greeting.greets !== null],
      ['hand_up', !!seat?.hand],
      ['how_said', !!last?.how],
      ['in_room', !!seat?.in_room],
      ['invites', this.myTurn() && !!view.turn?.invites],
      ['last_plan', !!last],
      ['last_shown', !!last?.shown],
      ['last_told', this.state.plans.some((plan) => plan.when === 'last')],
      ['lead_wanted', !view.waiting && (agreed || !live) && this.leadWanted()],
      ['leads', view.leads],
      ['list', view.seats.length > SEATS_DRAWN_MAX],
      ['listening', listening],
      ['live', live],
      ['lounging', !!view.lounge?.people.includes(view.me)],
      ['may_end', agreed && view.session.anyone_may_end],
      ['may_invite', this.myTurn() && view.phase?.crosstalk === 'invited'],
      ['may_lead', this.mayLead()],
      ['milestone', mine.milestone],
      ['moment', this.myTurn() && !!view.turn?.moment],
      ['my_turn', this.myTurn()],
      ['new_here', greeting.is_new],
      ['nothing', mine.nothing_this_week],
      ['plan', mine.plan !== null],
      ['pulse', mine.pulse],
      ['quiet', takingPart && spoken && !this.myTurn()],
      ['quiet_came', mine.quiet_received.length > 0],
      ['reflection', mine.reflection],
      ['round', round],
      ['speaking', spoken],
      ['takeaway', mine.takeaway],
      ['tell', !view.waiting && view.lead.who !== view.me],
      ['want_turn', round && mayWant && !inQueue && !this.myTurn()],
    ];
    return flags.filter(([, is]) => is).map(([flag]) => flag);
  }

  /**
   * A span in whole minutes of the plan, to the nearest.
   * @param {number} ms
   */
  minutes(ms) {
    return Math.floor((ms + Math.floor(this.minuteMs / 2)) / this.minuteMs);
  }

  /**
   * A span in minutes of the plan, begun ones counted.
   * @param {number} ms
   */
  minutesBegun(ms) {
    return Math.floor((ms + this.minuteMs - 1) / this.minuteMs);
  }

  /** The texts of the phase under way. */
  phaseText() {
    const index = this.view.phase?.index;
    return index === undefined ? undefined : this.state.phases[index];
  }

  ribbonName() {
    return this.phaseText()?.ribbon ?? '';
  }

  /** The texts of the next phase that is not left out. */
  comingPhase() {
    const at = this.view.timetable.phases.findIndex((plan) => plan.state === 'coming');
    return at < 0 ? undefined : this.state.phases[at];
  }
}
