// @ts-check
// Push-to-talk: the space bar, where it means nothing else.

/** Where the space bar presses, types or scrolls. */
const TAKEN = [
  'a', 'button', 'input', 'textarea', 'select', 'summary', 'label', 'dialog', '[role="button"]',
  '[contenteditable]', '[tabindex="0"]',
].join(',');

/**
 * Whether the space bar is free at this place.
 * @param {unknown} target
 */
export function isFree(target) {
  if (document.querySelector('dialog[open]')) return false;
  return target instanceof Element && target.closest(TAKEN) === null;
}

/**
 * @param {{ may: () => boolean, begin: () => void, end: () => void }} talk
 */
export function readyHold(talk) {
  let holds = false;
  const end = () => {
    if (!holds) return;
    holds = false;
    talk.end();
  };
  document.addEventListener('keydown', (event) => {
    if (event.key !== ' ' || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    // The key repeats by itself, and must not scroll the page meanwhile.
    if (holds) event.preventDefault();
    if (holds || event.repeat || !isFree(event.target) || !talk.may()) return;
    event.preventDefault();
    holds = true;
    talk.begin();
  });
  document.addEventListener('keyup', (event) => {
    if (event.key === ' ') end();
  });
  // A key that goes up elsewhere is never heard of here.
  window.addEventListener('blur', end);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) end();
  });
}
