// `renew demo`: one click from the printed address to a seat in a living circle.

import { after, before, test } from 'node:test';

import { axeInBothLooks, noSidewaysScroll, open, shot } from './harness.mjs';
import { stats } from './sealed_pages.mjs';
import { button, came, keepConnections, part, says, until } from './voiced.mjs';

/** @type {import('./harness.mjs').World} */
let world;

before(async () => {
  world = await open({ command: 'demo', devices: true });
});

after(() => world?.close());

/** Packets of one voice: a second of it and more. */
const HEARD_MIN = 75;

/** The evening begins with a minute of breathing, and another after the agreement. */
const PART_MS_MAX = 90_000;

/** How loud all was that somebody has heard so far. @param {import('./harness.mjs').Person} person */
const energy = async (person) => (await stats(person)).energy;

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

test('who is alone with peers that the program makes hears a circle', async () => {
  const person = await world.person({ moves: true });
  const { page } = person;
  await page.addInitScript(keepConnections);
  await enter(person, 'member');
  await page.waitForURL('**/sessions/*');
  await part(person, 'mic').waitFor();
  await button(person, 'I agree').click({ timeout: PART_MS_MAX });
  // Whoever of them has the turn speaks, with a pause now and then.
  await until(async () => (await came(person)).sound.some((packets) => packets > HEARD_MIN), 'nobody is heard', 2 * PART_MS_MAX);
  const tap = part(person, 'hear-now');
  if (await tap.isVisible()) await tap.click();
  await until(async () => await energy(person) > 0, 'silence comes', 30_000);
  await page.locator('.seat .av[data-level]').first().waitFor();
  await part(person, 'mic').click();
  await says(person, /^Microphone on/);
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
