// A bad network: a proxy whose connections can be cut and restored while the page goes on thinking
// that it talks to the same address, as a phone in a lift does.

import { createServer, request } from 'node:http';
import { connect } from 'node:net';

/** A proxy for one browser context. */
export class FlakyProxy {
  /** @type {Set<import('node:stream').Duplex>} */
  #open = new Set();
  #isCut = false;
  #server = createServer();

  constructor() {
    this.#server.on('connection', (socket) => this.#keep(socket));
    this.#server.on('request', (from, to) => this.#pass(from, to));
    this.#server.on('connect', (from, socket, head) => this.#tunnel(from, socket, head));
  }

  /** @returns {Promise<void>} */
  listen() {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  /** What a browser context takes as its proxy; loopback is passed through it as well. */
  get forContext() {
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('The proxy does not listen.');
    return { server: `http://127.0.0.1:${address.port}`, bypass: '<-loopback>' };
  }

  /** Ends every connection and refuses new ones. */
  cut() {
    this.#isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  /** Lets connections through again. */
  restore() {
    this.#isCut = false;
  }

  /** @returns {Promise<void>} */
  close() {
    this.cut();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** @param {import('node:stream').Duplex} socket */
  #keep(socket) {
    // A connection that is used again is known already.
    if (this.#open.has(socket)) return;
    // A connection that is cut reports it as an error; that is the point.
    socket.on('error', () => {});
    if (this.#isCut) {
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  }

  /**
   * A page, a form or a file.
   * @param {import('node:http').IncomingMessage} from
   * @param {import('node:http').ServerResponse} to
   */
  #pass(from, to) {
    const url = new URL(from.url ?? '');
    const onward = request(
      {
        host: '127.0.0.1',
        port: url.port || 80,
        method: from.method,
        path: url.pathname + url.search,
        headers: { ...from.headers, host: url.host },
      },
      (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      },
    );
    onward.on('socket', (socket) => this.#keep(socket));
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  }

  /**
   * A web socket.
   * @param {import('node:http').IncomingMessage} from
   * @param {import('node:stream').Duplex} socket
   * @param {Buffer} head
   */
  #tunnel(from, socket, head) {
    const port = Number((from.url ?? '').split(':').at(-1));
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    this.#keep(onward);
    onward.once('close', () => socket.destroy());
    socket.once('close', () => onward.destroy());
  }
}

/** A listening proxy. */
export async function flakyProxy() {
  const proxy = new FlakyProxy();
  await proxy.listen();
  return proxy;
}
