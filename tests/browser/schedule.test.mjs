// A coordinator looks after the times: finds the schedule, calls one meeting off, moves another
// online without any script, closes a venue, and sees who leads when; a visitor and a facilitator
// read what was done.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { FEED, found, giveRoles, groupPath, send, welcome } from './community.mjs';
import { axe, axeInBothLooks, noSidewaysScroll, open, shot } from './harness.mjs';
import { DESKTOP, PHONE } from './people.mjs';

/** @typedef {import('./people.mjs').Person} Person */

/** @type {import('./harness.mjs').World} */
let world;
/** @type {string} */
let folder;
/** On which that group meets. @type {string} */
let weekday;
/** @type {Person} */
let coordinator;
/** @type {Person} */
let marlow;
/** @type {Person} */
let visitor;
/** A group that meets in a room. @type {string} */
let porch;

before(async () => {
  world = await open();
  folder = await mkdtemp(join(tmpdir(), 'renew-schedule-'));
  const feed = join(folder, 'feed.json');
  // In two days, whichever day it is: the next meeting is on the first page of the schedule, and the one
  // after it on the second.
  const at = new Date(Date.now() + 2 * 86_400_000);
  const day = at.getUTCDay();
  weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(at);
  const meetings = JSON.parse(await readFile(FEED, 'utf8'));
  for (const one of meetings) if (one.name === 'Sunrise on the Porch') one.day = day;
  await writeFile(feed, JSON.stringify(meetings));
  const community = await found(world, { file: feed });
  ({ coordinator, facilitator: marlow } = community);
  visitor = await world.person();
  porch = await groupPath(visitor, /Sunrise on the Porch/);
  await welcome(marlow, coordinator, porch);
  await giveRoles(coordinator, porch, 'Marlow', ['facilitator']);
});

after(async () => {
  await world?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Pictures of a page on both sizes of screen. @param {Person} person @param {string} name */
async function pictures({ page }, name) {
  for (const [look, size] of /** @type {const} */ ([
    ['phone', PHONE],
    ['desktop', DESKTOP],
  ])) {
    await page.setViewportSize(size);
    await shot(page, `schedule-${name}.${look}-light`, { whole: true });
  }
}

/** Looks at a page as everybody may. @param {Person} person @param {string} name */
async function look(person, name) {
  await axeInBothLooks(person.page);
  await noSidewaysScroll(person.page);
  await pictures(person, name);
}

/** The days from the first to the last, as a form has them. @param {number} days from today */
const dayFromNow = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Opens what asks before it does something. @param {Person} person @param {string} words */
const unfold = ({ page }, words) => page.locator('summary', { hasText: words }).click();

test('the schedule is found from the rail, and shows where nobody leads', async () => {
  const { page } = coordinator;
  await page.goto('/today');
  await page.getByRole('navigation').getByRole('link', { name: 'Looking after' }).click();
  await page.getByRole('link', { name: /^Schedule/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Schedule' }).waitFor();
  const meeting = page.locator('li.meet', { hasText: 'Sunrise on the Porch' }).first();
  await meeting.getByText('Nobody leads it yet').waitFor();
  await look(coordinator, 'week');
});

test('one meeting is called off with a note, and visitors read it', async () => {
  const { page } = coordinator;
  await page.goto('/looking-after/schedule');
  await page.locator('li.meet', { hasText: 'Sunrise on the Porch' }).first().getByRole('link').click();
  await look(coordinator, 'evening');
  await unfold(coordinator, 'Call it off');
  await page.getByText('Everyone sees the note').first().waitFor();
  await page.fill('#off_note', 'The porch is being painted.');
  await axe(page);
  await pictures(coordinator, 'call-off');
  await send(page, 'form[action$="/cancellation"]');
  await page.getByText('This meeting is off.').waitFor();
  await axe(page);
  await pictures(coordinator, 'off');

  await visitor.page.goto(porch);
  await visitor.page.getByText('The next meeting is off').waitFor();
  await visitor.page.getByText('The porch is being painted.').first().waitFor();
  await look(visitor, 'public');
});

test('the finder, the feed, the calendar and the news all say that it is off', async () => {
  const { page } = visitor;
  await page.goto('/groups?text=porch');
  const meeting = page.locator('li.meet', { hasText: 'The porch is being painted.' }).first();
  await meeting.getByText(/^Off /).waitFor();
  const told = /** @param {string} path */ async (path) => {
    const answer = await page.request.get(path);
    assert.equal(answer.status(), 200, path);
    return answer.text();
  };
  const listed = JSON.parse(await told('/meetings.json')).find(
    (/** @type {{ name: string }} */ one) => one.name === 'Sunrise on the Porch',
  );
  assert.match(listed.notes, /cancelled. The porch is being painted\./);
  // Long lines of a calendar go on after a line end and a space.
  const calendar = (await told(`${porch}.ics`)).replaceAll('\r\n ', '');
  const off = calendar.split('BEGIN:VEVENT').filter((event) => event.includes('STATUS:CANCELLED'));
  assert.equal(off.length, 1);
  assert.match(off[0] ?? '', /RECURRENCE-ID/);
  assert.match(off[0] ?? '', /The porch is being painted\./);
  assert.match(await told('/changes.atom'), /The porch is being painted\./);
});

test('another is held online, without any script', async () => {
  const signedIn = await coordinator.context.storageState();
  const plain = await world.person({ noScript: true, signedIn });
  const { page } = plain;
  await page.goto(`${porch}/evenings`);
  await axe(page);
  const second = page.locator('main li').nth(1);
  await second.getByRole('link', { name: /^Change it/ }).click();
  await unfold(plain, 'Hold this one online');
  await page.fill('#online_note', 'Snow is forecast.');
  await send(page, 'form[action$="/online"]');
  await page.getByText('This meeting is other than usual.').waitFor();
  await visitor.page.goto(porch);
  await visitor.page.getByText('Snow is forecast.').waitFor();
  await plain.leave();
});

test('from a meeting on, the group meets otherwise', async () => {
  const { page } = coordinator;
  await page.goto(`${porch}/evenings`);
  await page.locator('main li').nth(3).getByRole('link', { name: /^Change it/ }).click();
  await page.getByRole('link', { name: /From this meeting on/ }).click();
  await page.fill('#start', 'dawn');
  coordinator.expect.push(/status of 422/);
  await send(page, 'form[action$="/onward"]');
  assert.equal(await page.inputValue('#start'), 'dawn');
  await look(coordinator, 'onward-wrong');
  await page.fill('#start', '07:00');
  await send(page, 'form[action$="/onward"]');
  await page.getByText('Planned changes').waitFor();
  await look(coordinator, 'evenings');
});

test('a facilitator takes a turn with one tap', async () => {
  const { page } = marlow;
  await page.goto('/leading');
  await page.getByText('have nobody yet').first().waitFor();
  await look(marlow, 'leading');
  await page.getByRole('link', { name: /Sunrise on the Porch/ }).last().click();
  const row = page.locator('main li', { hasText: 'Nobody yet' }).first();
  await Promise.all([
    page.waitForEvent('domcontentloaded'),
    row.getByRole('button', { name: /^I'll lead/ }).click(),
  ]);
  await page.getByText('Marlow leads').waitFor();
  await page.goto('/leading');
  await page.getByRole('heading', { name: 'You lead' }).waitFor();
  await axe(page);
  await coordinator.page.goto(`/looking-after/schedule?from=${dayFromNow(7)}`);
  await coordinator.page.getByText('Marlow leads').first().waitFor();
});

test('a venue is closed for all its meetings, and opened again', async () => {
  const { page } = coordinator;
  await page.goto('/looking-after/schedule');
  await page.getByRole('link', { name: 'Close a venue for a while' }).click();
  await look(coordinator, 'venues');
  await page.getByRole('button', { name: /Old Mill Community House/ }).click();
  await page.fill('#first', dayFromNow(0));
  await page.fill('#last', dayFromNow(21));
  await page.fill('#note', 'New floor.');
  await send(page, 'form[action="/looking-after/venues/closing"]');
  await page.getByText('What this does').waitFor();
  await look(coordinator, 'closing');
  await send(page, 'form[action="/looking-after/venues/closures"]');
  await page.getByText('Closed now or later').waitFor();
  await look(coordinator, 'closed');
  await visitor.page.goto(porch);
  await visitor.page.getByText('New floor.').first().waitFor();

  await unfold(coordinator, 'Open again');
  await send(page, 'form[action$="/removal"]');
  await page.getByText('as usual again').first().waitFor();
  await visitor.page.goto(porch);
  assert.equal(await visitor.page.getByText('New floor.').count(), 0);
});

test("the group's form takes every kind of rule", async () => {
  const { page } = coordinator;
  await page.goto(`${porch}/edit`);
  await page.selectOption('#kind', 'monthly');
  await page.locator('summary', { hasText: 'In some weeks of the month' }).click();
  await page.locator('label:has(#nth_last)').click();
  await look(coordinator, 'form');
  await send(page, `form[action="${porch}"]`);
  await page.getByText('Kept.').waitFor();
  await visitor.page.goto(porch);
  await visitor.page.getByText(`Last ${weekday} of the month`).waitFor();
});
