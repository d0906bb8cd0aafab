// The live room in real browsers: a facilitator, and two members, one of whom never runs a script.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { begin, groupPath, importFeed, meetingAt, comeIn, sit } from './community.mjs';
import { axe, axeInBothLooks, flakyProxy, noSidewaysScroll, open } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** @type {import('./harness.mjs').World} */
let world;
/** @type {Person} */
let marlow;
/** @type {Person} */
let wren;
/** @type {Person} */
let sol;
/** @type {string} */
let room;
/** @type {import('./flaky.mjs').FlakyProxy} */
let network;
/** @type {string} */
let folder;

before(async () => {
  world = await open();
  folder = await mkdtemp(join(tmpdir(), 'renew-room-'));
  const feed = join(folder, 'feed.json');
  await writeFile(feed, JSON.stringify([meetingAt(2 * 60_000, 'tonight', 'Tonight Circle')]));
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Tonight' });
  const group = await groupPath(coordinator, /Tonight/);

  network = await flakyProxy();
  marlow = await world.person({ desktop: true });
  wren = await world.person({ moves: true, network, expect: [/WebSocket|ERR_|net::/] });
  sol = await world.person({ noScript: true, lang: 'es' });
  await sit(marlow, 'Marlow');
  await sit(wren, 'Wren');
  await sit(sol, 'Sol');
  await comeIn(marlow, coordinator, group);
  await makeFacilitator(coordinator, group);
  await comeIn(wren, coordinator, group);
  await comeIn(sol, coordinator, group);

  await marlow.page.goto(group.replace('/groups/', '/sessions/next/'));
  await marlow.page.locator('form[action$="/open"] button').click();
  await marlow.page.waitForURL('**/sessions/*/run');
  room = new URL(marlow.page.url()).pathname.replace(/\/run$/, '');
});

after(async () => {
  await world?.close();
  await network?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/**
 * The newest person of the group will lead it.
 * @param {Person} coordinator
 * @param {string} group
 */
async function makeFacilitator({ page }, group) {
  await page.goto(`${group}/people`);
  const card = page.locator('section.card:has(form[action$="/roles"])').last();
  await card.locator('summary').click();
  await card.locator('label:has(input[name="facilitator"])').click();
  const sent = page.waitForEvent('domcontentloaded');
  await card.locator('form[action$="/roles"] button[type="submit"]').click();
  await sent;
}

/** What the lamp button says, pressed once it says it. @param {string | RegExp} text */
async function lamp(text) {
  await marlow.page.locator('[data-order="lamp"]:visible', { hasText: text }).locator('button').click();
}

/** @param {Person} person @param {string} text */
async function sees(person, text) {
  await person.page.getByText(text, { exact: false }).filter({ visible: true }).first().waitFor();
}

test('everyone sees who comes', async () => {
  await wren.page.goto(room);
  await sol.page.goto(room);
  await sees(marlow, '3 of us are here');
  await sees(wren, 'Marlow will begin');
  await wren.page.locator('.seat').nth(2).waitFor();
  assert.equal(await wren.page.locator('.seat').count(), 3);
  assert.equal(await wren.page.locator('.seat').first().locator('.seat-name').innerText(), 'You');
  await axeInBothLooks(wren.page);
  await axeInBothLooks(marlow.page);
});

test('everyone breathes together, and may leave it', async () => {
  await lamp('Begin the session');
  const breath = wren.page.locator('[data-part="breath"]');
  await breath.waitFor();
  await wren.page.getByText(/Breathe (in|out)…/).waitFor();
  await wren.page.getByRole('button', { name: "I'd rather not" }).click();
  await sees(wren, 'Name five things you can see');
  await axe(wren.page);
});

test('nobody shares before the agreement', async () => {
  await lamp('Next part');
  await sees(wren, 'Before we begin');
  await axe(wren.page);
  await noSidewaysScroll(wren.page);
  await wren.page.getByRole('button', { name: 'I agree' }).click();
  await wren.page.locator('[data-part="circle"]').waitFor();
  await marlow.page.getByRole('button', { name: 'I agree' }).click();
  await sol.page.reload();
  await sol.page.getByRole('button', { name: 'Estoy de acuerdo' }).click();
  await sees(sol, 'Inicio');
});

test('turns go round, with scripts and without', async () => {
  await lamp('Next part');
  await lamp(/Take your turn|Give the turn/);
  await sees(wren, 'Speaking now');
  await wren.page.getByRole('button', { name: 'Me too' }).click();
  await wren.page.locator('[data-quiet="me_too"][aria-pressed="true"]').waitFor();
  await lamp("I'm done, go to Wren");
  await sees(wren, 'Your turn');
  await sees(marlow, 'Me too');
  await axeInBothLooks(wren.page);
  await wren.page.getByRole('button', { name: 'I need a moment' }).click();
  await sees(wren, 'the clock is resting');
  await wren.page.getByRole('button', { name: "I'm done" }).click();
  await sees(marlow, 'Thank Sol');
  await sol.page.reload();
  await sees(sol, 'Te toca');
  await sol.page.getByRole('button', { name: 'Esta vez paso' }).click();
  await sees(wren, 'passed');
});

test('a private word reaches who leads, and comes back as a person', async () => {
  await wren.page.getByRole('link', { name: 'Tell Marlow privately' }).click();
  const sheet = wren.page.locator('#private');
  await sheet.getByLabel('Add a few words').fill('the bit about hospitals');
  await axeInBothLooks(wren.page);
  await sheet.getByRole('button', { name: 'Send to Marlow' }).click();
  await sheet.waitFor({ state: 'hidden' });
  await sees(wren, 'on its way to Marlow');
  await sees(marlow, 'the bit about hospitals');
  await axeInBothLooks(marlow.page);
  await marlow.page.getByRole('button', { name: "I've got this" }).click();
  await sees(wren, 'Marlow is here for you');
});

test('a seat is kept through a bad network', async () => {
  network.cut();
  await sees(wren, 'Your seat is kept');
  await marlow.page.locator('.seat.is-away').waitFor();
  await axe(wren.page);
  network.restore();
  await marlow.page.locator('.seat.is-away').waitFor({ state: 'detached' });
  await wren.page.locator('[data-part="line"]').waitFor({ state: 'hidden' });
});

test('a small plan, kept by its owner and told to the circle', async () => {
  // The activity has several parts; each is left by its own tap.
  const heading = marlow.page.locator('.run-plan [aria-current="step"]');
  for (let part = 0; part < 6 && !(await heading.innerText()).includes('plan'); part += 1) {
    const before = await heading.innerText();
    const next = marlow.page.locator('[data-order="next"]:visible, [data-order="lamp"]:visible');
    await next.filter({ hasText: 'Next part' }).first().locator('button').click();
    await heading.filter({ hasNotText: before.split('\n')[0] ?? before }).waitFor();
  }
  await sees(wren, 'Before next time, I will');
  await wren.page.getByLabel('Before next time').fill('walk with Dana, even if it rains');
  await wren.page.locator('label:has(input[name="who"][value="circle"])').click();
  await wren.page.getByRole('button', { name: 'Keep it' }).filter({ visible: true }).click();
  await sees(wren, 'The circle can see it too.');
  await sees(wren, 'walk with Dana, even if it rains');
  await wren.page.getByRole('button', { name: 'Clearing' }).click();
  await sees(wren, 'Go gently');
  await axeInBothLooks(wren.page);
  await noSidewaysScroll(wren.page);
});

test('the session ends with thanks', async () => {
  await lamp(/Next part|Give the turn|Take your turn|Thank/);
  await marlow.page.getByText('Ending', { exact: true }).click();
  await marlow.page.getByText('End the session early').click();
  await marlow.page.getByRole('button', { name: 'Yes, end now' }).click();
  await sees(wren, 'Thank you for being here');
  await axeInBothLooks(wren.page);
});

test('what the evening leaves is looked at as well', async () => {
  for (const [person, path] of /** @type {const} */ ([
    [wren, `${room}/afterwards`],
    [wren, '/my-space/plans'],
    [marlow, `${room}/record`],
  ])) {
    const answer = await person.page.goto(path);
    assert.equal(answer?.status(), 200, path);
    await axeInBothLooks(person.page);
    await noSidewaysScroll(person.page);
  }
});
