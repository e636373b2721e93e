import ClickToDial from '../../src/renderer/features/call/ClickToDial.svelte'

/** Put here by the build: the style sheets of an open element's parts. */
const CSS = '__OSCC_PARTS_CSS__'

/** What an open element has beyond a closed one: loaded when it is about to be opened. */
export const parts = { ClickToDial, css: CSS } as const
export type Parts = typeof parts
