// @ts-check
// The bar of a turn's time. It moves by the server's clock, whatever the device's own says.

/** Twice a second: a bar that is read across a table moves by less than a millimetre. */
const EVERY_MS = 500;

export class Bar {
  constructor() {
    /** How far the server's clock is ahead of ours. */
    this.ahead = 0;
    /** @type {SVGElement | null} */
    this.bar = null;
    setInterval(() => this.move(), EVERY_MS);
  }

  /** @param {HTMLElement} piece as it was drawn just now */
  follow(piece) {
    const now = Number(piece.dataset.now);
    if (now > 0) this.ahead = now - Date.now();
    const bar = piece.querySelector('[data-bar]');
    this.bar = bar instanceof SVGElement ? bar : null;
  }

  move() {
    const { bar } = this;
    const rect = bar?.querySelector('rect');
    if (!bar || !rect || bar.dataset.held !== undefined) return;
    const whole = Number(bar.dataset.whole);
    if (!(whole > 0)) return;
    const left = Number(bar.dataset.ends) - (Date.now() + this.ahead);
    const share = Math.max(0, Math.min(1, left / whole));
    rect.setAttribute('width', (share * 100).toFixed(1));
  }
}
