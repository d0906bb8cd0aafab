// Own words that are kept as they are typed: what comes late takes no newer words' place.
import assert from 'node:assert/strict';
import { test } from 'node:test';

/** @typedef {{ page: string | null, n: number, well: string | null, signal: AbortSignal, answer: (isKept: boolean) => void }} Sent */

/** A form on a page, with a clock and a network that the test moves. */
class Page {
  static loads = 0;
  /** @type {Sent[]} */
  sent = [];
  said = '';
  well = '';
  /** @type {Record<string, (event: any) => void>} */
  heard = {};
  /** @type {(() => void) | undefined} */
  timer;

  static async open() {
    const page = new Page();
    const said = {
      getAttribute: (/** @type {string} */ name) => name,
      set textContent(/** @type {string} */ text) {
        page.said = text;
      },
    };
    class HTMLFormElement {
      action = '/sessions/1/debrief';
      querySelector = () => said;
      addEventListener = (/** @type {string} */ name, /** @type {any} */ hear) => {
        page.heard[name] = hear;
      };
    }
    /** @extends {Map<string, string>} */
    class FormData extends Map {
      constructor() {
        super();
        this.set('well', page.well);
        page.heard.formdata?.({ formData: this });
      }
    }
    const window = {
      setTimeout: (/** @type {() => void} */ then) => {
        page.timer = then;
        return 1;
      },
      clearTimeout: () => {
        page.timer = undefined;
      },
    };
    const document = {
      hidden: false,
      querySelectorAll: () => [new HTMLFormElement()],
      addEventListener: (/** @type {string} */ name, /** @type {any} */ hear) => {
        page.heard[name] = hear;
      },
    };
    const fetch = (/** @type {string} */ _, /** @type {any} */ { body, signal }) => {
      return new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        const answer = (/** @type {boolean} */ isKept) => resolve({ type: isKept ? 'opaqueredirect' : 'basic' });
        const [n, well] = [Number(body.get('n')), body.get('well')];
        page.sent.push({ page: body.get('page'), n, well, signal, answer });
      });
    };
    Object.assign(globalThis, { HTMLFormElement, FormData, window, document, fetch });
    Page.loads += 1;
    await import(`../../crates/renew/assets/js/own-words.js?${Page.loads}`);
    return page;
  }

  /** @param {string} text */
  type(text) {
    this.well = text;
    this.heard.input?.({});
  }

  async pass() {
    const then = this.timer;
    this.timer = undefined;
    then?.();
    await new Promise(setImmediate);
  }

  /** Presses the button: what goes along with it. */
  press() {
    this.heard.submit?.({});
    return new FormData();
  }
}

test('each time it is sent has a greater number, and the page keeps its own', async () => {
  const page = await Page.open();
  page.type('The silence');
  await page.pass();
  page.sent[0]?.answer(false);
  await new Promise(setImmediate);
  assert.equal(page.said, 'data-waits');
  await page.pass();
  page.sent[1]?.answer(true);
  await new Promise(setImmediate);
  assert.equal(page.said, 'data-kept');
  const [first, second] = page.sent;
  assert.deepEqual([first?.n, second?.n, second?.well], [1, 2, 'The silence']);
  assert.ok(Number(first?.page) > 0);
  assert.equal(first?.page, second?.page);
  const other = await Page.open();
  other.type('x');
  await other.pass();
  assert.notEqual(other.sent[0]?.page, first?.page);
});

test('the button stops what is under way, and comes after it', async () => {
  const page = await Page.open();
  page.type('The silence');
  await page.pass();
  page.type('The silence held');
  const pressed = page.press();
  assert.equal(page.sent[0]?.signal.aborted, true);
  assert.deepEqual([page.sent[0]?.n, pressed.get('n')], [1, '2']);
  await new Promise(setImmediate);
  assert.equal(page.said, '', 'nothing is said of what the button took over');
  assert.equal(page.timer, undefined, 'nor is it tried again');
  globalThis.document = /** @type {any} */ ({ ...globalThis.document, hidden: true });
  page.heard.visibilitychange?.({});
  assert.equal(page.sent.length, 1, 'nor sent while the page goes');
});
