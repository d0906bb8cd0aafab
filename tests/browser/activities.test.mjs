// A thought that one person brings, looked at by four: Marlow leads from a desk, Wren brings it on a
// phone, Sol uses nothing but a keyboard, and Ana's browser runs no scripts. Nobody reads what
// another writes before all of it is shown, and what Wren keeps is Wren's.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, axeInBothLooks, noSidewaysScroll, press, shot } from './harness.mjs';
import { FOUR, Together, button, isKept, sees } from './together.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const THOUGHT = 'They all know what I did';
const SOLS = 'Most of them have enough of their own';
const ANAS = 'You could ask one of them';

const night = new Together();
/** @type {Person} */
let marlow;
/** @type {Person} */
let wren;
/** @type {Person} */
let sol;
/** @type {Person} */
let ana;

before(async () => {
  await night.gather(FOUR);
  [marlow, wren, sol, ana] = night.people('Marlow', 'Wren', 'Sol', 'Ana');
});

after(() => night.close());

test('the circle comes to its working time', async () => {
  await night.comeToWork();
  await axe(marlow.page);
});

test('one person brings a thought, and nobody is asked by name', async () => {
  await night.begins('Looking at a thought');
  await button(sol, "I'll bring one").waitFor();
  await button(wren, "I'll bring one").click();
  await sees(sol, 'Wren brought this.');
  await night.goOn('an example');
  await sees(sol, 'A made-up example');
  await night.goOn('the thought');
  await sees(sol, 'Wren is writing');
  await wren.page.getByLabel('What went through my mind').fill(THOUGHT);
  await wren.page.locator('#w-1-belief-0-level').fill('80');
  await button(wren, 'Keep it').click();
  await isKept(wren, '#w-1-thought-0-text', THOUGHT);
  await isKept(wren, '#w-1-belief-0-level', '80');
  await shot(wren.page, 'activities-owner');
  await axe(wren.page);
  assert.ok(!night.isSent([marlow, sol], THOUGHT), 'the circle sees it when the step is over');
});

test('each writes alone, and nobody else is sent a word of it', async () => {
  await night.goOn('each alone');
  await sees(sol, THOUGHT);
  await sol.page.getByLabel('A fairer thought').focus();
  await sol.page.keyboard.type(SOLS);
  await press(sol.page, button(sol, 'Keep it'));
  // The panel is drawn anew with what was kept; who tabs on meanwhile stays where they are.
  await isKept(sol, '#w-1-fairer-0-text', SOLS);
  // A pattern is marked at once, and what is still being typed stays as it is.
  await sol.page.getByLabel("What doesn't fit").fill('They came back');
  await press(sol.page, sol.page.getByLabel('Reading minds'), 'Space');
  await sol.page.locator('#w-1-pattern-4[checked]').waitFor();
  assert.equal(await sol.page.getByLabel("What doesn't fit").inputValue(), 'They came back');
  await sol.page.getByLabel("What doesn't fit").fill('');
  await night.look(ana);
  await ana.page.getByLabel('A fairer thought').fill(ANAS);
  await ana.page.getByLabel('Put my name to it').last().check();
  await button(ana, 'Keep it').click();
  await ana.page.locator('#w-1-fairer-0-text', { hasText: ANAS }).waitFor();
  await axe(sol.page);
  await noSidewaysScroll(ana.page);
  for (const text of [SOLS, ANAS]) {
    assert.ok(!night.isSent([marlow, wren], text), `${text} is shown too early`);
  }
  assert.ok(!night.isSent([sol], ANAS));
});

test('all is shown at once, with a name only where its writer put it', async () => {
  await night.goOn('all at once');
  for (const person of [marlow, wren, sol]) {
    await sees(person, SOLS);
    await sees(person, ANAS);
  }
  const card = (/** @type {string} */ text) => wren.page.locator('li.card', { hasText: text });
  assert.match(await card(SOLS).innerText(), /Somebody here/);
  assert.match(await card(ANAS).innerText(), /Ana/);
  await sees(wren, 'One of us marked it');
  await shot(wren.page, 'activities-shown');
  await axeInBothLooks(wren.page);
  assert.equal(await sol.page.getByRole('button', { name: 'Keep it in my sheet' }).count(), 0);
  await card(SOLS).getByRole('button', { name: 'Keep it in my sheet' }).click();
  await card(SOLS).getByText('Kept in my sheet').waitFor();
});

test('what Wren keeps is found again, by Wren alone', async () => {
  await night.goOn('looking again');
  await wren.page.locator('#w-1-belief-now-0-level').fill('35');
  await button(wren, 'Keep it').click();
  await isKept(wren, '#w-1-belief-now-0-level', '35');
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
