// @ts-check
// What the room says of voices and cameras, as `sessions::wire` serialises it.

/**
 * Comes whole whenever any of it changes.
 * - `may`: what I say now is heard by somebody. `rested`: who leads rests my microphone for now.
 * - `yields`: I may speak, and another microphone in the room where I sit carries it instead of mine;
 *   `to_nobody`: I may speak, and nobody who would hear it is connected;
 *   `beside`: a phone on a table has the sound of that room.
 * - `heard`: whose voice is in each slot for sound, `seen`: whose camera in each slot for pictures;
 *   seats, 0 for nobody.
 * - `mics`, `cameras`: the seats that have them on.
 * - `sound_only`: my network is weak, and the server leaves the pictures out.
 * - `tables`: phones on tables that have the sound of their room.
 * @typedef {{ may: boolean, yields: boolean, to_nobody: boolean, beside: boolean, rested: boolean,
 *   heard: number[], seen: number[], mics: number[], cameras: number[], sound_only: boolean,
 *   tables: TableMic[] }} Voices
 *
 * A phone on a table: the seats around it, whether its microphone is on, and for whom it is heard now.
 * @typedef {{ seats: number[], on: boolean, carries: number[] }} TableMic
 *
 * How the sound's own connection is: not there yet, being made for the first time, there, lost and
 * being made anew, or not to be had.
 * @typedef {'off' | 'connecting' | 'on' | 'lost' | 'blocked' | 'refused'} Sound
 *
 * Everything that the page's words about sound are made of. `isAway`: what the sound came out of can't
 * be reached. `reaches`: those who hear me can open what I say. `isCrowded`: with my camera more are on
 * than anybody sees at once. `lacks`: some pictures have not come here for a while.
 * @typedef {{ mic: 'off' | 'starting' | 'on', held: boolean, interrupted: boolean,
 *   camera: 'off' | 'starting' | 'on', told: boolean, hasLine: boolean,
 *   sound: Sound, sentence: string, speaker: boolean, isAway: boolean, isBeside: boolean,
 *   apart: boolean, alone: boolean, listens: boolean, leads: boolean, lead: string, reaches: boolean,
 *   isCrowded: boolean, lacks: boolean, voices: Voices }} Facts
 *
 * @typedef {import('../room/types.js').Words} Words
 * @typedef {import('../room/types.js').Seat} Seat
 *
 * The room that a page's media are in.
 * @typedef {object} Room
 * @property {import('../room/types.js').Told} told
 * @property {number} page the number of the socket's own page
 * @property {(act: Record<string, unknown>) => Promise<import('../room/socket.js').Answer>} say
 * @property {(sentence: string) => void} announce
 * @property {Set<string>} local
 */

export {};
