// @ts-check
// The secret of a group: drawn on the device of somebody who leads, carried in the part of a link
// that browsers never send, and kept on each device. The program never learns it.

import { bytesOf, numberOf, read, written } from './bytes.js';

/** As long as the keys that come of it: 128 bits. */
export const SECRET_BYTES = 16;

const PREFIX = 'renew.sealed.';

/** @param {string} group */
const nameOf = (group) => `${PREFIX}${group}`;

/** @param {string | null} text */
function secretOf(text) {
  const secret = read(text ?? '', SECRET_BYTES);
  return secret?.length === SECRET_BYTES ? secret : null;
}

/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>} Kept */

/** What this device knows of the groups' secrets. */
export class Secrets {
  /** @param {Kept | null} storage null where a browser keeps nothing */
  constructor(storage) {
    this.storage = storage;
  }

  /** @param {string} group */
  of(group) {
    try {
      return secretOf(this.storage?.getItem(nameOf(group)) ?? null);
    } catch {
      return null;
    }
  }

  /**
   * @param {string} group
   * @param {Uint8Array} secret
   * @returns {boolean} whether it is kept
   */
  keep(group, secret) {
    try {
      this.storage?.setItem(nameOf(group), written(secret));
      return this.storage !== null;
    } catch {
      return false;
    }
  }

  /** This device belongs to nobody of ours any more: the secrets of all groups go. */
  forget() {
    const { storage } = this;
    if (!storage) return;
    try {
      const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
      for (const name of names) if (name.startsWith(PREFIX)) storage.removeItem(name);
    } catch {
      // A browser that lets nothing be read or removed gives nothing away to the next page either.
    }
  }

  /** @param {string | null} key of the storage @param {string} group */
  isOf(key, group) {
    return key === nameOf(group);
  }
}

/** A new one. */
export function drawn() {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
}

/** What a link carries after its address. @param {Uint8Array} secret */
export function fragment(secret) {
  return `#k=${written(secret)}`;
}

/** The secret that a link carried. @param {string} hash */
export function fromFragment(hash) {
  return hash.startsWith('#k=') ? secretOf(hash.slice(3)) : null;
}

/**
 * Takes it out of the page's own address, where the next person at the device could read it. The list
 * of pages that were visited may have kept it: browsers let no page change that.
 */
export function takenFromAddress() {
  const carried = fromFragment(location.hash);
  if (location.hash.startsWith('#k=')) {
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return carried;
}

/**
 * Each try at another secret with the same number costs so much (OWASP's figure for PBKDF2 with
 * SHA-256, 2023): without it, twelve digits would be found again within the hour.
 */
const ROUNDS = 600_000;

/**
 * Twelve digits, for two people to compare: digits are the same in every language, and easy to say
 * on the phone. Nothing of the secret can be told from them.
 * @param {Uint8Array<ArrayBuffer>} secret
 */
export async function phrase(secret) {
  const key = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
  const salt = bytesOf('renew sealed 2 phrase');
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  const bytes = new Uint8Array(await crypto.subtle.deriveBits(how, key, 48));
  const digits = String(numberOf(bytes) % 1e12).padStart(12, '0');
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].join(' ');
}
