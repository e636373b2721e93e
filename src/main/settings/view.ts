import type { AttractView, SettingsView } from '../../contract/settings.ts'
import { brandOf } from './brand.ts'
import type { Zone } from '../../contract/zone.ts'
import { zoneNamed } from '../platform/zones.ts'
import type { Policy } from './policy.ts'

/** What the renderer may know of the policy: named one by one, so that no secret slips along. */
export function settingsView(
  policy: Policy,
  appVersion: string,
  ownZone: Zone,
  attract?: AttractView,
): Omit<SettingsView, 'revision'> {
  const { brand, contact, chat, callback, call } = policy
  const accent = brand.accent === undefined ? undefined : brandOf(brand.accent).shown
  return {
    mode: policy.mode,
    appVersion,
    brand: { name: brand.name, ...(accent === undefined ? {} : { accent }) },
    languages: policy.languages,
    texts: policy.texts,
    theme: policy.theme,
    contact: contact.phoneNumber === undefined ? {} : { phoneNumber: contact.phoneNumber },
    ...consentOf(policy),
    ...(attract === undefined ? {} : { attract }),
    zone: zoneNamed(policy.zone),
    ownZone,
    keyboard: { onScreen: policy.keyboard.onScreen },
    chat: {
      topics: chat.topics.map(({ key, labels, icon }) => ({
        key,
        labels,
        ...(icon === undefined ? {} : { icon }),
      })),
      messageCharacters: chat.messageCharacters,
      askConsent: chat.askConsent,
      offerCallbackAfterSeconds: chat.offerCallbackAfterSeconds,
      transcript: transcriptWays(policy),
    },
    callback: { print: canPrint(policy), allow: callback.allow },
    call: {
      askNumber: call.askNumber,
      destinations: call.destinations.map(({ key, label, labels }) => ({
        key,
        labels: { '*': label, ...labels },
      })),
    },
  }
}

function consentOf({ consent }: Pick<Policy, 'consent'>): Pick<SettingsView, 'consent'> {
  const { texts, link } = consent
  if (Object.keys(texts).length === 0 && link === undefined) return {}
  return {
    consent: {
      texts,
      ...(link === undefined ? {} : { link: { url: link, host: new URL(link).host } }),
    },
  }
}

/** A kiosk prints silently, on the printer it was given; a desktop asks, and may save a file. */
export function transcriptWays({
  mode,
  chat,
  print,
}: Pick<Policy, 'mode' | 'chat' | 'print'>): readonly ('print' | 'save')[] {
  if (!chat.transcript) return []
  return [
    ...(canPrint({ mode, print }) ? (['print'] as const) : []),
    ...(mode === 'desktop' ? (['save'] as const) : []),
  ]
}

/** Whether there is paper: a kiosk has only the printer that it was given. */
export function canPrint({ mode, print }: Pick<Policy, 'mode' | 'print'>): boolean {
  return print.enabled && (mode === 'desktop' || print.printer !== '')
}
