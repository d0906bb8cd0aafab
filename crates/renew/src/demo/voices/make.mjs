// Makes voices.opus: the voices of the demo's people, who say nothing in no language. Each is a hum
// with a throat and a mouth round it (harmonics shaped by the resonances of vowels), in syllables,
// with pauses for breath. Run by hand, from the workspace's folder, when the voices are to change:
//
//   node crates/renew/src/demo/voices/make.mjs
//
// The file: one byte, how many voices there are; of each, two bytes, how many packets of 20 ms it has;
// of each packet, one byte for its length, then Opus (RFC 6716), one channel.

import { writeFile } from 'node:fs/promises';

import { chromium } from 'playwright-core';

/** How high each speaks, in hertz. */
const PITCHES = [112, 208, 148, 236, 96, 182];
const SECONDS = 7;

/**
 * Runs in the page.
 * @param {{ pitch: number, seed: number, seconds: number }} voice
 * @returns {Promise<number[][]>} packets
 */
async function speak({ pitch, seed, seconds }) {
  const RATE = 48_000;
  // The first three resonances of five vowels, in hertz (after Peterson and Barney 1952, rounded).
  const VOWELS = [[730, 1090, 2440], [530, 1840, 2480], [270, 2290, 3010], [570, 840, 2410], [440, 1020, 2240]];
  let state = seed;
  const chance = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  const samples = new Float32Array(RATE * seconds);
  let at = 0;
  while (at < samples.length) {
    const vowel = VOWELS[Math.floor(chance() * VOWELS.length)] ?? [500, 1500, 2500];
    const length = Math.floor(RATE * (0.12 + 0.14 * chance()));
    const from = pitch * (0.94 + 0.14 * chance());
    const to = from * (0.9 + 0.14 * chance());
    let phase = 0;
    for (let n = 0; n < length && at + n < samples.length; n += 1) {
      const part = n / length;
      const base = from + (to - from) * part;
      phase += (2 * Math.PI * base) / RATE;
      let sum = 0;
      for (let harmonic = 1; harmonic * base < 3_800; harmonic += 1) {
        const frequency = harmonic * base;
        const shape = vowel.reduce((all, peak, nth) => {
          const width = 80 + 50 * nth;
          return all + (1 - 0.25 * nth) / (1 + ((frequency - peak) / width) ** 2);
        }, 0.02);
        sum += (shape * Math.sin(harmonic * phase)) / Math.sqrt(harmonic);
      }
      const swell = Math.sin(Math.PI * Math.min(1, part * 1.05)) ** 0.6;
      samples[at + n] = 0.16 * sum * swell;
    }
    at += length + Math.floor(RATE * (chance() < 0.16 ? 0.35 + 0.3 * chance() : 0.02));
  }
  /** @type {number[][]} */
  const packets = [];
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      packets.push([...bytes]);
    },
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({ codec: 'opus', sampleRate: RATE, numberOfChannels: 1, bitrate: 20_000 });
  const data = new AudioData({
    format: 'f32-planar',
    sampleRate: RATE,
    numberOfFrames: samples.length,
    numberOfChannels: 1,
    timestamp: 0,
    data: samples,
  });
  encoder.encode(data);
  await encoder.flush();
  return packets;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
await page.goto('http://localhost/');
const bytes = [PITCHES.length];
for (const [number, pitch] of PITCHES.entries()) {
  const packets = await page.evaluate(speak, { pitch, seed: 7 + number, seconds: SECONDS });
  bytes.push(packets.length >> 8, packets.length & 0xff);
  for (const packet of packets) {
    if (packet.length > 255) throw new Error(`A packet has ${packet.length} bytes.`);
    bytes.push(packet.length, ...packet);
  }
}
await browser.close();
await writeFile(new URL('voices.opus', import.meta.url), new Uint8Array(bytes));
console.log(`${bytes.length} bytes`);
