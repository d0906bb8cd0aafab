// An evening of which half sits together: three people around one phone, a screen on the wall of
// their room, and Juniper and Sol online, Sol with nothing but a keyboard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, axeInBothLooks, noSidewaysScroll, press, shot, tap } from './harness.mjs';
import { Together } from './together.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** What a large screen on a wall has. */
const WALL = { width: 1920, height: 1080 };

const night = new Together();
/** @type {Person} */
let marlow;
/** @type {Person} */
let juniper;
/** @type {Person} */
let sol;
/** The phone on the table. @type {Person} */
let phone;
/** @type {Person} */
let wall;
/** Where Marlow puts devices in the room, in a tab of its own. @type {import('playwright-core').Page} */
let devices;

before(async () => {
  await night.gather({ Marlow: { desktop: true }, Juniper: {}, Sol: { desktop: true, dark: true } });
  [marlow, juniper, sol] = night.people('Marlow', 'Juniper', 'Sol');
  phone = await night.stranger({ expect: [/ERR_|net::|Failed to load/] });
  wall = await night.stranger({ desktop: true });
  await wall.page.setViewportSize(WALL);
});

after(() => night.close());

/** The button that says exactly what will happen. @param {string | RegExp} says */
const lamp = (says) =>
  marlow.page.locator('[data-order="lamp"] button').filter({ hasText: says }).click();

/** @param {Person} person @param {string} name */
const button = (person, name) =>
  person.page.getByRole('button', { name, exact: true }).filter({ visible: true }).first();

/** Waits until the table's phone shows this name to both sides. @param {string} name */
async function bothSides(name) {
  const named = phone.page.locator('.half .who-now', { hasText: name });
  await named.nth(1).waitFor();
  assert.equal(await named.count(), 2);
}

/** The code that was made just now. @param {string} button that asks for one */
async function codeFor(button) {
  await devices.getByRole('button', { name: button, exact: true }).click();
  return devices.locator('.word').innerText();
}

/** @param {Person} person @param {string} code */
async function typeCode(person, code) {
  await person.page.getByLabel(/code/i).first().fill(code);
  await person.page.locator('main form button[type="submit"]').click();
}

/** Gives somebody the turn, from the circle of who leads. @param {string} name */
async function give(name) {
  await marlow.page.locator('[data-part="seats"] .seat', { hasText: name }).locator('[data-seat]').click();
  await marlow.page.locator('#seat').getByRole('button', { name: 'Give the turn' }).click();
}

test('who leads puts a phone on the table and a screen on the wall', async () => {
  const link = marlow.page.getByRole('link', { name: 'A phone on a table' });
  [devices] = await Promise.all([marlow.context.waitForEvent('page'), link.click()]);
  await devices.waitForURL('**/in-room');
  const table = await codeFor('Put a phone on the table');
  await axe(devices);
  await shot(devices, 'hybrid-devices');

  // Anybody finds the way from the front page.
  await phone.page.goto('/');
  await phone.page.getByRole('link', { name: 'A phone for a table' }).click();
  await typeCode(phone, 'CDF 347');
  await phone.page.getByText('This code opens nothing').first().waitFor();
  await typeCode(phone, table);
  await phone.page.waitForURL('**/table/here');
  await shot(phone.page, 'hybrid-table-empty');

  await wall.page.goto('/wall');
  await typeCode(wall, await codeFor('Show on a screen'));
  await wall.page.waitForURL('**/wall/here');
});

test('three people sit down at the table', async () => {
  await phone.page.getByRole('link', { name: 'Say who sits here' }).click();
  await phone.page.waitForURL('**/table/people');
  for (const [name, sign] of /** @type {const} */ ([
    ['Tomás', 'hills'],
    ['Bea', 'lotus'],
    ['Ridley', 'fire'],
  ])) {
    await phone.page.getByLabel('name').first().fill(name);
    await phone.page.locator(`.swatch label:has(input[value="${sign}"])`).click();
    await phone.page.getByRole('button', { name: 'Add to this table' }).click();
    await phone.page.locator('.person', { hasText: name }).waitFor();
  }
  await axe(phone.page);
  await noSidewaysScroll(phone.page);
  await shot(phone.page, 'hybrid-table-people');
  await phone.page.getByRole('link', { name: 'Back' }).click();
  await wall.page.getByText('Ridley').waitFor();

  for (const person of [juniper, sol]) await night.look(person);
  await marlow.page.locator('[data-part="seats"] .seat').nth(5).waitFor();
});

test('each at the table agrees, and has an own turn', async () => {
  await lamp('Begin the session');
  await night.nextPart('Opening');
  await button(marlow, 'I agree').click();
  await button(juniper, 'I agree').click();
  await press(sol.page, button(sol, 'I agree'));
  await shot(phone.page, 'hybrid-table-agree');
  await axe(phone.page);
  for (const name of ['Tomás', 'Bea', 'Ridley']) await button(phone, `${name} agrees`).click();
  await button(phone, 'Ridley agrees').waitFor({ state: 'hidden' });
  await night.nextPart('Check-in round');

  await give('Tomás');
  await bothSides('Tomás');
  await wall.page.locator('.wall-now', { hasText: 'Tomás' }).waitFor();
  await axeInBothLooks(phone.page);
  await noSidewaysScroll(phone.page);
  await shot(phone.page, 'hybrid-table-turn');
  await axe(wall.page);
  await noSidewaysScroll(wall.page);
  await shot(wall.page, 'hybrid-wall');
  await button(phone, 'Done').click();
  await phone.page.locator('.half .who-now', { hasText: 'Tomás' }).first().waitFor({ state: 'detached' });

  await give('Sol');
  await bothSides('Sol');
  assert.equal(await button(phone, 'Done').count(), 0);
  await press(sol.page, button(sol, "I'm done"));
});

test('a table whose line is gone goes on by itself, and tells afterwards', async () => {
  await give('Bea');
  await bothSides('Bea');
  await phone.context.setOffline(true);
  await phone.page.getByText('The room goes on').filter({ visible: true }).waitFor();
  const own = (/** @type {string} */ name) =>
    phone.page.locator('[data-own="name"]', { hasText: name }).nth(1).waitFor();
  await own('Bea');
  await button(phone, 'Done').click();
  await own('Ridley');
  // Whom to call is there without a line.
  await phone.page.locator('[data-own-way] .urgent').waitFor();
  await shot(phone.page, 'hybrid-table-lost');
  await axe(phone.page);
  await button(phone, 'Pass it on').click();
  await own('You have all been heard');
  // For the room it is still Bea's turn.
  await wall.page.locator('.wall-now', { hasText: 'Bea' }).waitFor();

  // It lets go of the debugger, and with that the line is back: so it is the last thing without one.
  await noSidewaysScroll(phone.page);
  await phone.context.setOffline(false);
  const seat = (/** @type {string} */ name) =>
    marlow.page.locator('[data-part="seats"] .seat', { hasText: name });
  await seat('Bea').filter({ hasText: 'has shared' }).waitFor();
  await seat('Ridley').filter({ hasText: 'passed' }).waitFor();
  await phone.page.locator('[data-piece]').filter({ visible: true }).waitFor();
  await marlow.page.getByRole('heading', { name: 'Time to speak' }).waitFor();
  await shot(marlow.page, 'hybrid-run');
  await axe(marlow.page);
});

test('who wants to speak says so on the table', async () => {
  await night.nextPart('Activity');
  await button(phone, 'Ridley wants to speak').click();
  await phone.page.locator('.table-hands [aria-pressed="true"]', { hasText: 'Ridley' }).waitFor();
  await shot(phone.page, 'hybrid-table-hands');
  await axe(phone.page);
  await lamp('Give the turn to Ridley');
  await bothSides('Ridley');
  await button(phone, 'Let others answer').click();
  await phone.page.locator('#b-invite[aria-pressed="true"]').waitFor();
  await axeInBothLooks(phone.page);
  await button(phone, 'Done').click();
});

test('somebody at the table goes on with their own phone', async () => {
  await phone.page.getByRole('link', { name: 'Change who is here' }).click();
  await button(phone, 'Bea: show my code').click();
  const code = await phone.page.locator('.word').innerText();
  await axe(phone.page);
  await shot(phone.page, 'hybrid-own-code');
  await phone.page.getByRole('link', { name: 'Hide it' }).click();

  const bea = await night.stranger();
  await bea.page.goto('/come-back');
  await bea.page.getByRole('link', { name: 'I sat at a table' }).click();
  await shot(bea.page, 'hybrid-code');
  await typeCode(bea, code);
  await bea.page.waitForURL(`**${night.room}`);
  await bea.page.locator('[data-part="seats"] .seat').first().waitFor();
  // It asks what is new every twenty seconds.
  const left = phone.page.locator('.table-mid', { hasText: 'At this table: Tomás, Ridley.' });
  await left.waitFor({ timeout: 40_000 });

  // On to the plan, which Bea writes on her own phone.
  const heading = marlow.page.locator('.run-plan [aria-current="step"]');
  for (let part = 0; part < 6 && !(await heading.innerText()).includes('plan'); part += 1) {
    const before = await heading.innerText();
    await tap(night.onward());
    await heading.filter({ hasNotText: before.split('\n')[0] ?? before }).waitFor();
  }
  await bea.page.getByLabel('Before next time, I will').fill('walk to the river on Tuesday');
  await bea.page.locator('label', { hasText: 'Only me' }).filter({ visible: true }).click();
  await bea.page.locator('form:has(#plan-text) button', { hasText: 'Keep it' }).click();
  await bea.page.getByText('Kept. Only you can see it.').waitFor();
  // What happens after it has reached both.
  const told = (/** @type {Person} */ { page }) => page.locator('[data-piece]').getAttribute('data-told');
  const before = [await told(phone), await told(wall)];
  await night.nextPart('Reflection');
  for (const [n, { page }] of [phone, wall].entries()) {
    await page.waitForFunction(
      (was) => document.querySelector('[data-piece]')?.getAttribute('data-told') !== was,
      before[n],
    );
  }
  assert.equal(await phone.page.getByText('river').count(), 0);
  assert.equal(await wall.page.getByText('river').count(), 0);
});

test('the evening ends, and leaving quickly clears the phone', async () => {
  await lamp('Thank everyone and end');
  await bothSides('Thank you');
  await button(phone, 'Tomás: show my code').waitFor();
  await axe(phone.page);
  await shot(phone.page, 'hybrid-table-ended');
  await wall.page.locator('.wall-now', { hasText: 'Go gently' }).waitFor();
  await shot(wall.page, 'hybrid-wall-ended');
  // What it leads to is another site's.
  await phone.context.request.get('/leave', { maxRedirects: 0 });
  await phone.page.goto('/table/here');
  await phone.page.waitForURL('**/table');
});
