// A small community, made the way people make one: through the pages.

import { join as joinPath } from 'node:path';

import { ROOT } from './server.mjs';

/** @typedef {import('./people.mjs').Person} Person */
/** @typedef {import('playwright-core').Page} Page */

/** A fellowship that exists only in our tests. */
export const FEED = joinPath(ROOT, 'crates/calendar/tests/feeds/river_valley.json');

/**
 * Presses the button that sends a form, and waits for the page that comes after.
 * @param {Page} page
 * @param {string} action how the form's address begins
 */
export async function send(page, action) {
  // Some forms begin with a hidden button, which is what Enter presses.
  const button = page.locator(`form[action^="${action}"] button[type="submit"]:not([tabindex="-1"])`);
  await Promise.all([page.waitForEvent('domcontentloaded'), button.last().click()]);
}

/**
 * Takes a seat under a made-up name, with backup words on a shared phone.
 * @param {Person} person
 * @param {string} name
 * @returns {Promise<string[]>} the words
 */
export async function takeSeat({ page }, name) {
  if (!page.url().endsWith('/join')) await page.goto('/join');
  await page.fill('input[name="name"]', name);
  await page.locator('label:has(input[name="sign"])').nth(name.length % 8).click();
  await page.locator('label:has(input[name="for"][value="me"])').click();
  await send(page, '/join');
  await page.waitForURL('**/join/way');
  await page.locator('label:has(input[name="phone"][value="shared"])').click();
  const words = await page.locator('.words .word').allInnerTexts();
  await send(page, '/join/way');
  await page.waitForURL('**/join/promises');
  await page.locator('label:has(input[name="ok"])').click();
  await send(page, '/join/promises');
  await page.waitForURL('**/today');
  return words.map((word) => word.trim());
}

/**
 * Follows the link that the first start prints, and takes a seat as the first coordinator.
 * @param {Person} person
 * @param {string} link
 * @param {string} name
 */
export async function begin(person, link, name) {
  await person.page.goto(link);
  await send(person.page, '/begin/');
  await person.page.waitForURL('**/join');
  await takeSeat(person, name);
}

/**
 * Imports a fellowship's feed, as a coordinator does: a file, a look at it, yes.
 * @param {Person} coordinator
 * @param {{ file?: string, name?: string, zone?: string }} [feed]
 */
export async function importFeed({ page }, feed = {}) {
  await page.goto('/looking-after/imports');
  await page.setInputFiles('input[name="file"]', feed.file ?? FEED);
  await page.fill('input[name="feed"]', feed.name ?? 'River Valley');
  const zone = page.locator('[name="zone"]');
  if ((await zone.evaluate((field) => field.tagName)) === 'SELECT') {
    await zone.selectOption(feed.zone ?? 'America/New_York');
  } else {
    await zone.fill(feed.zone ?? 'America/New_York');
  }
  await send(page, '/looking-after/imports');
  await page.waitForURL('**/looking-after/imports/*');
  await send(page, '/looking-after/imports/');
}

/**
 * The address of a group's page, by its name on the public list.
 * @param {Person} person
 * @param {string | RegExp} name
 * @returns {Promise<string>} such as `/groups/12`
 */
export async function groupPath({ page }, name) {
  await page.goto('/groups');
  const link = page.locator('a[href^="/groups/"]').filter({ hasText: name }).first();
  return (await link.getAttribute('href')) ?? '';
}

/**
 * Somebody asks to join a group, and somebody who looks after it says yes.
 * @param {Person} member
 * @param {Person} keeper
 * @param {string} group such as `/groups/12`
 * @param {string[]} [roles] beside being a member: `host`, `facilitator`
 */
export async function welcome(member, keeper, group, roles = []) {
  await member.page.goto(group);
  await send(member.page, `${group}/requests`);
  await keeper.page.goto(`${group}/people`);
  await send(keeper.page, `${group}/people/`);
  if (roles.length > 0) await giveRoles(keeper, group, roles);
}

/**
 * Gives roles to the newest person of a group.
 * @param {Person} keeper
 * @param {string} group
 * @param {string[]} roles
 */
async function giveRoles({ page }, group, roles) {
  await page.goto(`${group}/people`);
  const form = page.locator(`form[action$="/roles"]`).last();
  for (const role of roles) await form.locator(`input[name="${role}"]`).setChecked(true, { force: true });
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
 */

/**
 * A coordinator, a facilitator and a member of a group that came from a fellowship's feed.
 * @param {import('./harness.mjs').World} world
 * @returns {Promise<Community>}
 */
export async function found(world) {
  const coordinator = await world.person({ desktop: true });
  await begin(coordinator, world.server.coordinatorLink, 'Harbour Light');
  await importFeed(coordinator);
  const group = await groupPath(coordinator, /./);
  const facilitator = await world.person({ desktop: true });
  await takeSeat(facilitator, 'Marlow');
  await welcome(facilitator, coordinator, group, ['facilitator']);
  const member = await world.person();
  await takeSeat(member, 'Juniper');
  await welcome(member, coordinator, group);
  return { coordinator, facilitator, member, group };
}
