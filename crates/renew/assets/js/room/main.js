// @ts-check
// The live room's page: the server has drawn it, and from here on it is kept up to date from the
// room's socket. Everything it can do also works as a plain form, so until the line has been open
// once these scripts leave the forms alone.

import { readyMedia } from '../media/main.js';
import { Announcer } from './announce.js';
import { Breathing } from './breathing.js';
import { drawCall } from './call.js';
import { weatherKept } from './closing.js';
import { all, find, isLost, set } from './dom.js';
import { DraftStore, holdsDraft, noteDrafts, readyDrafts, tabStorage } from './drafts.js';
import { draw } from './draw.js';
import { Forms, notice } from './forms.js';
import { SIGNED_OUT, drawLine, stale } from './line.js';
import { newsOf } from './news.js';
import { drawRun } from './run.js';
import { runSceneOf } from './run_scene.js';
import { sceneOf } from './scene.js';
import { Panel } from './panel.js';
import { readySheets } from './sheets.js';
import { Line } from './socket.js';
import { fold, keptMine } from './state.js';
import { ServerTime } from './time.js';

/** The version of the protocol that this page speaks. */
const PROTOCOL = 5;
/** The ring and the minutes move once a second; a person's own taps are drawn at once. */
const TICK_MS = 1_000;

const root = find('[data-room]');
/** @type {import('./types.js').Told} */
const told = JSON.parse(root.dataset.room ?? '{}');
const { words } = told;
const time = new ServerTime();
/** What only this page knows. @type {Set<string>} */
const local = new Set();
/** @type {import('./types.js').State | null} */
let state = null;
/** @type {import('./socket.js').Status} */
let status = { is: 'opening' };

const announcer = new Announcer();
const breathing = new Breathing(words, () => time.now());
/** This page's own number: its commands are counted by it. */
const page = pageNumber();
const line = new Line(socketAddress(), onFrame, onStatus);
const media = readyMedia({
  told,
  page,
  say: (act) => line.say(act),
  announce: (sentence) => announcer.say(sentence),
  local,
});

document.documentElement.classList.add('has-script');
readySheets(words, () => state);
const drafts = new DraftStore(tabStorage(), told.session, told.me);
readyDrafts(drafts, drawNow);
const panel = new Panel(find('[data-part="together"]'), drafts);
const forms = new Forms({
  ready: () => line.ever,
  isOn: () => line.isOn(),
  say: (act) => line.say(act),
  answered,
  writtenKept: () => announcer.say(words.written_kept ?? ''),
  drafts,
  words,
});
find('[data-line="try"]').addEventListener('click', () => line.tryNow());
window.addEventListener('renew:leave', () => {
  drafts.close();
  line.stop();
  media?.stop();
});
readyToggles();
setInterval(drawNow, TICK_MS);
line.open();

function pageNumber() {
  const drawn = crypto.getRandomValues(new Uint32Array(2));
  // 21 and 32 bits: the largest whole number that survives being a JavaScript number.
  return ((drawn[0] ?? 0) & 0x1fffff) * 2 ** 32 + (drawn[1] ?? 0);
}

/** The socket's address, with a number that is this page's own. */
function socketAddress() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/sessions/${told.session}/socket?page=${page}`;
}

/** @param {any} frame */
function onFrame(frame) {
  if (frame.is === 'hello' || frame.is === 'ping') time.hear(frame.now);
  if (frame.is === 'hello' && frame.protocol !== PROTOCOL) {
    // This page is older than the server. A new one speaks its language, and the seat is kept.
    location.reload();
    return;
  }
  if (frame.is === 'panel') {
    panel.draw(frame.html);
    showSideRoom();
  }
  media?.frame(frame);
  // Where the program itself carries voices, there is no other call to go to.
  if (frame.is === 'view') drawCall(local.has('media') ? undefined : frame.call);
  const before = state;
  state = fold(state, frame);
  if (state !== before) {
    drawNow();
    showSideRoom();
    for (const sentence of newsOf(before, state, words)) announcer.say(sentence);
  }
}

/** @param {import('./socket.js').Status} next */
function onStatus(next) {
  const back = next.is === 'on' && status.is === 'trying' && status.ever;
  status = next;
  if (next.is === 'on') local.delete('lost');
  else if (next.is === 'trying' && next.ever) local.add('lost');
  if (next.is === 'closed' && next.code === SIGNED_OUT) drafts.close();
  drawLine(next, words, holdsDraft(local));
  forms.drawWaits();
  media?.status(next);
  drawNow();
  if (next.is === 'trying' && next.ever && next.attempt === 1) announcer.say(words.lost ?? '');
  if (back) announcer.say(words.back_again ?? '');
}

function drawNow() {
  if (!state) return;
  const now = time.now();
  const scene = stale(status, sceneOf(state, words, now, told.minute_ms), words);
  const held = document.activeElement;
  noteDrafts(local, scene.screen);
  draw(scene, words, local);
  breathing.draw(scene, state.view.phase);
  media?.draw(state);
  announcer.scene(scene, words, new Set([...scene.flags, ...local]));
  if (told.run) drawRun(runSceneOf(state, words, now, told.minute_ms), words);
  moveFocus(held, scene.screen);
}

/** The screen that was drawn last. */
let screen = '';

/**
 * When one panel takes the place of another, the focus that was in the old one goes to the new
 * one's title and not to the top of the page. When only the pressed button went, it goes to what
 * the button stood in, and to no other button: a second press of the key must not do another thing.
 * A focus elsewhere stays.
 * @param {Element | null} held what had the focus before the page was drawn
 * @param {string} next
 */
function moveFocus(held, next) {
  const other = screen !== '' && next !== screen;
  const had = held !== null && held !== document.body;
  if (isLost(document.activeElement) && (other || had)) {
    const around = other || !held?.isConnected ? null : held.closest('footer, header, main, section');
    if (around instanceof HTMLElement && !isLost(around)) {
      set(around, 'tabindex', around.getAttribute('tabindex') ?? -1);
      around.focus({ preventScroll: true });
    } else {
      const panel = all('[data-panel]').filter((one) => !one.hidden).pop();
      const title = panel?.querySelector('h2[tabindex]') ?? find('#main');
      /** @type {HTMLElement} */ (title).focus({ preventScroll: true });
    }
  }
  screen = next;
}

/** The side room that its person is in; not known before the first picture. @type {number | null | undefined} */
let sideRoom;
/** Whether its panel is still to come. */
let sideRoomComes = false;

/**
 * Who goes into a side room is brought to it. Its panel may come a moment later, and stands above
 * what the person was looking at.
 */
function showSideRoom() {
  if (!state) return;
  const room = state.view.mine.room?.room ?? null;
  if (sideRoom !== undefined && room !== sideRoom) sideRoomComes = room !== null;
  sideRoom = room;
  const title = document.querySelector('#together-title');
  if (!sideRoomComes || !(title instanceof HTMLElement)) return;
  sideRoomComes = false;
  title.focus();
}

/**
 * @param {import('./forms.js').Act} act
 * @param {import('./socket.js').Answer} answer
 */
function answered(act, answer) {
  if (!answer.ok) {
    if (answer.sentence) notice(answer.sentence);
    return;
  }
  notice('');
  if (act.do === 'leave') {
    line.stop();
    media?.stop();
    location.assign('/today');
    return;
  }
  if (act.do === 'weather') weatherKept(String(act.is), leadName(), words);
  if (state) state = keptMine(state, act);
  drawNow();
}

function leadName() {
  const who = state?.view.lead.who;
  const face = who === null || who === undefined ? undefined : state?.people[who];
  return face?.name ?? words.the_facilitator ?? '';
}

/** What only this page shows: the circle as a list, the speaker's own clock. */
function readyToggles() {
  const list = document.querySelector('[data-part="as-list"]');
  if (list) {
    if (list.getAttribute('data-pressed') === 'true') local.add('as_list');
    toggle(list, 'as_list');
  }
  const timer = document.querySelector('[data-part="hide-timer"]');
  if (timer) toggle(timer, 'timer_hidden');
}

/**
 * @param {Element} button
 * @param {string} flag
 */
function toggle(button, flag) {
  set(button, 'role', button.tagName === 'A' ? 'button' : false);
  set(button, 'aria-pressed', String(local.has(flag)));
  button.addEventListener('click', (event) => {
    if (!state) return;
    event.preventDefault();
    if (!local.delete(flag)) local.add(flag);
    set(button, 'aria-pressed', String(local.has(flag)));
    drawNow();
  });
}
