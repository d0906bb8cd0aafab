// Keeps one's own words as they are typed, so that nothing is lost when a phone rings. Without this
// script the button does.

/** So long after the last key: the end of a thought. */
const PAUSE_MS = 1200;
/** What could not be kept is tried again so often. */
const AGAIN_MS = 8000;

/** @param {HTMLFormElement} form */
function keep(form) {
  const said = form.querySelector('[data-said]');
  let changed = 0;
  let kept = 0;
  let isSending = false;
  /** @type {number | undefined} */
  let timer;

  /** @param {string | null} text */
  function say(text) {
    if (said) said.textContent = text ?? '';
  }

  /** @param {number} after */
  function later(after) {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, after);
  }

  async function send() {
    if (kept === changed || isSending) return;
    isSending = true;
    const now = changed;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) fields.append(name, String(value));
    // Kept is answered with the way back to the page; anything else is not kept.
    const isKept = await fetch(form.action, { method: 'POST', body: fields, redirect: 'manual', keepalive: true })
      .then((answer) => answer.type === 'opaqueredirect')
      .catch(() => false);
    isSending = false;
    if (!isKept) {
      say(said?.getAttribute('data-waits') ?? '');
      later(AGAIN_MS);
    } else {
      kept = now;
      if (kept === changed) say(said?.getAttribute('data-kept') ?? '');
      else later(PAUSE_MS);
    }
  }

  form.addEventListener('input', () => {
    changed += 1;
    say('');
    later(PAUSE_MS);
  });
  form.addEventListener('submit', () => window.clearTimeout(timer));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) send();
  });
}

for (const form of document.querySelectorAll('form[data-own-words]')) {
  if (form instanceof HTMLFormElement) keep(form);
}
