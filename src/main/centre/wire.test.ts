import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readContents, readQueues, readSessionId, readToken, readType } from './wire.ts'

const id = 'W1661'
const read = (body: unknown, index = 0): ReturnType<typeof readContents> =>
  readContents(JSON.stringify(body), id, index)
const contentsOf = (body: unknown, index = 0): object => {
  const answer = read(body, index)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

describe('contents (R102 to R116)', () => {
  test.each([
    [{ sessionId: id }, 0, 1],
    [{ sessionId: id, newIndexKey: null }, 7, 7],
    [{ sessionId: id, content: [{}, {}] }, 0, 3],
    [{ sessionId: id, content: [{}, {}] }, 5, 7],
    [{ sessionId: id, newIndexKey: '12', content: [{}] }, 11, 12],
    [{ sessionId: id, newIndexKey: 'x', content: [{}] }, 11, 12],
    [{ sessionId: id, newIndexKey: 0, content: [{}] }, 1, 2],
    [{ sessionId: id, newIndexKey: 2.5, content: null }, 4, 4],
  ])('%j from %i: the next index is %i', (body, index, wanted) => {
    expect(contentsOf(body, index)).toMatchObject({ newIndexKey: wanted })
  })

  test('indexes are counted backwards from newIndexKey', () => {
    expect(contentsOf({ sessionId: id, newIndexKey: 9, content: [{}, {}] }, 0)).toMatchObject({
      contents: [{ index: 7 }, { index: 8 }],
    })
  })

  test('a content that is not an object keeps its index', () => {
    const content = [{ messageType: 'AGENT_MESSAGE', content: 'a' }, null, 'x', { content: 'b' }]
    expect(contentsOf({ sessionId: id, content })).toMatchObject({
      contents: [
        { index: 1, type: 'AGENT_MESSAGE', content: 'a' },
        { index: 2, type: 'UNKNOWN', content: '' },
        { index: 3, type: 'UNKNOWN', content: '' },
        { index: 4, type: 'UNKNOWN', content: 'b' },
      ],
    })
  })

  test('an invalid field does not affect the others', () => {
    const content = [{ messageType: ['x'], from: { a: 1 }, content: 'kept', agentFirstName: true }]
    expect(contentsOf({ sessionId: id, content })).toMatchObject({
      contents: [{ type: 'UNKNOWN', from: '', content: 'kept', agentFirstName: '' }],
    })
  })

  test.each([
    [true, true],
    ['true', true],
    [' FALSE ', false],
    [0, false],
    ['1', true],
    [null, true],
    [undefined, true],
    ['perhaps', true],
  ])('connected %j is %s', (connected, wanted) => {
    expect(contentsOf({ sessionId: id, connected })).toMatchObject({ connected: wanted })
  })

  test.each([
    [14, 14],
    ['14', 14],
    [0, 0],
    ['', 0],
    [null, 0],
    [undefined, 0],
    [-3, 0],
    ['x', 0],
    [1.5, 0],
  ])('callMeAgentKey %j is %i (C15)', (callMeAgentKey, wanted) => {
    expect(contentsOf({ sessionId: id, callMeAgentKey })).toMatchObject({ callMeAgentKey: wanted })
  })

  test.each([
    ['14', ['14']],
    [' 14 , 15,14,', ['14', '15']],
    [14, ['14']],
    [
      ['14', 15],
      ['14', '15'],
    ],
    ['true', ['true']],
    ['false', []],
    ['', []],
    [null, []],
    [{}, []],
  ])('whoIsTyping %j is %j (C13)', (whoIsTyping, wanted) => {
    expect(contentsOf({ sessionId: id, whoIsTyping })).toMatchObject({ typing: wanted })
  })

  test('an answer about another session is refused, and reported without its id', () => {
    expect(read({ sessionId: 'W-other', newIndexKey: 1 })).toEqual({
      ok: false,
      why: 'the contents of another session',
    })
  })

  test('unknown fields are accepted', () => {
    expect(read({ sessionId: id, queuePosition: 3, content: [{ sentAt: 1 }] }).ok).toBe(true)
  })
})

test.each([
  ['AGENT_MESSAGE', 'AGENT_MESSAGE'],
  ['agent message', 'AGENT_MESSAGE'],
  ['\tAgent-Push  URL ', 'AGENT_PUSH_URL'],
  ['AGENT_REQUELUE', 'AGENT_REQUEUE'],
  ['agent requelue', 'AGENT_REQUEUE'],
  ['SYSTEM__PUSH_URL', 'SYSTEM_PUSH_URL'],
  ['UNKNOWN', 'UNKNOWN'],
  ['constructor', 'UNKNOWN'],
  ['', 'UNKNOWN'],
])('the type %j is %s (C3, C4)', (raw, wanted) => {
  expect(readType(raw)).toBe(wanted)
})

describe('queues (R179 to R183)', () => {
  test.each([
    ['', []],
    [' \n', []],
    ['\ufeff', []],
    ['null', []],
    ['[]', []],
    ['[{"key":"9","name":" A "}]', [{ key: 9, name: 'A', description: '' }]],
    [
      '[{"key":9,"description":"D"},{"key":null},{"key":1}]',
      [
        { key: 9, name: 'D', description: 'D' },
        { key: 1, name: '1', description: '' },
      ],
    ],
  ])('%j', (body, wanted) => {
    expect(readQueues(body)).toEqual({ ok: true, value: wanted })
  })

  test.each(['{}', '[{"key":"x"}]', '[3]', '"9"', '<html>', '[{"key":9}'])(
    '%j is nonsense',
    (body) => {
      expect(readQueues(body).ok).toBe(false)
    },
  )
})

describe('for any input, nothing is thrown and the value has its type', () => {
  /** Answers that look right at first sight, with anything in each place. */
  const like = fc.record(
    {
      sessionId: fc.oneof(fc.constant(id), fc.jsonValue()),
      content: fc.oneof(
        fc.array(
          fc.oneof(
            fc.jsonValue(),
            fc.record(
              {
                messageType: fc.oneof(fc.constant('AGENT MESSAGE'), fc.jsonValue()),
                from: fc.jsonValue(),
                content: fc.jsonValue(),
                pushedUrl: fc.jsonValue(),
              },
              { requiredKeys: [] },
            ),
          ),
        ),
        fc.jsonValue(),
      ),
      newIndexKey: fc.oneof(fc.integer(), fc.jsonValue()),
      connected: fc.jsonValue(),
      callMeAgentKey: fc.oneof(fc.maxSafeInteger(), fc.double(), fc.jsonValue()),
      whoIsTyping: fc.jsonValue(),
      pushUrl: fc.jsonValue(),
      redirectUrl: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    like.map((value) => JSON.stringify(value)),
    // Cut anywhere, as a connection does.
    fc.tuple(like, fc.nat()).map(([value, at]) => {
      const text = JSON.stringify(value)
      return text.slice(0, at % (text.length + 1))
    }),
  )

  test('contents', () => {
    fc.assert(
      fc.property(body, fc.nat({ max: 50 }), (text, index) => {
        const answer = readContents(text, id, index)
        if (!answer.ok) {
          expect(answer.why).toMatch(/^[ -~]+$/u)
          return
        }
        const { contents, newIndexKey, connected, callMeAgentKey, typing, pushUrl } = answer.value
        expect(Number.isSafeInteger(newIndexKey) && newIndexKey >= 1).toBe(true)
        expect(Number.isSafeInteger(callMeAgentKey) && callMeAgentKey >= 0).toBe(true)
        expect(typeof connected).toBe('boolean')
        expect(typeof pushUrl).toBe('string')
        expect(typing.every((name) => name !== '')).toBe(true)
        contents.forEach((content, place) => {
          expect(content.index).toBe(newIndexKey - contents.length + place)
          expect(content.index).toBeGreaterThanOrEqual(1)
          for (const value of [content.from, content.content, content.pushedUrl, content.rawType]) {
            expect(typeof value).toBe('string')
          }
        })
      }),
      { numRuns: 400 },
    )
  })

  test('token, session, queues', () => {
    fc.assert(
      fc.property(fc.oneof(body, fc.json()), (text) => {
        const session = readSessionId(text)
        if (session.ok) expect(session.value.trim()).not.toBe('')
        const token = readToken(text)
        if (token.ok) expect(token.value.token).toMatch(/^[\x21-\x7e]+$/u)
        const queues = readQueues(text)
        if (queues.ok) expect(queues.value.every(({ key }) => Number.isSafeInteger(key))).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})
