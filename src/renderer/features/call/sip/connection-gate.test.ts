import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../../../../tests/kit/clock/manual-clock.ts'
import { DeniedByVisitor } from '../local-network.ts'
import { ForbiddenByPage } from '../page-limits.ts'
import { CONNECT_MS, createConnectionGate, QUESTION_MS } from './connection-gate.ts'

/** One attempt to connect: what became of it, and what was done meanwhile. */
function attempt(permission: PermissionState | undefined, tells = true) {
  const clock = createManualClock()
  let state = permission
  const gate = createConnectionGate('wss://sip.example/', clock, () => Promise.resolve(state))
  let open: () => void = () => undefined
  let fail: (reason: Error) => void = () => undefined
  const done: string[] = []
  const outcome = gate
    .pass({
      connect: () =>
        new Promise((resolve, reject) => {
          open = resolve
          fail = reject
        }),
      abandon: () => done.push('abandoned'),
      ...(tells && { onQuestion: () => done.push('asked') }),
    })
    .then(
      () => 'open',
      (error: unknown) => error,
    )
  return {
    ...{ clock, done, outcome, gate },
    open: () => {
      open()
    },
    fail: () => {
      fail(new Error('1006'))
    },
    answer: (next: PermissionState) => (state = next),
  }
}

describe('a connection to the server', () => {
  it('is open as soon as the server accepts it', async () => {
    const { outcome, open, done } = attempt('prompt')
    open()
    expect(await outcome).toBe('open')
    expect(done).toEqual([])
  })

  it('is given up where a server says nothing', async () => {
    const { outcome, clock, done } = attempt('granted')
    await clock.advance(CONNECT_MS + 1)
    expect(await outcome).toBeInstanceOf(Error)
    expect(done).toEqual(['abandoned'])
  })

  it('waits while the browser may be asking the visitor', async () => {
    const { outcome, clock, done, open } = attempt('prompt')
    await clock.advance(CONNECT_MS * 3)
    expect(done).toEqual(['asked'])
    open()
    expect(await outcome).toBe('open')
  })

  it('is tried again soon where nobody can be told of a question', async () => {
    const { outcome, clock, done } = attempt('prompt', false)
    await clock.advance(CONNECT_MS + 1)
    expect(await outcome).toBeInstanceOf(Error)
    expect(done).toEqual(['abandoned'])
  })

  it('does not wait for an answer for ever', async () => {
    const { outcome, clock, done } = attempt('prompt')
    await clock.advance(QUESTION_MS + 1)
    expect(await outcome).toBeInstanceOf(Error)
    expect(done).toEqual(['asked', 'abandoned'])
  })

  it('says that the visitor denied it', async () => {
    const { outcome, clock, answer, fail } = attempt('prompt')
    await clock.advance(CONNECT_MS)
    answer('denied')
    fail()
    expect(await outcome).toBeInstanceOf(DeniedByVisitor)
  })

  it('blames nobody where it fails late', async () => {
    const { outcome, clock, fail } = attempt('denied')
    await clock.advance(4000)
    fail()
    expect(await outcome).toEqual(new Error('1006'))
  })

  it('fails as it did where nobody denied it', async () => {
    const { outcome, fail } = attempt(undefined)
    fail()
    expect(await outcome).toEqual(new Error('1006'))
  })

  it('is refused by the policy of the page, for everybody who waits and later on', async () => {
    const { outcome, gate } = attempt('granted')
    const second = gate.pass({
      connect: () => new Promise(() => undefined),
      abandon: () => undefined,
    })
    const violation = new Event('securitypolicyviolation')
    Object.assign(violation, {
      ...{ effectiveDirective: 'connect-src', disposition: 'enforce' },
      blockedURI: 'wss://sip.example/',
    })
    document.dispatchEvent(violation)
    expect(await outcome).toBeInstanceOf(ForbiddenByPage)
    await expect(second).rejects.toBeInstanceOf(ForbiddenByPage)
    const third = gate.pass({ connect: () => Promise.resolve(), abandon: () => undefined })
    await expect(third).rejects.toBeInstanceOf(ForbiddenByPage)
    gate.close()
  })
})
