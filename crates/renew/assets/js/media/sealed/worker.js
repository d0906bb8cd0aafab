// @ts-check
// Beside the page: every piece of sound and picture passes through here. (The checker knows the names
// of a page; those that a worker has instead are told to it.)

import { Carrier } from './carrier.js';

/**
 * @typedef {import('./frame.js').Kind} Kind
 * @typedef {{ way: 'in' | 'out', kind: Kind }} Lane
 * @typedef {{ readable: ReadableStream, writable: WritableStream }} Streams
 */

const carrier = new Carrier(() => performance.now());

/**
 * @param {Lane} lane
 * @param {Streams} streams
 */
function carry({ way, kind }, { readable, writable }) {
  const pass = new TransformStream({
    async transform(piece, through) {
      const data = await carrier[way](kind, piece.data);
      if (!data) return;
      piece.data = data;
      through.enqueue(piece);
    },
  });
  // A lane ends with its connection.
  readable.pipeThrough(pass).pipeTo(writable).catch(() => {});
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
self.postMessage('ready');
