import { expect, test } from 'vitest'
import type { CentreError } from '../centre/api.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createCentreHistory } from './centre-history.ts'

const error = (status: number): CentreError => ({
  kind: 'trouble',
  status,
  effect: 'none',
  detail: '',
})

test('self-test lists 503s of the last hour by request', async () => {
  const clock = createManualClock()
  const centreHistory = createCentreHistory(clock, createMemoryStore())
  centreHistory.note('addContent', error(503))
  centreHistory.note('queryContents', error(500))
  centreHistory.note('startSession', error(503))
  expect(centreHistory.lately(clock.now())).toEqual(['addContent'])
  await clock.advance(60 * 60 * 1000)
  expect(centreHistory.lately(clock.now())).toEqual([])
})

test('self-test reports an invalid chat request after a restart, until a chat begins', () => {
  const clock = createManualClock()
  const store = createMemoryStore()
  createCentreHistory(clock, store).note('startSession', error(400))
  const later = createCentreHistory(clock, store)
  expect(later.sessionRefused).toBe(true)
  later.note('startSession', error(503))
  expect(later.sessionRefused).toBe(true)
  later.note('startSession', undefined)
  expect(later.sessionRefused).toBe(false)
})
