// A browser with devices that does what a test tells it: what it gives, what it was asked for, and
// which devices there are.

export class Track extends EventTarget {
  readyState = 'live';
  enabled = true;
  muted = false;

  /** @param {string} id */
  constructor(id) {
    super();
    this.id = id;
  }

  getSettings() {
    return { deviceId: this.id };
  }

  stop() {
    this.readyState = 'ended';
  }
}

export class Stream {
  /** @param {Track[]} tracks */
  constructor(tracks = []) {
    this.tracks = tracks;
  }

  getTracks() {
    return this.tracks;
  }
}

/** What the browser answers to each asking, what it was asked, and the devices that it names. */
export const browser = {
  /** @type {((wanted: any) => Promise<Stream>)} */
  gives: async () => new Stream(),
  /** @type {any[]} */
  asked: [],
  /** @type {object[]} */
  list: [],
};

export const mediaDevices = Object.assign(new EventTarget(), {
  getUserMedia: (/** @type {any} */ wanted) => {
    browser.asked.push(wanted);
    return browser.gives(wanted);
  },
  enumerateDevices: async () => browser.list,
});

Object.defineProperty(globalThis, 'navigator', { value: { mediaDevices }, configurable: true });
const window = Object.assign(new EventTarget(), { isSecureContext: true, navigator: { mediaDevices } });
Object.assign(globalThis, { window, MediaStream: Stream });

// A page listens as long as it is there; a test is over when it is over.
const Real = globalThis.BroadcastChannel;
globalThis.BroadcastChannel = class extends Real {
  /** @param {string} name */
  constructor(name) {
    super(name);
    /** @type {any} */ (this).unref();
  }
};

/** As it is at first: it gives whatever it is asked for. */
export function beginAnew() {
  browser.asked.length = 0;
  browser.list = [];
  browser.gives = async (wanted) => new Stream([new Track(idOf(wanted))]);
}

/** @param {string} name */
export const fault = (name) => Promise.reject(Object.assign(new Error(name), { name }));

/** @param {any} wanted */
export const idOf = ({ audio, video }) => (audio ?? video).deviceId?.exact ?? 'usual';
