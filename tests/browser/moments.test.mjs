// Every moment of the room, for everyone: what axe finds, and what a narrow phone shows.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, noneSideways, open } from './harness.mjs';
import { moments, showMoment } from './moments.mjs';
import { lookAtAll } from './stills.mjs';

/** The narrowest phone, in pixels. */
const NARROW = 320;

/** @type {import('./harness.mjs').World} */
let world;

before(async () => {
  world = await open();
});

after(() => world?.close());

/**
 * Each size and each theme once; the room itself is looked at in all four looks while people meet in it.
 * @type {[string, import('./harness.mjs').Kind][]}
 */
const KINDS = [
  ['on a phone', {}],
  ['on a desktop, dark', { desktop: true, dark: true }],
];

/**
 * Goes through moments of one language.
 * @param {import('./people.mjs').Person} person
 * @param {'en' | 'es'} lang
 * @param {() => Promise<void>} look
 */
async function through(person, lang, look) {
  const some = (await moments()).filter((one) => one.lang === lang);
  await lookAtAll(some, (one) => showMoment(person, world.origin, one), look);
}

for (const [name, kind] of KINDS) {
  test(`moments of the room have no violation ${name}`, async () => {
    const person = await world.person(kind);
    await through(person, 'en', () => axe(person.page));
    await person.leave();
  });
}

test('moments of the room fit a narrow phone and large text, and the private word never leaves it', async () => {
  const person = await world.person();
  const { page } = person;
  await noneSideways(page, (fit) =>
    through(person, 'es', async () => {
      await fit();
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
      if (width > NARROW) return;
      for (const way of await page.locator('a[data-sheet="private"]:visible').all()) {
        const box = await way.boundingBox();
        assert.ok(box && box.y >= 0 && box.y + box.height <= height, JSON.stringify(box));
      }
    }));
  await person.leave();
});
