import { describe, expect, it } from 'vitest'
import type { CallTarget } from './line.ts'
import { Redirects } from './redirect.ts'

const sent = (status: number, ...addresses: readonly string[]) => ({
  isBye: false,
  status,
  redirections: addresses.map((address): CallTarget => ({ address })),
})

describe('a call that is sent elsewhere', () => {
  it('tries the places in their order', () => {
    const redirects = new Redirects()
    expect(redirects.after(sent(300, 'sip:a', 'sip:b'))).toEqual({ address: 'sip:a' })
    expect(redirects.after(sent(486))).toEqual({ address: 'sip:b' })
    expect(redirects.after(sent(486))).toBeUndefined()
  })

  it('is over where one speaks for all', () => {
    const redirects = new Redirects()
    redirects.after(sent(300, 'sip:a', 'sip:b'))
    expect(redirects.after(sent(603))).toBeUndefined()
  })

  it('follows a redirection of a redirection before the rest of the first list', () => {
    const redirects = new Redirects()
    redirects.after(sent(300, 'sip:a', 'sip:b'))
    expect(redirects.after(sent(302, 'sip:c'))).toEqual({ address: 'sip:c' })
    expect(redirects.after(sent(404))).toEqual({ address: 'sip:b' })
  })

  it('never goes twice to the same place', () => {
    const redirects = new Redirects()
    redirects.after(sent(302, 'sip:a'))
    redirects.after(sent(302, 'sip:b'))
    expect(redirects.after(sent(302, 'sip:a'))).toBeUndefined()
  })

  it('gives up after a few', () => {
    const redirects = new Redirects()
    const places = Array.from({ length: 9 }, (_each, number) => {
      return redirects.after(sent(302, `sip:${String(number)}`))
    })
    expect(places.filter((place) => place !== undefined)).toHaveLength(5)
  })

  it('is over when the other side hangs up, or nothing was said', () => {
    const redirects = new Redirects()
    expect(redirects.after({ isBye: true, redirections: [{ address: 'sip:a' }] })).toBeUndefined()
    expect(redirects.after({ isBye: false })).toBeUndefined()
  })
})
