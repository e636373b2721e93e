/** Kept by the tab alone, and holds nothing of the customer. */
const KEY = 'oscc-click-to-dial'

/** Notes whether a call is under way, for the page that may be loaded in place of this one. */
export function noteCall(isUnderWay: boolean): void {
  try {
    if (isUnderWay) sessionStorage.setItem(KEY, 'calling')
    else sessionStorage.removeItem(KEY)
  } catch {
    // A page may not store anything: then nobody is told after it was loaded again.
  }
}

/** Whether this page was loaded in the middle of a call. */
export function isInterrupted(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}
