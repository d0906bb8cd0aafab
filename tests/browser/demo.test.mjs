// `renew demo`: one click from the printed address to a seat in a living circle.

import { after, before, test } from 'node:test';

import { axeInBothLooks, noSidewaysScroll, open, shot } from './harness.mjs';

/** @type {import('./harness.mjs').World} */
let world;

before(async () => {
  world = await open({ command: 'demo' });
});

after(() => world?.close());

/**
 * Takes a seat by the demo's front door.
 * @param {import('./harness.mjs').Person} person
 * @param {'member' | 'lead' | 'coordinator'} part
 */
async function enter({ page }, part) {
  await page.goto('/demo');
  await page.click(`button[name="part"][value="${part}"]`);
}

test('the front door is for everyone', async () => {
  const person = await world.person();
  await person.page.goto('/demo');
  await axeInBothLooks(person.page);
  await noSidewaysScroll(person.page);
  await person.leave();
});

test('a member sits in the circle after one click, and peers are there', async () => {
  const person = await world.person();
  await enter(person, 'member');
  await person.page.waitForURL('**/sessions/*');
  const seats = person.page.locator('.seats > li');
  await seats.nth(2).waitFor();
  await axeInBothLooks(person.page);
  await shot(person.page, 'demo/member');
  await person.leave();
});

test('a facilitator leads after one click', async () => {
  const person = await world.person({ desktop: true });
  await enter(person, 'lead');
  await person.page.waitForURL('**/sessions/*/run');
  await person.page.locator('.seats > li').nth(2).waitFor();
  await axeInBothLooks(person.page);
  await shot(person.page, 'demo/lead');
  await person.leave();
});

test('a coordinator may look around', async () => {
  const person = await world.person({ desktop: true });
  await enter(person, 'coordinator');
  await person.page.waitForURL('**/looking-after');
  await person.leave();
});
