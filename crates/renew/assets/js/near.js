// «Near me»: asks the device where it is, only when the button is pressed, and opens the list of
// meetings near there. The place goes into the page's address, rounded to about a kilometre.

for (const part of document.querySelectorAll('[data-near]')) {
  const button = part.querySelector('button');
  const status = part.querySelector('[role="status"]');
  if (!(part instanceof HTMLElement) || !button || !status || !('geolocation' in navigator)) continue;
  part.hidden = false;
  for (const words of document.querySelectorAll('[data-without-place]')) words.remove();
  button.addEventListener('click', () => {
    status.textContent = '';
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(part.dataset.near ?? '/groups', location.origin);
        address.searchParams.set('near', `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
        address.searchParams.set('within', part.dataset.within ?? '10km');
        location.assign(address);
      },
      () => {
        status.textContent = part.dataset.denied ?? '';
      },
      // A place of ten minutes ago is near enough, and half a minute long enough to wait for it.
      { maximumAge: 600_000, timeout: 30_000 },
    );
  });
}
