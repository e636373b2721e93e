import { DEFAULT_TEXTS, TEXT_NAMES } from '../src/renderer/features/call/texts.ts'
import { PRESETS, SETTINGS, TAG, type PresetName, type SettingName } from './src/attributes.ts'
import { STYLE_NAMES, VENDOR_STYLES, vendorVariable } from './src/styles.ts'

const settings: Readonly<Record<SettingName, string>> = {
  server: '`wss:` (or `ws:`) address of the SIP server.',
  domain: "Domain of SIP addresses; the server's host where left out.",
  realm: 'Realm of the SIP account; the domain where left out.',
  user: 'User of the SIP account.',
  ha1: 'MD5 of `user:realm:password`: as good as the password, and anybody can read it in the page.',
  ha1Sha256: 'SHA-256 of `user:realm:password`, for servers that ask for it (RFC 8760).',
  displayName: "Shown to the agent; the customer's number where left out.",
  iceServers: 'JSON: `[{"urls":"turn:relay.example","username":"…","credential":"…"}]`.',
  relayOnly: 'Only through a relay.',
  noAnswerSeconds: 'An unanswered call ends after so many seconds without a sign of life.',
  queueSeconds: 'An unanswered call ends after so many seconds in any case.',
  transfer:
    'Where an agent may put a call through: `same-domain` (default), `never`, or hosts with blanks between them.',
  startKbps: 'Rate with which pictures begin before the line is measured, in kbit/s.',
  dtmf: '`rfc4733` (default) or `info`.',
  destinations: 'JSON in place of the child elements: `[{"key":"…","label":"…","number":"…"}]`.',
}

const presets: Readonly<Record<PresetName, string>> = {
  customerNumber: "The customer's number; set beforehand, it is not asked for.",
  destinationKey: 'Key of the destination; set beforehand, it is not asked for.',
}

const properties = [
  ['state', 'ClickToDialState', 'The step that the component shows.'],
  ['destinations', 'readonly Destination[]', 'Where to call; null for the child elements.'],
  ['grantProvider', 'GrantProvider | undefined', 'Answers what one call needs.'],
  ['customerNumber', 'string', presets.customerNumber],
  ['destinationKey', 'string', presets.destinationKey],
] as const

const methods = [
  ['open', 'Opens the component.'],
  ['close', 'Closes the component; a call is ended first.'],
  ['dial', 'Calls, as far as everything that is needed is known; what is missing is asked for.'],
  ['hangUp', 'Ends the call.'],
] as const

const events = [
  ['oscc-ctd-state', 'CustomEvent<StateDetail>', 'Each step.'],
  ['oscc-ctd-connected', 'CustomEvent', 'Sound and picture flow.'],
  ['oscc-ctd-ended', 'CustomEvent<EndedDetail>', 'A call is over: why, and how long it lasted.'],
] as const

/** What a page's own style sheet can get at with `::part()`. */
export const PARTS = [
  'container',
  'header',
  'body',
  'button',
  'button-secondary',
  'stage',
  'video',
  'self',
  'controls',
  'control',
  'tooltip',
  'keypad',
  'key',
  'more',
  'error',
] as const

const text = (name: string): { readonly text: string } => ({ text: name })

/** The custom-elements manifest, from the tables by which the element itself goes (schema 2.1.0). */
export function manifest() {
  const path = 'dist/index.js'
  const name = 'OsccClickToDial'
  const attributes = [
    ...SETTINGS.map((each) => ({ name: each, description: settings[each], type: text('string') })),
    ...PRESETS.map((each) => ({
      name: each,
      description: presets[each],
      type: text('string'),
      fieldName: each,
    })),
    ...TEXT_NAMES.map((each) => ({
      name: each,
      type: text('string'),
      default: JSON.stringify(DEFAULT_TEXTS[each]),
      fieldName: each,
    })),
  ]
  const members = [
    ...properties.map(([each, type, description]) => ({
      kind: 'field',
      name: each,
      type: text(type),
      description,
      ...(each === 'state' ? { readonly: true } : {}),
    })),
    ...TEXT_NAMES.map((each) => ({
      kind: 'field',
      name: each,
      type: text('string | null'),
      default: JSON.stringify(DEFAULT_TEXTS[each]),
    })),
    ...methods.map(([each, description]) => ({ kind: 'method', name: each, description })),
  ]
  const declaration = {
    kind: 'class',
    name,
    tagName: TAG,
    customElement: true,
    superclass: { name: 'HTMLElement' },
    description:
      "A page's visitors call a contact centre by video. Destinations are child elements `<oscc-destination key label number>`.",
    attributes,
    members,
    events: events.map(([each, type, description]) => ({
      name: each,
      type: text(type),
      description,
    })),
    cssProperties: STYLE_NAMES.map((each) => ({
      name: vendorVariable(each),
      default: VENDOR_STYLES[each],
    })),
    cssParts: PARTS.map((each) => ({ name: each })),
  }
  return {
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path,
        declarations: [declaration],
        exports: [
          { kind: 'js', name, declaration: { name, module: path } },
          { kind: 'custom-element-definition', name: TAG, declaration: { name, module: path } },
        ],
      },
    ],
  }
}
