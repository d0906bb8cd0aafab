// Pages that a test brings itself, each at an address of its own that no program has. Hundreds of
// them have the same head, so one document shows one after the other: a browser would need far longer
// to load each anew, and axe to warm up in each.

import assert from 'node:assert/strict';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Map<string, Promise<string>>} */
const prints = new Map();

/** Where a program keeps its files. @param {string} origin */
export function printOf(origin) {
  const known = prints.get(origin);
  if (known) return known;
  const asked = fetch(`${origin}/`).then(async (answer) => {
    const print = (await answer.text()).match(/\/static\/([0-9a-f]+)\//)?.[1];
    if (!print) throw new Error('The front page names no styles.');
    return print;
  });
  prints.set(origin, asked);
  return asked;
}

/** What a page's head brings to be drawn with: not its title, nor feeds for other programs. @param {string} html */
function headOf(html) {
  const head = html.match(/<head>[^]*<\/head>/)?.[0];
  if (!head) throw new Error('This page has no head.');
  return head.replace(/<title>[^]*?<\/title>/, '').replaceAll(/<link rel="alternate"[^>]*>\s*/g, '');
}

/**
 * Shows a page without any scripts of its own but those that its head names.
 * @param {Page} page
 * @param {string} path
 * @param {string} html
 */
export async function showStill(page, path, html) {
  const head = headOf(html);
  if (await page.evaluate(exchange, { path, html, head })) return;
  // Once: as long as there is such a way around the program, the browser keeps no files.
  await page.route(`**${path}`, (route) => route.fulfill({ contentType: 'text/html', body: html }), { times: 1 });
  await page.goto(path);
  await page.evaluate((head) => Object.assign(window, { stillHead: head }), head);
}

/**
 * Runs in the page: if it has this head already it becomes the other page, as if that had been loaded.
 * @param {{ path: string, html: string, head: string }} other
 */
function exchange({ path, html, head }) {
  if (/** @type {any} */ (window).stillHead !== head) return false;
  const next = new DOMParser().parseFromString(html, 'text/html');
  const root = document.documentElement;
  for (const { name } of [...root.attributes]) root.removeAttribute(name);
  for (const { name, value } of next.documentElement.attributes) root.setAttribute(name, value);
  history.replaceState(null, '', path);
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  scrollTo(0, 0);
  return true;
}

/**
 * Shows one after the other, and says everything that is wrong with any of them.
 * @template {{ name: string }} Still
 * @param {Still[]} stills
 * @param {(still: Still) => Promise<void>} show
 * @param {() => Promise<void>} look
 */
export async function lookAtAll(stills, show, look) {
  /** @type {string[]} */
  const failures = [];
  for (const still of stills) {
    try {
      await show(still);
      await look();
    } catch (error) {
      failures.push(`${still.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  assert.equal(failures.length, 0, failures.join('\n\n'));
}
