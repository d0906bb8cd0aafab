// @ts-check
// Beside the page: every piece of sound and picture passes through here. (The checker knows the names
// of a page; those that a worker has instead are told to it.)

import { Carrier } from './carrier.js';

/**
 * `of` counts the page's connections, `slot` is the lane's place among those of its kind.
 * @typedef {import('./frame.js').Kind} Kind
 * @typedef {{ of: number, way: 'in' | 'out', kind: Kind, slot: number }} Lane
 * @typedef {{ readable: ReadableStream, writable: WritableStream }} Streams
 */

const later = (/** @type {number} */ ms, /** @type {() => void} */ then) => void setTimeout(then, ms);
const carrier = new Carrier(() => performance.now(), later);

/**
 * @param {Lane} lane
 * @param {Streams} streams
 */
function carry({ of, way, kind, slot }, { readable, writable }) {
  const pass = new TransformStream({
    async transform(piece, through) {
      const data = await (way === 'out' ? carrier.out(kind, piece.data) : carrier.in(kind, slot, piece.data));
      if (!data) return;
      piece.data = data;
      through.enqueue(piece);
    },
  });
  // A lane ends with its connection. If that is still in use, the page makes another.
  readable.pipeThrough(pass).pipeTo(writable).catch(() => self.postMessage({ is: 'broken', of }));
}

self.addEventListener('message', ({ data }) => {
  if (data.lane) carry(data.lane, data.streams);
  else void carrier.hear(data);
});
self.addEventListener('rtctransform', (event) => {
  const { transformer } = /** @type {any} */ (event);
  carry(transformer.options, transformer);
});
// What a browser says to a worker that doesn't listen yet is lost.
self.postMessage({ is: 'ready' });
