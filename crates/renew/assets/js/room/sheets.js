// @ts-check
// The sheets over the room. Without these scripts their links open the page with the sheet on it.

import { all, find, set, show, write } from './dom.js';
import { fill } from './text.js';

/**
 * @param {import('./types.js').Words} words
 * @param {() => import('./types.js').State | null} state
 */
export function readySheets(words, state) {
  // A browser without modal dialogs follows the links to the page with the sheet on it.
  if (typeof HTMLDialogElement === 'undefined') return;
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest('[data-sheet], [data-seat], [data-shut]');
    if (!(link instanceof HTMLElement)) return;
    if ('shut' in link.dataset) {
      event.preventDefault();
      link.closest('dialog')?.close();
      return;
    }
    const who = link.dataset.seat;
    const sheet = dialog(who === undefined ? (link.dataset.sheet ?? '') : 'seat');
    if (!sheet) return;
    event.preventDefault();
    if (who !== undefined) aboutPerson(sheet, Number(who), words, state());
    open(sheet);
  });
  for (const sheet of all('dialog')) {
    // A tap beside the sheet closes it; what was typed stays in it.
    sheet.addEventListener('click', (event) => {
      if (event.target === sheet && sheet instanceof HTMLDialogElement) sheet.close();
    });
    // Opened by the server for a page without scripts; now it can be what it is.
    if (sheet instanceof HTMLDialogElement && sheet.open) {
      sheet.close();
      open(sheet);
    }
  }
}

/**
 * Closes the sheet that a form stands on, if it stands on one.
 * @param {Element} form
 */
export function closeSheet(form) {
  const sheet = form.closest('dialog');
  if (!sheet) return;
  if (typeof sheet.close === 'function') sheet.close();
  else set(sheet, 'open', false);
}

/** @param {string} id */
function dialog(id) {
  const sheet = document.getElementById(id);
  return sheet instanceof HTMLDialogElement ? sheet : undefined;
}

/** @param {HTMLDialogElement} sheet */
function open(sheet) {
  if (!sheet.open) sheet.showModal();
  // What has to stay within reach goes along.
  sheet.dispatchEvent(new Event('renew:sheet', { bubbles: true }));
  // The title first, so that a screen reader says where it is before what can be chosen.
  sheet.querySelector('h2')?.focus();
}

/**
 * Fills the sheet of who leads for one person.
 * @param {HTMLElement} sheet
 * @param {number} who
 * @param {import('./types.js').Words} words
 * @param {import('./types.js').State | null} state
 */
function aboutPerson(sheet, who, words, state) {
  if (!state) return;
  const me = who === state.view.me;
  const name = state.people[who]?.name ?? words.someone ?? '';
  for (const node of all('[data-seat-text]', sheet)) {
    const key = me && node.dataset.seatText === 'run_menu' ? 'run_menu_self' : node.dataset.seatText;
    write(node, fill(words[key ?? ''] ?? '', { name }));
  }
  for (const field of all('[data-for]', sheet)) set(field, 'value', who);
  for (const details of all('details', sheet)) set(details, 'open', false);
  const role = state.view.seats.find((seat) => seat.who === who)?.role;
  for (const node of all('[data-if-role]', sheet)) show(node, node.dataset.ifRole === role);
  const rested = state.view.mics_rested.includes(who);
  for (const node of all('[data-if-rested]', sheet)) show(node, node.dataset.ifRested === String(rested));
  show(find('[data-not-me]', sheet), !me);
}
