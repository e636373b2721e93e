import { readFileSync, writeFileSync } from 'node:fs'

const HEADER = 44
const RATE = 16_000

/** Samples of 16 bits, as they have been written so far. */
function samplesOf(file: string): Buffer {
  return readFileSync(file).subarray(HEADER)
}

/** Loudness of a WAV file: root mean square, 0 to 1. */
export function loudnessOf(file: string, from = 0): number {
  const samples = samplesOf(file).subarray(from)
  let sum = 0
  for (let at = 0; at + 1 < samples.length; at += 2) {
    sum += (samples.readInt16LE(at) / 0x8000) ** 2
  }
  return Math.sqrt(sum / Math.max(1, samples.length / 2))
}

/** Loudness of what is written from now on; `current` names the file, which may become another one. */
export function loudnessFromNow(current: () => string): () => number {
  const first = current()
  const from = samplesOf(first).length & ~1
  return () => {
    const file = current()
    return loudnessOf(file, file === first ? from : 0)
  }
}

/** Writes a tone of `hz` for `seconds`, one channel. */
export function writeTone(file: string, hz: number, seconds: number): void {
  const bytes = 2 * RATE * seconds
  const header = Buffer.alloc(HEADER)
  header.write('RIFF', 0)
  header.writeUInt32LE(HEADER - 8 + bytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(2 * RATE, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  const samples = Buffer.alloc(bytes)
  for (let at = 0; at < bytes / 2; at += 1) {
    samples.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * hz * at) / RATE)), 2 * at)
  }
  writeFileSync(file, Buffer.concat([header, samples]))
}
