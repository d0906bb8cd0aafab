// Draws every page and every moment of the room into target/screens, phone and desktop, light and
// dark, with a page to browse them. Pictures that tests have kept there are shown as well.

import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { found } from './community.mjs';
import { open, SCREENS, shot } from './harness.mjs';
import { moments, showMoment } from './moments.mjs';
import { PAGES, visit } from './pages.mjs';

/** @typedef {import('./pages.mjs').Role} Role */

const LOOKS = /** @type {const} */ ([
  ['phone-light', {}],
  ['phone-dark', { dark: true }],
  ['desktop-light', { desktop: true }],
  ['desktop-dark', { desktop: true, dark: true }],
]);

/** @type {string[]} */
const failures = [];

/**
 * @param {import('./harness.mjs').World} world
 */
async function draw(world) {
  const community = await found(world);
  for (const role of /** @type {Role[]} */ (['visitor', 'member', 'facilitator', 'coordinator'])) {
    const signedIn = role === 'visitor' ? undefined : await community[role].context.storageState();
    for (const [look, kind] of LOOKS) {
      const person = await world.person({ ...kind, calm: true, ...(signedIn ? { signedIn } : {}) });
      for (const page of PAGES.filter((one) => one.as === role)) {
        try {
          await visit(person, page, community);
          await shot(person.page, `pages/${page.name}.${look}`, { whole: true });
        } catch (error) {
          failures.push(`${page.name} (${look}): ${error instanceof Error ? error.message : error}`);
        }
      }
      console.log(`${role}: ${look}`);
      await person.context.close();
    }
  }
}

/**
 * @param {import('./harness.mjs').World} world
 */
async function drawMoments(world) {
  for (const [look, kind] of LOOKS) {
    const person = await world.person({ ...kind, calm: true });
    for (const moment of (await moments()).filter((one) => one.lang === 'en')) {
      try {
        await showMoment(person, world.origin, moment);
        await shot(person.page, `room/${moment.name}.${look}`);
      } catch (error) {
        failures.push(`${moment.name} (${look}): ${error instanceof Error ? error.message : error}`);
      }
    }
    console.log(`room: ${look}`);
    await person.context.close();
  }
}

/** A page with all pictures: a row for each page, a column for each look. */
async function index() {
  const files = await readdir(SCREENS, { recursive: true });
  const pictures = files.map(String).filter((name) => name.endsWith('.png')).sort();
  /** @type {Map<string, string[]>} */
  const rows = new Map();
  for (const picture of pictures) {
    const name = picture.replace(/\.(phone|desktop)-(light|dark)\.png$|\.png$/, '');
    rows.set(name, [...(rows.get(name) ?? []), picture]);
  }
  const sections = [...rows].map(
    ([name, shots]) =>
      `<section><h2>${name}</h2><div>${shots
        .map((one) => `<a href="${one}"><img loading="lazy" src="${one}" alt="${one}"></a>`)
        .join('')}</div></section>`,
  );
  await writeFile(
    join(SCREENS, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>body{font:16px system-ui;margin:1rem}div{display:flex;gap:1rem;overflow-x:auto;align-items:start}
img{height:30rem;border:1px solid #999;border-radius:.5rem}</style>
<h1>Every page</h1>${sections.join('\n')}</html>\n`,
  );
  console.log(`${pictures.length} pictures of ${rows.size} pages and states`);
}

for (const folder of ['pages', 'room']) {
  await rm(join(SCREENS, folder), { recursive: true, force: true });
}
const world = await open();
try {
  await drawMoments(world);
  await draw(world);
} finally {
  await world.close().catch((error) => failures.push(String(error)));
}
await index();
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}
