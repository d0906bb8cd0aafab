// Every state of every page, for everyone: what axe finds, and what a narrow phone shows.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, COLOURS, noSidewaysScroll, open } from './harness.mjs';
import { samples, showSample } from './samples.mjs';
import { onlyDrawn } from './stills.mjs';

/** @type {import('./harness.mjs').World} */
let world;

before(async () => {
  world = await open();
});

after(() => world?.close());

/** @type {[string, import('./harness.mjs').Kind, 'en' | 'es'][]} */
const KINDS = [
  ['on a phone', {}, 'en'],
  ['on a phone, dark, in Spanish', { dark: true }, 'es'],
  ['on a desktop, in Spanish', { desktop: true }, 'es'],
  ['on a desktop, dark', { desktop: true, dark: true }, 'en'],
];

for (const [name, kind, lang] of KINDS) {
  test(`states of pages have no violation ${name}`, async () => {
    const person = await world.person(kind);
    /** @type {string[]} */
    const failures = [];
    for (const sample of (await samples()).filter((one) => one.lang === lang)) {
      try {
        await showSample(person, world.origin, sample);
        // Spanish is the longer text, and both sizes of this test are a phone's.
        if (lang === 'es' && !kind.desktop) await noSidewaysScroll(person.page);
        if (kind.dark) await onlyDrawn(person.page);
        await axe(person.page, kind.dark ? { only: COLOURS } : {});
      } catch (error) {
        failures.push(`${sample.name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    assert.equal(failures.length, 0, failures.join('\n\n'));
    await person.leave();
  });
}
