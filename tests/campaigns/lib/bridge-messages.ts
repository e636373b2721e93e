import type { Random } from '../../../simulator/support/random.ts'
import { contract } from '../../../src/contract/contract.ts'
import { namesOf } from '../../../src/contract/define.ts'
import { draw, drawText, table, takes } from './bridge-table.ts'
import { ODD, revive, type Written } from './bridge-values.ts'

/** Who sends, and by which way. */
export const SENDERS = ['bridge', 'raw', 'twin', 'blank', 'forged'] as const
export type SenderKind = (typeof SENDERS)[number]

export interface Message {
  readonly sender: SenderKind
  /** Electron's channel; `bridge` knows the calls by name only. */
  readonly channel: string
  /** What the channel is given: the name of a call or feed, then its input, then perhaps more. */
  readonly words: readonly Written[]
  /** Whether main may act on it. */
  readonly isGood: boolean
}

const CALL = 'callpoint:call'
const READ = 'callpoint:read'
const NAMES = [...table.keys()]
const FEEDS = Object.entries(namesOf(contract)).flatMap(([group, members]) =>
  Object.entries(members).flatMap(([member, kind]) =>
    kind === 'feed' ? [`${group}.${member}`] : [],
  ),
)

/** One message: every fourth is as it should be, or nearly; the others are mutated or made up. */
export function drawMessage(random: Random): Message {
  const sender = random.pick<SenderKind>([
    ...Array.from({ length: 9 }, () => 'bridge' as const),
    ...Array.from({ length: 5 }, () => 'raw' as const),
    'twin',
    'twin',
    'blank',
    'forged',
    'forged',
  ])
  const name = random.pick(NAMES)
  const [called, input] = drawCall(random, name, sender)
  if (sender === 'bridge') {
    const isFit = isGood(called, withoutNature(input))
    return { sender, channel: CALL, words: [called, input], isGood: isFit }
  }
  const channel = random.int(0, 9) > 0 ? CALL : drawChannel(random)
  const words = drawWords(random, channel, called, input)
  const isTrusted = sender === 'raw'
  return { sender, channel, words, isGood: isTrusted && isGoodOn(channel, words) }
}

function drawCall(random: Random, name: string, sender: SenderKind): readonly [Written, Written] {
  const kind = table.get(name)
  if (kind === undefined) throw new Error(name)
  const good = draw(kind, random)
  const dice = random.int(0, 99)
  // From elsewhere even what is right must be refused: there it stays right more often.
  if (dice < (sender === 'bridge' || sender === 'raw' ? 8 : 40)) return [name, good]
  if (dice < 75) return [name, mutate(random, good)]
  if (dice < 90) return [name, junk(random)]
  return [drawName(random, name), random.int(0, 1) === 0 ? good : junk(random)]
}

/** Electron's context bridge hands these over as objects with nothing in them: main gets no more. */
function withoutNature(input: Written): Written {
  const kinds: readonly Written[] = ['map', 'set', 'regexp']
  const isOdd = typeof input === 'object' && input !== null && '$' in input
  return isOdd && kinds.includes(input.$ ?? null) ? {} : input
}

function isGood(name: Written, input: Written | undefined): boolean {
  const kind = typeof name === 'string' ? table.get(name) : undefined
  return kind !== undefined && takes(kind, input === undefined ? undefined : revive(input))
}

function isGoodOn(channel: string, words: readonly Written[]): boolean {
  const [name, input] = words
  if (channel === CALL) return name !== undefined && isGood(name, input)
  return channel === READ && typeof name === 'string' && FEEDS.includes(name)
}

function drawChannel(random: Random): string {
  return random.pick([
    READ,
    READ,
    READ,
    'callpoint:view',
    'callpoint:call ',
    'CALLPOINT:CALL',
    '',
    '__proto__',
    'ELECTRON_BROWSER_REQUIRE',
    'GUEST_VIEW_MANAGER_CALL',
  ])
}

function drawWords(
  random: Random,
  channel: string,
  name: Written,
  input: Written,
): readonly Written[] {
  if (channel === READ) {
    return [random.int(0, 1) === 0 ? random.pick(FEEDS) : drawName(random, random.pick(FEEDS))]
  }
  const dice = random.int(0, 9)
  if (dice === 0) return []
  if (dice === 1) return [name]
  if (dice === 2) return [name, input, junk(random), junk(random)]
  if (dice === 3) return [{ name, input }]
  return [name, input]
}

/** A name that is no call's, and nearly one. */
function drawName(random: Random, name: string): Written {
  const [group = '', member = ''] = name.split('.')
  return random.pick<Written>([
    `${name} `,
    name.toUpperCase(),
    `${group}.`,
    `.${member}`,
    `${name}.call`,
    `${group}.constructor`,
    `${group}.__proto__`,
    '__proto__.polluted',
    'constructor.constructor',
    'toString',
    name.replace('.', ':'),
    `${name}\u0000`,
    drawText(random, random.int(0, 300)),
    [name],
    { toString: name },
    null,
    random.int(-5, 5),
    { $: random.pick(ODD) },
    'app.settings',
    'chat.view',
  ])
}

function junk(random: Random, depth = 0): Written {
  const inner = (): Written => (depth > 2 ? null : junk(random, depth + 1))
  return random.pick<() => Written>([
    () => ({ $: random.pick(ODD) }),
    () => ({ $: random.pick(ODD) }),
    () => null,
    () => random.int(-1000, 1000),
    () => random.next() * 1e18,
    () => random.int(0, 1) === 1,
    () => drawText(random, random.int(0, 50)),
    () => ({ $: 'long', unit: drawText(random, 20), times: random.int(50, 3000) }),
    () => [],
    () => ({}),
    () => ({ text: { text: { text: inner() } } }),
    () => Array.from({ length: random.int(1, 30) }, inner),
    () => ({ [drawText(random, 5)]: inner(), text: inner() }),
  ])()
}

/** What was right, and one thing in it changed. */
export function mutate(random: Random, good: Written): Written {
  if (typeof good !== 'object' || good === null || Array.isArray(good)) return junk(random)
  const entries: [string, Written][] = Object.entries(good)
  if (entries.length === 0 || entries[0]?.[0] === '$') return junk(random)
  const at = random.int(0, entries.length - 1)
  const [key, value] = entries[at] ?? ['', null]
  const others = entries.filter((_, place) => place !== at)
  const changed = random.pick<() => [string, Written][]>([
    () => [],
    () => [[key, { $: 'undefined' }]],
    () => [[key, null]],
    () => [[key, junk(random)]],
    () => [[key, junk(random)]],
    () => [[key, [value]]],
    () => [[key, { value }]],
    () => [[key, twist(random, value)]],
    () => [[key, twist(random, value)]],
    () => [[key.toUpperCase(), value]],
    () => [
      [key, value],
      [random.pick(['extra', 'constructor', 'isAdmin', 'toJSON', '$schema', '']), junk(random)],
    ],
  ])()
  const whole: Written = Object.fromEntries([...others, ...changed])
  const dice = random.int(0, 19)
  if (dice === 0) return [whole]
  if (dice === 1) return JSON.stringify(whole)
  return whole
}

/** The same kind of value, beyond what may be. */
function twist(random: Random, value: Written): Written {
  if (typeof value === 'string') {
    return random.pick<Written>([
      '',
      { $: 'long', unit: value || 'x', times: 1 + Math.ceil(20_001 / Math.max(1, value.length)) },
      drawText(random, 101),
      drawText(random, 1001),
      `${value}\n`,
      value.toLowerCase(),
      value.length,
    ])
  }
  if (typeof value === 'number') {
    return random.pick<Written>([
      value + 0.5,
      -value - 1,
      1e300,
      -1e300,
      2 ** 53,
      String(value),
      { $: 'nan' },
      { $: 'infinity' },
      { $: 'bigint' },
    ])
  }
  if (typeof value === 'boolean') return random.pick<Written>([Number(value), String(value), {}])
  return mutate(random, value)
}
