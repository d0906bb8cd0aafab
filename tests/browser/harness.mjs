// Everything that a test in the browser needs, under one name.
//
//   const world = await open();                       // the program and Chromium
//   const ada = await world.person({ dark: true });   // somebody with a phone
//   await ada.page.goto('/');
//   await axe(ada.page);
//   await world.close();                              // fails if a page complained about anything

import { launch, person } from './people.mjs';
import { startServer } from './server.mjs';

export { flakyProxy } from './flaky.mjs';
export { Link, NEAR } from './link.mjs';
export { axe, axeInBothLooks, axeInLooks, focused, noneSideways, noSidewaysScroll, press, SCREENS, settled, shot, tabTo, tap } from './looks.mjs';
export { addPasskeyDevice, DESKTOP, launch, PHONE } from './people.mjs';
export { ROOT, Server, startServer } from './server.mjs';

/** @typedef {import('./people.mjs').Kind} Kind */
/** @typedef {import('./people.mjs').Person} Person */

/** A program and a browser, and everybody who looks at the one with the other. */
export class World {
  /** @type {Person[]} */
  #people = [];

  /**
   * @param {import('./server.mjs').Server | null} server
   * @param {import('playwright-core').Browser} browser
   * @param {string} origin
   */
  constructor(server, browser, origin) {
    this.#server = server;
    this.browser = browser;
    this.origin = origin;
  }

  /** @type {import('./server.mjs').Server | null} */
  #server;

  /** The program. */
  get server() {
    if (!this.#server) throw new Error('This world has pages of its own and no program.');
    return this.#server;
  }

  /**
   * Somebody with a device of their own.
   * @param {Kind} [kind]
   */
  async person(kind = {}) {
    const one = await person(kind.browser ?? this.browser, this.origin, kind);
    this.#people.push(one);
    return one;
  }

  /** Ends everything; fails if anybody's page complained. */
  async close() {
    /** @type {unknown[]} */
    const failures = [];
    for (const one of this.#people) {
      await one.leave().catch((error) => failures.push(error));
    }
    await this.browser.close();
    await this.#server?.stop();
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join('\n'));
  }
}

/**
 * Starts the program and a browser.
 * @param {import('./server.mjs').ServerOptions & import('./people.mjs').BrowserOptions} [options]
 */
export async function open(options = {}) {
  const server = await startServer(options);
  try {
    return new World(server, await launch(options), server.origin);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Only a browser, for pages that a test serves itself.
 * @param {string} origin
 */
export async function openAt(origin) {
  return new World(null, await launch(), origin);
}
