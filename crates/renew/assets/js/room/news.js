// @ts-check
// What changed between two moments that has to be heard as well as seen.

import { Eye } from './eye.js';
import { wordLine } from './lines.js';
import { fill } from './text.js';

/** @typedef {import('./types.js').State} State */

/**
 * The sentences for the status line. Nothing is news at the first moment: the page shows it.
 * @param {State | null} before
 * @param {State | null} after
 * @param {import('./types.js').Words} words
 * @returns {string[]}
 */
export function newsOf(before, after, words) {
  if (!before || !after) return [];
  return [
    ...leadChanged(before, after, words),
    ...answersAsked(before, after, words),
    ...notesCame(before, after, words),
    ...roomsCalled(before, after, words),
    ...myWordMoved(before, after, words),
    ...asideMoved(before, after, words),
    ...loungeMoved(before, after, words),
  ];
}

/**
 * The lounge has opened with the end of the session, or closed by itself.
 * @param {State} before
 * @param {State} after
 * @param {import('./types.js').Words} words
 */
function loungeMoved(before, after, words) {
  const [was, is] = [before.view.lounge, after.view.lounge];
  if (!was === !is) return [];
  return [(is ? words.lounge_open : words.lounge_over) ?? ''];
}

/**
 * Someone else leads now.
 * @param {State} before
 * @param {State} after
 * @param {import('./types.js').Words} words
 */
function leadChanged(before, after, words) {
  const { who } = after.view.lead;
  if (who === null || who === before.view.lead.who) return [];
  if (who === after.view.me) return [words.lead_now_you ?? ''];
  return [fill(words.lead_now ?? '', { name: nameOf(after, who, words) })];
}

/**
 * Who speaks would like to hear from the others.
 * @param {State} before
 * @param {State} after
 * @param {import('./types.js').Words} words
 */
function answersAsked(before, after, words) {
  const [was, is] = [before.view.turn, after.view.turn];
  if (!is?.invites || was?.turn !== is.turn || was.invites || is.who === after.view.me) return [];
  return [fill(words.answers_asked ?? '', { name: nameOf(after, is.who, words) })];
}

/**
 * Private words that came to who leads. Only that they came, and not from whom:
 * others in the room may hear the telephone.
 * @param {State} before
 * @param {State} after
 * @param {import('./types.js').Words} words
 */
function notesCame(before, after, words) {
  if (!after.view.leads || !before.view.leads) return [];
  const known = new Set(before.view.words.map((word) => word.word));
  return after.view.words
    .filter((word) => !known.has(word.word))
    .map(() => words.note_came ?? '');
}

/**
 * Side rooms that ask who leads for help.
 * @param {State} before
 * @param {State} after
 * @param {import('./types.js').Words} words
 */
function roomsCalled(before, after, words) {
  if (!after.view.leads) return [];
  const called = new Set(before.view.rooms_run.filter((run) => run.calls).map((run) => run.room));
  const now = after.view.rooms_run.filter((run) => run.calls && !called.has(run.room));
  const rooms = now.map((run) => after.view.rooms.find((one) => one.room === run.room));
  const owners = rooms.flatMap((room) => room?.places.find((place) => place.part === 'owner') ?? []);
  return owners.map((owner) => fill(words.run_calls ?? '', { names: nameOf(after, owner.who, words) }));
}

/**
 * What became of my own private word.
 * @param {State} before
 * @param {State} after
 * @param {import('./types.js').Words} words
 */
function myWordMoved(before, after, words) {
  // The line says nothing of time, so that no clock is needed to make it.
  const line = (/** @type {State} */ state) => wordLine(new Eye(state, words, 0, 1));
  const mine = (/** @type {State} */ state) => {
    const all = state.view.mine.words;
    return JSON.stringify([all[all.length - 1] ?? null, state.words]);
  };
  const now = line(after);
  return now !== '' && mine(before) !== mine(after) && line(before) !== now ? [now] : [];
}

/**
 * Being asked aside, and who asked hearing that the other has come. Who asks isn't named: others in
 * the room may hear the telephone.
 * @param {State} before
 * @param {State} after
 * @param {import('./types.js').Words} words
 */
function asideMoved(before, after, words) {
  const [was, is] = [before.view.mine, after.view.mine];
  if (is.asked_aside && !was.asked_aside) return [words.aside_came ?? ''];
  if (!is.room?.aside || is.room.room !== was.room?.room) return [];
  const had = new Set(was.room.places.map((place) => place.who));
  return is.room.places
    .filter((place) => !had.has(place.who))
    .map((place) => fill(words.aside_here ?? '', { name: nameOf(after, place.who, words) }));
}

/**
 * @param {State} state
 * @param {number} who
 * @param {import('./types.js').Words} words
 */
function nameOf(state, who, words) {
  return state.people[who]?.name ?? words.someone ?? '';
}
