import type { Person } from '../../contract/chat.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { ChatConfig } from './config.ts'
import { agentKey, type Names } from './names.ts'

/**
 * What the polls say of the other side beside its words: who is typing (C13), and whether the link
 * holds. Both are forgotten when polls stop coming.
 */
export interface Presence {
  readonly typing: readonly Person[]
  readonly link: 'ok' | 'lost'
  answered(typing: readonly string[]): void
  failed(failures: number): void
  nobodyTypes(): void
  stop(): void
}

export function createPresence(deps: {
  readonly clock: Clock
  readonly names: Names
  readonly config: Pick<ChatConfig, 'typingExpiryMs' | 'lostAfterMs'>
  changed(): void
}): Presence {
  const { clock, names, config } = deps
  let typing: readonly Person[] = []
  let expiry: CancelTimer | undefined
  let link: 'ok' | 'lost' = 'ok'
  let failingSince: number | undefined

  function setTyping(keys: readonly string[]): void {
    expiry?.()
    const seen = new Set(keys.map(agentKey).filter((key) => key !== ''))
    typing = [...seen].map((key) => names.of(key))
    if (typing.length === 0) return
    expiry = clock.after(config.typingExpiryMs, () => {
      typing = []
      deps.changed()
    })
  }

  return {
    get typing() {
      return typing
    },
    get link() {
      return link
    },
    answered(keys) {
      failingSince = undefined
      link = 'ok'
      setTyping(keys)
    },
    failed(failures) {
      const now = clock.steady()
      failingSince ??= now
      if (failures >= 2) setTyping([])
      if (failures >= 3 || now - failingSince >= config.lostAfterMs) link = 'lost'
    },
    nobodyTypes() {
      setTyping([])
    },
    stop() {
      expiry?.()
    },
  }
}
