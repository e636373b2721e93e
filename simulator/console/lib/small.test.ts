import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ApiError, createApi } from './api.ts'
import { bodyOf, fieldsOf, labelOf } from './forms.ts'
import { breakLine, insertLink, toggleList, toggleMark } from './marks.ts'
import { elapsed, initials, windowOf } from './time.ts'
import { keyIn } from './tones.ts'

describe('marks', () => {
  it('wrap the selection, and unwrap it again', () => {
    const on = toggleMark({ text: 'a word', start: 2, end: 6 }, '**')
    expect(on).toEqual({ text: 'a **word**', start: 4, end: 8 })
    expect(toggleMark(on, '**')).toEqual({ text: 'a word', start: 2, end: 6 })
    expect(toggleMark(on, '*').text).toBe('a ***word***')
  })

  it('make lists, go on with them, and end them', () => {
    const list = toggleList({ text: 'a\nb', start: 0, end: 3 })
    expect(list.text).toBe('- a\n- b')
    expect(toggleList({ ...list, start: 0, end: 7 }).text).toBe('a\nb')
    const next = breakLine({ text: '- a', start: 3, end: 3 })
    expect(next).toEqual({ text: '- a\n- ', start: 6, end: 6 })
    expect(breakLine(next)).toEqual({ text: '- a\n', start: 4, end: 4 })
    expect(breakLine({ text: 'ab', start: 1, end: 1 }).text).toBe('a\nb')
  })

  it('make links', () => {
    const url = 'https://a.example/'
    expect(insertLink({ text: 'see it', start: 4, end: 6 }, url).text).toBe(`see [it](${url})`)
    expect(insertLink({ text: 'see ', start: 4, end: 4 }, url).text).toBe(`see ${url}`)
  })
})

describe('times', () => {
  it('that have passed', () => {
    expect([0, 65_000, 3_723_000, -5].map(elapsed)).toEqual(['0:00', '1:05', '1:02:03', '0:00'])
  })

  it('are local, with the day once', () => {
    const span = { start: '2024-07-01T12:00:00.000Z', end: '2024-07-01T13:30:00.000Z' }
    // Whether there is a comma depends on the version of ICU.
    expect(windowOf(span, 'en-GB', 'Europe/Berlin')).toEqual({
      day: expect.stringMatching(/^Mon,? 1 Jul$/),
      hours: '14:00 – 15:30',
    })
    const night = { start: '2024-07-01T21:30:00.000Z', end: '2024-07-01T22:30:00.000Z' }
    expect(windowOf(night, 'en-GB', 'Europe/Berlin').hours).toMatch(/^23:30 – Tue,? 2 Jul 00:30$/)
    expect(windowOf(span, 'de-DE', 'America/New_York').hours).toBe('08:00 – 09:30')
  })

  it('initials are two at most', () => {
    expect(['Jonas Brandt', 'Ελένη Παπαδοπούλου', 'x', '', 'a b c'].map(initials)).toEqual([
      'JB',
      'ΕΠ',
      'X',
      '?',
      'AC',
    ])
  })
})

describe('forms from schemas', () => {
  const variant = {
    required: ['kind', 'status'],
    properties: {
      kind: { type: 'string', const: 'status' },
      route: { type: 'string', enum: ['token', '*'], default: '*', description: 'Where.' },
      status: { type: 'integer' },
      keep: { type: 'boolean', default: true },
    },
  }

  it('have a field for everything but the kind', () => {
    expect(fieldsOf(variant).map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['route', 'choice', false],
      ['status', 'number', true],
      ['keep', 'flag', false],
    ])
  })

  it('send changed values with their types', () => {
    const fields = fieldsOf(variant)
    expect(bodyOf('status', fields, { status: '503', route: '*', keep: 'false' })).toEqual({
      kind: 'status',
      status: 503,
      keep: false,
    })
    expect(labelOf('retryAfter')).toBe('Retry after')
  })
})

describe('keys in sound', () => {
  it('are heard', () => {
    const of = (low: number, high: number) =>
      Float32Array.from({ length: 1024 }, (_, i) => {
        const t = (2 * Math.PI * i) / 48_000
        return 0.2 * Math.sin(low * t) + 0.2 * Math.sin(high * t)
      })
    expect(keyIn(of(770, 1336), 48_000)).toBe('5')
    expect(keyIn(of(941, 1477), 48_000)).toBe('#')
    expect(keyIn(of(440, 880), 48_000)).toBe('')
    expect(keyIn(new Float32Array(1024), 48_000)).toBe('')
  })
})

describe('the control API', () => {
  it('calls an answer that is none by its name, and throws nothing else', async () => {
    for (const body of ['', '<html>', '{"list": 7}']) {
      const api = createApi('/control', () => Promise.resolve(new Response(body)))
      await expect(api.get('/sip/faults', z.array(z.unknown()))).rejects.toThrow(ApiError)
    }
  })
})
