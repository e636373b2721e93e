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

/** C44: HTML knows lower case only. C39: names as a scanner read them lead to the same text. */
export const TEXT_BY_ATTRIBUTE: ReadonlyMap<string, TextName> = new Map([
  ...TEXT_NAMES.map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(TEXT_ALIASES).map(([alias, name]) => [alias.toLowerCase(), name] as const),
])
export const PRESET_BY_ATTRIBUTE: ReadonlyMap<string, PresetName> = new Map(
  PRESETS.map((name) => [name.toLowerCase(), name]),
)
export const SETTING_BY_ATTRIBUTE: ReadonlyMap<string, SettingName> = new Map(
  SETTINGS.map((name) => [name.toLowerCase(), name]),
)

export const OBSERVED: readonly string[] = [
  ...TEXT_BY_ATTRIBUTE.keys(),
  ...PRESET_BY_ATTRIBUTE.keys(),
  ...SETTING_BY_ATTRIBUTE.keys(),
  'dir',
]
