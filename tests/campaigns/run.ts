import { readArguments, runScript } from '../../scripts/lib/script.ts'
import { ScriptFailure } from '../../scripts/lib/failure.ts'
import { drawSeed } from '../../simulator/support/random.ts'
import type { Campaign } from './lib/campaign.ts'
import { bridge } from './bridge.ts'
import { calendar } from './calendar.ts'
import { crash } from './crash.ts'
import { delivery } from './delivery.ts'
import { escape } from './escape.ts'
import { kill } from './kill.ts'
import { kiosks } from './kiosks.ts'
import { markup } from './markup.ts'
import { paste } from './paste.ts'
import { pictures } from './pictures.ts'
import { policy } from './policy.ts'
import { soak } from './soak.ts'
import { switches } from './switches.ts'

const campaigns: readonly Campaign[] = [
  delivery,
  crash,
  kill,
  markup,
  bridge,
  calendar,
  escape,
  kiosks,
  soak,
  switches,
  paste,
  pictures,
  policy,
]

function help(): string {
  const lines = campaigns.map(({ name, about, options }) => {
    const words = Object.entries(options).map(([option, value]) => ` [--${option} ${value}]`)
    return `  ${name}${words.join('')}\n      ${about}`
  })
  return `
Long, seeded tests. The last line of each has its results. Without --seed, a random seed is used and printed.

  npm run campaign -- NAME [--seed N] [options]

${lines.join('\n')}
`
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (/^\d+$/u.test(text) && Number.isSafeInteger(value) && value > 0) return value
  throw new ScriptFailure(`--${name} takes a whole number above zero, not "${text}"`)
}

await runScript('campaign', async () => {
  const names = new Set(['seed', ...campaigns.flatMap(({ options }) => Object.keys(options))])
  const input = readArguments(
    help(),
    Object.fromEntries([...names].map((name) => [name, { type: 'string' } as const])),
  )
  if (input === undefined) return 0
  const [name, ...rest] = input.positionals
  const campaign = campaigns.find((each) => each.name === name)
  if (campaign === undefined || rest.length > 0) {
    const known = campaigns.map((each) => each.name).join(', ')
    throw new ScriptFailure(`name one campaign of ${known} (see --help)`)
  }
  const given = new Map(
    Object.entries(input.values).flatMap(([option, value]): [string, string][] =>
      typeof value === 'string' ? [[option, value]] : [],
    ),
  )
  for (const option of given.keys()) {
    if (option !== 'seed' && !(option in campaign.options)) {
      throw new ScriptFailure(`the campaign ${campaign.name} knows no --${option} (see --help)`)
    }
  }
  const seedText = given.get('seed')
  const seed = seedText === undefined ? drawSeed() : wholeNumber('seed', seedText)
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`)
  }
  say(`${campaign.name}: seed ${seed}`)
  const result = await campaign.run({
    seed,
    say,
    count(option, standard) {
      const text = given.get(option)
      return text === undefined ? standard : wholeNumber(option, text)
    },
    text: (option) => given.get(option),
  })
  process.stdout.write(`${result.line}\n`)
  return result.passed ? 0 : 1
})
