// What pages of a sealed session are made to show of themselves: their connections, what came to them
// as the program handed it on, and what somebody could open who throws no key away.

/** @typedef {import('./people.mjs').Person} Person */

/** Runs in a page: keeps what comes of sound, as the program handed it on, and what goes, as it was said. */
export function lookAtPieces() {
  /** @type {any} */
  const page = window;
  delete page.RTCRtpScriptTransform;
  page.pieces = { came: [], said: [] };
  for (const [end, list] of [[page.RTCRtpReceiver, 'came'], [page.RTCRtpSender, 'said']]) {
    const real = end.prototype.createEncodedStreams;
    end.prototype.createEncodedStreams = function () {
      const { readable, writable } = real.call(this);
      if (this.track?.kind === 'video') return { readable, writable };
      const look = new TransformStream({
        transform(piece, through) {
          page.pieces[list].push([...new Uint8Array(piece.data)]);
          through.enqueue(piece);
        },
      });
      return { readable: readable.pipeThrough(look), writable };
    };
  }
}

/**
 * What a page told its worker of keys, and where that came from; somebody who throws nothing away has
 * it when they are gone.
 * @typedef {{ address: string, told: any[] }} Kept
 */

/** Runs in a page that can call `keep`: keeps all keys that the page's worker ever gets. */
export function keepKeys() {
  const Real = window.Worker;
  /** @type {any} */
  const page = window;
  window.Worker = class extends Real {
    /** @param {string | URL} address @param {WorkerOptions} [options] */
    constructor(address, options) {
      super(address, options);
      page.keep({ is: 'address', address: String(address) });
    }

    /** @param {any} told @param {any} [more] */
    postMessage(told, more = []) {
      if (told.is === 'theirs') page.keep({ ...told, key: [...told.key] });
      super.postMessage(told, more);
    }
  };
}

/**
 * How much a page has heard and seen so far: what was decoded, and not made up for what was lost.
 * @param {Person} person
 * @returns {Promise<{ energy: number, pictures: number }>}
 */
export function stats({ page }) {
  return page.evaluate(async () => {
    let [energy, pictures] = [0, 0];
    (await /** @type {any} */ (window).peers.at(-1)?.getStats())?.forEach((/** @type {any} */ one) => {
      if (one.type !== 'inbound-rtp') return;
      if (one.kind === 'audio') energy += one.totalAudioEnergy ?? 0;
      else pictures += one.framesDecoded ?? 0;
    });
    return { energy, pictures };
  });
}

/**
 * How many of these pieces somebody opens with all the keys that they have kept.
 * @param {Person} person
 * @param {Kept} kept
 * @param {number} seat that is in the lane
 * @param {number[][]} pieces
 * @returns {Promise<number>}
 */
export function openedWith({ page }, kept, seat, pieces) {
  return page.evaluate(async ([{ address, told }, seat, pieces]) => {
    const worker = new Worker(address, { type: 'module' });
    await new Promise((done) => worker.addEventListener('message', done, { once: true }));
    for (const one of told) worker.postMessage({ ...one, key: new Uint8Array(one.key) });
    worker.postMessage({ is: 'sealed', on: true });
    worker.postMessage({ is: 'slots', heard: [seat, 0, 0, 0], seen: [0, 0, 0, 0] });
    let opened = 0;
    const readable = new ReadableStream({
      async start(through) {
        // The keys are read one after the other.
        await new Promise((done) => { setTimeout(done, 2_000); });
        for (const piece of pieces) through.enqueue({ data: new Uint8Array(piece).buffer });
        through.close();
      },
    });
    await new Promise((done) => {
      const writable = new WritableStream({
        write: () => void (opened += 1),
        close: () => done(undefined),
      });
      const lane = { of: 0, way: 'in', kind: 'audio', slot: 0 };
      worker.postMessage({ lane, streams: { readable, writable } }, [readable, writable]);
    });
    worker.terminate();
    return opened;
  }, /** @type {[Kept, number, number[][]]} */ ([kept, seat, pieces]));
}

/**
 * The share of pieces that are sound as pages send it: Opus of forty milliseconds each. Opus takes
 * almost anything for sound, but not for sound of this length.
 * @param {Person} person
 * @param {number[][]} pieces
 * @returns {Promise<number>}
 */
export function isDecoded({ page }, pieces) {
  return page.evaluate(async (pieces) => {
    let good = 0;
    for (const piece of pieces) {
      let frames = 0;
      const decoder = new AudioDecoder({
        output: (sound) => {
          frames += sound.numberOfFrames;
          sound.close();
        },
        error: () => {},
      });
      decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 });
      const data = new Uint8Array(piece);
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: 0, data }));
      await decoder.flush().catch(() => {});
      if (frames === 1_920) good += 1;
      if (decoder.state !== 'closed') decoder.close();
    }
    return good / pieces.length;
  }, pieces);
}
