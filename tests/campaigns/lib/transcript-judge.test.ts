import { describe, expect, it } from 'vitest'
import { judge, type Sent } from './transcript-judge.ts'

const sure = (...texts: string[]): Sent[] => texts.map((text) => ({ text, verdict: 'sure' }))
const open = (text: string): Sent => ({ text, verdict: 'open' })
const none = { lost: 0, duplicated: 0, reordered: 0 }

describe('the judge of a transcript', () => {
  it('accepts a complete transcript in order, with repeated texts', () => {
    expect(judge(sure('a', 'ok', 'b', 'ok'), ['a', 'ok', 'b', 'ok'])).toEqual(none)
  })

  it('counts missing messages', () => {
    expect(judge(sure('a', 'b', 'c'), ['a', 'c'])).toEqual({ ...none, lost: 1 })
    expect(judge(sure('ok', 'ok'), ['ok'])).toEqual({ ...none, lost: 1 })
  })

  it('counts duplicates', () => {
    expect(judge(sure('a', 'b'), ['a', 'a', 'b'])).toEqual({ ...none, duplicated: 1 })
    expect(judge(sure('ok', 'ok'), ['ok', 'ok', 'ok'])).toEqual({ ...none, duplicated: 1 })
  })

  it('counts a message that was never sent as a duplicate', () => {
    expect(judge(sure('a'), ['a', 'x'])).toEqual({ ...none, duplicated: 1 })
  })

  it('counts messages out of order', () => {
    expect(judge(sure('a', 'b', 'c'), ['b', 'a', 'c'])).toEqual({ ...none, reordered: 1 })
    expect(judge(sure('ok', 'a', 'ok', 'b'), ['ok', 'ok', 'a', 'b'])).toEqual({
      ...none,
      reordered: 1,
    })
  })

  it('accepts a message in doubt zero or one times, in its place', () => {
    const sent = [...sure('a'), open('b'), ...sure('c')]
    expect(judge(sent, ['a', 'b', 'c'])).toEqual(none)
    expect(judge(sent, ['a', 'c'])).toEqual(none)
    expect(judge(sent, ['a', 'b', 'b', 'c'])).toEqual({ ...none, duplicated: 1 })
    expect(judge(sent, ['a', 'c', 'b']).reordered).toBe(1)
    expect(judge(sent, ['a', 'b'])).toEqual({ ...none, lost: 1 })
  })

  it('rejects "not delivered" for a message that is there', () => {
    const sent: Sent[] = [...sure('a'), { text: 'b', verdict: 'not' }]
    expect(judge(sent, ['a'])).toEqual(none)
    expect(judge(sent, ['a', 'b'])).toEqual({ ...none, duplicated: 1 })
  })
})
