import { createCentre, type Centre } from '../../simulator/centre.ts'
import { defaultSwitches, switchesSchema, type Switches } from '../../simulator/config/switches.ts'
import { seededRandom } from '../../simulator/support/random.ts'
import type { PolicyPart } from '../kit/app/demo-policy.ts'
import { openCallpoint, type Callpoint } from '../kit/app/callpoint.ts'
import type { Campaign } from './lib/campaign.ts'
import { prepareStage, type Stage } from '../kit/app/stage.ts'
import {
  walkAgentsEnd,
  walkCallback,
  walkChat,
  walkRedirect,
  type Walk,
} from './lib/switch-walk.ts'
import { removeFolder } from '../kit/machine/folders.ts'

/** One switch away from the text's own reading. */
export interface Setting {
  readonly name: string
  readonly value: unknown
}

export interface SwitchesFigures {
  /** Switches, and values of them, under which the app was walked. */
  readonly switches: number
  readonly values: number
  readonly failed: number
  readonly findings: readonly string[]
}

interface Options {
  readonly seed: number
  readonly settings: readonly Setting[]
  /** Apps at the same time. */
  readonly parallel: number
  readonly stage: Stage
  readonly say: (line: string) => void
}

/** What a number is set to: near enough to what a customer does to make a difference. */
const amounts: Readonly<Record<string, number>> = {
  customerTypingSeconds: 4,
  idleSessionSeconds: 10,
  maxTextLength: 200,
}

/** Where one switch says nothing without another. */
const together: Readonly<Record<string, Partial<Switches>>> = {
  overlongText: { maxTextLength: 200 },
}

/** Values that want a site of their own, and what such a site has in its policy. */
const policies: Readonly<Record<string, PolicyPart>> = {
  'callbackSeconds=require': { centre: { compat: { callbackSeconds: true } } },
  'phoneNumberFormat=digits': { centre: { compat: { stripPlus: true } } },
  'bearerScheme=lower': { centre: { compat: { lowerCaseBearer: true } } },
  // No policy is needed; but an app that has learned the one form does not look for the other.
  'isTypingType=string': {},
  // What it is about is said when the server starts.
  'maxSocketsExceeded=503': {},
}

const ends = new Set(['afterDelete', 'deleteEnded', 'afterDisconnect', 'contentWhenIndexUnknown'])
const walksWithCallback =
  /^callback|^availability|^phoneNumber|^created|^errorPages|^maxText|^overlong|^bearer|^wwwAuth|^unitMatch/u

/** Each value of each switch that is not its default. */
export function everySetting(): readonly Setting[] {
  const standard = new Map<string, unknown>(Object.entries(defaultSwitches()))
  return Object.entries(switchesSchema.shape).flatMap(([name, schema]): Setting[] => {
    const kind = schema.unwrap()
    const amount = amounts[name]
    if (amount !== undefined) return [{ name, value: amount }]
    const values: readonly unknown[] = 'options' in kind ? kind.options : [true, false]
    return values.filter((value) => value !== standard.get(name)).map((value) => ({ name, value }))
  })
}

function wordOf({ name, value }: Setting): string {
  return `${name}=${String(value)}`
}

function switchesOf({ name, value }: Setting): Switches {
  return switchesSchema.parse({ ...defaultSwitches(), ...together[name], [name]: value })
}

/** Walks the real app through chats, and callbacks where they are concerned, under each setting alone. */
export async function runSwitches(options: Options): Promise<SwitchesFigures> {
  const { settings, parallel, say } = options
  const random = seededRandom(options.seed)
  const queue = settings
    .map((setting) => ({ setting, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ setting }) => setting)
  const findings: string[] = []
  let walked = 0
  const work = async (): Promise<void> => {
    let site: Site | undefined
    for (let setting = queue.shift(); setting !== undefined; setting = queue.shift()) {
      const word = wordOf(setting)
      try {
        // A site with a policy of its own, or whose app has met a fault, is set up anew.
        if (site === undefined || policies[word] !== undefined) {
          await site?.close()
          site = await openSite(options, setting)
        }
        await walkUnder(site, setting)
        if (policies[word] !== undefined) {
          await site.close()
          site = undefined
        }
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        findings.push(`${word}: ${plain(reason)}`)
        say(`  ${word}: ${plain(reason)}`)
        await site?.close()
        site = undefined
      }
      walked += 1
      say(`  ${word} (${walked} of ${settings.length})`)
    }
    await site?.close()
  }
  await Promise.all(Array.from({ length: Math.min(parallel, settings.length) }, work))
  return {
    switches: new Set(settings.map(({ name }) => name)).size,
    values: settings.length,
    failed: findings.length,
    findings,
  }
}

async function walkUnder({ centre, callpoint }: Site, setting: Setting): Promise<void> {
  const switches = switchesOf(setting)
  centre.setSwitches(switches)
  const walk: Walk = { page: callpoint.page, centre, switches }
  await walkChat(walk)
  if (ends.has(setting.name)) await walkAgentsEnd(walk)
  if (setting.name === 'redirectOneShot') await walkRedirect(walk)
  if (walksWithCallback.test(setting.name)) await walkCallback(walk)
}

interface Site {
  readonly centre: Centre
  readonly callpoint: Callpoint
  close(): Promise<void>
}

async function openSite({ seed, stage }: Options, setting: Setting): Promise<Site> {
  const centre = await createCentre({
    seed,
    automaticAgent: false,
    mediaAgent: false,
    switches: switchesOf(setting),
    config: {
      // In milliseconds it is short enough to end within a chat, in seconds and minutes it is not.
      tokenValidity: 5000,
      ...(setting.name === 'maxSocketsExceeded' ? { maxSockets: 2 } : {}),
    },
  })
  const callpoint = await openCallpoint({
    ...stage,
    display: stage.display.environment,
    simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
    layout: 'terminal',
    environment: { TZ: 'Europe/Berlin' },
    policy: joined(
      {
        chat: { adaptivePolling: false, pollSeconds: 1 },
        callback: { windowMinutes: 120 },
        zone: 'Europe/Berlin',
        visit: { idleSeconds: 3600 },
        secrets: { store: 'memory' },
      },
      policies[wordOf(setting)] ?? {},
    ),
  })
  return {
    centre,
    callpoint,
    close: async () => {
      await callpoint.kill()
      removeFolder(callpoint.home)
      await centre.close()
    },
  }
}

function joined(policy: PolicyPart, more: PolicyPart): PolicyPart {
  return { ...policy, ...more }
}

/** The first lines of a failed expectation, without the colours of a terminal. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape sequences of colours
  const lines = text.replaceAll(/\u001b\[[0-9;]*m/gu, '').split('\n')
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 6)
    .join(' | ')
}

/** The campaign `switches`: every value of every switch, or the switches that `--only a,b` names. */
export const switches: Campaign = {
  name: 'switches',
  about: 'the real app through chat and callback under every single switch of the simulator',
  options: { only: 'NAME,NAME', parallel: 'N' },
  async run({ seed, say, count, text }) {
    const only = text('only')?.split(',')
    const settings = everySetting().filter(({ name }) => only?.includes(name) ?? true)
    if (settings.length === 0) throw new Error('--only names no switch of docs/simulator.md')
    const stage = await prepareStage({ width: 1920, height: 1080 }, say)
    try {
      const figures = await runSwitches({
        seed,
        settings,
        parallel: count('parallel', 2),
        stage,
        say,
      })
      for (const line of figures.findings) say(`  failed: ${line}`)
      const { switches: names, values, failed } = figures
      return {
        line: `switches: switches=${names} values=${values} failed=${failed} seed=${seed}`,
        passed: failed === 0,
      }
    } finally {
      stage.display.close()
    }
  },
}
