import type { ChatPhase, ChatView } from '../../contract/chat.ts'
import type { Source } from '../../contract/define.ts'
import { sleep, type Clock } from '../platform/clock.ts'
import { isLive } from './chat-machine.ts'

/** How long a quit waits for the end of a chat, milliseconds. */
const QUIT_MS = 4000

export interface QuitDeps {
  readonly clock: Clock
  readonly source: Source<ChatView>
  phase(): ChatPhase
  end(): Promise<unknown>
  /** The latest request for a session. */
  starting(): Promise<unknown>
}

/** Ends the chat, if there is one; what does not end in time is written down, and ended at the next start. */
export async function quitChat(deps: QuitDeps): Promise<void> {
  const enough = new AbortController()
  await Promise.race([endAtCentre(deps), sleep(deps.clock, QUIT_MS, enough.signal)])
  enough.abort()
}

/** Resolves when the session, if there is one, has ended at the centre or its end is written down. */
async function endAtCentre({ source, ...deps }: QuitDeps): Promise<void> {
  if (deps.phase() === 'ending') {
    await new Promise<void>((resolve) => {
      source.subscribe((view) => {
        if (view.phase !== 'ending') resolve()
      })
    })
  } else if (isLive(deps.phase()) || deps.phase() === 'starting') {
    await deps.end()
  }
  // Only its answer names the session that must be ended.
  await deps.starting()
}
