// One evening from welcome to closing, in four browsers: Marlow leads from a desk, Juniper holds a
// phone, Sol uses nothing but a keyboard, and Ana's line is cut twice. The group comes from a
// fellowship's feed.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import {
  begin,
  giveRoles,
  groupPath,
  importFeed,
  meetingAt,
  takeSeat,
  welcome,
} from './community.mjs';
import { axe, axeInBothLooks, flakyProxy, noSidewaysScroll, open, press, shot, tap } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** Thirty times faster than real: the whole of it would last three minutes. */
const PACE = 30;

/** @type {import('./harness.mjs').World} */
let world;
/** @type {import('./flaky.mjs').FlakyProxy} */
let network;
/** @type {string} */
let folder;
/** @type {Person} */
let marlow;
/** @type {Person} */
let juniper;
/** @type {Person} */
let sol;
/** @type {Person} */
let ana;
/** @type {string} */
let room;

before(async () => {
  world = await open({ args: ['--pace', String(PACE)] });
  folder = await mkdtemp(join(tmpdir(), 'renew-evening-'));
  const feed = join(folder, 'feed.json');
  await writeFile(feed, JSON.stringify([meetingAt(-60_000, 'mill-street', 'Mill Street Circle')]));
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Mill Street' });
  const group = await groupPath(coordinator, /Mill Street/);

  network = await flakyProxy();
  marlow = await world.person({ desktop: true });
  juniper = await world.person({ moves: true });
  sol = await world.person({ desktop: true, dark: true });
  ana = await world.person({ desktop: true, network, expect: [/WebSocket|ERR_|net::/] });
  for (const [person, name] of /** @type {const} */ ([
    [marlow, 'Marlow'],
    [juniper, 'Juniper'],
    [sol, 'Sol'],
    [ana, 'Ana'],
  ])) {
    await takeSeat(person, name);
    await welcome(person, coordinator, group);
  }
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);

  await marlow.page.goto(group.replace('/groups/', '/sessions/next/'));
  await marlow.page.locator('form[action$="/open"] button').click();
  await marlow.page.locator('[data-part="ribbon"]').waitFor();
  room = new URL(marlow.page.url()).pathname.replace(/\/run$/, '');
});

after(async () => {
  try {
    await world?.close();
  } finally {
    // Left open it would keep these tests from ending, and others from beginning.
    await network?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  }
});

/** The button that says exactly what will happen. @param {string | RegExp} says */
async function lamp(says) {
  const button = marlow.page.locator('[data-order="lamp"] button').filter({ hasText: says });
  await button.click();
}

/** The button that goes on to the next part; it is the lamp itself when nothing else is due. */
const onward = () =>
  marlow.page.locator('[data-order="next"] button, [data-order="lamp"] button')
    .filter({ hasText: 'Next part', visible: true }).first();

/** On to the next part. @param {string} part as the ribbon names it */
async function nextPart(part) {
  await tap(onward());
  await marlow.page.locator('.ribbon [aria-current="step"]', { hasText: part }).waitFor();
}

/** @param {Person} person @param {string} name */
const button = (person, name) =>
  person.page.getByRole('button', { name, exact: true }).filter({ visible: true }).first();

/** Waits until the circle's middle names a speaker. @param {Person} person @param {string} name */
const speaking = (person, name) =>
  person.page.locator('[data-part="hearth"]', { hasText: name }).waitFor();

test('the circle gathers', async () => {
  await marlow.page.goto(`${room}/run`);
  for (const person of [juniper, sol, ana]) await person.page.goto(room);
  await marlow.page.getByText('4 of us are here').first().waitFor();
  const seats = juniper.page.locator('[data-part="seats"] .seat');
  await seats.nth(3).waitFor();
  assert.equal(await seats.count(), 4);
  await lamp('Begin the session');
  await juniper.page.locator('.ribbon [aria-current="step"]', { hasText: 'Mindfulness' }).waitFor();
  await shot(juniper.page, 'evening-breathing');
});

test('nobody shares before they have agreed', async () => {
  await nextPart('Opening');
  await button(juniper, 'I agree').waitFor();
  await shot(juniper.page, 'evening-agreement');
  await axe(juniper.page);
  await button(juniper, 'I agree').click();
  await press(sol.page, button(sol, 'I agree'));
  await button(ana, 'I agree').click();
  await button(marlow, 'I agree').click();
  await nextPart('Check-in round');
});

test('each has a turn, and who loses the line keeps it', async () => {
  await lamp('Take your turn');
  await speaking(juniper, 'Marlow');
  await juniper.page.getByRole('button', { name: 'I hear you' }).click();
  await lamp("I'm done");
  await speaking(juniper, 'Your turn');
  await shot(juniper.page, 'evening-my-turn');
  await axe(juniper.page);
  await noSidewaysScroll(juniper.page);
  await button(juniper, "I'm done").click();

  await speaking(sol, 'Your turn');
  await shot(sol.page, 'evening-my-turn-dark');
  await press(sol.page, button(sol, "I'm done"));

  await speaking(ana, 'Your turn');
  network.cut();
  await ana.page.locator('[data-part="line"]').waitFor();
  await shot(ana.page, 'evening-reconnecting');
  await marlow.page.getByText('Ana dropped off. Seat kept.').waitFor();
  await speaking(juniper, 'Ana');
  network.restore();
  await ana.page.locator('[data-part="line"]').waitFor({ state: 'hidden' });
  await marlow.page.getByText('Ana dropped off').waitFor({ state: 'detached' });
  await speaking(ana, 'Your turn');
  await button(ana, "I'm done").click();
});

test('a private word reaches who leads, and nobody else', async () => {
  await juniper.page.getByText('Tell Marlow').filter({ visible: true }).first().click();
  await shot(juniper.page, 'evening-private');
  await button(juniper, 'Send to Marlow').click();
  await marlow.page.getByText("Juniper: I'm not OK").waitFor();
  await shot(marlow.page, 'evening-run');
  await axe(marlow.page);
  await button(marlow, "I've got this").click();
  await juniper.page.locator('[data-text="word_line"]', { hasText: 'Marlow is here for you' }).waitFor();
  assert.equal(await sol.page.getByText("I'm not OK").filter({ visible: true }).count(), 0);
});

test('hands are raised by keyboard, and the turn is given', async () => {
  await nextPart('Activity');
  await press(sol.page, sol.page.getByRole('button', { name: 'Hand' }).filter({ visible: true }));
  await lamp('Give the turn to Sol');
  await speaking(sol, 'Your turn');
  await press(sol.page, button(sol, "I'm done"));
});

test('each keeps a plan, whatever the network does', async () => {
  // The activity has several parts; each is left by its own tap.
  const heading = marlow.page.locator('.run-plan [aria-current="step"]');
  for (let part = 0; part < 6 && !(await heading.innerText()).includes('plan'); part += 1) {
    const before = await heading.innerText();
    await tap(onward());
    await heading.filter({ hasNotText: before.split('\n')[0] ?? before }).waitFor();
  }
  await juniper.page.getByLabel('Before next time, I will').fill('walk on Wednesday, even if it rains');
  await juniper.page.locator('label', { hasText: 'The circle' }).filter({ visible: true }).click();
  await juniper.page.locator('form:has(#plan-text) button', { hasText: 'Keep it' }).click();
  await juniper.page.getByText('Kept. The circle can see it too.').waitFor();
  await ana.page.getByText('walk on Wednesday').waitFor();
  await shot(juniper.page, 'evening-plan');
  await axe(juniper.page);

  const text = sol.page.getByLabel('Before next time, I will');
  await press(sol.page, text, 'x');
  await sol.page.keyboard.type(' breakfast four days of seven');
  await press(sol.page, sol.page.getByLabel('Only me').filter({ visible: true }), 'Space');
  await press(sol.page, sol.page.locator('form:has(#plan-text) button', { hasText: 'Keep it' }));
  await sol.page.getByText('Kept. Only you can see it.').waitFor();

  await ana.page.getByLabel('Before next time, I will').fill('ring the clinic on Monday');
  await ana.page.locator('label', { hasText: 'Only me' }).filter({ visible: true }).click();
  network.cut();
  await ana.page.locator('[data-part="line"]').waitFor();
  await ana.page.locator('form:has(#plan-text) button', { hasText: 'Keep it' }).click();
  network.restore();
  await ana.page.getByText('Kept. Only you can see it.').waitFor();
});

test('the evening closes', async () => {
  await nextPart('Reflection');
  await juniper.page.getByLabel('What do you want to remember from tonight?').fill('The rain song.');
  await juniper.page.locator('form:has(#reflection-text) button').click();
  await juniper.page.getByText('Kept. Only you can open it.').first().waitFor();
  await shot(juniper.page, 'evening-reflection');
  await lamp('Thank everyone and end');
  for (const person of [juniper, sol, ana]) {
    await person.page.getByText('Thank you for being here').filter({ visible: true }).waitFor();
  }
  await shot(juniper.page, 'evening-ended');
});

test('each finds their plan on Today, and only their own', async () => {
  for (const [person, plan] of /** @type {const} */ ([
    [juniper, 'walk on Wednesday'],
    [sol, 'breakfast four days of seven'],
    [ana, 'ring the clinic on Monday'],
  ])) {
    await person.page.goto('/today');
    await person.page.getByText(plan).first().waitFor();
    await axe(person.page);
  }
  await shot(juniper.page, 'evening-today');
  assert.equal(await juniper.page.getByText('ring the clinic').count(), 0);
});

test('the record says who came and nothing that was said', async () => {
  await marlow.page.goto(`${room}/record`);
  for (const name of ['Marlow', 'Juniper', 'Sol', 'Ana']) {
    await marlow.page.getByText(name, { exact: true }).first().waitFor();
  }
  assert.equal(await marlow.page.getByText('walk on Wednesday').count(), 0);
  await axeInBothLooks(marlow.page);
});

test('who led looks back, and what is typed there is kept by itself', async () => {
  await marlow.page.goto(`${room}/debrief`);
  await marlow.page.getByRole('heading', { name: 'What we agreed, and what happened' }).waitFor();
  await axeInBothLooks(marlow.page);
  await noSidewaysScroll(marlow.page);
  await marlow.page.getByLabel('What went well').fill('Everybody took their time.');
  await marlow.page.getByText('Kept.', { exact: true }).waitFor();
  await marlow.page.reload();
  assert.equal(await marlow.page.getByLabel('What went well').inputValue(), 'Everybody took their time.');
  await shot(marlow.page, 'evening-debrief');
  juniper.expect.push(/status of 404/);
  const answer = await juniper.page.goto(`${room}/debrief`);
  assert.equal(answer?.status(), 404);
});
