// Two rehearsals at once, in side rooms: Wren tries out a talk with a sister, Juniper one with an old
// friend. Wren's room swaps, since both want to, and calls for help; Juniper stops in the middle.
// Marlow leads, Tomás uses nothing but a keyboard, and Ana's browser runs no scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { DESKTOP, PHONE, axe, axeInBothLooks, noSidewaysScroll, press, shot } from './harness.mjs';
import { FOUR, Together, button, isKept, sees, shows } from './together.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const SISTER = 'My sister Iris';
const SAYS = 'You always say you will come';
const WRENS = 'I can say no and still be on the phone';
const FRIEND = 'Somebody I used to drink with';
const JUNIPERS = 'I may just walk on';

const night = new Together();
/** @type {Person} */
let marlow;
/** @type {Person} */
let wren;
/** @type {Person} */
let sol;
/** @type {Person} */
let ana;
/** @type {Person} */
let juniper;
/** @type {Person} */
let tomas;

before(async () => {
  await night.gather({ ...FOUR, Juniper: {}, Tomás: { desktop: true } });
  [marlow, wren, sol, ana] = night.people('Marlow', 'Wren', 'Sol', 'Ana');
  [juniper, tomas] = night.people('Juniper', 'Tomás');
});

after(() => night.close());

/** A scene on the list of those who are in none. @param {Person} person @param {string} owner */
const scene = (person, owner) => person.page.locator('.together li.card', { hasText: `${owner}'s scene` });

/** Whether anybody outside of a scene was sent this. @param {Person[]} outside @param {string} text */
function staysInside(outside, text) {
  for (const person of outside) assert.ok(night.heard(person) > 0, 'somebody hears nothing at all');
  assert.ok(!night.isSent(outside, text), `«${text}» left its room`);
}

test('two people have a scene, and others take a part in each', async () => {
  await night.comeToWork();
  await night.begins('Trying out a conversation');
  await button(wren, 'I have a scene to try').click();
  await sees(wren, 'Your corner');
  await button(juniper, 'I have a scene to try').click();
  await scene(sol, 'Wren').getByRole('button', { name: 'Play the other person' }).click();
  await sees(sol, 'Your corner');
  await night.look(ana);
  await scene(ana, 'Wren').getByRole('button', { name: 'Watch and show other ways' }).click();
  await sees(ana, 'Your corner');
  await scene(tomas, 'Juniper').waitFor();
  await press(tomas.page, scene(tomas, 'Juniper').getByRole('button', { name: 'Play the other person' }));
  await sees(tomas, 'Your corner');
  await sees(marlow, "Juniper's scene");
  await axe(marlow.page);
});

test('each scene has a card, which only its own room reads', async () => {
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await wren.page.getByLabel('Who is the other person?').fill(SISTER);
  await wren.page.getByLabel('What do they say?').fill(SAYS);
  await wren.page.getByLabel('If there is a real day for it, which?').fill(day);
  await button(wren, 'Keep it').click();
  await sees(sol, SAYS);
  await night.look(ana);
  await sees(ana, SISTER);
  await night.goOn('in side rooms');
  // What Juniper typed and did not keep goes along with the step.
  await juniper.page.getByLabel('Who is the other person?').fill(FRIEND);
  await button(juniper, 'On to: the scene').click();
  await sees(tomas, FRIEND);
  staysInside([marlow, juniper, tomas], SAYS);
  staysInside([marlow, wren, sol], FRIEND);
  await shot(wren.page, 'rehearsals-card', { whole: true });
  await axeInBothLooks(wren.page);
  await axe(ana.page);
  await noSidewaysScroll(wren.page);
});

test('they play, and one room stops in the middle without a word', async () => {
  await button(sol, 'On to: the scene').click();
  await sees(wren, 'Step 2 of 5');
  await shot(juniper.page, 'rehearsals-playing', { whole: true });
  await axeInBothLooks(juniper.page);
  await press(tomas.page, button(tomas, 'Pause the scene'));
  await sees(juniper, 'Paused. Take a breath.');
  await button(juniper, 'Stop the scene').click();
  await sees(juniper, 'Step 5 of 5');
  await sees(tomas, 'Step 5 of 5');
  await sees(wren, 'Step 2 of 5');
  assert.ok(!(await shows(tomas, 'Stop the scene')));
  await juniper.page.getByLabel('What do you take along?').fill(JUNIPERS);
  await button(juniper, "We're done").click();
  await sees(tomas, 'Scenes tonight');
  staysInside([marlow, wren, sol, tomas], JUNIPERS);
});

test('one calls for help, and who leads looks in and goes again', async () => {
  await night.look(ana);
  await button(ana, 'Call for help').click();
  await sees(ana, 'Those who lead see that you ask.');
  const calls = scene(marlow, 'Wren').getByText('asks for help');
  await calls.waitFor();
  // It is heard, and seen wherever Marlow has scrolled to.
  const call = 'A side room asks for help: Wren.';
  await marlow.page.locator('[data-part="status"]', { hasText: call }).waitFor();
  for (const size of [PHONE, DESKTOP]) {
    await marlow.page.setViewportSize(size);
    for (const to of [0, 100_000]) {
      await marlow.page.evaluate((top) => window.scrollTo(0, top), to);
      const box = await marlow.page.locator('[data-run="calls"]').boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= size.height, JSON.stringify(box));
    }
  }
  await shot(marlow.page, 'rehearsals-call');
  await axeInBothLooks(marlow.page);
  await button(marlow, 'Look in on Wren').click();
  await sees(marlow, 'Your corner');
  await sees(marlow, SAYS);
  await sees(wren, 'Marlow');
  await button(marlow, 'Back to the circle').click();
  await scene(marlow, 'Wren').waitFor();
  assert.equal(await calls.count(), 0, 'who was visited calls no more');
});

test('they swap because both want to, and neither hears a no', async () => {
  await button(wren, "I'd like to swap").click();
  await button(wren, "I'd rather not swap").waitFor();
  await button(sol, 'On to: other ways').waitFor();
  assert.ok(!(await shows(sol, 'You both want to swap.')));
  await button(sol, "I'd like to swap").click();
  for (const person of [wren, sol]) await sees(person, 'You both want to swap.');
  await button(sol, 'On to: the other way round').click();
  await sees(wren, 'Step 3 of 5');
  await axe(sol.page);
  await button(sol, 'On to: other ways').click();
  await button(wren, 'On to: what you take along').click();
  await wren.page.getByLabel('What do you take along?').fill(WRENS);
  await button(wren, 'Keep it').click();
  await isKept(wren, '[name="takeaway"]', WRENS);
});

test('who leads brings them back, and each keeps what is theirs', async () => {
  await button(marlow, 'Bring them back').click();
  for (const person of [wren, sol]) await sees(person, 'Scenes tonight');
  await night.look(ana);
  assert.ok(!(await shows(ana, 'Your corner')));
  // Marlow was there and read it; the other room never did.
  staysInside([juniper, tomas], SAYS);
  await night.goOn('back together');
  await button(marlow, 'Finish').click();
  for (const [person, own] of /** @type {[Person, string[]][]} */ ([
    [wren, [SISTER, SAYS, WRENS]],
    [juniper, [FRIEND, JUNIPERS]],
    [sol, []],
    [tomas, []],
    [ana, []],
  ])) {
    await person.page.goto('/my-space/plans');
    const kept = await person.page.locator('main').innerText();
    for (const text of [SISTER, SAYS, WRENS, FRIEND, JUNIPERS]) {
      assert.equal(kept.includes(text), own.includes(text), `${text}: ${kept}`);
    }
  }
  await shot(wren.page, 'rehearsals-kept');
  await axe(wren.page);
  await wren.page.goto('/today');
  await sees(wren, `you wanted to talk with: ${SISTER}`);
  await shot(wren.page, 'rehearsals-today', { whole: true });
  await axe(wren.page);
  for (const person of night.everybody) person.assertNoProblems();
});
