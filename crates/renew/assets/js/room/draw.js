// @ts-check
// Draws a scene into the page that the server sent: it changes what differs and leaves the rest,
// so that focus, half-typed words and a screen reader's place stay where they are.

import { drawCircle, drawOrder } from './circle.js';
import { all, find, h, icon, keep, set, show, write, writePieces } from './dom.js';
import { drawHearth } from './hearth.js';
import { drawRibbon } from './ribbon.js';
import { shows } from './shows.js';
import { signOf } from './signs.js';

/**
 * @typedef {import('./scene.js').Scene} Scene
 * @typedef {import('./lines.js').Told} Told
 * @typedef {import('./types.js').Words} Words
 */

/** Screens that draw people round the hearth. */
const AROUND = ['circle', 'breathing'];

/**
 * @param {Scene} scene
 * @param {Words} words
 * @param {Set<string>} local what only this page knows: `as_list`, `lost`, drafts
 */
export function draw(scene, words, local) {
  const flags = new Set([...scene.flags, ...local]);
  drawShown(scene.screen, flags);
  drawFlow(AROUND.includes(scene.screen));
  drawTexts(scene);
  drawTell(scene);
  drawPressed(scene, flags);
  drawRibbon(scene, words);
  drawCircle(scene, flags);
  drawOrder(scene);
  drawHearth(scene, flags, words);
  drawTold(scene);
  drawKnocks(scene);
  for (const input of all('[data-turn]')) set(input, 'value', scene.turn);
}

/**
 * @param {string} screen
 * @param {Set<string>} flags
 */
function drawShown(screen, flags) {
  for (const node of all('[data-show]')) {
    show(node, shows(node.dataset.show ?? '', screen, flags));
  }
}

/**
 * A form takes the stage differently from a circle.
 * @param {boolean} around
 */
function drawFlow(around) {
  const room = document.querySelector('.room');
  room?.classList.toggle('room-flow', !around);
  room?.querySelector('.room-stage')?.classList.toggle('room-stage-form', !around);
}

/** @param {Scene} scene */
function drawTexts(scene) {
  for (const node of all('[data-text]')) {
    const text = scene[/** @type {'heading'} */ (node.dataset.text)];
    write(node, text);
    if ('some' in node.dataset) show(node, text !== '');
  }
  for (const node of all('[data-href="why_more"]')) set(node, 'href', scene.why_more || null);
  for (const node of all('[data-pieces]')) writePieces(node, scene.turnline);
  for (const node of all('[data-list="quiet_came"]')) {
    keep(node, scene.quiet_came, (line) => line, () => h('li'), write);
  }
}

/** @param {Scene} scene */
function drawTell(scene) {
  for (const node of all('[data-tell]')) {
    write(node, scene.tell[/** @type {'short'} */ (node.dataset.tell)]);
  }
}

/**
 * @param {Scene} scene
 * @param {Set<string>} flags
 */
function drawPressed(scene, flags) {
  for (const node of all('[data-quiet]')) {
    const given = /** @type {string[]} */ (scene.quiet_given).includes(node.dataset.quiet ?? '');
    set(node, 'aria-pressed', String(given));
  }
  for (const node of all('[data-flag]')) {
    const is = flags.has(node.dataset.flag ?? '');
    set(node, 'aria-pressed', String(is));
    const { flips, ifOn = 'false', ifOff = 'true' } = node.dataset;
    const field = flips && node.closest('form')?.querySelector(`input[name="${flips}"]`);
    if (field) set(field, 'value', is ? ifOn : ifOff);
  }
}

/** @param {Scene} scene */
function drawTold(scene) {
  for (const node of all('[data-told]')) {
    const told = scene[/** @type {'so_far'} */ (node.dataset.told)];
    keep(node, told, (one) => String(one.who), makeTold, patchTold);
  }
  for (const node of all('[data-none="so_far"]')) show(node, scene.so_far.length === 0);
}

/** @param {Told} one */
function makeTold(one) {
  return h(
    'li',
    { class: 'row row-nowrap' },
    signSmall(one.sign),
    h('p', { class: 'voice-s grow' }, h('span', { class: 'vh' }), h('span', {})),
    h('span', { class: 'sm soft' }),
  );
}

/**
 * @param {HTMLElement} node
 * @param {Told} one
 */
function patchTold(node, one) {
  const [name, text] = all('p > span', node);
  // The server's own line has the text beside the name, not in a span of its own.
  if (!text) {
    const made = makeTold(one);
    node.replaceChildren(...made.childNodes);
    patchTold(node, one);
    return;
  }
  write(name, one.name === '' ? '' : `${one.name}: `);
  write(text, one.text);
  write(node.querySelector(':scope > span.sm'), one.how);
}

/** @param {string} sign */
export function signSmall(sign) {
  const { colour, symbol } = signOf(sign);
  return h('span', { class: `av av-s ${colour}` }, icon(symbol));
}

/**
 * People at the door, for those inside who may know them. Who leads has them elsewhere.
 * @param {Scene} scene
 */
function drawKnocks(scene) {
  const list = document.querySelector('[data-part="knocks"]');
  const template = document.querySelector('[data-part="vouch-template"]');
  if (!list || !(template instanceof HTMLTemplateElement)) return;
  const seen = scene.flags.includes('agreed') && !scene.flags.includes('leads');
  drawKnockList(list, template, seen ? scene.knocks : []);
}

/**
 * @param {Element} list
 * @param {HTMLTemplateElement} template
 * @param {{ who: number, text: string }[]} knocks
 */
export function drawKnockList(list, template, knocks) {
  const copy = () => {
    const node = template.content.firstElementChild?.cloneNode(true);
    return node instanceof HTMLElement ? node : h('div');
  };
  keep(list, knocks, (knock) => String(knock.who), copy, (node, knock) => {
    write(find('[data-knock]', node), knock.text);
    for (const field of all('input[name="who"]', node)) set(field, 'value', knock.who);
  });
}
