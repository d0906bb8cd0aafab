// A thought that one person brings, looked at by four: Marlow leads from a desk, Wren brings it on a
// phone, Sol uses nothing but a keyboard, and Ana's browser runs no scripts. Nobody reads what
// another writes before all of it is shown, and what Wren keeps is Wren's.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { begin, giveRoles, groupPath, importFeed, meetingAt, takeSeat, welcome } from './community.mjs';
import { axe, axeInAllLooks, noSidewaysScroll, open, press, shot } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const THOUGHT = 'They all know what I did';
const SOLS = 'Most of them have enough of their own';
const ANAS = 'You could ask one of them';

/** @type {import('./harness.mjs').World} */
let world;
/** @type {Person} */
let marlow;
/** @type {Person} */
let wren;
/** @type {Person} */
let sol;
/** @type {Person} */
let ana;
/** @type {string} */
let room;
/** @type {string} */
let folder;
/** What each page with scripts has been sent so far. @type {Map<Person, string[]>} */
const frames = new Map();

before(async () => {
  world = await open();
  folder = await mkdtemp(join(tmpdir(), 'renew-activities-'));
  const feed = join(folder, 'feed.json');
  await writeFile(feed, JSON.stringify([meetingAt(-60_000, 'mill-street', 'Mill Street Circle')]));
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Mill Street' });
  const group = await groupPath(coordinator, /Mill Street/);

  marlow = await world.person({ desktop: true });
  wren = await world.person();
  sol = await world.person({ desktop: true, dark: true });
  ana = await world.person({ noScript: true });
  for (const [person, name] of /** @type {const} */ ([
    [marlow, 'Marlow'],
    [wren, 'Wren'],
    [sol, 'Sol'],
    [ana, 'Ana'],
  ])) {
    await takeSeat(person, name);
    await welcome(person, coordinator, group);
    const heard = /** @type {string[]} */ ([]);
    frames.set(person, heard);
    person.page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
    });
  }
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);
  await marlow.page.goto(group.replace('/groups/', '/sessions/next/'));
  await marlow.page.locator('form[action$="/open"] button').click();
  await marlow.page.waitForURL('**/sessions/*/run');
  room = new URL(marlow.page.url()).pathname.replace(/\/run$/, '');
});

after(async () => {
  await world?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** @param {Person} person @param {string | RegExp} name */
const button = (person, name) =>
  person.page.getByRole('button', { name }).filter({ visible: true }).first();

/** @param {Person} person @param {string} text */
const sees = (person, text) =>
  person.page.getByText(text).filter({ visible: true }).first().waitFor();

/** A page without scripts sees what is new when it is loaded again. @param {Person} person */
const look = (person) => person.page.goto(room);

/** Who leads goes on to a step. @param {string} step */
async function goOn(step) {
  await button(marlow, `Go on: ${step}`).click();
  await sees(marlow, `: ${step}.`);
}

/** Whether anybody but the writer has been sent this. @param {Person[]} others @param {string} text */
function isSent(others, text) {
  return others.some((person) => (frames.get(person) ?? []).some((frame) => frame.includes(text)));
}

test('the circle comes to its working time', async () => {
  await look(wren);
  await look(sol);
  await look(ana);
  await button(marlow, 'Begin the session').click();
  await marlow.page.locator('[data-order="next"] button, [data-order="lamp"] button')
    .filter({ hasText: 'Next part', visible: true }).first().click();
  await button(marlow, 'I agree').click();
  await button(wren, 'I agree').click();
  await press(sol.page, button(sol, 'I agree'));
  await look(ana);
  await button(ana, 'I agree').click();
  for (let part = 0; part < 8; part += 1) {
    if (await marlow.page.getByText('What shall we do together?').isVisible()) break;
    const before = await marlow.page.locator('.run-side').innerText();
    await marlow.page.locator('[data-order="next"] button, [data-order="lamp"] button')
      .filter({ hasText: 'Next part', visible: true }).first().click();
    await marlow.page.waitForFunction(
      (text) => /** @type {HTMLElement} */ (document.querySelector('.run-side')).innerText !== text,
      before,
    );
  }
  await sees(marlow, 'What shall we do together?');
  await axe(marlow.page);
});

test('one person brings a thought, and nobody is asked by name', async () => {
  await marlow.page.getByText('What shall we do together?').click();
  await button(marlow, 'Begin: Looking at a thought').click();
  await button(sol, "I'll bring one").waitFor();
  await button(wren, "I'll bring one").click();
  await sees(sol, 'Wren brought this.');
  await goOn('an example');
  await sees(sol, 'A made-up example');
  await goOn('the thought');
  await sees(sol, 'Wren is writing');
  await wren.page.getByLabel('What went through my mind').fill(THOUGHT);
  await wren.page.locator('#w-1-thought-0').getByRole('button', { name: 'Keep it' }).click();
  await wren.page.locator('#w-1-belief-0-level').fill('80');
  await wren.page.locator('#w-1-belief-0').getByRole('button', { name: 'Keep it' }).click();
  await wren.page.waitForFunction(() => {
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector('#w-1-belief-0-level'));
    return field?.defaultValue === '80';
  });
  await shot(wren.page, 'activities-owner');
  await axe(wren.page);
  assert.ok(!isSent([marlow, sol], THOUGHT), 'the circle sees it when the step is over');
});

test('each writes alone, and nobody else is sent a word of it', async () => {
  await goOn('each alone');
  await sees(sol, THOUGHT);
  await sol.page.getByLabel('A fairer thought').focus();
  await sol.page.keyboard.type(SOLS);
  await press(sol.page, sol.page.locator('#w-1-fairer-0').getByRole('button', { name: 'Keep it' }));
  // The panel is drawn anew with what was kept; who tabs on meanwhile stays where they are.
  await sol.page.waitForFunction((text) => {
    const field = document.querySelector('#w-1-fairer-0-text');
    return /** @type {HTMLTextAreaElement | null} */ (field)?.defaultValue === text;
  }, SOLS);
  await press(sol.page, button(sol, 'Reading minds'));
  await sol.page.locator('#mark-1-4 button[aria-pressed="true"]').waitFor();
  await look(ana);
  await ana.page.getByLabel('A fairer thought').fill(ANAS);
  await ana.page.getByLabel('Put my name to it').last().check();
  await ana.page.locator('#w-1-fairer-0').getByRole('button', { name: 'Keep it' }).click();
  await ana.page.locator('#w-1-fairer-0-text', { hasText: ANAS }).waitFor();
  await axe(sol.page);
  await noSidewaysScroll(ana.page);
  for (const text of [SOLS, ANAS]) {
    assert.ok(!isSent([marlow, wren], text), `${text} is shown too early`);
  }
  assert.ok(!isSent([sol], ANAS));
});

test('all is shown at once, with a name only where its writer put it', async () => {
  await goOn('all at once');
  for (const person of [marlow, wren, sol]) {
    await sees(person, SOLS);
    await sees(person, ANAS);
  }
  const card = (/** @type {string} */ text) => wren.page.locator('li.card', { hasText: text });
  assert.match(await card(SOLS).innerText(), /Somebody here/);
  assert.match(await card(ANAS).innerText(), /Ana/);
  await sees(wren, 'One of us marked it');
  await shot(wren.page, 'activities-shown');
  await axeInAllLooks(wren.page);
  assert.equal(await sol.page.getByRole('button', { name: 'Keep it in my sheet' }).count(), 0);
  await card(SOLS).getByRole('button', { name: 'Keep it in my sheet' }).click();
  await card(SOLS).getByText('Kept in my sheet').waitFor();
});

test('what Wren keeps is found again, by Wren alone', async () => {
  await goOn('looking again');
  await wren.page.locator('#w-1-belief-now-0-level').fill('35');
  await wren.page.locator('#w-1-belief-now-0').getByRole('button', { name: 'Keep it' }).click();
  await wren.page.waitForFunction(() => {
    const field = document.querySelector('#w-1-belief-now-0-level');
    return /** @type {HTMLInputElement | null} */ (field)?.defaultValue === '35';
  });
  await button(marlow, 'Finish').click();
  await sees(marlow, 'What shall we do together?');
  await wren.page.goto('/my-space/plans');
  const kept = await wren.page.locator('article', { hasText: THOUGHT }).innerText();
  assert.ok(kept.includes(SOLS) && !kept.includes(ANAS) && kept.includes('35 of 100'), kept);
  await axe(wren.page);
  await sol.page.goto('/my-space/plans');
  assert.ok(!(await sol.page.locator('main').innerText()).includes(THOUGHT));
  for (const person of [marlow, wren, sol, ana]) person.assertNoProblems();
});
