// @ts-check
// The line to the room: one socket, opened again and again with growing waits, and the commands
// that were not answered yet. A person's tap is sent once more after every cut until the room has
// answered it; its number makes the second arrival harmless.

/**
 * How the line is: `on`, or waiting with the number of the coming try, or closed for a reason
 * that trying again by itself would not mend.
 * @typedef {{ is: 'opening' } | { is: 'on' } | { is: 'trying', attempt: number, ever: boolean }
 *   | { is: 'closed', code: number }} Status
 * @typedef {{ ok: true } | { ok: false, sentence: string }} Answer
 */

/** The first wait; it doubles up to the longest, so that a server that restarts is not stormed. */
const WAIT_MS_MIN = 400;
const WAIT_MS_MAX = 15_000;
/** The server pings at least every 16 seconds; after three lost ones the line is dead. */
const SILENCE_MS_MAX = 50_000;
/** More taps than a person makes while a line is gone; older ones have lost their meaning. */
const UNANSWERED_MAX = 32;
/** The codes after which the room takes us back: too slow, silent, restarting, full. */
const AGAIN = [4003, 4007, 4008, 4009];

export class Line {
  /**
   * @param {string} url the socket's address
   * @param {(frame: any) => void} onFrame
   * @param {(status: Status) => void} onStatus
   */
  constructor(url, onFrame, onStatus) {
    this.url = url;
    this.onFrame = onFrame;
    this.onStatus = onStatus;
    /** @type {WebSocket | undefined} */
    this.socket = undefined;
    this.ever = false;
    this.attempt = 0;
    this.number = 0;
    this.over = false;
    this.heardAt = 0;
    /** @type {Map<number, { frame: string, answer: (answer: Answer) => void }>} */
    this.unanswered = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    addEventListener('online', () => this.tryNow());
    addEventListener('offline', () => this.drop());
    setInterval(() => this.listenForSilence(), 5_000);
  }

  open() {
    if (this.over || this.socket) return;
    clearTimeout(this.timer);
    this.onStatus(
      this.attempt === 0 ? { is: 'opening' } : { is: 'trying', attempt: this.attempt, ever: this.ever },
    );
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.heardAt = Date.now();
    socket.addEventListener('message', (event) => {
      if (this.socket === socket) this.hear(String(event.data));
    });
    socket.addEventListener('close', (event) => {
      if (this.socket === socket) this.closed(event.code);
    });
  }

  /** Tries at once, if the line is not on: the person asked, or the network came back. */
  tryNow() {
    if (this.socket?.readyState === WebSocket.OPEN) return;
    this.drop();
    clearTimeout(this.timer);
    this.open();
  }

  /**
   * Says something to the room, now or as soon as the line is back.
   * @param {Record<string, unknown>} act
   * @returns {Promise<Answer>}
   */
  say(act) {
    // Nothing is sent any more, and nobody is left waiting for it.
    if (this.over) return Promise.resolve({ ok: false, sentence: '' });
    this.number += 1;
    const n = this.number;
    const frame = JSON.stringify({ n, ...act });
    return new Promise((answer) => {
      if (this.unanswered.size >= UNANSWERED_MAX) {
        const [oldest, said] = [...this.unanswered][0] ?? [];
        if (oldest !== undefined && said) {
          this.unanswered.delete(oldest);
          said.answer({ ok: false, sentence: '' });
        }
      }
      this.unanswered.set(n, { frame, answer });
      // Before the view has come, the server has not taken us in yet: `view` sends what waits.
      if (this.isOn()) this.socket?.send(frame);
    });
  }

  /** Whether what is said now reaches the room at once. */
  isOn() {
    return this.ready && this.socket?.readyState === WebSocket.OPEN;
  }

  /** For good: the person leaves the page's session. */
  stop() {
    this.over = true;
    clearTimeout(this.timer);
    this.socket?.close(1000);
  }

  /** @param {string} data */
  hear(data) {
    this.heardAt = Date.now();
    /** @type {any} */
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame.is === 'ok' || frame.is === 'no') this.answered(frame);
    if (frame.is === 'ping') this.socket?.send('{"do":"pong"}');
    this.onFrame(frame);
    if (frame.is === 'view' && !this.ready) this.arrived();
  }

  arrived() {
    this.ready = true;
    this.ever = true;
    this.attempt = 0;
    for (const { frame } of this.unanswered.values()) this.socket?.send(frame);
    this.onStatus({ is: 'on' });
  }

  /** @param {{ is: string, n: number, sentence?: string }} frame */
  answered(frame) {
    const said = this.unanswered.get(frame.n);
    this.unanswered.delete(frame.n);
    said?.answer(frame.is === 'ok' ? { ok: true } : { ok: false, sentence: frame.sentence ?? '' });
  }

  /** @param {number} code */
  closed(code) {
    this.socket = undefined;
    this.ready = false;
    if (this.over) return;
    if (code >= 4000 && !AGAIN.includes(code)) {
      this.over = true;
      this.onStatus({ is: 'closed', code });
      // Nothing is sent any more, so nobody is left waiting for it.
      for (const n of [...this.unanswered.keys()]) this.answered({ is: 'no', n });
      return;
    }
    this.attempt += 1;
    this.onStatus({ is: 'trying', attempt: this.attempt, ever: this.ever });
    this.timer = setTimeout(() => this.open(), waitMs(this.attempt, Math.random()));
  }

  /** Lets go of a line that is dead or about to be; `closed` plans the next try. */
  drop() {
    const socket = this.socket;
    if (!socket) return;
    socket.close();
    // A dead line may take minutes to notice that it was closed. We don't wait for it.
    this.closed(1006);
  }

  listenForSilence() {
    if (this.socket && Date.now() - this.heardAt > SILENCE_MS_MAX) this.drop();
  }

  /** Whether the view of this connection has come. */
  ready = false;
}

/**
 * How long to wait before a try: doubling, with a random half, so that a hundred people who were
 * cut off together do not come back together.
 * @param {number} attempt from 1
 * @param {number} random from 0 to 1
 */
export function waitMs(attempt, random) {
  const whole = Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
