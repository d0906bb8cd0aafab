// Knows the zone of this browser's clock, where a page asks for one. Nothing is sent unless the
// person presses the button.

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

// The list of zones, while nothing is chosen yet.
for (const list of document.querySelectorAll('select[data-own-zone]')) {
  if (!(list instanceof HTMLSelectElement) || list.value !== '' || !own) continue;
  const isThere = [...list.options].some((option) => option.value === own);
  if (isThere) list.value = own;
}

// The button on a list of meetings whose times are on another clock.
for (const form of document.querySelectorAll('form[data-own-clock]')) {
  const zone = form.querySelector('input[name="zone"]');
  const button = form.querySelector('button');
  if (!(form instanceof HTMLFormElement) || !(zone instanceof HTMLInputElement) || !button) continue;
  if (!own || own === form.dataset.ownClock) continue;
  zone.value = own;
  const place = own.slice(own.lastIndexOf('/') + 1).replaceAll('_', ' ');
  button.append(` (${place})`);
  form.hidden = false;
}
