import ElectronStore from 'electron-store'
import type { Store } from '../support/store.ts'

/**
 * What belongs to this device and to nobody in particular: window place, device choice, the mode it
 * last ran in. Plain JSON, no secret and nothing of a customer.
 */
export function openLocalSettings(folder: string): Store {
  const file = new ElectronStore({
    cwd: folder,
    name: 'device',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    // A file that cannot be read holds nothing worth stopping for.
    clearInvalidConfig: true,
  })
  return {
    get: (key) => file.get(key),
    set(key, value) {
      file.set(key, value)
    },
    delete(key) {
      file.delete(key)
    },
  }
}
