/**
 * The vendor's CSS variables (R242 to R280), each without its `--oscc-ctd-`, with the look that is
 * ours where the guide names none; the green header is the guide's (R245).
 */
export const VENDOR_STYLES = {
  'font-family': `system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif`,
  'max-width': '26rem',
  'max-height': 'none',
  'header-background-color': '#0b7a43',
  'header-opacity': '1',
  'header-font-color': '#ffffff',
  'header-font-size': '1.125rem',
  'body-background-color': '#ffffff',
  'body-opacity': '1',
  'font-color': '#14262b',
  'btn-background': '#0b7a43',
  'btn-sec-background': '#ffffff',
  'btn-background-active': '#075a31',
  'btn-sec-background-active': '#dfe8e6',
  'btn-hover-background-color': '#096a3a',
  'btn-sec-background-hover': '#eef3f2',
  'btn-font-color': '#ffffff',
  'btn-sec-font-color': '#14262b',
  'btn-border': '1px solid transparent',
  'btn-sec-border': '1px solid #6b7d81',
  'btn-box-shadow': 'none',
  'btn-sec-box-shadow': 'none',
  'btn-box-shadow-focus': '0 0 0 3px #ffffff, 0 0 0 6px #123f8c',
  'btn-transition': 'background-color 150ms ease',
  'tooltip-background-color': '#14262b',
  'tooltip-font-color': '#ffffff',
  'video-background': '#0d1a1e',
  'video-controls-container-background': 'transparent',
  'error-background-color': '#fdecea',
  'error-box-shadow': 'inset 0 0 0 1px #a3261c, 0 8px 24px -6px #14262b40',
  'error-font-color': '#5b120c',
  'not-supported-font-size': '1rem',
  'keypad-background-color': '#14262bfa',
  'keypad-border': '1px solid #43565b',
  'keypad-font-color': '#ffffff',
  'keypad-font-size': '1.25rem',
  'keypad-height': 'auto',
  'keypad-width': '15rem',
  'keypad-font-color-hover': '#ffffff',
} as const

export type StyleName = keyof typeof VENDOR_STYLES

/** C41: the vendor names hover in two ways; the other way round is taken too. */
const STYLE_ALIASES: Readonly<Partial<Record<StyleName, string>>> = {
  'btn-hover-background-color': 'btn-background-hover',
  'btn-sec-background-hover': 'btn-sec-hover-background-color',
}

export const STYLE_NAMES: readonly StyleName[] = Object.keys(VENDOR_STYLES).filter(
  (name): name is StyleName => name in VENDOR_STYLES,
)

/** The variable as the vendor means it, and as a scanner once read it (C40). */
export const vendorVariable = (name: string): string => `--oscc-ctd-${name}`
export const misreadVariable = (name: string): string => `--0scc-ctd-${name}`

/** One rule that hands each of them to the component's own variables, with its default. */
export function hostRule(): string {
  const declarations = STYLE_NAMES.map((name) => {
    const alias = STYLE_ALIASES[name]
    const names = [
      vendorVariable(name),
      ...(alias === undefined ? [] : [vendorVariable(alias)]),
      misreadVariable(name),
    ]
    const value = names.reduceRight<string>(
      (otherwise, variable) => `var(${variable}, ${otherwise})`,
      VENDOR_STYLES[name],
    )
    return `--ctd-${name}: ${value};`
  })
  return `:host { ${declarations.join(' ')} }`
}

/** Variables that are set by their misread name only: worth a line on the console. */
export function misreadIn(style: Pick<CSSStyleDeclaration, 'getPropertyValue'>): readonly string[] {
  return STYLE_NAMES.filter(
    (name) =>
      style.getPropertyValue(misreadVariable(name)).trim() !== '' &&
      style.getPropertyValue(vendorVariable(name)).trim() === '',
  ).map(misreadVariable)
}
