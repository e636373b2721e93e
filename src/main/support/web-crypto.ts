import { webcrypto } from 'node:crypto'

// Libraries written for newer Nodes (ical-generator) expect the Web's `crypto` to be global, which the
// Node of the oldest Electron we run on does not have. Imported first of all, for its effect.
if (!('crypto' in globalThis)) {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true })
}
