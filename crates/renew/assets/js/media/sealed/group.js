// @ts-check
// The group's secret on this device: taken out of a link, shown as a number to compare, and, for who
// leads, made and put into a link. Nothing of it is ever sent anywhere.

import { deviceStorage } from '../choice.js';
import { same } from './bytes.js';
import { Secrets, drawn, fragment, fromFragment, phrase, takenFromAddress } from './secret.js';

const secrets = new Secrets(deviceStorage());
// Without a lock nothing can be made of a key: it stays in the address, which may be opened with one.
const canSeal = Boolean(globalThis.crypto?.subtle);
const carried = canSeal ? takenFromAddress() : null;

/** @param {HTMLElement} card */
function ready(card) {
  const group = card.dataset.sealedGroup ?? '';
  /** @param {string} name */
  const part = (name) => card.querySelector(`[data-sealed="${name}"]`);
  /** @param {string} name @param {boolean} is */
  const show = (name, is) => part(name)?.toggleAttribute('hidden', !is);
  /** @param {string} name @param {string} text */
  const write = (name, text) => {
    const place = part(name);
    if (place) place.textContent = text;
  };
  let own = secrets.of(group);
  let isKept = true;
  /** Which secret's number stands where. @type {Map<string, Uint8Array | null>} */
  const numbered = new Map();

  /** @param {Uint8Array<ArrayBuffer>} secret */
  function keep(secret) {
    isKept = secrets.keep(group, secret);
    own = secret;
    draw();
  }

  /**
   * The number to compare takes the device a moment: all else doesn't wait for it.
   * @param {string} name
   * @param {Uint8Array<ArrayBuffer> | null} secret
   */
  function number(name, secret) {
    write(name, '');
    numbered.set(name, secret);
    if (!secret) return;
    void phrase(secret).then((digits) => {
      // Another one may have been taken meanwhile.
      if (numbered.get(name) === secret) write(name, digits);
    });
  }

  function draw() {
    const other = carried && own && !same(carried, own) ? carried : null;
    // Anybody can make a link. Whose key is taken is for the person to say.
    const first = own === null ? carried : null;
    number('phrase', own);
    number('other-phrase', other);
    number('first-phrase', first);
    const leads = 'sealedLeads' in card.dataset;
    show('has', own !== null);
    show('lacks', own === null && first === null);
    show('first', first !== null);
    show('unkept', !isKept);
    show('other', other !== null);
    show('make', leads && own === null);
    show('link', leads && own !== null);
    const href = part('href');
    if (own && href instanceof HTMLInputElement) {
      href.value = `${location.origin}/groups/${group}${fragment(own)}`;
    }
    card.hidden = !('sealedInside' in card.dataset) && own === null && carried === null;
  }

  /** @param {string} name @param {() => void} then */
  const tap = (name, then) => part(name)?.addEventListener('click', then);
  tap('make-now', () => keep(drawn()));
  tap('anew', () => {
    keep(drawn());
    part('anew')?.closest('details')?.removeAttribute('open');
  });
  for (const name of ['take', 'take-first']) {
    tap(name, () => {
      if (carried) keep(carried);
    });
  }
  tap('copy', () => void copy(part('href'), part('copied')));
  // Whoever opened the link came for this.
  draw();
  if (carried) card.scrollIntoView({ block: 'center' });
}

/**
 * @param {Element | null} from
 * @param {Element | null} said
 */
async function copy(from, said) {
  if (!(from instanceof HTMLInputElement)) return;
  from.select();
  try {
    await navigator.clipboard.writeText(from.value);
    said?.firstElementChild?.removeAttribute('hidden');
  } catch {
    // It is selected: the device's own way to copy is a key away.
  }
}

// The link, opened where the group's page already is, loads nothing by itself.
window.addEventListener('hashchange', () => {
  if (fromFragment(location.hash)) location.reload();
});

for (const card of document.querySelectorAll('[data-sealed-group]')) {
  if (canSeal && card instanceof HTMLElement) ready(card);
  // Browsers let nothing be sealed or compared on pages without a lock.
  card.querySelector('[data-sealed="unlocked"]')?.toggleAttribute('hidden', canSeal);
}
