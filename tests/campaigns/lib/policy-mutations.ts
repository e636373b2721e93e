import type { Random } from '../../../simulator/support/random.ts'
import type { Json, JsonObject } from './policy-draw.ts'

/** A mistake: what it is called, and the file that comes of it. */
export interface Mutation {
  readonly name: string
  readonly bytes: Buffer
}

interface Place {
  readonly holder: JsonObject | Json[]
  readonly key: string
  readonly value: Json
}

/** Makes one mistake in a policy, as hurried hands, editors and disks do. */
export function mutate(policy: JsonObject, random: Random): Mutation {
  const copy = structuredClone(policy)
  const [name, make] = random.pick(MISTAKES)
  const bytes = make(copy, random)
  return { name, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes }
}

type Make = (policy: JsonObject, random: Random) => string | Buffer

const written = (policy: Json): string => JSON.stringify(policy, null, 2)

/** Changes the value at one place. */
const atPlace =
  (change: (value: Json, random: Random) => Json | undefined): Make =>
  (policy, random) => {
    const places = placesIn(policy).filter(({ value }) => change(value, random) !== undefined)
    if (places.length === 0) return written(policy)
    const { holder, key, value } = random.pick(places)
    Reflect.set(holder, key, change(value, random))
    return written(policy)
  }

/** Changes the name of one key. */
const atKey =
  (rename: (key: string, random: Random) => string): Make =>
  (policy, random) => {
    const places = placesIn(policy).filter(
      ({ holder, key }) => !Array.isArray(holder) && isNamed(key),
    )
    const { holder, key, value } = random.pick(places)
    const name = rename(key, random)
    Reflect.deleteProperty(holder, key)
    Reflect.set(holder, name, value)
    return written(policy)
  }

const asText = (change: (text: string, random: Random) => string | Buffer): Make => {
  return (policy, random) => change(written(policy), random)
}

const MISTAKES: readonly (readonly [string, Make])[] = [
  ['letters swapped in a key', atKey(swapped)],
  ['a letter missing in a key', atKey(shortened)],
  ['a letter doubled in a key', atKey(doubled)],
  ['a key in another case', atKey((key, random) => random.pick([upper(key), key.toUpperCase()]))],
  ['a key in kebab case', atKey((key) => apart(key, '-'))],
  ['a key in snake case', atKey((key) => apart(key, '_'))],
  ['a key with a blank', atKey((key, random) => random.pick([` ${key}`, `${key} `]))],
  ['a value of another type', atPlace(otherType)],
  ['null', atPlace(() => null)],
  ['a value as text', atPlace((value) => (isPlain(value) ? String(value) : undefined))],
  ['a word in another case', atPlace((value) => (isWord(value) ? upper(value) : undefined))],
  [
    'a word with a slip',
    atPlace((value, random) => (isWord(value) ? slip(value, random) : undefined)),
  ],
  [
    'a number out of range',
    atPlace((value, random) =>
      typeof value === 'number' ? random.pick([-1, 0, 0.5, 1e9, 2 ** 53]) : undefined,
    ),
  ],
  [
    'a text where a list stands',
    atPlace((value) => (Array.isArray(value) ? value.join(', ') : undefined)),
  ],
  ['a list where a value stands', atPlace((value) => (isPlain(value) ? [value] : undefined))],
  ['a wrong entry in a list', atPlace(wrongEntry)],
  ['a strange section', withStrangers],
  ['a section within another', nestedWrong],
  ['a key outside its section', liftedOut],
  ['a key twice', twice],
  ['cut off', asText((text, random) => text.slice(0, random.int(0, text.length - 2)))],
  ['a comma too many', asText((text) => text.replace(/\n\}$/u, ',\n}'))],
  ['a comma missing', asText((text, random) => oneOut(text, ',', random))],
  ['a quotation mark missing', asText((text, random) => oneOut(text, '"', random))],
  [
    'a brace missing',
    asText((text, random) => oneOut(text, random.pick(['{', '}', '[', ']']), random)),
  ],
  [
    'a comment',
    asText((text, random) =>
      text.replace('\n', random.pick(['\n// note\n', '\n/* note */', '\n# note\n'])),
    ),
  ],
  ['single quotes', asText((text) => text.replaceAll('"', "'"))],
  ['an old encoding', asText((text) => Buffer.from(text, 'latin1'))],
  [
    'UTF-16 cut in a letter',
    asText((text) => Buffer.from(`\uFEFF${text}`, 'utf16le').subarray(0, -1)),
  ],
  ['bytes of zero', asText((text, random) => zeroed(Buffer.from(text), random))],
  ['bits flipped', asText((text, random) => flipped(Buffer.from(text), random))],
  ['nothing', asText((_, random) => random.pick(['', ' \r\n\t', 'null', '[]', '"kiosk"', '{}x']))],
]

/** Every place in the policy, sections and what is in them. */
function placesIn(holder: JsonObject | Json[]): readonly Place[] {
  return Object.entries(holder).flatMap(([key, value]): Place[] => [
    { holder, key, value },
    ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
  ])
}

/** A key of the policy and no word of the house's own: these may be called anything. */
function isNamed(key: string): boolean {
  return /^[a-z][A-Za-z]{2,}$/u.test(key)
}

function isPlain(value: Json): value is boolean | number {
  return typeof value === 'boolean' || typeof value === 'number'
}

function isWord(value: Json): value is string {
  return typeof value === 'string' && /^[a-z-]{3,}$/u.test(value)
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function apart(key: string, sign: string): string {
  const name = key.replace(/[A-Z]/gu, (letter) => `${sign}${letter.toLowerCase()}`)
  return name === key ? `${key}${sign}` : name
}

function swapped(key: string, random: Random): string {
  const at = random.int(0, key.length - 2)
  const name = `${key.slice(0, at)}${key[at + 1] ?? ''}${key[at] ?? ''}${key.slice(at + 2)}`
  return name === key ? doubled(key, random) : name
}

function shortened(key: string, random: Random): string {
  const at = random.int(0, key.length - 1)
  return key.slice(0, at) + key.slice(at + 1)
}

function doubled(key: string, random: Random): string {
  const at = random.int(0, key.length - 1)
  return key.slice(0, at) + (key[at] ?? '') + key.slice(at)
}

function slip(word: string, random: Random): string {
  return random.pick([swapped, shortened, doubled])(word, random)
}

function otherType(value: Json, random: Random): Json {
  const others: Json[] = [
    'yes',
    'off',
    '',
    7,
    -3,
    true,
    [],
    ['x'],
    {},
    { enabled: 'no' },
    'Hauptbahnhof',
  ]
  const kind = (each: Json): string => (Array.isArray(each) ? 'list' : typeof each)
  return random.pick(others.filter((each) => kind(each) !== kind(value)))
}

function wrongEntry(value: Json, random: Random): Json | undefined {
  if (!Array.isArray(value)) return undefined
  const entry = random.pick<Json>([7, null, 'not at all!', '', { key: 1 }, [], true])
  const at = random.int(0, value.length)
  const isInstead = random.int(0, 1) === 1
  return [...value.slice(0, at), entry, ...value.slice(at + (isInstead ? 1 : 0))]
}

function withStrangers(policy: JsonObject, random: Random): string {
  const name = random.pick(['colour', 'Printers', 'networking', '__proto__', 'constructor', 'x'])
  const entries = Object.entries(policy).map(
    ([key, value]) => `${JSON.stringify(key)}: ${written(value)}`,
  )
  entries.splice(random.int(0, entries.length), 0, `${JSON.stringify(name)}: {"enabled": false}`)
  return `{${entries.join(',\n')}}`
}

function nestedWrong(policy: JsonObject, random: Random): string {
  const sections = Object.keys(policy).filter((key) => isObject(policy[key]))
  const [inner, outer] = [random.pick(sections), random.pick(sections)]
  const target = policy[outer]
  const moved = policy[inner]
  if (inner === outer || !isObject(target) || moved === undefined) return written(policy)
  Reflect.deleteProperty(policy, inner)
  target[inner] = moved
  return written(policy)
}

function liftedOut(policy: JsonObject, random: Random): string {
  const sections = Object.keys(policy).filter((key) => isObject(policy[key]))
  const section = policy[random.pick(sections)]
  if (!isObject(section)) return written(policy)
  const key = random.pick(Object.keys(section).filter((each) => !(each in policy)))
  const moved = section[key]
  Reflect.deleteProperty(section, key)
  if (moved !== undefined) policy[key] = moved
  return written(policy)
}

/** A section, or a key in it, is written a second time and says something else there. */
function twice(policy: JsonObject, random: Random): string {
  const name = random.pick(Object.keys(policy))
  const value = policy[name]
  const other: Json | undefined = isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, typeof each === 'boolean' ? !each : each]),
      )
    : name === 'mode'
      ? 'desktop'
      : value
  return written(policy).replace(
    /\n\}$/u,
    `,\n  ${JSON.stringify(name)}: ${written(other ?? null)}\n}`,
  )
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function oneOut(text: string, sign: string, random: Random): string {
  const places = text.split('').flatMap((each, at) => (each === sign ? [at] : []))
  if (places.length === 0) return text
  const at = random.pick(places)
  return text.slice(0, at) + text.slice(at + 1)
}

function zeroed(bytes: Buffer, random: Random): Buffer {
  const at = random.int(0, bytes.length - 1)
  return bytes.fill(0, at, Math.min(bytes.length, at + random.int(1, 64)))
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const at = random.int(0, bytes.length - 1)
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.int(0, 7)), at)
  return bytes
}
