import { baseOf, directionOf } from '../../contract/language-tag.ts'
import { textFinder } from '../../contract/texts.ts'
import texts from '../../../resources/safe/texts.json'
import type { Policy } from '../settings/policy.ts'
import type { GeneratedPage } from '../window/page-control.ts'
import { SAFE_STYLE } from './safe-style.ts'

interface Customer {
  /** BCP 47 tag: read first; the policy's other languages follow in small. */
  readonly language: string
  readonly theme: 'default' | 'light' | 'dark' | 'contrast'
}

type Words = (typeof texts)['en']

/** More than these would crowd out the telephone number. */
const MOST_LANGUAGES = 4

/**
 * The safe screen, by policy and for whoever stands in front of it: no script, no file of the built
 * page, no font to fetch.
 */
export function safePage(
  policy: Pick<Policy, 'mode' | 'brand' | 'languages' | 'texts' | 'theme' | 'contact'>,
  customer: Customer,
  address: { readonly css: string; readonly home: string },
): GeneratedPage {
  const spoken = [...new Set([customer.language, ...policy.languages])]
    .flatMap((tag) => {
      const words = wordsOf(tag, policy.texts)
      return words ? [{ tag, words }] : []
    })
    .slice(0, MOST_LANGUAGES)
  const [first = { tag: 'en', words: texts.en }, ...others] = spoken
  const number = policy.contact.phoneNumber
  const theme = customer.theme === 'default' ? policy.theme : customer.theme
  const { words } = first
  const html = `<!doctype html>
<html ${languageOf(first.tag)} data-theme="${theme}" data-mode="${policy.mode}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(policy.brand.name)}</title>
    <link rel="stylesheet" href="${escaped(address.css)}">
  </head>
  <body>
    <header dir="auto">${escaped(policy.brand.name)}</header>
    <main>
      <h1>${escaped(words.title)}</h1>
      <p class="lead">${escaped(words.lead)}</p>
${
  number === undefined
    ? `      <p class="team">${escaped(words.team)}</p>`
    : `      <p class="phone">${escaped(words.phone)} <strong dir="ltr">${escaped(number)}</strong></p>`
}
      <p><a href="${escaped(address.home)}">${escaped(words.again)}</a></p>
    </main>
    <footer>
${others.map(({ tag, words: other }) => small(tag, other, number)).join('\n')}
    </footer>
  </body>
</html>
`
  return { html, css: SAFE_STYLE }
}

function small(tag: string, words: Words, number: string | undefined): string {
  const way =
    number === undefined
      ? escaped(words.team)
      : `${escaped(words.phone)} <bdi dir="ltr">${escaped(number)}</bdi>`
  return `      <p ${languageOf(tag)}><b>${escaped(words.title)}</b> ${escaped(words.lead)} ${way}</p>`
}

function languageOf(tag: string): string {
  const direction = directionOf(tag)
  return `lang="${escaped(tag)}" dir="${direction}"`
}

/** Our words in this language with the policy's laid over them (`safe.title`); undefined where we have none. */
function wordsOf(tag: string, overrides: Policy['texts']): Words | undefined {
  const found = Object.entries(texts).find(([known]) => known === tag || known === baseOf(tag))
  if (!found) return undefined
  const [, words] = found
  const find = textFinder(tag, [{ safe: words }], overrides)
  const word = (key: keyof Words): string => find(`safe.${key}`) ?? words[key]
  return {
    title: word('title'),
    lead: word('lead'),
    phone: word('phone'),
    team: word('team'),
    again: word('again'),
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (sign) => ENTITIES[sign] ?? '')
}
