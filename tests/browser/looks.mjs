// What a page must be for everyone: axe's rules, no sideways scroll, a keyboard alone; and pictures.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { DESKTOP, PHONE, SCRIPTLESS } from './people.mjs';
import { ROOT } from './server.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Promise<string> | undefined} */
let axeSource;

/**
 * Fails on any violation that axe finds. The script comes in by the debugger's door, which the
 * page's content policy doesn't guard.
 * @param {Page} page
 * @param {object} [options]
 * @param {string[]} [options.without] rules to leave out, each with a reason beside the call
 * @param {string[]} [options.only] rules to look at alone
 */
export async function axe(page, options = {}) {
  axeSource ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const source = await axeSource;
  await settled(page);
  const violations = await withScripts(page, async () => {
    // A page that stays in its place keeps it, and it runs the faster for having run.
    const isThere = await page.evaluate(() => typeof (/** @type {any} */ (window).axe?.run) === 'function');
    if (!isThere) await page.evaluate(source);
    return page.evaluate(runAxe, { without: options.without ?? [], only: options.only });
  });
  assert.equal(violations.length, 0, `axe at ${page.url()}:\n${violations.join('\n')}`);
}

/**
 * Runs in the page.
 * @param {{ without: string[], only?: string[] | undefined }} rules
 * @returns {Promise<string[]>}
 */
async function runAxe({ without, only }) {
  const off = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  /** @type {typeof import('axe-core')} */
  // @ts-expect-error axe put itself there
  const axe = window.axe;
  const result = await axe.run(document, {
    ...(only ? { runOnly: only } : {}),
    rules: off,
    resultTypes: ['violations'],
  });
  return result.violations.flatMap((rule) =>
    rule.nodes.map((node) =>
      [`${rule.id}: ${rule.help}`, node.target.join(' '), node.html, node.failureSummary].join('\n  '),
    ),
  );
}

/** What night can break in a page that was looked at by day: its elements stand where they stood. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** The ways that a page may look: on a phone or a desktop, by day or by night. */
const LOOKS = /** @type {const} */ ({
  'on a phone': [PHONE, 'light'],
  'on a phone, dark': [PHONE, 'dark'],
  'on a desktop': [DESKTOP, 'light'],
  'on a desktop, dark': [DESKTOP, 'dark'],
});

/** @typedef {keyof typeof LOOKS} Look */

/**
 * Fails on any violation that axe finds on a phone by day or on a desktop by night. Colours follow the
 * time of day alone, and what stands where the size alone, so the other two looks would hardly show
 * anything new; every page is gone through in all four.
 * @param {Page} page
 */
export async function axeInBothLooks(page) {
  await inLooks(page, ['on a phone', 'on a desktop, dark'], () => axe(page));
}

/**
 * Fails on any violation that axe finds in any of these looks, where the same size was looked at by
 * day before.
 * @param {Page} page
 * @param {Look[]} names
 */
export async function axeInLooks(page, names) {
  await inLooks(page, names, (scheme) => axe(page, scheme === 'dark' ? { only: COLOURS } : {}));
}

/**
 * Does something in each of these looks. The page stays where it is, and looks afterwards as it did
 * before.
 * @param {Page} page
 * @param {Look[]} names
 * @param {(scheme: 'light' | 'dark') => Promise<void>} check
 */
async function inLooks(page, names, check) {
  const before = page.viewportSize();
  const [wasDark, wasCalm] = await page.evaluate(() => [
    matchMedia('(prefers-color-scheme: dark)').matches,
    matchMedia('(prefers-reduced-motion: reduce)').matches,
  ]);
  try {
    for (const name of names) {
      const [size, colorScheme] = LOOKS[name];
      await page.setViewportSize(size);
      // Without motion, or axe would see colours on their way from one look to the next.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await check(colorScheme).catch((error) => {
        throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
      });
    }
  } finally {
    await page.emulateMedia({
      colorScheme: wasDark ? 'dark' : 'light',
      reducedMotion: wasCalm ? 'reduce' : 'no-preference',
    });
    if (before) await page.setViewportSize(before);
  }
}

/** axe looks at a large page for some seconds on a crowded machine. */
const AXE_MS_MAX = 60_000;

/**
 * Does something that needs timers in the page, even where the page itself may run no scripts: what
 * the page would have run was left out when it loaded, and stays left out.
 * @template T
 * @param {Page} page
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withScripts(page, work) {
  const scriptless = SCRIPTLESS.get(page);
  /** @type {NodeJS.Timeout | undefined} */
  let late;
  const tooLate = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error(`axe didn't end at ${page.url()}`)), AXE_MS_MAX);
  });
  try {
    await scriptless?.send('Emulation.setScriptExecutionDisabled', { value: false });
    return await Promise.race([work(), /** @type {Promise<never>} */ (tooLate)]);
  } finally {
    clearTimeout(late);
    await scriptless?.send('Emulation.setScriptExecutionDisabled', { value: true });
  }
}

/**
 * Fails if the page can be scrolled sideways on the narrowest phone, or on a common one with the
 * text at twice its size.
 * @param {Page} page
 */
export function noSidewaysScroll(page) {
  return noneSideways(page, (fit) => fit());
}

/**
 * The same of many pages: the phone is made narrow once, and the text large once, for all of them.
 * @param {Page} page
 * @param {(fit: () => Promise<void>) => Promise<void>} through goes through them, and has each tried
 */
export async function noneSideways(page, through) {
  const before = page.viewportSize();
  const session = await page.context().newCDPSession(page);
  try {
    await page.setViewportSize({ width: 320, height: 640 });
    await through(() => fits(page, 320, 'at 320 px'));
    await page.setViewportSize({ width: 390, height: 844 });
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    await through(async () => {
      const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      assert.equal(size, '32px', `${page.url()} doesn't follow the person's own text size`);
      await fits(page, 390, 'at 390 px with text at 200 %');
    });
  } finally {
    await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
    await session.detach();
    if (before) await page.setViewportSize(before);
  }
}

/**
 * @param {Page} page
 * @param {number} width
 * @param {string} when
 */
async function fits(page, width, when) {
  const wide = await page.evaluate((width) => {
    const root = document.documentElement;
    if (root.scrollWidth <= width) return [];
    const out = [];
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      if (box.width > 0 && box.right > width + 0.5) {
        const name = element.className && typeof element.className === 'string' ? `.${element.className.replaceAll(' ', '.')}` : '';
        out.push(`${element.tagName.toLowerCase()}${name} ends at ${Math.round(box.right)}`);
      }
    }
    return [`the page is ${root.scrollWidth} px wide`, ...out.slice(0, 12)];
  }, width);
  assert.equal(wide.length, 0, `${page.url()} scrolls sideways ${when}:\n${wide.join('\n')}`);
}

/**
 * Waits until fonts and running transitions are done, so that a picture or a colour is the final
 * one. Endless motion (the breath) is not waited for.
 * @param {Page} page
 */
export async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ends = document.getAnimations().filter((animation) => {
      const timing = animation.effect?.getComputedTiming();
      return timing && timing.endTime !== Infinity && Number(timing.endTime) < 2000;
    });
    // In a closed `details` the browser holds what would move, and it never ends.
    const longest = new Promise((done) => setTimeout(done, 2000));
    await Promise.race([longest, Promise.allSettled(ends.map((animation) => animation.finished))]);
  });
}

/** Where pictures are kept. */
export const SCREENS = join(ROOT, 'target/screens');

/**
 * Keeps a picture of what is seen.
 * @param {Page} page
 * @param {string} name without ending; may hold folders
 * @param {{ whole?: boolean }} [options] the whole page and not only what fits on the screen
 * @returns {Promise<string>} its path under the folder of pictures
 */
export async function shot(page, name, options = {}) {
  const path = join(SCREENS, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await settled(page);
  await page.screenshot({ path, fullPage: options.whole ?? false });
  return `${name}.png`;
}

/** More presses of Tab than any page of ours has stops. */
const TAB_STOPS_MAX = 150;

/**
 * Goes to a control with Tab alone, as someone without a mouse does, and checks that it shows
 * where it is.
 * @param {Page} page
 * @param {import('playwright-core').Locator} control
 * @param {{ back?: boolean }} [options] with Shift
 */
export async function tabTo(page, control, options = {}) {
  const wanted = await control.elementHandle();
  assert.ok(wanted, 'There is no such control.');
  for (let press = 0; press < TAB_STOPS_MAX; press += 1) {
    const there = await wanted.evaluate((element) => element === document.activeElement);
    if (there) {
      await assertFocusShows(page);
      return;
    }
    await page.keyboard.press(options.back ? 'Shift+Tab' : 'Tab');
  }
  assert.fail(`${await wanted.evaluate((e) => e.outerHTML.slice(0, 200))} can't be reached with Tab.`);
}

/**
 * Goes to a control with Tab and presses a key on it.
 * @param {Page} page
 * @param {import('playwright-core').Locator} control
 * @param {string} [key]
 */
export async function press(page, control, key = 'Enter') {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/**
 * What has the focus, in words.
 * @param {Page} page
 */
export async function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return '';
    const label = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return `${element.tagName.toLowerCase()} ${label.replace(/\s+/g, ' ').trim()}`.trim();
  });
}

/**
 * The focused control is drawn differently from an unfocused one, inside the window, and nothing
 * that sticks to an edge covers it.
 * @param {Page} page
 */
async function assertFocusShows(page) {
  const problem = await page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return 'nothing has the focus';
    // A choice shows its focus on its label, since the round or square itself is drawn over; a card
    // that is one link shows it around the card.
    const shown = [element, element.closest('label'), element.nextElementSibling, element.parentElement];
    const marks = () =>
      shown.flatMap((part) => (part ? [getComputedStyle(part), getComputedStyle(part, '::after')] : []))
        .map((style) => {
          const line = style.outlineStyle === 'none' ? '' : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
          return `${line} ${style.boxShadow}`;
        })
        .join('; ');
    // What is drawn with and without the focus has to differ: a card's shadow is no mark of it.
    const withFocus = marks();
    element.blur();
    const without = marks();
    element.focus({ preventScroll: true });
    if (withFocus === without) return `the focus on ${element.outerHTML.slice(0, 120)} can't be seen`;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) return '';
    const at = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1));
    const label = element.closest('label');
    const uncovered = !at || element.contains(at) || at.contains(element) || label?.contains(at);
    return uncovered ? '' : `${at.outerHTML.slice(0, 120)} covers ${element.outerHTML.slice(0, 120)}`;
  });
  assert.equal(problem, '', `${page.url()}: ${problem}`);
}

/** Together as long as anything else is waited for. */
const TAP_MS_MAX = 4_000;
const TAPS_MAX = 5;

/**
 * Taps a button that may give way to its like while the page moves on: a click that has found one
 * waits for that one alone, even after it has been hidden.
 * @param {import('playwright-core').Locator} button
 */
export async function tap(button) {
  for (let nth = 1; nth < TAPS_MAX; nth += 1) {
    const tapped = await button.click({ timeout: TAP_MS_MAX }).then(() => true, () => false);
    if (tapped) return;
  }
  await button.click({ timeout: TAP_MS_MAX });
}
