// Voice and video in the room's page, beside a room that is a fake (fake_sound.mjs): what the page
// does when a browser, a network or a server is in the way.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { fakeSound } from './fake_sound.mjs';
import { heardThrough, plug } from './outlets.mjs';
import { axe, axeInBothLooks, noSidewaysScroll, press, shot } from './harness.mjs';
import { Together } from './together.mjs';
import { VOICED, goIn, part, says, until, wait } from './voiced.mjs';

/** @typedef {import('./people.mjs').Person} Person */
/** @typedef {import('./fake_sound.mjs').Fake} Fake */

const night = new Together();
/** Who leads. @type {Person} */
let marlow;
/** On a phone. @type {Person} */
let juniper;

before(async () => {
  // The page has its place for voices only where the program carries them.
  await night.gather({ Marlow: { desktop: true }, Juniper: {} }, { ...VOICED, script: fakeSound });
  [marlow, juniper] = night.people('Marlow', 'Juniper');
  await goIn(juniper, night.room);
});

after(() => night.close());

/**
 * Does something with the room behind the page.
 * @template T
 * @param {Person} person
 * @param {(fake: Fake) => T | Promise<T>} what
 * @returns {Promise<T>}
 */
async function fake({ page }, what) {
  return page.evaluate(`(${what})(window.fake)`);
}

/** @param {Person} person whose voice goes on at the other side */
async function voiceComes(person) {
  const had = await fake(person, (f) => f.packets());
  await until(async () => (await fake(person, (f) => f.packets())) > had + 5, 'no voice goes out');
}

/** @param {Person} person of whom nothing more comes at the other side */
async function voiceStops(person) {
  // What was on its way is let through first.
  await wait(300);
  const had = await fake(person, (f) => f.packets());
  await wait(700);
  assert.equal(await fake(person, (f) => f.packets()), had, 'a voice goes out');
}

test('one offer has the lines that the server knows, and everything is off', async () => {
  await says(juniper, 'Microphone off.');
  await until(() => fake(juniper, (f) => f.offers === 1), 'no offer');
  assert.deepEqual(await fake(juniper, (f) => f.lines), [
    'm=audio', 'm=video', ...Array(4).fill('m=audio'), ...Array(4).fill('m=video'),
  ]);
  assert.equal(await part(juniper, 'mic').getAttribute('aria-pressed'), 'false');
  assert.equal(await part(juniper, 'camera').getAttribute('aria-pressed'), 'false');
  await shot(juniper.page, 'sound-off');
});

test('a voice goes out when it may be heard and not before, and mute is at once', async () => {
  await part(juniper, 'mic').click();
  await says(juniper, 'you are heard when it is your turn');
  await voiceStops(juniper);
  assert.equal(await fake(juniper, (f) => f.packets()), 0);
  await fake(juniper, (f) => f.voices({ may: true, mics: [2] }));
  await says(juniper, 'the circle hears you');
  await voiceComes(juniper);
  await shot(juniper.page, 'sound-heard');
  await part(juniper, 'mic').click();
  await says(juniper, 'Microphone off.');
  await voiceStops(juniper);
  assert.deepEqual(
    await fake(juniper, (f) => f.said.map((/** @type {any} */ act) => `${act.do} ${act.on}`)),
    ['mic true', 'mic false'],
  );
});

test('the space bar speaks while it is held, and nowhere where it means something else', async () => {
  const { page } = juniper;
  await page.locator('#main').focus();
  await page.keyboard.down(' ');
  await says(juniper, 'while you hold the space bar');
  await voiceComes(juniper);
  await page.keyboard.up(' ');
  await says(juniper, 'Microphone off.');
  await voiceStops(juniper);
  await page.locator('[data-sheet="step"]').focus();
  await page.keyboard.down(' ');
  await page.keyboard.up(' ');
  await says(juniper, 'Microphone off.');
});

test('who leads rests a microphone, and it opens again by its owner alone', async () => {
  await part(juniper, 'mic').click();
  await says(juniper, 'the circle hears you');
  await fake(juniper, (f) => f.voices({ rested: true, may: false }));
  await says(juniper, 'rests your microphone for now');
  assert.equal(await part(juniper, 'mic').getAttribute('aria-pressed'), 'false');
  await fake(juniper, (f) => f.voices({ rested: false, may: true }));
  await says(juniper, 'Microphone off.');
  await voiceStops(juniper);
});

test('a camera stands in its own seat as in a mirror, and another one in theirs', async () => {
  await part(juniper, 'camera').click();
  const own = juniper.page.locator('.is-you .seat-video.is-mirrored[data-shows]');
  await own.waitFor();
  await until(async () => (await fake(juniper, (f) => f.frames())) > 0, 'no picture goes out');
  await fake(juniper, (f) => f.picture(1));
  await fake(juniper, (f) => f.sound(0));
  await fake(juniper, (f) => f.voices({ heard: [1, 0, 0, 0], seen: [0, 1, 0, 0], cameras: [1, 2], mics: [1] }));
  const theirs = juniper.page.locator('.seat:not(.is-you) .seat-video[data-shows]');
  await theirs.waitFor();
  await juniper.page.locator('.seat:not(.is-you) .vh', { hasText: 'microphone on, camera on' }).waitFor({ state: 'attached' });
  await juniper.page.locator('.seat:not(.is-you) .av[data-level]').waitFor();
  await shot(juniper.page, 'sound-pictures');
  await axeInBothLooks(juniper.page);
  // A camera that is off is out of its seat, whatever a slot still holds.
  await fake(juniper, (f) => f.voices({ cameras: [2] }));
  await theirs.waitFor({ state: 'detached' });
  await part(juniper, 'camera').click();
  await own.waitFor({ state: 'detached' });
});

test('a weak network says that pictures rest', async () => {
  await fake(juniper, (f) => f.voices({ sound_only: true }));
  await says(juniper, 'the pictures rest');
  await noSidewaysScroll(juniper.page);
  await shot(juniper.page, 'sound-only');
  await fake(juniper, (f) => f.voices({ sound_only: false, seen: [1, 0, 0, 0], cameras: [1, 3] }));
  await says(juniper, "Some pictures don't come through");
  await fake(juniper, (f) => f.voices({ seen: [0, 0, 0, 0], cameras: [] }));
});

test('who is one of many with a camera on reads that four are seen at a time', async () => {
  await part(juniper, 'camera').click();
  await fake(juniper, (f) => f.voices({ cameras: [1, 2, 3, 4, 5] }));
  await says(juniper, 'Up to four cameras are shown at a time');
  await noSidewaysScroll(juniper.page);
  await part(juniper, 'camera').click();
  await fake(juniper, (f) => f.voices({ cameras: [] }));
});

test('a connection that falls comes back by itself, with the voice that was on', async () => {
  await part(juniper, 'mic').click();
  await says(juniper, 'the circle hears you');
  await fake(juniper, (f) => { f.refuses = { status: 503, body: { sentence: 'The room is full of voices.' } }; });
  const before = await fake(juniper, (f) => f.offers);
  await fake(juniper, (f) => f.cut());
  await says(juniper, 'The room is full of voices.');
  await says(juniper, "isn't connected yet");
  await shot(juniper.page, 'sound-lost');
  await fake(juniper, (f) => { f.refuses = null; });
  await says(juniper, 'the circle hears you');
  assert.ok((await fake(juniper, (f) => f.offers)) >= before + 2);
  await voiceComes(juniper);
  await part(juniper, 'mic').click();
});

test('a headset that goes out of reach gives way to another microphone', async () => {
  await part(juniper, 'mic').click();
  await says(juniper, 'the circle hears you');
  // As the browser does it when the device goes: the track ends, and nobody asked it to.
  const lose = () =>
    juniper.page.evaluate(() => {
      const { track } = /** @type {any} */ (window).lastTrack;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    });
  await juniper.page.evaluate(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const refuses = /** @type {any} */ (window).refuses;
      if (refuses) throw Object.assign(new Error(refuses.message ?? ''), { name: refuses.name });
      const stream = await real(wanted);
      Object.assign(window, { lastTrack: { track: stream.getTracks()[0], wanted } });
      return stream;
    };
  });
  await part(juniper, 'mic').click();
  await part(juniper, 'mic').click();
  await says(juniper, 'the circle hears you');
  const wanted = await juniper.page.evaluate(() => /** @type {any} */ (window).lastTrack.wanted.audio);
  assert.deepEqual(wanted, { echoCancellation: true, noiseSuppression: true, autoGainControl: true });
  await lose();
  await juniper.page.locator('[data-part="status"]', { hasText: 'Another one is on now' }).waitFor({ state: 'attached' });
  await voiceComes(juniper);
  await juniper.page.evaluate(() => Object.assign(window, { refuses: { name: 'NotFoundError' } }));
  await lose();
  await says(juniper, 'Microphone off.');
  await part(juniper, 'trouble').filter({ hasText: 'found none' }).waitFor();
});

test('a browser that refuses is explained, each way with how to mend it', async () => {
  for (const [name, message, text] of [
    ['NotAllowedError', 'Permission denied', 'told not to give the microphone'],
    ['NotAllowedError', 'Permission denied by system', "doesn't give the browser the microphone"],
    ['NotReadableError', '', 'is using the microphone'],
  ]) {
    await juniper.page.evaluate((refuses) => Object.assign(window, { refuses }), { name, message });
    await part(juniper, 'mic').click();
    await part(juniper, 'trouble').filter({ hasText: text }).waitFor();
    await says(juniper, 'Microphone off.');
  }
  await shot(juniper.page, 'sound-refused');
  await axe(juniper.page);
  await press(juniper.page, part(juniper, 'trouble-over'));
  await part(juniper, 'trouble').waitFor({ state: 'hidden' });
  await juniper.page.evaluate(() => Object.assign(window, { refuses: null }));
});

test('headphones that were chosen are listened through again when they are back', async () => {
  const { page } = juniper;
  await page.evaluate(plug, ['headphones', 'speaker', 'earbuds']);
  const tab = await juniper.context.newPage();
  await tab.goto('/today');
  await tab.evaluate(() => localStorage.setItem('renew-speaker', 'earbuds'));
  await until(async () => (await heardThrough(juniper)) === 'earbuds', 'another choice is not followed');
  await page.evaluate(plug, ['headphones', 'speaker']);
  await part(juniper, 'outlet').waitFor();
  assert.equal(await heardThrough(juniper), '');
  await page.evaluate(plug, ['headphones', 'speaker', 'earbuds']);
  await part(juniper, 'outlet').waitFor({ state: 'hidden' });
  assert.equal(await heardThrough(juniper), 'earbuds');
  await tab.evaluate(() => localStorage.removeItem('renew-speaker'));
  await until(async () => (await heardThrough(juniper)) === 'usual', 'another choice is not followed');
  await tab.close();
});

test('those that the device itself used are not followed by its loudspeaker, until somebody says so', async () => {
  const { page } = juniper;
  await page.evaluate(plug, ['speaker']);
  assert.equal(await heardThrough(juniper), '');
  await part(juniper, 'outlet').waitFor();
  await says(juniper, 'Sound is off on this device.');
  await page.locator('[data-part="status"]', { hasText: 'people near you may hear it' }).waitFor({ state: 'attached' });
  assert.equal(await heardThrough(juniper), '');
  await noSidewaysScroll(page);
  await shot(page, 'sound-outlet');
  await axeInBothLooks(page);
  // Any other tap is none that lets it go on.
  await part(juniper, 'camera').click();
  await part(juniper, 'camera').click();
  assert.equal(await heardThrough(juniper), '');
  await press(page, part(juniper, 'outlet-on'));
  await part(juniper, 'outlet').waitFor({ state: 'hidden' });
  assert.equal(await heardThrough(juniper), 'usual');
});

test('who leads has both buttons by the keyboard alone, and can rest a microphone', async () => {
  await marlow.page.goto(`${night.room}/run`);
  await press(marlow.page, part(marlow, 'mic'));
  await says(marlow, 'you are heard when it is your turn');
  await press(marlow.page, part(marlow, 'mic'), ' ');
  await says(marlow, 'Microphone off.');
  await shot(marlow.page, 'sound-run');
  await axeInBothLooks(marlow.page);
  await marlow.page.locator('[data-part="seats"] .seat', { hasText: 'Juniper' }).locator('[data-seat]').click();
  await shot(marlow.page, 'sound-rest');
  await axe(marlow.page);
  await marlow.page.getByRole('button', { name: 'Rest this microphone' }).click();
  assert.deepEqual(
    await fake(marlow, (f) => f.said.map((/** @type {any} */ act) => [act.do, act.is, act.who]).pop()),
    ['rest_mic', true, 2],
  );
});

test('who sits with others in a room is asked where the sound comes out, and is silent until then', async () => {
  const { page } = juniper;
  const muted = () => page.evaluate(() => [...document.querySelectorAll('audio')].map((one) => one.muted));
  const together = page.getByRole('button', { name: "I'm in the room with others" }).filter({ visible: true });
  assert.deepEqual(await muted(), [false, false, false, false]);
  await marlow.page.getByRole('button', { name: 'Begin the session' }).click();
  await marlow.page.locator('[data-order="next"] button, [data-order="lamp"] button')
    .filter({ hasText: 'Next part', visible: true }).first().click();
  await together.click();
  await page.getByRole('button', { name: 'I agree', exact: true }).filter({ visible: true }).click();
  await part(juniper, 'table').waitFor();
  assert.deepEqual(await muted(), [true, true, true, true]);
  await page.setViewportSize({ width: 360, height: 640 });
  await shot(page, 'sound-table');
  await axe(page);
  await part(juniper, 'table-off').click();
  await says(juniper, 'Sound is off on this device.');
  assert.deepEqual(await muted(), [true, true, true, true]);
  await shot(page, 'sound-small');
  await part(juniper, 'speaker').click();
  assert.deepEqual(await muted(), [false, false, false, false]);
  await part(juniper, 'speaker').click();
  await says(juniper, 'Sound is off on this device.');
  await page.setViewportSize({ width: 1280, height: 800 });
  await shot(page, 'sound-desktop');
  await page.setViewportSize({ width: 390, height: 844 });
});

test('sound and camera are tried on a page of their own', async () => {
  const { page } = juniper;
  const tab = await juniper.context.newPage();
  await tab.goto(`${night.room}/check`);
  await tab.getByRole('button', { name: 'Try the microphone' }).click();
  await tab.locator('#mic-which option').first().waitFor({ state: 'attached' });
  assert.ok((await tab.locator('#mic-which option').count()) > 1);
  await until(async () => Number(await tab.locator('#level').getAttribute('value')) > 0, 'the meter lies still');
  await tab.getByRole('button', { name: 'Say something and hear it' }).click();
  await tab.getByText('We listen for three seconds').waitFor();
  await tab.getByText('This is how you sound').waitFor();
  await tab.getByText('It is gone now').waitFor();
  await tab.getByRole('button', { name: 'Try the camera' }).click();
  await tab.locator('[data-picture]').waitFor();
  await until(() => tab.evaluate(() => (document.querySelector('video')?.videoWidth ?? 0) > 0), 'no picture');
  await axeInBothLooks(tab);
  await noSidewaysScroll(tab);
  await shot(tab, 'sound-check', { whole: true });
  // A choice made here is the room's as well, where the microphone is on.
  await part(juniper, 'mic').click();
  const other = await tab.locator('#mic-which option').last().getAttribute('value');
  await tab.locator('#mic-which').selectOption(other);
  await until(
    () => page.evaluate((id) => /** @type {any} */ (window).lastTrack.track.getSettings().deviceId === id, other),
    'the room goes on with the old one',
  );
  await tab.close();
});

test('without scripts, or without a lock, the page says in words what it takes', async () => {
  const plain = await night.stranger({ noScript: true, signedIn: await juniper.context.storageState() });
  await plain.page.goto(`${night.room}/check`);
  await plain.page.getByText('A page with a lock').waitFor();
  assert.equal(await plain.page.getByRole('button', { name: 'Try the microphone' }).count(), 0);
  await axe(plain.page);

  const open = await night.stranger({ lang: 'es', signedIn: await juniper.context.storageState() });
  await open.page.addInitScript(() => {
    Object.defineProperty(window, 'isSecureContext', { value: false });
  });
  await open.page.goto(`${night.room}/check`);
  await open.page.getByText('solo dejan usar el micrófono en páginas con candado').waitFor();
  await open.page.getByText('solo dejan usar la cámara en páginas con candado').waitFor();
  await axeInBothLooks(open.page);
  await shot(open.page, 'sound-check-es', { whole: true });
});

test('Leave quickly drops the microphone before anything else', async () => {
  const { page } = juniper;
  if ((await part(juniper, 'mic').getAttribute('aria-pressed')) === 'false') await part(juniper, 'mic').click();
  await says(juniper, 'Microphone on');
  const state = await page.evaluate(() => {
    window.dispatchEvent(new Event('renew:leave'));
    return /** @type {any} */ (window).lastTrack.track.readyState;
  });
  assert.equal(state, 'ended');
});
