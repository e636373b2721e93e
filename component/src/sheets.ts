import { hostRule } from './styles.ts'

/** Put here by the build: the style sheets of a closed element. */
const OWN = '__OSCC_OWN_CSS__'

const made = new Map<string, CSSStyleSheet>()

/**
 * Constructed sheets, shared by all elements of the page: a strict content security policy lets them
 * through, where it would refuse a style element. `css` is that of an open element, once it is there.
 */
export function sheets(css = ''): CSSStyleSheet[] {
  return [hostRule(), OWN, css].filter((text) => text !== '').map(sheetOf)
}

function sheetOf(text: string): CSSStyleSheet {
  const known = made.get(text)
  if (known !== undefined) return known
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  made.set(text, sheet)
  return sheet
}
