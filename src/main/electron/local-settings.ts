import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../support/clock.ts'
import { createKeptStore, type KeptStore } from '../support/kept-store.ts'
import type { Log } from '../support/log.ts'
import { isMissing } from '../support/sealed-file.ts'
import { writeWhole } from '../support/whole-file.ts'

const valuesSchema = z.record(z.string(), z.unknown())

/**
 * What belongs to this device and to nobody in particular: window place, device choice, the mode it
 * last ran in. Plain JSON, no secret and nothing of a customer. A file that cannot be read holds nothing worth
 * stopping for.
 */
export function openLocalSettings(folder: string, clock: Clock, log: Log): KeptStore {
  const file = join(folder, 'device.json')
  return createKeptStore({
    name: 'device',
    values: read(file, log),
    clock,
    log,
    write(values) {
      writeWhole(file, JSON.stringify(values, null, 2))
    },
  })
}

function read(file: string, log: Log): Readonly<Record<string, unknown>> {
  try {
    return valuesSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (!isMissing(error)) log.warn('the settings of this device cannot be read', { error })
    return {}
  }
}
