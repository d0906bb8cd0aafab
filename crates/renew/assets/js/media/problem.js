// @ts-check
// Why a microphone or a camera could not be had, in the words of `VoiceWords`.

import { fill } from '../room/text.js';

/**
 * @typedef {'insecure' | 'old' | 'blocked' | 'dismissed' | 'blocked_device' | 'none' | 'busy'
 *   | 'unknown'} Problem
 *
 * In words: what it is, and what can be done.
 * @typedef {{ text: string, mend: string }} Trouble
 */

/** What browsers call it, now and a few years ago. @type {Record<string, Problem>} */
const BY_NAME = {
  NotFoundError: 'none',
  DevicesNotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  TrackStartError: 'busy',
  AbortError: 'busy',
  SecurityError: 'blocked',
};

/**
 * What stands in the way before anything is asked.
 * @param {{ isSecureContext: boolean, navigator: { mediaDevices?: unknown } }} browser
 * @returns {Problem | null}
 */
export function hindrance(browser) {
  if (!browser.isSecureContext) return 'insecure';
  return browser.navigator.mediaDevices ? null : 'old';
}

/**
 * What an error of `getUserMedia` means. A refusal has one name for all of its reasons, and only the
 * text beside it tells them apart.
 * @param {unknown} error
 * @returns {Problem}
 */
export function problemOf(error) {
  const { name = '', message = '' } = /** @type {{ name?: string, message?: string }} */ (error ?? {});
  if (name === 'NotAllowedError' || name === 'PermissionDeniedError') {
    if (/system/i.test(message)) return 'blocked_device';
    return /dismiss/i.test(message) ? 'dismissed' : 'blocked';
  }
  return BY_NAME[name] ?? 'unknown';
}

/**
 * @param {Problem} problem
 * @param {import('./devices.js').What} device
 * @param {import('./types.js').Words} words
 * @returns {Trouble}
 */
export function problemWords(problem, device, words) {
  const what = words[device === 'mic' ? 'the_mic' : 'the_camera'] ?? '';
  return {
    text: fill(words[problem] ?? '', { what }),
    mend: fill(words[`${problem}_mend`] ?? '', { what }),
  };
}
