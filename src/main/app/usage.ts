import { terminalLanguage, wordsIn, type WordKey } from '../platform/words.ts'

const OPTIONS: readonly (readonly [option: string, about: WordKey])[] = [
  ['--config FILE', 'help.config'],
  ['--kiosk', 'help.kiosk'],
  ['--desktop', 'help.desktop'],
  ['--doctor [--json]', 'help.doctor'],
  ['--store-secret NAME', 'help.storeSecret'],
  ['--help', 'help.help'],
  ['--version', 'help.version'],
]

/**
 * What `--help` and `--version` print; undefined where neither is asked for. Needs no display, as it is answered
 * before Chromium looks for one.
 */
export function usage(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): string | undefined {
  // What stands behind `--` is a link to be opened, not an option.
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  if (own.includes('--help')) return help(environment)
  return own.includes('--version') ? `callpoint ${version}\n` : undefined
}

function help(environment: Readonly<Record<string, string | undefined>>): string {
  const w = wordsIn(terminalLanguage(environment))
  const width = Math.max(...OPTIONS.map(([option]) => option.length))
  const lines = OPTIONS.map(([option, about]) => `  ${option.padEnd(width)}  ${w(about)}`)
  return [w('help.usage'), '', ...lines, '', w('help.more'), ''].join('\n')
}
