// After the end. Whoever wants to stays in the lounge: Wren on a phone, and Sol, who uses nothing but
// a keyboard and goes again. Sol thanks Ana, whose browser runs no scripts, and nobody else hears of
// it. Then the lounge closes by itself.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, axeInBothLooks, focused, noSidewaysScroll, press, shot } from './harness.mjs';
import { FOUR, Together, button, sees, shows } from './together.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** Its lounge, of a quarter of an hour, is open for a minute and a half. */
const PACE = 10;
/** The lounge, and what a crowded machine takes beside it. */
const CLOSES_MS_MAX = 120_000;
const WORDS = 'You waited for me at the bus stop';

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
  await night.gather(FOUR, { args: ['--pace', String(PACE)] });
  [marlow, wren, sol, ana] = night.people('Marlow', 'Wren', 'Sol', 'Ana');
});

after(() => night.close());

/** @param {Person} person */
const lounge = ({ page }) => page.locator('section[aria-labelledby="lounge-title"]').filter({ visible: true });

/** Who is in the lounge, for somebody's eyes. @param {Person} person @param {string[]} names */
async function finds(person, names) {
  const here = lounge(person).locator('ul li');
  for (const name of names) await here.filter({ hasText: name }).waitFor();
  assert.equal(await here.count(), names.length);
}

test('the circle ends, and the lounge opens', async () => {
  await night.comeTogether();
  await marlow.page.getByText('Ending', { exact: true }).click();
  await marlow.page.getByText('End the session early').click();
  await button(marlow, 'Yes, end now').click();
  await night.look(ana);
  for (const person of night.everybody) {
    await lounge(person).waitFor();
    await sees(person, 'Nobody has come in yet.');
  }
});

test('two come in, and see each other and how long it is open', async () => {
  await button(wren, 'Come in').click();
  await sees(sol, 'Here now');
  await press(sol.page, button(sol, 'Come in'));
  for (const person of [wren, sol]) {
    await sees(person, "You're in. Go whenever you like.");
    await finds(person, ['Wren', 'Sol']);
  }
  const [title = '', ...others] = await Promise.all(
    night.everybody.map((person) => lounge(person).locator('#lounge-title').innerText()),
  );
  assert.match(title, /^The lounge is open until \d{1,2}:\d\d [ap]m$/);
  for (const other of others) assert.equal(other, title);
  // Who isn't in it sees who is: so does who led, and without scripts by looking again.
  await night.look(ana);
  for (const person of [marlow, ana]) await finds(person, ['Wren', 'Sol']);
  await shot(wren.page, 'after-lounge');
  await axe(wren.page);
  await noSidewaysScroll(wren.page);
});

test('one leaves, and the other stays', async () => {
  await press(sol.page, button(sol, 'Leave the lounge'));
  await button(sol, 'Come in').waitFor();
  assert.match(await focused(sol.page), /Come in/);
  await lounge(wren).locator('li', { hasText: 'Sol' }).waitFor({ state: 'detached' });
  for (const person of [wren, sol]) await finds(person, ['Wren']);
  await night.look(ana);
  await finds(ana, ['Wren']);
});

test('one person thanks another, by name', async () => {
  await press(sol.page, sol.page.locator('#to-afterwards'));
  await sol.page.waitForURL('**/afterwards');
  await press(sol.page, sol.page.locator('main a[href$="/thank"]'));
  await sol.page.waitForURL('**/thank');
  const whom = sol.page.getByRole('group', { name: 'Whom would you like to thank?' });
  assert.equal(await whom.getByRole('radio', { name: 'Sol' }).count(), 0, 'nobody thanks themself');
  await whom.getByRole('radio', { name: 'Ana' }).focus();
  await sol.page.keyboard.press('Space');
  await sol.page.getByLabel('For being honest').focus();
  await sol.page.keyboard.press('Space');
  await sol.page.getByLabel('In your own words, if you like').focus();
  await sol.page.keyboard.type(WORDS);
  await axe(sol.page);
  await press(sol.page, button(sol, 'Send it'));
  await sees(sol, 'It is on its way. Nobody else sees it.');
  await whom.getByText('you thanked them').waitFor();
  await shot(sol.page, 'after-thanked', { whole: true });
  assert.ok(!(await shows(sol, WORDS)), 'what was sent is Ana\'s now');
});

test('the other finds it and opens it, and nobody else does', async () => {
  await ana.page.goto('/today');
  await sees(ana, 'Someone in the circle thanked you');
  for (const hidden of [WORDS, 'Sol thanks']) assert.ok(!(await shows(ana, hidden)), hidden);
  await button(ana, 'Open it').click();
  await ana.page.waitForURL('**/my-space/thanks');
  await sees(ana, 'Sol thanks you');
  for (const text of ['For being honest', WORDS]) await sees(ana, text);
  await shot(ana.page, 'after-thanks', { whole: true });
  await axeInBothLooks(ana.page);
  await noSidewaysScroll(ana.page);
  await ana.page.goto('/today');
  assert.ok(!(await shows(ana, 'thanked you')), 'it was opened');
  await marlow.page.goto('/my-space/thanks');
  await sees(marlow, 'Nothing is here yet');
  for (const person of [marlow, wren]) assert.ok(night.heard(person) > 0);
  assert.ok(!night.isSent([marlow, wren, sol], WORDS));
});

test('the lounge closes by itself', async () => {
  const closed = wren.page.getByRole('heading', { name: 'The lounge is closed' });
  await closed.waitFor({ timeout: CLOSES_MS_MAX });
  assert.equal(await wren.page.getByRole('button', { name: 'Leave the lounge' }).count(), 0);
  await shot(wren.page, 'after-closed');
  await axe(wren.page);
  await night.look(ana);
  await sees(ana, 'The lounge is closed');
  for (const person of night.everybody) person.assertNoProblems();
});
