// A small community, made the way people make one: through the pages.

import { join as joinPath } from 'node:path';

import { ROOT } from './server.mjs';

/** @typedef {import('./people.mjs').Person} Person */
/** @typedef {import('playwright-core').Page} Page */

/** A fellowship that exists only in our tests. */
export const FEED = joinPath(ROOT, 'crates/calendar/tests/feeds/river_valley.json');

/**
 * A weekly meeting of a feed, which begins so many milliseconds from now (before now if negative)
 * and lasts ninety minutes, where the import page says it is.
 * @param {number} inMs
 * @param {string} slug
 * @param {string} name
 */
export function meetingAt(inMs, slug, name) {
  const timezone = 'America/New_York';
  const begins = Date.now() + inMs;
  /** @param {number} at @param {Intl.DateTimeFormatOptions} part */
  const there = (at, part) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: timezone, ...part }).format(at);
  const clock = /** @type {const} */ ({ hour: '2-digit', minute: '2-digit' });
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  return {
    slug,
    name,
    day: days.indexOf(there(begins, { weekday: 'short' })),
    time: there(begins, clock),
    end_time: there(begins + 90 * 60_000, clock),
    timezone,
    conference_url: 'https://zoom.us/j/91200000001',
    formatted_address: 'Millbrook, IL, USA',
    updated: '2026-08-30 15:04:05',
  };
}

/**
 * Presses the button that sends a form, and waits for the page that comes after.
 * @param {Page} page
 * @param {string} selector of the form
 */
export async function send(page, selector) {
  // Some forms begin with a hidden button, which is what Enter presses.
  const button = page.locator(`${selector} button[type="submit"]:not([tabindex="-1"])`);
  await Promise.all([page.waitForEvent('domcontentloaded'), button.last().click()]);
}

/**
 * Sends a form and waits for the page that comes after it. A form that comes back with a mistake
 * (a name that somebody has already, a network that joined too often) is said at once: to wait for
 * the other page would look like a program that hangs.
 * @param {Page} page
 * @param {string} form its selector
 * @param {string} next the path of the page that comes after
 */
async function onTo(page, form, next) {
  await send(page, form);
  const { pathname } = new URL(page.url());
  if (pathname === next) return;
  const problem = page.locator('.problem, main h1').first();
  throw new Error(`${form} led to ${pathname}, not ${next}: ${await problem.innerText()}`);
}

/**
 * The first step of joining, up to the second page.
 * @param {Person} person
 * @param {string} name
 */
export async function chooseName({ page }, name) {
  if (!page.url().endsWith('/join')) await page.goto('/join');
  await page.fill('input[name="name"]', name);
  await page.locator('label:has(input[name="sign"])').nth(name.length % 8).click();
  await page.locator('label:has(input[name="for"][value="me"])').click();
  await onTo(page, 'form[action="/join"]', '/join/way');
}

/**
 * The second step: words on a shared phone, up to the third page.
 * @param {Person} person
 * @returns {Promise<string[]>} the words
 */
export async function chooseWords({ page }) {
  await page.locator('label:has(input[name="phone"][value="shared"])').click();
  const words = await page.locator('.words .word').allInnerTexts();
  await onTo(page, 'form[action="/join/way"]', '/join/promises');
  return words.map((word) => word.trim());
}

/**
 * Takes a seat under a made-up name, with backup words on a shared phone.
 * @param {Person} person
 * @param {string} name
 * @returns {Promise<string[]>} the words
 */
export async function takeSeat(person, name) {
  const { page } = person;
  await chooseName(person, name);
  const words = await chooseWords(person);
  await page.locator('label:has(input[name="ok"])').click();
  await onTo(page, 'form[action="/join/promises"]', '/today');
  return words;
}

/**
 * Sends a form as its page would, without the page.
 * @param {Person} person
 * @param {string} form its address
 * @param {Record<string, string>} fields
 * @param {string} next the path of the page that comes after
 */
async function post({ context, kind, origin }, form, fields, next) {
  const headers = { origin, 'accept-language': kind.lang ?? 'en' };
  const answer = await context.request.post(form, { form: fields, headers, maxRedirects: 0 });
  const { pathname } = new URL(answer.headers().location ?? form, origin);
  if (pathname !== next) throw new Error(`${form} led to ${pathname}, not ${next} (${answer.status()})`);
}

/**
 * Takes a seat without looking at a page, for whoever comes to try something else: how it looks is
 * tried where people join, and each page of it takes a second of a busy machine.
 * @param {Person} person
 * @param {string} name
 */
export async function sit(person, name) {
  const sign = ['bird', 'boat', 'fire', 'hills', 'anchor', 'lotus', 'tree', 'sun'][name.length % 8] ?? '';
  await post(person, '/join', { name, sign, for: 'me' }, '/join/way');
  await post(person, '/join/way', { phone: 'shared' }, '/join/promises');
  await post(person, '/join/promises', { ok: 'yes' }, '/today');
}

/**
 * Comes into a group without looking at a page.
 * @param {Person} member
 * @param {Person} keeper
 * @param {string} group such as `/groups/12`
 */
export async function comeIn(member, keeper, group) {
  await post(member, `${group}/requests`, {}, group);
  const people = await (await keeper.context.request.get(`${group}/people`)).text();
  const [, form] = /action="([^"]+\/welcome)"/.exec(people) ?? [];
  if (!form) throw new Error(`Nobody asks to come in at ${group}.`);
  await post(keeper, form, {}, `${group}/people`);
}

/**
 * Follows the link that the first start prints, and takes a seat as the first coordinator.
 * @param {Person} person
 * @param {string} link
 * @param {string} name
 */
export async function begin(person, link, name) {
  await person.page.goto(link);
  await person.page.waitForURL('**/join');
  await takeSeat(person, name);
}

/**
 * @typedef {object} Feed
 * @property {string} [file]
 * @property {string} [name]
 * @property {string} [fellowship] its key; by default the first of the list
 * @property {string} [zone]
 */

/**
 * Hands over a fellowship's feed and looks at what would become of it.
 * @param {Person} coordinator
 * @param {Feed} [feed]
 */
export async function lookAtFeed({ page }, feed = {}) {
  await page.goto('/looking-after/imports');
  await page.setInputFiles('input[name="file"]', feed.file ?? FEED);
  await page.fill('input[name="feed"]', feed.name ?? 'River Valley');
  await page.selectOption('select[name="fellowship"]', feed.fellowship ?? { index: 1 });
  await page.selectOption('select[name="zone"]', feed.zone ?? 'America/New_York');
  await send(page, 'form[action="/looking-after/imports"]');
  await page.waitForURL('**/looking-after/imports/*');
}

/**
 * Imports a fellowship's feed, as a coordinator does: a file, a look at it, yes.
 * @param {Person} coordinator
 * @param {Feed} [feed]
 * @returns {Promise<string>} the address of the report, such as `/looking-after/feeds/12`
 */
export async function importFeed(coordinator, feed = {}) {
  const { page } = coordinator;
  await lookAtFeed(coordinator, feed);
  await send(page, 'form[action^="/looking-after/imports/"]');
  await page.waitForURL('**/looking-after/feeds/*');
  return new URL(page.url()).pathname;
}

/**
 * Adds a source, as a coordinator does, and waits for the page that says what it gave.
 * @param {Person} coordinator
 * @param {string} url
 * @param {string} name
 * @returns {Promise<string>} its page, such as `/looking-after/sources/12`
 */
export async function addSource({ page }, url, name) {
  await page.goto('/looking-after/sources/new');
  await page.fill('input[name="url"]', url);
  await page.fill('input[name="name"]', name);
  await page.selectOption('select[name="fellowship"]', { index: 1 });
  await page.selectOption('select[name="zone"]', 'America/New_York');
  await send(page, 'form[action="/looking-after/sources"]');
  await page.waitForURL(/\/looking-after\/sources\/(?!new)[^/]+$/);
  return new URL(page.url()).pathname;
}

/**
 * Goes to the page that makes a one-time link for somebody who lost their way back in.
 * @param {Person} coordinator
 */
export async function offerDoor({ page }) {
  await page.goto('/looking-after/people');
  await page.locator('a[href$="/door"]').last().click();
  await page.waitForURL('**/people/*/door');
}

/**
 * Goes to the page of a group's next meeting, or to one that is behind it.
 * @param {Person} keeper
 * @param {string} group such as `/groups/12`
 * @param {string} [further] such as `/onward`
 */
export async function nextEvening({ page }, group, further = '') {
  await page.goto(`${group}/evenings`);
  const next = await page.locator(`main h2 a[href^="${group}/evenings/"]`).first().getAttribute('href');
  await page.goto(`${next}${further}`);
}

/**
 * Goes to the two screens about a first evening, of a group's next session.
 * @param {Person} person
 * @param {string} group such as `/groups/12`
 * @param {string} [step] such as `?step=2`
 */
export async function firstTime({ page }, group, step = '') {
  await page.goto(group.replace('/groups/', '/sessions/next/'));
  const { pathname } = new URL(page.url());
  await page.goto(`${pathname}/first-time${step}`);
}

/**
 * Goes to the page of a group's next session on which sound and camera are tried.
 * @param {Person} person
 * @param {string} group
 */
export async function soundCheck({ page }, group) {
  await page.goto(group.replace('/groups/', '/sessions/next/'));
  await page.goto(`${new URL(page.url()).pathname.replace(/\/run$/, '')}/check`);
}

/**
 * Goes to the page that closes a venue: the first of the list.
 * @param {Person} coordinator
 */
export async function lookAtVenue({ page }) {
  await page.goto('/looking-after/venues');
  await send(page, 'li:first-child form[action="/looking-after/venues/closing"]');
  await page.waitForURL('**/looking-after/venues/closing?*');
}

/**
 * Copies a format of ours, and goes to the page of the copy, or to one that is behind it.
 * @param {Person} keeper
 * @param {string} [further] such as `/phases/5`
 */
export async function copyFormat({ page }, further = '/edit') {
  await page.goto('/leading/formats/renew-90');
  await send(page, 'form[action="/leading/formats"]');
  await page.waitForURL('**/leading/formats/own-*/edit');
  const { pathname } = new URL(page.url());
  await page.goto(pathname.replace(/\/edit$/, further));
}

/**
 * Goes to the page on which the format of a group's next session is chosen.
 * @param {Person} keeper
 * @param {string} group such as `/groups/12`
 */
export async function chooseFormat({ page }, group) {
  await page.goto(group.replace('/groups/', '/sessions/next/'));
  await page.locator('main a[href$="/format"]').click();
  await page.waitForURL('**/sessions/*/format');
}

/**
 * The address of a group's page, by its name on the public list.
 * @param {Person} person
 * @param {string | RegExp} name
 * @returns {Promise<string>} such as `/groups/12`
 */
export async function groupPath({ page }, name) {
  await page.goto('/groups');
  const link = page.locator('.meet a[href^="/groups/"]').filter({ hasText: name }).first();
  return (await link.getAttribute('href')) ?? '';
}

/**
 * Somebody asks to join a group, and somebody who looks after it says yes.
 * @param {Person} member
 * @param {Person} keeper
 * @param {string} group such as `/groups/12`
 */
export async function welcome(member, keeper, group) {
  await member.page.goto(group);
  await send(member.page, `form[action="${group}/requests"]`);
  await keeper.page.goto(`${group}/people`);
  await send(keeper.page, `form[action^="${group}/people/"][action$="/welcome"]`);
}

/**
 * Gives roles to a person of a group.
 * @param {Person} keeper
 * @param {string} group
 * @param {string} name
 * @param {string[]} roles
 */
export async function giveRoles({ page }, group, name, roles) {
  await page.goto(`${group}/people`);
  const card = page.locator('section.card:has(form[action$="/roles"])', { hasText: name });
  await card.locator('summary').click();
  const form = card.locator('form[action$="/roles"]');
  for (const role of roles) await form.locator(`label:has(input[name="${role}"])`).click();
  await Promise.all([
    page.waitForEvent('domcontentloaded'),
    form.locator('button[type="submit"]').click(),
  ]);
}

/**
 * @typedef {object} Community
 * @property {Person} coordinator
 * @property {Person} facilitator
 * @property {Person} member
 * @property {string} group such as `/groups/12`
 * @property {string} feed where the group came from, such as `/looking-after/feeds/12`
 * @property {string} source one that can't be asked, such as `/looking-after/sources/12`
 */

/**
 * A coordinator, a facilitator and a member of a group that came from a fellowship's feed.
 * @param {import('./harness.mjs').World} world
 * @param {Feed} [from]
 * @returns {Promise<Community>}
 */
export async function found(world, from = {}) {
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  const feed = await importFeed(coordinator, from);
  // It leads into this machine's own network, so nothing leaves it.
  const source = await addSource(coordinator, 'https://127.0.0.1/meetings.json', 'Harbour');
  const group = await groupPath(coordinator, /./);
  const facilitator = await world.person({ desktop: true });
  await sit(facilitator, 'Marlow');
  await comeIn(facilitator, coordinator, group);
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);
  const member = await world.person();
  await sit(member, 'Juniper');
  await comeIn(member, coordinator, group);
  return { coordinator, facilitator, member, group, feed, source };
}
