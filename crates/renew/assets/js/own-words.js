// Keeps one's own words as they are typed, so that nothing is lost when a phone rings. Without this
// script the button does.

/** So long after the last key: the end of a thought. */
const PAUSE_MS = 1200;
/** What could not be kept is tried again so often. */
const AGAIN_MS = 8000;

/** @param {HTMLFormElement} form */
function keep(form) {
  const said = form.querySelector('[data-said]');
  // Which page this is, and how often it sent: what comes late takes no newer words' place.
  const page = String(crypto.getRandomValues(new Uint32Array(1))[0] || 1);
  let sent = 0;
  let changed = 0;
  let kept = 0;
  /** @type {AbortController | undefined} */
  let sending;
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
    if (kept === changed || sending) return;
    const stop = new AbortController();
    sending = stop;
    const now = changed;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) fields.append(name, String(value));
    // Kept is answered with the way back to the page; anything else is not kept.
    const how = /** @type {const} */ ({ method: 'POST', redirect: 'manual', keepalive: true });
    const isKept = await fetch(form.action, { ...how, body: fields, signal: stop.signal })
      .then((answer) => answer.type === 'opaqueredirect')
      .catch(() => false);
    sending = undefined;
    if (stop.signal.aborted) return;
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
  form.addEventListener('formdata', (event) => {
    sent += 1;
    event.formData.set('page', page);
    event.formData.set('n', String(sent));
  });
  // The button has all of it now: what is under way would only come after it.
  form.addEventListener('submit', () => {
    window.clearTimeout(timer);
    sending?.abort();
    kept = changed;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) send();
  });
}

for (const form of document.querySelectorAll('form[data-own-words]')) {
  if (form instanceof HTMLFormElement) keep(form);
}
