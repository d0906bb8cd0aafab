// The reader's own clock beside a group's time, for readers in several zones.
import assert from 'node:assert/strict';
import { test } from 'node:test';

/** Tuesday, seven in the evening in New York. */
const AT = '2026-11-25T00:00:00Z';
const WALL = '2026-11-24T19:00';

let loads = 0;

/** @typedef {{ tag: string, className: string, textContent: string }} Line */

/**
 * What the script writes beside one time.
 * @param {string} zone the reader's
 */
async function beside(zone, isInCard = false, lang = 'en') {
  process.env.TZ = zone;
  /** @type {Line | null} */
  let written = null;
  /** @type {Record<string, string>} */
  const attributes = { datetime: AT, 'data-own-time': WALL };
  const time = {
    getAttribute: (/** @type {string} */ name) => attributes[name] ?? null,
    parentElement: { classList: { contains: () => isInCard } },
    after: (/** @type {Line} */ line) => {
      written = line;
    },
  };
  const page = {
    documentElement: { lang },
    querySelectorAll: () => [time],
    createElement: (/** @type {string} */ tag) => ({ tag, className: '', textContent: '' }),
  };
  Object.assign(globalThis, { document: page });
  loads += 1;
  await import(`../../crates/renew/assets/js/own-time.js?${loads}`);
  return /** @type {Line | null} */ (written);
}

test('a reader in the zone of the group is told nothing', async () => {
  assert.equal(await beside('America/New_York'), null);
  assert.equal(await beside('America/Toronto'), null);
});

test('another time of the same day needs no name of the day', async () => {
  const line = await beside('America/Los_Angeles');
  assert.match(line?.textContent ?? '', /^ \(4:00\sPM on your clock\)$/);
  assert.equal(line?.tag, 'span');
});

test('twelve hours away the same digits are another time', async () => {
  const line = await beside('Asia/Bangkok');
  assert.match(line?.textContent ?? '', /Wednesday.* 7:00\sAM on your clock/);
});

test('in a card it stands under the time', async () => {
  const line = await beside('Europe/Madrid', true, 'es');
  assert.equal(line?.tag, 'small');
  assert.match(line?.textContent ?? '', /^miércoles,? 1:00 en tu reloj$/);
});
