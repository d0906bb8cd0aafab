// Beside a group's time, the same moment on the reader's own clock, when the two differ. Without
// this script the page is complete: it names the clock that its times are on.

const lang = document.documentElement.lang || 'en';
const words = lang === 'es' ? 'en tu reloj' : 'on your clock';

/**
 * What a clock shows, in the form in which the page writes it: `2026-11-24T19:00`.
 * @param {Date} at
 */
function wall(at) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

for (const time of document.querySelectorAll('time[data-own-time]')) {
  const at = new Date(time.getAttribute('datetime') ?? '');
  if (Number.isNaN(at.getTime())) continue;
  const own = wall(at);
  const theirs = time.getAttribute('data-own-time') ?? '';
  if (own === theirs) continue;
  const text = new Intl.DateTimeFormat(lang, {
    weekday: own.slice(0, 10) === theirs.slice(0, 10) ? undefined : 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
  const isInCard = time.parentElement?.classList.contains('meet-time') ?? false;
  const line = document.createElement(isInCard ? 'small' : 'span');
  if (!isInCard) line.className = 'sm soft';
  line.textContent = isInCard ? `${text} ${words}` : ` (${text} ${words})`;
  time.after(line);
}
