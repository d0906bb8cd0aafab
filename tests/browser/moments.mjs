// Every moment of the live room, as the server draws it. The program's own tests keep each one as a
// snapshot, which can't go stale; here it gets the frame and the styles of a real page, so that a
// browser can look at moments that take an hour and ten people to reach.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ROOT } from './server.mjs';
import { printOf, showStill } from './stills.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const SNAPSHOTS = join(ROOT, 'crates/renew/src/sessions/room_view/snapshots');

/**
 * @typedef {object} Moment
 * @property {string} name
 * @property {'en' | 'es'} lang
 * @property {string} file
 * @property {boolean} script as it is once the page's scripts run
 */

/**
 * All moments, in both languages; those that show something more where scripts run, twice.
 * @returns {Promise<Moment[]>}
 */
export async function moments() {
  const files = (await readdir(SNAPSHOTS)).sort();
  const found = await Promise.all(files.map(async (file) => {
    const [, name, tag] = file.match(/__([a-z0-9-]+)-(en|es)\.snap$/) ?? [];
    if (!name) return [];
    const lang = /** @type {Moment['lang']} */ (tag);
    const plain = { name, lang, file, script: false };
    const more = showsMore(await readFile(join(SNAPSHOTS, file), 'utf8'));
    return more ? [plain, { ...plain, name: `${name}-with-script`, script: true }] : [plain];
  }));
  const all = found.flat();
  if (!all.some((one) => one.script)) throw new Error(`There are no moments in ${SNAPSHOTS}.`);
  return all;
}

/** Elements that hold nothing. */
const VOID = ['input', 'br', 'hr', 'img', 'link', 'meta'];

/**
 * Whether something that needs a script stands there in the open: in nothing that is hidden.
 * @param {string} markup
 */
function showsMore(markup) {
  /** @type {boolean[]} */
  const hidden = [];
  for (const [, end, tag, attributes] of markup.matchAll(/<(\/?)([a-z0-9]+)((?:"[^"]*"|[^>"])*)>/g)) {
    if (end) hidden.pop();
    else if (!VOID.includes(tag ?? '')) {
      const rest = (attributes ?? '').replace(/"[^"]*"/g, '');
      hidden.push(hidden.at(-1) || / hidden( |$)/.test(rest) || tag === 'template');
      if (!hidden.at(-1) && /class="[^"]*needs-script/.test(attributes ?? '')) return true;
    }
  }
  return false;
}

/**
 * Shows a moment to a person, at an address of its own.
 * @param {Person} person
 * @param {string} origin of a running program, for styles and icons
 * @param {Moment} moment
 */
export async function showMoment({ page }, origin, moment) {
  const [print, snapshot] = await Promise.all([
    printOf(origin),
    readFile(join(SNAPSHOTS, moment.file), 'utf8'),
  ]);
  // After the second rule of dashes comes what the test compared.
  const body = snapshot
    .slice(snapshot.indexOf('\n---\n') + 5)
    .replaceAll('/static/.../', `/static/${print}/`);
  const ready = moment.script ? ' class="has-script"' : '';
  const html = `<!doctype html><html lang="${moment.lang}"${ready}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${moment.name}</title><link rel="icon" type="image/svg+xml" href="/static/${print}/mark.svg">
<link rel="stylesheet" href="/static/${print}/renew.css"></head>
<body><a class="skip" href="#main">Skip</a>${body}</body></html>`;
  // A sheet that a form opens is drawn open; scripts would make it a dialog above the room.
  await showStill(page, `/moments/${moment.name}-${moment.lang}`, html);
  await page.evaluate(() => document.fonts.ready);
}
