import { parseArgs } from 'node:util'

export interface CommandLine {
  /** The policy file named with `--config`. */
  readonly config?: string
  /** `--kiosk` or `--desktop` override the policy's mode. */
  readonly mode?: 'kiosk' | 'desktop'
}

/** Reads our own flags; Chromium's and Electron's pass by. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      kiosk: { type: 'boolean' },
      desktop: { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  })
  return {
    ...(typeof values.config === 'string' ? { config: values.config } : {}),
    ...(values.kiosk === true
      ? { mode: 'kiosk' as const }
      : values.desktop === true
        ? { mode: 'desktop' as const }
        : {}),
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
