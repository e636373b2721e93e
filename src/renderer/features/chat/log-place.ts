import { getContext, setContext } from 'svelte'

/** What a part of the log may ask of it. */
export interface LogPlace {
  /** Watches whether the element comes near the part on screen; answers how to stop. */
  watch(element: Element, onchange: (isNear: boolean, height: number) => void): () => void
  /** Something is about to grow where it is read: the log does not follow its end. */
  stay(): void
}

const KEY = Symbol('log place')

export function setLogPlace(place: LogPlace): void {
  setContext(KEY, place)
}

/** Undefined outside of a log. */
export function logPlace(): LogPlace | undefined {
  return getContext<LogPlace | undefined>(KEY)
}
