// Four people with a microphone and a camera each, and a session that says who is heard: the relay
// forwards what the floor grants, and nothing else.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, axeInBothLooks, press, shot } from './harness.mjs';
import { Together } from './together.mjs';
import { PICTURES_MS_MAX, VOICED, about, button, came, give, goIn, hears, part, says, until, wait } from './voiced.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** A connection that was cut stands again within this. */
const BACK_MS_MAX = 3_000;

/** On the machine's own network nothing is lost; a look at that lasts a second, and another is taken where
 * the browser had no time to listen. */
const LOSS_MS_MAX = 20_000;

const night = new Together();
/** Leads, at a desk. @type {Person} */
let marlow;
/** On a phone. @type {Person} */
let juniper;
/** Has nothing but a keyboard. @type {Person} */
let sol;
/** On a phone, at night. @type {Person} */
let wren;

before(async () => {
  // The program is ended in the middle of an evening, and started again.
  const expect = [/ERR_CONNECTION|WebSocket|Failed to load/];
  await night.gather({
    Marlow: { desktop: true, expect }, Juniper: { expect }, Sol: { desktop: true, expect }, Wren: { dark: true, moves: true, expect },
  }, VOICED);
  [marlow, juniper, sol, wren] = night.people('Marlow', 'Juniper', 'Sol', 'Wren');
  for (const person of [juniper, sol, wren]) await goIn(person, night.room);
});

after(() => night.close());

test('everybody is connected, every microphone is off, and nothing comes in', async () => {
  for (const person of [marlow, juniper, sol, wren]) {
    await says(person, /^Microphone off\.$/);
    assert.equal(await part(person, 'mic').getAttribute('aria-pressed'), 'false');
    assert.deepEqual(await came(person), { sound: [0, 0, 0, 0], pictures: 0 });
  }
});

test('until it begins people greet each other', async () => {
  await part(juniper, 'mic').click();
  await press(sol.page, part(sol, 'mic'));
  await says(juniper, 'the circle hears you');
  await hears(marlow, 2);
  await hears(wren, 2);
  await hears(juniper, 1);
  await wren.page.locator('.seat', { hasText: 'Sol' }).locator('.seat-mic').waitFor();
  // A browser may wait for a tap before it plays anything.
  const tap = part(wren, 'hear-now');
  if (await tap.isVisible()) await tap.click();
  await wren.page.locator('.seat .av[data-level]').first().waitFor();
  await shot(wren.page, 'voices-gathering');
});

test('in a round only whose turn it is comes through, whatever the others send', async () => {
  await button(marlow, 'I agree').click();
  await button(marlow, 'Begin the session').click();
  await night.nextPart('Opening');
  for (const person of [juniper, wren]) await button(person, 'I agree').click();
  await press(sol.page, button(sol, 'I agree'));
  await night.nextPart('Check-in');
  await part(wren, 'mic').click();
  await give(marlow, 'Juniper');
  await says(juniper, 'the circle hears you');
  await says(sol, 'you are heard when it is your turn');
  await hears(marlow, 1);
  await hears(wren, 1);
  await hears(juniper, 0);
  // Of what was granted everything comes.
  await until(async () => await lost(marlow) === 0 && await lost(wren) === 0, 'some of it is lost', LOSS_MS_MAX);
  // A page that sends all the same is not forwarded.
  await sol.page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const peer = /** @type {any} */ (window).peers.at(-1);
    await peer.getTransceivers()[0].sender.replaceTrack(stream.getAudioTracks()[0]);
  });
  await wait(500);
  await hears(marlow, 1);
  await hears(juniper, 0);
  await shot(juniper.page, 'voices-my-turn');
});

test('mute is at once', async () => {
  await part(juniper, 'mic').click();
  await says(juniper, 'Microphone off.');
  assert.equal(await sends(juniper), false);
  await hears(marlow, 0);
  await micSign(marlow, 'Juniper').waitFor({ state: 'detached' });
  await part(juniper, 'mic').click();
  await hears(marlow, 1);
});

/** How many packets of sound don't come to somebody, of a second. @param {Person} person */
async function lost({ page }) {
  const sound = () => page.evaluate(async () => {
    let [came, lost] = [0, 0];
    (await /** @type {any} */ (window).peers.at(-1).getStats()).forEach((/** @type {any} */ one) => {
      if (one.type !== 'inbound-rtp' || one.kind !== 'audio') return;
      came += one.packetsReceived;
      lost += one.packetsLost;
    });
    return { came, lost };
  });
  const was = await sound();
  await wait(1_000);
  const is = await sound();
  assert.ok(is.came > was.came, 'nothing comes');
  return is.lost - was.lost;
}

/** Whether a page sends anything of a microphone. @param {Person} person */
const sends = ({ page }) =>
  page.evaluate(() =>
    /** @type {any} */ (window).peers.at(-1).getSenders().some((/** @type {any} */ one) => one.track !== null),
  );

/** The sign of a microphone that is on, as somebody else sees it. @param {Person} person @param {string} name */
const micSign = ({ page }, name) => page.locator('.seat', { hasText: name }).locator('.seat-mic');

test('over an open sheet it is one touch as well', async () => {
  const { page } = juniper;
  await micSign(marlow, 'Juniper').waitFor();
  await page.locator('[data-sheet="step"]').filter({ visible: true }).first().click();
  const sheet = page.locator('dialog[open]');
  const mute = sheet.getByRole('button', { name: 'Switch the microphone off' });
  await mute.waitFor();
  await axe(page);
  await shot(page, 'voices-sheet-mute');
  await mute.click();
  assert.equal(await sends(juniper), false);
  await hears(marlow, 0);
  await micSign(marlow, 'Juniper').waitFor({ state: 'detached' });
  // There is nothing to switch off any more, and what was open is open.
  await mute.waitFor({ state: 'hidden' });
  assert.equal(await sheet.count(), 1);
  await page.keyboard.press('Escape');
  await part(juniper, 'mic').click();
  await hears(marlow, 1);
});

test('a turn that goes on takes the voice with it', async () => {
  await give(marlow, 'Sol');
  await says(sol, 'the circle hears you');
  await says(juniper, 'you are heard when it is your turn');
  await hears(juniper, 1);
  await hears(marlow, 1);
  await hears(sol, 0);
});

test('a camera comes into its seat, and goes', async () => {
  await part(juniper, 'camera').click();
  await juniper.page.locator('.is-you .seat-video[data-shows]').waitFor();
  const seen = marlow.page.locator('.seat', { hasText: 'Juniper' }).locator('.seat-video[data-shows]');
  await seen.waitFor({ timeout: PICTURES_MS_MAX });
  await until(async () => (await came(marlow)).pictures > 5, 'no pictures come', PICTURES_MS_MAX);
  await shot(marlow.page, 'voices-camera-run');
  await shot(juniper.page, 'voices-camera');
  await axeInBothLooks(marlow.page);
  await part(juniper, 'camera').click();
  await seen.waitFor({ state: 'detached' });
});

test('a microphone that who leads rests is heard by nobody, and only its owner opens it again', async () => {
  await (await about(marlow, 'Sol')).getByRole('button', { name: 'Rest this microphone' }).click();
  await says(sol, 'Marlow rests your microphone for now.');
  await hears(juniper, 0);
  const sheet = await about(marlow, 'Sol');
  await axe(marlow.page);
  await sheet.getByRole('button', { name: 'Let it speak again' }).click();
  await says(sol, 'Microphone off.');
  await hears(juniper, 0);
  await press(sol.page, part(sol, 'mic'));
  await hears(juniper, 1);
});

test('a connection that is cut in the middle of a turn is back soon, in the same seat', async (t) => {
  const cut = Date.now();
  await sol.page.evaluate(() => {
    const peer = /** @type {any} */ (window).peers.at(-1);
    Object.defineProperty(peer, 'connectionState', { value: 'failed' });
    peer.dispatchEvent(new Event('connectionstatechange'));
  });
  await says(sol, "isn't connected yet");
  await says(sol, 'the circle hears you');
  const took = Date.now() - cut;
  t.diagnostic(`back after ${took} ms`);
  assert.ok(took < BACK_MS_MAX, `${took} ms`);
  await hears(marlow, 1);
  await sol.page.locator('.is-you.is-speaking').waitFor();
});

test('a program that is started again gives the seat, the turn and the voice back', async () => {
  await night.restart();
  for (const person of [marlow, juniper, sol, wren]) {
    await person.page.locator('[data-part="line"]').waitFor({ state: 'hidden' });
  }
  await says(sol, 'the circle hears you');
  await sol.page.locator('.is-you.is-speaking').waitFor();
  await hears(marlow, 1);
  await hears(juniper, 1);
});

test('all looks of the room with voices are for everybody', async () => {
  await axeInBothLooks(juniper.page);
  await axeInBothLooks(sol.page);
  await shot(sol.page, 'voices-desktop');
});

test('a page that is loaded again begins with everything off', async () => {
  await sol.page.reload();
  await says(sol, /^Microphone off\.$/);
  await hears(marlow, 0);
  await micSign(marlow, 'Sol').waitFor({ state: 'detached' });
});

test('where answers are invited, whoever speaks lets the others be heard', async () => {
  await night.nextPart('Activity');
  await give(marlow, 'Wren');
  await says(juniper, 'you are heard when it is your turn');
  await hears(marlow, 1);
  const answers = button(wren, 'Let others answer');
  await answers.click();
  const line = juniper.page.locator('.turnline').filter({ visible: true });
  await line.filter({ hasText: 'Wren asks the others to answer.' }).waitFor();
  await says(juniper, 'the circle hears you');
  await hears(marlow, 2);
  await hears(wren, 1);
  await axe(wren.page);
  await shot(wren.page, 'voices-answers-mine');
  await shot(juniper.page, 'voices-answers');
  await answers.click();
  await says(juniper, 'you are heard when it is your turn');
  await hears(marlow, 1);
});

test('who steps out comes back with everything off', async () => {
  const { page } = juniper;
  await page.locator('[data-sheet="step"]').filter({ visible: true }).first().click();
  await page.locator('dialog[open]').getByRole('button', { name: 'A few minutes' }).click();
  await button(juniper, 'Come back to the circle').waitFor();
  await part(juniper, 'trouble').filter({ hasText: 'You stepped out' }).waitFor({ state: 'attached' });
  assert.equal(await sends(juniper), false);
  await micSign(marlow, 'Juniper').waitFor({ state: 'detached' });
  await button(juniper, 'Come back to the circle').click();
  await says(juniper, /^Microphone off\.$/);
  await part(juniper, 'mic').click();
  await says(juniper, 'you are heard when it is your turn');
});

test('what was on for the circle is off after its end', async () => {
  for (const person of [juniper, wren]) assert.equal(await part(person, 'mic').getAttribute('aria-pressed'), 'true');
  await marlow.page.getByText('Ending', { exact: true }).click();
  await marlow.page.getByText('End the session early').click();
  await button(marlow, 'Yes, end now').click();
  for (const person of [juniper, wren]) {
    await part(person, 'trouble').filter({ hasText: 'The session has ended' }).waitFor({ state: 'attached' });
    assert.equal(await part(person, 'mic').getAttribute('aria-pressed'), 'false');
    assert.equal(await sends(person), false);
  }
});

test('who stays in the lounge switches it on anew, and is heard by those who stay', async () => {
  for (const person of [juniper, wren]) await button(person, 'Come in').click();
  await wren.page.getByText("You're in. Go whenever you like.").waitFor();
  // The buttons are back, and say why they are off.
  for (const person of [juniper, wren]) {
    await part(person, 'trouble').filter({ hasText: 'The session has ended' }).waitFor();
    await says(person, /^Microphone off\.$/);
  }
  await hears(wren, 0);
  await part(juniper, 'mic').click();
  await says(juniper, 'the circle hears you');
  await hears(wren, 1);
  // Who isn't in the lounge hears nothing of it.
  await hears(marlow, 0);
  await hears(sol, 0);
  await axe(juniper.page);
  await shot(juniper.page, 'voices-lounge');
});

test('left quickly in another tab, the room is left too, with its microphone', async () => {
  await juniper.context.route('**/leave', (route) => route.fulfill({ body: 'gone' }));
  const tab = await juniper.context.newPage();
  await tab.goto('/today');
  await tab.locator('[data-leave]').filter({ visible: true }).first().click();
  for (const page of [tab, juniper.page]) await page.waitForURL('**/leave');
  await hears(wren, 0);
});
