// @ts-check
// The server's time, and what is said of it. Clocks of phones are minutes off; what counts is when
// the server says a turn ends, so every frame that carries the server's time corrects ours.

/** Samples that are kept: about three minutes of pings. */
const SAMPLES_MAX = 12;

export class ServerTime {
  /** @type {number[]} */
  samples = [];

  /**
   * A frame said that it is `now` at the server. It was sent before it came, so of several samples
   * the largest difference is the truest.
   * @param {number} now
   */
  hear(now) {
    this.samples.push(now - Date.now());
    if (this.samples.length > SAMPLES_MAX) this.samples.shift();
  }

  /** The server's time in milliseconds. */
  now() {
    return Date.now() + (this.samples.length ? Math.max(...this.samples) : 0);
  }
}

/**
 * A turn's clock in words; `leftMs` is negative once the turn's time is over, and then only the
 * words change. (`room_view::clock` says the same.)
 * @param {number} leftMs
 * @param {number} wholeMs
 * @param {number} minuteMs
 * @returns {'time_plenty' | 'time_minute' | 'time_finish'}
 */
export function timeWord(leftMs, wholeMs, minuteMs) {
  const aboutAMinute = Math.min(Math.floor((minuteMs * 3) / 2), Math.floor(wholeMs / 2));
  const finish = Math.min(Math.floor(minuteMs / 4), Math.floor(wholeMs / 6));
  if (leftMs <= finish) return 'time_finish';
  return leftMs <= aboutAMinute ? 'time_minute' : 'time_plenty';
}

/**
 * How much of a ring is still lit, in hundredths.
 * @param {number} leftMs
 * @param {number} wholeMs
 */
export function ringLeft(leftMs, wholeMs) {
  if (wholeMs <= 0) return 0;
  const left = Math.min(wholeMs, Math.max(0, leftMs));
  return Math.floor((left * 100 + Math.floor(wholeMs / 2)) / wholeMs);
}

/**
 * Where everyone is in the breath: the same for all, by the server's time.
 * @param {number} now
 * @param {number} startedAt
 * @param {number} inMs
 * @param {number} outMs
 * @returns {{ is: 'in' | 'out', atMs: number, nextMs: number }}
 */
export function breathAt(now, startedAt, inMs, outMs) {
  const whole = inMs + outMs;
  const atMs = (((now - startedAt) % whole) + whole) % whole;
  return atMs < inMs
    ? { is: 'in', atMs, nextMs: inMs - atMs }
    : { is: 'out', atMs, nextMs: whole - atMs };
}
