import type { Bridge } from '../../contract/contract.ts'

declare global {
  interface Window {
    /** Put there by the preload script, and by nothing else. */
    readonly callpoint?: Bridge
  }
}

let connected: Bridge | undefined

/** The way to main. Only this file reads the global that the preload exposes. */
export function bridge(): Bridge {
  connected ??= window.callpoint
  if (connected === undefined) throw new Error('There is no bridge: the preload script did not run')
  return connected
}

/** Puts another bridge in place: development and tests. */
export function connect(other: Bridge): void {
  connected = other
}
