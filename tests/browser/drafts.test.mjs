// What a person types, taps and holds in the room while everything around it changes: the line, the
// part, the end of the session.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import {
  begin,
  comeIn,
  giveRoles,
  groupPath,
  importFeed,
  meetingAt,
  sit,
} from './community.mjs';
import { axe, flakyProxy, noSidewaysScroll, open, press } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** @type {import('./harness.mjs').World} */
let world;
/** @type {Person} */
let marlow;
/** @type {Person} */
let wren;
/** @type {string} */
let room;
/** @type {import('./flaky.mjs').FlakyProxy} */
let network;
/** @type {string} */
let folder;

before(async () => {
  world = await open();
  folder = await mkdtemp(join(tmpdir(), 'renew-drafts-'));
  const feed = join(folder, 'feed.json');
  await writeFile(feed, JSON.stringify([meetingAt(-60_000, 'mill-street', 'Mill Street Circle')]));
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Mill Street' });
  const group = await groupPath(coordinator, /Mill Street/);
  network = await flakyProxy();
  marlow = await world.person({ desktop: true });
  wren = await world.person({ network, expect: [/WebSocket|ERR_|net::/] });
  await sit(marlow, 'Marlow');
  await sit(wren, 'Wren');
  await comeIn(marlow, coordinator, group);
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);
  await comeIn(wren, coordinator, group);

  await marlow.page.goto(group.replace('/groups/', '/sessions/next/'));
  await marlow.page.locator('form[action$="/open"] button').click();
  await marlow.page.waitForURL('**/sessions/*/run');
  room = new URL(marlow.page.url()).pathname.replace(/\/run$/, '');
  await wren.page.goto(room);
  await marlow.page.getByText('2 of us are here').first().waitFor();
  await marlow.page.locator('[data-order="lamp"] button', { hasText: 'Begin' }).click();
  await onward('Opening');
  await wren.page.getByRole('button', { name: 'I agree' }).click();
  await marlow.page.getByRole('button', { name: 'I agree' }).click();
  await onward('Check-in round');
});

after(async () => {
  await world?.close();
  await network?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** On, part by part, until the ribbon says so. @param {string} part */
async function onward(part) {
  const here = marlow.page.locator('.ribbon [aria-current="step"]');
  const plan = marlow.page.locator('.run-plan [aria-current="step"]');
  for (let parts = 0; parts < 9 && !((await here.count()) && (await here.innerText()).includes(part)); parts += 1) {
    const before = (await plan.innerText()).split('\n')[0] ?? '';
    await marlow.page.locator('form[data-order]:visible button', { hasText: 'Next part' }).first().click();
    await plan.filter({ hasNotText: before }).waitFor();
  }
}

/** The drafts in a person's tab. @param {Person} person */
const drafts = ({ page }) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('renew.draft.')));

test('a call for help waits for the line, says so, and is sent once', async () => {
  network.cut();
  await wren.page.locator('[data-part="line"]').waitFor();
  await wren.page.getByRole('link', { name: 'Tell Marlow privately' }).click();
  const sheet = wren.page.locator('#private');
  await sheet.getByLabel('Add a few words').fill('the bit about hospitals');
  const send = sheet.getByRole('button', { name: 'Send to Marlow' });
  await send.click();
  await sheet.getByText("It will be sent as soon as you're back.").waitFor();
  await send.click();
  network.restore();
  await sheet.waitFor({ state: 'hidden' });
  await marlow.page.getByText('the bit about hospitals').waitFor();
  await marlow.page.locator('[data-part="status"]', { hasText: 'A private note has come.' }).waitFor();
  assert.equal(await marlow.page.locator('[data-part="notes"] > article').count(), 1);
  assert.deepEqual(await drafts(wren), []);
});

test('a button that stays keeps the focus, and one that goes leaves it near', async () => {
  const hand = wren.page.getByRole('button', { name: 'Hand' });
  await press(wren.page, hand);
  await wren.page.locator('button[aria-pressed="true"]', { hasText: 'Hand' }).waitFor();
  assert.ok(await hand.evaluate((button) => button === document.activeElement));
  await press(wren.page, hand);
  await press(wren.page, wren.page.getByRole('button', { name: 'Pass this time' }));
  await wren.page.getByRole('button', { name: "I'd like a turn" }).waitFor();
  assert.ok(await wren.page.evaluate(() => document.activeElement?.matches('footer.room-dock')));
});

test('words stay on the page when their part is over, and when it is loaded again', async () => {
  await onward('Closing');
  // The last of the closing's parts holds the plan.
  const text = wren.page.getByLabel('Before next time, I will');
  const part = marlow.page.locator('.run-plan [aria-current="step"]');
  for (let parts = 0; parts < 4 && !(await part.innerText()).includes('plan'); parts += 1) {
    const before = (await part.innerText()).split('\n')[0] ?? '';
    await marlow.page.locator('form[data-order]:visible button', { hasText: 'Next part' }).first().click();
    await part.filter({ hasNotText: before }).waitFor();
  }
  await text.waitFor();
  await text.fill('walk with Dana');
  await onward('Reflection');
  await wren.page.getByText('You were still writing this.').filter({ visible: true }).waitFor();
  assert.equal(await text.inputValue(), 'walk with Dana');
  assert.ok(await text.evaluate((field) => field === document.activeElement));
  await axe(wren.page);
  await noSidewaysScroll(wren.page);
  await wren.page.reload();
  await text.filter({ visible: true }).waitFor();
  assert.equal(await text.inputValue(), 'walk with Dana');
});

test('what is typed while another answer waits for the line is not taken for kept', async () => {
  const form = wren.page.locator('form:has(#plan-text)');
  const text = form.getByLabel('Before next time');
  network.cut();
  await wren.page.locator('[data-part="line"]').waitFor();
  await form.getByRole('button', { name: 'Nothing this week' }).click();
  const waits = wren.page.locator('[data-part="notice"]', { hasText: "as soon as you're back" });
  await waits.waitFor();
  await text.fill('call Dana on Friday');
  await form.getByRole('radio', { name: 'The circle' }).check();
  network.restore();
  await waits.waitFor({ state: 'hidden' });
  assert.equal(await text.inputValue(), 'call Dana on Friday');
  assert.equal((await drafts(wren)).length, 1);
  await form.getByText('You were still writing this.').waitFor();
  await text.fill('walk with Dana');
  await form.getByRole('radio', { name: 'Only me' }).check();
});

test('words can still be kept after the end, and «Kept» is only said of what is kept', async () => {
  await marlow.page.getByText('Ending', { exact: true }).click();
  await marlow.page.getByText('End the session early').click();
  await marlow.page.getByRole('button', { name: 'Yes, end now' }).click();
  await wren.page.getByText('Thank you for being here').filter({ visible: true }).waitFor();
  const form = wren.page.locator('form:has(#plan-text)');
  await form.getByRole('button', { name: 'Keep it' }).click();
  const kept = form.getByText('Kept. Only you can see it.');
  await kept.waitFor();
  assert.deepEqual(await drafts(wren), []);
  await axe(wren.page);
  await form.getByLabel('Before next time').fill('walk with Dana, even if it rains');
  await kept.waitFor({ state: 'hidden' });
  assert.equal((await drafts(wren)).length, 1);
});

test('leaving quickly leaves no word and no key behind', async () => {
  await wren.page.evaluate(() => localStorage.setItem('renew.sealed.elm', 'a key'));
  await wren.page.route('**/leave', (route) => route.fulfill({ body: 'gone' }));
  await wren.page.locator('.room-top [data-leave]').click();
  await wren.page.waitForURL('**/leave');
  assert.deepEqual(await drafts(wren), []);
  assert.equal(await wren.page.evaluate(() => localStorage.length), 0);
});
