import type { z } from 'zod'
import type { Parsers, Shape, Source, View } from '../../contract/define.ts'
import { fail, type Outcome } from '../../contract/outcome.ts'
import type { Clock } from '../platform/clock.ts'
import type { IpcServer } from './ipc-server.ts'
import type { Log } from '../platform/log.ts'
import { createLogLimit } from '../platform/log-limit.ts'
import { addressOf, foreign, ours, quoting, type Said } from '../platform/said.ts'

interface Parts {
  readonly contract: Shape
  readonly inputs: Parsers
  readonly handlers: Readonly<Record<string, object>>
  readonly sources: Readonly<Record<string, Readonly<Record<string, Source<View>>>>>
  readonly clock: Clock
  readonly log: Log
}

/** A call that takes longer is worth a line in the log, milliseconds. */
const SLOW_MS = 1000

/** The one place where messages of the renderer are accepted. */
export function createIpcServer({
  contract,
  inputs,
  handlers,
  sources,
  clock,
  log,
}: Parts): IpcServer {
  const calls = new Map<string, { parser: z.ZodType; run: (input: unknown) => unknown }>()
  const feeds = new Map<string, Source<View>>()
  for (const [group, members] of Object.entries(contract)) {
    for (const [member, { kind }] of Object.entries(members)) {
      const name = `${group}.${member}`
      if (kind === 'feed') {
        const source = sources[group]?.[member]
        if (!source) throw new Error(`no source for the feed ${name}`)
        feeds.set(name, source)
      } else {
        const parser = inputs.get(name)
        const run: unknown = Reflect.get(handlers[group] ?? {}, member)
        if (!parser || !isFunction(run)) throw new Error(`no handler for the call ${name}`)
        calls.set(name, { parser, run })
      }
    }
  }

  const limit = createLogLimit({
    clock,
    aMinute: 20,
    inAll: 500,
    summary(leftOut, isLast) {
      log.warn('further refused or failed calls were not logged', { leftOut, isLast })
    },
  })
  // Not every value can be written as text: `{ toString: 1 }` cannot.
  const known = (name: unknown): Said => {
    if (typeof name !== 'string') return foreign(`a name of type ${typeof name}`)
    return calls.has(name) ? ours(name) : foreign(name)
  }

  return {
    async call(sender, name, input) {
      if (!sender.trusted) {
        limit.take(() => {
          const from = addressOf(sender.description)
          log.warn('call refused: sender', { call: known(name), sender: from })
        })
        return fail('not-allowed')
      }
      const entry = typeof name === 'string' ? calls.get(name) : undefined
      if (!entry) {
        limit.take(() => {
          log.warn('call refused: unknown name', { call: known(name) })
        })
        return fail('invalid-input')
      }
      if (!isPlain(input)) {
        limit.take(() => {
          log.warn('call refused: not a plain object', { call: known(name) })
        })
        return fail('invalid-input')
      }
      const parsed = entry.parser.safeParse(input)
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        const field = issue?.path.map(String).join('.')
        limit.take(() => {
          log.warn('call refused: input', {
            call: known(name),
            // A path into a schema of ours: its names, and places in lists.
            field: ours(field ?? ''),
            reason: quoting(issue?.message ?? ''),
          })
        })
        return fail('invalid-input', field === '' ? undefined : field)
      }
      const started = clock.now()
      try {
        const outcome = await entry.run(parsed.data)
        const ms = clock.now() - started
        if (ms > SLOW_MS) log.info('slow call', { call: known(name), ms })
        return isOutcome(outcome) ? outcome : fail('internal')
      } catch (error) {
        limit.take(() => {
          log.error('call failed', { call: known(name), error })
        })
        return fail('internal')
      }
    },
    read(sender, name) {
      if (!sender.trusted || typeof name !== 'string') return undefined
      return feeds.get(name)?.view
    },
    subscribe(push) {
      const offs = [...feeds].map(([name, source]) =>
        source.subscribe((view) => {
          push(name, view)
        }),
      )
      return () => {
        for (const off of offs) off()
      }
    },
  }
}

function isFunction(value: unknown): value is (input: unknown) => unknown {
  return typeof value === 'function'
}

/**
 * Electron's ipc carries dates, maps and errors too, in which a schema whose fields may all be left
 * out would see an empty object.
 */
function isPlain(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return true
  const prototype: unknown = Object.getPrototypeOf(input)
  return prototype === Object.prototype || prototype === null
}

function isOutcome(value: unknown): value is Outcome<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value
}
