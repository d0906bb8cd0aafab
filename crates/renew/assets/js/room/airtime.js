// @ts-check
// Airtime parity, for who leads. The twin of `room_view::airtime`.

import { fill } from './text.js';

/** @typedef {import('./eye.js').Eye} Eye */

/** Before so many minutes were spoken altogether, who began says nothing yet. */
const SAYS_AFTER_MINUTES = 4;
/** In hundredths of what each person on the other side has had. */
const MUCH_LESS = 50;

/**
 * A line for each side, and one more when a side has had much less.
 * @param {Eye} eye
 * @returns {string[]}
 */
export function airtime(eye) {
  const sides = eye.view.airtime;
  if (!sides) return [];
  const line = (/** @type {string} */ key, /** @type {{ people: number, spoken_ms: number }} */ side) =>
    fill(eye.w(key), { n: side.people, minutes: eye.minutes(side.spoken_ms) });
  const lines = [line('run_air_room', sides.room), line('run_air_online', sides.online)];
  const [room, online] = each(sides);
  if (eye.minutes(sides.room.spoken_ms + sides.online.spoken_ms) >= SAYS_AFTER_MINUTES) {
    if (room * 100 < online * MUCH_LESS) lines.push(eye.w('run_air_less_room'));
    else if (online * 100 < room * MUCH_LESS) lines.push(eye.w('run_air_less_online'));
  }
  return lines;
}

/**
 * Of what one person on each side has had, the share of the room, in hundredths.
 * @param {Eye} eye
 */
export function airtimeRoom(eye) {
  const sides = eye.view.airtime;
  if (!sides) return 50;
  const [room, online] = each(sides);
  return room + online === 0 ? 50 : Math.floor((room * 100) / (room + online));
}

/**
 * @param {import('./types.js').Airtime} sides
 * @returns {[number, number]}
 */
function each({ room, online }) {
  return [room.spoken_ms * online.people, online.spoken_ms * room.people];
}
