import { beforeEach, expect, test } from 'vitest'
import { connect } from './bridge.ts'
import { fakeBridge, type FakeBridge } from './fake-bridge.ts'
import { reportScriptError, watchScriptErrors } from './faults.ts'

let fake: FakeBridge

beforeEach(() => {
  fake = fakeBridge()
  connect(fake.bridge)
})

test('errors are truncated and rate-limited', () => {
  watchScriptErrors(window)
  window.dispatchEvent(new ErrorEvent('error', { error: new TypeError('x'.repeat(5000)) }))
  const first = fake.calls[0]?.input
  expect(first).toMatchObject({ message: expect.stringMatching(/^TypeError: x+$/u) })
  expect(JSON.stringify(first).length).toBeLessThan(5000)
  for (let at = 0; at < 100; at += 1) reportScriptError(at)
  expect(fake.calls.length).toBe(20)
})
