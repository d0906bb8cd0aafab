// Joining and coming back in a real browser: with a passkey, with words, and when the phone says no.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { send, takeSeat } from './community.mjs';
import { addPasskeyDevice, axe, open } from './harness.mjs';

/** @type {import('./harness.mjs').World} */
let world;

before(async () => {
  world = await open();
});

after(async () => {
  await world.close();
});

/**
 * The first two steps, on a phone of one's own.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function chooseOwnPhone(page, name) {
  await page.goto('/join');
  await page.fill('input[name="name"]', name);
  await page.locator('label:has(input[name="sign"][value="sun"])').click();
  await page.locator('label:has(input[name="for"][value="me"])').click();
  await send(page, 'form[action^="/join"]');
  await page.waitForURL('**/join/way');
  await axe(page);
  await page.locator('label:has(input[name="phone"][value="own"])').click();
}

test('a passkey is made while joining, and opens the door again', async () => {
  const { page } = await world.person();
  const device = await addPasskeyDevice(page);
  await chooseOwnPhone(page, 'Wren');
  await page.locator('button.btn-block').click();
  await page.waitForURL('**/join/promises');
  assert.equal(await device.count(), 1);
  await axe(page);
  await page.locator('label:has(input[name="ok"])').click();
  await send(page, 'form[action^="/join/promises"]');
  await page.waitForURL('**/today');

  await page.context().clearCookies();
  await page.goto('/my-space');
  await page.waitForURL(/come-back/);
  await axe(page);
  await page.locator('[data-passkey-use] button').click();
  await page.waitForURL((url) => url.pathname === '/my-space');
  assert.equal(await page.inputValue('input[name="name"]'), 'Wren');
  await axe(page);
});

test('a phone that says no leads on by the words', async () => {
  const { page } = await world.person();
  const device = await addPasskeyDevice(page);
  await device.agree(false);
  await chooseOwnPhone(page, 'Alder');
  const words = await page.locator('.words .word').allInnerTexts();
  await page.locator('button.btn-block').click();
  await page.locator('[data-passkey-says]:not(:empty)').waitFor();
  await page.getByText('The passkey wasn’t made').waitFor();
  assert.equal(await device.count(), 0);
  await page.locator('button.btn-block').click();
  await page.waitForURL('**/join/promises');
  await page.locator('label:has(input[name="ok"])').click();
  await send(page, 'form[action^="/join/promises"]');
  await page.waitForURL('**/today');

  const other = await world.person({ desktop: true, dark: true });
  await other.page.goto('/come-back');
  await axe(other.page);
  await other.page.fill('input[name="name"]', 'alder');
  await other.page.fill('input[name="words"]', words.join(' ').toUpperCase());
  await send(other.page, 'form[action^="/come-back"]');
  await other.page.waitForURL('**/today');
});

test('a passkey is added later, and removed', async () => {
  const person = await world.person();
  const { page } = person;
  const device = await addPasskeyDevice(page);
  await takeSeat(person, 'Rowan');
  await page.goto('/my-space');
  await page.locator('[data-passkey-add] button').click();
  await page.waitForURL(/kept=yes/);
  assert.equal(await device.count(), 1);
  await axe(page);
  await send(page, 'form[action^="/my-space/passkeys/"]');
  assert.equal(await page.locator('form[action^="/my-space/passkeys/"]').count(), 0);
});

test('without scripts the words let a person in, in Spanish as well', async () => {
  const person = await world.person({ noScript: true, lang: 'es' });
  const { page } = person;
  const words = await takeSeat(person, 'Encina');
  assert.equal(words.length, 4);
  await page.goto('/my-data');
  await axe(page);
  assert.ok(await page.getByText('Encina').first().isVisible());
});

test('somebody erases themselves, and nothing opens any more', async () => {
  const person = await world.person();
  const { page } = person;
  const words = await takeSeat(person, 'Sorrel');
  await page.goto('/my-data/erase');
  await axe(page);
  await page.locator('label:has(input[name="sure"])').click();
  await send(page, 'form[action^="/my-data/erase"]');
  await axe(page);
  await page.goto('/come-back');
  await page.fill('input[name="name"]', 'Sorrel');
  await page.fill('input[name="words"]', words.join(' '));
  await send(page, 'form[action^="/come-back"]');
  assert.ok(await page.locator('#words-bad').isVisible());
});
