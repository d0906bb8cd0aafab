// Somebody far away finds tonight's meeting, and the hour is right: on the clock of their own
// device, beside that of the group, with JavaScript and without.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { begin, importFeed, send } from './community.mjs';
import { axeInBothLooks, noSidewaysScroll, open, shot } from './harness.mjs';

const THERE = 'America/Los_Angeles';
const HERE = 'Europe/Madrid';
const HOUR_MS = 3_600_000;

/** @type {import('./harness.mjs').World} */
let world;
/** When tonight's meeting begins. */
let begins = 0;

/**
 * What a clock shows at a moment.
 * @param {number} at @param {string} timeZone @param {Intl.DateTimeFormatOptions} part
 */
const shown = (at, timeZone, part) => new Intl.DateTimeFormat('en-US', { timeZone, ...part }).format(at);
/** @param {number} at @param {string} timeZone */
const hour = (at, timeZone) => shown(at, timeZone, { hour: 'numeric', minute: '2-digit' }).replaceAll(' ', ' ');

/**
 * A weekly meeting in Los Angeles.
 * @param {number} at when it begins this week
 * @param {Record<string, unknown>} more
 */
function meeting(at, more) {
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const clock = /** @type {const} */ ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return {
    day: days.indexOf(shown(at, THERE, { weekday: 'short' })),
    time: shown(at, THERE, clock),
    end_time: shown(at + HOUR_MS, THERE, clock),
    timezone: THERE,
    region: 'California',
    updated: '2026-08-30 15:04:05',
    ...more,
  };
}

before(async () => {
  world = await open();
  // In about three hours, on a full hour: it is tonight, and has not begun when we look.
  begins = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 3 * HOUR_MS;
  const file = join(world.server.data, 'angels.json');
  const feed = [
    meeting(begins, {
      slug: 'sunset',
      name: 'Sunset Circle',
      types: ['O', 'W'],
      conference_url: 'https://zoom.us/j/91200000001?pwd=secret',
      conference_url_notes: 'Passcode 4711',
      formatted_address: 'Los Angeles, CA, USA',
      approximate: 'yes',
    }),
    meeting(begins + 24 * HOUR_MS, {
      slug: 'pier',
      name: 'Pier Meeting',
      types: ['C'],
      location: 'Pier Hall',
      formatted_address: '1 Pier St, Santa Monica, CA 90401, USA',
      latitude: 34.01,
      longitude: -118.49,
    }),
  ];
  await writeFile(file, JSON.stringify(feed));
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file, name: 'Angels', fellowship: 'aa', zone: THERE });
});

after(() => world?.close());

/**
 * The card of a meeting in the list.
 * @param {import('./people.mjs').Person} person
 * @param {string} name
 */
const card = ({ page }, name) => page.locator('li.meet', { hasText: name });

/**
 * The hour of tonight's meeting on the visitor's clock, and the group's own beside it.
 * @param {import('./people.mjs').Person} person
 */
async function hourIsRight(person) {
  const sunset = card(person, 'Sunset Circle');
  assert.equal(await sunset.locator('time').innerText(), hour(begins, HERE));
  const text = await sunset.innerText();
  assert.ok(text.includes(`${hour(begins, THERE)} in Los Angeles`), text);
  // By the browser's own rules for the two zones, whatever the season.
  const machine = await sunset.locator('time').getAttribute('datetime');
  assert.equal(Date.parse(machine ?? ''), begins);
}

test('a visitor in Madrid finds tonight in Los Angeles, without JavaScript', async () => {
  const person = await world.person({ noScript: true, zone: HERE });
  const { page } = person;
  await page.goto('/groups');
  assert.match(await page.locator('.clock-line').innerText(), /Los Angeles time/);
  await page.locator('.clock-line a').click();
  await page.waitForURL('**/clock?back=**');
  await axeInBothLooks(page);
  await page.selectOption('select[name="zone"]', HERE);
  await send(page, 'form[action="/clock"]');
  await page.waitForURL('**/groups');
  assert.match(await page.locator('.clock-line').innerText(), /Times are Madrid time/);
  await page.selectOption('select[name="where"]', 'online');
  await send(page, 'form.finder');
  assert.equal(new URL(page.url()).searchParams.get('where'), 'online');
  await hourIsRight(person);
  assert.equal(await card(person, 'Pier Meeting').count(), 0);
  const body = await page.content();
  assert.ok(!body.includes('secret') && !body.includes('4711'));
  await axeInBothLooks(page);
  await noSidewaysScroll(page);
  await shot(page, 'finder/madrid-without-script', { whole: true });
});

test('the device knows its clock, if one presses the button', async () => {
  const person = await world.person({ desktop: true, zone: HERE });
  const { page } = person;
  await page.goto('/groups?where=online');
  const button = page.locator('form[data-own-clock] button');
  assert.match(await button.innerText(), /\(Madrid\)/);
  await axeInBothLooks(page);
  await shot(page, 'finder/ask-for-the-clock', { whole: true });
  await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
  assert.equal(new URL(page.url()).search, '?where=online', 'the question is kept');
  await hourIsRight(person);
  assert.equal(await page.locator('form[data-own-clock]').count(), 0, 'asked once');
  await shot(page, 'finder/madrid', { whole: true });
});

test('choices are links that take them back, and nothing found has a way out', async () => {
  const person = await world.person({ zone: HERE });
  const { page } = person;
  await page.goto('/groups?type=Women&type=Closed&lang=es&nonsense=1');
  assert.match(await page.locator('.notice').innerText(), /left out/);
  await page.locator('[role="status"] .lead').waitFor();
  await axeInBothLooks(page);
  await noSidewaysScroll(page);
  await shot(page, 'finder/nothing', { whole: true });
  await page.goto('/groups?type=Women&where=online');
  assert.equal(await page.locator('a.chip-off').count(), 3);
  await page.getByRole('link', { name: 'Take away: Women' }).click();
  await page.waitForURL('**/groups?where=online');
});

test('near me asks the device, and tells the address no more than a kilometre', async () => {
  const person = await world.person({ zone: HERE });
  const { page } = person;
  await person.context.grantPermissions(['geolocation'], { origin: world.origin });
  await person.context.setGeolocation({ latitude: 34.052235, longitude: -118.243683 });
  await page.goto('/groups');
  await page.locator('.finder-more summary').click();
  await page.locator('[data-near] button').click();
  await page.waitForURL('**/groups?near=**');
  assert.equal(new URL(page.url()).searchParams.get('near'), '34.05,-118.24');
  assert.equal(await card(person, 'Pier Meeting').count(), 0, 'fifteen miles away');
  await page.selectOption('select[name="within"]', '25mi');
  await send(page, 'form.finder');
  assert.match(await card(person, 'Pier Meeting').innerText(), /About 1[45] mi away/);
  await axeInBothLooks(page);
  await shot(page, 'finder/near', { whole: true });
});

test('a meeting with an address has directions in words, and others near it', async () => {
  const person = await world.person();
  const { page } = person;
  await page.goto('/groups');
  await card(person, 'Pier Meeting').getByRole('link').click();
  await page.locator('a[href^="geo:34.01,"]').waitFor();
  assert.ok((await page.locator('address').innerText()).includes('1 Pier St'));
  await axeInBothLooks(page);
  await page.getByRole('link', { name: 'Other meetings near this one' }).click();
  await card(person, 'Pier Meeting').waitFor();
});

test('the list for a noticeboard stays whole on paper', async () => {
  const person = await world.person({ desktop: true, zone: HERE });
  const { page } = person;
  await page.goto('/groups');
  await page.getByRole('link', { name: 'A list to print' }).click();
  await page.waitForURL('**/groups/print');
  await axeInBothLooks(page);
  await page.getByRole('link', { name: 'Place' }).click();
  await page.waitForURL('**/groups/print?by=place');
  await axeInBothLooks(page);
  await page.getByRole('link', { name: 'Large' }).click();
  await page.waitForURL('**/groups/print?by=place&print=large');
  await noSidewaysScroll(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.off-paper').isVisible(), false);
  assert.equal(await page.locator('.topbar').isVisible(), false);
  assert.ok(await page.locator('table.paper').first().isVisible());
  await shot(page, 'finder/paper-large', { whole: true });
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 1_000);
});
