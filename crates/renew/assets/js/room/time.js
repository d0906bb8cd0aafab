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
 * A minute and a half before the end «plenty of time» becomes «about a minute left», in proportion
 * for short turns.
 */
const ABOUT_A_MINUTE_MS = 90_000;
const FINISH_MS = 15_000;

/**
 * What a turn's clock says in words: `plenty`, `minute` or `finish`.
 * @param {number} leftMs until the turn's time is over; negative once it is
 * @param {number} wholeMs the turn's time
 * @returns {'plenty' | 'minute' | 'finish'}
 */
export function timeWord(leftMs, wholeMs) {
  if (leftMs <= Math.min(FINISH_MS, wholeMs / 6)) return 'finish';
  return leftMs <= Math.min(ABOUT_A_MINUTE_MS, wholeMs / 2) ? 'minute' : 'plenty';
}

/**
 * How much of the ring is still lit, in hundredths.
 * @param {number} leftMs
 * @param {number} wholeMs
 */
export function ringLeft(leftMs, wholeMs) {
  if (wholeMs <= 0) return 0;
  return Math.round(Math.min(1, Math.max(0, leftMs / wholeMs)) * 100);
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
