// Every moment of the live room, as the server draws it. The program's own tests keep each one as a
// snapshot, which can't go stale; here it gets the frame and the styles of a real page, so that a
// browser can look at moments that take an hour and ten people to reach.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ROOT } from './server.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const SNAPSHOTS = join(ROOT, 'crates/renew/src/sessions/room_view/snapshots');

/**
 * @typedef {object} Moment
 * @property {string} name
 * @property {'en' | 'es'} lang
 * @property {string} file
 */

/**
 * All moments, in both languages.
 * @returns {Promise<Moment[]>}
 */
export async function moments() {
  const files = await readdir(SNAPSHOTS);
  const found = files.sort().flatMap((file) => {
    const [, name, lang] = file.match(/__([a-z0-9-]+)-(en|es)\.snap$/) ?? [];
    return name && lang ? [{ name, lang: lang === 'es' ? 'es' : 'en', file }] : [];
  });
  if (found.length === 0) throw new Error(`There are no moments in ${SNAPSHOTS}.`);
  return /** @type {Moment[]} */ (found);
}

/**
 * Shows a moment to a person, at an address of its own.
 * @param {Person} person
 * @param {string} origin of a running program, for styles and icons
 * @param {Moment} moment
 */
export async function showMoment({ page }, origin, moment) {
  const [front, snapshot] = await Promise.all([
    fetch(`${origin}/`).then((answer) => answer.text()),
    readFile(join(SNAPSHOTS, moment.file), 'utf8'),
  ]);
  const print = front.match(/\/static\/([0-9a-f]+)\//)?.[1];
  if (!print) throw new Error('The front page names no styles.');
  // After the second rule of dashes comes what the test compared.
  const body = snapshot
    .slice(snapshot.indexOf('\n---\n') + 5)
    .replaceAll('/static/.../', `/static/${print}/`);
  const html = `<!doctype html><html lang="${moment.lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${moment.name}</title><link rel="icon" type="image/svg+xml" href="/static/${print}/mark.svg">
<link rel="stylesheet" href="/static/${print}/renew.css"></head>
<body><a class="skip" href="#main">Skip</a>${body}</body></html>`;
  const path = `/moments/${moment.name}-${moment.lang}`;
  await page.route(`**${path}`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(path);
  // A sheet that a form opens is drawn open; scripts would make it a dialog above the room.
  await page.evaluate(() => document.fonts.ready);
}
