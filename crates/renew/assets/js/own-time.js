// Beside a group's time, the same moment on the reader's own clock, when the two differ. Without
// this script the page is complete: it names the clock that its times are on.

const shown = document.querySelectorAll('time[data-own-time]');
const lang = document.documentElement.lang || 'en';
const words = lang === 'es' ? 'en tu reloj' : 'on your clock';

for (const time of shown) {
  const at = new Date(time.getAttribute('datetime') ?? '');
  if (Number.isNaN(at.getTime())) continue;
  const own = new Intl.DateTimeFormat(lang, {
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
  const digits = (/** @type {string} */ text) => text.replace(/\D/g, '');
  const theirs = digits(time.textContent ?? '');
  // The same digits are the same time in all but twelve-hour zones, where saying it twice is kind.
  if (digits(own) === theirs) continue;
  const line = document.createElement('span');
  line.className = 'sm soft';
  line.textContent = ` (${own} ${words})`;
  time.after(line);
}
