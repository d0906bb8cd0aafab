// @ts-check
// What is true of cameras right now, decided from facts alone: whether others may not see mine, and
// whether pictures are missing here. Nothing here touches the page or a device.

import { SLOTS, pictured } from './facts.js';

/**
 * @typedef {import('./types.js').Facts} Facts
 * @typedef {import('./types.js').Voices} Voices
 * @typedef {import('./types.js').Words} Words
 */

/** A camera that was switched on, or takes another's place, is there sooner than this. */
export const LACKS_MS = 3_000;

/**
 * Whether, with mine, more cameras are on than anybody sees at once.
 * @param {Voices} voices
 * @param {number} me
 */
export function crowded({ cameras }, me) {
  return new Set([...cameras, me]).size > SLOTS;
}

/**
 * Whether some pictures come and some of those don't that would if there were room for them. The same
 * four are shown to everybody, so that one of them sees three.
 * @param {Voices} voices
 * @param {number} me
 */
export function lacksSome(voices, me) {
  const { cameras, sound_only } = voices;
  const others = cameras.filter((who) => who !== me).length;
  const sure = Math.min(others, cameras.includes(me) ? SLOTS - 1 : SLOTS);
  const { size: come } = pictured(voices, me);
  return !sound_only && come > 0 && come < sure;
}

/** Something that is true only if it lasts. */
export class Lasting {
  is = false;
  /** @type {number | null} */
  since = null;

  /**
   * @param {boolean} is whether it is so at this moment
   * @param {number} now in milliseconds
   */
  follow(is, now) {
    this.since = is ? (this.since ?? now) : null;
    this.is = this.since !== null && now - this.since >= LACKS_MS;
  }
}

/**
 * What the dock says of the pictures: who sees mine, where not everybody may; what is missing here.
 * @param {Facts} facts
 * @param {Words} words
 */
export function cameraLine({ camera, sound, isCrowded, lacks }, words) {
  if (sound !== 'on') return '';
  const mine = camera === 'on' && isCrowded ? words.camera_crowded : '';
  return [mine, lacks ? words.pictures_some : ''].filter(Boolean).join(' ');
}
