import { getContext, setContext, type Snippet } from 'svelte'

/** Where the comfort bar stands: a row at the foot of a portrait screen, tools in a header, or behind one button of it. */
export type ComfortPlace = 'foot' | 'head' | 'menu'

/** What every screen has around it, given once by the app. */
export interface Frame {
  readonly brand: string
  readonly comfort: Snippet<[ComfortPlace]>
}

const KEY = Symbol('frame')

/** `frame` is read when a screen is drawn, so that it may change. */
export function setFrame(frame: () => Frame): void {
  setContext(KEY, frame)
}

/** The frame, or undefined where a screen stands alone (component tests). */
export function getFrame(): (() => Frame) | undefined {
  return getContext<(() => Frame) | undefined>(KEY)
}
