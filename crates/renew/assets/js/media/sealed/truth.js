// @ts-check
// What is true of a session's sealing for this page, and what is said of it.

import { fill } from '../../room/text.js';

/**
 * @typedef {'ready' | 'no_secret' | 'cannot' | 'other_secret'} Standing
 * @typedef {import('../../room/types.js').Words} Words
 *
 * - `nothing`: there is nothing to say. `making`: it is to be sealed, and isn't ready yet.
 * - `on`: it is sealed. `apart`: it is, and somebody here has another key than this device.
 * - All others: it isn't sealed, and why.
 * @typedef {'nothing' | 'making' | 'on' | 'apart' | 'plain' | 'browser' | 'secret' | 'other_secret'
 *   | 'my_browser' | 'my_lock' | 'my_load' | 'my_secret' | 'my_other' | 'unoffered'} Truth
 *
 * @typedef {object} Known
 * @property {boolean | null} isSealed what the room says; null before it says
 * @property {string} why what the room says when it isn't
 * @property {Standing} standing of this page
 * @property {boolean} isLocked the page came by https, without which no browser seals
 * @property {boolean} isBroken a part of the page could not be loaded
 * @property {boolean} isWhole all that this page's connection carries passes by the worker, and the
 *   worker has keys
 */

/**
 * In a room that is to be sealed. The room's word alone is not enough: it is sealed when this page
 * seals.
 * @param {Known} known
 * @returns {Truth}
 */
export function truthOf({ isSealed, why, standing, isLocked, isBroken, isWhole }) {
  if (standing === 'cannot' && !isLocked) return 'my_lock';
  if (standing === 'cannot') return isBroken ? 'my_load' : 'my_browser';
  if (standing === 'no_secret') return 'my_secret';
  if (isSealed === null) return 'making';
  if (standing === 'other_secret') return isSealed ? 'apart' : 'my_other';
  if (isSealed) return isWhole ? 'on' : 'making';
  return why === 'browser' || why === 'secret' || why === 'other_secret' ? why : 'plain';
}

/** Whether the page says that the session isn't sealed. @param {Truth} truth */
export function isOpen(truth) {
  return !['nothing', 'making', 'on', 'apart'].includes(truth);
}

/**
 * @param {Truth} truth
 * @param {string} names of those whose key is another
 * @param {Words} words
 */
export function sealLine(truth, names, words) {
  if (truth === 'nothing') return '';
  return fill(words[`sealed_${truth}`] ?? '', { names });
}

/**
 * Stands above what is said of the microphone.
 * @param {string} line
 * @param {string} number of this device's key, for people to compare
 */
export function drawSeal(line, number) {
  const place = document.querySelector('.voice-line');
  let own = document.querySelector('[data-voice="sealed"]');
  if (!own && place && line !== '') {
    own = document.createElement('p');
    own.className = 'sm';
    own.setAttribute('data-voice', 'sealed');
    place.before(own);
  }
  const text = [line, number].filter((part) => part !== '').join(' ');
  if (own && own.textContent !== text) own.textContent = text;
  own?.toggleAttribute('hidden', line === '');
}
