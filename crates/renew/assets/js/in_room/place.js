// @ts-check
// The part of a device's page that changes, and what stays while it does: the focus, what is open.

/** @param {string} html our own markup @returns {Element | null} */
function pieceOf(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.querySelector('[data-piece]');
}

/** Whether this shows a room that is being rebuilt. @param {string} html our own markup */
export function isAway(html) {
  const piece = pieceOf(html);
  return piece instanceof HTMLElement && piece.dataset.away !== undefined;
}

export class Place {
  /**
   * @param {HTMLElement} element
   * @param {import('./bar.js').Bar} bar
   */
  constructor(element, bar) {
    this.element = element;
    this.bar = bar;
    this.address = element.dataset.follow ?? '';
    this.out = element.dataset.out ?? '/';
    /** Only says that the device is there; the page itself stays as it is. */
    this.onlyThere = element.dataset.onlyThere !== undefined;
    this.told = '0';
    this.last = '';
    /** @type {string | undefined} */
    this.order = undefined;
    this.begin();
  }

  /** Reads what the server drew. */
  begin() {
    const piece = this.element.querySelector('[data-piece]');
    if (!(piece instanceof HTMLElement)) return;
    this.told = piece.dataset.told ?? '0';
    this.order = piece.dataset.table;
    this.bar.follow(piece);
  }

  /** Whether the room has nothing to show yet. */
  isEmpty() {
    const piece = this.element.querySelector('[data-piece]');
    return this.onlyThere || (piece instanceof HTMLElement && piece.dataset.told === '0');
  }

  /** Whether the focus is in the part that changes. */
  hasFocus() {
    const piece = this.element.querySelector('[data-piece]');
    return piece !== null && piece.contains(document.activeElement);
  }

  /** Brings the focus to what one does next, or to the page. */
  focus() {
    focusOn(this.element.querySelector('[data-piece] #b-done') ?? this.element);
  }

  /** @param {boolean} is */
  hide(is) {
    const piece = this.element.querySelector('[data-piece]');
    if (piece instanceof HTMLElement) piece.hidden = is;
  }

  /** @param {string} html our own markup */
  draw(html) {
    const piece = pieceOf(html);
    if (!(piece instanceof HTMLElement)) return;
    this.told = piece.dataset.told ?? '0';
    if (this.onlyThere || html === this.last) return;
    this.last = html;
    const before = this.element.querySelector('[data-piece]');
    if (!(before instanceof HTMLElement)) return;
    const focus = before.contains(document.activeElement) ? nameOf(document.activeElement) : '';
    const open = [...before.querySelectorAll('details[id][open]')].map((one) => one.id);
    before.replaceWith(piece);
    this.order = piece.dataset.table;
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    if (focus) focusOn(piece.querySelector(focus));
    this.bar.follow(piece);
    this.say(piece.dataset.says ?? '', before.dataset.says ?? '');
  }

  /**
   * For who doesn't see it: whose turn it is, when that changes.
   * @param {string} now
   * @param {string} before
   */
  say(now, before) {
    const status = this.element.querySelector('[data-status]');
    if (status && now !== before) status.textContent = now;
  }

  /** @param {boolean} is whether the line to the room is there */
  line(is) {
    const line = this.element.querySelector('[data-line]');
    if (!(line instanceof HTMLElement)) return;
    if (line.hidden !== is) line.hidden = is;
    const words = is ? '' : (this.element.dataset.lost ?? '');
    if (line.textContent !== words) line.textContent = words;
  }
}

/**
 * By what an element is found again when it is drawn anew.
 * @param {Element | null} element
 */
function nameOf(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  const href = element?.getAttribute('href');
  return href ? `a[href="${CSS.escape(href)}"]` : '';
}

/** @param {Element | null} element */
function focusOn(element) {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}
