// A coordinator gives the address of a list, and its meetings come by themselves.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { addSource, begin, meetingAt, send } from './community.mjs';
import { axeInBothLooks, noSidewaysScroll, open } from './harness.mjs';

/** @type {import('./harness.mjs').World} */
let world;
/** @type {import('./people.mjs').Person} */
let coordinator;

/** A fellowship's server. */
const server = createServer((request, response) => {
  if (request.url !== '/meetings.json') {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', etag: '"1"' });
  response.end(JSON.stringify([meetingAt(3_600_000, 'harbour-evening', 'Harbour Evening')]));
});

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  world = await open({ args: ['--ask-own-network'] });
  coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
});

after(async () => {
  server.close();
  await world?.close();
});

/** @param {string} path */
function at(path) {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The server has no address.');
  return `http://127.0.0.1:${address.port}${path}`;
}

test('a list at an address becomes groups that anybody finds', async () => {
  const { page } = coordinator;
  await page.goto('/looking-after');
  await page.locator('a[href="/looking-after/groups"]').first().click();
  await page.locator('a[href="/looking-after/sources"]').first().click();
  await page.locator('a[href="/looking-after/sources/new"]').first().click();
  await page.waitForURL('**/looking-after/sources/new');
  const source = await addSource(coordinator, at('/meetings.json'), 'Harbour');
  await axeInBothLooks(page);
  await noSidewaysScroll(page);
  assert.match(await page.locator('main').innerText(), /Well[^]*Meetings in the list\s*1/);

  const visitor = await world.person();
  await visitor.page.goto('/groups');
  await visitor.page.getByText('Harbour Evening').first().waitFor();

  // Nobody presses a server's door open.
  await send(page, `form[action="${source}/asks"]`);
  await page.getByText('less than a minute ago').waitFor();
  await axeInBothLooks(page);
});

test('what went wrong is told in plain words, and a source can be taken away', async () => {
  const { page } = coordinator;
  const source = await addSource(coordinator, at('/elsewhere'), 'Elsewhere');
  await page.getByText('nothing at this address (404)').waitFor();
  await axeInBothLooks(page);
  await page.goto(source);
  await page.locator('summary', { hasText: 'Remove this source' }).click();
  await send(page, `form[action="${source}/removals"]`);
  await page.waitForURL('**/looking-after/sources');
  assert.equal(await page.getByText('Elsewhere').count(), 0);
  await axeInBothLooks(page);
});
