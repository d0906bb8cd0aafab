// @ts-check
// How loud somebody's own microphone is, measured on their own device.

/** Samples of one look: about a twentieth of a second. */
const SAMPLES = 2_048;

export class OwnLevel {
  /** @type {AudioContext | null} */
  context = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  source = null;
  /** @type {AnalyserNode | null} */
  look = null;
  /** @type {Float32Array<ArrayBuffer>} */
  samples = new Float32Array(SAMPLES);

  /**
   * Without it there is no meter, and nothing else is lost: a browser may refuse to measure a microphone
   * whose rate isn't that of the loudspeakers.
   * @param {MediaStreamTrack | null} track
   */
  of(track) {
    this.source?.disconnect();
    this.source = null;
    if (!track) void this.context?.suspend().catch(() => {});
    if (!track || typeof AudioContext === 'undefined') return;
    try {
      this.measure(track);
    } catch {
      this.end();
      try {
        // A fresh one runs at the rate of whatever is there now.
        this.measure(track);
      } catch {
        this.end();
      }
    }
  }

  end() {
    this.context?.close().catch(() => {});
    this.context = null;
    this.look = null;
  }

  /** A phone call or the time before the first tap stops it. */
  wake() {
    if (this.context && this.context.state !== 'running') this.context.resume().catch(() => {});
  }

  /** @param {MediaStreamTrack} track */
  measure(track) {
    this.context ??= new AudioContext();
    this.wake();
    this.look ??= new AnalyserNode(this.context, { fftSize: SAMPLES });
    this.source = new MediaStreamAudioSourceNode(this.context, { mediaStream: new MediaStream([track]) });
    this.source.connect(this.look);
  }

  /** From 0 to 1. */
  now() {
    if (!this.source || !this.look) return 0;
    this.look.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    return Math.sqrt(sum / SAMPLES);
  }
}
