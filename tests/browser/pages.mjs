// Every page there is, and who sees it. axe, the sideways scroll test and the pictures follow this
// list, and `cargo xtask check` compares it with the router.

import { chooseFormat, chooseName, chooseWords, copyFormat, firstTime, lookAtFeed, lookAtVenue, nextEvening, offerDoor, soundCheck } from './community.mjs';

/** @typedef {import('./community.mjs').Community} Community */
/** @typedef {import('./people.mjs').Person} Person */

/** @typedef {'visitor' | 'member' | 'facilitator' | 'coordinator'} Role */

/**
 * @typedef {object} PageOf
 * @property {string} name of its pictures
 * @property {Role} as who looks at it
 * @property {string} route as the program's router has it
 * @property {(community: Community) => string} [path] where the route has a hole
 * @property {(person: Person, community: Community) => Promise<unknown>} [reach] what one does to get there, where a page is a step of several
 * @property {number} [status] what it answers with, where that isn't 200
 */

/** @type {PageOf[]} */
export const PAGES = [
  { name: 'front', as: 'visitor', route: '/' },
  { name: 'how-it-goes', as: 'visitor', route: '/how-it-goes' },
  { name: 'why', as: 'visitor', route: '/why' },
  { name: 'why-asks', as: 'visitor', route: '/why/{topic}', path: () => '/why/asks-and-offers' },
  { name: 'why-working', as: 'visitor', route: '/why/{topic}', path: () => '/why/working' },
  { name: 'supporting', as: 'visitor', route: '/supporting' },
  { name: 'privacy', as: 'visitor', route: '/privacy' },
  { name: 'help', as: 'visitor', route: '/help' },
  { name: 'settings', as: 'visitor', route: '/settings' },
  { name: 'clock', as: 'visitor', route: '/clock' },
  { name: 'groups', as: 'visitor', route: '/groups' },
  { name: 'groups-question', as: 'visitor', route: '/groups', path: () => '/groups?day=weekend&time=evening&where=room' },
  { name: 'groups-print', as: 'visitor', route: '/groups/print' },
  { name: 'group', as: 'visitor', route: '/groups/{id}', path: (c) => c.group },
  { name: 'come-back', as: 'visitor', route: '/come-back' },
  { name: 'join', as: 'visitor', route: '/join' },
  { name: 'join-way', as: 'visitor', route: '/join/way', reach: (one) => chooseName(one, 'Wren') },
  { name: 'join-promises', as: 'visitor', route: '/join/promises', reach: chooseWords },
  { name: 'table-code', as: 'visitor', route: '/table' },
  { name: 'wall-code', as: 'visitor', route: '/wall' },
  { name: 'own-code', as: 'visitor', route: '/code' },
  { name: 'not-found', as: 'visitor', route: '/there-is-no-such-page', status: 404 },
  { name: 'used-link', as: 'visitor', route: '/door/{token}', path: () => '/door/used', status: 404 },

  { name: 'today', as: 'member', route: '/today' },
  { name: 'sessions', as: 'member', route: '/sessions' },
  { name: 'member-help', as: 'member', route: '/help' },
  { name: 'people', as: 'member', route: '/people' },
  { name: 'my-space', as: 'member', route: '/my-space' },
  { name: 'my-calendar', as: 'member', route: '/my-space/calendar' },
  { name: 'my-greeting', as: 'member', route: '/my-space/greeting' },
  { name: 'my-thanks', as: 'member', route: '/my-space/thanks' },
  { name: 'my-plans', as: 'member', route: '/my-space/plans' },
  { name: 'noted', as: 'member', route: '/my-space/noted' },
  { name: 'on-call', as: 'member', route: '/on-call' },
  { name: 'my-words', as: 'member', route: '/my-space/words' },
  { name: 'my-data', as: 'member', route: '/my-data' },
  { name: 'erase-me', as: 'member', route: '/my-data/erase' },
  { name: 'first-time', as: 'member', route: '/sessions/{id}/first-time', reach: (one, c) => firstTime(one, c.group) },
  { name: 'first-time-always', as: 'member', route: '/sessions/{id}/first-time', reach: (one, c) => firstTime(one, c.group, '?step=2') },
  { name: 'sound-check', as: 'member', route: '/sessions/{id}/check', reach: (one, c) => soundCheck(one, c.group) },
  { name: 'member-group', as: 'member', route: '/groups/{id}', path: (c) => c.group },
  { name: 'member-settings', as: 'member', route: '/settings' },
  { name: 'not-yours', as: 'member', route: '/looking-after', status: 403 },

  { name: 'leading', as: 'facilitator', route: '/leading' },
  { name: 'formats', as: 'facilitator', route: '/leading/formats' },
  { name: 'format', as: 'facilitator', route: '/leading/formats/{key}', path: () => '/leading/formats/renew-90' },
  { name: 'format-edit', as: 'facilitator', route: '/leading/formats/{key}/edit', reach: (one) => copyFormat(one) },
  { name: 'format-part', as: 'facilitator', route: '/leading/formats/{key}/phases/{index}', reach: (one) => copyFormat(one, '/phases/5') },
  { name: 'format-import', as: 'facilitator', route: '/leading/formats/imports' },
  { name: 'session-format', as: 'facilitator', route: '/sessions/{id}/format', reach: (one, c) => chooseFormat(one, c.group) },
  { name: 'growth', as: 'facilitator', route: '/leading/growth' },
  { name: 'to-follow-up', as: 'facilitator', route: '/leading/follow-up' },
  { name: 'group-edit', as: 'facilitator', route: '/groups/{id}/edit', path: (c) => `${c.group}/edit` },
  { name: 'evenings', as: 'facilitator', route: '/groups/{id}/evenings', path: (c) => `${c.group}/evenings` },
  { name: 'evening', as: 'facilitator', route: '/groups/{id}/evenings/{date}', reach: (one, c) => nextEvening(one, c.group) },
  { name: 'onward', as: 'facilitator', route: '/groups/{id}/evenings/{date}/onward', reach: (one, c) => nextEvening(one, c.group, '/onward') },
  { name: 'group-calendar', as: 'facilitator', route: '/groups/{id}/calendar', path: (c) => `${c.group}/calendar` },
  { name: 'group-sealed', as: 'facilitator', route: '/groups/{id}/sealed', path: (c) => `${c.group}/sealed` },
  { name: 'group-people', as: 'facilitator', route: '/groups/{id}/people', path: (c) => `${c.group}/people` },

  { name: 'looking-after', as: 'coordinator', route: '/looking-after' },
  { name: 'safety', as: 'coordinator', route: '/looking-after/safety' },
  { name: 'lines', as: 'coordinator', route: '/looking-after/lines' },
  { name: 'lines-of-another-country', as: 'coordinator', route: '/looking-after/lines', path: () => '/looking-after/lines?country=es' },
  { name: 'on-call-rota', as: 'coordinator', route: '/looking-after/on-call' },
  { name: 'schedule', as: 'coordinator', route: '/looking-after/schedule' },
  { name: 'venues', as: 'coordinator', route: '/looking-after/venues' },
  { name: 'closing', as: 'coordinator', route: '/looking-after/venues/closing', reach: (one) => lookAtVenue(one) },
  { name: 'looking-after-groups', as: 'coordinator', route: '/looking-after/groups' },
  { name: 'group-new', as: 'coordinator', route: '/looking-after/groups/new' },
  { name: 'imports', as: 'coordinator', route: '/looking-after/imports' },
  { name: 'import', as: 'coordinator', route: '/looking-after/imports/{id}', reach: (one) => lookAtFeed(one) },
  { name: 'feed', as: 'coordinator', route: '/looking-after/feeds/{id}', path: (c) => c.feed },
  { name: 'sources', as: 'coordinator', route: '/looking-after/sources' },
  { name: 'source-new', as: 'coordinator', route: '/looking-after/sources/new' },
  { name: 'source-edit', as: 'coordinator', route: '/looking-after/sources/{id}/edit', path: (c) => `${c.source}/edit` },
  { name: 'source', as: 'coordinator', route: '/looking-after/sources/{id}', path: (c) => c.source },
  { name: 'debriefs', as: 'coordinator', route: '/looking-after/debriefs' },
  { name: 'looking-after-people', as: 'coordinator', route: '/looking-after/people' },
  { name: 'door', as: 'coordinator', route: '/people/{id}/door', reach: offerDoor },
  { name: 'invitations', as: 'coordinator', route: '/looking-after/invitations' },
  { name: 'looking-after-settings', as: 'coordinator', route: '/looking-after/settings' },
];

/**
 * Routes that answer with something else than a page of their own, or whose page only exists for an
 * hour, and the test that tries each.
 * @type {[route: string, test: string][]}
 */
export const NOT_HERE = [
  ['/static/{print}/{*name}', 'tests/browser/samples.mjs'], // files
  ['/language/{tag}', 'crates/renew/src/site/tests.rs'], // leads back
  ['/country/{key}', 'crates/renew/src/site/tests.rs'], // leads back
  ['/leave', 'crates/renew/src/safety/tests.rs'], // leads away
  ['/demo', 'tests/browser/demo.test.mjs'], // only `renew demo` has it
  ['/meetings.json', 'crates/renew/src/groups/publish/tests.rs'], // feeds
  ['/client_interface/json', 'crates/renew/src/groups/publish/tests.rs'],
  ['/client_interface/json/', 'crates/renew/src/groups/publish/tests.rs'],
  ['/changes.atom', 'crates/renew/src/groups/publish/tests.rs'],
  ['/calendar/{token}', 'crates/renew/src/groups/publish/tests/own.rs'], // a file
  ['/begin/{token}', 'tests/browser/answers.test.mjs'], // leads to /join
  ['/invited/{token}', 'tests/browser/answers.test.mjs'], // leads to /join
  ['/my-data/renew.json', 'crates/renew/tests/people/leaving.rs'], // a file
  ['/leading/formats/{key}/file', 'tests/browser/plan.test.mjs'], // a file
  ['/sessions/next/{group}', 'tests/browser/room.test.mjs'], // leads to the session
  ['/sessions/{id}', 'tests/browser/demo.test.mjs'], // the room; its moments are in samples.mjs
  ['/sessions/{id}/run', 'tests/browser/evening.test.mjs'], // the same for who leads
  ['/sessions/{id}/socket', 'crates/renew/src/sessions/site_tests.rs'],
  ['/sessions/{id}/in-room', 'crates/renew/src/sessions/site_tests/in_room.rs'], // only while a session is open
  ['/table/here', 'tests/browser/hybrid.test.mjs'], // for a phone with its code
  ['/table/now', 'crates/renew/src/sessions/site_tests/in_room.rs'], // a part of the same page
  ['/table/people', 'crates/renew/src/sessions/site_tests/in_room.rs'],
  ['/table/promises', 'crates/renew/src/sessions/site_tests/in_room.rs'],
  ['/table/check', 'tests/browser/table-sound.test.mjs'],
  ['/table/sound', 'crates/renew/src/sessions/site_tests/in_room/sound.rs'],
  ['/wall/here', 'tests/browser/hybrid.test.mjs'], // for a screen with its code
  ['/wall/now', 'crates/renew/src/sessions/site_tests/in_room.rs'],
  ['/sessions/{id}/follow-up', 'tests/browser/care.test.mjs'], // what needs somebody's hard evening
  ['/leading/follow-up/{id}', 'tests/browser/care.test.mjs'],
  ['/sessions/{id}/on-call', 'tests/browser/care.test.mjs'],
  ['/on-call/doors/{id}', 'tests/browser/care.test.mjs'],
  ['/sessions/{id}/afterwards', 'tests/browser/room.test.mjs'],
  ['/sessions/{id}/thank', 'crates/renew/src/sessions/site_tests/thanks.rs'], // its samples are looked at
  ['/sessions/{id}/record', 'tests/browser/room.test.mjs'],
  ['/sessions/{id}/debrief', 'tests/browser/evening.test.mjs'],
  ['/looking-after/debriefs/{id}', 'crates/renew/src/sessions/site_tests/debrief.rs'],
];

/**
 * Opens a page, and fails if it isn't the page that was meant.
 * @param {Person} person
 * @param {PageOf} page
 * @param {Community} community
 */
export async function visit(person, page, community) {
  if (page.reach) {
    await page.reach(person, community);
    const pattern = new RegExp(`^${page.route.replace(/\{\w+\}/g, '[^/]+')}$`);
    const { pathname } = new URL(person.page.url());
    if (!pattern.test(pathname)) throw new Error(`${pathname} was reached, not ${page.route}.`);
    return;
  }
  const status = page.status ?? 200;
  if (status >= 400) person.expect.push(new RegExp(`status of ${status}`));
  const path = page.path?.(community) ?? page.route;
  const answer = await person.page.goto(path);
  if (answer?.status() !== status) {
    throw new Error(`${path} answers ${answer?.status()}, not ${status}, for a ${page.as}.`);
  }
  const there = new URL(person.page.url());
  if (there.pathname + there.search !== path) {
    throw new Error(`${path} leads to ${there.pathname} for a ${page.as}.`);
  }
}
