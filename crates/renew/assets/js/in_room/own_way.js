// @ts-check
// A table whose line is gone goes on by itself, in the order that it last knew. What each did
// meanwhile is kept, and told when the line is back.

/**
 * @typedef {{ id: string, name: string }} Person
 * @typedef {{ phase: number, turn: number, people: Person[] }} Order
 * @typedef {{ who: string, phase: number, turn: number, passed: boolean, spoken_ms: number }} Told
 */

/** Eight people, a few parts of an evening: more than a table does before somebody walks over. */
const TOLD_MAX = 32;
const KEPT_AS = 'renew-table-away';

export class OwnWay {
  /** @param {HTMLElement} element the table's page */
  constructor(element) {
    this.element = element.querySelector('[data-own-way]');
    this.lost = element.dataset.lost ?? '';
    /** What is said to who doesn't see the page. */
    this.status = element.querySelector('[data-status]');
    /** @type {Told[]} */
    this.told = read();
    /** @type {Person[]} */
    this.coming = [];
    /** @type {Order | null} */
    this.order = null;
    this.since = 0;
    this.is = false;
    for (const button of this.element?.querySelectorAll('[data-own-does]') ?? []) {
      button.addEventListener('click', () => this.does(button.getAttribute('data-own-does') ?? ''));
    }
  }

  /**
   * The line is gone.
   * @param {string | undefined} order as the server last said it
   */
  begin(order) {
    if (this.is || !(this.element instanceof HTMLElement)) return;
    this.is = true;
    this.order = order ? /** @type {Order} */ (JSON.parse(order)) : null;
    this.coming = [...(this.order?.people ?? [])];
    this.since = Date.now();
    this.draw();
  }

  /** The line is back. */
  end() {
    this.is = false;
    if (this.element instanceof HTMLElement) this.element.hidden = true;
  }

  /** Whether the focus is in it. */
  hasFocus() {
    return this.element?.contains(document.activeElement) ?? false;
  }

  /** Brings whoever had the focus in what is hidden now to the button in its place. */
  focus() {
    const done = this.element?.querySelector('[data-own-does="done"]');
    if (done instanceof HTMLElement) done.focus({ preventScroll: true });
  }

  /** Somebody is done, or passes. @param {string} what */
  does(what) {
    const [who, ...rest] = this.coming;
    if (!this.is || !this.order || !who || this.told.length >= TOLD_MAX) return;
    const now = Date.now();
    const isFirst = who.id === this.order.people[0]?.id;
    this.told.push({
      who: who.id,
      phase: this.order.phase,
      // Only the first of them can have had the floor when the line was lost.
      turn: isFirst ? this.order.turn : 0,
      passed: what === 'pass',
      spoken_ms: Math.max(0, now - this.since),
    });
    write(this.told);
    this.coming = rest;
    this.since = now;
    this.draw();
  }

  /** What is still to be told, the first one first. */
  first() {
    return this.told[0];
  }

  /** The first one was told. */
  wasTold() {
    this.told.shift();
    write(this.told);
  }

  draw() {
    const { element } = this;
    if (!(element instanceof HTMLElement)) return;
    element.hidden = false;
    const [now, a, b] = this.coming;
    const words = element.dataset;
    const heard = this.order && this.order.people.length > 0 ? (words.allHeard ?? '') : '';
    const fill = (/** @type {string} */ text) =>
      text.replace('{a}', a?.name ?? '').replace('{b}', b?.name ?? '');
    const next = a ? fill((b ? words.nextTwo : words.nextOne) ?? '') : '';
    say(element, '[data-own="name"]', now?.name ?? heard);
    say(element, '[data-own="next"]', next);
    say(element, '[data-own-words]', this.lost);
    const said = [now?.name ?? heard, next].filter((part) => part !== '').join('. ');
    if (this.status && this.status.textContent !== said) this.status.textContent = said;
    const buttons = element.querySelector('[data-own-buttons]');
    if (buttons instanceof HTMLElement) buttons.hidden = !now;
    const kept = element.querySelector('[data-own-kept]');
    if (kept instanceof HTMLElement) {
      const n = this.told.length;
      kept.hidden = n === 0;
      const text = (n === 1 ? kept.dataset.one : kept.dataset.more) ?? '';
      kept.textContent = text.replace('{n}', String(n));
    }
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} selector
 * @param {string} text
 */
function say(element, selector, text) {
  for (const node of element.querySelectorAll(selector)) {
    if (node.textContent !== text) node.textContent = text;
  }
}

/** @returns {Told[]} */
function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '[]');
    return Array.isArray(kept) ? kept.slice(0, TOLD_MAX) : [];
  } catch {
    return [];
  }
}

/** @param {Told[]} told */
function write(told) {
  try {
    if (told.length > 0) sessionStorage.setItem(KEPT_AS, JSON.stringify(told));
    else sessionStorage.removeItem(KEPT_AS);
  } catch {
    // A browser that keeps nothing keeps it in memory.
  }
}
