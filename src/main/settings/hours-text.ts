import type { Sentence } from '../platform/words.ts'

const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d'
const SPAN = new RegExp(`^${CLOCK}-(?:${CLOCK}|24:00)$`, 'u')

/** Why a span of opening hours is not taken, and what to write; undefined where it is well. */
export function spanProblem(text: string): Sentence | undefined {
  if (SPAN.test(text)) {
    const [from, to] = text.split('-')
    if (from !== to) return undefined
    return { key: 'reason.spanEmpty' }
  }
  const plain = text.trim().toLowerCase()
  if (/^(?:closed?|geschlossen|zu|kiinni|suljettu|none|-|–|)$/u.test(plain)) {
    return { key: 'reason.spanClosed' }
  }
  if (/^(?:open|always|24h|24\/7|24 hours|durchgehend|auki)$/u.test(plain)) {
    return { key: 'reason.spanWhole' }
  }
  const written = spanFrom(plain)
  if (written === undefined) return { key: 'reason.span' }
  const [from = '', to = ''] = written.split('-')
  if (from === '24:00') return { key: 'reason.spanMidnight', values: { to } }
  if (from === to) return spanProblem(written)
  const isNight = to < from && to !== '24:00'
  return { key: isNight ? 'reason.spanNight' : 'reason.spanAs', values: { span: written } }
}

/** `9-17`, `9.30 - 18`, `9am–5pm`, `9:00 bis 17:00 Uhr` in our own form. */
function spanFrom(text: string): string | undefined {
  const time = '(\\d{1,2})(?:[:.h](\\d{2})?)?\\s*(am|pm|a\\.m\\.|p\\.m\\.|uhr)?'
  const found = new RegExp(
    `^(?:from|von|klo)?\\s*${time}\\s*(?:-|–|—|to|bis|until)\\s*${time}$`,
    'u',
  )
    .exec(text)
    ?.slice(1)
  if (!found) return undefined
  const [hour, minute, half, toHour, toMinute, toHalf] = found
  const from = clockOf(hour, minute, half)
  const to = clockOf(toHour, toMinute, toHalf)
  return from === undefined || to === undefined ? undefined : `${from}-${to}`
}

function clockOf(hours = '', minutes = '00', half = ''): string | undefined {
  const late = half.startsWith('p')
  const early = half.startsWith('a')
  const count = Number(hours)
  if ((late || early) && (count < 1 || count > 12)) return undefined
  const hour = late || early ? (count % 12) + (late ? 12 : 0) : count
  const minute = Number(minutes)
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** What is odd about the spans of a day that are each well: those that overlap are said, and count together. */
export function dayProblems(spans: readonly string[]): readonly Sentence[] {
  const minutes = (time = ''): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const times = spans
    .map((text) => {
      const [from, to] = text.split('-')
      const start = minutes(from)
      const end = minutes(to)
      return { text, start, end: end > start ? end : end + 1440 }
    })
    .sort((a, b) => a.start - b.start)
  return times.slice(1).flatMap(({ text, start }, place) => {
    const before = times[place]
    return before !== undefined && start < before.end
      ? [{ key: 'reason.spansOverlap', values: { later: text, earlier: before.text } }]
      : []
  })
}
