// @ts-check
// An invitation's link that was just made: on a device that has the group's key, the link brings the
// key along, in the part that browsers never send.

import { deviceStorage } from '../choice.js';
import { Secrets, fragment, phrase } from './secret.js';

/** @param {HTMLElement} note @param {HTMLInputElement} link */
async function bring(note, link) {
  const secret = new Secrets(deviceStorage()).of(note.dataset.sealedInvites ?? '');
  if (!secret) return;
  link.value += fragment(secret);
  const place = note.querySelector('[data-sealed="phrase"]');
  if (place) place.textContent = await phrase(secret);
  note.hidden = false;
}

const note = document.querySelector('[data-sealed-invites]');
const link = document.querySelector('#link');
if (globalThis.crypto?.subtle && note instanceof HTMLElement && link instanceof HTMLInputElement) {
  void bring(note, link);
}
