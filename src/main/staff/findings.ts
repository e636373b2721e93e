import { join } from 'node:path'
import type { Finding, Verdict } from '../../contract/staff.ts'
import type { Policy } from '../settings/policy.ts'
import type { Words } from '../platform/words.ts'
import type { Facts } from './facts.ts'
import { addCallServers, addChannels, addNetwork, type Add } from './findings-network.ts'
import { addOrigins, addPolicy } from './findings-policy.ts'
import { vaultTrouble } from './vault-trouble.ts'
import { waysOut } from './ways-out.ts'

type Wishes = Pick<Policy, 'mode' | 'kiosk' | 'print' | 'call'>
/** A clock that is off by more is to be set, milliseconds: as the channels see it. */
const CLOCK_MS = 60_000
const LEAST_FREE = 500_000_000
/** The oldest Electron that still gets security fixes beside the declared one. */
const LEAST_ELECTRON = 43

/** Everything that was found, each with a verdict in plain words: what is to mend comes first. */
export function findingsOf(facts: Facts, policy: Wishes, words: Words): readonly Finding[] {
  const { machine, devices } = facts
  const { docs } = machine
  const comma = words('doctor.comma')
  const list: Finding[] = []

  const add: Add = (id, verdict, key, more = {}) => {
    const { values = {}, advice, value } = more
    list.push({
      id,
      verdict,
      text: words(key, values),
      ...(value === undefined ? {} : { value }),
      ...(advice === undefined
        ? {}
        : {
            advice:
              typeof advice === 'string' ? words(advice, values) : words(advice.key, advice.values),
          }),
    })
  }

  addPolicy(facts, add, words)
  addNetwork(facts, add)

  const { offsetMs } = facts.centre
  if (offsetMs === undefined) {
    add('clock', 'unknown', 'doctor.clock.unknown', { advice: 'doctor.clock.unknownDo' })
  } else if (Math.abs(offsetMs) <= CLOCK_MS) {
    const value = `${(offsetMs / 1000).toFixed(0)} s`.replace('-0 s', '0 s')
    add('clock', 'well', 'doctor.clock.well', { value })
  } else {
    const values = { count: Math.round(Math.abs(offsetMs) / 60_000) }
    const way = offsetMs > 0 ? 'slow' : 'fast'
    add('clock', 'mend', `doctor.clock.${way}`, { values, advice: `doctor.clock.${way}Do` })
  }

  const { version, system, wrong: oldZones } = facts.zones
  const editions =
    system === undefined ? version : words('doctor.zones.beside', { version, system })
  if (oldZones.length === 0) add('zones', 'well', 'doctor.zones.well', { value: editions })
  else {
    const values = { zones: oldZones.join(comma) }
    add('zones', 'mend', 'doctor.zones.old', {
      values,
      value: editions,
      advice: 'doctor.zones.oldDo',
    })
  }

  addChannels(facts, add, words)

  const { kind, problem = '', advice } = facts.vault
  if (advice !== undefined) {
    add('vault', 'mend', vaultTrouble(problem), { advice })
  } else {
    const key = { keyring: 'well', 'key-file': 'file', memory: 'memory' } as const
    add('vault', 'well', `doctor.vault.${key[kind]}`)
  }
  const missing = facts.missingSecrets
  if (missing.length === 0) add('secrets', 'well', 'doctor.secrets.well')
  else {
    const commands = missing.map((name) => `callpoint --store-secret ${name}`).join(comma)
    const values = { names: missing.join(comma), commands }
    add('secrets', 'mend', 'doctor.secrets.missing', {
      values,
      advice: 'doctor.secrets.missingDo',
    })
  }

  const { extra, pins, wrong } = facts.certificates
  if (wrong) {
    add('certificates', 'mend', 'doctor.certificates.wrong', {
      advice: 'doctor.certificates.wrongDo',
    })
  } else {
    const value = [
      words('doctor.certificates.extra', { count: extra }),
      words('doctor.certificates.pins', { count: pins }),
    ].join(comma)
    add('certificates', 'well', 'doctor.certificates.well', { value })
  }

  addLocks()
  addDisplay()
  addPrinter()

  for (const [id, count] of [
    ['camera', devices?.cameras],
    ['microphone', devices?.microphones],
    ['speaker', devices?.speakers],
  ] as const) {
    if (count === undefined) {
      add(id, 'unknown', `doctor.${id}.unknown`, { advice: `doctor.${id}.unknownDo` })
    } else if (count > 0 || facts.sip === undefined) {
      // Where no call is set up nobody misses one.
      add(id, 'well', `doctor.${id}.well`, { value: count === 0 ? '\u2013' : String(count) })
    } else {
      add(id, 'mend', `doctor.${id}.missing`, { advice: `doctor.${id}.missingDo` })
    }
  }

  addCallServers(facts, add)

  const { freeBytes = Infinity, folder } = machine
  const gigabytes =
    freeBytes === Infinity
      ? {}
      : {
          value: `${(freeBytes / 1e9).toFixed(1)} GB`.replace('.', words('doctor.decimal')),
        }
  if (!machine.isWritable) {
    const values = { folder }
    add('disk', 'mend', 'doctor.disk.unwritable', { values, advice: 'doctor.disk.unwritableDo' })
  } else if (freeBytes < LEAST_FREE) {
    add('disk', 'mend', 'doctor.disk.low', { ...gigabytes, advice: 'doctor.disk.lowDo' })
  } else add('disk', 'well', 'doctor.disk.well', gigabytes)
  const { unwritten, unlogged } = facts.kept
  if (unwritten !== undefined) {
    const more = { values: { folder }, value: unwritten }
    add('kept', 'mend', 'doctor.kept.unwritten', { ...more, advice: 'doctor.kept.unwrittenDo' })
  } else if (kind !== 'memory') add('kept', 'well', 'doctor.kept.well')
  if (unlogged === undefined) {
    add('log', 'well', 'doctor.log.well', { value: join(folder, 'logs', 'callpoint.log') })
  } else {
    const values = { folder }
    add('log', 'mend', 'doctor.log.unwritable', {
      values,
      value: unlogged,
      advice: 'doctor.log.unwritableDo',
    })
  }

  const major = Number(machine.electron.split('.')[0])
  const value = `Electron ${machine.electron}`
  if (major >= LEAST_ELECTRON) add('app', 'well', 'doctor.app.well', { value })
  else if (machine.isPackaged) {
    add('app', 'mend', 'doctor.app.old', { value, advice: 'doctor.app.oldDo' })
  } else {
    add('app', 'unknown', 'doctor.app.development', { value, advice: 'doctor.app.developmentDo' })
  }
  if (machine.wrongFuses === undefined) {
    add('fuses', 'unknown', 'doctor.fuses.unknown', { advice: 'doctor.fuses.unknownDo' })
  } else if (machine.wrongFuses.length === 0) add('fuses', 'well', 'doctor.fuses.well')
  else {
    const values = { which: machine.wrongFuses.join(', ') }
    add('fuses', 'mend', 'doctor.fuses.wrong', { values, advice: 'doctor.fuses.wrongDo' })
  }

  if (facts.faults > 0) {
    const values = { count: facts.faults }
    add('faults', 'mend', 'doctor.faults.some', { values, advice: 'doctor.faults.someDo' })
  } else add('faults', 'well', 'doctor.faults.none')

  addWatchdog()
  addOrigins(facts, add, words)
  return list.sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict])

  function addLocks(): void {
    if (policy.mode === 'desktop') {
      add('lock', 'well', 'doctor.lock.off')
      return
    }
    const { unlocked } = machine
    if (unlocked !== undefined && unlocked.length > 0) {
      const values = { what: unlocked.map((part) => words(`doctor.lock.${part}`)).join(comma) }
      add('lock', 'mend', 'doctor.lock.open', { values, advice: 'doctor.lock.openDo' })
    } else if (unlocked !== undefined) add('lock', 'well', 'doctor.lock.well')
    const ways = waysOut(machine.system)
    if (ways === undefined) {
      const more = { values: { docs }, advice: 'doctor.system.unknownDo' } as const
      add('system', 'unknown', 'doctor.system.unknown', more)
    } else if (ways.length === 0) add('system', 'well', 'doctor.system.well')
    else {
      const what = ways
        .map((way) => (typeof way === 'string' ? way : words(way.key, way.values)))
        .join(comma)
      const values = { what, docs }
      add('system', 'mend', 'doctor.system.open', { values, advice: 'doctor.system.openDo' })
    }
  }

  function addDisplay(): void {
    const { display } = policy.kiosk
    const value = machine.displays
      .map(({ width, height }) => `${width} \u00d7 ${height}`)
      .join(', ')
    const isThere = display === 'primary' || machine.displays[display] !== undefined
    if (policy.mode === 'desktop' || isThere) {
      add('display', 'well', 'doctor.display.well', { value })
      return
    }
    add('display', 'mend', 'doctor.display.missing', { value, advice: 'doctor.display.missingDo' })
  }

  function addWatchdog(): void {
    const { watchdog } = facts
    const heard = watchdog?.serviceManager.watchdogMs
    if (heard !== undefined) {
      add('watchdog', 'well', 'doctor.watchdog.well', { value: `${heard / 1000} s` })
    } else if (policy.mode === 'kiosk') {
      const more = { values: { docs }, advice: 'doctor.watchdog.offDo' } as const
      add('watchdog', 'unknown', 'doctor.watchdog.off', more)
    }
    if (watchdog === undefined) return
    const { rendering, memory, restarts } = watchdog
    if (rendering.reason === 'crashes') {
      const values = { count: rendering.failures }
      add('graphics', 'mend', 'doctor.graphics.failed', {
        values,
        advice: 'doctor.graphics.failedDo',
      })
    } else {
      const value = words(`doctor.graphics.${rendering.mode}`)
      add('graphics', 'well', 'doctor.graphics.well', { value })
    }
    if (memory !== undefined) {
      const value = `${Math.round(memory.megabytes)} / ${memory.budget} MB`
      add('memory', 'well', 'doctor.memory.well', { value })
    }
    if (restarts > 0) {
      const values = { count: restarts }
      add('restarts', 'mend', 'doctor.restarts.some', { values, advice: 'doctor.restarts.someDo' })
    } else add('restarts', 'well', 'doctor.restarts.none')
  }

  function addPrinter(): void {
    const { printer: name, enabled } = policy.print
    if (!enabled || name === '') add('printer', 'well', 'doctor.printer.off')
    else if (machine.printers?.includes(name) === true) {
      add('printer', 'well', 'doctor.printer.well', { value: name })
    } else {
      const values = { name }
      add('printer', 'mend', 'doctor.printer.missing', {
        values,
        advice: 'doctor.printer.missingDo',
      })
    }
  }
}

const ORDER: Readonly<Record<Verdict, number>> = { mend: 0, unknown: 1, well: 2 }
