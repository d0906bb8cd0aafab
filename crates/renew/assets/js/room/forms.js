// @ts-check
// Commands are forms. A page without scripts posts them; here the same fields go over the socket,
// and what was typed stays until the room has said that it is kept.

import { actsOf, writeOf } from './acts.js';
import { all, find, show, write } from './dom.js';
import { emptied, isEdited, kept, written } from './drafts.js';
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
 * @property {() => void} writtenKept what was written in an activity is kept
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
    this.ticks = 0;
    document.addEventListener('submit', (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !('act' in form.dataset)) return;
      if (!room.ready()) {
        // It goes to the server as a form does, and comes back as a page without these words.
        if ('clear' in form.dataset || 'close' in form.dataset) emptied(room.drafts, form, false);
        return;
      }
      event.preventDefault();
      // An older Safari doesn't say which button it was.
      this.send(form, asked(form, event.submitter ?? pressed));
      pressed = null;
    });
    /** @type {Element | null} */
    let pressed = null;
    document.addEventListener('click', ({ target }) => {
      pressed = target instanceof Element ? target.closest('button') : null;
    });
    document.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement && 'atOnce' in target.dataset) this.tick(target);
    });
  }

  /**
   * @param {HTMLFormElement} form
   * @param {Act[]} acts
   */
  async send(form, acts) {
    const { room } = this;
    const [first] = acts;
    if (!first) return;
    if (first.do === 'plan' && !first.text) {
      form.querySelector('textarea')?.focus();
      return;
    }
    const forms = [form, ...settledBy(form)];
    const text = written(forms);
    const answers = await this.say(form, acts);
    if (!answers) return;
    const refused = answers.find((answer) => !answer.ok);
    const bad = form.querySelector('[data-bad]');
    if (!refused) {
      write(bad, '');
      show(bad, false);
      // What was typed or chosen meanwhile is something else, and nobody has it yet.
      if (written(forms) === text) this.over(form);
    } else if (bad) {
      write(bad, refused.sentence || room.words.not_sent || '');
      show(bad, true);
    }
    const writes = acts.some((act) => act.do === 'write' || act.do === 'scene');
    if (writes && !refused) room.writtenKept();
    acts.forEach((act, at) => room.answered(act, answers[at] ?? { ok: false, sentence: '' }));
    this.drawWaits();
  }

  /**
   * Says what a form asks for, and waits for the answers. Nothing, when the same is on its way: it
   * would only call for help twice.
   * @param {HTMLFormElement} form
   * @param {Act[]} acts
   * @param {string} [print] what tells it from the others
   */
  async say(form, acts, print = JSON.stringify(acts)) {
    const said = this.pending.get(form) ?? new Set();
    if (said.has(print)) {
      this.drawWaits();
      return null;
    }
    this.pending.set(form, said.add(print));
    this.drawWaits();
    const answers = await Promise.all(acts.map((act) => this.room.say(act)));
    said.delete(print);
    if (said.size === 0) this.pending.delete(form);
    return answers;
  }

  /**
   * A tick that counts at once: a pattern, or whether a name stands at what was kept. What is typed
   * beside it and not kept yet stays as it is.
   * @param {HTMLInputElement} box
   */
  async tick(box) {
    const { form } = box;
    const slot = box.dataset.atOnce ?? '';
    if (!form || !this.room.ready()) return;
    const text = form.elements.namedItem(`text.${slot}`);
    const fields = fieldsOf(form, null).filter(([name]) => name !== `text.${slot}`);
    if (text instanceof HTMLTextAreaElement) {
      if (text.defaultValue === '') return;
      fields.push([`text.${slot}`, text.defaultValue]);
    }
    const act = writeOf(fields, slot);
    // Ticked to and fro, each says how it is now: none is the same once more.
    this.ticks += 1;
    const [answer] = (await this.say(form, [act], `tick ${this.ticks}`)) ?? [];
    if (answer) this.room.answered(act, answer);
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
 * @param {HTMLFormElement} form
 * @param {Element | null} button the one that was pressed
 * @returns {[string, string][]}
 */
function fieldsOf(form, button) {
  const fields = [...new FormData(form)].map(
    ([name, value]) => /** @type {[string, string]} */ ([name, String(value)]),
  );
  const isThen = button instanceof HTMLButtonElement && button.form === form && button.name === 'then';
  return isThen ? [...fields, ['then', button.value]] : fields;
}

/**
 * What a form asks for, without what is kept already as it stands there.
 * @param {HTMLFormElement} form
 * @param {Element | null} button
 * @returns {Act[]}
 */
function asked(form, button) {
  const fields = fieldsOf(form, button);
  const acts = actsOf(fields.filter(([name, slot]) => name !== 'slot' || isChanged(form, slot)));
  return acts.length > 1 && acts[0]?.do === 'scene' && !isEdited(form) ? acts.slice(1) : acts;
}

/**
 * Whether a place of a sheet holds something else than what is kept of it.
 * @param {HTMLFormElement} form
 * @param {string} slot
 */
function isChanged(form, slot) {
  return ['text', 'level', 'named', 'on'].some((name) => {
    const field = form.elements.namedItem(`${name}.${slot}`);
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (!(field instanceof HTMLInputElement)) return false;
    return field.type === 'checkbox'
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue;
  });
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
