// Every state of every page that the program's own tests keep as a snapshot, which can't go stale:
// forms with mistakes, a meeting that is full, a link that was made, a page for each problem. Here
// each gets a real frame and the real styles, so that a browser can look at what takes a story to
// reach.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ROOT } from './server.mjs';
import { printOf, showStill } from './stills.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const SLICES = join(ROOT, 'crates/renew/src');
/** The frames are samples too, and stand around the others. */
const FRAMES = join(SLICES, 'site/snapshots/renew__site__testing__frame_');

/**
 * @typedef {object} Sample
 * @property {string} name
 * @property {'en' | 'es'} lang
 * @property {string} file
 */

/** What a frame stands around when it is a sample itself. */
const PLACE = '<h1>Body</h1>';

/** What strangers see; all others stand in the frame of somebody with a seat. */
const PUBLIC = /^(clock|come_back|door|front|group_for_visitor|group_with_a_place|how_it_goes|join|list|privacy|problem|settings_visitor|supporting)/;
/** Pieces of pages, which the pages show. */
const PIECES = /^(frame|strip)_/;
/** Parts of pages that are looked at by themselves, under a heading that stands for the page's. */
const PARTS = /^part_/;

/**
 * All samples, in both languages.
 * @returns {Promise<Sample[]>}
 */
export async function samples() {
  /** @type {Sample[]} */
  const found = [];
  for (const slice of (await readdir(SLICES)).sort()) {
    const folder = join(SLICES, slice, 'snapshots');
    const files = await readdir(folder).catch(() => /** @type {string[]} */ ([]));
    for (const file of files.sort()) {
      const [, name = '', lang] = file.match(/^.*__([a-z0-9_]+)_(en|es)\.snap$/) ?? [];
      if (!lang || PIECES.test(name)) continue;
      found.push({ name: `${slice}-${name}`, lang: lang === 'es' ? 'es' : 'en', file: join(folder, file) });
    }
  }
  if (found.length === 0) throw new Error(`There are no samples under ${SLICES}.`);
  return found;
}

/** What the test compared: it comes after the second rule of dashes. @param {string} file */
async function kept(file) {
  const snapshot = await readFile(file, 'utf8');
  return snapshot.slice(snapshot.indexOf('\n---\n') + 5);
}

/**
 * Shows a sample to a person, at an address of its own.
 * @param {Person} person
 * @param {string} origin of a running program, for styles and icons
 * @param {Sample} sample
 */
export async function showSample({ page }, origin, sample) {
  const own = sample.name.slice(sample.name.indexOf('-') + 1);
  const frame = PUBLIC.test(own) ? 'public' : 'coordinator';
  const [print, outside, inside] = await Promise.all([
    printOf(origin),
    kept(`${FRAMES}${frame}_${sample.lang}.snap`),
    kept(sample.file),
  ]);
  if (!outside.includes(PLACE)) throw new Error(`The frame ${frame} has no place for a page.`);
  // A page that is a screen of its own stands in no frame.
  const alone = /<main[ >]/.test(inside);
  const around = alone ? outside.replace(/(<body[^>]*>)[^]*(<\/body>)/, `$1${PLACE}$2`) : outside;
  const html = around
    .replace(PLACE, () => (PARTS.test(own) ? `<div class="wrap page stack">${PLACE}${inside}</div>` : inside))
    // The snapshots leave out where the files are, since that changes with what is in them.
    .replaceAll(/(href|src)="(renew\.css|icons\.svg|mark\.svg|js\/)/g, `$1="/static/${print}/$2`);
  await showStill(page, `/samples/${sample.name}-${sample.lang}`, html);
  // As the site's script does it once, when a page is loaded.
  await page.evaluate(() => {
    const problem = document.querySelector('[data-focus]');
    if (problem instanceof HTMLElement) problem.focus();
  });
}
