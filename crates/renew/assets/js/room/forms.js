// @ts-check
// Commands are forms. A page without scripts posts them; here the same fields go over the socket,
// and what was typed stays until the room has said that it is kept.

import { actOf } from './acts.js';
import { all, find, show, write } from './dom.js';

/**
 * @typedef {import('./socket.js').Answer} Answer
 * @typedef {import('./acts.js').Act} Act
 */

/**
 * Sends the page's forms over the line, as long as there has been one.
 * @param {object} room
 * @param {() => boolean} room.ready whether the socket has ever been open
 * @param {(act: Act) => Promise<Answer>} room.say
 * @param {(act: Act, answer: Answer) => void} room.answered
 * @param {import('./types.js').Words} words
 */
export function readyForms(room, words) {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !('act' in form.dataset) || !room.ready()) return;
    event.preventDefault();
    const fields = /** @type {[string, string][]} */ (
      [...new FormData(form)].map(([name, value]) => [name, String(value)])
    );
    send(room, form, actOf(fields), words);
  });
}

/**
 * @param {{ say: (act: Act) => Promise<Answer>, answered: (act: Act, answer: Answer) => void }} room
 * @param {HTMLFormElement} form
 * @param {Act} act
 * @param {import('./types.js').Words} words
 */
async function send(room, form, act, words) {
  const bad = form.querySelector('[data-bad]');
  if (act.do === 'plan' && !act.text) {
    form.querySelector('textarea')?.focus();
    return;
  }
  const answer = await room.say(act);
  if (answer.ok) {
    write(bad, '');
    show(bad, false);
    for (const note of all('[data-kept]', form)) show(note, true);
    if ('clear' in form.dataset) form.reset();
    if ('close' in form.dataset) {
      form.closest('dialog')?.close();
      form.reset();
    }
  } else if (bad) {
    write(bad, answer.sentence || words.not_sent || '');
    show(bad, true);
  }
  room.answered(act, answer);
}

/**
 * A sentence above the circle for what has no place of its own: a tap that came too late.
 * @param {string} sentence
 */
export function notice(sentence) {
  const line = find('[data-part="notice"]');
  write(line, sentence);
  show(line, sentence !== '');
}
