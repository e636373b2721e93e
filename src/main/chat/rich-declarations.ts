export type Declarations = ReadonlyMap<string, string>

const MAX_STYLE = 4000

/** `color: red; display: none !important` as a map; the last of a name counts. */
export function declarationsOf(text: string): Declarations {
  const out = new Map<string, string>()
  for (const part of text.slice(0, MAX_STYLE).split(';')) {
    const colon = part.indexOf(':')
    if (colon < 0) continue
    const name = part.slice(0, colon).trim().toLowerCase()
    const value = part
      .slice(colon + 1)
      .trim()
      .toLowerCase()
    if (name === '' || value === '') continue
    out.set(name, value.includes('!') ? value.replace(/\s*!\s*important$/u, '') : value)
  }
  return out
}
