// @ts-check
// What is true of a table's sound right now, decided from facts alone. Nothing here touches the page
// or a device.

import { fill } from '../room/text.js';

/**
 * What the room tells a table, as `sessions::wire::TableSound`. `may`: what is said here is heard
 * online, if the microphone is on; `carries`: whose it is then; `yields`: another microphone in the
 * room carries it; `quiet`: for that, only who leads is played; `waits`: who hasn't agreed; `door`:
 * somebody in the room isn't in the circle; `still`: nobody is played.
 * @typedef {{ around: string[], on: boolean, may: boolean, carries: string[], yields: boolean,
 *   quiet: boolean, door: boolean, still: boolean, waits: string[], apart: boolean, ended: boolean,
 *   sound_only: boolean }} Told
 *
 * Where the sound of this table is: here, on another page or phone, nowhere.
 * @typedef {'here' | 'elsewhere' | 'sealed' | 'none' | 'away'} Where
 *
 * @typedef {object} Facts
 * @property {Where} where
 * @property {Told | null} told
 * @property {boolean} hasLine the room has answered the last question
 * @property {'off' | 'starting' | 'on'} mic
 * @property {boolean} interrupted
 * @property {boolean} speaker
 * @property {import('../media/types.js').Sound} sound of the connection
 * @property {string} sentence that the server said instead of connecting
 *
 * @typedef {import('../room/types.js').Words} Words
 */

/** Before the room has said anything. @type {Told} */
const NOTHING = {
  around: [], on: false, may: false, carries: [], yields: false, quiet: false, door: false, still: false,
  waits: [], apart: false, ended: false, sound_only: false,
};

/**
 * An answer of the room as what the page goes by.
 * @param {any} answer
 * @returns {Told}
 */
export function toldOf(answer) {
  /** @param {unknown} list */
  const names = (list) => (Array.isArray(list) ? list.map(String) : []);
  return {
    around: names(answer.around),
    on: answer.on === true,
    may: answer.may === true,
    carries: names(answer.carries),
    yields: answer.yields === true,
    quiet: answer.quiet === true,
    door: answer.door === true,
    still: answer.still === true,
    waits: names(answer.waits),
    apart: answer.apart === true,
    ended: answer.ended === true,
    sound_only: answer.sound_only === true,
  };
}

/** Whether what is said at the table goes out. @param {Facts} facts */
export function speaks({ where, told, mic }) {
  return where === 'here' && mic === 'on' && told?.may === true;
}

/** Whether the loudspeaker plays whatever comes. @param {Facts} facts */
export function plays({ where, speaker }) {
  return where === 'here' && speaker;
}

/**
 * What is said of the table's microphone.
 * @param {Facts} facts
 * @param {Words} words
 */
export function micLine(facts, words) {
  const { carries } = facts.told ?? NOTHING;
  return fill(words[micKey(facts)] ?? '', { names: carries.join(', ') });
}

/** @param {Facts} facts */
function micKey(facts) {
  const { where, mic, interrupted, sound, hasLine } = facts;
  const told = facts.told ?? NOTHING;
  if (where === 'elsewhere') return 'line_elsewhere';
  if (where === 'sealed') return 'line_sealed';
  if (mic === 'starting') return 'line_starting';
  if (mic === 'off') return told.around.length > 0 || !facts.told ? 'line_off' : 'line_nobody_here';
  if (interrupted) return 'line_interrupted';
  if (sound !== 'on') return 'line_waits';
  // While the room doesn't answer, nothing is known of who is heard.
  if (!hasLine) return 'line_no_answer';
  if (!told.may) return silentKey(told);
  // The room lets nothing through that it wasn't told of.
  if (!told.on) return 'line_waits';
  // All of them, or the one whose turn it is.
  return told.carries.length === 1 && told.around.length > 1 ? 'line_turn' : 'line_all';
}

/** Why nobody hears a microphone that is on. @param {Told} told */
function silentKey(told) {
  if (told.around.length === 0) return 'line_nobody_here';
  if (told.yields) return 'line_yields';
  return told.ended ? 'line_ended' : 'line_nobody';
}

/**
 * What is said of the sound that comes in. Everybody around the phone hears it, so it is always said.
 * @param {Facts} facts
 * @param {Words} words
 */
export function playsLine(facts, words) {
  const { where, sound, sentence, speaker } = facts;
  const told = facts.told ?? NOTHING;
  if (where !== 'here') return '';
  if (sentence !== '') return sentence;
  if (sound === 'connecting') return words.sound_connecting ?? '';
  if (sound === 'lost' || sound === 'blocked') return words[`sound_${sound}`] ?? '';
  if (sound === 'refused') return words.sound_refused ?? '';
  if (!speaker) return words.plays_off ?? '';
  if (told.around.length === 0) return (facts.told ? words.plays_nobody_here : '') ?? '';
  return fill(words[playsKey(told)] ?? '', { names: told.waits.join(', ') });
}

/** What the loudspeaker plays, and why not more. @param {Told} told */
function playsKey({ waits, apart, ended, door, quiet, still }) {
  if (waits.length > 0) return `plays_${still ? 'still' : 'lead'}${waits.length === 1 ? '' : '_many'}`;
  if (apart) return ended ? 'plays_ended' : 'plays_none';
  const why = door ? 'plays_door' : quiet ? 'plays_quiet' : '';
  if (why === '') return 'plays_all';
  return still ? `${why}_still` : why;
}

/**
 * What changed that has to be heard as well as seen. Taps are said where they happen.
 * @param {Facts} before
 * @param {Facts} after
 * @param {Words} words
 * @returns {string}
 */
export function news(before, after, words) {
  if (before.where !== after.where && after.where !== 'here') return micLine(after, words);
  const said = [];
  const isOn = before.mic === 'on' && after.mic === 'on';
  const is = micLine(after, words);
  if (isOn && micLine(before, words) !== is) said.push(is);
  if (before.sound === 'on' && after.sound === 'lost') said.push(words.sound_lost ?? '');
  const isStuck = (/** @type {Facts} */ { sound }) => sound === 'blocked' || sound === 'refused';
  if (!isStuck(before) && isStuck(after)) said.push(playsLine(after, words));
  const wasCut = before.sound === 'lost' || before.sound === 'blocked';
  if (wasCut && after.sound === 'on') said.push(words.said_sound_back ?? '');
  // What the loudspeaker plays is another, while it plays: nobody sees why it has become silent.
  const isSteady = before.sound === 'on' && after.sound === 'on' && before.told && before.speaker && after.speaker;
  const plays = playsLine(after, words);
  if (isSteady && playsLine(before, words) !== plays) said.push(plays);
  return said.join(' ');
}
