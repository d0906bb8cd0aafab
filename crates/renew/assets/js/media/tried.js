// @ts-check
// What a page of the room hears of other pages of this site, and says where a browser has no means.

import { TRIED } from './choice.js';

/**
 * A line to the other pages of this site; nothing where the browser has none, or keeps it from pages
 * that may keep nothing.
 * @param {string} name
 */
export function lineTo(name) {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}

/**
 * Hears of devices that are tried on another page of this site.
 * @param {(what: 'mic' | 'camera') => void} then
 */
export function tried(then) {
  lineTo(TRIED)?.addEventListener('message', ({ data }) => {
    if (data === 'mic' || data === 'camera') then(data);
  });
}

/**
 * A browser without any means for it: the dock says so, since nothing else would.
 * @param {import('./types.js').Words} words
 */
export function old(words) {
  const line = document.querySelector('[data-voice="line"]');
  const bar = line?.closest('[data-part="voice"]');
  if (!line || !(bar instanceof HTMLElement)) return;
  line.textContent = words.sound_old ?? '';
  // Nothing else would ever show it.
  bar.removeAttribute('data-show');
  bar.hidden = false;
}
