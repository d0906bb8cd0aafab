// @ts-check
// What the room shows at one moment, decided once and drawn by the other modules. The twin of
// `room_view::scene`, which draws the page before these scripts run: the same state gives the same
// scene, and `tests/js/` holds the two together.

import { Eye } from './eye.js';
import * as lines from './lines.js';
import { order, seats } from './seats.js';
import { fill } from './text.js';
import { ringLeft, timeWord } from './time.js';

/**
 * @typedef {{ name: string, state: import('./types.js').PhaseState }} Part
 * @typedef {{ kicker: string, name: string, time: string, ring: number | null }} Hearth
 * @typedef {ReturnType<typeof sceneOf>} Scene
 */

/**
 * @param {import('./types.js').State} state
 * @param {import('./types.js').Words} words
 * @param {number} now the server's time, in milliseconds
 * @param {number} minuteMs how long a minute of the plan lasts
 */
export function sceneOf(state, words, now, minuteMs) {
  const eye = new Eye(state, words, now, minuteMs);
  const { view } = state;
  const text = view.session.state === 'live' ? eye.phaseText() : undefined;
  const { parts, partOf } = partsOf(eye);
  return {
    screen: eye.screen(),
    flags: eye.flags(),
    leading: leading(eye),
    parts,
    part_of: partOf,
    heading: text?.heading ?? '',
    guidance: text?.guidance ?? '',
    why: text?.why ?? '',
    why_more: text?.more ?? '',
    hearth: hearth(eye),
    greeting_title: lines.greetingTitle(eye),
    greeting: lines.greeting(eye),
    seats: seats(eye),
    order: order(eye),
    turnline: lines.turnline(eye),
    said: lines.said(eye),
    quiet_for: lines.quietFor(eye),
    quiet_given: view.mine.quiet_given,
    quiet_came: lines.quietCame(eye),
    tell: lines.tell(eye),
    words_new: lines.wordsNew(eye),
    word_line: lines.wordLine(eye),
    kept_line: lines.keptLine(eye),
    so_far: lines.told(eye, 'this'),
    last_week: lines.told(eye, 'last'),
    milestones: lines.milestones(eye),
    lead_lost: lines.leadLost(eye),
    knocks: lines.knocks(eye),
    turn: view.turn?.turn ?? 0,
  };
}

/** @param {Eye} eye */
export function leading(eye) {
  const { who } = eye.view.lead;
  // At the door nobody is told who leads, which isn't the same as nobody leading.
  if (who === null) return eye.view.waiting ? '' : eye.w('leading_nobody');
  if (who === eye.view.me) return eye.w('leading_you');
  return fill(eye.w('leading'), { name: eye.name(who) });
}

/**
 * The ribbon: neighbours with the same short name are one segment.
 * @param {Eye} eye
 */
function partsOf(eye) {
  /** @type {Part[]} */
  const parts = [];
  eye.view.timetable.phases.forEach((plan, at) => {
    const name = eye.state.phases[at]?.ribbon;
    if (name === undefined) return;
    const last = parts[parts.length - 1];
    if (last?.name === name) last.state = joined(last.state, plan.state);
    else parts.push({ name, state: plan.state });
  });
  const at = parts.findIndex((part) => part.state === 'now');
  const partOf = at < 0 ? '' : fill(eye.w('part_of'), { n: at + 1, all: parts.length });
  return { parts, partOf };
}

/**
 * A segment's state when it holds several phases.
 * @param {Part['state']} before
 * @param {Part['state']} next
 * @returns {Part['state']}
 */
function joined(before, next) {
  if (before === next) return before;
  if (before === 'now' || next === 'now') return 'now';
  if (before === 'skipped') return next;
  if (next === 'skipped') return before;
  return 'now';
}

/**
 * @param {Eye} eye
 * @returns {Hearth}
 */
function hearth(eye) {
  const { session, turn, phase } = eye.view;
  if (session.state === 'gathering') {
    return { kicker: eye.w('hearth_gather'), name: '', time: eye.w('hearth_gather_t'), ring: null };
  }
  if (session.state === 'ended') {
    return { kicker: '', name: eye.w('hearth_ended'), time: '', ring: null };
  }
  if (turn) return hearthOfTurn(eye, turn);
  const floor = eye.floor();
  const kicker =
    floor === 'hands' ? eye.w('hearth_open') : floor === 'still' ? eye.w('hearth_quiet') : '';
  return {
    kicker,
    name: eye.ribbonName(),
    time: phase && phase.held_at !== null ? eye.w('time_held') : '',
    ring: phase
      ? ringLeft(phase.ends_at - (phase.held_at ?? eye.now), phase.ends_at - phase.started_at)
      : null,
  };
}

/**
 * @param {Eye} eye
 * @param {import('./types.js').Turn} turn
 * @returns {Hearth}
 */
function hearthOfTurn(eye, turn) {
  const mine = turn.who === eye.view.me;
  const left = turn.ends_at - (turn.held_at ?? eye.now);
  const whole = turn.ends_at - turn.started_at;
  const word = timeWord(left, whole, eye.minuteMs);
  const theirs = word === 'time_finish' && !mine ? 'time_finish_theirs' : word;
  return {
    kicker: eye.w(mine ? 'hearth_yours' : 'hearth_speaking'),
    name: eye.name(turn.who),
    time: eye.w(turn.held_at === null ? theirs : 'time_held'),
    ring: ringLeft(left, whole),
  };
}
