// @ts-check
// The lines of the room: whose turn comes, what is said aloud, and what came to this person. The
// twin of `room_view::lines`.

import { fill, pieces, plain } from './text.js';

/**
 * @typedef {import('./eye.js').Eye} Eye
 * @typedef {import('./text.js').Piece} Piece
 * @typedef {{ who: number, name: string, sign: string, text: string, how: string }} Told
 */

/**
 * Who comes next, in one sentence.
 * @param {Eye} eye
 * @returns {Piece[]}
 */
export function turnline(eye) {
  const { session, turn } = eye.view;
  if (session.state === 'gathering') return gathering(eye);
  if (session.state === 'ended') return [];
  const floor = eye.floor();
  if (floor === 'still') return stillness(eye);
  if (floor === 'round') {
    return turn ? after(eye, turn, true) : upcoming(eye, '', 'idle_two', 'idle_one', 'round_over');
  }
  if (floor === 'hands') {
    return turn
      ? after(eye, turn, false)
      : upcoming(eye, '', 'hands_two', 'hands_one', 'hands_none');
  }
  return [];
}

/** @param {Eye} eye */
function gathering(eye) {
  const n = eye.view.seats.filter((seat) => seat.presence === 'here').length;
  if (n <= 1) return pieces(eye.w('gather_line_one'), {});
  if (eye.view.lead.who === null) return pieces(eye.w('gather_line_nobody'), { n });
  if (eye.view.lead.who === eye.view.me) return pieces(eye.w('gather_line_you'), { n });
  return pieces(eye.w('gather_line'), { n, name: eye.leadName() });
}

/** @param {Eye} eye */
function stillness(eye) {
  const { phase } = eye.view;
  const part = eye.comingPhase()?.ribbon;
  if (!phase || !eye.stillness() || part === undefined) return [];
  const n = eye.minutesBegun(phase.ends_at - (phase.held_at ?? eye.now));
  if (n >= 2) return pieces(eye.w('still_minutes'), { n, part });
  return pieces(eye.w(n === 1 ? 'still_minute' : 'still_over'), { part });
}

/**
 * @param {Eye} eye
 * @param {import('./types.js').Turn} turn
 * @param {boolean} round
 */
function after(eye, turn, round) {
  const mine = turn.who === eye.view.me;
  const none = !round ? 'hands_none' : mine ? 'mine_none' : 'after_none';
  const name = eye.name(turn.who);
  if (turn.invites) return pieces(eye.w(mine ? 'asked_answers' : 'asks_answers'), { name });
  return mine
    ? upcoming(eye, name, 'mine_two', 'mine_one', none)
    : upcoming(eye, name, 'after_two', 'after_one', none);
}

/**
 * A sentence about the two, the one, or nobody who comes next.
 * @param {Eye} eye
 * @param {string} name
 * @param {string} two
 * @param {string} one
 * @param {string} none
 */
function upcoming(eye, name, two, one, none) {
  const [a, b] = eye.view.queue.map((who) => eye.label(who));
  if (a !== undefined && b !== undefined) return pieces(eye.w(two), { name, a, b });
  if (a !== undefined) return pieces(eye.w(one), { name, a });
  return pieces(eye.w(none), { name });
}

/**
 * For the status line: the turn, or the part that began.
 * @param {Eye} eye
 */
export function said(eye) {
  const { session, turn, phase } = eye.view;
  if (session.state !== 'live') return '';
  if (turn?.who === eye.view.me) return eye.w('turn_yours');
  if (turn) {
    const then = plain(upcoming(eye, '', 'then_two', 'then_one', ''));
    const of = fill(eye.w('turn_of'), { name: eye.name(turn.who) });
    return then ? `${of} ${then}` : of;
  }
  // At the welcome the page is all about it already.
  if (!phase || phase.kind === 'welcome') return '';
  return fill(eye.w('now_part'), { part: eye.ribbonName() });
}

/** @param {Eye} eye */
export function quietFor(eye) {
  const { turn } = eye.view;
  if (!turn || turn.who === eye.view.me) return '';
  return fill(eye.w('quiet_for'), { name: eye.name(turn.who) });
}

/**
 * One line per person who sent quiet words, in the order of their first.
 * @param {Eye} eye
 */
export function quietCame(eye) {
  /** @type {Map<number, string[]>} */
  const byPerson = new Map();
  for (const { from, kind } of eye.view.mine.quiet_received) {
    byPerson.set(from, [...(byPerson.get(from) ?? []), eye.w(kind)]);
  }
  return [...byPerson].map(([from, words]) =>
    fill(eye.w('quiet_came'), { name: eye.name(from), words: words.join(', ') }),
  );
}

/**
 * Whom a private word reaches.
 * @param {Eye} eye
 */
export function tell(eye) {
  const { view } = eye;
  const name = eye.leadName();
  const lead = view.lead.who === view.me ? null : view.lead.who;
  const others = view.seats
    .filter((seat) => seat.role !== 'member' && seat.who !== lead && seat.who !== view.me)
    .map((seat) => seat.who);
  const people = [...(lead === null ? [] : [lead]), ...others];
  // While none of them is here, a word is for whoever leads next as well.
  const someoneIsHere = view.seats.some(
    (seat) => seat.presence === 'here' && people.includes(seat.who),
  );
  const names = someoneIsHere ? people.map((who) => eye.name(who)) : [];
  const key = names.length === 0 ? 'only_soon' : names.length === 1 ? 'only_lead' : 'only_leads';
  return {
    privately: fill(eye.w('tell_privately'), { name }),
    short: fill(eye.w('tell_short'), { name }),
    only: fill(eye.w(key), { names: and(eye, names) }),
    send: fill(eye.w('send_to'), { name }),
  };
}

/**
 * «Bea, Sol and Ana».
 * @param {Eye} eye
 * @param {string[]} names
 */
function and(eye, names) {
  const last = names[names.length - 1] ?? '';
  if (names.length < 2) return last;
  return fill(eye.w('and'), { a: names.slice(0, -1).join(', '), b: last });
}

/**
 * What became of my last private word.
 * @param {Eye} eye
 */
export function wordLine(eye) {
  const words = eye.view.mine.words;
  const word = words[words.length - 1];
  if (!word) return '';
  const by = word.taken_by ?? word.seen_by;
  const name = by === null ? eye.leadName() : eye.name(by);
  const text = eye.state.words.find((one) => one.word === word.word)?.reply ?? '';
  let key = 'note_sent';
  if (word.replied && text) key = 'note_reply';
  else if (word.taken_by !== null) key = 'note_taken';
  else if (word.seen_by !== null) key = 'note_seen';
  return fill(eye.w(key), { name, text });
}

/** @param {Eye} eye */
export function keptLine(eye) {
  const { plan, nothing_this_week: nothing } = eye.view.mine;
  if (plan === 'only_me') return eye.w('plan_kept_me');
  if (plan === 'mentor') return eye.w('plan_kept_mentor');
  if (plan === 'circle') return eye.w('plan_kept_circle');
  return nothing ? eye.w('nothing_kept') : '';
}

/** How a plan went, as the circle reads it. */
const HOW = { did_it: 'how_did_it', part_of_it: 'how_part', not_yet: 'how_not_yet' };

/**
 * The plans that their owners let the circle know.
 * @param {Eye} eye
 * @param {'last' | 'this'} when
 * @returns {Told[]}
 */
export function told(eye, when) {
  return eye.state.plans
    .filter((plan) => plan.when === when)
    .map(({ who, text, how }) => ({
      who,
      name: eye.name(who),
      sign: eye.sign(who),
      text,
      how: how ? eye.w(HOW[how]) : '',
    }));
}

/**
 * @param {Eye} eye
 * @returns {Told[]}
 */
export function milestones(eye) {
  return eye.state.milestones.map(({ who, text }) => ({
    who,
    name: eye.name(who),
    sign: eye.sign(who),
    text,
    how: '',
  }));
}

/** @param {Eye} eye */
export function leadLost(eye) {
  if (!eye.leadWanted()) return '';
  const gone = eye.view.seats.find((s) => s.role === 'facilitator' && s.presence === 'away');
  if (!gone) {
    return eye.w(eye.view.session.state === 'gathering' ? 'lead_nobody_came' : 'lead_lost_nobody');
  }
  return fill(eye.w('lead_lost'), { name: eye.name(gone.who) });
}

/**
 * For who leads, how many private words nobody has looked at.
 * @param {Eye} eye
 */
export function wordsNew(eye) {
  const n = eye.view.words.filter((w) => w.seen_by === null && w.taken_by === null).length;
  return n ? fill(eye.w('run_new'), { n }) : '';
}

/** @param {Eye} eye */
export function knocks(eye) {
  return eye.view.door.waiting.map((who) => ({
    who,
    text: fill(eye.w('run_knocks'), { name: eye.name(who) }),
  }));
}

/**
 * A first time: my own, or somebody's whom I greet or am asked to.
 * @param {Eye} eye
 */
export function greetingTitle(eye) {
  const { is_new: isNew, is_asked: isAsked, greets } = eye.state.greeting;
  if (isNew) return eye.w('greet_title_new');
  return isAsked || greets ? eye.w('greet_title') : '';
}

/**
 * Who greets me, and whom I greet, each with their sign.
 * @param {Eye} eye
 * @returns {Told[]}
 */
export function greeting(eye) {
  const { buddy, greets } = eye.state.greeting;
  const pairs = /** @type {const} */ ([[buddy, 'greet_buddy'], [greets, 'greet_newcomer']]);
  return pairs.flatMap(([face, key], nth) => {
    if (!face) return [];
    const text = fill(eye.w(key), { name: face.name });
    return [{ who: nth + 1, name: '', sign: face.sign, text, how: '' }];
  });
}
