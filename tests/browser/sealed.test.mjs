// A group whose sessions are sealed from end to end: people with the group's link hear each other,
// what the program hands on is no voice, who is removed has none of the keys that follow, and when one
// device can't, everybody is told and nobody goes on in the open by themselves.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { begin, giveRoles, groupPath, importFeed, meetingAt, takeSeat, welcome } from './community.mjs';
import { axe, axeInAllLooks, open, shot } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** @type {import('./harness.mjs').World} */
let world;
/** @type {string} */
let folder;
/** Leads, at a desk. @type {Person} */
let marlow;
/** Is removed. @type {Person} */
let juniper;
/** Has a browser with the older means, and looks at every piece that comes. @type {Person} */
let sol;
/** Comes without the link. @type {Person} */
let wren;
/** @type {string} */
let group;
/** @type {string} */
let room;
/** @type {string} */
let link;

before(async () => {
  world = await open({ devices: true, args: ['--media-port', '0'] });
  folder = await mkdtemp(join(tmpdir(), 'renew-sealed-'));
  const feed = join(folder, 'feed.json');
  await writeFile(feed, JSON.stringify([meetingAt(-60_000, 'elm-street', 'Elm Street Hall')]));
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Elm Street' });
  group = await groupPath(coordinator, /Elm Street/);
  marlow = await world.person({ desktop: true });
  juniper = await world.person({});
  sol = await world.person({ desktop: true });
  wren = await world.person({ dark: true });
  for (const [person, name] of /** @type {const} */ ([
    [marlow, 'Marlow'], [juniper, 'Juniper'], [sol, 'Sol'], [wren, 'Wren'],
  ])) {
    await takeSeat(person, name);
    await welcome(person, coordinator, group);
    await person.page.addInitScript(keepConnections);
  }
  await sol.page.addInitScript(lookAtPieces);
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);
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

/** Runs in Sol's: keeps what comes of sound, as the program handed it on, and what goes, as it was said. */
function lookAtPieces() {
  /** @type {any} */
  const page = window;
  delete page.RTCRtpScriptTransform;
  page.pieces = { came: [], said: [] };
  for (const [end, list] of [[page.RTCRtpReceiver, 'came'], [page.RTCRtpSender, 'said']]) {
    const real = end.prototype.createEncodedStreams;
    end.prototype.createEncodedStreams = function () {
      const { readable, writable } = real.call(this);
      if (this.track?.kind === 'video') return { readable, writable };
      const look = new TransformStream({
        transform(piece, through) {
          page.pieces[list].push([...new Uint8Array(piece.data)]);
          through.enqueue(piece);
        },
      });
      return { readable: readable.pipeThrough(look), writable };
    };
  }
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
const isTold = (person, text) => part(person, 'sealed').filter({ hasText: text }).waitFor();

/** @param {Person} person @param {string | RegExp} text */
const says = (person, text) => part(person, 'line').filter({ hasText: text }).waitFor();

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** How much was heard so far: what was decoded, and not made up for what was lost. @param {Person} person */
const energy = ({ page }) =>
  page.evaluate(async () => {
    let sum = 0;
    (await /** @type {any} */ (window).peers.at(-1)?.getStats())?.forEach((/** @type {any} */ one) => {
      if (one.type === 'inbound-rtp' && one.kind === 'audio') sum += one.totalAudioEnergy ?? 0;
    });
    return sum;
  });

/** @param {Person} person */
async function hears(person) {
  const was = await energy(person);
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await energy(person)) > was + 1e-5) return;
    await wait(100);
  }
  assert.fail('nothing is heard');
}

/** The pieces that came to Sol, and those that Sol said. @returns {Promise<{ came: number[][], said: number[][] }>} */
const pieces = () => sol.page.evaluate(() => /** @type {any} */ (window).pieces);

/** @param {Person} person */
async function micOn(person) {
  await part(person, 'mic').click();
  await says(person, 'the circle hears you');
}

test('who leads switches it on, and makes a link on their own device', async () => {
  const { page } = marlow;
  await page.goto(group);
  await page.getByRole('link', { name: 'Seal what is said end to end' }).click();
  await axeInAllLooks(page);
  await page.getByRole('button', { name: "Seal this group's sessions" }).click();
  await page.getByText('Kept. It holds').waitFor();
  await page.getByRole('button', { name: "Make the group's link" }).click();
  link = await page.locator('#sealed-href').inputValue();
  assert.match(link, /\/groups\/\w+#k=[\w-]{22}$/);
  await axe(page);
  await shot(page, 'sealed-group');
});

test('the link is opened once on each device, and leaves its address', async () => {
  const number = await marlow.page.locator('[data-sealed="phrase"]').textContent();
  assert.match(number ?? '', /^\d{4} \d{4} \d{4}$/);
  for (const { page } of [juniper, sol]) {
    // Loaded before the group was sealed, their page knows nothing of links.
    await page.goto('/today');
    await page.goto(link);
    await page.locator('[data-sealed="phrase"]', { hasText: String(number) }).waitFor();
    assert.equal(new URL(page.url()).hash, '');
  }
  await wren.page.goto(group);
  await wren.page.getByText("doesn't have the group's key yet").waitFor();
  await axe(wren.page);
  await shot(wren.page, 'sealed-lacks');
});

test('three people hear each other, and the program hands on what is no voice', async () => {
  await marlow.page.goto(group.replace('/groups/', '/sessions/next/'));
  await marlow.page.locator('form[action$="/open"] button').click();
  await marlow.page.locator('[data-part="ribbon"]').waitFor();
  room = new URL(marlow.page.url()).pathname.replace(/\/run$/, '');
  for (const person of [juniper, sol]) await goIn(person);
  for (const person of [marlow, juniper, sol]) await isTold(person, 'Sealed end to end');
  await micOn(marlow);
  await hears(juniper);
  await hears(sol);
  await micOn(sol);
  await hears(marlow);
  await hears(juniper);
  await micOn(juniper);
  await wait(3_000);
  const { came, said } = await pieces();
  assert.ok(came.length > 100 && said.length > 100, `${came.length} came, ${said.length} said`);
  // In clear the first byte says how the rest is coded, and hardly ever changes.
  const first = (/** @type {number[][]} */ list, /** @type {number} */ at) =>
    new Set(list.map((piece) => piece[at])).size;
  assert.ok(first(said, 0) < 8, 'a voice as it is said');
  for (let at = 8; at < 16; at += 1) assert.ok(first(came, at) > 40, `byte ${at} of what came`);
  // Evenly spread, as nothing coded is: each bit of what follows the header is set half of the time.
  const bytes = came.flatMap((piece) => piece.slice(8));
  for (let bit = 0; bit < 8; bit += 1) {
    const share = bytes.filter((byte) => (byte >> bit) & 1).length / bytes.length;
    assert.ok(Math.abs(share - 0.5) < 0.03, `bit ${bit}: ${share}`);
  }
  await axeInAllLooks(juniper.page);
  await shot(juniper.page, 'sealed-room');
  await shot(marlow.page, 'sealed-run');
});

test('when somebody is removed, all that follows is sealed with keys that they never get', async () => {
  const numbers = async () => (await pieces()).came.slice(-20).map((piece) => (piece[0] ?? 0) * 256 + (piece[1] ?? 0));
  assert.deepEqual(new Set(await numbers()), new Set([0]));
  await marlow.page.locator('[data-part="seats"] .seat', { hasText: 'Juniper' }).locator('[data-seat]').click();
  const sheet = marlow.page.locator('#seat');
  await sheet.locator('summary', { hasText: 'Remove from tonight' }).click();
  await sheet.getByRole('button', { name: 'Remove Juniper' }).click();
  await wait(2_500);
  const after = new Set(await numbers());
  assert.ok(!after.has(0), `the keys ${[...after]}`);
  await hears(sol);
  await hears(marlow);
  await isTold(marlow, 'Sealed end to end');
});

test('with one device that has no key, everybody is told and the microphones go off', async () => {
  await goIn(wren);
  await isTold(wren, "this device doesn't have the group's key");
  // Whose devices were off loses nothing, and the line says enough.
  assert.equal(await part(wren, 'trouble').isVisible(), false);
  for (const person of [marlow, sol]) {
    await isTold(person, "somebody here hasn't opened the group's link");
    await part(person, 'trouble').filter({ hasText: 'no longer sealed' }).waitFor();
    await says(person, /^Microphone off\.$/);
  }
  await axe(sol.page);
  await shot(wren.page, 'sealed-not');
  await shot(sol.page, 'sealed-fallen');
  // Whoever chooses to goes on in the open.
  await micOn(marlow);
  await hears(wren);
});

test('the link, opened on that device, seals the session again', async () => {
  const tab = await wren.page.context().newPage();
  await tab.goto(new URL(link).href);
  await tab.locator('[data-sealed="has"]').waitFor();
  await tab.close();
  for (const person of [marlow, sol, wren]) await isTold(person, 'Sealed end to end');
  await hears(wren);
  await hears(sol);
});

test('a page that is loaded again hears, and is heard', async () => {
  await sol.page.reload();
  await isTold(sol, 'Sealed end to end');
  await hears(sol);
  await micOn(sol);
  await hears(wren);
});
