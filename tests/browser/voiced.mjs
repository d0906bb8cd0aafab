// An evening with voices: people with a microphone and a camera each in one room, and what comes
// through to them, as their own browsers count it.

import assert from 'node:assert/strict';

/** @typedef {import('./people.mjs').Person} Person */

/**
 * What an evening with voices is gathered with: devices in every browser, a port for voices that the
 * system chooses, and connections that a test finds.
 */
export const VOICED = { devices: true, args: ['--media-port', '0'], script: keepConnections };

/**
 * Whether pictures fit again is tried after five seconds, and later and later if that failed: as it may
 * on a machine that has too much to do, even for whom nothing is between.
 */
export const PICTURES_MS_MAX = 100_000;

/** Runs in a page before anything of it: keeps its connections where a test finds them. */
export function keepConnections() {
  const Real = window.RTCPeerConnection;
  /** @type {RTCPeerConnection[]} */
  const peers = [];
  window.RTCPeerConnection = class extends Real {
    /** @param {RTCConfiguration} [more] */
    constructor(more) {
      super(more);
      peers.push(this);
    }
  };
  Object.assign(window, { peers });
}

/** @param {Person} person @param {string} room */
export async function goIn({ page }, room) {
  await page.goto(room);
  const newcomer = page.locator('button[name="chose"]').first();
  if (new URL(page.url()).pathname.endsWith('/first-time') || (await newcomer.count())) await newcomer.click();
  await page.locator('[data-voice="mic"]').waitFor();
}

/** @param {Person} person @param {string} name */
export const part = ({ page }, name) => page.locator(`[data-voice="${name}"]`);

/** @param {Person} person @param {string | RegExp} text */
export const says = (person, text) => part(person, 'line').filter({ hasText: text }).waitFor();

/** @param {Person} person @param {string} name */
export const button = ({ page }, name) =>
  page.getByRole('button', { name, exact: true }).filter({ visible: true }).first();

/**
 * Packets of sound that have come into each of a page's slots, and pictures that were drawn.
 * @param {Person} person
 * @returns {Promise<{ sound: number[], pictures: number }>}
 */
export const came = ({ page }) =>
  page.evaluate(async () => {
    const peer = /** @type {any} */ (window).peers.at(-1);
    const sound = [0, 0, 0, 0];
    let pictures = 0;
    (await peer?.getStats())?.forEach((/** @type {any} */ one) => {
      if (one.type !== 'inbound-rtp') return;
      if (one.kind === 'audio') sound[Number(one.mid) - 2] = one.packetsReceived;
      else pictures += one.framesDecoded ?? 0;
    });
    return { sound, pictures };
  });

/** @param {number} ms */
export const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * @param {() => Promise<boolean>} is
 * @param {string} what
 * @param {number} [ms]
 */
export async function until(is, what, ms = 10_000) {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (await is()) return;
    await wait(40);
  }
  assert.fail(what);
}

/**
 * How many slots of a page sound comes into, over most of a second.
 * @param {Person} person
 */
async function slotsHeard(person) {
  const was = await came(person);
  await wait(800);
  const is = await came(person);
  return is.sound.filter((packets, slot) => packets - (was.sound[slot] ?? 0) > 10).length;
}

/** A voice that isn't there by then doesn't come; and one that is there yet doesn't cease. */
const HEARD_MS_MAX = 30_000;
const CEASES_MS_MAX = 6_500;

/** Waits until so many voices come in. @param {Person} person @param {number} voices */
export async function hears(person, voices) {
  const until = Date.now() + (voices === 0 ? CEASES_MS_MAX : HEARD_MS_MAX);
  let heard = await slotsHeard(person);
  while (heard !== voices && Date.now() < until) heard = await slotsHeard(person);
  // A moment without a packet is not yet silence.
  if (voices === 0) heard += await slotsHeard(person);
  assert.equal(heard, voices, 'voices that come in');
}

/** @param {Person} lead @param {string} name whose sheet is opened by who leads */
export async function about({ page }, name) {
  await page.locator('[data-part="seats"] .seat', { hasText: name }).locator('[data-seat]').click();
  return page.locator('#seat');
}

/** @param {Person} lead @param {string} name who gets the turn */
export async function give(lead, name) {
  await (await about(lead, name)).getByRole('button', { name: 'Give the turn' }).click();
}
