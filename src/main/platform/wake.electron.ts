import { powerMonitor } from 'electron'

/** Runs after each awakening of the machine: connections made before are worth a look. */
export function onWake(listener: () => void): void {
  powerMonitor.on('resume', listener)
}
