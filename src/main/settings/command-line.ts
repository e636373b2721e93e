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
  return {
    ...(typeof values.config === 'string' ? { config: values.config } : {}),
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

/** Where IT puts the policy of the machine. */
export function systemPolicyFile(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === 'win32') {
    return `${environment['ProgramData'] ?? 'C:\\ProgramData'}\\Callpoint\\policy.json`
  }
  if (platform === 'darwin') return '/Library/Application Support/Callpoint/policy.json'
  return '/etc/callpoint/policy.json'
}
