import { hostRule } from './styles.ts'

/** Put here by the build: the style sheets of all parts, as one text. */
const PARTS = '__OSCC_PARTS_CSS__'

let made: CSSStyleSheet[] | undefined

/**
 * Constructed sheets, shared by all elements of the page: a strict content security policy lets them
 * through, where it would refuse a style element.
 */
export function sheets(): CSSStyleSheet[] {
  made ??= [hostRule(), PARTS].map((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  return made
}
