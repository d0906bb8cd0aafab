// A turn that goes on takes the voice with it, at once: from the press in one page to the first of the
// new voice in another, and no more of the old one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Together } from './together.mjs';
import { VOICED, button, give, goIn, part, says, until, wait } from './voiced.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** What we are held to, on a machine that does nothing else. */
const GRANT_MS = 300;
/** What isn't there by then doesn't come. It is no measurement, since others may use this machine. */
const COMES_MS_MAX = 10_000;
/** Of a voice that was heard, what was on its way comes yet. */
const ON_ITS_WAY_MS = 1_000;

/** By what the pieces of each voice are known. */
const [MARLOW, JUNIPER, SOL, NOBODY] = [0, 1, 2, -1];

const night = new Together();
/** Leads, and listens. @type {Person} */
let marlow;
/** @type {Person} */
let juniper;
/** @type {Person} */
let sol;

before(async () => {
  await night.meet({ Marlow: { desktop: true }, Juniper: {}, Sol: {} }, VOICED);
  [marlow, juniper, sol] = night.people('Marlow', 'Juniper', 'Sol');
  for (const [sign, { page }] of /** @type {const} */ ([[MARLOW, marlow], [JUNIPER, juniper], [SOL, sol]])) {
    await page.addInitScript(signVoices, sign);
    await page.addInitScript(notePresses);
  }
  await night.opens();
  for (const person of [juniper, sol]) {
    await goIn(person, night.room);
    await part(person, 'mic').click();
  }
  await button(marlow, 'I agree').click();
  await button(marlow, 'Begin the session').click();
  await night.nextPart('Opening');
  for (const person of [juniper, sol]) await button(person, 'I agree').click();
  await night.nextPart('Check-in');
});

after(() => night.close());

/**
 * Runs in a page before anything of it: signs every piece of its voice with a number, takes the sign
 * off every piece that comes, and notes when it came and whose it was. A slot tells nothing of whose
 * voice is in it, nor do its counts.
 * @param {number} sign
 */
function signVoices(sign) {
  const Real = window.RTCPeerConnection;
  /** @type {{ sign: number, at: number }[]} */
  const pieces = [];
  Object.assign(window, { pieces });
  /** @param {any} end @param {(piece: any) => void} each */
  const through = (end, each) => {
    const { readable, writable } = end.createEncodedStreams();
    const change = new TransformStream({
      transform(piece, to) {
        each(piece);
        to.enqueue(piece);
      },
    });
    readable.pipeThrough(change).pipeTo(writable).catch(() => {});
  };
  window.RTCPeerConnection = class extends Real {
    /** @param {any} [more] */
    constructor(more) {
      super({ ...more, encodedInsertableStreams: true });
    }

    /** @param {any} kind @param {RTCRtpTransceiverInit} [init] */
    addTransceiver(kind, init) {
      const one = super.addTransceiver(kind, init);
      const isVoice = kind === 'audio';
      through(one.sender, (piece) => {
        if (isVoice) piece.data = new Uint8Array([...new Uint8Array(piece.data), sign]).buffer;
      });
      through(one.receiver, (piece) => {
        if (!isVoice) return;
        const data = new Uint8Array(piece.data);
        pieces.push({ sign: data.at(-1) ?? -1, at: performance.timeOrigin + performance.now() });
        piece.data = data.slice(0, -1).buffer;
      });
      return one;
    }
  };
}

/** Runs in a page before anything of it: notes when something was pressed last. */
function notePresses() {
  const note = () => Object.assign(window, { pressedAt: performance.timeOrigin + performance.now() });
  addEventListener('click', note, { capture: true });
}

/** @param {Person} person @returns {Promise<number>} */
const pressedAt = ({ page }) => page.evaluate(() => /** @type {any} */ (window).pressedAt);

/** What came to Marlow so far. @returns {Promise<{ sign: number, at: number }[]>} */
const pieces = () => marlow.page.evaluate(() => /** @type {any} */ (window).pieces);

/**
 * The turn goes to somebody. Gives how long after the press their voice came to Marlow, and until when
 * that of the one before did.
 * @param {Person} to
 * @param {number} sign
 * @param {number} before the sign of who had the turn
 * @param {() => Promise<void>} pass presses in Marlow's page
 */
async function switched(to, sign, before, pass) {
  await pass();
  const at = await pressedAt(marlow);
  const first = async () => (await pieces()).find((piece) => piece.sign === sign && piece.at > at);
  await until(async () => (await first()) !== undefined, 'the voice does not come', COMES_MS_MAX);
  await says(to, 'the circle hears you');
  await wait(ON_ITS_WAY_MS);
  const came = await pieces();
  const old = came.filter((piece) => piece.sign === before && piece.at > at);
  const late = old.filter((piece) => piece.at > at + ON_ITS_WAY_MS);
  assert.deepEqual(late, [], 'a voice whose turn is over is heard');
  const began = (await first())?.at ?? Infinity;
  return { began: began - at, ended: longest(old.map((piece) => piece.at - at)) };
}

/** Who leads gives the turn to somebody. @param {string} name */
const gives = (name) => () => give(marlow, name);

/** @param {number[]} numbers */
const longest = (numbers) => Math.max(0, ...numbers);

/** @param {number[]} numbers */
function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? NaN;
}

test('who says that they are done is heard no more', async (t) => {
  await switched(juniper, JUNIPER, NOBODY, gives('Juniper'));
  await button(juniper, "I'm done").click();
  const at = await pressedAt(juniper);
  await wait(2 * ON_ITS_WAY_MS);
  const old = (await pieces()).filter((piece) => piece.at > at);
  assert.deepEqual(old.filter((piece) => piece.at > at + ON_ITS_WAY_MS), [], 'a voice whose turn is over is heard');
  t.diagnostic(`old voice until ${Math.round(longest(old.map((piece) => piece.at - at)))} ms`);
});

test('from the press of who leads to the new voice, and to the end of the old one', async (t) => {
  const took = [];
  for (let round = 0; round < 3; round += 1) {
    took.push(await switched(sol, SOL, JUNIPER, gives('Sol')));
    took.push(await switched(juniper, JUNIPER, SOL, gives('Juniper')));
  }
  const began = took.map((one) => Math.round(one.began));
  const ended = took.map((one) => Math.round(one.ended));
  t.diagnostic(`new voice after ${began.join(', ')} ms: median ${median(began)}, longest ${longest(began)}`);
  t.diagnostic(`old voice until ${ended.join(', ')} ms: median ${median(ended)}, longest ${longest(ended)}`);
  if (median(began) > GRANT_MS) t.diagnostic(`That is more than ${GRANT_MS} ms, on this machine at this time.`);
});

test('who has no turn is not heard, whatever their page sends', async () => {
  await wait(ON_ITS_WAY_MS);
  const before = await pieces();
  await sol.page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const peer = /** @type {any} */ (window).peers.at(-1);
    await peer.getTransceivers()[0].sender.replaceTrack(stream.getAudioTracks()[0]);
  });
  await wait(ON_ITS_WAY_MS);
  const since = (await pieces()).slice(before.length);
  assert.ok(since.some((piece) => piece.sign === JUNIPER), 'nobody is heard');
  assert.equal(since.filter((piece) => piece.sign === SOL).length, 0);
});
