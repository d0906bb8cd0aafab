// @ts-check
// The few things that the room needs from the document. Text only ever enters as text: nothing
// here takes markup, so a name can never become an element.

/**
 * @typedef {string | number | boolean | null | undefined} Attr
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * Makes an element. An attribute of `false`, `null` or `undefined` is left out, `true` is empty.
 * @param {string} tag
 * @param {Record<string, Attr>} [attrs]
 * @param {Child[]} children
 * @returns {HTMLElement}
 */
export function h(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) set(node, name, value);
  for (const child of children) {
    if (child) node.append(child);
  }
  return node;
}

/**
 * Sets or removes an attribute, and leaves the document alone when nothing changes: a screen
 * reader's place and a person's focus survive.
 * @param {Element} node
 * @param {string} name
 * @param {Attr} value
 */
export function set(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/**
 * Sets the text of an element, if it is another one.
 * @param {Element | null | undefined} node
 * @param {string} text
 */
export function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

/**
 * Shows or hides an element, and whatever it holds, from everyone alike.
 * @param {Element | null | undefined} node
 * @param {boolean} shown
 */
export function show(node, shown) {
  if (node instanceof HTMLElement && node.hidden === shown) node.hidden = !shown;
}

/**
 * Whether the focus that was on `node` has nowhere to be any more: it is out of the page, or hidden
 * with it. The browser itself only notices when it draws the page the next time.
 * @param {Element | null} node
 */
export function isLost(node) {
  return !node || node === document.body || !node.isConnected || node.closest('[hidden]') !== null;
}

/**
 * The one element that matches, which the server always draws.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement}
 */
export function find(selector, within = document) {
  const node = within.querySelector(selector);
  if (!(node instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return node;
}

/**
 * Every element that matches.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export function all(selector, within = document) {
  return /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A symbol of the sprite, hidden from screen readers because words always stand beside it.
 * @param {string} symbol
 * @param {string} [extra] more classes
 * @returns {Element}
 */
export function icon(symbol, extra = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', extra ? `i ${extra}` : 'i');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${sprite()}#${symbol}`);
  svg.append(use);
  return svg;
}

/** @type {string | undefined} */
let spriteAddress;

/** The sprite's address, told by the page because it changes with every version of it. */
function sprite() {
  spriteAddress ??= find('[data-icons]').dataset.icons ?? '';
  return spriteAddress;
}

/**
 * Makes a list's children agree with `items`, one child per key, in order. A child that is there
 * is changed in place and only moved when its neighbours changed, so the focus stays where it is.
 * @template T
 * @param {Element} list
 * @param {readonly T[]} items
 * @param {(item: T) => string} key
 * @param {(item: T) => HTMLElement} make
 * @param {(node: HTMLElement, item: T, index: number) => void} patch
 */
export function keep(list, items, key, make, patch) {
  /** @type {Map<string, HTMLElement>} */
  const before = new Map();
  for (const child of [...list.children]) {
    const name = child instanceof HTMLElement ? child.dataset.key : undefined;
    if (name === undefined || before.has(name)) child.remove();
    else before.set(name, /** @type {HTMLElement} */ (child));
  }
  const wanted = new Set(items.map(key));
  for (const [name, child] of before) {
    if (!wanted.has(name)) child.remove();
  }
  const held = document.activeElement;
  items.forEach((item, index) => {
    const name = key(item);
    const node = before.get(name) ?? make(item);
    node.dataset.key = name;
    const there = list.children[index];
    if (there !== node) list.insertBefore(node, there ?? null);
    patch(node, item, index);
  });
  // Moving an element takes the focus from what it holds; it belongs to the person, so it returns.
  if (held instanceof HTMLElement && held !== document.activeElement && list.contains(held)) {
    held.focus({ preventScroll: true });
  }
}

/**
 * Writes a sentence whose pieces may be strong.
 * @param {Element | null | undefined} node
 * @param {import('./text.js').Piece[]} pieces
 */
export function writePieces(node, pieces) {
  if (!node) return;
  const print = JSON.stringify(pieces);
  if (node instanceof HTMLElement && node.dataset.print === print) return;
  node.replaceChildren(...pieces.map((p) => (p.b ? h('b', {}, p.s) : document.createTextNode(p.s))));
  if (node instanceof HTMLElement) node.dataset.print = print;
}
