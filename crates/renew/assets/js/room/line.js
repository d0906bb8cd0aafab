// @ts-check
// What a person reads about their own connection: one sentence, the seat is kept, no blame.

import { find, show, write } from './dom.js';
import { fill } from './text.js';

/**
 * The sign-in has ended, here or in another tab or from another device: the next person at this one
 * may be another.
 */
export const SIGNED_OUT = 4006;

/** Why the room closed, and what the page says to it. The others try again by themselves. */
const CLOSED = /** @type {Record<number, string>} */ ({
  4000: 'closed_replaced',
  4004: 'closed_flood',
  4005: 'closed_old',
  [SIGNED_OUT]: 'closed_signed_out',
  4010: 'closed_door',
});
/** The room took us out or is over: the server's own page says it best. */
const LOAD_AGAIN = [4001, 4002];
/** After so many tries in vain on a page that never had a line, the network won't carry one. */
const TRIES_BEFORE_PLAIN = 3;
/** A short cut is over before anyone has read a sentence. */
const SHOWN_AFTER_ATTEMPTS = 1;

/**
 * @param {import('./socket.js').Status} status
 * @param {import('./types.js').Words} words
 * @param {boolean} draft whether the page holds words that are nowhere else
 */
export function drawLine(status, words, draft) {
  const box = find('[data-part="line"]');
  const part = (/** @type {string} */ name) => find(`[data-line="${name}"]`, box);
  const say = (/** @type {string} */ first, more = '') => {
    write(part('first'), first);
    write(part('more'), more);
    show(box, true);
  };
  if (status.is === 'closed') {
    const over = LOAD_AGAIN.includes(status.code);
    if (over && !draft) {
      location.reload();
      return;
    }
    say(words[over ? 'closed_unkept' : (CLOSED[status.code] ?? 'closed_old')] ?? '');
    show(part('try'), false);
    show(part('refresh'), over);
    show(part('again'), !over);
  } else if (status.is === 'trying' && status.attempt >= SHOWN_AFTER_ATTEMPTS) {
    if (status.ever) say(words.lost ?? '', words.lost_more ?? '');
    else if (status.attempt >= TRIES_BEFORE_PLAIN) say(words.cant_open ?? '');
    show(part('try'), true);
    show(part('refresh'), !status.ever);
  } else if (status.is === 'on') {
    show(box, false);
  }
}

/**
 * The middle of the circle while we are away from it.
 * @param {import('./socket.js').Status} status
 * @param {import('./scene.js').Scene} scene
 * @param {import('./types.js').Words} words
 * @returns {import('./scene.js').Scene}
 */
export function stale(status, scene, words) {
  if (status.is !== 'trying' || !status.ever) return scene;
  const kicker = fill(words.hearth_try ?? '', { n: status.attempt });
  return {
    ...scene,
    hearth: { kicker, name: words.hearth_finding ?? '', time: '', ring: null },
    turnline: [{ s: words.lost_turn ?? '', b: false }],
    said: '',
  };
}
