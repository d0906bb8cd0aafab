// The program ships its styles without the cascade layers that their sources stand in, since older
// browsers know none (crates/renew/build/flatten.rs). Both must draw the same: here this browser,
// which knows layers, compares every element of every page under the one and under the other.

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
  layered = texts.join('\n');
});

after(() => world?.close());

/**
 * What our sheets say anything of: there are hundreds of other properties. Margins are seen by where
 * an element stands; this browser sometimes tells one that centres as 0.
 */
function named() {
  const declared = layered.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/[{;]\s*([a-z-]+):/g);
  return [...new Set([...declared].map(([, name = '']) => name))].filter((name) => !/^(--|margin)/.test(name));
}

/**
 * Runs in the page: what differs when the sheet is exchanged for another text.
 * @param {{ other: string, names: string[] }} sheet
 * @returns {string[]}
 */
function differences({ other, names }) {
  const elements = [...document.querySelectorAll('html, body, body *')]
    // The words of a breath change by themselves.
    .filter((element) => !element.matches('.breath-say > *, .breath-say > * *'));
  const parts = /** @type {const} */ ([undefined, '::before', '::after']);
  const drawn = () =>
    elements.map((element) => parts.map((part) => {
      const style = getComputedStyle(element, part);
      // What has no content isn't there.
      const read = part && style.content === 'none' ? ['content'] : names;
      const box = element.getBoundingClientRect();
      const where = [box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round);
      return `at ${where.join(' ')}; ${read.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; ')}`;
    }));
  const shipped = drawn();
  if (!shipped[0]?.[0]?.includes('color: ')) return ['This browser tells no styles.'];
  const layers = document.createElement('style');
  layers.textContent = other;
  document.querySelector('link[rel="stylesheet"]')?.replaceWith(layers);
  return drawn().flatMap((texts, n) => {
    const part = texts.findIndex((text, m) => text !== shipped[n]?.[m]);
    if (part < 0) return [];
    const before = new Set(shipped[n]?.[part]?.split('; '));
    const now = texts[part]?.split('; ').filter((one) => !before.has(one)) ?? [];
    return [`${elements[n]?.outerHTML.slice(0, 80)} ${parts[part] ?? ''} ${now.slice(0, 4).join('; ')}`];
  });
}

for (const desktop of [false, true]) {
  test(`styles are the same without layers ${desktop ? 'on a desktop' : 'on a phone'}`, async () => {
    const person = await world.person({ desktop, calm: true });
    /** @type {string[]} */
    const failures = [];
    let compared = 0;
    /** @param {string} name */
    const compare = async (name) => {
      const found = await person.page.evaluate(differences, { other: layered, names: named() });
      compared += 1;
      if (found.length > 0) failures.push(`${name}:\n  ${found.slice(0, 5).join('\n  ')}`);
    };
    for (const sample of (await samples()).filter((one) => one.lang === 'en')) {
      await showSample(person, world.origin, sample);
      await compare(sample.name);
    }
    for (const moment of (await moments()).filter((one) => one.lang === 'en')) {
      await showMoment(person, world.origin, moment);
      await compare(moment.name);
    }
    assert.ok(compared > 50, `${compared}`);
    assert.equal(failures.length, 0, failures.join('\n'));
    await person.leave();
  });
}
