/**
 * Switches of Chromium's command line that weaken security: no shortcut, link handler
 * or script may set them.
 */
const NEVER = [
  'allow-insecure-localhost',
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'load-extension',
  'log-net-log',
  'net-log-capture-mode',
  'remote-allow-origins',
  'ssl-key-log-file',
  'unsafely-treat-insecure-origin-as-secure',
  'use-fake-ui-for-media-stream',
] as const

/** Not on a shipped kiosk either; a developer's machine and its tests need them. */
const NEVER_IN_A_KIOSK = [
  'auto-open-devtools-for-tabs',
  'js-flags',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
] as const

interface CommandLine {
  hasSwitch(name: string): boolean
  removeSwitch(name: string): void
}

/** Takes such switches off the command line, before Chromium reads them; answers which there were. */
export function dropSwitches(line: CommandLine, isShippedKiosk: boolean): readonly string[] {
  const unwanted = [...NEVER, ...(isShippedKiosk ? NEVER_IN_A_KIOSK : [])]
  const found = unwanted.filter((name) => line.hasSwitch(name))
  for (const name of found) line.removeSwitch(name)
  return found
}
