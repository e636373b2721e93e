import { expect, test } from 'vitest'
import { mira, scenarioView } from './fake-scenarios.ts'
import { summaryOf } from './summary.ts'

test('shows agent, duration, who ended it and undelivered messages', () => {
  const view = scenarioView('chat-page')
  if (view === undefined) throw new Error('no such scenario')
  const ended = { ...view, startedAt: 1_000, end: { by: 'agent', at: 7 * 60_000 } } as const
  expect(summaryOf(ended, [mira])).toEqual({
    names: ['Mira Lindqvist'],
    minutes: 6,
    endedAt: 420_000,
    by: 'agent',
    unsent: 1,
  })
})

test('omits what is unknown and never counts backwards', () => {
  const view = scenarioView('chat-full')
  if (view === undefined) throw new Error('no such scenario')
  expect(summaryOf(view, [])).toEqual({ names: [], by: 'server', unsent: 0 })
  expect(summaryOf({ ...view, startedAt: 9, end: { by: 'customer', at: 5 } }, []).minutes).toBe(0)
})
