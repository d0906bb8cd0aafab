// @ts-check
// Which microphone, camera and speaker somebody chose, by nothing but the browser's own number for
// it: on another site the same device has another number.

/** Where the page on which devices are tried says that it takes one. */
export const TRIED = 'renew-tried';

/** @type {Record<MediaDeviceKind, string>} */
const KEYS = {
  audioinput: 'renew-microphone',
  videoinput: 'renew-camera',
  audiooutput: 'renew-speaker',
};

export class Choice {
  /** @param {Storage | null} storage nothing where the browser keeps nothing */
  constructor(storage) {
    this.storage = storage;
    /** What this page was told, kept or not. @type {Partial<Record<MediaDeviceKind, string>>} */
    this.told = {};
  }

  /** @param {MediaDeviceKind} kind */
  of(kind) {
    try {
      return this.storage?.getItem(KEYS[kind]) ?? this.told[kind] ?? '';
    } catch {
      return this.told[kind] ?? '';
    }
  }

  /**
   * @param {MediaDeviceKind} kind
   * @param {string} id empty for the one that the device uses
   * @returns {boolean} whether it is kept when the page is gone
   */
  keep(kind, id) {
    this.told[kind] = id;
    try {
      if (id === '') this.storage?.removeItem(KEYS[kind]);
      else this.storage?.setItem(KEYS[kind], id);
      return this.storage !== null;
    } catch {
      // What can't be kept is chosen again the next time.
      return false;
    }
  }
}

/** What this device keeps, if its browser lets us. */
export function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * Which kind of device a change of what is kept was about; nothing for what isn't ours.
 * @param {string | null} key
 * @returns {MediaDeviceKind | undefined}
 */
export function kindOf(key) {
  const found = Object.entries(KEYS).find(([, name]) => name === key);
  return /** @type {MediaDeviceKind | undefined} */ (found?.[0]);
}
