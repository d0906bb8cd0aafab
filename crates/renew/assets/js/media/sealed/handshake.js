// @ts-check
// How two pages of one circle come to a key that nobody between them knows: each draws a pair of
// keys for this session, says the public one with a proof that it knows the group's secret, and what
// both compute of it seals the senders' keys from seat to seat.

import { bytesOf, derived, joined, numberOf, numbered, same } from './bytes.js';
import { KEY_BYTES } from './frame.js';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
/** A point of the curve, written whole. */
const PUBLIC_BYTES = 65;
const PROOF_BYTES = 16;
const NONCE_BYTES = 12;

/** What a message is. Who says hello asks for one back: their page may be new. */
export const HELLO = 1;
export const HELLO_BACK = 2;
export const SENDER_KEY = 3;
/** The longest message is a hello. */
export const MESSAGE_BYTES_MAX = 1 + PUBLIC_BYTES + PROOF_BYTES;

/** Somebody's side of it, for one session. */
export class Side {
  /**
   * @param {{ secret: Uint8Array<ArrayBuffer>, session: string, seat: number, pair: CryptoKeyPair,
   *   own: Uint8Array<ArrayBuffer>, proof: CryptoKey }} means
   */
  constructor({ secret, session, seat, pair, own, proof }) {
    this.secret = secret;
    this.session = session;
    this.seat = seat;
    this.pair = pair;
    this.own = own;
    this.proof = proof;
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} secret the group's
   * @param {string} session
   * @param {number} seat
   */
  static async of(secret, session, seat) {
    const pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
    const own = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const raw = await derived(secret, session, bytesOf('renew sealed 1 proof'), 32);
    const how = { name: 'HMAC', hash: 'SHA-256' };
    const proof = await crypto.subtle.importKey('raw', raw, how, false, ['sign']);
    return new Side({ secret, session, seat, pair, own, proof });
  }

  /**
   * @param {number} kind
   * @param {number} seat
   * @param {Uint8Array} key
   */
  async prove(kind, seat, key) {
    const said = joined(numbered(kind, 1), numbered(seat, 4), key);
    const whole = new Uint8Array(await crypto.subtle.sign('HMAC', this.proof, said));
    return whole.subarray(0, PROOF_BYTES);
  }

  /** @param {typeof HELLO | typeof HELLO_BACK} kind */
  async hello(kind) {
    return joined(numbered(kind, 1), this.own, await this.prove(kind, this.seat, this.own));
  }

  /**
   * Whether somebody who knows the group's secret said this hello.
   * @param {number} from the seat that said it, as the room tells
   * @param {Uint8Array} message a hello, in its length
   */
  async isOurs(from, message) {
    const key = message.subarray(1, 1 + PUBLIC_BYTES);
    const proof = await this.prove(message[0] ?? 0, from, key);
    return same(proof, message.subarray(1 + PUBLIC_BYTES));
  }

  /**
   * @param {number} from
   * @param {Uint8Array<ArrayBuffer>} message
   * @returns {Promise<Peer | null>} null if it doesn't come of the group, or of another seat
   */
  async meet(from, message) {
    if (message.length !== MESSAGE_BYTES_MAX || !(await this.isOurs(from, message))) return null;
    const key = message.slice(1, 1 + PUBLIC_BYTES);
    // My own, thrown back at me.
    if (same(key, this.own)) return null;
    try {
      const theirs = await crypto.subtle.importKey('raw', key, CURVE, false, []);
      const how = { name: 'ECDH', public: theirs };
      const shared = new Uint8Array(await crypto.subtle.deriveBits(how, this.pair.privateKey, 256));
      const [first, second] = this.seat < from ? [this.own, key] : [key, this.own];
      const purpose = joined(bytesOf('renew sealed 1 pair'), first, second);
      const raw = await derived(joined(shared, this.secret), this.session, purpose, KEY_BYTES);
      const use = /** @type {KeyUsage[]} */ (['encrypt', 'decrypt']);
      const between = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, use);
      return new Peer(this.seat, from, key, between);
    } catch {
      // Not a point of the curve.
      return null;
    }
  }
}

/** Another page of the circle that has shown that it knows the secret. */
export class Peer {
  /**
   * @param {number} me
   * @param {number} seat
   * @param {Uint8Array} key their public one
   * @param {CryptoKey} between
   */
  constructor(me, seat, key, between) {
    this.me = me;
    this.seat = seat;
    this.key = key;
    this.between = between;
    /** The number of the newest key that they gave; an older one is never taken again. */
    this.newest = -1;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {Uint8Array<ArrayBuffer>} iv
   */
  how(from, to, iv) {
    return { name: 'AES-GCM', iv, additionalData: joined(numbered(from, 4), numbered(to, 4)) };
  }

  /**
   * My sender's key, for them alone.
   * @param {number} number
   * @param {Uint8Array} key
   */
  async wrap(number, key) {
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const plain = joined(numbered(number, 2), key);
    const sealed = await crypto.subtle.encrypt(this.how(this.me, this.seat, iv), this.between, plain);
    return joined(numbered(SENDER_KEY, 1), iv, new Uint8Array(sealed));
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} message
   * @returns {Promise<{ number: number, key: Uint8Array<ArrayBuffer> } | null>} null if it isn't
   *   theirs, or isn't newer than the last
   */
  async unwrap(message) {
    const iv = message.slice(1, 1 + NONCE_BYTES);
    try {
      const sealed = message.slice(1 + NONCE_BYTES);
      const how = this.how(this.seat, this.me, iv);
      const plain = new Uint8Array(await crypto.subtle.decrypt(how, this.between, sealed));
      const number = numberOf(plain.subarray(0, 2));
      if (plain.length !== 2 + KEY_BYTES || number <= this.newest) return null;
      this.newest = number;
      return { number, key: plain.slice(2) };
    } catch {
      return null;
    }
  }
}
