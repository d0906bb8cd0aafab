// @ts-check
// Commands are forms. A page without scripts posts them; here the same fields go over the socket,
// and what was typed stays until the room has said that it is kept.

import { actOf } from './acts.js';
import { all, find, show, write } from './dom.js';
import { emptied, kept, written } from './drafts.js';
import { closeSheet } from './sheets.js';

/**
 * @typedef {import('./socket.js').Answer} Answer
 * @typedef {import('./acts.js').Act} Act
 *
 * @typedef {object} Room
 * @property {() => boolean} ready whether the socket has ever been open
 * @property {() => boolean} isOn whether what is said now reaches the room at once
 * @property {(act: Act) => Promise<Answer>} say
 * @property {(act: Act, answer: Answer) => void} answered
 * @property {import('./drafts.js').DraftStore} drafts
 * @property {import('./types.js').Words} words
 */

export class Forms {
  /**
   * Sends the page's forms over the line, as long as there has been one.
   * @param {Room} room
   */
  constructor(room) {
    this.room = room;
    /** What was said and not answered yet, by its form. @type {Map<HTMLFormElement, Set<string>>} */
    this.pending = new Map();
    document.addEventListener('submit', (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !('act' in form.dataset)) return;
      if (!room.ready()) {
        // It goes to the server as a form does, and comes back as a page without these words.
        if ('clear' in form.dataset || 'close' in form.dataset) emptied(room.drafts, form, false);
        return;
      }
      event.preventDefault();
      const fields = /** @type {[string, string][]} */ (
        [...new FormData(form)].map(([name, value]) => [name, String(value)])
      );
      this.send(form, actOf(fields));
    });
  }

  /**
   * @param {HTMLFormElement} form
   * @param {Act} act
   */
  async send(form, act) {
    const { room } = this;
    if (act.do === 'plan' && !act.text) {
      form.querySelector('textarea')?.focus();
      return;
    }
    const print = JSON.stringify(act);
    const said = this.pending.get(form) ?? new Set();
    // The same once more, while the first is on its way, would only call for help twice.
    if (said.has(print)) {
      this.drawWaits();
      return;
    }
    this.pending.set(form, said.add(print));
    const forms = [form, ...settledBy(form)];
    const text = written(forms);
    this.drawWaits();
    const answer = await room.say(act);
    said.delete(print);
    if (said.size === 0) this.pending.delete(form);
    const bad = form.querySelector('[data-bad]');
    if (answer.ok) {
      write(bad, '');
      show(bad, false);
      // What was typed or chosen meanwhile is something else, and nobody has it yet.
      if (written(forms) === text) this.over(form);
    } else if (bad) {
      write(bad, answer.sentence || room.words.not_sent || '');
      show(bad, true);
    }
    room.answered(act, answer);
    this.drawWaits();
  }

  /**
   * The room has what the form said.
   * @param {HTMLFormElement} form
   */
  over(form) {
    const { drafts } = this.room;
    if ('close' in form.dataset) closeSheet(form);
    if ('clear' in form.dataset || 'close' in form.dataset) emptied(drafts, form);
    else kept(drafts, form);
    // «Nothing this week» answers for the plan that was being typed as well.
    for (const other of settledBy(form)) kept(drafts, other);
  }

  /** Says of every command that waits for the line that it does, in its form or above the circle. */
  drawWaits() {
    const off = !this.room.isOn();
    for (const line of all('[data-waits]')) {
      const form = line.closest('form');
      show(line, off && form !== null && this.pending.has(form));
    }
    const homeless = [...this.pending.keys()].some((form) => !form.querySelector('[data-waits]'));
    const { waits = '' } = this.room.words;
    if (off && homeless) notice(waits);
    else if (find('[data-part="notice"]').textContent === waits) notice('');
  }
}

/**
 * The forms whose drafts this one answers for as well.
 * @param {HTMLFormElement} form
 */
function settledBy(form) {
  const forms = /** @type {HTMLFormElement[]} */ (all('form[data-draft]'));
  return forms.filter((other) => other.dataset.draft === form.dataset.settles);
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
