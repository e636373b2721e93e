import { hostRule } from './styles.ts'

/** Put here by the build: the style sheets of a closed element. */
const OWN = '__OSCC_OWN_CSS__'

const made = new WeakMap<Document, Map<string, CSSStyleSheet>>()

/**
 * Constructed sheets, shared by all elements of a document: a strict content security policy lets them through, where it
 * would refuse a style element. They are the document's own: another one, of an iframe or of a picture in picture, wants
 * its own, made by its own window. `css` is that of an open element, once it is there.
 */
export function sheetsOf(document: Document, css = ''): CSSStyleSheet[] {
  return [hostRule(), OWN, css].filter((text) => text !== '').map((text) => sheetOf(document, text))
}

function sheetOf(document: Document, text: string): CSSStyleSheet {
  const all = made.get(document) ?? new Map<string, CSSStyleSheet>()
  made.set(document, all)
  const known = all.get(text)
  if (known !== undefined) return known
  const { CSSStyleSheet: Sheet } = document.defaultView ?? globalThis
  const sheet = new Sheet()
  sheet.replaceSync(text)
  all.set(text, sheet)
  return sheet
}
