import { MediaQuery } from 'svelte/reactivity'

/**
 * How a screen is laid out, from the window alone: `compact` is one narrow column (a small window,
 * or any window at 400 %), `portrait` a tall kiosk, `wide` a landscape one or a terminal.
 */
export type Layout = 'compact' | 'portrait' | 'wide'

/** The same three in CSS, for style sheets: keep them in step. */
const COMPACT = '(max-width: 699px)'
const PORTRAIT = '(min-width: 700px) and (orientation: portrait)'

function query(text: string): { readonly current: boolean } {
  return typeof matchMedia === 'function' ? new MediaQuery(text) : { current: false }
}

const compact = query(COMPACT)
const portrait = query(PORTRAIT)

export const layout = {
  get current(): Layout {
    if (compact.current) return 'compact'
    return portrait.current ? 'portrait' : 'wide'
  },
}
