/*
 * What a shorthand says, as far as it matters: `font: italic bold 13px/1.5 Arial`, `list-style: square inside`.
 */

export function weightOf(font: string | undefined): string | undefined {
  if (font === undefined) return undefined
  return /\b(?:bold(?:er)?|[1-9]00)\b/u.exec(font)?.[0] ?? 'normal'
}

export function slantOf(font: string | undefined): string | undefined {
  if (font === undefined) return undefined
  return /\b(?:italic|oblique)\b/u.exec(font)?.[0] ?? 'normal'
}

export function sizeOf(font: string | undefined): string | undefined {
  return font === undefined ? undefined : /(?:^|\s)(\d[\d.]*(?:px|pt|em|rem|%))/u.exec(font)?.[1]
}

export function familiesOf(font: string | undefined): string | undefined {
  return font === undefined
    ? undefined
    : /\d(?:px|pt|em|rem|%)(?:\s*\/\s*\S+)?\s+(\S.*)$/u.exec(font)?.[1]
}

export function markerOf(shorthand: string | undefined): string | undefined {
  if (shorthand === undefined) return undefined
  return shorthand.split(/\s+/u).find((each) => !/^(?:inside|outside|url\()/u.test(each))
}
