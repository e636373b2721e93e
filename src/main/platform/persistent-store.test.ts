import { describe, expect, it } from 'vitest'
import { createPersistentStore, TRY_AGAIN_MS } from './persistent-store.ts'
import type { Log } from './log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'

/** A disk that can be full, read-only or another user's, as `code` says. */
function disk(more: { readonly discards?: boolean } = {}) {
  const lines: string[] = []
  const note = (level: string) => (message: string) => {
    lines.push(`${level} ${message}`)
  }
  const log: Log = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    child: () => log,
  }
  const clock = createManualClock()
  const state = { code: '', held: { old: 1 } as Record<string, unknown> | undefined, writes: 0 }
  const refuse = (): void => {
    if (state.code !== '') throw Object.assign(new Error(state.code), { code: state.code })
  }
  const store = createPersistentStore({
    name: 'vault',
    values: { old: 1 },
    clock,
    log,
    write(values) {
      state.writes += 1
      refuse()
      state.held = { ...values }
    },
    ...(more.discards === true
      ? {
          discard() {
            if (state.code === 'EROFS') refuse()
            state.held = undefined
          },
        }
      : {}),
  })
  return { store, state, clock, lines }
}

describe('a store on a disk that cannot be written', () => {
  it.each(['ENOSPC', 'EROFS', 'EACCES', 'EIO'])(
    'continues in memory, logs it once, and writes everything once it can: %s',
    async (code) => {
      const { store, state, clock, lines } = disk()
      state.code = code
      store.set('a', { text: 'one' })
      store.set('b', 2)
      store.delete('old')
      expect([store.get('a'), store.get('b'), store.get('old')]).toEqual([
        { text: 'one' },
        2,
        undefined,
      ])
      expect(store.unwritten?.code).toBe(code)
      await clock.advance(TRY_AGAIN_MS * 5)
      expect(lines).toEqual(['error cannot be written: kept in memory until it can'])
      expect(state.held).toEqual({ old: 1 })

      state.code = ''
      await clock.advance(TRY_AGAIN_MS)
      expect(state.held).toEqual({ a: { text: 'one' }, b: 2 })
      expect(store.unwritten).toBeUndefined()
      expect(lines.at(-1)).toBe('info can be written again')
      expect(clock.pending).toBe(0)
    },
  )

  it('also retries with the next change, without accumulating attempts', async () => {
    const { store, state, clock } = disk()
    state.code = 'ENOSPC'
    for (const value of [1, 2, 3, 4]) store.set('a', value)
    expect(clock.pending).toBe(1)
    state.code = ''
    store.set('a', 5)
    expect([state.held?.['a'], store.unwritten, clock.pending]).toEqual([5, undefined, 0])
    const { writes } = state
    await clock.advance(TRY_AGAIN_MS * 2)
    expect(state.writes).toBe(writes)
  })

  it('removes its file if a crash would restore outdated values', () => {
    const { store, state } = disk({ discards: true })
    state.code = 'ENOSPC'
    store.set('a', 'sending')
    expect(state.held).toBeUndefined()
    expect(store.get('a')).toBe('sending')
  })

  it('writes in the space freed by removing the old values', () => {
    const { store, state, lines } = disk({ discards: true })
    let isFirst = true
    Object.defineProperty(state, 'code', {
      get() {
        const was = isFirst
        isFirst = false
        return was ? 'ENOSPC' : ''
      },
    })
    store.set('a', 1)
    expect(state.held).toEqual({ old: 1, a: 1 })
    expect([store.unwritten, lines]).toEqual([undefined, []])
  })

  it('stops retrying when the app quits', () => {
    const { store, state, clock } = disk()
    state.code = 'EROFS'
    store.set('a', 1)
    store.stop()
    expect(clock.pending).toBe(0)
  })

  it('returns copies, so that only set changes values', () => {
    const { store } = disk()
    const given = { list: [1] }
    store.set('a', given)
    given.list.push(2)
    const got = store.get('a') as { list: number[] }
    got.list.push(3)
    expect(store.get('a')).toEqual({ list: [1] })
  })
})
