// @ts-check
// The seats round the hearth, and the list of everyone in turn order.

import { all, find, h, icon, keep, set, show, write } from './dom.js';
import { signOf } from './signs.js';

/**
 * @typedef {import('./scene.js').Scene} Scene
 * @typedef {import('./seats.js').SeatScene} SeatScene
 * @typedef {import('./seats.js').Line} Line
 */

/** @type {Record<string, { extra: string, symbol: string }>} */
const BADGES = {
  hand: { extra: ' seat-badge-hand', symbol: 'hand-palm-fill' },
  done: { extra: ' seat-badge-done', symbol: 'check-bold' },
  passed: { extra: '', symbol: 'skip-forward-fill' },
  room: { extra: '', symbol: 'armchair-fill' },
};

/** The stylesheet places one to twelve seats. */
const SEATS_PLACED_MAX = 12;

/**
 * @param {Scene} scene
 * @param {Set<string>} flags
 */
export function drawCircle(scene, flags) {
  const circle = find('[data-part="circle"]');
  set(circle, 'data-n', Math.min(SEATS_PLACED_MAX, Math.max(1, scene.seats.length)));
  const asList = flags.has('list') || flags.has('as_list');
  circle.classList.toggle('as-list', asList);
  circle.classList.toggle('is-stale', flags.has('lost'));
  const seats = find('[data-part="seats"]');
  const buttons = 'buttons' in seats.dataset;
  keep(seats, scene.seats, (seat) => String(seat.who), () => make(buttons), patch);
}

/** @param {boolean} buttons */
function make(buttons) {
  const content = [
    h('span', { class: 'av' }),
    h('span', { class: 'seat-name' }),
    h('span', { class: 'seat-note', 'aria-hidden': 'true' }),
    h('span', { class: 'vh' }),
  ];
  return h('li', {}, ...(buttons ? [h('a', { class: 'seat-btn' }, ...content)] : content));
}

/**
 * @param {HTMLElement} node
 * @param {SeatScene} seat
 */
function patch(node, seat) {
  set(node, 'class', seat.class);
  const button = node.querySelector('.seat-btn');
  if (button) {
    set(button, 'data-seat', seat.who);
    set(button, 'href', `?sheet=seat-${seat.who}`);
  }
  patchSign(find('.av', node), seat);
  write(find('.seat-name', node), seat.name);
  const note = find('.seat-note', node);
  write(note, seat.note);
  show(note, seat.note !== '');
  write(find('.vh', node), seat.hidden);
}

/**
 * @param {HTMLElement} av
 * @param {SeatScene} seat
 */
function patchSign(av, seat) {
  const print = `${seat.sign} ${seat.badge}`;
  if (av.dataset.print === print) return;
  const { colour, symbol } = signOf(seat.sign);
  const badge = BADGES[seat.badge];
  av.className = `av ${colour}`;
  // What voice and video put into the seat stays in it.
  const media = av.querySelector('[data-media]');
  av.replaceChildren(icon(symbol), ...(media ? [media] : []));
  if (badge) av.append(h('span', { class: `seat-badge${badge.extra}` }, icon(badge.symbol)));
  av.dataset.print = print;
}

/** @param {Scene} scene */
export function drawOrder(scene) {
  for (const list of all('[data-part="order"]')) {
    keep(list, scene.order, (line) => String(line.who), makeLine, patchLine);
  }
}

function makeLine() {
  return h('li', {}, h('span', { class: 'av' }), h('span', {}), h('span', { class: 'st' }));
}

/**
 * @param {HTMLElement} node
 * @param {Line} line
 */
function patchLine(node, line) {
  node.classList.toggle('now', line.now);
  const av = find('.av', node);
  if (av.dataset.print !== line.sign) {
    const { colour, symbol } = signOf(line.sign);
    av.className = `av ${colour}`;
    av.replaceChildren(icon(symbol));
    av.dataset.print = line.sign;
  }
  write(av.nextElementSibling, line.name);
  write(find('.st', node), line.status);
}
