import { parseArgs } from 'node:util'

export interface CommandLine {
  /** The policy file named with `--config`. */
  readonly config?: string
  /** `--kiosk` or `--desktop` override the policy's mode. */
  readonly mode?: 'kiosk' | 'desktop'
  /** `--store-secret NAME`: read one from standard input into the vault, and end. */
  readonly storeSecret?: string
  /** `--doctor`: print the self-test, and end; `--json` prints it for programs. */
  readonly doctor?: 'text' | 'json'
}

/** Reads our own flags; Chromium's and Electron's pass by. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      kiosk: { type: 'boolean' },
      desktop: { type: 'boolean' },
      'store-secret': { type: 'string' },
      doctor: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  })
  const storeSecret = values['store-secret']
  const config = typeof values.config === 'string' ? trimmedPath(values.config) : undefined
  return {
    ...(config === undefined ? {} : { config }),
    ...(values.kiosk === true
      ? { mode: 'kiosk' as const }
      : values.desktop === true
        ? { mode: 'desktop' as const }
        : {}),
    ...(values.doctor === true
      ? { doctor: values.json === true ? ('json' as const) : ('text' as const) }
      : {}),
    // Without a name: answered with the names there are.
    ...(storeSecret === undefined
      ? {}
      : { storeSecret: typeof storeSecret === 'string' ? storeSecret : '' }),
  }
}

/**
 * A path from a script or unit file, without surrounding blanks, line ends and quotation marks; undefined
 * if nothing is left.
 */
export function trimmedPath(text: string | undefined): string | undefined {
  let path = text?.trim() ?? ''
  const quoted = /^(["'])(.*)\1$/su.exec(path)
  if (quoted) path = (quoted[2] ?? '').trim()
  return path === '' ? undefined : path
}

/** Where IT puts the policy of the machine. */
export function systemPolicyFile(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === 'win32') {
    return `${trimmedPath(environment['ProgramData']) ?? 'C:\\ProgramData'}\\Callpoint\\policy.json`
  }
  if (platform === 'darwin') return '/Library/Application Support/Callpoint/policy.json'
  return '/etc/callpoint/policy.json'
}
