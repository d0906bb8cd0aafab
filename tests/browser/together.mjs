// An evening on which a circle does something together: who leads at a desk, everybody else with a
// device of their own, and all that the live room has sent to each of them.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { begin, comeIn, giveRoles, groupPath, importFeed, meetingAt, sit, takeSeat, welcome } from './community.mjs';
import { open, tap } from './harness.mjs';

/** @typedef {import('./people.mjs').Person} Person */
/** @typedef {import('./people.mjs').Kind} Kind */

/**
 * Of the program, of the browser, and what runs in each page of theirs before anything of it.
 * @typedef {import('./server.mjs').ServerOptions & import('./people.mjs').BrowserOptions
 *   & { script?: () => void }} Options
 */

/**
 * Who leads, at a desk; somebody on a phone; somebody in the dark; and somebody whose browser runs no
 * scripts.
 * @type {Record<'Marlow' | 'Wren' | 'Sol' | 'Ana', Kind>}
 */
export const FOUR = {
  Marlow: { desktop: true },
  Wren: {},
  Sol: { desktop: true, dark: true },
  Ana: { noScript: true },
};

export class Together {
  /** @type {Map<string, Person>} */
  #people = new Map();
  /** What each page with scripts has been sent so far. @type {Map<Person, string[]>} */
  #frames = new Map();
  /** @type {import('./harness.mjs').World | null} */
  #world = null;
  #folder = '';

  /** The group's address. */
  group = '';

  /** The session's address. */
  room = '';

  /**
   * Everybody comes to the community, and the first of them opens the room.
   * @param {Record<string, Kind>} kinds people by their names; the first leads
   * @param {Options} [options]
   */
  async gather(kinds, options) {
    await this.meet(kinds, options);
    await this.opens();
  }

  /**
   * Everybody comes to the community, and the first of them is to lead.
   * @param {Record<string, Kind>} kinds
   * @param {Options} [options]
   */
  async meet(kinds, options = {}) {
    this.#world = await open(options);
    this.#folder = await mkdtemp(join(tmpdir(), 'renew-together-'));
    const feed = join(this.#folder, 'feed.json');
    await writeFile(feed, JSON.stringify([meetingAt(-60_000, 'mill-street', 'Mill Street Circle')]));
    const coordinator = await this.#world.person({ desktop: true });
    await begin(coordinator, await this.#world.server.coordinatorLink(), 'Harbour Light');
    await importFeed(coordinator, { file: feed, name: 'Mill Street' });
    this.group = await groupPath(coordinator, /Mill Street/);
    // Into a network of its own only the browsers there have a way.
    const [sits, comes] = options.within ? [takeSeat, welcome] : [sit, comeIn];
    for (const [name, kind] of Object.entries(kinds)) {
      const person = await this.#world.person(kind);
      this.#people.set(name, person);
      if (options.script) await person.page.addInitScript(options.script);
      await sits(person, name);
      await comes(person, coordinator, this.group);
      this.#listen(person);
    }
    const [leads = ''] = Object.keys(kinds);
    await giveRoles(coordinator, this.group, leads, ['facilitator']);
  }

  /** Who leads opens the room. */
  async opens() {
    const { page } = this.lead;
    await page.goto(this.group.replace('/groups/', '/sessions/next/'));
    await page.locator('form[action$="/open"] button').click();
    await page.waitForURL('**/sessions/*/run');
    this.room = new URL(page.url()).pathname.replace(/\/run$/, '');
  }

  /** @param {Person} person */
  #listen(person) {
    const heard = /** @type {string[]} */ ([]);
    this.#frames.set(person, heard);
    person.page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)));
    });
  }

  get everybody() {
    return [...this.#people.values()];
  }

  /** Who leads. */
  get lead() {
    const [first] = this.#people.values();
    if (!first) throw new Error('Nobody is here.');
    return first;
  }

  /** @param {string} name */
  who(name) {
    const person = this.#people.get(name);
    if (!person) throw new Error(`${name} isn't here.`);
    return person;
  }

  /**
   * These people, in this order.
   * @template {string[]} Names
   * @param {Names} names
   * @returns {{ [One in keyof Names]: Person }}
   */
  people(...names) {
    return /** @type {{ [One in keyof Names]: Person }} */ (names.map((name) => this.who(name)));
  }

  /** Somebody with a device who isn't known here. @param {Kind} [kind] */
  async stranger(kind) {
    if (!this.#world) throw new Error('Nobody has gathered yet.');
    return this.#world.person(kind);
  }

  /** The circle begins, and everybody agrees. */
  async comeTogether() {
    const others = this.everybody.slice(1);
    for (const person of others) await this.look(person);
    await button(this.lead, 'Begin the session').click();
    await tap(this.onward());
    await button(this.lead, 'I agree').click();
    for (const person of others) {
      if (person.kind.noScript) await this.look(person);
      await button(person, 'I agree').click();
    }
  }

  /** As it comes together, and on to its working time. */
  async comeToWork() {
    await this.comeTogether();
    const choice = this.lead.page.getByText('What shall we do together?');
    for (let part = 0; part < PARTS_MAX && !(await choice.isVisible()); part += 1) {
      const side = this.lead.page.locator('.run-side');
      const before = await side.innerText();
      await tap(this.onward());
      await this.lead.page.waitForFunction(
        (text) => /** @type {HTMLElement} */ (document.querySelector('.run-side')).innerText !== text,
        before,
      );
    }
    await choice.waitFor();
  }

  /** The button that goes on to the next part; it is the lamp itself when nothing else is due. */
  onward() {
    return this.lead.page
      .locator('[data-order="next"] button, [data-order="lamp"] button')
      .filter({ hasText: 'Next part', visible: true })
      .first();
  }

  /** On to the next part. @param {string} part as the ribbon names it */
  async nextPart(part) {
    await tap(this.onward());
    await this.lead.page.locator('.ribbon [aria-current="step"]', { hasText: part }).waitFor();
  }

  /** Who leads begins an activity. @param {string} name */
  async begins(name) {
    await this.lead.page.getByText('What shall we do together?').click();
    await button(this.lead, `Begin: ${name}`).click();
  }

  /** Who leads goes on to a step. @param {string} step */
  async goOn(step) {
    await button(this.lead, `Go on: ${step}`).click();
    await sees(this.lead, `: ${step}.`);
  }

  /** The program ends as in a power cut, and is started again. */
  async restart() {
    await this.#world?.server.kill();
    await this.#world?.server.start();
  }

  /** A page without scripts sees what is new when it is loaded again. @param {Person} person */
  async look(person) {
    await person.page.goto(this.room);
  }

  /** Whether any of these people has been sent this. @param {Person[]} people @param {string} text */
  isSent(people, text) {
    return people.some((person) => (this.#frames.get(person) ?? []).some((frame) => frame.includes(text)));
  }

  /** How many frames came to somebody so far: a page that hears nothing proves nothing. @param {Person} person */
  heard(person) {
    return this.#frames.get(person)?.length ?? 0;
  }

  async close() {
    await this.#world?.close();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }
}

/** More parts than come before the working time in any format of ours. */
const PARTS_MAX = 8;

/** @param {Person} person @param {string | RegExp} name */
export const button = (person, name) =>
  person.page.getByRole('button', { name }).filter({ visible: true }).first();

/** @param {Person} person @param {string} text */
export const sees = (person, text) =>
  person.page.getByText(text).filter({ visible: true }).first().waitFor();

/** Whether somebody's page shows this now. @param {Person} person @param {string} text */
export async function shows(person, text) {
  return (await person.page.locator('main, .room, .run').first().innerText()).includes(text);
}

/**
 * Waits until a field holds a text as what is kept, and not only as what was typed.
 * @param {Person} person
 * @param {string} field
 * @param {string} text
 */
export async function isKept({ page }, field, text) {
  await page.waitForFunction(
    ([selector, wanted]) => {
      const found = document.querySelector(selector ?? '');
      const has = found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement;
      return has && found.defaultValue === wanted;
    },
    [field, text],
  );
}
