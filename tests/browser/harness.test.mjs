// The harness tries itself: each of its checks has to notice the defect that it is there for.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { addPasskeyDevice, axe, flakyProxy, focused, noSidewaysScroll, openAt, press, tabTo } from './harness.mjs';

/** @param {string} body @param {string} [head] */
const html = (body, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
   <meta name="viewport" content="width=device-width, initial-scale=1">
   <link rel="stylesheet" href="/style.css">${head}</head>
   <body><main><h1>A page</h1>${body}</main></body></html>`;

/** @type {Record<string, string>} */
const PAGES = {
  '/good': html('<p>Words.</p><a href="/good">One</a> <button>Two</button>'),
  '/unlabelled': html('<input type="text">'),
  '/wide': html('<p class="wide">Wide</p>'),
  '/fixed-text': html('<p>Words.</p>', '<link rel="stylesheet" href="/fixed.css">'),
  '/inline': html('<p>Words.</p><script>document.title = "changed"</script>'),
  '/loud': html('<p>Words.</p>', '<script type="module" src="/loud.js"></script>'),
  '/missing': html('<p>Words.</p>', '<script type="module" src="/nowhere.js"></script>'),
  '/no-outline': html('<div class="card"><button class="hidden-focus">One</button></div>'),
};

/** @type {Record<string, [string, string]>} */
const FILES = {
  '/style.css': ['text/css', '.wide { width: 600px } .card { box-shadow: 0 1px 2px black } .hidden-focus:focus { outline: none }'],
  '/fixed.css': ['text/css', 'html { font-size: 16px }'],
  '/loud.js': ['text/javascript', 'console.error("so loud"); throw new Error("thrown");'],
};

/** @type {import('node:http').Server} */
let pages;
/** @type {import('./harness.mjs').World} */
let world;

before(async () => {
  pages = createServer((request, response) => {
    const url = request.url ?? '';
    const [type, text] = FILES[url] ?? ['text/html; charset=utf-8', PAGES[url] ?? ''];
    response.writeHead(text ? 200 : url === '/favicon.ico' ? 204 : 404, {
      'content-type': type,
      'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:",
    });
    response.end(text);
  });
  pages.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.on('error', () => {});
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  });
  await new Promise((resolve) => pages.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = pages.address();
  assert.ok(address && typeof address === 'object');
  world = await openAt(`http://localhost:${address.port}`);
});

after(async () => {
  await world.close();
  pages.closeAllConnections();
  pages.close();
});

test('a good page has no violations, under a strict policy and without JavaScript', async () => {
  for (const kind of [{}, { desktop: true, dark: true }, { noScript: true }]) {
    const ada = await world.person(kind);
    await ada.page.goto('/good');
    await axe(ada.page);
    await noSidewaysScroll(ada.page);
  }
});

test('a person without JavaScript runs none', async () => {
  const ada = await world.person({ noScript: true });
  await ada.page.goto('/loud');
  await axe(ada.page);
  ada.assertNoProblems();
});

test('axe notices a field without a label', async () => {
  const ada = await world.person();
  await ada.page.goto('/unlabelled');
  await assert.rejects(axe(ada.page), /label/);
});

test('a page that is too wide is noticed, on a phone and on a desktop', async () => {
  for (const desktop of [false, true]) {
    const ada = await world.person({ desktop });
    await ada.page.goto('/wide');
    await assert.rejects(noSidewaysScroll(ada.page), /scrolls sideways at 320 px[\s\S]*p\.wide/);
  }
});

test('a page that fixes the size of its text is noticed', async () => {
  const ada = await world.person();
  await ada.page.goto('/fixed-text');
  await assert.rejects(noSidewaysScroll(ada.page), /own text size/);
});

test('what a page complains about is a failure', async () => {
  for (const [path, said] of /** @type {const} */ ([
    ['/inline', /Content Security Policy/],
    ['/loud', /so loud/],
    ['/loud', /thrown/],
    ['/missing', /404/],
  ])) {
    const ada = await world.person();
    await ada.page.goto(path, { waitUntil: 'networkidle' });
    assert.throws(() => ada.assertNoProblems(), said);
    ada.problems = [];
  }
});

test('what a test expects is none', async () => {
  const ada = await world.person({ expect: [/so loud/, /thrown/] });
  await ada.page.goto('/loud', { waitUntil: 'networkidle' });
  ada.assertNoProblems();
});

test('the keyboard reaches a control, and a hidden focus is noticed', async () => {
  const ada = await world.person({ desktop: true });
  await ada.page.goto('/good');
  await tabTo(ada.page, ada.page.getByRole('button', { name: 'Two' }));
  assert.equal(await focused(ada.page), 'button Two');
  await press(ada.page, ada.page.getByRole('button', { name: 'Two' }), 'Space');
  await ada.page.goto('/no-outline');
  await assert.rejects(tabTo(ada.page, ada.page.getByRole('button')), /can't be seen/);
});

test('a cut network ends what is open and refuses what is new, until it is restored', async () => {
  const network = await flakyProxy();
  const ada = await world.person({ network, expect: [/ERR_/, /WebSocket/] });
  await ada.page.goto('/good');
  await ada.page.evaluate(() => {
    const url = `${location.origin.replace('http', 'ws')}/socket`;
    const socket = new WebSocket(url);
    const states = Object.assign(window, { socketSays: ['new'] }).socketSays;
    socket.onopen = () => states.push('open');
    socket.onclose = () => states.push('closed');
  });
  const says = (/** @type {string} */ word) =>
    ada.page.waitForFunction((word) => /** @type {any} */ (window).socketSays.includes(word), word);
  await says('open');
  network.cut();
  await says('closed');
  await assert.rejects(ada.page.goto('/good'));
  // The browser shows its own page for that; only then may it be sent elsewhere.
  await ada.page.waitForURL('chrome-error://chromewebdata/');
  network.restore();
  await ada.page.goto('/good');
  assert.equal(await ada.page.title(), 'A page');
  await ada.leave();
  await network.close();
});

test('a passkey can be made and used', async () => {
  const ada = await world.person();
  const device = await addPasskeyDevice(ada.page);
  await ada.page.goto('/good');
  await ada.page.evaluate(async () => {
    const bytes = new Uint8Array(32);
    await navigator.credentials.create({
      publicKey: {
        challenge: bytes,
        rp: { id: 'localhost', name: 'A page' },
        user: { id: bytes, name: 'ada', displayName: 'Ada' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      },
    });
    await navigator.credentials.get({ publicKey: { challenge: bytes, rpId: 'localhost' } });
  });
  assert.equal(await device.count(), 1);
});
