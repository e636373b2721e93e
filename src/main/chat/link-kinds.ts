import { clip, oneLine } from './safe-text.ts'

/** Longer ones are cut: the longest address of a mailbox has 254 characters. */
const MAX_TARGET = 200

type Read = (rest: string) => string

/** Where a link of another kind leads, as people write it. */
const READERS: ReadonlyMap<string, Read> = new Map(
  Object.entries({
    tel: number,
    callto: number,
    fax: number,
    facetime: number,
    'facetime-audio': number,
    sms: number,
    smsto: number,
    mms: number,
    mmsto: number,
    whatsapp: (rest: string) => number(inQuery(rest, 'phone')),
    viber: (rest: string) => number(inQuery(rest, 'number')),
    mailto: (rest: string) => beforeQuery(rest) || inQuery(rest, 'to'),
    sip: beforeQuery,
    sips: beforeQuery,
    im: beforeQuery,
    xmpp: beforeQuery,
    skype: beforeQuery,
    geo: place,
    maps: (rest: string) => inQuery(rest, 'q') || inQuery(rest, 'daddr') || inQuery(rest, 'll'),
    tg: (rest: string) =>
      inQuery(rest, 'domain').replace(/^(?=.)/u, '@') || number(inQuery(rest, 'phone')),
  } satisfies Record<string, Read>),
)

/** Lead to this device or run something, or say nothing to anybody. */
const UNSAFE =
  /^(?:javascript|vbscript|livescript|mocha|data|file|blob|filesystem|about|cid|mid|view-source|jar|res|resource|shell|search|search-ms|mhtml|mk|its|ms-[a-z-]+|chrome(?:-[a-z]+)?|edge|app|callpoint|x-apple[a-z.-]*|intent|android-app|applewebdata|unsafe|blocked|null|undefined)$/u

/**
 * What a link leads to that is no web page, for people to read: `+49 30 1234` of `tel:`, the address
 * of `mailto:`. Empty where it leads nowhere (`#top`, `page.html`), to nothing that can be said, or
 * to something unsafe (`javascript:`).
 */
export function contactOf(href: string): string {
  const text = href
    .replace(/[\t\n\f\r]/gu, '')
    .trim()
    .slice(0, 4000)
  const found = /^(?<scheme>[a-z][a-z0-9+.-]*):(?<rest>.*)$/iu.exec(text)?.groups
  const scheme = found?.['scheme']?.toLowerCase()
  const rest = (found?.['rest'] ?? '').replace(/^\/\//u, '')
  if (scheme === undefined || scheme === 'http' || scheme === 'https') return ''
  const reader = READERS.get(scheme)
  if (reader) return clip(oneLine(reader(rest)), MAX_TARGET)
  // An address of a kind that is not known here, such as `ftp:` or `webcal:`, is said as it is.
  return UNSAFE.test(scheme) || rest === '' ? '' : clip(oneLine(decoded(text)), MAX_TARGET)
}

/** Digits, or a name that stands for them, without the parameters of RFC 3966. */
function number(rest: string): string {
  return listOf(beforeQuery(rest)).join(', ')
}

function listOf(text: string): string[] {
  const [first = '', ...others] = text.split(/[,;](?=\s*[+(\d])/u)
  const extension = /;ext=(?<digits>[\d.-]+)/iu.exec(text)?.groups?.['digits']
  const plain = [first, ...others].map((each) => each.split(';')[0]?.trim() ?? '')
  return extension === undefined ? plain : [`${plain[0] ?? ''};ext=${extension}`]
}

function place(rest: string): string {
  const asked = inQuery(rest, 'q')
  const label = /\((?<name>[^)]+)\)/u.exec(asked)?.groups?.['name']
  const query = asked.replace(/\(.*$/u, '')
  const [point = ''] = beforeQuery(rest).split(';')
  const where = query !== '' ? query : point.split(',').slice(0, 2).join(', ')
  return [label ?? '', where].filter((each) => each !== '').join(', ')
}

function beforeQuery(rest: string): string {
  return decoded(rest.split('?')[0] ?? '').replace(/\/+$/u, '')
}

function inQuery(rest: string, name: string): string {
  return new URLSearchParams(rest.slice(rest.indexOf('?') + 1)).get(name) ?? ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
