import { placeOf } from './caller.ts'
import type { Callback, Chat } from './views.ts'
import type { Words } from './words-en.ts'

export interface Fact {
  readonly name: string
  readonly value: string
}

/** Data about a customer: for the agent, and technical details. */
export interface Contact {
  /** Where the customer is: shop and kiosk, otherwise the source. */
  readonly place: string
  readonly facts: readonly Fact[]
  readonly technical: readonly Fact[]
}

/** Contact data that the app sends for routing and for finding faults, not for a conversation. */
const technicalKeys: ReadonlySet<string> = new Set(['app version', 'attempt', 'nonce', 'time zone'])
/** Shown elsewhere. */
const placedKeys: ReadonlySet<string> = new Set([
  'store',
  'kiosk',
  'language',
  'source',
  'destination',
])

type Row = readonly [name: string, value: string]

const fold = (text: string): string => text.trim().toLowerCase()

/** A language's names: in the page's language and in English, with and without its region. */
export const namesOf = (tag: string, locale: string): readonly string[] => {
  try {
    return [locale, 'en'].flatMap((display) =>
      [tag, tag.split('-')[0] ?? tag].map(
        (one) => new Intl.DisplayNames(display, { type: 'language' }).of(one) ?? one,
      ),
    )
  } catch {
    // Not a tag: it names itself.
    return [tag]
  }
}

/** Drops rows whose text is already shown. Equal numbers may be a coincidence: attempt 1, priority 1. */
const teller = (said: readonly string[]): ((rows: readonly Row[]) => readonly Fact[]) => {
  const told = new Set(said.map(fold))
  return (rows) =>
    rows.flatMap(([name, value]) => {
      const isText = /\p{L}/u.test(value)
      if (value.trim() === '' || (isText && told.has(fold(value)))) return []
      if (isText) told.add(fold(value))
      return [{ name, value }]
    })
}

/** Contact data as it was sent, by key in any case, and in rows. */
const readData = (data: Chat['contactData'], words: Words, locale: string) => {
  const given = (key: string): string =>
    data.find((datum) => fold(datum.key) === key)?.value.trim() ?? ''
  const labels: Readonly<Record<string, string>> = {
    'app version': words.appVersion,
    attempt: words.attempt,
    nonce: words.nonce,
    'time zone': words.timeZone,
  }
  const rows = (isTechnical: boolean): readonly Row[] =>
    data
      .filter(({ key }) => !placedKeys.has(fold(key)))
      .filter(({ key }) => technicalKeys.has(fold(key)) === isTechnical)
      .map(({ key, value }) => [labels[fold(key)] ?? key, value])
  const tag = given('language')
  return { given, rows, languages: tag === '' ? [] : namesOf(tag, locale) }
}

/** Each fact of a chat once: what its header says (name, place, waiting time) is left out. */
export const contactOf = (
  chat: Chat,
  waited: string | undefined,
  words: Words,
  locale: string,
): Contact => {
  const { given, rows, languages } = readData(chat.contactData, words, locale)
  const place = placeOf(given('store'), given('kiosk')) || given('source') || chat.source
  const isSpokenLanguage = languages.map(fold).includes(fold(chat.language))
  const tell = teller([chat.customerName, place, given('store'), given('kiosk')])
  return {
    place,
    facts: tell([
      [words.topic, given('destination') || chat.destination],
      [words.language, chat.language],
      [words.speaks, isSpokenLanguage ? '' : (languages[0] ?? '')],
      [words.queue, chat.queue],
      [words.waited, waited ?? ''],
      ...rows(false),
    ]),
    technical: tell([
      [words.destination, chat.destination],
      [words.source, chat.source],
      [words.unit, chat.businessUnitName],
      [words.priority, String(chat.priority)],
      ...rows(true),
      [words.session, chat.id],
    ]),
  }
}

/** The same of a callback, whose name, number, queue and comment stand beside it. */
export const callbackContact = (callback: Callback, words: Words, locale: string): Contact => {
  const { given, rows, languages } = readData(callback.contactData, words, locale)
  const place = placeOf(given('store'), given('kiosk'))
  const { contactName, phoneNumber, comment, queue } = callback
  const tell = teller([contactName, phoneNumber, comment, queue.name, place])
  return {
    place,
    facts: tell([[words.speaks, languages[0] ?? ''], ...rows(false)]),
    technical: tell([
      [words.unit, callback.unit === 'DEFAULT' ? '' : callback.unit],
      ...rows(true),
    ]),
  }
}
