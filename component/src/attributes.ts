import { TEXT_ALIASES, TEXT_NAMES, type TextName } from '../../src/renderer/features/call/texts.ts'

export const TAG = 'oscc-click-to-dial'

/** R237, R238. */
export const PRESETS = ['customerNumber', 'destinationKey'] as const

/** How a plain web page says where to call; the vendor's guide leaves that to another document. */
export const SETTINGS = [
  'server',
  'domain',
  'realm',
  'user',
  'ha1',
  'ha1Sha256',
  'displayName',
  'iceServers',
  'relayOnly',
  'startKbps',
  'dtmf',
  'noAnswerSeconds',
  'queueSeconds',
  'transfer',
  'destinations',
] as const

export type PresetName = (typeof PRESETS)[number]
export type SettingName = (typeof SETTINGS)[number]

/** As Vue and hand-written markup have it: `pilot-number` for `pilotNumber`. */
export function kebabOf(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}

/** C44: HTML knows lower case only; kebab case is taken too. */
function spellings<N extends string>(name: N): readonly (readonly [string, N])[] {
  return [...new Set([name.toLowerCase(), kebabOf(name)])].map((spelling) => [spelling, name])
}

/** C39: names as a scanner read them lead to the same text. */
export const TEXT_BY_ATTRIBUTE: ReadonlyMap<string, TextName> = new Map([
  ...TEXT_NAMES.flatMap(spellings),
  ...Object.entries(TEXT_ALIASES).flatMap(([alias, name]) =>
    spellings(alias).map(([spelling]) => [spelling, name] as const),
  ),
])
export const PRESET_BY_ATTRIBUTE: ReadonlyMap<string, PresetName> = new Map(
  PRESETS.flatMap(spellings),
)
export const SETTING_BY_ATTRIBUTE: ReadonlyMap<string, SettingName> = new Map(
  SETTINGS.flatMap(spellings),
)

export const OBSERVED: readonly string[] = [
  ...TEXT_BY_ATTRIBUTE.keys(),
  ...PRESET_BY_ATTRIBUTE.keys(),
  ...SETTING_BY_ATTRIBUTE.keys(),
  'dir',
]
