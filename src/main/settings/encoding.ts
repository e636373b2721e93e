import type { Sentence, WordKey } from '../platform/words.ts'

export interface ReadText {
  /** Unreadable characters are replaced by U+FFFD. */
  readonly text: string
  /** What is wrong with the encoding, and where. */
  readonly problem?: Sentence
}

/** Bytes 0x80 to 0x9f that are German and Nordic letters in DOS, and symbols in Windows' code pages. */
const DOS = new Set([0x81, 0x84, 0x86, 0x8e, 0x8f, 0x94, 0x99, 0x9a])

/**
 * Text of a file as editors write it: UTF-8 or UTF-16, with or without a byte order mark. Any other
 * encoding is named; ASCII in it, and so every key, can still be read, other letters cannot.
 */
export function textOf(bytes: Uint8Array): ReadText {
  const starts = (...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte)
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff)) {
    return { text: '', problem: { key: 'reason.utf32' } }
  }
  if (starts(0x50, 0x4b, 3, 4) || starts(0x1f, 0x8b)) {
    return { text: '', problem: { key: 'reason.packed' } }
  }
  if (starts(0xff, 0xfe)) return utf16(bytes.subarray(2), 'utf-16le')
  if (starts(0xfe, 0xff)) return utf16(bytes.subarray(2), 'utf-16be')
  // JSON begins with two letters of ASCII.
  if (bytes[0] !== 0 && bytes[0] !== undefined && bytes[1] === 0) return utf16(bytes, 'utf-16le')
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[1] !== undefined) return utf16(bytes, 'utf-16be')
  const body = starts(0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) }
  } catch {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)
    const line = text.slice(0, text.indexOf('\uFFFD')).split(/\r\n|\r|\n/u).length
    const name = { key: nameOf(body) }
    return { text, problem: { key: 'reason.encoding', values: { name, line } } }
  }
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): ReadText {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2))
  const inOrder =
    encoding === 'utf-16le' ? Buffer.from(even) : Buffer.from(Uint8Array.from(even)).swap16()
  const text = inOrder.toString('utf16le').replace(/^\uFEFF/u, '')
  const isCut = bytes.length % 2 !== 0
  // Unpaired surrogates.
  const whole = text.replace(/\p{Surrogate}/gu, '\uFFFD')
  return isCut || whole !== text ? { text: whole, problem: { key: 'reason.utf16' } } : { text }
}

/** The most likely single-byte encoding. */
function nameOf(bytes: Uint8Array): WordKey {
  const high = bytes.filter((byte) => byte >= 0x80)
  if (high.some((byte) => DOS.has(byte)) && high.every((byte) => byte < 0xb0 || byte === 0xe1)) {
    return 'reason.encodingDos'
  }
  return high.some((byte) => byte < 0xa0) ? 'reason.encodingWindows' : 'reason.encodingLatin'
}
