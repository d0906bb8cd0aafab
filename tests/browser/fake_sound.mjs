// A room that carries voices, inside the page itself: what the server would do with an offer is done
// by a second connection in the same page, so that a test can make everything go wrong.

/**
 * Everything that the fake lets a test do, in the page: `window.fake`.
 * @typedef {object} Fake
 * @property {(change: object) => void} voices tells the page what the room would tell it
 * @property {() => void} cut ends the other side, as a server that falls
 * @property {number} offers how many came
 * @property {string[]} lines of the last offer
 * @property {object[]} said commands of voice and video that were sent
 * @property {{ status: number, body: object } | null} refuses what an offer is answered with instead
 * @property {() => Promise<number>} packets of voice that came from the page
 * @property {() => Promise<number>} frames of pictures that came from the page
 * @property {(slot: number) => void} sound lets somebody be heard in a slot
 * @property {(slot: number) => void} picture lets somebody be seen in a slot
 */

/** Runs in the page before anything else of it. */
export function fakeSound() {
  /** @type {any} */
  const voices = {
    is: 'voices', may: false, rested: false, heard: [0, 0, 0, 0], seen: [0, 0, 0, 0], mics: [],
    cameras: [], sound_only: false, sealed: false,
  };
  /** @type {((event: MessageEvent) => void)[]} */
  let hearers = [];
  /** @param {object} frame */
  const tell = (frame) => {
    const event = new MessageEvent('message', { data: JSON.stringify(frame) });
    for (const hear of hearers) hear(event);
  };
  /** @type {RTCPeerConnection | null} */
  let peer = null;

  /** @type {any} */
  const fake = {
    offers: 0,
    lines: [],
    said: [],
    refuses: null,
    voices: (/** @type {object} */ change) => tell(Object.assign(voices, change)),
    cut: () => peer?.close(),
    packets: () => counted('audio', 'packetsReceived'),
    frames: () => counted('video', 'framesDecoded'),
    sound: (/** @type {number} */ slot) => send(2 + slot, tone()),
    picture: (/** @type {number} */ slot) => send(6 + slot, card()),
  };
  Object.assign(window, { fake });

  /** @param {string} kind @param {string} what */
  async function counted(kind, what) {
    let sum = 0;
    const stats = await peer?.getStats();
    stats?.forEach((one) => {
      if (one.type === 'inbound-rtp' && one.kind === kind) sum += one[what] ?? 0;
    });
    return sum;
  }

  /** @param {number} line @param {MediaStreamTrack} track */
  function send(line, track) {
    void peer?.getTransceivers()[line]?.sender.replaceTrack(track);
  }

  /** @returns {MediaStreamTrack} */
  function tone() {
    const context = new AudioContext();
    const out = new MediaStreamAudioDestinationNode(context);
    const source = new OscillatorNode(context, { frequency: 220 });
    source.connect(out);
    source.start();
    return /** @type {MediaStreamTrack} */ (out.stream.getAudioTracks()[0]);
  }

  /** @returns {MediaStreamTrack} */
  function card() {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const pen = canvas.getContext('2d');
    let hue = 0;
    setInterval(() => {
      hue = (hue + 20) % 360;
      if (pen) pen.fillStyle = `hsl(${hue} 60% 50%)`;
      pen?.fillRect(0, 0, 320, 240);
    }, 50);
    return /** @type {MediaStreamTrack} */ (canvas.captureStream(20).getVideoTracks()[0]);
  }

  /** @param {string} offer */
  async function answer(offer) {
    fake.offers += 1;
    fake.lines = offer.match(/^m=\w+/gm) ?? [];
    if (fake.refuses) return fake.refuses;
    peer?.close();
    const other = new RTCPeerConnection();
    peer = other;
    await other.setRemoteDescription({ type: 'offer', sdp: offer });
    other.getTransceivers().forEach((one, at) => {
      one.direction = at < 2 ? 'recvonly' : 'sendonly';
    });
    await other.setLocalDescription(await other.createAnswer());
    while (other.iceGatheringState !== 'complete') await new Promise((done) => setTimeout(done, 20));
    return { status: 200, body: { sdp: other.localDescription?.sdp } };
  }

  const realFetch = window.fetch.bind(window);
  window.fetch = async (address, options) => {
    if (!String(address).endsWith('/media')) return realFetch(address, options);
    const { status, body } = await answer(JSON.parse(String(options?.body)).sdp);
    return new Response(JSON.stringify(body), { status });
  };

  let me = 0;
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    /** @param {string} type @param {any} hear */
    addEventListener(type, hear) {
      if (type !== 'message') {
        super.addEventListener(type, hear);
        return;
      }
      hearers = [hear];
      super.addEventListener(type, (event) => {
        const frame = JSON.parse(event.data);
        // What the room itself says of voices is not what this test is about.
        if (frame.is === 'voices') return;
        if (frame.is !== 'view') {
          hear(event);
          return;
        }
        ({ me } = frame.view);
        frame.media = { ice: [], origin_safe: true };
        hear(new MessageEvent('message', { data: JSON.stringify(frame) }));
        tell(voices);
      });
    }

    /** @param {string} data */
    send(data) {
      const act = JSON.parse(data);
      if (!['mic', 'camera', 'rest_mic'].includes(act.do)) {
        super.send(data);
        return;
      }
      fake.said.push(act);
      setTimeout(() => tell({ is: 'ok', n: act.n }));
      if (act.do !== 'mic') return;
      // The room counts on a microphone as soon as it is told of it, and says so.
      const others = voices.mics.filter((/** @type {number} */ who) => who !== me);
      voices.mics = act.on ? [...others, me] : others;
      setTimeout(() => tell(voices));
    }
  };
}
