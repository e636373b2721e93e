import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../simulator/support/random.ts'
import { socketOrigins } from '../../src/main/settings/centre.ts'
import type { LastGood } from '../../src/main/settings/last-good.ts'
import { loadSettings, type LoadedFrom } from '../../src/main/settings/load.ts'
import { takeOut } from '../../src/main/settings/secrets.ts'
import { settingsView } from '../../src/main/settings/view.ts'
import type { Campaign } from './lib/campaign.ts'
import { CANARIES, drawPolicy } from './lib/policy-draw.ts'
import { openedDays, whatOpens, type PolicyState } from './lib/policy-judge.ts'
import { mutate } from './lib/policy-mutations.ts'
import { inEnglish } from '../../src/main/platform/words.ts'
import { UTC } from '../../src/contract/zone.ts'
import { zoneNamed } from '../../src/main/platform/zones.ts'

export interface PolicyFigures {
  readonly mutations: number
  /** Mutated policies that open what the valid one keeps closed, or tell a secret. */
  readonly laxer: number
  readonly crashes: number
  /** Of these, mutations that made another valid policy, of which nothing can be said. */
  readonly valid: number
  readonly kinds: number
}

interface Options {
  readonly seed: number
  readonly mutations: number
  readonly say: (line: string) => void
}

/**
 * Valid policies get one mistake each, and are read as files: by a machine that has never seen the
 * valid one, and by one that has. What comes of it must be at least as strict.
 */
export function runPolicy({ seed, mutations, say }: Options): PolicyFigures {
  const random = seededRandom(seed)
  const folder = mkdtempSync(join(tmpdir(), 'policy-campaign-'))
  const file = join(folder, 'policy.json')
  const kinds = new Set<string>()
  let laxer = 0
  let crashes = 0
  let valid = 0
  try {
    for (let count = 1; count <= mutations; count += 1) {
      const policy = drawPolicy(random)
      const { name, bytes } = mutate(policy, random)
      kinds.add(name)
      try {
        writeFileSync(file, JSON.stringify(policy), { mode: 0o600 })
        const first = load(file, { values: {} })
        if (first.problems.length > 0) throw new Error(`not valid: ${told(first)}`)
        const before = stateOf(first)
        writeFileSync(file, bytes)
        const fresh = load(file, { values: {} })
        if (fresh.problems.length === 0) {
          valid += 1
          continue
        }
        const knowing = load(file, first.remember ?? { values: {} })
        const complaints = [
          ...whatOpens(before, stateOf(fresh)),
          ...[...whatOpens(before, stateOf(knowing)), ...openedDays(before, stateOf(knowing))].map(
            (what) => `${what} (last good)`,
          ),
          ...secretsIn(told(fresh) + told(knowing)),
        ]
        if (complaints.length === 0) continue
        laxer += 1
        say(`${String(count)}: ${name}: ${complaints.join(', ')}; ${told(fresh)}`)
      } catch (error) {
        crashes += 1
        say(
          `${String(count)}: ${name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
        )
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { mutations, laxer, crashes, valid, kinds: kinds.size }
}

function load(file: string, lastGood: LastGood): LoadedFrom {
  return loadSettings([`--config=${file}`], {
    platform: 'linux',
    environment: {},
    lastGood,
    isShippedKiosk: () => false,
    zone: () => zoneNamed('Europe/Berlin'),
  })
}

function stateOf(loaded: LoadedFrom): PolicyState {
  const { policy, pin } = takeOut(loaded.policy)
  // What is made of a policy must be made of this one too.
  settingsView(policy, '1.0.0', UTC)
  socketOrigins(policy)
  return { policy, pin, isPinLost: loaded.mistaken.has('staff.pin') }
}

function told({ problems }: LoadedFrom): string {
  return problems.map(({ path, reason }) => `${path}: ${inEnglish(reason)}`).join(' | ')
}

function secretsIn(text: string): readonly string[] {
  return CANARIES.some((secret) => text.includes(secret)) ? ['a secret is told'] : []
}

/** The campaign `policy`: `--mutations N`, 5,000 by default. */
export const policy: Campaign = {
  name: 'policy',
  about: 'mistakes in valid policies: what comes of each is at least as strict',
  options: { mutations: 'N' },
  run({ seed, count, say }) {
    const figures = runPolicy({ seed, mutations: count('mutations', 5000), say })
    const { mutations, laxer, crashes, valid, kinds } = figures
    say(`${String(kinds)} kinds of mistakes; ${String(valid)} made another valid policy`)
    return Promise.resolve({
      line: `policy: mutations=${mutations} laxer=${laxer} crashes=${crashes} seed=${seed}`,
      passed: laxer === 0 && crashes === 0 && valid < mutations / 4,
    })
  },
}
