// Draws every page and every moment of the room into target/screens, phone and desktop, light and
// dark, with a page to browse them. Pictures that tests have kept there are shown as well.

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { found } from './community.mjs';
import { open, SCREENS, shot } from './harness.mjs';
import { moments, showMoment } from './moments.mjs';
import { PAGES, visit } from './pages.mjs';
import { samples, showSample } from './samples.mjs';

/** @typedef {import('./pages.mjs').Role} Role */

const LOOKS = /** @type {const} */ ([
  ['phone-light', {}],
  ['phone-dark', { dark: true }],
  ['desktop-light', { desktop: true }],
  ['desktop-dark', { desktop: true, dark: true }],
]);

/** Pages that are drawn side by side: enough for two cores, few enough for a small machine. */
const SIDE_BY_SIDE = 4;

/** @type {string[]} */
const failures = [];

/**
 * Draws one picture, and goes on when it can't be drawn.
 * @param {string} name
 * @param {string} look
 * @param {() => Promise<unknown>} work
 */
async function attempt(name, look, work) {
  try {
    await work();
  } catch (error) {
    failures.push(`${name} (${look}): ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Does all jobs, some of them side by side; the page to browse is written anew after each, so that
 * what is done can be seen whenever it ends.
 * @param {(() => Promise<void>)[]} jobs
 */
async function doAll(jobs) {
  const open = [...jobs];
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (let job = open.shift(); job; job = open.shift()) {
        await job();
        await index();
      }
    }),
  );
}

/**
 * Every page, as each of its readers sees it.
 * @param {import('./harness.mjs').World} world
 * @returns {Promise<(() => Promise<void>)[]>}
 */
async function pages(world) {
  const community = await found(world);
  /** @type {(() => Promise<void>)[]} */
  const jobs = [];
  for (const role of /** @type {Role[]} */ (['visitor', 'member', 'facilitator', 'coordinator'])) {
    const signedIn = role === 'visitor' ? undefined : await community[role].context.storageState();
    // One reader's looks come one after another: it is one person, and what they do on the way to a
    // page (a feed that they look at) takes the place of what they did before.
    jobs.push(async () => {
      for (const [look, kind] of LOOKS) {
        const person = await world.person({ ...kind, ...(signedIn ? { signedIn } : {}) });
        for (const page of PAGES.filter((one) => one.as === role)) {
          await attempt(page.name, look, async () => {
            await visit(person, page, community);
            await shot(person.page, `pages/${page.name}.${look}`, { whole: true });
          });
        }
        await person.context.close();
        console.log(`${role}: ${look}`);
      }
    });
  }
  return jobs;
}

/**
 * Every state of a page and every moment of the room, in English.
 * @param {import('./harness.mjs').World} world
 * @returns {Promise<(() => Promise<void>)[]>}
 */
async function states(world) {
  const all = (await samples()).filter((one) => one.lang === 'en');
  const room = (await moments()).filter((one) => one.lang === 'en');
  return LOOKS.flatMap(([look, kind]) => [
    async () => {
      const person = await world.person(kind);
      for (const sample of all) {
        await attempt(sample.name, look, async () => {
          await showSample(person, world.origin, sample);
          await shot(person.page, `states/${sample.name}.${look}`, { whole: true });
        });
      }
      await person.context.close();
      console.log(`states: ${look}`);
    },
    async () => {
      const person = await world.person(kind);
      for (const moment of room) {
        await attempt(moment.name, look, async () => {
          await showMoment(person, world.origin, moment);
          await shot(person.page, `room/${moment.name}.${look}`);
        });
      }
      await person.context.close();
      console.log(`room: ${look}`);
    },
  ]);
}

/** How often the page to browse was written. */
let drawn = 0;

/** A page with all pictures: a row for each page, a column for each look. */
async function index() {
  await mkdir(SCREENS, { recursive: true });
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
  // Written beside and then put in place: several write at once, and one may be cut short.
  const beside = join(SCREENS, `index.${(drawn += 1)}.html`);
  await writeFile(
    beside,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>body{font:16px system-ui;margin:1rem}div{display:flex;gap:1rem;overflow-x:auto;align-items:start}
img{height:30rem;border:1px solid #999;border-radius:.5rem}</style>
<h1>Every page</h1>${sections.join('\n')}</html>\n`,
  );
  await rename(beside, join(SCREENS, 'index.html'));
  return `${pictures.length} pictures of ${rows.size} pages and states`;
}

for (const folder of ['pages', 'room', 'states']) {
  await rm(join(SCREENS, folder), { recursive: true, force: true });
}
const world = await open();
try {
  await doAll([...(await states(world)), ...(await pages(world))]);
} finally {
  await world.close().catch((error) => failures.push(String(error)));
}
console.log(await index());
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}
