// What a browser keeps for our pages, where there is no browser.

/** @param {Map<string, string>} [kept] */
export const fakeStorage = (kept = new Map()) => ({
  get length() {
    return kept.size;
  },
  key: (/** @type {number} */ at) => [...kept.keys()][at] ?? null,
  getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ text) => void kept.set(key, text),
  removeItem: (/** @type {string} */ key) => void kept.delete(key),
  clear: () => kept.clear(),
});
