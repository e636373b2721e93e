import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../../src/contract/chat.ts'
import { createToldJudge } from './told-judge.ts'

function open() {
  const held: string[] = []
  const left: string[] = []
  const judge = createToldJudge({
    holds: () => held,
    mayHaveLeft: ({ text }) => left.includes(text),
  })
  return {
    ...{ held, left, judge },
    tell: (id: string, text: string, delivery: Delivery): void => {
      judge.say({ id, session: 's', text, delivery })
    },
    arrive: (text: string): void => {
      held.push(text)
      judge.look('s')
    },
  }
}

describe('the judge of delivery states', () => {
  it('accepts states that are true when shown', () => {
    const { tell, arrive, left, judge } = open()
    for (const [id, text] of [
      ['1', 'a'],
      ['2', 'ok'],
      ['3', 'ok'],
    ] as const) {
      tell(id, text, 'sending')
      arrive(text)
      tell(id, text, 'sent')
      tell(id, text, 'delivered')
      judge.shows('s', Number(id))
    }
    tell('4', 'b', 'sending')
    tell('4', 'b', 'failed')
    tell('5', 'c', 'sending')
    left.push('c')
    tell('5', 'c', 'unknown')
    arrive('c')
    expect(judge.wrong).toEqual([])
    expect(judge.last('5')).toBe('unknown')
  })

  it.each(['sent', 'delivered'] as const)('finds "%s" for what the centre lacks', (delivery) => {
    const { tell, arrive, judge } = open()
    tell('1', 'a', delivery)
    expect(judge.wrong).toEqual([`"a" was called ${delivery}: the centre holds 0 of 1`])
    arrive('a')
    tell('2', 'a', delivery)
    expect(judge.wrong).toHaveLength(2)
  })

  it('rejects "not delivered" for a message that is there or arrives later', () => {
    const { tell, arrive, judge } = open()
    arrive('a')
    tell('1', 'a', 'failed')
    tell('2', 'b', 'failed')
    expect(judge.wrong).toEqual(['"a" was called failed: the centre holds it'])
    arrive('b')
    expect(judge.wrong).toHaveLength(2)
  })

  it('rejects it even if the state is corrected a moment later', () => {
    const { tell, arrive, judge } = open()
    tell('1', 'a', 'failed')
    arrive('a')
    tell('1', 'a', 'delivered')
    expect(judge.wrong).toEqual(['"a" was called failed: the centre holds it'])
  })

  it('rejects "unknown" when nothing was sent, and a screen with too many messages', () => {
    const { tell, judge } = open()
    tell('1', 'a', 'unknown')
    judge.shows('s', 1)
    expect(judge.wrong).toEqual([
      '"a" was called unknown: nothing has left',
      '1 messages were shown as arrived, the centre holds 0',
    ])
  })
})
