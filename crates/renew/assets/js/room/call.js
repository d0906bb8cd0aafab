// @ts-check
// Where people hear each other. The room tells the address to who is inside and has agreed, so a
// page that was opened before that has to be told it later.

import { set, show } from './dom.js';

/** @param {string | undefined} call */
export function drawCall(call) {
  const part = document.querySelector('[data-part="call"]');
  if (!(part instanceof HTMLElement)) return;
  const link = part.querySelector('[data-call]');
  if (link) set(link, 'href', call ?? false);
  show(part, call !== undefined);
}
