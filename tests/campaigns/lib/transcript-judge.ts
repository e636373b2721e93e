/** One message that the customer has sent, with what the screen says of it in the end. */
export interface Sent {
  readonly text: string
  /** `sure`: it must be with the centre, once. `open`: once or not at all. `not`: not at all. */
  readonly verdict: 'sure' | 'open' | 'not'
}

export interface Faults {
  readonly lost: number
  readonly duplicated: number
  readonly reordered: number
}

/**
 * Holds what the centre has received against what the customer has sent, both in order. Texts may
 * repeat: then only their number and places can be compared, never who is who.
 */
export function judge(sent: readonly Sent[], received: readonly string[]): Faults {
  const expected = sent.filter(({ verdict }) => verdict !== 'not')
  if (fits(expected, received)) return { lost: 0, duplicated: 0, reordered: 0 }
  const there = countsOf(received)
  const sure = countsOf(expected.filter(({ verdict }) => verdict === 'sure').map(textOf))
  const most = countsOf(expected.map(textOf))
  const lost = surplus(sure, there)
  const duplicated = surplus(there, most)
  const reordered = lost + duplicated > 0 ? 0 : Math.max(1, displaced(expected, received))
  return { lost, duplicated, reordered }
}

/** Whether `received` is `expected`, with any of the open ones left out. */
function fits(expected: readonly Sent[], received: readonly string[]): boolean {
  // After each received text: how many of the expected may have been used up by then.
  let places = new Set([0])
  for (const text of received) {
    const next = new Set<number>()
    for (const place of places) {
      for (let at = place; at < expected.length; at += 1) {
        const item = expected[at]
        if (item?.text === text) next.add(at + 1)
        if (item?.verdict === 'sure') break
      }
    }
    places = next
  }
  return [...places].some((place) =>
    expected.slice(place).every(({ verdict }) => verdict === 'open'),
  )
}

/** How many stand in another place than they were sent in, the n-th of a text being its n-th. */
function displaced(expected: readonly Sent[], received: readonly string[]): number {
  const places = new Map<string, number[]>()
  for (const [at, { text }] of expected.entries()) {
    places.set(text, [...(places.get(text) ?? []), at])
  }
  const order = received.flatMap((text) => places.get(text)?.shift() ?? [])
  return order.length - longestRising(order)
}

function longestRising(numbers: readonly number[]): number {
  const ends: number[] = []
  for (const number of numbers) {
    const at = ends.findIndex((end) => end >= number)
    if (at < 0) ends.push(number)
    else ends[at] = number
  }
  return ends.length
}

function textOf({ text }: Sent): string {
  return text
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

function surplus(of: ReadonlyMap<string, number>, over: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [text, count] of of) sum += Math.max(0, count - (over.get(text) ?? 0))
  return sum
}
