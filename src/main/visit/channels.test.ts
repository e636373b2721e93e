import { expect, test } from 'vitest'
import type { Centre, CentreError, Result } from '../centre/api.ts'
import { policySchema } from '../settings/policy.ts'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createChannels } from './channels.ts'

function setUp(error: CentreError | undefined, policy: object = {}) {
  const refuse = (): never => {
    throw new Error('not asked for')
  }
  const queues: Awaited<ReturnType<Centre['callbackQueues']>> =
    error === undefined
      ? { ok: true, value: [{ key: 1, name: 'Service', description: '' }] }
      : { ok: false, error }
  const well: Result<void> = { ok: true, value: undefined }
  const centre: Centre = {
    authorize: () => Promise.resolve(well),
    callbackQueues: () => Promise.resolve(queues),
    startSession: refuse,
    endSession: refuse,
    queryContents: refuse,
    addContent: refuse,
    setTyping: refuse,
    callMe: refuse,
    createCallback: refuse,
    clockOffsetMs: 0,
  }
  const channels = createChannels({
    policy: policySchema.parse(policy),
    centre,
    clock: createManualClock(),
    random: () => 0.5,
    log: silentLog,
  })
  return async () => {
    await channels.check()
    channels.stop()
    const states = channels.source.view.channels.map(({ channel, state, reason }) => [
      channel,
      reason ?? state,
    ])
    return Object.fromEntries(states) as Record<string, string>
  }
}

const error = (kind: CentreError['kind'], status: number): CentreError => ({
  kind,
  status,
  effect: 'none',
  detail: '',
})

test('chat is closed for an unlicensed or unknown tenant', async () => {
  for (const callback of [{}, { callback: { enabled: false } }]) {
    expect((await setUp(error('not-licensed', 403), callback)())['chat']).toBe('not-licensed')
    expect((await setUp(error('rejected', 400), callback)())['chat']).toBe('trouble')
  }
})

test('trouble with callbacks alone leaves the chat open', async () => {
  for (const [kind, status] of [
    ['disabled', 503],
    ['trouble', 500],
    ['rejected', 404],
    // A proxy's own answer.
    ['trouble', 400],
  ] as const) {
    const states = await setUp(error(kind, status))()
    expect(states['chat'], `${kind} ${String(status)}`).toBe('open')
    expect(states['callback'], kind).not.toBe('open')
  }
  expect(await setUp(undefined)()).toMatchObject({ chat: 'open', callback: 'open' })
})
