// @ts-check
// Loads the worker. A phone in a lift must not unseal the whole circle, so it is tried more than once.

/** Between tries. */
const AGAIN_MS = [0, 1_000, 3_000];
/** A worker that says nothing by then won't. */
const LOAD_MS_MAX = 10_000;

/**
 * @param {object} means
 * @param {() => Worker} means.make
 * @param {(ms: number, then: () => void) => void} means.later
 * @param {() => boolean} means.isWanted
 * @returns {Promise<Worker | null>} one that listens: what a browser says to it before is lost
 */
export async function loaded({ make, later, isWanted }) {
  for (const ms of AGAIN_MS) {
    await new Promise((done) => later(ms, () => done(undefined)));
    if (!isWanted()) return null;
    const worker = make();
    if (await speaks(worker, later)) return worker;
    worker.terminate();
  }
  return null;
}

/**
 * @param {Worker} worker
 * @param {(ms: number, then: () => void) => void} later
 * @returns {Promise<boolean>}
 */
function speaks(worker, later) {
  return new Promise((done) => {
    worker.addEventListener('message', () => done(true), { once: true });
    worker.addEventListener('error', () => done(false), { once: true });
    later(LOAD_MS_MAX, () => done(false));
  });
}
