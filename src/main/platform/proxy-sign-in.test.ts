import { expect, test } from 'vitest'
import { silentLog } from './log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createProxySignIn, type Challenge } from './proxy-sign-in.ts'

const proxy: Challenge = { isProxy: true, host: 'proxy.shop', port: 3128, scheme: 'basic' }
const wanted = { user: 'kiosk', password: 'proxy-secret' }

function setUp(hosts: readonly string[] = ['proxy.shop'], user = 'kiosk') {
  const clock = createManualClock()
  const signIn = createProxySignIn({
    proxy: { hosts, user },
    password: wanted.password,
    clock,
    log: silentLog,
  })
  return { clock, signIn }
}

test('the proxy of the policy gets the sign-in, by its name or with its port', () => {
  for (const hosts of [['proxy.shop'], ['proxy.shop:3128'], ['other', 'proxy.shop']]) {
    const { signIn } = setUp(hosts)
    const attempt = signIn.attempt()
    expect(attempt.answer(proxy)).toEqual(wanted)
    attempt.accepted()
    expect(signIn.asked).toEqual({ proxy: 'proxy.shop:3128', outcome: 'given' })
  }
})

test('no server gets it, whatever it is called', () => {
  const { signIn } = setUp()
  expect(signIn.attempt().answer({ ...proxy, isProxy: false })).toBeUndefined()
  expect(signIn.asked).toBeUndefined()
})

test('no other proxy gets it, nor another port of the one that is named with its port', () => {
  const { signIn } = setUp(['proxy.shop:3128'])
  for (const other of [
    { ...proxy, host: 'evil.example' },
    { ...proxy, host: 'proxy.shop.evil.example' },
    { ...proxy, port: 8080 },
  ]) {
    expect(signIn.attempt().answer(other)).toBeUndefined()
    expect(signIn.asked?.outcome).toBe('other')
  }
})

test('a policy without a sign-in gives none, and the doctor hears of it', () => {
  const { signIn } = setUp([], '')
  expect(signIn.attempt().answer(proxy)).toBeUndefined()
  expect(signIn.asked).toEqual({ proxy: 'proxy.shop:3128', outcome: 'none' })
})

test('a wrong password is given once a request, then not for a minute, then for longer', async () => {
  const { clock, signIn } = setUp()
  const refuse = (): boolean => {
    const attempt = signIn.attempt()
    const wasGiven = attempt.answer(proxy) !== undefined
    if (wasGiven) expect(attempt.answer(proxy)).toBeUndefined()
    return wasGiven
  }
  expect(refuse()).toBe(true)
  expect(signIn.asked?.outcome).toBe('refused')
  expect(refuse()).toBe(false)
  await clock.advance(59_000)
  expect(refuse()).toBe(false)
  await clock.advance(1_000)
  expect(refuse()).toBe(true)
  await clock.advance(60_000)
  expect(refuse()).toBe(false)
  await clock.advance(60_000)
  expect(refuse()).toBe(true)
  // Sixteen minutes at most, so that a proxy that errs is found again.
  await clock.advance(16 * 60_000)
  const attempt = signIn.attempt()
  expect(attempt.answer(proxy)).toEqual(wanted)
  attempt.accepted()
  expect(signIn.asked?.outcome).toBe('given')
})

test('a wall clock that is set back does not lengthen the pause after a refusal', async () => {
  const { clock, signIn } = setUp()
  const attempt = signIn.attempt()
  attempt.answer(proxy)
  attempt.answer(proxy)
  await clock.jump(-3_600_000)
  await clock.advance(60_000)
  expect(signIn.attempt().answer(proxy)).toEqual(wanted)
})

test('several requests at once may each be asked: that is no refusal', () => {
  const { signIn } = setUp()
  const attempts = [signIn.attempt(), signIn.attempt(), signIn.attempt()]
  for (const attempt of attempts) expect(attempt.answer(proxy)).toEqual(wanted)
  for (const attempt of attempts) attempt.accepted()
  expect(signIn.asked?.outcome).toBe('given')
})

test('a page that is asked again has been refused', () => {
  const { signIn } = setUp()
  expect(signIn.attempt(false).answer(proxy)).toEqual(wanted)
  expect(signIn.attempt(true).answer(proxy)).toBeUndefined()
  expect(signIn.asked?.outcome).toBe('refused')
})
