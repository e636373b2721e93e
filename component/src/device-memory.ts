import type { RememberedDevices } from '../../src/renderer/features/call/media.svelte.ts'

const KEY = 'oscc-click-to-dial.devices'
const NAMES = ['audioInput', 'audioOutput', 'videoInput', 'pickedOutput'] as const

/** The devices that were chosen last in this browser on this site; nothing where a page may keep nothing. */
export function recallDevices(): RememberedDevices {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const entries = NAMES.map((name) => [name, Reflect.get(Object(kept), name) as unknown] as const)
    return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'))
  } catch {
    return {}
  }
}

export function keepDevices(devices: RememberedDevices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(devices))
  } catch {
    // Forbidden or full: the next page begins anew.
  }
}
