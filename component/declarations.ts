import { PRESETS, SETTINGS, TAG } from './src/attributes.ts'
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
export declare const OsccClickToDial: {
  new (): OsccClickToDial
  prototype: OsccClickToDial
  /** Of this package. */
  readonly version: string
}

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

/** Types for pages that are written with a framework: by the framework's name. */
export function frameworkTypes(): Readonly<Record<'react' | 'vue', string>> {
  const names = [...SETTINGS, ...PRESETS, ...TEXT_NAMES]
  const attributes = [...new Set(names)]
    .map(
      (name) =>
        `  ${name}?: ${name === 'destinations' ? 'readonly Destination[] | string' : 'string'}`,
    )
    .join('\n')
  return {
    react: `import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { Destination, EndedDetail, GrantProvider, OsccClickToDial, StateDetail } from './index.js'

/** Attributes, properties and events of the element in React 19 or newer. */
export interface OsccClickToDialProps extends DetailedHTMLProps<HTMLAttributes<OsccClickToDial>, OsccClickToDial> {
${attributes}
  grantProvider?: GrantProvider | undefined
  'onoscc-ctd-state'?: (event: CustomEvent<StateDetail>) => void
  'onoscc-ctd-connected'?: (event: CustomEvent<Record<string, never>>) => void
  'onoscc-ctd-ended'?: (event: CustomEvent<EndedDetail>) => void
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      '${TAG}': OsccClickToDialProps
    }
  }
}
`,
    vue: `import type { DefineComponent } from 'vue'
import type { Destination, EndedDetail, GrantProvider, StateDetail } from './index.js'

/** Attributes, properties and events of the element in Vue 3. */
export interface OsccClickToDialProps {
${attributes}
  grantProvider?: GrantProvider | undefined
  'onOscc-ctd-state'?: (event: CustomEvent<StateDetail>) => void
  'onOscc-ctd-connected'?: (event: CustomEvent<Record<string, never>>) => void
  'onOscc-ctd-ended'?: (event: CustomEvent<EndedDetail>) => void
}

declare module 'vue' {
  interface GlobalComponents {
    '${TAG}': DefineComponent<OsccClickToDialProps>
  }
}
`,
  }
}
