// The program ships its styles without the cascade layers that their sources stand in, since older
// browsers know none (crates/renew/build/flatten.rs). Both must draw the same: here this browser,
// which knows layers, compares every element of every page under the one and under the other: where it
// stands, and once for all that the same rules choose, how it is drawn.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { open, ROOT } from './harness.mjs';
import { moments, showMoment } from './moments.mjs';
import { samples, showSample } from './samples.mjs';

const STYLES = join(ROOT, 'crates/renew/assets/css');

/** @type {import('./harness.mjs').World} */
let world;
/** @type {string} */
let layered;

before(async () => {
  world = await open();
  const files = (await readdir(STYLES, { recursive: true })).map(String).sort();
  const texts = await Promise.all(
    ['layers.css', ...files.filter((file) => file.endsWith('.css') && file !== 'layers.css')]
      .map((file) => readFile(join(STYLES, file), 'utf8')),
  );
  layered = texts.join('\n').replaceAll(/\/\*.*?\*\//gs, '');
});

after(() => world?.close());

/**
 * What our sheets say anything of: there are hundreds of other properties. Margins are seen by where
 * an element stands; this browser sometimes tells one that centres as 0.
 */
function named() {
  const declared = layered.matchAll(/[{;]\s*([a-z-]+):/g);
  return [...new Set([...declared].map(([, name = '']) => name))].filter((name) => !/^(--|margin)/.test(name));
}

/**
 * Runs in the page when it comes: brings the other sheet, which rests, and knows no element so far.
 * @param {{ other: string, names: string[] }} sheet its text, and what is compared
 */
function bringLayers({ other, names }) {
  const layers = document.createElement('style');
  layers.textContent = other;
  document.head.append(layers);
  const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="stylesheet"]'));
  const [shipped, layered] = [/** @type {CSSStyleSheet} */ (link.sheet), /** @type {CSSStyleSheet} */ (layers.sheet)];
  /** @param {CSSRuleList | undefined} rules @returns {string[]} */
  const selectors = (rules) =>
    [...rules ?? []].flatMap((/** @type {any} */ rule) => rule.selectorText?.split(/,(?![^(]*\))/) ?? selectors(rule.cssRules));
  // Of both, since either may lack what the other has.
  const all = [shipped, layered].flatMap((sheet) => selectors(sheet.cssRules))
    .map((one) => one.replace(/::[a-z-]+/, '').replaceAll(':not(#_)', ''));
  // Of all other attributes than these no rule asks more than whether they are there.
  const valued = ['class', 'style', ...new Set([...all.join(' ').matchAll(/\[([a-z-]+)/g)].map(([, name = '']) => name))];
  // What these mean hangs on more than an element and those around it.
  const wide = [...new Set(all.filter((one) => /[+~]|:(nth|first|last|only|has|empty|is|where)/.test(one)))];
  layered.disabled = true;
  Object.assign(window, { sheets: { shipped, layered, names, valued, wide, known: new Map([['', 0]]) } });
  return { selectors: all.length, wide: wide.length };
}

/**
 * Runs in the page: those of these elements that stand under other rules than any before them, or in
 * something that does. All others are drawn as one of those was.
 * @param {Element[]} elements in their order
 * @returns {Set<Element>}
 */
function strangers(elements) {
  const { known, valued, wide } = /** @type {any} */ (window).sheets;
  /** @type {Map<Element | null, number>} */
  const places = new Map();
  return new Set(elements.filter((element) => {
    const looks = [
      places.get(element.parentElement),
      element.localName,
      ...[...element.attributes].map(({ name, value }) => (valued.includes(name) ? `${name}=${value}` : name)),
      ...wide.filter((/** @type {string} */ selector) => element.matches(selector)),
    ].join(' ');
    const place = known.get(looks) ?? known.size;
    places.set(element, place);
    return known.size < known.set(looks, place).size;
  }));
}

/**
 * Runs in the page: what differs when the sheet is exchanged for the other one.
 * @returns {{ read: number, failures: string[] }}
 */
function differences() {
  const { shipped, layered, names } = /** @type {any} */ (window).sheets;
  const elements = [...document.querySelectorAll('html, body, body *')]
    // The words of a breath change by themselves.
    .filter((element) => !element.matches('.breath-say > *, .breath-say > * *'));
  const fresh = /** @type {typeof strangers} */ (/** @type {any} */ (window).strangers)(elements);
  const parts = /** @type {const} */ ([undefined, '::before', '::after']);
  const drawn = () =>
    elements.map((element) => {
      const box = element.getBoundingClientRect();
      const where = `at ${[box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round).join(' ')}`;
      if (!fresh.has(element)) return [where];
      return [where, ...parts.map((part) => {
        const style = getComputedStyle(element, part);
        // What has no content isn't there.
        const read = part && style.content === 'none' ? ['content'] : names;
        return read.map((/** @type {string} */ name) => `${name}: ${style.getPropertyValue(name)}`).join('; ');
      })];
    });
  const before = drawn();
  if (!getComputedStyle(document.body).color) return { read: 0, failures: ['This browser tells no styles.'] };
  [shipped.disabled, layered.disabled] = [true, false];
  const now = drawn();
  [shipped.disabled, layered.disabled] = [false, true];
  const failures = now.flatMap((texts, n) => {
    const part = texts.findIndex((text, m) => text !== before[n]?.[m]);
    if (part < 0) return [];
    const was = new Set(before[n]?.[part]?.split('; '));
    const other = texts[part]?.split('; ').filter((/** @type {string} */ one) => !was.has(one)) ?? [];
    return [`${elements[n]?.outerHTML.slice(0, 80)} ${parts[part - 1] ?? ''} ${other.slice(0, 4).join('; ')}`];
  });
  return { read: fresh.size, failures };
}

for (const desktop of [false, true]) {
  test(`styles are the same without layers ${desktop ? 'on a desktop' : 'on a phone'}`, async (t) => {
    const person = await world.person({ desktop });
    const { page } = person;
    /** @type {string[]} */
    const failures = [];
    let [compared, read] = [0, 0];
    /** @param {string} name */
    const compare = async (name) => {
      if (!(await page.evaluate(() => 'sheets' in window))) {
        const { selectors, wide } = await page.evaluate(bringLayers, { other: layered, names: named() });
        assert.ok(selectors > 1000 && wide > 10, `${selectors}, ${wide}`);
        await page.evaluate(`window.strangers = ${strangers}`);
      }
      const found = await page.evaluate(differences);
      compared += 1;
      read += found.read;
      if (found.failures.length > 0) failures.push(`${name}:\n  ${found.failures.slice(0, 5).join('\n  ')}`);
    };
    for (const sample of (await samples()).filter((one) => one.lang === 'en')) {
      await showSample(person, world.origin, sample);
      await compare(sample.name);
    }
    for (const moment of (await moments()).filter((one) => one.lang === 'en')) {
      await showMoment(person, world.origin, moment);
      await compare(moment.name);
    }
    t.diagnostic(`${compared} pages, ${read} elements`);
    assert.ok(compared > 50 && read > compared, `${compared}, ${read}`);
    assert.equal(failures.length, 0, failures.join('\n'));
    await person.leave();
  });
}
