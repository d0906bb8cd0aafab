// Pages that are an answer: what a form says when something is missing, a link that was just made,
// and where such a link leads. All of them in all four looks.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { chooseName, chooseWords, offerDoor, send, takeSeat } from './community.mjs';
import { axeInBothLooks, noSidewaysScroll, open } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** @type {import('./harness.mjs').World} */
let world;
/** @type {Person} */
let harbour;

before(async () => {
  world = await open();
  harbour = await world.person({ desktop: true });
  await takeSeat(harbour, 'Harbour Light');
});

after(() => world?.close());

/**
 * Sends a form that is left as it is, and looks at what it says.
 * @param {Person} person
 * @param {string} form its selector
 */
async function wrong(person, form) {
  person.expect.push(/status of 4\d\d/);
  await send(person.page, form);
  await person.page.locator('.problem').waitFor();
  await axeInBothLooks(person.page);
}

/** The link that a page shows once. @param {Person} person */
async function made({ page }) {
  const link = await page.inputValue('#link');
  assert.match(link, /^http/);
  return new URL(link).pathname;
}

test('every step of joining says what is missing', async () => {
  const person = await world.person();
  await person.page.goto('/join');
  await wrong(person, 'form[action="/join"]');
  await chooseName(person, 'Wren');
  await axeInBothLooks(person.page);
  await wrong(person, 'form[action="/join/way"]');
  await chooseWords(person);
  await axeInBothLooks(person.page);
  await wrong(person, 'form[action="/join/promises"]');
  await noSidewaysScroll(person.page);
});

test('words that open nothing are answered kindly', async () => {
  const person = await world.person();
  await person.page.goto('/come-back');
  await person.page.fill('input[name="name"]', 'Nobody');
  await person.page.fill('input[name="words"]', 'one two three four');
  await wrong(person, 'form[action^="/come-back"]');
});

test('the first coordinator may have a seat already', async () => {
  await harbour.page.goto(await world.server.coordinatorLink());
  assert.match(new URL(harbour.page.url()).pathname, /^\/begin\//);
  await axeInBothLooks(harbour.page);
  await send(harbour.page, 'form[action^="/begin/"]');
  await harbour.page.waitForURL('**/looking-after/people');
});

test('an invitation is made, and asks somebody with a seat', async () => {
  await harbour.page.goto('/looking-after/invitations');
  await harbour.page.fill('input[name="uses"]', 'many');
  await wrong(harbour, 'form[action="/looking-after/invitations"]');
  await harbour.page.fill('input[name="uses"]', '5');
  await send(harbour.page, 'form[action="/looking-after/invitations"]');
  const link = await made(harbour);
  await axeInBothLooks(harbour.page);
  const member = await world.person();
  await takeSeat(member, 'Rowan');
  await member.page.goto(link);
  assert.equal(new URL(member.page.url()).pathname, link, 'it begins with /invited/');
  await axeInBothLooks(member.page);
});

test('a link back in is made, and opens the door', async () => {
  await offerDoor(harbour);
  await wrong(harbour, 'form[action$="/door"]');
  await harbour.page.locator('label:has(input[name="sure"])').click();
  await send(harbour.page, 'form[action$="/door"]');
  const link = await made(harbour);
  await axeInBothLooks(harbour.page);
  const lost = await world.person();
  await lost.page.goto(link);
  await axeInBothLooks(lost.page);
  await noSidewaysScroll(lost.page);
});

test('my space says what is missing, and shows new words once', async () => {
  const person = await world.person();
  await takeSeat(person, 'Sorrel');
  await person.page.goto('/my-space');
  await person.page.fill('input[name="name"]', '');
  await wrong(person, 'form[action="/my-space"]:visible');
  await person.page.goto('/my-space/words');
  await send(person.page, 'form[action="/my-space/words"]');
  await axeInBothLooks(person.page);
});
