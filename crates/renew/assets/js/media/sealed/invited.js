// @ts-check
// Where an invitation leads: takes the group's key out of the address, and keeps it on the device if
// its owner says so and goes on.

import { deviceStorage } from '../choice.js';
import { same } from './bytes.js';
import { Secrets, fragment, fromFragment, phrase, takenFromAddress } from './secret.js';

/** Where it waits while the page comes back, with other names or with something to mend. */
const CARRIED = 'renew.carried';

/** The key that the link carried, as long as this tab is at its invitation. */
function carriedHere() {
  const carried = takenFromAddress();
  try {
    if (carried) sessionStorage.setItem(CARRIED, fragment(carried));
    return carried ?? fromFragment(sessionStorage.getItem(CARRIED) ?? '');
  } catch {
    return carried;
  }
}


/** @param {HTMLElement} asks @param {Uint8Array<ArrayBuffer>} secret */
async function ask(asks, secret) {
  const group = asks.dataset.sealedInvited ?? '';
  const secrets = new Secrets(deviceStorage());
  const own = secrets.of(group);
  if (own && same(own, secret)) return;
  asks.querySelector('[data-sealed="other"]')?.toggleAttribute('hidden', own === null);
  asks.hidden = false;
  const keep = () => {
    const box = asks.querySelector('[data-sealed="keep"]');
    if (box instanceof HTMLInputElement && box.checked) secrets.keep(group, secret);
  };
  // On with the form, or with the link for who has a seat already. Who goes any other way may be leaving
  // in a hurry, and leaves nothing behind.
  document.addEventListener('submit', keep);
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a[href^="/come-back"]')) keep();
  });
  const place = asks.querySelector('[data-sealed="phrase"]');
  if (place) place.textContent = await phrase(secret);
}

const asks = document.querySelector('[data-sealed-invited]');
// Without a lock nothing can be made of a key: it stays in the address, which may be opened with one.
const carried = globalThis.crypto?.subtle && asks instanceof HTMLElement ? carriedHere() : null;
if (carried && asks instanceof HTMLElement) void ask(asks, carried);
