import { ScriptFailure } from './failure.ts'

export interface StartOptions {
  readonly kiosk: boolean
  /** Size of the virtual screen, in pixels. */
  readonly screen: { readonly width: number; readonly height: number }
  readonly picture?: string
  /** The user's own policy file. */
  readonly config?: string
  /** The user's own data folder. */
  readonly userData?: string
  readonly forApp: readonly string[]
}

const flagsWithValue = new Set(['--screen', '--picture', '--config', '--user-data-dir'])

/**
 * Parts the command line of `npm start` into what is meant for the script and what goes to the app.
 * @throws ScriptFailure when a flag lacks its value or the size is none.
 */
export function parseStartArguments(words: readonly string[]): StartOptions | 'help' {
  const values = new Map<string, string>()
  const forApp: string[] = []
  let kiosk = false
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const [flag, joined] = splitFlag(word)
    if (flag === '--help' || flag === '-h') return 'help'
    if (flag === '--kiosk') {
      kiosk = true
      continue
    }
    if (!flagsWithValue.has(flag)) {
      if (word !== '--') forApp.push(word)
      continue
    }
    const value = joined ?? words[(at += 1)]
    if (!value) throw new ScriptFailure(`${flag} needs a value (see --help)`)
    values.set(flag, value)
  }
  const given = (name: string, flag: string) =>
    values.has(flag) ? { [name]: values.get(flag) } : {}
  return {
    kiosk,
    screen: parseSize(values.get('--screen') ?? '1920x1080'),
    ...given('picture', '--picture'),
    ...given('config', '--config'),
    ...given('userData', '--user-data-dir'),
    forApp,
  }
}

function splitFlag(word: string): readonly [string, string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

function parseSize(text: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /^(\d{3,4})x(\d{3,4})$/.exec(text) ?? []
  if (width === undefined || height === undefined) {
    throw new ScriptFailure(`--screen ${text} is not a size such as 1920x1080`)
  }
  return { width: Number(width), height: Number(height) }
}
