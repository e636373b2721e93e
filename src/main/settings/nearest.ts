/** A word without case, accents and punctuation: `Ask-Consent`, `ask_consent` and `askConsent` are equal. */
export function plainWord(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/gu, '')
}

/**
 * The candidate that was most likely meant; undefined if none is close. A code of two letters (a language,
 * a country) must match exactly, unless `short` says that it is a word.
 */
export function nearest(
  word: string,
  candidates: readonly string[],
  short: 'exact' | 'word' = 'exact',
): string | undefined {
  const wanted = plainWord(word.slice(0, 60))
  if (wanted === '') return undefined
  let best: string | undefined
  const ofTwo = short === 'word' && wanted.length === 2 ? 1 : 0
  let least = wanted.length <= 2 ? ofTwo : wanted.length <= 4 ? 1 : wanted.length <= 8 ? 2 : 3
  for (const candidate of candidates) {
    const plain = plainWord(candidate)
    if (plain === wanted) return candidate
    const away = distance(wanted, plain)
    if (away < least || (away === least && away > 0 && best === undefined)) {
      least = away
      best = candidate
    }
  }
  return best
}

/** Damerau-Levenshtein distance: letters left out, added, replaced or swapped with their neighbour. */
function distance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1]
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      const isSwapped =
        row > 1 &&
        column > 1 &&
        one[row - 1] === other[column - 2] &&
        one[row - 2] === other[column - 1]
      if (isSwapped) least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1)
      now.push(least)
    }
    beforeLast = last
    last = now
  }
  return last[other.length] ?? 0
}
