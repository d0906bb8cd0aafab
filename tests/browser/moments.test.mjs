// Every moment of the room, for everyone: what axe finds, and what a narrow phone shows.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, noSidewaysScroll, open } from './harness.mjs';
import { moments, showMoment } from './moments.mjs';

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
 * Goes through moments and says everything that is wrong with any of them.
 * @param {import('./harness.mjs').Kind} kind
 * @param {'en' | 'es'} lang
 * @param {(page: import('playwright-core').Page) => Promise<void>} look
 */
async function through(kind, lang, look) {
  const person = await world.person(kind);
  /** @type {string[]} */
  const failures = [];
  for (const moment of (await moments()).filter((one) => one.lang === lang)) {
    try {
      await showMoment(person, world.origin, moment);
      await look(person.page);
    } catch (error) {
      failures.push(`${moment.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  assert.equal(failures.length, 0, failures.join('\n\n'));
  await person.leave();
}

for (const [name, kind] of KINDS) {
  test(`moments of the room have no violation ${name}`, () =>
    through(kind, 'en', (page) => axe(page)));
}

test('the private word never leaves a small screen', () =>
  through({}, 'es', async (page) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const ways = await page.locator('a[data-sheet="private"]:visible').all();
    for (const way of ways) {
      const box = await way.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 640, JSON.stringify(box));
    }
  }));

test('moments of the room fit a narrow phone and large text', () => through({}, 'es', noSidewaysScroll));
