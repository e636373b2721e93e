import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsOf } from './check-rows.ts'
import { clockSpan } from './duration.ts'
import { wordsOfEnd } from './ended.ts'
import { levelOf } from './levels.ts'
import { problemOf } from './media.svelte.ts'
import { DEFAULT_TEXTS as texts } from './texts.ts'
import { keyTone } from './tones.ts'
import { canZoomIn, panBy, plain, zoomBy } from './zoom.ts'

describe('zoom and pan', () => {
  it('never shows less than the picture, nor leaves it', () => {
    const step = fc.oneof(
      fc.constantFrom(1 as const, -1 as const),
      fc.record({
        dx: fc.double({ min: -2, max: 2, noNaN: true }),
        dy: fc.double({ min: -2, max: 2, noNaN: true }),
      }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        let zoom = plain
        for (const one of steps) {
          zoom = typeof one === 'number' ? zoomBy(zoom, one) : panBy(zoom, one.dx, one.dy)
          expect(zoom.scale).toBeGreaterThanOrEqual(1)
          expect(zoom.scale).toBeLessThanOrEqual(4)
          expect(Math.abs(zoom.x)).toBeLessThanOrEqual((zoom.scale - 1) / 2 + 1e-9)
          expect(Math.abs(zoom.y)).toBeLessThanOrEqual((zoom.scale - 1) / 2 + 1e-9)
        }
      }),
    )
  })

  it('returns to the full picture', () => {
    let zoom = plain
    while (canZoomIn(zoom)) zoom = zoomBy(zoom, 1)
    zoom = panBy(zoom, 5, -5)
    for (let times = 0; times < 12; times += 1) zoom = zoomBy(zoom, -1)
    expect(zoom).toEqual(plain)
  })
})

describe('keys and levels', () => {
  it('each key has the two frequencies of Q.23', () => {
    expect(keyTone('5')[0]?.frequencies).toEqual([770, 1336])
    expect(keyTone('#')[0]?.frequencies).toEqual([941, 1477])
    expect(keyTone('x')).toEqual([])
    expect(keyTone('')).toEqual([])
    expect(
      new Set(Array.from('123456789*0#').map((key) => String(keyTone(key)[0]?.frequencies))).size,
    ).toBe(12)
  })

  it('a level lies between silence and full scale', () => {
    expect(levelOf(new Float32Array(64))).toBe(0)
    expect(levelOf(new Float32Array(64).fill(1))).toBe(1)
    expect(levelOf(new Float32Array(64).fill(0.0316))).toBeCloseTo(0.5, 1)
  })

  it('a clock shows hours only where there are any', () => {
    expect([-5, 7000, 750_000, 3_723_000].map(clockSpan)).toEqual([
      '0:00',
      '0:07',
      '12:30',
      '1:02:03',
    ])
  })
})

describe('which refusal it was', () => {
  it.each([
    ['NotAllowedError', 'refused'],
    ['SecurityError', 'refused'],
    ['NotFoundError', 'absent'],
    ['OverconstrainedError', 'absent'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ])('%s', (name, problem) => {
    expect(problemOf(new DOMException('', name))).toBe(problem)
  })
})

describe('messages after a call', () => {
  it('R220: an ordinary end is no failure', () => {
    const words = wordsOfEnd({ reason: 'agent', reached: 'talking' }, texts)
    expect(words).toEqual({
      title: 'Disconnected...',
      text: 'Thank you for your call.',
      hasFailed: false,
    })
    expect(wordsOfEnd({ reason: 'self', reached: 'ringing' }, texts).text).toBe('')
  })

  it('R234, C48: each failure has its own message', () => {
    const reasons = [
      'busy',
      'declined',
      'no-answer',
      'unknown-number',
      'refused',
      'server-down',
      'no-media',
      'failed',
    ] as const
    const said = reasons.map((reason) => wordsOfEnd({ reason, reached: 'dialling' }, texts))
    expect(new Set(said.map(({ text }) => text)).size).toBe(reasons.length)
    expect(said.every(({ title }) => title === 'Failed to start call')).toBe(true)
    expect(said.every(({ text }) => text.length > 10)).toBe(true)
  })

  it('a lost call had begun', () => {
    expect(wordsOfEnd({ reason: 'lost', reached: 'talking' }, texts).title).toBe('Disconnected...')
  })
})

describe('the rows of the check', () => {
  const NO_PROBLEM = { audio: undefined, video: undefined }

  it('a device that is gone, or may not be used, is not called good', () => {
    const found = { camera: 'good', microphone: 'good', line: 'good' } as const
    const titles = (['absent', 'refused', 'busy'] as const).map((problem) => {
      const problems = { audio: problem, video: problem }
      const [camera, microphone] = rowsOf(found, problems, 'unasked', texts)
      expect(camera?.state).toBe('warn')
      expect(microphone).toMatchObject({ state: 'bad', title: texts.microphoneMissingTitle })
      return camera?.title
    })
    expect(titles).toEqual([
      texts.cameraMissingTitle,
      texts.cameraRefusedTitle,
      texts.cameraFailedTitle,
    ])
  })
  it('has words for every verdict', () => {
    const cameras = ['good', 'dim', 'black', 'missing'] as const
    const lines = ['good', 'slow', 'blocked', 'noRelay', 'down'] as const
    for (const camera of cameras) {
      for (const line of lines) {
        for (const row of rowsOf(
          { camera, line, microphone: 'silent' },
          NO_PROBLEM,
          'asked',
          texts,
        )) {
          expect(row.title).not.toBe('')
          expect(row.text).not.toBe('')
        }
      }
    }
  })

  it('shows that it is still trying', () => {
    const rows = rowsOf({}, NO_PROBLEM, 'unasked', texts)
    expect(rows.map(({ state }) => state)).toEqual(['wait', 'wait', 'wait', 'ask'])
  })
})
