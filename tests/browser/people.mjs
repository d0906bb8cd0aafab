// Who looks at a page: a person, by the device they hold and what they asked it for.

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

/** Where distributions put it. */
const CHROMIUM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

/**
 * @typedef {object} Kind
 * @property {boolean} [desktop] 1280 x 800 with a mouse; otherwise a phone of 390 x 844
 * @property {boolean} [dark]
 * @property {boolean} [moves] doesn't ask for less motion, as most people don't: it costs every page an
 * eighth of its time, so that one of several people does
 * @property {boolean} [noScript] no JavaScript
 * @property {'en' | 'es'} [lang]
 * @property {string} [zone] of the device's clock; by default America/New_York
 * @property {RegExp[]} [expect] what the console may say without being a defect
 * @property {import('playwright-core').Browser} [browser] another than everybody's; who started it ends it
 * @property {import('./flaky.mjs').FlakyProxy} [network] a network that can be cut
 * @property {import('playwright-core').BrowserContextOptions['storageState']} [signedIn] cookies to start with
 */

/** A person with a device of their own: their page, and what went wrong on it. */
export class Person {
  /** @type {string[]} */
  problems = [];

  /**
   * @param {import('playwright-core').BrowserContext} context
   * @param {import('playwright-core').Page} page
   * @param {Kind} kind
   * @param {string} origin where the program is
   */
  constructor(context, page, kind, origin) {
    this.context = context;
    this.page = page;
    this.kind = kind;
    this.origin = origin;
    this.expect = [...(kind.expect ?? [])];
  }

  /**
   * Notes a problem, unless it was expected.
   * @param {string} problem
   */
  note(problem) {
    if (!this.expect.some((pattern) => pattern.test(problem))) this.problems.push(problem);
  }

  /** Fails if anything went wrong in this person's browser so far. */
  assertNoProblems() {
    if (this.problems.length > 0) {
      throw new Error(`In this person's browser:\n${this.problems.join('\n')}`);
    }
  }

  /** Puts the device away. What went wrong on it fails the test here at the latest. */
  async leave() {
    await this.context.close();
    this.assertNoProblems();
  }
}

/**
 * Pages that run no scripts, with the debugger's session that keeps them from it. The browser's own
 * setting can't be lifted again, and axe needs timers.
 * @type {WeakMap<import('playwright-core').Page, import('playwright-core').CDPSession>}
 */
export const SCRIPTLESS = new WeakMap();

/**
 * A microphone that beeps and a camera that shows a test card, given without a question; and our own
 * machine's address in offers, since nobody here resolves a name for it.
 */
const FAKE_DEVICES = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--allow-loopback-in-peer-connection',
];

/**
 * @typedef {object} BrowserOptions
 * @property {boolean} [devices] with a microphone and a camera that are none
 * @property {string} [host] the address at which it finds what calls itself `localhost`: only there, and
 * by HTTPS, does a browser give a page a microphone
 * @property {string[]} [within] what its command is to begin with, to run in a network of its own
 */

/**
 * Chromium, with nothing in it that calls home.
 * @param {BrowserOptions} [options]
 */
export async function launch({ devices = false, host, within } = {}) {
  const chromiumPath = process.env.CHROMIUM ?? CHROMIUM_PLACES.find((path) => existsSync(path));
  if (!chromiumPath) {
    throw new Error('There is no Chromium. Install it, or name it by the variable CHROMIUM.');
  }
  const folder = within && (await mkdtemp(join(tmpdir(), 'renew-browser-')));
  const executablePath = folder ? await wrapped(folder, [...within, chromiumPath]) : chromiumPath;
  try {
    return await chromium.launch({
      executablePath,
      args: [
        // The tests also run as root, where Chromium's sandbox can't. They open our own pages only.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...(devices ? FAKE_DEVICES : []),
        ...(host ? [`--host-resolver-rules=MAP localhost ${host}`] : []),
      ],
    });
  } finally {
    // Whoever runs has read it.
    if (folder) await rm(folder, { recursive: true });
  }
}

/**
 * A program that is the last of these words, begun with the words before it. Playwright starts one
 * file, and talks to it by pipes, which go through.
 * @param {string} folder
 * @param {string[]} words
 */
async function wrapped(folder, words) {
  const path = join(folder, 'chromium');
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  await writeFile(path, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o700 });
  return path;
}

/**
 * A person with a device of this kind, in a browser context of their own.
 * @param {import('playwright-core').Browser} browser
 * @param {string} origin
 * @param {Kind} [kind]
 */
export async function person(browser, origin, kind = {}) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: kind.desktop ? DESKTOP : PHONE,
    hasTouch: !kind.desktop,
    isMobile: !kind.desktop,
    colorScheme: kind.dark ? 'dark' : 'light',
    reducedMotion: kind.moves ? 'no-preference' : 'reduce',
    locale: kind.lang === 'es' ? 'es-MX' : 'en-US',
    timezoneId: kind.zone ?? 'America/New_York',
    ...(kind.network ? { proxy: kind.network.forContext } : {}),
    ...(kind.signedIn ? { storageState: kind.signedIn } : {}),
  });
  // Long enough for a crowded machine, short enough to tell a person what is stuck.
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  if (kind.lang && kind.signedIn) {
    // What a person once chose for their account gives way to what they choose on this device.
    await context.addCookies([{ name: 'renew-lang', value: kind.lang, url: origin }]);
  }
  if (kind.noScript) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setScriptExecutionDisabled', { value: true });
    SCRIPTLESS.set(page, session);
  }
  const one = new Person(context, page, kind, origin);
  context.on('page', (opened) => watch(one, opened));
  watch(one, page);
  return one;
}

/**
 * Notes what a page complains about: errors on the console (the content policy complains there
 * too), errors that nobody caught, and files that aren't there.
 * @param {Person} one
 * @param {import('playwright-core').Page} page
 */
function watch(one, page) {
  page.on('console', (message) => {
    if (message.type() === 'error') {
      one.note(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => one.note(`error: ${error.stack ?? error.message}`));
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (response.status() >= 400 && kind !== 'document') {
      one.note(`${response.status()} for ${response.url()}`);
    }
    if (response.status() >= 500) one.note(`${response.status()} for ${response.url()}`);
  });
  page.on('dialog', (dialog) => {
    one.note(`A dialog of the browser's own: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/**
 * A passkey device inside the browser that always says yes, as a phone with a finger on it does.
 * @param {import('playwright-core').Page} page
 */
export async function addPasskeyDevice(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** How many passkeys it holds. */
    async count() {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.length;
    },
    /**
     * Says yes or no from now on.
     * @param {boolean} yes
     */
    async agree(yes) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: yes });
    },
  };
}
