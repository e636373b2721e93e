import { describe, expect, it } from 'vitest'
import { textOf } from './encoding.ts'
import { told } from '../platform/told.ts'

const TEXT = '{"brand": {"name": "Möbelhaus Süd"}}\r\n'
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

describe('a policy file', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`)],
    ['UTF-16 LE with a mark', utf16(`\uFEFF${TEXT}`)],
    ['UTF-16 BE with a mark', utf16(`\uFEFF${TEXT}`).swap16()],
    ['UTF-16 LE', utf16(TEXT)],
    ['UTF-16 BE', utf16(TEXT).swap16()],
  ])('in %s is read', (_, bytes) => {
    expect(textOf(bytes)).toEqual({ text: TEXT })
  })

  it.each([
    ['ISO 8859-1 or Windows-1252', Buffer.from(TEXT, 'latin1')],
    [
      'Windows-1252',
      Buffer.concat([Buffer.from('{"a": "5 '), Buffer.from([0x80]), Buffer.from('"}')]),
    ],
    [
      'code page 850',
      Buffer.concat([Buffer.from('{"a": "M'), Buffer.from([0x94]), Buffer.from('bel"}')]),
    ],
  ])(
    'in %s is reported with its encoding, and its non-ASCII letters are unreadable',
    (name, bytes) => {
      const { text, problem } = textOf(bytes)
      expect(told(problem)).toContain(name)
      expect(told(problem)).toContain('line 1')
      expect(text).toContain('\uFFFD')
    },
  )

  it.each([
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
    ['packed', Buffer.from([0x50, 0x4b, 3, 4, 0])],
    ['damaged', utf16(`\uFEFF${TEXT}`).subarray(0, -1)],
    ['damaged', utf16('\uFEFF{"a": "\uD83D"}')],
  ])('that is %s is reported as such', (word, bytes) => {
    expect(told(textOf(bytes).problem)).toContain(word)
  })
})
