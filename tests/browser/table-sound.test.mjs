// An evening of which half sits together, with sound: two people around one phone with a microphone
// and a loudspeaker, two online, and one of these comes into the room with a phone of her own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, axeInBothLooks, noSidewaysScroll, press, shot } from './harness.mjs';
import { heardThrough, plug } from './outlets.mjs';
import { Together } from './together.mjs';
import { VOICED, button, hears, keepConnections, part, until, wait } from './voiced.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const night = new Together();
/** Leads, at a desk, online. @type {Person} */
let marlow;
/** On a phone, online. @type {Person} */
let juniper;
/** Online with a keyboard at first, in the room later. @type {Person} */
let sol;
/** On the table. @type {Person} */
let phone;
/** Takes its place. @type {Person} */
let second;
/** @type {Person} */
let wall;
/** Where Marlow puts devices in the room. @type {import('playwright-core').Page} */
let devices;

before(async () => {
  await night.gather({ Marlow: { desktop: true }, Juniper: {}, Sol: { desktop: true, dark: true } }, VOICED);
  [marlow, juniper, sol] = night.people('Marlow', 'Juniper', 'Sol');
  // The program is ended in the middle of an evening, and a phone is a table's no more.
  const expect = [/ERR_|net::|WebSocket|Failed to load|404 for/];
  for (const person of night.everybody) person.expect.push(...expect);
  phone = await night.stranger({ expect });
  second = await night.stranger({ expect, lang: 'es', dark: true });
  wall = await night.stranger({ desktop: true, expect });
  for (const { page } of [phone, second]) await page.addInitScript(keepConnections);
  for (const person of [juniper, sol]) await night.look(person);
});

after(() => night.close());

/** A part of the table's own sound. @param {string} name @param {Person} [of] */
const table = (name, of = phone) => of.page.locator(`[data-sound="${name}"]`);

/** @param {string} text @param {Person} [of] */
const tableSays = (text, of = phone) => table('line', of).filter({ hasText: text }).waitFor();

/** @param {Person} person @param {string} name */
const seat = ({ page }, name) => page.locator('[data-part="seats"] .seat', { hasText: name });

/** Whether a page sends anything of a microphone. @param {Person} person */
const sends = ({ page }) =>
  page.evaluate(() =>
    /** @type {any} */ (window).peers.at(-1).getSenders().some((/** @type {any} */ one) => one.track !== null),
  );

/** Gives somebody the turn, from the circle of who leads. @param {string} name */
async function give(name) {
  await seat(marlow, name).locator('[data-seat]').click();
  await marlow.page.locator('#seat').getByRole('button', { name: 'Give the turn' }).click();
  await marlow.page.locator('#seat').waitFor({ state: 'hidden' });
}

/** The code that was made just now. @param {string} name of the button that asks for one */
async function codeFor(name) {
  await devices.getByRole('button', { name }).first().click();
  return devices.locator('.word').innerText();
}

/** @param {Person} person @param {string} code */
async function typeCode(person, code) {
  await person.page.locator('main form input[name="code"]').fill(code);
  await person.page.locator('main form button[type="submit"]').click();
}

/** @param {string} name @param {string} sign */
async function sitsDown(name, sign) {
  await phone.page.getByLabel('name').first().fill(name);
  await phone.page.locator(`.swatch label:has(input[value="${sign}"])`).click();
  await phone.page.getByRole('button', { name: 'Add to this table' }).click();
  await phone.page.locator('.person', { hasText: name }).waitFor();
}

test('a phone on the table has the sound of its room, with its microphone off', async () => {
  const link = marlow.page.getByRole('link', { name: 'A phone on a table' });
  [devices] = await Promise.all([marlow.context.waitForEvent('page'), link.click()]);
  await devices.waitForURL('**/in-room');
  await phone.page.goto('/table');
  await typeCode(phone, await codeFor('Put a phone on the table'));
  await phone.page.waitForURL('**/table/here');
  await tableSays('Nobody is at this table yet');
  await phone.page.getByRole('link', { name: 'Say who sits here' }).click();
  await phone.page.waitForURL('**/table/people');
  await sitsDown('Tomás', 'hills');
  await sitsDown('Bea', 'lotus');
  await phone.page.getByRole('link', { name: 'Back' }).click();
  await tableSays("The table's microphone is off");
  assert.equal(await table('mic').getAttribute('aria-pressed'), 'false');
  assert.equal(await sends(phone), false);
  // Everybody around it is told what they hear.
  await table('plays').filter({ hasText: 'is heard by everybody around this phone' }).waitFor();
  await noSidewaysScroll(phone.page);
  await axeInBothLooks(phone.page);
  await shot(phone.page, 'table-sound-off');
});

test('a screen on the wall says that it makes no sound, and makes none', async () => {
  await wall.page.goto('/wall');
  await typeCode(wall, await codeFor('Show on a screen'));
  await wall.page.getByText('This screen makes no sound').waitFor();
  assert.equal(await wall.page.locator('audio, video').count(), 0);
  await shot(wall.page, 'table-sound-wall');
});

test('until it begins all greet each other, through the one microphone of the table too', async () => {
  await table('mic').click();
  await tableSays('everybody here is heard online');
  await hears(juniper, 1);
  await hears(phone, 0);
  // Both around it have their sign, and who doesn't see it is told whose it is.
  for (const name of ['Bea', 'Tomás']) {
    await seat(juniper, name).locator('.seat-mic').waitFor();
    await seat(juniper, name).getByText('with the microphone of their table on').waitFor({ state: 'attached' });
  }
  await part(juniper, 'mic').click();
  await hears(phone, 1);
  await shot(juniper.page, 'table-sound-online');
  await table('mic').click();
  await tableSays("The table's microphone is off");
  assert.equal(await sends(phone), false);
  await hears(juniper, 0);
  await seat(juniper, 'Bea').locator('.seat-mic').waitFor({ state: 'detached' });
});

test('until all around the loudspeaker have agreed it plays only who leads', async () => {
  await button(marlow, 'Begin the session').click();
  await night.nextPart('Opening');
  for (const person of [marlow, juniper]) await button(person, 'I agree').click();
  await press(sol.page, button(sol, 'I agree'));
  await button(phone, 'Bea agrees').click();
  await night.nextPart('Check-in');
  await give('Juniper');
  await hears(sol, 1);
  await hears(phone, 0);
  await table('plays').filter({ hasText: 'Until Tomás agrees to the promises, it plays only who leads.' }).waitFor();
  await shot(phone.page, 'table-sound-not-agreed');
  await part(marlow, 'mic').click();
  await hears(phone, 1);
  await part(marlow, 'mic').click();
  await hears(phone, 0);
  await button(phone, 'Tomás agrees').click();
  await hears(phone, 1);
});

test('while nobody at the table has the turn its microphone is heard by nobody', async () => {
  await table('mic').click();
  await tableSays("It isn't this table's turn");
  assert.equal(await sends(phone), false);
  // A page that sends all the same is not forwarded.
  await phone.page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const peer = /** @type {any} */ (window).peers.at(-1);
    await peer.getTransceivers()[0].sender.replaceTrack(stream.getAudioTracks()[0]);
  });
  await wait(500);
  await hears(sol, 1);
  await hears(juniper, 0);
  await hears(phone, 1);
});

test('a turn at the table is heard online as the seat that has it', async () => {
  await give('Bea');
  await tableSays('Bea is heard online');
  await hears(juniper, 1);
  await hears(sol, 1);
  await hears(phone, 0);
  await seat(juniper, 'Bea').locator('.av[data-level]').waitFor();
  assert.equal(await seat(juniper, 'Tomás').locator('.av[data-level]').count(), 0);
  await noSidewaysScroll(phone.page);
  await axeInBothLooks(phone.page);
  await shot(phone.page, 'table-sound-turn');
  const size = phone.page.viewportSize();
  await phone.page.setViewportSize({ width: 1280, height: 800 });
  await shot(phone.page, 'table-sound-turn-desktop');
  if (size) await phone.page.setViewportSize(size);
  await shot(juniper.page, 'table-sound-turn-online');
});

test('mute is one touch, at once, and true', async () => {
  await table('mic').click();
  await tableSays("The table's microphone is off");
  assert.equal(await sends(phone), false);
  await hears(juniper, 0);
  await table('mic').click();
  await hears(juniper, 1);
});

test('a connection that is cut in the middle of a turn comes back to it', async () => {
  await phone.page.evaluate(() => {
    const peer = /** @type {any} */ (window).peers.at(-1);
    Object.defineProperty(peer, 'connectionState', { value: 'failed' });
    peer.dispatchEvent(new Event('connectionstatechange'));
  });
  await tableSays("isn't connected yet");
  await tableSays('Bea is heard online');
  await hears(juniper, 1);
});

test('a program that is started again gives the table its turn and its voice back', async () => {
  await night.restart();
  for (const person of [marlow, juniper]) {
    await person.page.locator('[data-part="line"]').waitFor({ state: 'hidden' });
  }
  await tableSays('Bea is heard online');
  await hears(juniper, 1);
});

test('microphone and loudspeaker of the table are chosen on a page of their own', async () => {
  const link = phone.page.getByRole('link', { name: 'Choose devices' });
  const [check] = await Promise.all([phone.context.waitForEvent('page'), link.click()]);
  await check.waitForURL('**/table/check');
  await check.getByRole('button', { name: 'Try the microphone' }).click();
  await check.locator('#mic-which').waitFor();
  // What is said there stays there: the table's microphone is put away first.
  await tableSays('microphone is off');
  await hears(juniper, 0);
  assert.equal(await check.locator('[data-try="camera"]').count(), 0);
  await axe(check);
  await check.locator('#mic-which').selectOption({ index: 1 });
  await check.getByText('Kept on this device').waitFor();
  await shot(check, 'table-sound-check');
  await check.close();
  await table('trouble-over').click();
  // The table's page uses it, in the middle of the turn.
  await table('mic').click();
  await hears(juniper, 1);
});

test("a member's own phone in the same room is quiet, says why, and is used with headphones", async () => {
  await part(juniper, 'mic').click();
  await give('Juniper');
  await part(juniper, 'mic').click();
  await hears(sol, 1);
  await sol.page.evaluate(async () => {
    const form = document.querySelector('input[name="do"][value="in_room"]')?.closest('form');
    /** @type {HTMLFormElement} */ (form).requestSubmit();
  });
  await part(sol, 'phone').waitFor();
  await shot(sol.page, 'table-sound-own-phone');
  await axe(sol.page);
  const isQuiet = () =>
    sol.page.evaluate(() =>
      [...document.querySelectorAll('audio')].every((one) => one.muted),
    );
  assert.equal(await isQuiet(), true);
  await press(sol.page, part(sol, 'phone-off'));
  await part(sol, 'line').filter({ hasText: 'so this one is quiet' }).waitFor();
  await press(sol.page, part(sol, 'mic'));
  await part(sol, 'phone').waitFor();
  assert.equal(await part(sol, 'mic').getAttribute('aria-pressed'), 'false');
  await press(sol.page, part(sol, 'phone-on'));
  assert.equal(await isQuiet(), false);
  await press(sol.page, part(sol, 'mic'));
  await part(sol, 'line').filter({ hasText: 'you are heard when it is your turn' }).waitFor();
  // What Sol says is not played beside her.
  await give('Sol');
  await hears(juniper, 1);
  await hears(phone, 0);
  // What the table played would go into her microphone, so it plays only who leads, and says so.
  await table('plays').filter({ hasText: 'Another microphone in this room is open' }).waitFor();
  await part(sol, 'line').filter({ hasText: 'the phone on the table plays only who leads' }).waitFor();
  await shot(phone.page, 'table-sound-quiet');
  await axe(phone.page);
  // Headphones off: her microphone goes with them.
  await press(sol.page, part(sol, 'speaker'));
  await hears(juniper, 0);
  await table('plays').filter({ hasText: 'is heard by everybody around this phone' }).waitFor();
  assert.equal(await isQuiet(), true);
});

test('a loudspeaker of the table that goes away gives way to another, and that is said', async () => {
  const tab = await phone.context.newPage();
  await tab.goto('/table/check');
  await tab.evaluate(() => localStorage.setItem('renew-speaker', 'box'));
  // It isn't plugged in yet.
  await table('trouble').filter({ hasText: 'went on through another loudspeaker' }).waitFor();
  await phone.page.evaluate(plug, ['speaker', 'box']);
  await until(async () => (await heardThrough(phone)) === 'box', 'what was chosen is not played through');
  await table('trouble-over').click();
  await phone.page.evaluate(plug, ['speaker']);
  await table('trouble').waitFor();
  assert.equal(await heardThrough(phone), 'usual');
  await shot(phone.page, 'table-sound-outlet');
  await table('trouble-over').click();
  await tab.evaluate(() => localStorage.removeItem('renew-speaker'));
  await tab.close();
});

test('a second phone takes the table over, and the first is told', async () => {
  await give('Bea');
  await hears(juniper, 1);
  const code = await codeFor('A code for another device');
  await second.page.goto('/table');
  await typeCode(second, code);
  await second.page.waitForURL('**/table/here');
  // It asks what is new every twenty seconds.
  await phone.page.waitForURL('**/table?no-more', { timeout: 40_000 });
  await phone.page.getByText('Another one may have taken its place').waitFor();
  await axe(phone.page);
  await shot(phone.page, 'table-sound-no-more');
  await hears(juniper, 0);
  await tableSays('El micrófono de la mesa está apagado', second);
  await table('mic', second).click();
  await tableSays('en línea se oye a Bea', second);
  await hears(juniper, 1);
  await axeInBothLooks(second.page);
  await noSidewaysScroll(second.page);
  await shot(second.page, 'table-sound-turn-es');
});

test('of two pages on one phone the later has the sound, and the other can have it back', async () => {
  const other = await second.context.newPage();
  await other.addInitScript(keepConnections);
  await other.goto('/table/here');
  await tableSays('El sonido de esta mesa está ahora en otra página', second);
  assert.equal(await table('buttons', second).isVisible(), false);
  await hears(juniper, 0);
  await shot(second.page, 'table-sound-elsewhere');
  await table('here-now', second).click();
  await tableSays('El micrófono de la mesa está apagado', second);
  await table('mic', second).click();
  await hears(juniper, 1);
  await other.close();
});

test('a page that is loaded again begins with its microphone off, and the turn is kept', async () => {
  await second.page.reload();
  await tableSays('El micrófono de la mesa está apagado', second);
  await hears(juniper, 0);
  await second.page.locator('.half .who-now', { hasText: 'Bea' }).first().waitFor();
});
