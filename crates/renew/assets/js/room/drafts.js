// @ts-check
// Words that were typed and not kept yet. They are on the page, and in this tab's own storage in case
// the page is loaded again; what the room has kept is taken out there. Leave quickly wipes them all.

import { all } from './dom.js';

/** What stands before every key of ours. */
const PREFIX = 'renew.draft.';
/** The parts whose forms stay on the page when their part is over, as long as they hold a draft. */
const HOME = /** @type {Record<string, string>} */ ({
  plan: 'plan',
  reflection: 'reflection',
  takeaway: 'reflection',
});

/** The texts of one person in one session, by the names of their fields. */
export class DraftStore {
  /**
   * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> | null} storage
   *   none where the browser keeps nothing
   * @param {string} session
   * @param {number} me a person's number in the session: on a shared phone the next one is another
   */
  constructor(storage, session, me) {
    this.storage = storage;
    this.own = `${PREFIX}${session}.${me}.`;
    this.open = true;
    // Somebody else's words have no place in this person's page.
    this.wipe((key) => !key.startsWith(this.own));
  }

  /**
   * @param {string} field
   * @param {string} text
   */
  put(field, text) {
    if (!this.open) return;
    this.safely((storage) => storage.setItem(this.own + field, text));
  }

  /** @param {string} field */
  get(field) {
    return this.safely((storage) => storage.getItem(this.own + field)) ?? null;
  }

  /** @param {string} field */
  drop(field) {
    this.safely((storage) => storage.removeItem(this.own + field));
  }

  /** Forgets everything, and keeps nothing from here on. */
  close() {
    this.open = false;
    this.wipe(() => true);
  }

  /** @param {(key: string) => boolean} is */
  wipe(is) {
    this.safely((storage) => {
      const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
      for (const key of keys) {
        if (key.startsWith(PREFIX) && is(key)) storage.removeItem(key);
      }
    });
  }

  /**
   * A browser may refuse its storage; then a draft only lives on the page.
   * @template T
   * @param {(storage: NonNullable<DraftStore['storage']>) => T} work
   * @returns {T | undefined}
   */
  safely(work) {
    try {
      return this.storage ? work(this.storage) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** This tab's storage, if the browser gives one. */
export function tabStorage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/**
 * What only this page knows of a form: `plan_edited` while it holds something else than what is
 * kept, and `plan_unkept` from the moment at which that is a text. On the form's own screen the
 * second goes with the draft; later it stays, so that nobody's form goes away with its «Kept».
 * @param {Set<string>} flags the flags so far, which are changed
 * @param {string} name
 * @param {string} screen
 * @param {{ edited: boolean, text: boolean }} form
 */
export function draftFlags(flags, name, screen, form) {
  const put = (/** @type {string} */ flag, /** @type {boolean} */ is) => {
    if (is) flags.add(flag);
    else flags.delete(flag);
  };
  put(`${name}_edited`, form.edited);
  if (form.edited && form.text) flags.add(`${name}_unkept`);
  else if (screen === HOME[name]) flags.delete(`${name}_unkept`);
}

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/**
 * The fields of a form in which a person writes.
 * @param {ParentNode} form
 */
function texts(form) {
  const fields = all('textarea[id], input.input[id]', form);
  return /** @type {Field[]} */ (fields);
}

/** @param {ParentNode} form */
function choices(form) {
  return /** @type {HTMLInputElement[]} */ (all('input[type="radio"], input[type="checkbox"]', form));
}

/**
 * Whether a form holds something else than what is kept.
 * @param {HTMLElement} form
 */
export function isEdited(form) {
  return (
    texts(form).some((field) => field.value !== field.defaultValue) ||
    choices(form).some((choice) => choice.checked !== choice.defaultChecked)
  );
}

/**
 * Gives fields back what was typed into them before the page, or a part of it, was drawn anew.
 * @param {DraftStore} store
 * @param {ParentNode} part
 */
export function restoreDrafts(store, part) {
  for (const field of texts(part)) {
    const text = field.closest('form[data-act]') ? store.get(field.id) : null;
    if (text !== null && text !== field.value) field.value = text;
  }
}

/**
 * Looks after what is typed on the page.
 * @param {DraftStore} store
 * @param {() => void} changed a draft is another than before
 */
export function readyDrafts(store, changed) {
  restoreDrafts(store, document);
  const noted = (/** @type {Event} */ event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.closest('form[data-act]')) return;
    if (field instanceof HTMLTextAreaElement || field.matches('input.input[id]')) {
      const { id, value, defaultValue } = /** @type {Field} */ (field);
      if (value === defaultValue) store.drop(id);
      else store.put(id, value);
    }
    changed();
  };
  document.addEventListener('input', noted);
  document.addEventListener('change', noted);
}

/**
 * What stands and is chosen in forms, to be compared with what they hold when the answer comes.
 * @param {HTMLFormElement[]} forms
 */
export function written(forms) {
  return JSON.stringify(
    forms.map((form) => [
      texts(form).map((field) => field.value),
      choices(form).map((choice) => choice.checked),
    ]),
  );
}

/**
 * The room has what the form held, so it is a draft no more.
 * @param {DraftStore} store
 * @param {HTMLFormElement} form
 */
export function kept(store, form) {
  for (const field of texts(form)) {
    field.defaultValue = field.value;
    store.drop(field.id);
  }
  for (const choice of choices(form)) {
    choice.defaultChecked = choice.checked;
  }
}

/**
 * The form is empty again, and so is its draft.
 * @param {DraftStore} store
 * @param {HTMLFormElement} form
 * @param {boolean} [here] false when the page itself goes, and still has to send what stands there
 */
export function emptied(store, form, here = true) {
  if (here) form.reset();
  for (const field of texts(form)) store.drop(field.id);
}

/**
 * Notes which forms hold a draft.
 * @param {Set<string>} flags
 * @param {string} screen
 */
export function noteDrafts(flags, screen) {
  for (const form of all('form[data-draft]')) {
    const text = texts(form).some((field) => field.value.trim() !== '');
    draftFlags(flags, form.dataset.draft ?? '', screen, { edited: isEdited(form), text });
  }
}

/** Whether a form on the page holds words that are nowhere else. @param {Set<string>} flags */
export function holdsDraft(flags) {
  return Object.keys(HOME).some((name) => flags.has(`${name}_edited`) && flags.has(`${name}_unkept`));
}
