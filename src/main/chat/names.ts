import type { Person } from '../../contract/chat.ts'
import type { Content } from '../centre/api.ts'
import { plainOfMarkup } from './plain.ts'
import { clip, oneLine } from './safe-text.ts'

const MAX_NAME = 60

/** A name that may hold markup (C24), as one line of text. */
export function plainName(markup: string): string {
  return clip(oneLine(plainOfMarkup(markup)), MAX_NAME)
}

/** C15: `14`, `014` and `14 ` are one agent. */
export function agentKey(raw: string): string {
  const text = raw.trim()
  return /^\d{1,15}$/u.test(text) ? String(Number(text)) : text
}

/**
 * Names for the keys of one chat. A key itself is never shown (C13): an agent whose name has not
 * been seen yet has an empty one, and the screen says "someone".
 */
export interface Names {
  /** Learns the name that a content carries. Undefined where no agent is behind it. */
  learn(content: Content): Person | undefined
  /** The person of a key as it stands in `whoIsTyping` or `callMeAgentKey`. */
  of(key: string): Person
}

export function createNames(): Names {
  const people = new Map<string, Person>()

  function of(raw: string): Person {
    const key = agentKey(raw)
    return people.get(key) ?? { key, name: '', initials: '' }
  }

  return {
    of,
    learn(content) {
      const key = agentKey(plainName(content.from))
      const first = plainName(content.agentFirstName)
      const last = plainName(content.agentLastName)
      const name = clip([first, last].filter((part) => part !== '').join(' '), MAX_NAME)
      if (key === '' && name === '') return undefined
      if (name === '') return of(key)
      const known = people.get(key)
      if (known?.name === name) return known
      const person = { key, name, initials: initialsOf(first, last) }
      people.set(key, person)
      return person
    },
  }
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** One grapheme of each part of the name, capital where the script has capitals. */
export function initialsOf(first: string, last: string): string {
  return [first, last]
    .map((part) => {
      for (const { segment } of graphemes.segment(part)) {
        if (/[\p{L}\p{N}]/u.test(segment)) return segment.toLocaleUpperCase('und')
      }
      return ''
    })
    .join('')
}
