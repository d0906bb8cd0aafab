// @ts-check
// The cards of who leads: notes, plan, the buttons that say what will happen.

import { all, find, h, icon, keep, set, show, write, writePieces } from './dom.js';
import { drawKnockList, signSmall } from './draw.js';

/**
 * @typedef {import('./run_scene.js').RunScene} RunScene
 * @typedef {import('./run_scene.js').Order} Order
 * @typedef {import('./run_scene.js').Note} Note
 */

/**
 * @param {RunScene} run
 * @param {import('./types.js').Words} words
 */
export function drawRun(run, words) {
  drawTexts(run, words);
  drawOrder('lamp', run.lamp);
  drawOrder('next', run.next);
  drawNotes(run);
  drawPlan(run);
  drawQueue(run);
  for (const button of all('[data-door]')) {
    set(button, 'aria-pressed', String(button.dataset.door === run.door));
  }
  const template = document.querySelector('[data-part="knock-template"]');
  if (template instanceof HTMLTemplateElement) {
    drawKnockList(find('[data-part="door"]'), template, run.knocks);
  }
}

/**
 * @param {RunScene} run
 * @param {import('./types.js').Words} words
 */
function drawTexts(run, words) {
  write(find('[data-run="header"]'), run.header);
  const fresh = find('[data-run="new"]');
  write(fresh, run.new);
  show(fresh, run.new !== '');
  const calls = find('[data-run="calls"]');
  write(calls, run.calls);
  show(calls, run.calls !== '');
  writePieces(find('[data-run-pieces="line"]'), run.line);
  write(find('[data-run="hold"]'), words[run.held ? 'run_resume' : 'run_hold'] ?? '');
  set(find('[data-run="hold-do"]'), 'value', run.held ? 'resume' : 'hold');
  show(find('[data-part="fix"]'), run.fix !== null);
  write(find('[data-run="fix"]'), run.fix?.text ?? '');
  for (const field of all('[data-run="proposal"]')) set(field, 'value', run.fix?.proposal ?? 0);
  show(find('[data-part="airtime"]'), run.airtime.length > 0);
  const bar = document.querySelector('[data-air]');
  if (bar) set(bar, 'width', run.airtime_room);
  for (const list of all('[data-run-list]')) {
    const texts = run[/** @type {'say'} */ (list.dataset.runList)];
    const make = () => h('p', { class: list.dataset.class });
    keep(list, texts, (text) => text, make, write);
  }
}

/**
 * A button whose command changes with the moment.
 * @param {string} name
 * @param {Order | null} order
 */
function drawOrder(name, order) {
  const form = find(`[data-order="${name}"]`);
  show(form, order !== null);
  if (!order) return;
  write(find('[data-label]', form), order.label);
  const fields = find('[data-fields]', form);
  const print = JSON.stringify(order.fields);
  if (fields.dataset.print === print) return;
  fields.dataset.print = print;
  fields.replaceChildren(
    ...order.fields.map(([field, value]) => h('input', { type: 'hidden', name: field, value })),
  );
}

/** @param {RunScene} run */
function drawNotes(run) {
  const template = find('[data-part="note-template"]');
  const make = () => {
    const copy =
      template instanceof HTMLTemplateElement && template.content.firstElementChild?.cloneNode(true);
    return copy instanceof HTMLElement ? copy : h('article');
  };
  keep(find('[data-part="notes"]'), run.notes, (note) => String(note.word), make, patchNote);
  show(find('[data-none="notes"]'), run.notes.length === 0);
}

/**
 * @param {HTMLElement} node
 * @param {Note} note
 */
function patchNote(node, note) {
  set(node, 'aria-label', note.what);
  const part = (/** @type {string} */ name) => find(`[data-note="${name}"]`, node);
  for (const key of /** @type {const} */ (['what', 'ago', 'text', 'state'])) {
    write(part(key), note[key]);
    if ('some' in part(key).dataset) show(part(key), note[key] !== '');
  }
  const sign = find('.av', node);
  if (sign.dataset.sign !== note.sign) {
    const fresh = signSmall(note.sign);
    fresh.dataset.sign = note.sign;
    sign.replaceWith(fresh);
  }
  const follow = part('follow');
  set(follow, 'href', `${follow.dataset.base}${note.from}`);
  show(part('take'), !note.taken);
  show(part('see'), !note.seen && !note.taken);
  show(part('reply'), !note.replied);
  for (const field of all('input[name="word"]', node)) set(field, 'value', note.word);
  const words = find('textarea', node);
  set(words, 'id', `reply-${note.word}`);
  set(find('label', node), 'for', `reply-${note.word}`);
}

/** @type {Record<string, { cls: string, symbol: string }>} */
const MARKS = {
  done: { cls: 'done', symbol: 'check-bold' },
  now: { cls: 'now', symbol: 'caret-right-fill' },
  skipped: { cls: 'done', symbol: 'skip-forward' },
  coming: { cls: '', symbol: '' },
};

/** @param {RunScene} run */
function drawPlan(run) {
  for (const line of run.plan) {
    const node = document.querySelector(`[data-part="plan"] > [data-key="${line.phase}"]`);
    if (!(node instanceof HTMLElement)) continue;
    write(find('[data-plan="time"]', node), line.time);
    const skip = node.querySelector('[data-plan="skip"]');
    show(skip, line.state === 'coming');
    if (node.dataset.state === line.state) continue;
    node.dataset.state = line.state;
    const { cls, symbol } = MARKS[line.state] ?? { cls: '', symbol: '' };
    node.className = cls;
    set(node, 'aria-current', line.state === 'now' ? 'step' : false);
    find('[data-plan="mark"]', node).replaceChildren(...(symbol ? [icon(symbol, 'i-s')] : []));
  }
}

/**
 * The order of those still to come: each button sends the whole new order.
 * @param {RunScene} run
 */
function drawQueue(run) {
  const ids = run.queue.map((queued) => queued.who);
  const template = find('[data-part="queue-template"]');
  const make = () => {
    const copy =
      template instanceof HTMLTemplateElement && template.content.firstElementChild?.cloneNode(true);
    return copy instanceof HTMLElement ? copy : h('li');
  };
  keep(find('[data-part="queue"]'), run.queue, (one) => String(one.who), make, (node, one, at) => {
    write(find('[data-queued="name"]', node), one.name);
    for (const up of [true, false]) {
      const button = find(`[data-queued="${up ? 'up' : 'down'}"]`, node);
      set(button, 'aria-label', up ? one.up : one.down);
      const seats = button.closest('form')?.querySelector('input[name="seats"]');
      if (seats) set(seats, 'value', moved(ids, at, up ? at - 1 : at + 1).join(','));
    }
  });
  show(find('[data-none="queue"]'), run.queue.length === 0);
}

/**
 * The list with two places changed, or as it is at its ends.
 * @param {number[]} ids
 * @param {number} at
 * @param {number} other
 */
export function moved(ids, at, other) {
  const out = [...ids];
  const [a, b] = [ids[at], ids[other]];
  if (a !== undefined && b !== undefined) {
    out[at] = b;
    out[other] = a;
  }
  return out;
}
