// @ts-check
// Where an invitation leads: takes the group's key out of the address, and keeps it on the device if
// its owner says so and goes on.

import { deviceStorage } from '../choice.js';
import { same } from './bytes.js';
import { Secrets, phrase, takenFromAddress } from './secret.js';

const carried = takenFromAddress();

/** @param {HTMLElement} asks @param {Uint8Array<ArrayBuffer>} secret */
async function ask(asks, secret) {
  const group = asks.dataset.sealedInvited ?? '';
  const secrets = new Secrets(deviceStorage());
  const own = secrets.of(group);
  if (own && same(own, secret)) return;
  const place = asks.querySelector('[data-sealed="phrase"]');
  if (place) place.textContent = await phrase(secret);
  asks.querySelector('[data-sealed="other"]')?.toggleAttribute('hidden', own === null);
  asks.hidden = false;
  const keep = () => {
    const box = asks.querySelector('[data-sealed="keep"]');
    if (box instanceof HTMLInputElement && box.checked) secrets.keep(group, secret);
  };
  // On with the form, or with the link for who has a seat already.
  document.addEventListener('submit', keep);
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a[href]')) keep();
  });
}

const asks = document.querySelector('[data-sealed-invited]');
if (carried && globalThis.crypto?.subtle && asks instanceof HTMLElement) void ask(asks, carried);
