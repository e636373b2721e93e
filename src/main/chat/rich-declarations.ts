export type Declarations = ReadonlyMap<string, string>

const MAX_STYLE = 4000

/** Only what changes the text: most of a style is colours and distances. */
const NAMES: ReadonlySet<string> = new Set(
  (
    'border border-left clip clip-path direction display float font font-family font-size font-style ' +
    'font-weight height left list-style list-style-type margin margin-bottom margin-top max-height ' +
    'max-width mso-highlight opacity overflow position text-align text-decoration ' +
    'text-decoration-line text-transform top unicode-bidi vertical-align visibility white-space ' +
    'white-space-collapse width'
  ).split(' '),
)

/** A browser drops what is no value: `font-weight: regular` leaves what another rule says. */
const VALID: ReadonlyMap<string, RegExp> = new Map([
  ['font-weight', /^(?:\d|bold|normal|lighter|in|un|re(?!g))/u],
  ['font-style', /^(?:italic|oblique|normal|in|un|re)/u],
])

/** `color: red; display: none !important` as a map of what is looked at; the last of a name counts. */
export function declarationsOf(text: string): Declarations {
  const out = new Map<string, string>()
  for (const part of text.slice(0, MAX_STYLE).split(';')) {
    const colon = part.indexOf(':')
    if (colon < 0) continue
    const name = part.slice(0, colon).trim().toLowerCase()
    if (!NAMES.has(name)) continue
    const value = part
      .slice(colon + 1)
      .trim()
      .toLowerCase()
    if (value === '' || VALID.get(name)?.test(value) === false) continue
    out.set(name, value.includes('!') ? value.replace(/\s*!\s*important$/u, '') : value)
  }
  return out
}
