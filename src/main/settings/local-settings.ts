import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import { createPersistentStore, type PersistentStore } from '../platform/persistent-store.ts'
import type { Log } from '../platform/log.ts'
import { isMissing } from '../platform/sealed-file.ts'

const valuesSchema = z.record(z.string(), z.unknown())

/**
 * What belongs to this device and to nobody in particular: window place, device choice, the mode it
 * last ran in. Plain JSON, no secret and nothing of a customer. If the file cannot be read, it counts as empty.
 */
export function openLocalSettings(folder: string, clock: Clock, log: Log): PersistentStore {
  const file = join(folder, 'device.json')
  return createPersistentStore({
    name: 'device',
    values: read(file, log),
    clock,
    log,
    write: createWriter(folder, file),
  })
}

/**
 * Writes with electron-store, which replaces the file as a whole. It retries for a second in a busy loop if it may not
 * write to the folder, and does not notice a file that a full disk has cut short: both are checked here.
 */
function createWriter(
  folder: string,
  file: string,
): (values: Readonly<Record<string, unknown>>) => void {
  let store: ElectronStore | undefined
  const serialize = (value: unknown): string => JSON.stringify(value, null, 2)
  return (values) => {
    accessSync(folder, constants.W_OK)
    store ??= new ElectronStore({
      cwd: folder,
      name: 'device',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: true,
      serialize,
    })
    store.store = values
    if (statSync(file).size === Buffer.byteLength(serialize(values))) return
    throw Object.assign(new Error('only a part was written'), { code: 'ENOSPC' })
  }
}

function read(file: string, log: Log): Readonly<Record<string, unknown>> {
  try {
    return valuesSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (!isMissing(error)) log.warn('the settings of this device cannot be read', { error })
    return {}
  }
}
