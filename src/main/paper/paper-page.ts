import { directionOf } from '../../contract/language-tag.ts'

interface Page {
  /** BCP 47, as `tagOf` answers it. */
  readonly language: string
  readonly title: string
  readonly style: string
  /** Markup whose texts went through `escaped`. */
  readonly body: string
}

/** A static page for paper: no script, and nothing that it would load. */
export function paperPage({ language, title, style, body }: Page): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'`
  return [
    '<!doctype html>',
    `<html lang="${escaped(language)}" dir="${directionOf(language)}">`,
    `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${escaped(title)}</title><style>${style}</style></head>`,
    `<body>${body}</body></html>`,
  ].join('\n')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters are no text, and half a surrogate pair is no character. */
export function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- controls are what it looks for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, '')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replace(/[&<>"']/gu, (each) => ESCAPES[each] ?? '')
  )
}

/** A language tag that can be relied on; English for what is none. */
export function tagOf(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
