import { TAG } from './src/attributes.ts'
import { DEFAULT_TEXTS, TEXT_NAMES } from '../src/renderer/features/call/texts.ts'

/** The package's type declarations: `src/api.ts` as it stands, each text, and what the page gets. */
export function declarations(api: string): string {
  const texts = TEXT_NAMES.map(
    (name) => `  /** ${DEFAULT_TEXTS[name] || 'Empty by default.'} */
  get ${name}(): string
  set ${name}(text: string | null)`,
  )
  return `${api}
/** Each text with its default; null brings the default back. */
export interface ClickToDialTexts {
${texts.join('\n')}
}

export interface OsccClickToDial extends HTMLElement, ClickToDialApi, ClickToDialTexts {}
export declare const OsccClickToDial: { new (): OsccClickToDial; prototype: OsccClickToDial }

declare global {
  interface HTMLElementTagNameMap {
    '${TAG}': OsccClickToDial
  }
  interface HTMLElementEventMap {
    'oscc-ctd-state': CustomEvent<StateDetail>
    'oscc-ctd-connected': CustomEvent<Record<string, never>>
    'oscc-ctd-ended': CustomEvent<EndedDetail>
  }
}
`
}
