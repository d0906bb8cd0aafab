// @ts-check
// The part of a device's page that changes, and what stays while it does: the focus, what is open.

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

  /** @param {boolean} is */
  hide(is) {
    const piece = this.element.querySelector('[data-piece]');
    if (piece instanceof HTMLElement) piece.hidden = is;
  }

  /** @param {string} html our own markup */
  draw(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    const piece = template.content.querySelector('[data-piece]');
    if (!(piece instanceof HTMLElement)) return;
    this.told = piece.dataset.told ?? '0';
    if (this.onlyThere || html === this.last) return;
    this.last = html;
    const before = this.element.querySelector('[data-piece]');
    if (!(before instanceof HTMLElement)) return;
    const focus = before.contains(document.activeElement) ? document.activeElement?.id : '';
    const open = [...before.querySelectorAll('details[id][open]')].map((one) => one.id);
    before.replaceWith(piece);
    this.order = piece.dataset.table;
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
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
