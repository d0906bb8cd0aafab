// @ts-check
// Puts the worker between the connection and the network, by whichever of the two ways this browser
// has.

/** @typedef {import('./worker.js').Lane} Lane */

/** @type {any} */
const page = globalThis;

function hasTransform() {
  return typeof page.RTCRtpScriptTransform === 'function';
}

function hasStreams() {
  return typeof page.RTCRtpSender?.prototype?.createEncodedStreams === 'function';
}

/** Whether this browser can seal at all. */
export function canSeal() {
  return (hasTransform() || hasStreams()) && Boolean(page.crypto?.subtle) && typeof Worker === 'function';
}

/** What a connection has to be made with. @returns {object} */
export function connectionMore() {
  return hasTransform() ? {} : { encodedInsertableStreams: true };
}

/**
 * An answer that asks this browser for pieces of sound that are all of one size: from how the sizes
 * change, words could be guessed.
 * @param {string} sdp
 */
export function evenly(sdp) {
  return sdp.replace(/^a=fmtp:\d+ [^\r\n]*useinbandfec=1[^\r\n]*/gm, (line) => `${line};cbr=1`);
}

/**
 * @param {Worker} worker
 * @param {RTCRtpSender | RTCRtpReceiver} end
 * @param {Lane} lane
 */
export function put(worker, end, lane) {
  /** @type {any} */
  const one = end;
  if (hasTransform()) {
    one.transform = new page.RTCRtpScriptTransform(worker, lane);
    return;
  }
  const streams = one.createEncodedStreams();
  worker.postMessage({ lane, streams }, [streams.readable, streams.writable]);
}
