/**
 * Values that JSON does not know, or that are long, written as JSON: `{ "$": "nan" }`. They are made where they are sent
 * from, since most of them would not survive the way there.
 */
export type Written =
  null | boolean | number | string | readonly Written[] | { readonly [key: string]: Written }

/** Each of them is made by `revive`. */
export const ODD = [
  'undefined',
  'nan',
  'infinity',
  'bigint',
  'date',
  'map',
  'set',
  'regexp',
  'error',
  'buffer',
  'cycle',
  'deep',
  'sparse',
  'proto',
  'bare',
  'function',
  'symbol',
  'getter',
  'boxed',
  'surrogate',
] as const

/**
 * The value that was meant. Runs in the page, in the preload and here, as source text too: it uses
 * nothing from around it.
 */
export function revive(written: Written): unknown {
  if (written === null || typeof written !== 'object') return written
  if (Array.isArray(written)) return written.map((each: Written) => revive(each))
  const entries: [string, Written][] = Object.entries(written)
  const [first] = entries
  if (first?.[0] !== '$') {
    return Object.fromEntries(entries.map(([key, value]) => [key, revive(value)]))
  }
  const made: Record<string, () => unknown> = {
    undefined: () => undefined,
    nan: () => Number.NaN,
    infinity: () => Number.POSITIVE_INFINITY,
    bigint: () => 10n ** 20n,
    date: () => new Date(0),
    map: () => new Map([['text', 'x']]),
    set: () => new Set(['text']),
    regexp: () => /x/u,
    error: () => new Error('text'),
    buffer: () => new Uint8Array(64).buffer,
    cycle() {
      const ring: Record<string, unknown> = { text: 'x' }
      ring['self'] = ring
      return ring
    },
    deep() {
      let nest: unknown = 'x'
      for (let depth = 0; depth < 500; depth += 1) nest = { text: nest }
      return nest
    },
    sparse() {
      const list: unknown[] = []
      list[5000] = 'x'
      return list
    },
    proto: () => JSON.parse('{"__proto__":{"text":"x"},"constructor":{"prototype":{"ok":true}}}'),
    bare: () => Object.assign(Object.create(null) as object, { text: 1 }),
    function: () => () => 'x',
    symbol: () => Symbol('x'),
    getter: () => Object.defineProperty({}, 'text', { get: () => 7, enumerable: true }),
    boxed: () => Object('x') as unknown,
    surrogate: () => '\ud800'.repeat(3),
    long: () => String(Reflect.get(written, 'unit')).repeat(Number(Reflect.get(written, 'times'))),
  }
  return made[String(first[1])]?.()
}
