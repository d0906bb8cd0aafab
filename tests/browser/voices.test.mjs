// Four people with a microphone and a camera each, and a session that says who is heard: the relay
// forwards what the floor grants, and nothing else.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { begin, giveRoles, groupPath, importFeed, meetingAt, takeSeat, welcome } from './community.mjs';
import { axe, axeInAllLooks, open, press, shot } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** A connection that was cut stands again within this. */
const BACK_MS_MAX = 3_000;

/** @type {import('./harness.mjs').World} */
let world;
/** @type {string} */
let folder;
/** Leads, at a desk. @type {Person} */
let marlow;
/** On a phone. @type {Person} */
let juniper;
/** Has nothing but a keyboard. @type {Person} */
let sol;
/** On a phone, at night. @type {Person} */
let wren;
/** @type {string} */
let room;

before(async () => {
  // A port that the system chooses; the pages are told which.
  world = await open({ devices: true, args: ['--media-port', '0'] });
  folder = await mkdtemp(join(tmpdir(), 'renew-voices-'));
  const feed = join(folder, 'feed.json');
  await writeFile(feed, JSON.stringify([meetingAt(-60_000, 'elm-street', 'Elm Street Hall')]));
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Elm Street' });
  const group = await groupPath(coordinator, /Elm Street/);
  marlow = await world.person({ desktop: true });
  // The program is ended in the middle of an evening, and started again.
  const expect = [/ERR_CONNECTION|WebSocket|Failed to load/];
  juniper = await world.person({ expect });
  sol = await world.person({ desktop: true, expect });
  wren = await world.person({ dark: true, expect });
  marlow.expect.push(...expect);
  for (const [person, name] of /** @type {const} */ ([
    [marlow, 'Marlow'], [juniper, 'Juniper'], [sol, 'Sol'], [wren, 'Wren'],
  ])) {
    await takeSeat(person, name);
    await welcome(person, coordinator, group);
    await person.page.addInitScript(keepConnections);
  }
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);
  await marlow.page.goto(group.replace('/groups/', '/sessions/next/'));
  await marlow.page.locator('form[action$="/open"] button').click();
  await marlow.page.locator('[data-part="ribbon"]').waitFor();
  room = new URL(marlow.page.url()).pathname.replace(/\/run$/, '');
  for (const person of [juniper, sol, wren]) await goIn(person);
});

after(async () => {
  await world?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Runs in a page before anything of it: keeps its connections where a test finds them. */
function keepConnections() {
  const Real = window.RTCPeerConnection;
  /** @type {RTCPeerConnection[]} */
  const peers = [];
  window.RTCPeerConnection = class extends Real {
    /** @param {RTCConfiguration} [more] */
    constructor(more) {
      super(more);
      peers.push(this);
    }
  };
  Object.assign(window, { peers });
}

/** @param {Person} person */
async function goIn({ page }) {
  await page.goto(room);
  const newcomer = page.locator('button[name="chose"]').first();
  if (await newcomer.count()) await newcomer.click();
  await page.locator('[data-voice="mic"]').waitFor();
}

/** @param {Person} person @param {string} name */
const part = ({ page }, name) => page.locator(`[data-voice="${name}"]`);

/** @param {Person} person @param {string | RegExp} text */
const says = (person, text) => part(person, 'line').filter({ hasText: text }).waitFor();

/** @param {Person} person @param {string} name */
const button = ({ page }, name) =>
  page.getByRole('button', { name, exact: true }).filter({ visible: true }).first();

/**
 * Packets of sound that have come into each of a page's slots, and pictures that were drawn.
 * @param {Person} person
 * @returns {Promise<{ sound: number[], pictures: number }>}
 */
const came = ({ page }) =>
  page.evaluate(async () => {
    const peer = /** @type {any} */ (window).peers.at(-1);
    const sound = [0, 0, 0, 0];
    let pictures = 0;
    (await peer.getStats()).forEach((/** @type {any} */ one) => {
      if (one.type !== 'inbound-rtp') return;
      if (one.kind === 'audio') sound[Number(one.mid) - 2] = one.packetsReceived;
      else pictures += one.framesDecoded ?? 0;
    });
    return { sound, pictures };
  });

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * @param {() => Promise<boolean>} is
 * @param {string} what
 * @param {number} [ms]
 */
async function until(is, what, ms = 10_000) {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (await is()) return;
    await wait(40);
  }
  assert.fail(what);
}

/**
 * How many slots of a page sound comes into, over most of a second.
 * @param {Person} person
 */
async function slotsHeard(person) {
  const was = await came(person);
  await wait(800);
  const is = await came(person);
  return is.sound.filter((packets, slot) => packets - (was.sound[slot] ?? 0) > 10).length;
}

/** Waits until so many voices come in. @param {Person} person @param {number} voices */
async function hears(person, voices) {
  let heard = -1;
  for (let tries = 0; tries < 8; tries += 1) {
    heard = await slotsHeard(person);
    if (heard === voices) return;
  }
  assert.equal(heard, voices, 'voices that come in');
}

/** On to the next part. @param {string} part as the ribbon names it */
async function nextPart(part) {
  await marlow.page.locator('[data-order="next"] button, [data-order="lamp"] button')
    .filter({ hasText: 'Next part', visible: true }).first().click();
  await marlow.page.locator('.ribbon [aria-current="step"]', { hasText: part }).waitFor();
}

/** @param {string} name whose sheet is opened by who leads */
async function about(name) {
  await marlow.page.locator('[data-part="seats"] .seat', { hasText: name }).locator('[data-seat]').click();
  return marlow.page.locator('#seat');
}

/** @param {string} name */
async function give(name) {
  await (await about(name)).getByRole('button', { name: 'Give the turn' }).click();
}

test('everybody is connected, every microphone is off, and nothing comes in', async () => {
  for (const person of [marlow, juniper, sol, wren]) {
    await says(person, /^Microphone off\.$/);
    assert.equal(await part(person, 'mic').getAttribute('aria-pressed'), 'false');
    assert.deepEqual(await came(person), { sound: [0, 0, 0, 0], pictures: 0 });
  }
});

test('until it begins people greet each other', async () => {
  await part(juniper, 'mic').click();
  await press(sol.page, part(sol, 'mic'));
  await says(juniper, 'the circle hears you');
  await hears(marlow, 2);
  await hears(wren, 2);
  await hears(juniper, 1);
  await wren.page.locator('.seat', { hasText: 'Sol' }).locator('.seat-mic').waitFor();
  // A browser may wait for a tap before it plays anything.
  const tap = part(wren, 'hear-now');
  if (await tap.isVisible()) await tap.click();
  await wren.page.locator('.seat .av[data-level]').first().waitFor();
  await shot(wren.page, 'voices-gathering');
});

test('in a round only whose turn it is comes through, whatever the others send', async () => {
  await button(marlow, 'I agree').click();
  await button(marlow, 'Begin the session').click();
  await nextPart('Opening');
  for (const person of [juniper, wren]) await button(person, 'I agree').click();
  await press(sol.page, button(sol, 'I agree'));
  await nextPart('Check-in');
  await part(wren, 'mic').click();
  await give('Juniper');
  await says(juniper, 'the circle hears you');
  await says(sol, 'you are heard when it is your turn');
  await hears(marlow, 1);
  await hears(wren, 1);
  await hears(juniper, 0);
  // A page that sends all the same is not forwarded.
  await sol.page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const peer = /** @type {any} */ (window).peers.at(-1);
    await peer.getTransceivers()[0].sender.replaceTrack(stream.getAudioTracks()[0]);
  });
  await wait(500);
  await hears(marlow, 1);
  await hears(juniper, 0);
  await shot(juniper.page, 'voices-my-turn');
});

test('mute is at once', async () => {
  await part(juniper, 'mic').click();
  await says(juniper, 'Microphone off.');
  const sending = await juniper.page.evaluate(() =>
    /** @type {any} */ (window).peers.at(-1).getSenders().some((/** @type {any} */ one) => one.track !== null),
  );
  assert.equal(sending, false);
  await hears(marlow, 0);
  await marlow.page.locator('.seat', { hasText: 'Juniper' }).locator('.seat-mic').waitFor({ state: 'detached' });
  await part(juniper, 'mic').click();
  await hears(marlow, 1);
});

test('a turn that goes on takes the voice with it', async () => {
  await give('Sol');
  await says(sol, 'the circle hears you');
  await says(juniper, 'you are heard when it is your turn');
  await hears(juniper, 1);
  await hears(marlow, 1);
  await hears(sol, 0);
});

test('a camera comes into its seat, and goes', async () => {
  await part(juniper, 'camera').click();
  await juniper.page.locator('.is-you .seat-video[data-shows]').waitFor();
  const seen = marlow.page.locator('.seat', { hasText: 'Juniper' }).locator('.seat-video[data-shows]');
  await seen.waitFor();
  await until(async () => (await came(marlow)).pictures > 5, 'no pictures come');
  await shot(marlow.page, 'voices-camera-run');
  await shot(juniper.page, 'voices-camera');
  await axeInAllLooks(marlow.page);
  await part(juniper, 'camera').click();
  await seen.waitFor({ state: 'detached' });
});

test('a microphone that who leads rests is heard by nobody, and only its owner opens it again', async () => {
  await (await about('Sol')).getByRole('button', { name: 'Rest this microphone' }).click();
  await says(sol, 'Marlow rests your microphone for now.');
  await hears(juniper, 0);
  const sheet = await about('Sol');
  await axe(marlow.page);
  await sheet.getByRole('button', { name: 'Let it speak again' }).click();
  await says(sol, 'Microphone off.');
  await hears(juniper, 0);
  await press(sol.page, part(sol, 'mic'));
  await hears(juniper, 1);
});

test('a connection that is cut in the middle of a turn is back soon, in the same seat', async () => {
  const cut = Date.now();
  await sol.page.evaluate(() => {
    const peer = /** @type {any} */ (window).peers.at(-1);
    Object.defineProperty(peer, 'connectionState', { value: 'failed' });
    peer.dispatchEvent(new Event('connectionstatechange'));
  });
  await says(sol, "isn't connected yet");
  await says(sol, 'the circle hears you');
  const took = Date.now() - cut;
  assert.ok(took < BACK_MS_MAX, `${took} ms`);
  await hears(marlow, 1);
  await sol.page.locator('.is-you.is-speaking').waitFor();
});

test('a program that is started again gives the seat, the turn and the voice back', async () => {
  await world.server.kill();
  await world.server.start();
  for (const person of [marlow, juniper, sol, wren]) {
    await person.page.locator('[data-part="line"]').waitFor({ state: 'hidden' });
  }
  await says(sol, 'the circle hears you');
  await sol.page.locator('.is-you.is-speaking').waitFor();
  await hears(marlow, 1);
  await hears(juniper, 1);
});

test('all looks of the room with voices are for everybody', async () => {
  await axeInAllLooks(juniper.page);
  await axeInAllLooks(sol.page);
  await shot(sol.page, 'voices-desktop');
});

test('a page that is loaded again begins with everything off', async () => {
  await sol.page.reload();
  await says(sol, /^Microphone off\.$/);
  await hears(marlow, 0);
  await marlow.page.locator('.seat', { hasText: 'Sol' }).locator('.seat-mic').waitFor({ state: 'detached' });
});
