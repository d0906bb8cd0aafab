// @ts-check
// Bytes, as keys and the wire need them.

/** @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A whole number, the highest byte first.
 * @param {number} value below 2 to the power of 32
 * @param {number} bytes
 */
export function numbered(value, bytes) {
  return Uint8Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 0xff);
}

/** @param {Uint8Array} bytes @returns {number} */
export function numberOf(bytes) {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(text) {
  return joined(new TextEncoder().encode(text));
}

/** Base64 as links take it, without padding. @param {Uint8Array} bytes */
export function written(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} text
 * @param {number} bytesMax
 * @returns {Uint8Array<ArrayBuffer> | null} null for what nobody of us wrote
 */
export function read(text, bytesMax) {
  if (text.length > Math.ceil((bytesMax * 4) / 3) || !/^[\w-]*$/.test(text)) return null;
  try {
    const raw = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/**
 * Whether two are the same, in a time that says nothing of where they differ.
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function same(one, other) {
  if (one.length !== other.length) return false;
  return one.reduce((differ, byte, at) => differ | (byte ^ (other[at] ?? 0)), 0) === 0;
}

/**
 * Keys out of a secret (RFC 5869, with SHA-256).
 * @param {Uint8Array<ArrayBuffer>} secret
 * @param {string} salt
 * @param {Uint8Array<ArrayBuffer>} purpose
 * @param {number} bytes
 */
export async function derived(secret, salt, purpose, bytes) {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: bytesOf(salt), info: purpose };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, bytes * 8));
}
