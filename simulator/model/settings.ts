import type { CentreData, ScriptName } from '../config/data.ts'
import type { Switches } from '../config/switches.ts'

/** What can be turned while the centre runs. */
export interface Settings {
  licensed: boolean
  maxSessions: number
  /** Whether the callback feature is enabled at all; a unit can also disable it for itself. */
  callbacks: boolean
  /** Whether the automatic agent takes waiting chats. */
  automaticAgent: boolean
  script: ScriptName
  switches: Switches
}

export const initialSettings = (data: CentreData, automaticAgent: boolean): Settings => ({
  licensed: data.licensed,
  maxSessions: data.maxSessions,
  callbacks: true,
  automaticAgent,
  script: data.script,
  switches: { ...data.switches },
})
