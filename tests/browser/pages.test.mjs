// Every page, for everyone: no violation that axe finds and no sideways scroll, in both themes, on a
// phone and on a desktop, in both languages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { found } from './community.mjs';
import { axe, axeInLooks, noSidewaysScroll, open } from './harness.mjs';
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
  // A new role brings a new cookie with the next page; the one before is soon good for nothing.
  await community.facilitator.page.goto('/leading');
  cookies = {
    visitor: undefined,
    member: await community.member.context.storageState(),
    facilitator: await community.facilitator.context.storageState(),
    coordinator: await community.coordinator.context.storageState(),
  };
});

after(() => world?.close());

/**
 * In each language the looks that the page is brought into after the one it came in, which is a phone's
 * by day. Both sizes are looked at in full, in one language or the other.
 * @type {['en' | 'es', import('./looks.mjs').Look[]][]}
 */
const LANGS = [
  ['en', ['on a desktop, dark']],
  ['es', ['on a desktop', 'on a phone, dark']],
];

for (const role of /** @type {Role[]} */ (['visitor', 'member', 'facilitator', 'coordinator'])) {
  for (const [lang, looks] of LANGS) {
    test(`pages of a ${role} are for everyone (${lang})`, async () => {
      const person = await world.person({ ...(lang === 'es' ? { lang } : {}), signedIn: cookies[role] });
      /** @type {string[]} */
      const failures = [];
      for (const page of PAGES.filter((one) => one.as === role)) {
        try {
          await visit(person, page, community);
          assert.equal(await person.page.locator('html').getAttribute('lang'), lang, 'it is in another language');
          // Spanish is the longer text; but what strangers see begins with the name of the other language.
          if (lang === 'es' || role === 'visitor') await noSidewaysScroll(person.page);
          if (lang === 'en') await axe(person.page);
          await axeInLooks(person.page, looks);
        } catch (error) {
          failures.push(`${page.name}: ${error instanceof Error ? error.message : error}`);
        }
      }
      assert.equal(failures.length, 0, failures.join('\n\n'));
      await person.leave();
    });
  }
}
