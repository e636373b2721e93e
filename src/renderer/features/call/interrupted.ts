/*
 * What a page notes of its call for the page that may come after it. Apart from `page-reload.ts`, since the app's first
 * view asks for no more than this.
 */

/** Kept by the tab alone, and holds nothing of the customer. */
export const KEY = 'oscc-click-to-dial'

/** Whether there is a call of this page, or of the one before it in its place. */
export function isInterrupted(): boolean {
  return read(KEY) !== null
}

/** Forgets the call of the page before this one. */
export function forgetCall(): void {
  write(KEY, undefined)
}

/** The note under this key; null where there is none, or the page may not store anything. */
export function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}

/** Notes a text; undefined forgets it. */
export function write(key: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, text)
  } catch {
    // If the page may not store anything, nothing is reported after a reload.
  }
}
