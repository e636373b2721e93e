import { describe, expect, it } from 'vitest'
import { toneLength } from './tone-length.ts'

const opus = { mimeType: 'audio/opus', clockRate: 48_000 }
const pcmu = { mimeType: 'audio/PCMU', clockRate: 8000 }
const keys = (clockRate: number) => ({ mimeType: 'audio/telephone-event', clockRate })

describe('toneLength', () => {
  it.each([
    ['opus with keys of its own clock', [opus, keys(48_000)], 160],
    ['opus with keys of 8000 Hz alone', [opus, pcmu, keys(8000)], 960],
    ['opus with both, of which Chromium takes the slower', [opus, keys(48_000), keys(8000)], 960],
    ['G.711', [pcmu, keys(8000)], 160],
    ['G.711 before opus', [pcmu, opus, keys(8000)], 160],
    ['G.711 with keys of 48000 Hz alone', [pcmu, keys(48_000)], 40],
    ['comfort noise first', [{ ...pcmu, mimeType: 'audio/CN' }, opus, keys(8000)], 960],
    ['nothing agreed yet', [], 160],
    ['an absurd clock', [opus, keys(1)], 6000],
  ])('%s', (_name, codecs, length) => {
    expect(toneLength(codecs)).toBe(length)
  })
})
