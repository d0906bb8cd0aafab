// A problem that Wren brings, from the first sentence to a step for the week. Ideas are written in
// silence: Sol's page keeps them as they are written, Ana's browser runs no scripts, and nobody reads
// a word of another's before all are shown. What Wren decides is Wren's plan.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, axeInBothLooks, noSidewaysScroll, press, shot } from './harness.mjs';
import { FOUR, Together, button, isKept, sees, shows } from './together.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const PROBLEM = 'The evenings after work are too long';
const TRIED = 'I went to the pool twice';
const WRENS = 'Eat before I get home';
const SOLS = ['Walk with somebody at six', 'Take the other bus'];
const ANAS = ['Ask your brother to ring', 'Cook for two days'];
const LATE = 'Sit in the library';
const EXPECTED = 'Two evenings of five will be easier';
const STEP = 'Wren asks Sol to walk on Tuesday at six';

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

/** @param {Person} person @param {number} nth */
const idea = (person, nth) => person.page.locator(`#w-1-idea-${nth}-text`);

test('one person brings a problem and what was tried before', async () => {
  await night.comeToWork();
  await night.begins('Solving a problem');
  await button(wren, "I'll bring one").click();
  await night.goOn('the problem');
  await wren.page.getByLabel('The problem').fill(PROBLEM);
  // Whoever is done keeps what stands there.
  await button(wren, "I'm done writing").click();
  await sees(marlow, '1 done writing');
  assert.ok(!night.isSent([marlow, sol], PROBLEM), 'the circle sees it when the step is over');
  await night.goOn('tried before');
  await sees(sol, PROBLEM);
  await wren.page.getByLabel('Something I tried').first().fill(TRIED);
  await button(wren, 'Keep it').click();
  await sees(sol, TRIED);
  await axe(wren.page);
});

test('ideas are written in silence, and nobody is sent a word of them', async () => {
  await night.goOn('ideas, in silence');
  await idea(wren, 0).fill(WRENS);
  await button(wren, 'Keep it').click();
  await isKept(wren, '#w-1-idea-0-text', WRENS);
  for (const [nth, text] of SOLS.entries()) {
    await idea(sol, nth).focus();
    await sol.page.keyboard.type(text);
  }
  await press(sol.page, button(sol, "I'm done writing"));
  for (const [nth, text] of SOLS.entries()) await isKept(sol, `#w-1-idea-${nth}-text`, text);
  // Without scripts: one form for all, so that keeping one idea keeps the other.
  await night.look(ana);
  for (const [nth, text] of ANAS.entries()) await idea(ana, nth).fill(text);
  await ana.page.getByLabel('Put my name to it').first().check();
  await button(ana, 'Keep it').click();
  for (const [nth, text] of ANAS.entries()) assert.equal(await idea(ana, nth).inputValue(), text);
  await shot(ana.page, 'problem-silence', { whole: true });
  await axeInBothLooks(wren.page);
  await axe(ana.page);
  await noSidewaysScroll(ana.page);
  for (const [people, texts] of /** @type {[Person[], string[]][]} */ ([
    [[marlow, sol], [WRENS]],
    [[marlow, wren], SOLS],
    [[marlow, wren, sol], ANAS],
  ])) {
    for (const person of people) assert.ok(night.heard(person) > 0);
    for (const text of texts) assert.ok(!night.isSent(people, text), `${text} is shown too early`);
  }
  for (const text of [WRENS, ...SOLS]) {
    assert.ok(!(await ana.page.content()).includes(text), `${text} is on Ana's page`);
  }
});

test('a name that was put there can be taken away until then, at once', async () => {
  const name = sol.page.getByLabel('Put my name to it').first();
  const kept = (/** @type {boolean} */ is) =>
    sol.page.locator(`#w-1-idea-0-named${is ? '[checked]' : ':not([checked])'}`).waitFor();
  await press(sol.page, name, 'Space');
  await kept(true);
  await press(sol.page, name, 'Space');
  await kept(false);
});

test('all ideas are shown together, and whoever was too late keeps what they typed', async () => {
  await idea(wren, 1).fill(LATE);
  await idea(ana, 1).fill(LATE);
  await night.goOn('choosing');
  for (const person of [marlow, wren, sol]) {
    for (const text of [WRENS, ...SOLS, ...ANAS]) await sees(person, text);
  }
  const card = (/** @type {string} */ text) => wren.page.locator('.together li.card', { hasText: text });
  assert.match(await card(SOLS[0] ?? '').innerText(), /Somebody here/);
  assert.match(await card(ANAS[0] ?? '').innerText(), /Ana/);
  assert.match(await card(ANAS[1] ?? '').innerText(), /Somebody here/);
  // It was never sent, and is in nobody's page but the writers'.
  for (const person of [wren, ana]) {
    if (person === ana) await button(ana, 'Keep it').click();
    await sees(person, 'This was not kept');
    assert.ok(await shows(person, LATE));
  }
  assert.ok(!night.isSent([marlow, wren, sol], LATE));
  await shot(ana.page, 'problem-late');
  await axe(ana.page);
  await axe(wren.page);
  await wren.page.getByText('Let it go', { exact: true }).click();
  assert.ok(!(await shows(wren, LATE)));
});

test('the owner chooses, and nobody else can', async () => {
  assert.equal(await sol.page.getByRole('button', { name: "I'd try this" }).count(), 0);
  for (const text of [SOLS[0] ?? '', ANAS[0] ?? '']) {
    const card = wren.page.locator('.together li.card', { hasText: text });
    await card.getByRole('button', { name: "I'd try this" }).click();
    await card.getByRole('button', { name: 'Not this one after all' }).waitFor();
    await sol.page.locator('.together li.card', { hasText: text }).getByText('Wren would try this').waitFor();
  }
  await shot(wren.page, 'problem-chosen', { whole: true });
  await axeInBothLooks(wren.page);
});

test('who does what, and when, is the plan for the week', async () => {
  await night.goOn('what to expect');
  await wren.page.getByLabel('What I can expect').fill(EXPECTED);
  await button(wren, 'Keep it').click();
  await sees(sol, EXPECTED);
  await night.goOn('the first step');
  await wren.page.getByLabel('Who does what, and when').fill(STEP);
  await button(wren, 'Keep it').click();
  await sees(wren, 'It is also your plan for the week.');
  await shot(wren.page, 'problem-step', { whole: true });
  await axe(wren.page);
  await button(marlow, 'Finish').click();
  await sees(marlow, 'What shall we do together?');
  await wren.page.goto('/today');
  await sees(wren, STEP);
  await shot(wren.page, 'problem-today');
  await axe(wren.page);
  await wren.page.goto('/my-space/plans');
  const kept = await wren.page.locator('article', { hasText: PROBLEM }).innerText();
  for (const text of [TRIED, EXPECTED, STEP, SOLS[0] ?? '', ANAS[0] ?? '']) assert.ok(kept.includes(text), kept);
  assert.ok(!kept.includes(SOLS[1] ?? ''), kept);
  await sol.page.goto('/today');
  assert.ok(!(await sol.page.locator('main').innerText()).includes(STEP));
  assert.ok(!night.isSent([marlow, sol], STEP), 'the first step is Wren\'s alone');
  for (const person of night.everybody) person.assertNoProblems();
});
