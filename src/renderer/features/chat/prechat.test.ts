import { describe, expect, test } from 'vitest'
import { PreChat } from './prechat.svelte.ts'

const topics = [
  { key: 'order', labels: { '*': 'My order' } },
  { key: 'device', labels: { '*': 'A device' } },
]

function form(changes: { topics?: typeof topics; askConsent?: boolean } = {}) {
  return new PreChat(() => ({ topics, messageCharacters: 10, askConsent: true, ...changes }))
}

describe('the questions', () => {
  test('one after the other, each only once it is answered', () => {
    const asked = form()
    expect(asked.question).toBe('name')
    expect(asked.next()).toBe(false)
    expect(asked.flaws).toEqual({ name: 'missing' })
    asked.name = ' Jonas '
    expect(asked.next()).toBe(true)
    expect(asked.question).toBe('topic')
    asked.topic = 'device'
    asked.next()
    asked.message = 'Hello'
    asked.next()
    expect(asked.question).toBe('consent')
    expect(asked.isLast).toBe(true)
    asked.consent = true
    expect(asked.complete()).toEqual({
      name: 'Jonas',
      topic: 'device',
      message: 'Hello',
      consent: true,
    })
  })

  test('no choice of topic is no question, but its key is sent', () => {
    const asked = form({ topics: topics.slice(0, 1), askConsent: false })
    expect(asked.questions).toEqual(['name', 'message'])
    asked.name = 'Jonas'
    asked.message = 'Hello'
    expect(asked.complete()).toEqual({
      name: 'Jonas',
      topic: 'order',
      message: 'Hello',
      consent: false,
    })
  })

  test('a topic that the policy does not know is none', () => {
    const asked = form()
    asked.name = 'Jonas'
    asked.message = 'Hello'
    asked.consent = true
    asked.topic = 'gone'
    expect(asked.complete()).toBeUndefined()
    expect(asked.flaws).toEqual({ topic: 'missing' })
  })
})

describe('flaws', () => {
  test('the first question at fault comes on screen', () => {
    const asked = form()
    asked.name = 'Jonas'
    asked.topic = 'order'
    asked.step = 3
    asked.consent = true
    expect(asked.complete()).toBeUndefined()
    expect(asked.question).toBe('message')
  })

  test.each([
    ['x'.repeat(10), undefined],
    ['x'.repeat(11), 'tooLong'],
    ['😀'.repeat(10), undefined],
    ['  ', 'missing'],
  ])('message %j: %s', (message, flaw) => {
    const asked = form()
    asked.step = 2
    asked.message = message
    asked.next()
    expect(asked.flaws.message).toBe(flaw)
  })

  test('a name of 60 characters is fine, one of 61 is not', () => {
    const asked = form()
    asked.name = 'n'.repeat(60)
    expect(asked.next()).toBe(true)
    asked.back()
    asked.name = 'n'.repeat(61)
    expect(asked.next()).toBe(false)
    expect(asked.flaws.name).toBe('tooLong')
  })

  test('what main refuses is shown at its question and goes when it is changed', () => {
    const asked = form()
    asked.step = 3
    expect(asked.refuse({ code: 'invalid-input', field: 'name' })).toBe(true)
    expect(asked.question).toBe('name')
    expect(asked.flaws).toEqual({ name: 'refused' })
    asked.touched('name')
    expect(asked.flaws).toEqual({})
    expect(asked.refuse({ code: 'full' })).toBe(false)
    expect(asked.refuse({ code: 'invalid-input', field: 'visit' })).toBe(false)
  })
})
