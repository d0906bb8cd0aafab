// @ts-check
// Keeps the page of a device in a room up to date: a phone on a table, a screen on a wall. The server
// draws what is shown; this asks for it, again and again, and sends what the buttons say.

import { Bar } from './bar.js';
import { Place } from './place.js';

/** A question waits twenty seconds at the server; what takes longer than this got lost. */
const ASK_MS_MAX = 35_000;
/** Between tries on a line that is gone: often enough to be there soon, seldom enough for a phone. */
const AGAIN_MS = [500, 1000, 2000, 4000];

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * Asks for the part of the page that changes.
 * @param {Place} place
 * @returns {Promise<'gone' | 'lost' | 'there'>}
 */
async function ask(place) {
  try {
    const answer = await fetch(`${place.address}?since=${place.told}`, {
      signal: AbortSignal.timeout?.(ASK_MS_MAX),
    });
    if (answer.status === 404) return 'gone';
    if (!answer.ok) return 'lost';
    place.draw(await answer.text());
    return 'there';
  } catch {
    return 'lost';
  }
}

/** @param {Place} place */
async function follow(place) {
  let tries = 0;
  for (;;) {
    const is = await ask(place);
    if (is === 'gone') {
      location.replace(place.out);
      return;
    }
    place.line(is === 'there');
    if (is === 'there') {
      tries = 0;
      // A room that is being rebuilt answers at once, and a page has no reason to hurry it.
      if (place.told === '0') await wait(1000);
    } else {
      await wait(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 4000);
      tries += 1;
    }
  }
}

/**
 * Sends a form of the page and shows what came of it.
 * @param {Place} place
 * @param {HTMLFormElement} form
 */
async function send(place, form) {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) said.append(name, String(value));
  try {
    const answer = await fetch(`${form.getAttribute('action')}?piece`, { method: 'POST', body: said });
    if (answer.ok && !answer.redirected) place.draw(await answer.text());
    else location.replace(place.out);
  } catch {
    place.line(false);
  }
}

const element = document.querySelector('[data-follow]');
if (element instanceof HTMLElement) {
  const place = new Place(element, new Bar());
  element.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.does || place.onlyThere) return;
    event.preventDefault();
    void send(place, form);
  });
  void follow(place);
}
