import { z } from 'zod'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'
import { ours } from '../platform/said.ts'

/** What must survive a crash. Each part has a key of its own, so that a write is small. */
const session = z.object({
  id: z.string().min(1),
  visit: z.number(),
  customerName: z.string(),
  startedAt: z.number(),
  /** Last sign of life, epoch milliseconds, at most `ALIVE_EVERY_MS` old while the chat goes on. */
  aliveAt: z.number(),
})
export const ALIVE_EVERY_MS = 15_000

const item = z.object({
  id: z.string().min(1),
  text: z.string(),
  at: z.number(),
  state: z.enum(['queued', 'sending', 'settling', 'sent', 'failed', 'unknown']),
  /** The index that the next content had when it was sent. */
  base: z.number().optional(),
  /** The first message of the session (R22). */
  caption: z.boolean(),
})
const outbox = z.object({
  items: z.array(item),
  /** Contents before this index have been dealt with. */
  next: z.number(),
  /** Indexes below `next` of customer messages that are not ours. */
  others: z.array(z.number()),
  /** The index behind the last message of ours in the transcript: what still waits comes later. */
  seen: z.number(),
  /** The record before this one was lost, and the transcript has not been read since. */
  isLost: z.boolean().optional(),
})
const callMe = z.object({
  agentKey: z.number(),
  state: z.enum(['asked', 'sending', 'sent', 'declined', 'stale', 'failed', 'unknown']),
  number: z.string().optional(),
})
const pushed = z.array(
  z.object({
    url: z.string(),
    /** Of the content it belongs to, or else of the one that came next. */
    index: z.number(),
    forContent: z.boolean(),
    seen: z.boolean(),
  }),
)
const redirect = z.object({ url: z.string() })
const orphans = z.array(z.object({ id: z.string().min(1) }))
const echo = z.object({ seen: z.boolean() })
/** The last sign of life, by the clock of the machine: see alive-record.ts. */
const alive = z.object({ boot: z.string(), uptimeMs: z.number() })

const schemas = {
  'chat.session': session,
  'chat.outbox': outbox,
  'chat.callMe': callMe,
  'chat.pushed': pushed,
  'chat.redirect': redirect,
  'chat.draft': z.string(),
  'chat.orphans': orphans,
  'chat.echo': echo,
  'chat.alive': alive,
} as const

const OF_THE_TALK = ['chat.outbox', 'chat.callMe', 'chat.pushed', 'chat.draft'] as const
const OF_A_CHAT = ['chat.session', 'chat.redirect', 'chat.alive', ...OF_THE_TALK] as const

type Key = keyof typeof schemas
type Value<K extends Key> = z.infer<(typeof schemas)[K]>

export type SessionRecord = z.infer<typeof session>
export type OutboxRecord = z.infer<typeof outbox>
export type ItemRecord = z.infer<typeof item>
export type CallMeRecord = z.infer<typeof callMe>
export type PushedRecord = z.infer<typeof pushed>[number]

export interface Journal {
  get<K extends Key>(key: K): Value<K> | undefined
  /** False where it could not be written down; never throws. */
  set<K extends Key>(key: K, value: Value<K>): boolean
  delete(key: Key): void
  /** Everything that belongs to the chat; orphans and what was learnt of the centre stay. */
  wipe(): void
  /** All of it but the session and where it sends the customer. */
  wipeTalk(): void
}

/** Typed access to the store. What cannot be read (older version, damage) counts as absent. */
export function createJournal(store: Store, log: Log): Journal {
  function attempt(key: Key, write: () => void): boolean {
    try {
      write()
      return true
    } catch (error) {
      log.error('a chat record could not be saved', { key, error })
      return false
    }
  }

  function remove(key: Key): void {
    attempt(key, () => {
      store.delete(key)
    })
  }

  return {
    get(key) {
      const raw = store.get(key)
      if (raw === undefined) return undefined
      const parsed = schemas[key].safeParse(raw)
      if (parsed.success) return parsed.data as Value<typeof key>
      log.warn('a chat record could not be read', { key: ours(key) })
      return undefined
    },
    set: (key, value) =>
      attempt(key, () => {
        store.set(key, value)
      }),
    delete(key) {
      remove(key)
    },
    wipe() {
      for (const key of OF_A_CHAT) remove(key)
    },
    wipeTalk() {
      for (const key of OF_THE_TALK) remove(key)
    },
  }
}
