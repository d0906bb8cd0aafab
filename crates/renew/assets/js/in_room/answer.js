// @ts-check
// What an answer of the server means for what a table did.

/**
 * - `gone`: this device is no table any more.
 * - `taken`: the room took it, or never will.
 * - `later`: it has not reached the room, and is said again.
 * @typedef {'gone' | 'taken' | 'later'} Meaning
 */

/** What was asked for makes no sense now, and never will: it can't be read, or belongs to another. */
const NEVER = [400, 409];

/**
 * @param {{ status: number, redirected: boolean, isAway: boolean }} answer `isAway`: it shows a room
 *   that is being rebuilt, which has taken nothing
 * @returns {Meaning}
 */
export function meaning({ status, redirected, isAway }) {
  if (redirected) return 'gone';
  if (NEVER.includes(status)) return 'taken';
  const isFine = status >= 200 && status < 300;
  return isFine && !isAway ? 'taken' : 'later';
}
