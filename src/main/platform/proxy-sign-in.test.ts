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

test('proxy of the policy receives the credentials, with or without its port in the policy', () => {
  for (const hosts of [['proxy.shop'], ['proxy.shop:3128'], ['other', 'proxy.shop']]) {
    const { signIn } = setUp(hosts)
    const attempt = signIn.attempt()
    expect(attempt.answer(proxy)).toEqual(wanted)
    attempt.accepted()
    expect(signIn.asked).toEqual({ proxy: 'proxy.shop:3128', outcome: 'given' })
  }
})

test('no server receives them, whatever its name', () => {
  const { signIn } = setUp()
  expect(signIn.attempt().answer({ ...proxy, isProxy: false })).toBeUndefined()
  expect(signIn.asked).toBeUndefined()
})

test('no other proxy or port receives them', () => {
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

test('without credentials in the policy none are sent, and the self-test reports it', () => {
  const { signIn } = setUp([], '')
  expect(signIn.attempt().answer(proxy)).toBeUndefined()
  expect(signIn.asked).toEqual({ proxy: 'proxy.shop:3128', outcome: 'none' })
})

test('a wrong password is sent once per request, then withheld for a minute, then longer', async () => {
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

test('setting the wall clock back does not lengthen the pause after a refusal', async () => {
  const { clock, signIn } = setUp()
  const attempt = signIn.attempt()
  attempt.answer(proxy)
  attempt.answer(proxy)
  await clock.jump(-3_600_000)
  await clock.advance(60_000)
  expect(signIn.attempt().answer(proxy)).toEqual(wanted)
})

test('several simultaneous challenges are not a refusal', () => {
  const { signIn } = setUp()
  const attempts = [signIn.attempt(), signIn.attempt(), signIn.attempt()]
  for (const attempt of attempts) expect(attempt.answer(proxy)).toEqual(wanted)
  for (const attempt of attempts) attempt.accepted()
  expect(signIn.asked?.outcome).toBe('given')
})

test('a second challenge to the same page is a refusal', () => {
  const { signIn } = setUp()
  expect(signIn.attempt(false).answer(proxy)).toEqual(wanted)
  expect(signIn.attempt(true).answer(proxy)).toBeUndefined()
  expect(signIn.asked?.outcome).toBe('refused')
})
