// @ts-check
// Keeps the page of a device in a room up to date: a phone on a table, a screen on a wall. The server
// draws what is shown; this asks for it, again and again, and sends what the buttons say.

import { meaning } from './answer.js';
import { Bar } from './bar.js';
import { OwnWay } from './own_way.js';
import { Place, isAway } from './place.js';
import { TableSound, soundless } from './sound.js';

/** A question waits twenty seconds at the server; what takes longer than this got lost. */
const ASK_MS_MAX = 35_000;
/** Between tries on a line that is gone: often enough to be there soon, seldom enough for a phone. */
const AGAIN_MS = [500, 1000, 2000, 4000];

/** What is being asked now, so that a line that is known to be gone is not waited for. */
let asking = new AbortController();

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * Asks for the part of the page that changes.
 * @param {Place} place
 * @returns {Promise<string | 'gone' | 'lost'>} our own markup
 */
async function ask(place) {
  asking = new AbortController();
  const late = setTimeout(() => asking.abort(), ASK_MS_MAX);
  try {
    const answer = await fetch(`${place.address}?since=${place.told}`, { signal: asking.signal });
    if (answer.status === 404) return 'gone';
    return answer.ok ? await answer.text() : 'lost';
  } catch {
    return 'lost';
  } finally {
    clearTimeout(late);
  }
}

/**
 * Sends fields to the table's address. `html` is our own markup, or nothing.
 * @param {string} address
 * @param {URLSearchParams} said
 * @returns {Promise<{ means: import('./answer.js').Meaning, html: string }>}
 */
async function post(address, said) {
  try {
    const answer = await fetch(`${address}?piece`, { method: 'POST', body: said });
    const { status, redirected } = answer;
    const html = answer.ok && !redirected ? await answer.text() : '';
    return { means: meaning({ status, redirected, isAway: isAway(html) }), html };
  } catch {
    return { means: 'later', html: '' };
  }
}

/**
 * The part of the page that changes, as it is now; nothing when it can't be had.
 * @param {Place} place
 * @returns {Promise<string>} our own markup
 */
async function fresh(place) {
  try {
    const answer = await fetch(place.address);
    return answer.ok ? await answer.text() : '';
  } catch {
    return '';
  }
}

/**
 * Tells what the table did while its line was gone.
 * @param {OwnWay} own
 * @returns {Promise<boolean>} whether all of it was told
 */
async function tellAll(own) {
  for (let told = own.first(); told; told = own.first()) {
    const said = new URLSearchParams({ do: 'while_away' });
    for (const [name, value] of Object.entries(told)) said.append(name, String(value));
    const { means } = await post('/table/do', said);
    if (means === 'later') return false;
    own.wasTold();
  }
  return true;
}

/**
 * @param {Place} place
 * @param {OwnWay} own
 */
function lose(place, own) {
  place.line(false);
  // The next question is answered at once: there may be something to tell.
  place.told = '0';
  if (place.onlyThere) return;
  own.begin(place.order);
  if (!own.is) return;
  const hasFocus = place.hasFocus();
  place.hide(true);
  if (hasFocus) own.focus();
}

/**
 * @param {Place} place
 * @param {OwnWay} own
 */
async function follow(place, own) {
  let tries = 0;
  for (;;) {
    const html = await ask(place);
    if (html === 'gone') {
      location.replace(place.out);
      return;
    }
    const isThere = html !== 'lost';
    const isTold = isThere && (place.onlyThere || (await tellAll(own)));
    if (isThere && isTold) {
      tries = 0;
      if (own.is) {
        // What it showed before has been overtaken by what was told.
        const hasFocus = own.hasFocus();
        own.end();
        place.hide(false);
        if (hasFocus) place.focus();
        place.told = '0';
      } else {
        place.draw(html);
      }
      place.line(true);
      // A room that is empty or being rebuilt answers at once; a page need not hurry it.
      if (place.told === '0') await wait(place.isEmpty() ? 1000 : 0);
    } else {
      lose(place, own);
      await wait(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 4000);
      tries += 1;
    }
  }
}

/**
 * Sends a form of the page and shows what came of it.
 * @param {Place} place
 * @param {OwnWay} own
 * @param {HTMLFormElement} form
 */
async function send(place, own, form) {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) said.append(name, String(value));
  const { means, html } = await post(form.getAttribute('action') ?? '', said);
  if (means === 'gone') {
    location.replace(place.out);
  } else if (means === 'taken') {
    // An answer without a page says that this one is old.
    place.draw(html === '' ? await fresh(place) : html);
  } else {
    lose(place, own);
    // Nor is the question answered that waits now.
    asking.abort();
    const what = form.dataset.does ?? '';
    if (what === 'done' || what === 'pass') own.does(what);
  }
}

const element = document.querySelector('[data-follow]');
if (element instanceof HTMLElement) {
  const place = new Place(element, new Bar());
  const own = new OwnWay(element);
  element.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.does || place.onlyThere) return;
    event.preventDefault();
    void send(place, own, form);
  });
  window.addEventListener('offline', () => asking.abort());
  void follow(place, own);
  const sound = element.querySelector('[data-table-sound]');
  if (sound instanceof HTMLElement) {
    if ('RTCPeerConnection' in window) new TableSound(sound);
    else soundless(sound);
  }
}
