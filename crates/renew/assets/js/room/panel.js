// @ts-check
// What the circle does together, and side rooms. The server draws it, here and in the page without
// scripts; when it comes anew, what a person is typing or choosing stays as it is.

import { all, find, h, show } from './dom.js';
import { isEdited, restoreDrafts } from './drafts.js';

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

export class Panel {
  /**
   * @param {HTMLElement} place
   * @param {import('./drafts.js').DraftStore} drafts
   */
  constructor(place, drafts) {
    this.place = place;
    this.drafts = drafts;
    /** The fields whose words have no place any more. @type {string[]} */
    this.homeless = [];
    place.addEventListener('input', () => hideKept(place));
    find('[data-part="unkept-over"]').addEventListener('click', (event) => {
      event.preventDefault();
      this.letGo();
    });
  }

  /** @param {string} html our own markup, from the room */
  draw(html) {
    const { place } = this;
    const held = holds(place);
    const template = document.createElement('template');
    template.innerHTML = html;
    place.replaceChildren(template.content);
    restoreDrafts(this.drafts, place);
    giveBack(place, held);
    hideKept(place);
    show(place, html !== '');
    this.keepInSight(held.words);
  }

  /**
   * What somebody was typing while the circle went on has no field any more: it stays in sight until
   * they let it go.
   * @param {Map<string, string>} texts
   */
  keepInSight(texts) {
    const lost = [...texts].filter(([id, text]) => text.trim() !== '' && !byId(this.place, id));
    for (const [id, text] of lost) {
      this.homeless.push(id);
      find('[data-part="unkept-texts"]').append(h('p', { class: 'voice-s' }, text));
    }
    if (lost.length > 0) show(find('[data-part="unkept"]'), true);
  }

  letGo() {
    for (const id of this.homeless) this.drafts.drop(id);
    this.homeless = [];
    find('[data-part="unkept-texts"]').replaceChildren();
    show(find('[data-part="unkept"]'), false);
  }
}

/**
 * What is typed, chosen, opened and focused in the panel, by the ids of its elements.
 * @param {HTMLElement} place
 */
function holds(place) {
  const fields = fieldsOf(place);
  const focus = document.activeElement;
  const inside = focus instanceof HTMLElement && place.contains(focus);
  return {
    texts: new Map(
      fields
        .filter((field) => !isChoice(field) && field.value !== field.defaultValue)
        .map((field) => [field.id, field.value]),
    ),
    words: new Map(
      fields
        .filter((field) => field instanceof HTMLTextAreaElement && field.value !== field.defaultValue)
        .map((field) => [field.id, field.value]),
    ),
    choices: new Map(
      fields
        .filter(isChoice)
        .filter((field) => field.checked !== field.defaultChecked)
        .map((field) => [field.id, field.checked]),
    ),
    open: all('details[id][open]', place).map((details) => details.id),
    focus: inside ? focus.id : '',
    within: inside ? (focus.closest('form[id]')?.id ?? '') : '',
    inside,
    caret: focus instanceof HTMLTextAreaElement ? [focus.selectionStart, focus.selectionEnd] : null,
  };
}

/**
 * «Kept» is said only of what is kept.
 * @param {HTMLElement} place
 */
function hideKept(place) {
  for (const form of all('form', place)) {
    if (isEdited(form)) show(form.querySelector('[data-kept]'), false);
  }
}

/**
 * @param {HTMLElement} place
 * @param {ReturnType<typeof holds>} held
 */
function giveBack(place, held) {
  for (const field of fieldsOf(place)) {
    const text = held.texts.get(field.id);
    if (text !== undefined) field.value = text;
    const is = held.choices.get(field.id);
    if (is !== undefined && isChoice(field)) field.checked = is;
  }
  for (const id of held.open) byId(place, id)?.setAttribute('open', '');
  if (!held.inside) return;
  const focus = byId(place, held.focus) ?? byId(place, held.within)?.querySelector('button');
  const next = focus ?? place.querySelector('h2[tabindex]');
  if (!(next instanceof HTMLElement)) return;
  next.focus({ preventScroll: true });
  if (next instanceof HTMLTextAreaElement && held.caret) {
    next.setSelectionRange(held.caret[0] ?? 0, held.caret[1] ?? 0);
  }
}

/** @param {HTMLElement} place */
function fieldsOf(place) {
  return /** @type {Field[]} */ (all('input[id]:not([type="hidden"]), textarea[id]', place));
}

/**
 * @param {Field} field
 * @returns {field is HTMLInputElement}
 */
function isChoice(field) {
  return field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type);
}

/**
 * @param {HTMLElement} place
 * @param {string} id
 */
function byId(place, id) {
  return id === '' ? null : place.querySelector(`#${CSS.escape(id)}`);
}
