// Every page, for everyone: no violation that axe finds and no sideways scroll, in both themes, on a
// phone and on a desktop, in both languages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { found } from './community.mjs';
import { axe, noSidewaysScroll, open } from './harness.mjs';
import { PAGES, visit } from './pages.mjs';

/** @typedef {import('./harness.mjs').Kind} Kind */
/** @typedef {import('./pages.mjs').Role} Role */

/** @type {import('./harness.mjs').World} */
let world;
/** @type {import('./community.mjs').Community} */
let community;
/** @type {Record<Role, Kind['signedIn']>} */
let cookies;

before(async () => {
  world = await open();
  community = await found(world);
  cookies = {
    visitor: undefined,
    member: await community.member.context.storageState(),
    facilitator: await community.facilitator.context.storageState(),
    coordinator: await community.coordinator.context.storageState(),
  };
});

after(() => world?.close());

/** @type {[string, Kind][]} */
const KINDS = [
  ['on a phone', {}],
  ['on a phone, dark, in Spanish', { dark: true, lang: 'es' }],
  ['on a desktop, in Spanish', { desktop: true, lang: 'es' }],
  ['on a desktop, dark', { desktop: true, dark: true }],
];

for (const role of /** @type {Role[]} */ (['visitor', 'member', 'facilitator', 'coordinator'])) {
  const pages = PAGES.filter((page) => page.as === role);
  for (const [name, kind] of KINDS) {
    test(`pages of a ${role} ${name} have no violation`, async () => {
      const person = await world.person({ ...kind, signedIn: cookies[role] });
      /** @type {string[]} */
      const failures = [];
      for (const page of pages) {
        try {
          await visit(person, page, community);
          await axe(person.page);
          const lang = await person.page.locator('html').getAttribute('lang');
          assert.equal(lang, kind.lang ?? 'en', `${page.name} is in another language`);
        } catch (error) {
          failures.push(`${page.name}: ${error instanceof Error ? error.message : error}`);
        }
      }
      assert.equal(failures.length, 0, failures.join('\n\n'));
      await person.leave();
    });
  }

  // Spanish is the longer text; but what strangers see begins with the name of the other language.
  /** @type {('en' | 'es')[]} */
  const langs = role === 'visitor' ? ['es', 'en'] : ['es'];
  for (const lang of langs) {
    test(`pages of a ${role} fit a narrow phone and large text (${lang})`, async () => {
      const person = await world.person({ lang, signedIn: cookies[role] });
      /** @type {string[]} */
      const failures = [];
      for (const page of pages) {
        try {
          await visit(person, page, community);
          await noSidewaysScroll(person.page);
        } catch (error) {
          failures.push(`${page.name}: ${error instanceof Error ? error.message : error}`);
        }
      }
      assert.equal(failures.length, 0, failures.join('\n\n'));
      await person.leave();
    });
  }
}
