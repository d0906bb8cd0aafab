// @ts-check
// The group's secret on this device: taken out of a link, shown as a number to compare, and, for who
// leads, made and put into a link. Nothing of it is ever sent anywhere.

import { same } from './bytes.js';
import { Secrets, deviceStorage, drawn, fragment, fromFragment, phrase } from './secret.js';

const secrets = new Secrets(deviceStorage());

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
  const carried = fromFragment(location.hash);
  // Neither the history nor a neighbour's eyes keep it.
  if (carried) history.replaceState(history.state, '', location.pathname + location.search);
  let own = secrets.of(group);
  let isKept = true;

  /** @param {Uint8Array<ArrayBuffer>} secret */
  function keep(secret) {
    isKept = secrets.keep(group, secret);
    own = secret;
  }

  async function draw() {
    const other = carried && own && !same(carried, own) ? carried : null;
    write('phrase', own ? await phrase(own) : '');
    write('other-phrase', other ? await phrase(other) : '');
    const leads = 'sealedLeads' in card.dataset;
    show('has', own !== null);
    show('lacks', own === null);
    show('unkept', !isKept);
    show('other', other !== null);
    show('make', leads && own === null);
    show('link', leads && own !== null);
    const href = part('href');
    if (own && href instanceof HTMLInputElement) {
      href.value = `${location.origin}/groups/${group}${fragment(own)}`;
    }
    card.hidden = !('sealedInside' in card.dataset) && own === null;
  }

  /** @param {string} name @param {() => void} then */
  const tap = (name, then) => part(name)?.addEventListener('click', then);
  tap('make', () => {
    keep(drawn());
    void draw();
  });
  tap('anew', () => {
    keep(drawn());
    part('anew')?.closest('details')?.removeAttribute('open');
    void draw();
  });
  tap('take', () => {
    if (carried) keep(carried);
    void draw();
  });
  tap('copy', () => void copy(part('href'), part('copied')));
  if (carried && !own) keep(carried);
  void draw();
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

// Without it nothing can be sealed or compared: browsers give it to pages with a lock only.
if (globalThis.crypto?.subtle) {
  for (const card of document.querySelectorAll('[data-sealed-group]')) {
    if (card instanceof HTMLElement) ready(card);
  }
}
