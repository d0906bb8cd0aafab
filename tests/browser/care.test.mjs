// A hard evening, followed to its end. Wren isn't OK and says so in private, in Spanish, on a phone.
// Iris, the host, who uses nothing but a keyboard, answers, sits apart with Wren while Marlow goes
// on with the round, brings Noor in, who is on call, and notes who gets in touch. Sol sits in the
// same circle and is told nothing of it: each frame that reaches Sol is read.
// Then Rook makes trouble, and nobody makes a scene of it.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { begin, giveRoles, groupPath, importFeed, meetingAt, send, takeSeat, welcome } from './community.mjs';
import { axe, axeInBothLooks, focused, noSidewaysScroll, open, press, shot } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */
/** @typedef {import('playwright-core').Page} Page */

/** What Wren adds to the private word, and what Iris answers. */
const WORDS = 'lo del hospital me ha removido';
const ANSWER = 'Gracias por decirlo. ¿Nos sentamos un rato?';
/** A line of this community, for people in Spain who read Spanish. */
const LINE = 'La Orilla, de noche';

/** @type {import('./harness.mjs').World} */
let world;
/** @type {string} */
let folder;
/** @type {Person} */
let coordinator;
/** @type {Person} */
let marlow;
/** @type {Person} */
let iris;
/** @type {Person} */
let wren;
/** @type {Person} */
let sol;
/** @type {Person} */
let noor;
/** @type {Person} */
let rook;
/** @type {string} */
let group;
/** @type {string} */
let room;
/** What each page has been sent so far. @type {Map<Person, string[]>} */
const frames = new Map();

before(async () => {
  world = await open();
  folder = await mkdtemp(join(tmpdir(), 'renew-care-'));
  const feed = join(folder, 'feed.json');
  const hour = 3_600_000;
  await writeFile(feed, JSON.stringify([
    meetingAt(-60_000, 'mill-street', 'Mill Street Circle'),
    meetingAt(20 * hour, 'harbour', 'Harbour Circle'),
  ]));
  coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Mill Street' });
  group = await groupPath(coordinator, /Mill Street/);
  marlow = await world.person({ desktop: true });
  iris = await world.person({ desktop: true });
  wren = await world.person({ lang: 'es' });
  sol = await world.person({ desktop: true, dark: true });
  rook = await world.person();
  noor = await world.person();
  for (const [person, name] of /** @type {const} */ ([
    [marlow, 'Marlow'],
    [iris, 'Iris'],
    [wren, 'Wren'],
    [sol, 'Sol'],
    [rook, 'Rook'],
  ])) {
    await takeSeat(person, name);
    await welcome(person, coordinator, group);
    const heard = /** @type {string[]} */ ([]);
    frames.set(person, heard);
    person.page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
    });
  }
  // Noor leads elsewhere, and knows nobody here.
  const elsewhere = await groupPath(coordinator, /Harbour Circle/);
  await takeSeat(noor, 'Noor');
  await welcome(noor, coordinator, elsewhere);
  await giveRoles(coordinator, elsewhere, 'Noor', ['facilitator']);
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);
  await giveRoles(coordinator, group, 'Iris', ['host']);
  await marlow.page.goto(group.replace('/groups/', '/sessions/next/'));
  await marlow.page.locator('form[action$="/open"] button').click();
  await marlow.page.waitForURL('**/sessions/*/run');
  room = new URL(marlow.page.url()).pathname.replace(/\/run$/, '');
});

after(async () => {
  await world?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** @param {Page} page @param {string | RegExp} name */
const button = (page, name) => page.getByRole('button', { name }).filter({ visible: true }).first();

/** @param {Page} page @param {string | RegExp} text */
const sees = (page, text) => page.getByText(text).filter({ visible: true }).first().waitFor();

/** What the lamp button says, pressed once it says it. @param {string | RegExp} says */
const lamp = (says) =>
  marlow.page.locator('[data-order="lamp"] button').filter({ hasText: says, visible: true }).click();

/** On to the next part. @param {string} name */
async function nextPart(name) {
  const onward = marlow.page.locator('[data-order="next"] button, [data-order="lamp"] button');
  await onward.filter({ hasText: 'Next part', visible: true }).first().click();
  await marlow.page.locator('.run-plan [aria-current="step"]', { hasText: name }).waitFor();
}

/** Waits until the circle's middle names a speaker. @param {Person} person @param {string} name */
const speaking = (person, name) =>
  person.page.locator('[data-part="hearth"]', { hasText: name }).waitFor();

/** A page that a control opens beside this one. @param {Person} person @param {() => Promise<void>} open */
async function beside({ context }, open) {
  const [page] = await Promise.all([context.waitForEvent('page'), open()]);
  await page.waitForLoadState('domcontentloaded');
  return page;
}

/** All that stands on Sol's page, but for the clock. */
const seenBySol = async () =>
  (await sol.page.locator('main, aside, footer').allInnerTexts()).join('\n').replace(/plenty of time|about a minute left/, '');

/** What the line of a screen reader says when a turn begins. */
const TURN_BEGINS = /^(It's your turn\..+|\S+'s turn\.( Then \S+(, then \S+)?\.)?)$/;

/** What a screen reader has read to Sol at last and, when the answer is called, all that came after it. */
async function saidToSol() {
  const line = sol.page.locator('[data-part="status"]');
  const said = await line.evaluateHandle((status) => {
    const lines = [status.textContent ?? ''];
    const watch = () => void (status.textContent && lines.push(status.textContent));
    new MutationObserver(watch).observe(status, { childList: true, characterData: true, subtree: true });
    return lines;
  });
  return () => said.jsonValue();
}

/** What Sol has been told, but for the server asking whether Sol is still there. */
const toldSol = () => (frames.get(sol) ?? []).filter((frame) => !frame.includes('"ping"'));

test('the community has its own lines, and somebody on call', async () => {
  const { page } = coordinator;
  await page.goto('/looking-after/safety');
  await axe(page);
  await page.goto('/looking-after/lines?country=es');
  await page.fill('[name="es-1-for"]', 'Para hablar a cualquier hora');
  await page.fill('[name="es-1-label"]', LINE);
  await page.fill('[name="es-1-number"]', '900 000 123');
  await send(page, 'form[action^="/looking-after/lines"]');
  await axe(page);
  await page.goto('/looking-after/on-call');
  await page.selectOption('#person', { label: 'Noor' });
  for (const day of ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) {
    await page.locator(`label:has(input[name="${day}"])`).click();
  }
  await page.fill('#start', '00:00');
  await page.fill('#end', '00:00');
  await page.selectOption('#zone', 'America/New_York');
  await send(page, 'form[action="/looking-after/on-call"]');
  await sees(page, 'on call now');
  await axe(page);

  await noor.page.goto('/on-call');
  await noor.page.fill('#phone', '+1 555 0142');
  await noor.page.fill('#words', 'Ring twice.');
  await send(noor.page, 'form[action="/on-call"]');
  await sees(noor.page, 'Kept.');
  await axe(noor.page);
});

test('the circle comes to its first round', async () => {
  await iris.page.goto(`${room}/run`);
  for (const person of [wren, sol, rook]) await person.page.goto(room);
  await sees(marlow.page, '5 of us are here');
  await lamp('Begin the session');
  await nextPart('Welcome and agreement');
  for (const person of [marlow, sol, rook]) await button(person.page, 'I agree').click();
  await press(iris.page, button(iris.page, 'I agree'));
  await button(wren.page, 'Estoy de acuerdo').click();
  await nextPart('Check-in');
  await lamp('Take your turn');
  await speaking(sol, 'Marlow');
});

test('a private word reaches who leads and the host, and nobody else', async () => {
  const before = toldSol().length;
  const solsPage = await seenBySol();
  await wren.page.getByRole('link', { name: /^Contárselo a/ }).click();
  const sheet = wren.page.locator('#private');
  await sheet.getByText('No estoy bien').waitFor();
  await sheet.getByLabel('Añade unas palabras').fill(WORDS);
  await axeInBothLooks(wren.page);
  await shot(wren.page, 'care-private');
  await sheet.getByRole('button', { name: /^Enviar a/ }).click();
  await sheet.waitFor({ state: 'hidden' });
  for (const person of [iris, marlow]) {
    await sees(person.page, "Wren: I'm not OK");
    await sees(person.page, WORDS);
  }
  await shot(iris.page, 'care-host');
  await axeInBothLooks(iris.page);

  await press(iris.page, button(iris.page, "I've got this"));
  await sees(wren.page, /Iris está contigo/);
  await sees(marlow.page, 'Iris has this');
  await press(iris.page, iris.page.locator('summary', { hasText: 'Reply' }).filter({ visible: true }));
  await press(iris.page, iris.page.getByLabel('A few words back').filter({ visible: true }), 'Home');
  await iris.page.keyboard.type(ANSWER);
  await press(iris.page, button(iris.page, 'Send'));
  await sees(wren.page, `Iris te responde: ${ANSWER}`);
  await shot(wren.page, 'care-answered');
  await axe(wren.page);

  assert.deepEqual(toldSol().slice(before), [], 'not one frame came to Sol meanwhile');
  assert.equal(await seenBySol(), solsPage, "Sol's page is as it was");
});

test('the two sit apart while the round goes on, and no turn is lost', async () => {
  await press(iris.page, button(iris.page, 'Sit apart for a few minutes'));
  await sees(iris.page, 'They have been asked. They may say no.');
  await sees(wren.page, /Iris pregunta/);
  await shot(wren.page, 'care-asked');
  await axeInBothLooks(wren.page);
  await button(wren.page, 'Sí, me gustaría').click();
  for (const [person, title] of /** @type {const} */ ([[iris, 'The two of you'], [wren, 'Un momento aparte']])) {
    await person.page.getByRole('heading', { name: title }).filter({ visible: true }).waitFor();
    await axeInBothLooks(person.page);
    await noSidewaysScroll(person.page);
  }
  // Whoever went in is brought there, and is offered nothing of a circle that they don't hear.
  assert.equal(await focused(iris.page), 'h2 The two of you');
  assert.equal(await iris.page.getByRole('button', { name: 'Sit apart' }).filter({ visible: true }).count(), 0);
  assert.equal(await wren.page.getByRole('button', { name: 'Te escucho' }).filter({ visible: true }).count(), 0);
  await shot(iris.page, 'care-aside-host');
  await shot(wren.page, 'care-aside');

  // To the circle Wren is out for a few minutes, and Iris sits where Iris sat.
  await sol.page.locator('.seat.is-out, .seat.is-away', { hasText: 'Wren' }).waitFor();
  await shot(sol.page, 'care-circle');
  await lamp("I'm done");
  await speaking(marlow, 'Sol');
  await shot(marlow.page, 'care-goes-on');
  await axe(marlow.page);

  await button(wren.page, 'Volver al círculo').click();
  await wren.page.locator('[data-part="circle"]').waitFor();
  await iris.page.getByRole('heading', { name: 'The two of you' }).waitFor({ state: 'detached' });
  await marlow.page.locator('.turnline', { hasText: 'Wren' }).waitFor();
  await button(sol.page, "I'm done").click();
  await speaking(sol, 'Iris');
  await shot(iris.page, 'care-host-turn');
  await press(iris.page, iris.page.locator('[data-order="lamp"] button'));
  await speaking(wren, 'Te toca');
  await button(wren.page, 'He terminado').click();
  await speaking(sol, 'Rook');
});

test('no to sitting apart is heard kindly', async () => {
  await press(iris.page, button(iris.page, 'Sit apart for a few minutes'));
  await button(wren.page, 'Ahora no').click();
  await iris.page.getByRole('heading', { name: 'The two of you' }).waitFor({ state: 'detached' });
  await shot(iris.page, 'care-declined');
  await button(iris.page, 'Sit apart for a few minutes').waitFor();
});

/**
 * The sheet of what Marlow can do for somebody.
 * @param {string} name
 */
async function aboutPerson(name) {
  await marlow.page.locator('.seat', { hasText: name }).first().click();
  await sees(marlow.page, `What would you like to do for ${name}?`);
  return marlow.page.locator('#seat');
}

test('who facilitates hands the lead over, and has it back with one press', async () => {
  const sheet = await aboutPerson('Iris');
  await sheet.getByRole('button', { name: 'Hand over the lead' }).click();
  await sees(marlow.page, 'Iris is leading');
  await shot(marlow.page, 'care-lead-held');
  await axeInBothLooks(marlow.page);
  await noSidewaysScroll(marlow.page);
  await sees(iris.page, "You're leading");
  const offer = (/** @type {Person} */ person) => button(person.page, "I'll hold the circle");
  assert.equal(await offer(iris).count(), 0, 'Iris has it');
  await press(marlow.page, offer(marlow));
  await offer(marlow).waitFor({ state: 'hidden' });
  assert.match(await focused(marlow.page), /^header /, 'reading goes on where the button was');
  await sees(iris.page, 'Marlow is leading');
  assert.equal(await offer(iris).count(), 0, 'a host takes it from no facilitator');
});

test("the numbers of one's own country and language are there", async () => {
  const help = await beside(wren, async () => {
    await wren.page.evaluate(() => window.open('/help'));
  });
  await help.locator('summary', { hasText: /otro país/i }).click();
  await help.getByRole('link', { name: 'España' }).click();
  await sees(help, LINE);
  const call = help.locator('section:has(#call) a[href^="tel:"]');
  const numbers = await call.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.deepEqual(numbers, ['tel:112', 'tel:900000123'], 'the emergency number stands first');
  const ambulance = help.locator('section:has(#too-much) a[href^="tel:"]');
  assert.equal(await ambulance.getAttribute('href'), 'tel:112', "a line to talk isn't an ambulance");
  await axe(help);
  await shot(help, 'care-help', { whole: true });
  await help.close();
});

test('who is on call is asked in, and comes as a host', async () => {
  const calling = await beside(iris, async () => {
    await press(iris.page, iris.page.getByRole('link', { name: /^Bring somebody on call in/ }));
  });
  await sees(calling, 'Ring twice.');
  await axe(calling);
  await shot(calling, 'care-on-call', { whole: true });
  await press(calling, calling.getByRole('button', { name: 'Open a door for Noor' }));
  await sees(calling, 'Asked. It stands on their Today page.');

  await noor.page.goto('/today');
  await axe(noor.page);
  await noor.page.getByRole('link', { name: 'Can you come in?' }).click();
  await noor.page.waitForURL('**/on-call/doors/*');
  await sees(noor.page, 'Iris asks you into the room of Mill Street Circle');
  await axe(noor.page);
  await shot(noor.page, 'care-door');
  assert.ok(!(await noor.page.content()).includes(WORDS), 'nothing that was said is told there');
  await noor.page.getByRole('button', { name: "I'm coming in" }).click();
  await noor.page.waitForURL('**/sessions/*/run');
  await button(noor.page, 'I agree').click();
  await sees(noor.page, "Wren: I'm not OK");
  await sol.page.locator('.seat', { hasText: 'Noor' }).waitFor();
  await press(calling, calling.getByRole('link', { name: 'Look again' }));
  await sees(calling, "Says: I'm coming in.");
  await calling.close();
  await axe(noor.page);
  await shot(noor.page, 'care-noor');
});

test('what follows is noted as facts, and Wren reads all of it', async () => {
  const note = await beside(iris, async () => {
    await press(iris.page, iris.page.getByRole('link', { name: /^Note who gets in touch/ }));
  });
  await note.waitForURL('**/sessions/*/follow-up?seat=*');
  await note.getByRole('heading', { name: 'What follows' }).waitFor();
  const typed = await note.locator('main textarea, main input:not([type=hidden])').evaluateAll((all) =>
    all.map((one) => one.getAttribute('type') ?? one.tagName));
  assert.deepEqual([...new Set(typed)].sort(), ['checkbox', 'date', 'radio', 'time'], 'there is no field for words');
  assert.ok(await note.getByLabel('Wren').isChecked());
  await press(note, note.getByLabel('Stayed to talk'), 'Space');
  await press(note, note.getByLabel('On-call person told'), 'Space');
  await axeInBothLooks(note);
  await noSidewaysScroll(note);
  await shot(note, 'care-note', { whole: true });
  await press(note, note.getByRole('button', { name: 'Keep this note' }));
  await sees(note, 'Kept.');
  await axe(note);
  await shot(note, 'care-noted', { whole: true });

  const space = await beside(wren, async () => {
    await wren.page.evaluate(() => window.open('/my-space'));
  });
  await space.getByRole('link', { name: /^Lo que se anotó sobre mí/ }).click();
  await sees(space, 'La anotó Iris');
  await sees(space, 'Iris hablará contigo');
  await sees(space, 'Alguien se quedó a hablar · Se avisó a la guardia');
  assert.ok(!(await space.content()).includes(WORDS));
  await axeInBothLooks(space);
  await noSidewaysScroll(space);
  await shot(space, 'care-my-notes', { whole: true });

  // Who coordinates sees that something is open, and not about whom.
  await coordinator.page.goto('/looking-after/safety');
  await sees(coordinator.page, 'Iris gets in touch');
  assert.ok(!(await coordinator.page.locator('main').innerText()).includes('Wren'));
  await axe(coordinator.page);

  await note.goto('/leading/follow-up');
  await axe(note);
  await press(note, note.getByRole('link', { name: /^Wren/ }));
  await note.waitForURL('**/leading/follow-up/*');
  await press(note, note.getByRole('button', { name: 'It is done' }));
  await sees(note, /^Done on/);
  await axe(note);
  await note.close();
  await space.reload();
  await sees(space, /Iris lo dio por hecho/);
  await shot(space, 'care-done', { whole: true });
  await space.close();
});

test('nothing of it ever reached Sol', async () => {
  for (const frame of frames.get(sol) ?? []) {
    for (const secret of [WORDS, ANSWER, 'not_ok', '"asked_aside":{', '"aside":']) {
      assert.ok(!frame.includes(secret), `${secret} in ${frame.slice(0, 300)}`);
    }
  }
  const words = (frames.get(iris) ?? []).some((frame) => frame.includes(WORDS));
  assert.ok(words, 'the frames are read: what Iris was sent has it');
});

test('who is asked to wait at the door is told kindly, and the circle nothing', async () => {
  const { page } = marlow;
  const sheet = await aboutPerson('Rook');
  await sheet.locator('summary', { hasText: 'Ask to wait at the door' }).click();
  await axeInBothLooks(page);
  await shot(page, 'care-seat');
  const before = toldSol().length;
  await sheet.getByRole('button', { name: 'Ask Rook to wait' }).click();
  await sees(rook.page, 'Those who lead ask you to wait here for a while.');
  await axeInBothLooks(rook.page);
  await noSidewaysScroll(rook.page);
  await shot(rook.page, 'care-waits');
  await rook.page.reload();
  await sees(rook.page, 'Those who lead ask you to wait here for a while.');
  assert.equal(await rook.page.getByText('If somebody inside knows you').isVisible(), false);
  // Sol sees an empty seat, and is not told that anybody stands at the door.
  await sol.page.locator('.seat', { hasText: 'Rook' }).waitFor({ state: 'detached' });
  assert.equal(await sol.page.locator('main, aside').getByText('Rook').filter({ visible: true }).count(), 0);
  for (const frame of toldSol().slice(before)) {
    assert.ok(!/"waiting":\[\d/.test(frame), `the door is told: ${frame}`);
  }
  await shot(sol.page, 'care-empty-seat');
  for (const person of [marlow, iris]) await sees(person.page, 'Rook is at the door');
  await shot(page, 'care-knock');
  await press(iris.page, button(iris.page, 'Let in'));
  await rook.page.locator('[data-part="circle"]').waitFor();
  await sol.page.locator('.seat', { hasText: 'Rook' }).waitFor();
});

test('who is asked to leave goes without a scene', async () => {
  const sheet = await aboutPerson('Rook');
  await sheet.locator('summary', { hasText: 'Remove from tonight' }).click();
  const said = await saidToSol();
  await sheet.getByRole('button', { name: 'Remove Rook' }).click();
  await sol.page.locator('.seat', { hasText: 'Rook' }).waitFor({ state: 'detached' });
  await sees(rook.page, 'You were asked to leave this session');
  await axeInBothLooks(rook.page);
  await shot(rook.page, 'care-removed');
  // A turn goes on as it always does, and was perhaps put in line before; nothing else is said.
  for (const now of (await said()).slice(1)) assert.match(now, TURN_BEGINS);
  assert.equal(await sol.page.locator('main, aside').getByText('Rook').filter({ visible: true }).count(), 0);
  rook.expect.push(/status of 403/);
  await rook.page.goto(room);
  await sees(rook.page, 'You were asked to leave this session');
});

test('a locked door is closed kindly', async () => {
  const { page } = marlow;
  await page.getByText('The door', { exact: true }).click();
  await button(page, 'Locked').click();
  await page.locator('[data-door="locked"][aria-pressed="true"]').waitFor();
  await axe(page);
  const late = await world.person();
  await takeSeat(late, 'Juniper');
  await welcome(late, coordinator, group);
  await late.page.goto(room);
  await sees(late.page, 'The door is closed');
  await sees(late.page, 'You are welcome next time.');
  await axeInBothLooks(late.page);
  await shot(late.page, 'care-locked');
  for (const person of [coordinator, marlow, iris, wren, sol, noor]) person.assertNoProblems();
});
