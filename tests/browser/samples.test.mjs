// Every state of every page, for everyone: what axe finds, and what a narrow phone shows.

import { after, before, test } from 'node:test';

import { axe, noneSideways, open } from './harness.mjs';
import { samples, showSample } from './samples.mjs';
import { lookAtAll } from './stills.mjs';

/** @type {import('./harness.mjs').World} */
let world;

before(async () => {
  world = await open();
});

after(() => world?.close());

/**
 * Each size, each theme and each language once; whole pages are looked at in all four looks.
 * @type {[string, import('./harness.mjs').Kind, 'en' | 'es'][]}
 */
const KINDS = [
  ['on a phone', {}, 'en'],
  ['on a desktop, dark, in Spanish', { desktop: true, dark: true }, 'es'],
];

/**
 * Goes through samples of one language.
 * @param {import('./people.mjs').Person} person
 * @param {'en' | 'es'} lang
 * @param {() => Promise<void>} look
 */
async function through(person, lang, look) {
  const some = (await samples()).filter((one) => one.lang === lang);
  await lookAtAll(some, (one) => showSample(person, world.origin, one), look);
}

for (const [name, kind, lang] of KINDS) {
  test(`states of pages have no violation ${name}`, async () => {
    const person = await world.person(kind);
    await through(person, lang, () => axe(person.page));
    await person.leave();
  });
}

test('states of pages fit a narrow phone and large text', async () => {
  const person = await world.person();
  // Spanish is the longer text.
  await noneSideways(person.page, (fit) => through(person, 'es', fit));
  await person.leave();
});
