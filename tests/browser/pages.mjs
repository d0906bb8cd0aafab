// Every page there is, and who sees it. axe, the sideways scroll test and the pictures follow this
// list: a page that isn't on it isn't tried, so a new page comes with its line here.

/** @typedef {import('./community.mjs').Community} Community */

/** @typedef {'visitor' | 'member' | 'facilitator' | 'coordinator'} Role */

/**
 * @typedef {object} PageOf
 * @property {string} name of its pictures
 * @property {Role} as who looks at it
 * @property {string | ((community: Community) => string)} path
 * @property {number} [status] what it answers with, where that isn't 200
 */

/** @type {PageOf[]} */
export const PAGES = [
  { name: 'front', as: 'visitor', path: '/' },
  { name: 'how-it-goes', as: 'visitor', path: '/how-it-goes' },
  { name: 'supporting', as: 'visitor', path: '/supporting' },
  { name: 'privacy', as: 'visitor', path: '/privacy' },
  { name: 'help', as: 'visitor', path: '/help' },
  { name: 'settings', as: 'visitor', path: '/settings' },
  { name: 'groups', as: 'visitor', path: '/groups' },
  { name: 'group', as: 'visitor', path: (c) => c.group },
  { name: 'join', as: 'visitor', path: '/join' },
  { name: 'come-back', as: 'visitor', path: '/come-back' },
  { name: 'not-found', as: 'visitor', path: '/there-is-no-such-page', status: 404 },
  { name: 'old-link', as: 'visitor', path: '/door/used-up', status: 404 },

  { name: 'today', as: 'member', path: '/today' },
  { name: 'sessions', as: 'member', path: '/sessions' },
  { name: 'member-help', as: 'member', path: '/help' },
  { name: 'people', as: 'member', path: '/people' },
  { name: 'my-space', as: 'member', path: '/my-space' },
  { name: 'my-plans', as: 'member', path: '/my-space/plans' },
  { name: 'my-data', as: 'member', path: '/my-data' },
  { name: 'member-group', as: 'member', path: (c) => c.group },
  { name: 'member-settings', as: 'member', path: '/settings' },

  { name: 'leading', as: 'facilitator', path: '/leading' },
  { name: 'group-edit', as: 'facilitator', path: (c) => `${c.group}/edit` },
  { name: 'group-people', as: 'facilitator', path: (c) => `${c.group}/people` },

  { name: 'looking-after', as: 'coordinator', path: '/looking-after' },
  { name: 'looking-after-groups', as: 'coordinator', path: '/looking-after/groups' },
  { name: 'group-new', as: 'coordinator', path: '/looking-after/groups/new' },
  { name: 'imports', as: 'coordinator', path: '/looking-after/imports' },
  { name: 'looking-after-people', as: 'coordinator', path: '/looking-after/people' },
  { name: 'invitations', as: 'coordinator', path: '/looking-after/invitations' },
  { name: 'looking-after-settings', as: 'coordinator', path: '/looking-after/settings' },
];

/**
 * @param {PageOf} page
 * @param {Community} community
 */
export const pathOf = (page, community) =>
  typeof page.path === 'string' ? page.path : page.path(community);

/**
 * Opens a page, and fails if it isn't the page that was meant.
 * @param {import('./people.mjs').Person} person
 * @param {PageOf} page
 * @param {Community} community
 */
export async function visit(person, page, community) {
  const status = page.status ?? 200;
  if (status >= 400) person.expect.push(new RegExp(`status of ${status}`));
  const path = pathOf(page, community);
  const answer = await person.page.goto(path);
  if (answer?.status() !== status) {
    throw new Error(`${path} answers ${answer?.status()}, not ${status}, for a ${page.as}.`);
  }
  const there = new URL(person.page.url());
  if (there.pathname + there.search !== path) {
    throw new Error(`${path} leads to ${there.pathname} for a ${page.as}.`);
  }
}
