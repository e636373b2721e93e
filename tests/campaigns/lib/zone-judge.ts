import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'

/** The offsets of every zone by `zdump`, which reads compiled zone files: nothing of it is the app's data or code. */
export interface ZoneJudge {
  /** Edition of the database, `2026f`. */
  readonly version: string
  readonly zones: readonly string[]
  /** Milliseconds east of UTC; `at` in epoch milliseconds. */
  offsetAt(zone: string, at: number): number
  /** Epoch milliseconds at which the offset of a zone changes. */
  changesOf(zone: string): readonly number[]
}

type Offsets = readonly (readonly [from: number, offset: number])[]

/** Files of the database that are no zones, and its placeholder for a zone that was never set. */
const NO_ZONES = /^(?:posix|right|Factory|localtime|posixrules|leap.*|.*\.(?:tab|zi|list))$/u
const YEARS = '2025,2033'

/** What the files of a folder such as /usr/share/zoneinfo say, as text: `readJudge` reads it. */
export function zdumpOf(folder: string): string {
  const version = /^# version (\S+)/u.exec(readFileSync(join(folder, 'tzdata.zi'), 'utf8'))?.[1]
  const names = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.split('/').some((part) => NO_ZONES.test(part)))
    .sort()
  const paths = names.map((name) => join(folder, name))
  const output = execFileSync('zdump', ['-i', '-c', YEARS, ...paths], { encoding: 'utf8' })
  const byRule = new Map<string, string[]>()
  for (const block of output.trim().split(/\n{2,}/u)) {
    const [head = '', ...lines] = block.split('\n')
    const name = head.slice(5 + folder.length, -1)
    const rule = lines.join('\n')
    byRule.set(rule, [...(byRule.get(rule) ?? []), name])
  }
  const blocks = [...byRule].map(([rule, alike]) => `${alike.join(' ')}\n${rule}`)
  return `# version ${version ?? 'unknown'}: zdump -i -c ${YEARS}\n\n${blocks.join('\n\n')}\n`
}

/**
 * Reads what `zdumpOf` wrote: zones that are alike, then what zdump says of them, a line for each change with the time
 * that the clocks show from then on.
 */
export function readJudge(text: string): ZoneJudge {
  const [head = '', ...blocks] = text.trim().split('\n\n')
  const byZone = new Map<string, Offsets>()
  for (const block of blocks) {
    const [names = '', ...lines] = block.split('\n')
    const offsets = lines.map((line) => {
      const [date = '', time = '', offset = ''] = line.split('\t')
      const east = millisecondsOf(offset)
      return [date === '-' ? -Infinity : wallOf(date, time) - east, east] as const
    })
    for (const name of names.split(' ')) byZone.set(name, offsets)
  }
  const offsetsOf = (zone: string): Offsets => {
    const offsets = byZone.get(zone)
    if (offsets === undefined) throw new RangeError(`zdump knows no ${zone}`)
    return offsets
  }
  return {
    version: /^# version (\w+)/u.exec(head)?.[1] ?? '',
    zones: [...byZone.keys()].sort(),
    offsetAt: (zone, at) => offsetsOf(zone).findLast(([from]) => from <= at)?.[1] ?? 0,
    changesOf(zone) {
      const offsets = offsetsOf(zone)
      return offsets.flatMap(([from, offset], place) =>
        place > 0 && offset !== offsets[place - 1]?.[1] ? [from] : [],
      )
    },
  }
}

/** What zdump says of Debian's zone files, as kept among the fixtures. */
export function keptJudge(): ZoneJudge {
  const folder = join(repositoryRoot, 'tests', 'fixtures', 'zones')
  return readJudge(readFileSync(join(folder, 'zdump-2026f.txt'), 'utf8'))
}

/** `-0330` or `+01`. */
function millisecondsOf(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2})(\d{2})?$/u.exec(offset) ?? []
  if (sign === undefined) throw new Error(`${offset} is no offset of zdump`)
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** `2026-03-29` and `03` or `01:30`, as if it were UTC. */
function wallOf(date: string, time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Date.parse(`${date}T00:00:00Z`) + (Number(hours) * 60 + Number(minutes)) * 60_000
}
