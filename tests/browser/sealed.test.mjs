// A group whose sessions are sealed from end to end: people with the group's link hear and see each
// other, what the program hands on is no voice, who is removed opens nothing of what follows, and when
// one device can't, everybody is told and nobody goes on in the open by themselves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { takeSeat } from './community.mjs';
import { axe, axeInBothLooks, shot } from './harness.mjs';
import { isDecoded, keepKeys, lookAtPieces, openedWith, stats } from './sealed_pages.mjs';
import { Together } from './together.mjs';
import { PICTURES_MS_MAX, VOICED, goIn, part, says, until, wait } from './voiced.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** As long as sound may take on a machine that is busy. */
const COMES_MS_MAX = 90_000;

const night = new Together();
/** Leads, at a desk. @type {Person} */
let marlow;
/** Is removed. @type {Person} */
let juniper;
/** Has a browser with the older means, and looks at every piece that comes. @type {Person} */
let sol;
/** Comes without the link. @type {Person} */
let wren;
/** @type {string} */
let link;
/** All the keys that Juniper ever gets. @type {import('./sealed_pages.mjs').Kept} */
const kept = { address: '', told: [] };
/** When something about keys came to her page. @type {number[]} */
const keysCame = [];

before(async () => {
  await night.meet(
    { Marlow: { desktop: true }, Juniper: {}, Sol: { desktop: true }, Wren: { dark: true } },
    VOICED,
  );
  [marlow, juniper, sol, wren] = night.people('Marlow', 'Juniper', 'Sol', 'Wren');
  await sol.page.addInitScript(lookAtPieces);
  await juniper.page.exposeFunction('keep', (/** @type {any} */ one) => {
    if (one.is === 'address') kept.address = one.address;
    else kept.told.push(one);
  });
  await juniper.page.addInitScript(keepKeys);
  juniper.page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"is":"key"')) keysCame.push(Date.now());
    });
  });
});

after(() => night.close());

/** @param {Person} person @param {string | RegExp} text */
const isTold = (person, text) => part(person, 'sealed').filter({ hasText: text }).waitFor();

/** @param {Person} person */
async function hears(person) {
  const was = (await stats(person)).energy;
  await until(async () => {
    // A browser may wait for a tap before it plays anything.
    const asks = part(person, 'hear-now');
    if (await asks.isVisible()) await asks.click();
    return (await stats(person)).energy > was + 1e-5;
  }, 'nothing is heard', COMES_MS_MAX);
}

/** Pictures go on coming to somebody, and are what they were. @param {Person} person */
async function sees(person) {
  const was = (await stats(person)).pictures;
  await until(async () => (await stats(person)).pictures > was + 10, 'nothing is seen', PICTURES_MS_MAX);
}

/** The pieces that came to Sol, and those that Sol said. @returns {Promise<{ came: number[][], said: number[][] }>} */
const pieces = () => sol.page.evaluate(() => /** @type {any} */ (window).pieces);

/** @param {Person} person */
async function micOn(person) {
  await part(person, 'mic').click();
  await says(person, 'the circle hears you');
}

test('who leads switches it on, and makes a link on their own device', async () => {
  // No key stays in an address, whether it is good for anything or not.
  await wren.page.goto(`${night.group}#k=${'A'.repeat(22)}`);
  await wren.page.waitForURL((url) => url.hash === '');
  const { page } = marlow;
  await page.goto(night.group);
  await page.getByRole('link', { name: 'Seal what is said end to end' }).click();
  await axeInBothLooks(page);
  await page.getByRole('button', { name: "Seal this group's sessions" }).click();
  await page.getByText('Kept. It holds').waitFor();
  await page.getByText("Make the group's link").click();
  await page.getByText('One person makes it, once.').waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'Make it now' }).click();
  link = await page.locator('#sealed-href').inputValue();
  assert.match(link, /\/groups\/\w+#k=[\w-]{22}$/);
  await axe(page);
  await shot(page, 'sealed-group');
});

/** The key that a device keeps for the group. @param {import('playwright-core').Page} page */
const keyOf = (page) => page.evaluate((name) => localStorage.getItem(name), `renew.sealed.${night.group.split('/').pop()}`);

test('the link is opened once on each device, and leaves its address', async () => {
  const place = marlow.page.locator('[data-sealed="phrase"]', { hasText: /^\d{4} \d{4} \d{4}$/ });
  const number = await place.textContent();
  for (const { page } of [juniper, sol]) {
    // Loaded before the group was sealed, their page knows nothing of links.
    await page.goto('/today');
    await page.goto(link);
    // Whose key it is, is for the person to say: the link alone does nothing.
    await page.locator('[data-sealed="first-phrase"]', { hasText: String(number) }).waitFor();
    assert.equal(new URL(page.url()).hash, '');
    assert.equal(await keyOf(page), null);
    if (page === juniper.page) {
      await shot(page, 'sealed-first');
      await axeInBothLooks(page);
    }
    await page.getByRole('button', { name: 'Keep it on this device' }).click();
    await page.locator('[data-sealed="phrase"]', { hasText: String(number) }).waitFor();
    assert.equal(await keyOf(page), link.slice(-22));
  }
  await wren.page.goto(night.group);
  await wren.page.getByText("doesn't have the group's key yet").waitFor();
  await axe(wren.page);
  await shot(wren.page, 'sealed-lacks');
});

test('three people hear each other, and the program hands on what is no voice', async () => {
  await night.opens();
  for (const person of [juniper, sol]) await goIn(person, night.room);
  for (const person of [marlow, juniper, sol]) {
    await isTold(person, 'Sealed end to end');
    await isTold(person, /Your key: \d{4} \d{4} \d{4}\./);
  }
  await micOn(marlow);
  await hears(juniper);
  await hears(sol);
  await micOn(sol);
  await hears(marlow);
  await hears(juniper);
  await micOn(juniper);
  await until(async () => {
    const { came, said } = await pieces();
    return came.length > 200 && said.length > 150;
  }, 'too little comes and is said', COMES_MS_MAX);
  const { came, said } = await pieces();
  // In clear the first byte says how the rest is coded, and hardly ever changes.
  const first = (/** @type {number[][]} */ list, /** @type {number} */ at) =>
    new Set(list.map((piece) => piece[at])).size;
  assert.ok(first(said, 0) < 8, 'a voice as it is said');
  // What is said can't be told from the sizes.
  const sizes = new Set(said.filter(isLoud).slice(-100).map((piece) => piece.length));
  assert.ok(sizes.size <= 2, `${sizes.size} sizes`);
  for (let at = 8; at < 16; at += 1) assert.ok(first(came, at) > 40, `byte ${at} of what came`);
  // Evenly spread, as nothing coded is: each bit of what follows the header is set half of the time.
  const bytes = came.flatMap((piece) => piece.slice(8));
  for (let bit = 0; bit < 8; bit += 1) {
    const share = bytes.filter((byte) => (byte >> bit) & 1).length / bytes.length;
    assert.ok(Math.abs(share - 0.5) < 0.03, `bit ${bit}: ${share}`);
  }
  // And what was said is sound, while what came isn't, with its header or without.
  assert.ok((await isDecoded(sol, said.filter(isLoud).slice(-60))) > 0.9, 'what was said');
  for (const at of [0, 8]) {
    const share = await isDecoded(sol, came.filter(isLoud).slice(-60).map((piece) => piece.slice(at)));
    assert.ok(share < 0.5, `${share} of what came, from byte ${at}`);
  }
  await axeInBothLooks(juniper.page);
  await shot(juniper.page, 'sealed-room');
  await shot(marlow.page, 'sealed-run');
});

/** While its owner is quiet, a voice is a few bytes, sealed or not. @param {number[]} piece */
const isLoud = (piece) => piece.length > 40;

test('cameras are seen, whichever means a browser has', async () => {
  for (const [one, others] of /** @type {[Person, Person[]][]} */ ([
    [marlow, [juniper, sol]], [sol, [marlow, juniper]],
  ])) {
    await part(one, 'camera').click();
    for (const other of others) await sees(other);
    await isTold(one, 'Sealed end to end');
    if (one === marlow) await shot(juniper.page, 'sealed-camera');
    await part(one, 'camera').click();
  }
  await part(juniper, 'camera').click();
  for (const other of [marlow, sol]) await sees(other);
});

test('who is removed opens nothing of what follows, whatever they have kept', async () => {
  const had = (await pieces()).came.length;
  await marlow.page.locator('[data-part="seats"] .seat', { hasText: 'Juniper' }).locator('[data-seat]').click();
  const sheet = marlow.page.locator('#seat');
  await sheet.locator('summary', { hasText: 'Remove from tonight' }).click();
  await sheet.getByRole('button', { name: 'Remove Juniper' }).click();
  await wait(1_000);
  const gone = Date.now();
  // Only Marlow is left for Sol to hear.
  const of = (/** @type {number[][]} */ some, /** @type {number} */ seat) =>
    some.filter((piece) => number(piece, 2) === seat);
  let before = /** @type {number[][]} */ ([]);
  let follows = before;
  let seat = 0;
  await until(async () => {
    // To bring all of them takes a while, and the page has its sound to play.
    await wait(1_000);
    const { came } = await pieces();
    seat = number(came.at(-1), 2);
    before = of(came.slice(had - 200, had), seat);
    follows = of(came.slice(had), seat).filter((piece) => number(piece, 0) > 0);
    return before.length > 30 && follows.length > 30;
  }, 'too little goes on', COMES_MS_MAX);
  // Somebody hands her all that the program handed on.
  assert.equal(await openedWith(juniper, kept, seat, before), before.length, 'what she could hear');
  assert.equal(await openedWith(juniper, kept, seat, follows), 0);
  assert.deepEqual(keysCame.filter((at) => at > gone), [], 'nor does she get any key');
  await hears(sol);
  await hears(marlow);
  await isTold(marlow, 'Sealed end to end');
});

/** @param {number[] | undefined} piece @param {number} at */
const number = (piece, at) => (piece?.[at] ?? 0) * 256 + (piece?.[at + 1] ?? 0);

test('with one device that has no key, everybody is told and the microphones go off', async () => {
  await goIn(wren, night.room);
  await isTold(wren, "this device doesn't have the group's key");
  // Whose devices were off loses nothing, and the line says enough.
  assert.equal(await part(wren, 'trouble').isVisible(), false);
  for (const person of [marlow, sol]) {
    await isTold(person, "somebody here hasn't opened the group's link");
    await part(person, 'trouble').filter({ hasText: 'not sealed now' }).waitFor();
    await says(person, /^Microphone off\.$/);
  }
  await axe(sol.page);
  await shot(wren.page, 'sealed-not');
  await shot(sol.page, 'sealed-fallen');
  // Whoever chooses to goes on in the open.
  await micOn(marlow);
  await hears(wren);
});

/** In another tab. @param {Person} person @param {string} address @param {string} take */
async function opens(person, address, take) {
  const tab = await person.page.context().newPage();
  await tab.goto(address);
  await tab.locator(`[data-sealed="${take}"]`).click();
  await tab.locator('[data-sealed="has"]').waitFor();
  await tab.close();
}

test('the link, opened on that device, seals the session again', async () => {
  await opens(wren, link, 'take-first');
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

test('with two keys in one circle everybody is told, and the right link mends it', async () => {
  await opens(wren, `${link.slice(0, -22)}${'A'.repeat(22)}`, 'take');
  await isTold(wren, /different keys.*Compare/);
  for (const person of [marlow, sol]) await isTold(person, 'Not sealed: you and Wren have different keys');
  await says(sol, /^Microphone off\.$/);
  await axe(wren.page);
  await shot(sol.page, 'sealed-two-keys');
  await opens(wren, link, 'take');
  for (const person of [marlow, sol, wren]) await isTold(person, 'Sealed end to end');
  await micOn(marlow);
  await hears(wren);
  await hears(sol);
});

test('an invitation brings the key to a new device, and the program never sees it', async () => {
  const { page } = marlow;
  await page.goto('/looking-after/invitations');
  await page.locator('form[action="/looking-after/invitations"] button').click();
  await page.locator('[data-sealed-invites]').waitFor();
  const invitation = await page.locator('#link').inputValue();
  const key = link.slice(-22);
  assert.ok(invitation.endsWith(`#k=${key}`), invitation);
  await axe(page);
  await shot(page, 'sealed-invites');
  const heron = await night.stranger();
  /** @type {string[]} */
  const sent = [];
  heron.page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await heron.page.goto(invitation);
  await heron.page.waitForURL('**/join');
  const asks = heron.page.locator('[data-sealed-invited]');
  await asks.filter({ hasText: /\d{4} \d{4} \d{4}/ }).waitFor();
  assert.equal(new URL(heron.page.url()).hash, '');
  await axeInBothLooks(heron.page);
  await shot(heron.page, 'sealed-invited');
  assert.equal(await keyOf(heron.page), null);
  await asks.locator('label').click();
  await takeSeat(heron, 'Heron');
  assert.equal(await keyOf(heron.page), key);
  assert.ok(sent.length > 5 && !sent.some((one) => one.includes(key)));
});

test('a device that is signed out from elsewhere keeps no key', async () => {
  assert.equal(await keyOf(sol.page), link.slice(-22));
  const signedIn = { cookies: await sol.page.context().cookies(), origins: [] };
  const elsewhere = await night.stranger({ desktop: true, signedIn });
  await elsewhere.page.goto('/my-space');
  await elsewhere.page.locator('form[action="/sign-out-everywhere"] button').click();
  await sol.page.getByText('Your sign-in has ended').filter({ visible: true }).first().waitFor();
  await until(async () => await keyOf(sol.page) === null, 'the key is still there');
});
