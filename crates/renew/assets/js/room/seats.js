// @ts-check
// The seats: round the circle, and in a list. The twin of `room_view::seat_scene`.

import { fill } from './text.js';

/**
 * @typedef {import('./eye.js').Eye} Eye
 * @typedef {import('./types.js').Seat} Seat
 * @typedef {ReturnType<typeof seat>} SeatScene
 * @typedef {ReturnType<typeof line>} Line
 */

/**
 * The seats, starting with this person, then clockwise.
 * @param {Eye} eye
 */
export function seats(eye) {
  const all = eye.view.seats;
  const mine = Math.max(0, all.findIndex((seat) => seat.who === eye.view.me));
  return [...all.slice(mine), ...all.slice(0, mine)].map((one) => seat(eye, one));
}

/**
 * The same people in turn order, which is the same for everybody.
 * @param {Eye} eye
 */
export function order(eye) {
  return eye.view.seats.map((one) => line(eye, one));
}

/**
 * @param {Eye} eye
 * @param {Seat} one
 */
function seat(eye, one) {
  const me = one.who === eye.view.me;
  const classes = ['seat'];
  if (me) classes.push('is-you');
  if (eye.speaks(one.who)) classes.push('is-speaking');
  if (eye.isNext(one.who)) classes.push('is-next');
  if (one.presence !== 'here') classes.push('is-away');
  return {
    who: one.who,
    name: me ? eye.w('you') : eye.name(one.who),
    sign: eye.sign(one.who),
    class: classes.join(' '),
    badge: badge(one),
    note: note(eye, one),
    hidden: hidden(eye, one),
  };
}

/**
 * @param {Eye} eye
 * @param {Seat} one
 */
function line(eye, one) {
  return {
    who: one.who,
    name: one.who === eye.view.me ? eye.w('you') : eye.name(one.who),
    sign: eye.sign(one.who),
    status: status(eye, one),
    now: eye.speaks(one.who),
  };
}

/** @param {Seat} one */
function badge(one) {
  if (one.hand) return 'hand';
  if (one.heard === 'shared') return 'done';
  if (one.heard === 'passed') return 'passed';
  return one.in_room ? 'room' : '';
}

/**
 * @param {Eye} eye
 * @param {Seat} one
 */
function note(eye, one) {
  if (one.presence === 'away') return eye.w('note_kept');
  if (one.presence === 'stepped_out') return eye.w('note_out');
  if (eye.speaks(one.who)) return '';
  // Also of somebody who is next, which the ring says: this is when it matters.
  if (eye.isNew(one.who)) return eye.w('note_first');
  if (eye.isNext(one.who)) return eye.w('note_next');
  if (eye.view.lead.who === one.who) return eye.w('note_leading');
  if (one.role === 'host') return eye.w('note_host');
  if (one.heard === 'passed') return eye.w('note_passed');
  return one.listening ? eye.w('note_listening') : '';
}

/**
 * What screen readers hear after the name.
 * @param {Eye} eye
 * @param {Seat} one
 */
function hidden(eye, one) {
  const leads = eye.view.lead.who === one.who;
  /** @type {[string, boolean][]} */
  const said = [
    ['say_leading', leads],
    ['say_host', one.role === 'host' && !leads],
    ['say_speaking', eye.speaks(one.who)],
    ['say_next', eye.isNext(one.who)],
    ['say_hand', one.hand],
    ['say_shared', one.heard === 'shared'],
    ['say_passed', one.heard === 'passed'],
    ['say_in_room', one.in_room],
    ['say_away', one.presence === 'away'],
    ['say_out', one.presence === 'stepped_out'],
    ['say_first', eye.isNew(one.who)],
    ['say_listening', one.listening],
    ['say_welcome', eye.view.session.state === 'live' && !one.agreed],
  ];
  const mine = one.who === eye.view.me ? ` (${eye.name(one.who)})` : '';
  return mine + said.map(([name, is]) => (is ? `, ${eye.w(name)}` : '')).join('');
}

/**
 * @param {Eye} eye
 * @param {Seat} one
 */
function status(eye, one) {
  if (eye.speaks(one.who)) return eye.w('say_speaking');
  if (one.presence === 'away') return eye.w('note_kept');
  if (one.presence === 'stepped_out') return eye.w('note_out');
  const place = eye.view.queue.indexOf(one.who);
  if (place === 0) return eye.w('note_next');
  const before = eye.view.queue[place - 1];
  if (place > 0 && before !== undefined) {
    if (before === eye.view.me) return eye.w('st_after_you');
    return fill(eye.w('st_after'), { name: eye.name(before) });
  }
  if (one.hand) return eye.w('say_hand');
  if (one.heard === 'shared') return eye.w('say_shared');
  if (one.heard === 'passed') return eye.w('say_passed');
  return one.listening ? eye.w('say_listening') : '';
}
