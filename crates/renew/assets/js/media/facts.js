// @ts-check
// What is true of sound right now, decided from facts alone: who hears me, what I hear, what is said
// of it. Nothing here touches the page or a device.

import { fill } from '../room/text.js';

/**
 * @typedef {import('./types.js').Voices} Voices
 * @typedef {import('./types.js').Facts} Facts
 * @typedef {import('./types.js').TableMic} TableMic
 * @typedef {import('./types.js').Words} Words
 * @typedef {import('./types.js').Seat} Seat
 */

/** Slots for voices, and as many for pictures: the server fills them, the page only shows them. */
export const SLOTS = 4;

/** @returns {Voices} before the room has said anything */
export function noVoices() {
  const empty = Array.from({ length: SLOTS }, () => 0);
  return {
    may: false, yields: false, to_nobody: false, beside: false, rested: false, heard: empty, seen: empty, mics: [],
    cameras: [], sound_only: false, tables: [],
  };
}

/**
 * A frame of the room as what the page goes by.
 * @param {any} frame
 * @returns {Voices}
 */
export function voicesOf(frame) {
  /** @param {unknown} list */
  const seats = (list) => (Array.isArray(list) ? list.map(Number) : []);
  return {
    may: frame.may === true,
    yields: frame.yields === true,
    to_nobody: frame.to_nobody === true,
    beside: frame.beside === true,
    rested: frame.rested === true,
    heard: seats(frame.heard).slice(0, SLOTS),
    seen: seats(frame.seen).slice(0, SLOTS),
    mics: seats(frame.mics),
    cameras: seats(frame.cameras),
    sound_only: frame.sound_only === true,
    tables: tablesOf(frame.tables),
  };
}

/**
 * @param {unknown} list
 * @returns {TableMic[]}
 */
function tablesOf(list) {
  if (!Array.isArray(list)) return [];
  return list.map(({ seats, on, carries }) => ({
    seats: seats.map(Number), on: on === true, carries: carries.map(Number),
  }));
}

/**
 * Whether my voice goes out.
 * @param {Pick<Facts, 'mic' | 'voices'>} facts
 */
export function speaks({ mic, voices }) {
  return mic === 'on' && voices.may && !voices.rested;
}

/**
 * Whether somebody hears me: the room itself has said that it counts on my microphone, and it is there
 * to say otherwise.
 * @param {Facts} facts
 */
export function isHeard(facts) {
  return speaks(facts) && isCounted(facts) && facts.sound === 'on' && !facts.interrupted && facts.hasLine;
}

/** Whether the room lets my voice through to people who can open it. @param {Facts} facts */
function isCounted({ voices, told, reaches }) {
  return voices.may && told && reaches && !voices.to_nobody;
}

/**
 * Whether the space bar opens my microphone: not while it rests, nor beside a table's phone.
 * @param {Facts} facts
 */
export function mayHold({ mic, isBeside, speaker, voices }) {
  return mic === 'off' && !voices.rested && (!isBeside || speaker);
}

/**
 * Whether the sound of each slot comes out here. Who sits in the same room is heard through the air:
 * played here too, their voice would go round and round.
 * @param {Voices} voices
 * @param {{ seats: Seat[], me: number, speaker: boolean }} room
 */
export function audible(voices, { seats, me, speaker }) {
  const inRoom = new Set(seats.filter((seat) => seat.in_room).map((seat) => seat.who));
  return Array.from({ length: SLOTS }, (_, slot) => {
    const who = voices.heard[slot] ?? 0;
    return speaker && !(inRoom.has(me) && inRoom.has(who));
  });
}

/**
 * Whose picture is in which slot: only of those whose camera is on.
 * @param {Voices} voices
 * @param {number} me
 * @returns {Map<number, number>} slots by seat
 */
export function pictured(voices, me) {
  /** @type {Map<number, number>} */
  const slots = new Map();
  voices.seen.forEach((who, slot) => {
    if (who !== 0 && who !== me && voices.cameras.includes(who)) slots.set(who, slot);
  });
  return slots;
}

/**
 * Whether I stepped out. Who was asked aside looks so to the circle, and is in a talk.
 * @param {import('../room/types.js').View} view
 */
export function isOut({ seats, me, mine }) {
  return !mine.room && seats.some(({ who, presence }) => who === me && presence === 'stepped_out');
}

/**
 * What the dock says of my microphone.
 * @param {Facts} facts
 * @param {Words} words
 */
export function micLine(facts, words) {
  const { voices, mic } = facts;
  if (voices.rested) return fill(words.line_rested ?? '', { name: facts.lead });
  return words[micKey(facts, mic)] ?? '';
}

/**
 * @param {Facts} facts
 * @param {Facts['mic']} mic
 */
function micKey(facts, mic) {
  const { voices, interrupted, sound, held, apart, alone, listens, told, hasLine, reaches, leads } = facts;
  if (mic === 'off') return 'line_off';
  if (mic === 'starting') return 'line_starting';
  if (interrupted) return 'line_interrupted';
  if (sound !== 'on') return 'line_waits';
  if (!hasLine) return 'line_no_answer';
  if (voices.yields) return 'line_yields';
  if (!voices.may && alone) return 'line_alone';
  if (!voices.may && apart) return 'line_apart';
  if (!voices.may) return listens ? 'line_listens' : 'line_turn';
  if (!told) return 'line_waits';
  if (!reaches) return 'line_sealing';
  if (voices.to_nobody) return 'line_nobody';
  if (held) return 'line_held';
  // What the phone on the table plays goes into the microphone of who leads, and is quiet for others'.
  if (voices.beside) return leads ? 'line_beside' : 'line_beside_quiet';
  return apart ? 'line_heard_apart' : 'line_heard';
}

/**
 * What the dock says of the sound that comes in, where it isn't as it should be.
 * @param {Facts} facts
 * @param {Words} words
 */
export function soundLine({ sound, sentence, speaker, isAway, isBeside, voices }, words) {
  if (sentence !== '') return sentence;
  if (sound === 'connecting') return words.sound_connecting ?? '';
  if (sound === 'lost') return words.sound_lost ?? '';
  if (sound === 'blocked') return words.sound_blocked ?? '';
  if (sound === 'refused') return words.sound_refused ?? '';
  if (!speaker) return words[isBeside ? 'phone_off' : 'speaker_off'] ?? '';
  if (isAway) return words.speaker_off ?? '';
  return voices.sound_only ? (words.sound_only ?? '') : '';
}

/** Whether somebody who hears nothing is asked where the sound may come out. @param {Facts} facts */
export function asksOutlet({ isAway, speaker }) {
  return isAway && speaker;
}

/**
 * What changed that has to be heard as well as seen. Taps of one's own are said where they happen.
 * @param {Facts} before
 * @param {Facts} after
 * @param {Words} words
 * @returns {string[]}
 */
export function voiceNews(before, after, words) {
  const said = [];
  const [was, is] = [before.voices, after.voices];
  if (is.rested !== was.rested) said.push(is.rested ? micLine(after, words) : words.said_let);
  else if (before.mic === 'on' && after.mic === 'on' && !is.rested && !after.interrupted) {
    const [counted, counts] = [isCounted(before), isCounted(after)];
    const unsaid = is.may && (!after.reaches || is.to_nobody);
    if (counted !== counts || (unsaid && !was.may)) {
      const heard = after.sound === 'on' ? words.said_heard : words.line_waits;
      said.push(counts ? heard : unheard(after, unsaid, words));
    }
    const isConnected = before.sound === 'connecting' && after.sound === 'on';
    if (isConnected && counted && isHeard(after)) said.push(words.said_heard);
  }
  // It is my turn, and the phone on the table doesn't carry my voice.
  if (after.isBeside && !after.speaker && is.may && !was.may) said.push(words.phone_mic);
  if (after.mic === 'on' && after.interrupted && !before.interrupted) said.push(words.line_interrupted);
  if (before.sound === 'on' && after.sound === 'lost') said.push(words.sound_lost);
  const isStuck = (/** @type {Facts} */ { sound }) => sound === 'refused' || sound === 'blocked';
  if (!isStuck(before) && isStuck(after)) said.push(soundLine(after, words));
  if ((before.sound === 'lost' || before.sound === 'blocked') && after.sound === 'on') said.push(words.said_sound_back);
  const [asked, asks] = [asksOutlet(before), asksOutlet(after)];
  if (asks && !asked) said.push(words.outlet_away);
  if (asked && !after.isAway && after.speaker) said.push(words.said_sound_back);
  if (is.sound_only && !was.sound_only) said.push(words.sound_only);
  return said.map((sentence) => sentence ?? '');
}

/**
 * Why a microphone that is on isn't heard any more.
 * @param {Facts} after
 * @param {boolean} unsaid it goes out, and not everybody here can hear it
 * @param {Words} words
 */
function unheard(after, unsaid, words) {
  if (unsaid) return micLine(after, words);
  return after.voices.yields ? words.line_yields : words.said_not_heard;
}

/** From here on somebody is heard to speak, then clearly, then strongly; in decibels. */
const STEPS_DB = [-50, -38, -26];

/**
 * How bright the ring is round somebody who speaks: 0 to 3.
 * @param {number} level from 0 to 1
 */
export function ringStep(level) {
  const db = level > 0 ? 20 * Math.log10(level) : -Infinity;
  return STEPS_DB.filter((step) => db >= step).length;
}
