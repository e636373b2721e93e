import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { silentLog, type Log, type LogFields } from '../platform/log.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createWiper, WIPE_LIMIT_MS, type WipePart } from './wiper.ts'

function setUp(parts: readonly WipePart[]) {
  const clock = createManualClock()
  const store = createMemoryStore()
  const lines: [string, string, LogFields | undefined][] = []
  const note = (level: string) => (message: string, fields?: LogFields) => {
    lines.push([level, message, fields])
  }
  const log: Log = { ...silentLog, info: note('info'), error: note('error') }
  const wiper = createWiper({ parts, clock, log, store })
  return { clock, store, lines, wiper }
}

const part = (
  store: WipePart['store'],
  run: WipePart['run'] = () => undefined,
  isRequired = true,
): WipePart => ({ store, run, isRequired })

describe('a wipe', () => {
  it('reports the result of each part', async () => {
    const { wiper, lines } = setUp([part('chat'), part('cookies', () => Promise.resolve())])
    const record = await wiper.wipe(3)
    expect(record).toMatchObject({
      visit: 3,
      isWhole: true,
      stores: [
        { store: 'chat', outcome: 'wiped' },
        { store: 'cookies', outcome: 'wiped' },
      ],
    })
    const line = { visit: 3, wiped: ['chat', 'cookies'], failed: [], late: [] }
    expect(lines).toMatchObject([['info', 'wiped', line]])
    expect(wiper.records).toEqual([record])
  })

  it('is incomplete if a required part throws, rejects or never answers', async () => {
    const { wiper, clock, lines } = setUp([
      part('chat', () => {
        throw new Error('thrown')
      }),
      part('cookies', () => Promise.reject(new Error('left'))),
      part('storage', () => new Promise(() => undefined)),
      part('caches'),
    ])
    const wiped = wiper.wipe(1)
    await clock.advance(WIPE_LIMIT_MS)
    expect(await wiped).toMatchObject({
      isWhole: false,
      ms: WIPE_LIMIT_MS,
      stores: [
        { outcome: 'failed' },
        { outcome: 'failed' },
        { outcome: 'late' },
        { outcome: 'wiped' },
      ],
    })
    expect(lines.at(-1)?.slice(0, 2)).toEqual(['error', 'wipe incomplete'])
    expect(clock.pending).toBe(0)
  })

  it('is complete even if print jobs could not be cancelled, which is retried later', async () => {
    const { wiper } = setUp([part('print', () => Promise.reject(new Error('no cups')), false)])
    expect(await wiper.wipe(1)).toMatchObject({
      isWhole: true,
      stores: [{ store: 'print', outcome: 'failed' }],
    })
  })

  it('keeps its last twenty records across restarts, newest first', async () => {
    const { wiper, store, clock } = setUp([part('chat')])
    for (let visit = 1; visit <= 25; visit += 1) await wiper.wipe(visit)
    const again = createWiper({ parts: [], clock, log: silentLog, store })
    expect(again.records.map(({ visit }) => visit)).toEqual(
      Array.from({ length: 20 }, (_, place) => 25 - place),
    )
    store.set('wipes', 'damaged')
    expect(again.records).toEqual([])
  })
})
